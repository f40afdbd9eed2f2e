import { expect, test } from 'vitest';
import { foldReport } from './fold-report.ts';
import { jsonValue, reportJson, type JsonValue } from '../../../electron/core/report/json.ts';
import { begin, end, greeting, hostileReport, line, stamped } from './sample.ts';

type Json = Record<string, JsonValue>;

test('has the names that scripts rely on, in this order', () => {
  const json = reportJson(hostileReport(), { transcript: true }) as Json;
  expect(Object.keys(json)).toEqual([
    'schema',
    'command',
    'ok',
    'target',
    'startedAt',
    'durationMs',
    'error',
    'delivery',
    'provider',
    'phases',
    'addresses',
    'greeting',
    'ehlo',
    'tls',
    'auth',
    'sender',
    'recipients',
    'findings',
    'transcript',
  ]);
  expect(Object.keys(json.target as Json)).toEqual(['host', 'port', 'path', 'protocol', 'security']);
  expect(Object.keys(json.error as Json)).toEqual(
    expect.arrayContaining(['code', 'phase', 'message', 'temporary', 'reply', 'params']),
  );
  expect(Object.keys(json.greeting as Json)).toEqual(['code', 'enhancedCode', 'lines', 'raw', 'anomalies']);
  expect((json.transcript as Json[])[0]).toMatchObject({
    seq: 3,
    direction: 'received',
    phase: 'greeting',
    encrypted: false,
  });
});

test('octets are base64, and a reply can be made again from them', () => {
  const json = reportJson(foldReport('check', stamped([begin(), ...greeting, end()]))) as { greeting: { raw: string } };
  expect(Buffer.from(json.greeting.raw, 'base64').toString()).toBe('220 mx.test ESMTP\r\n');
});

test('a Buffer that is part of a larger one is written alone', () => {
  expect(jsonValue(Buffer.from('hello world').subarray(6))).toBe(Buffer.from('world').toString('base64'));
});

test('the transcript is there when asked for, and evidence alone otherwise', () => {
  const events = stamped([
    begin(),
    line('received', 'ehlo', 'a'),
    line('received', 'ehlo', 'b', { anomalies: ['nul'] }),
    end(),
  ]);
  const report = foldReport('check', events);
  expect((reportJson(report, { transcript: true }) as Json).transcript).toHaveLength(2);
  expect((reportJson(report, { transcript: false }) as Json).transcript).toHaveLength(1);
  const quiet = foldReport('check', stamped([begin(), line('received', 'ehlo', 'a'), end()]));
  expect(reportJson(quiet, { transcript: false })).not.toHaveProperty('transcript');
  expect((reportJson(quiet, { transcript: true }) as Json).transcript).toHaveLength(1);
});

test('what has no JSON form is refused rather than lost', () => {
  expect(() => jsonValue({ a: () => 1 })).toThrow(TypeError);
  expect(jsonValue({ a: undefined, b: Number.NaN, c: 0.123456 })).toEqual({ b: null, c: 0.123 });
});
