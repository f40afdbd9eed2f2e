import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkArgument, parseCommandLine } from '../../../electron/core/wire/command.ts';
import { octets } from './support.ts';

const parsed = (content: Uint8Array) => parseCommandLine({ content, latin: Buffer.from(content).toString('latin1') });

describe('arguments of ours', () => {
  test.each(['\r', '\n', '\r\nRCPT TO:<evil@x>', '\0', '\t', '\x1b', '\x7f', '\u0085', '\u2028', '\u2029'])(
    '%j is refused anywhere',
    (control) => {
      for (const value of [control, `a${control}`, `${control}b`, `a${control}b`]) {
        expect(checkArgument('from', value)).toMatchObject({
          code: 'invalid-argument',
          phase: null,
          temporary: false,
          reply: null,
          params: { argument: 'from', reason: 'control-character' },
        });
      }
    },
  );

  test('the value is shown escaped, a secret not at all', () => {
    expect(checkArgument('to', 'a\r\nb')?.params.value).toBe('a\\r\\nb');
    expect(checkArgument('password', 'hunter2\n', { secret: true })?.params).toEqual({
      argument: 'password',
      value: null,
      reason: 'control-character',
    });
  });

  test('half a surrogate pair has no octets', () => {
    expect(checkArgument('to', 'a\ud800b')?.params).toEqual({
      argument: 'to',
      value: 'a\\ud800b',
      reason: 'bad-value',
    });
    expect(checkArgument('to', '😀')).toBeNull();
  });

  test('what fits no command line', () => {
    expect(checkArgument('size', 'x'.repeat(12_000))).toBeNull();
    const refused = checkArgument('size', 'x'.repeat(12_001));
    expect(refused?.params.reason).toBe('too-long');
    expect(refused?.params.value?.length).toBe(200);
  });

  test.each(['', 'a b', 'ö', 'a\\r\\nb', '~'])('%j passes', (value) => {
    expect(checkArgument('x', value)).toBeNull();
  });

  test('whatever passes is one line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii' }), (value) => {
        if (checkArgument('x', value) === null) expect(/[\x00-\x1f\x7f]/.test(value)).toBe(false);
      }),
    );
  });
});

describe('commands of theirs', () => {
  test.each<[string, string, string, string[]]>([
    ['NOOP', 'NOOP', '', []],
    ['noop', 'NOOP', '', []],
    ['EHLO client.test', 'EHLO', 'client.test', []],
    ['MAIL FROM:<a@b.example> SIZE=1  ', 'MAIL', 'FROM:<a@b.example> SIZE=1', []],
    ['RCPT\tTO:<a@b.example>', 'RCPT', 'TO:<a@b.example>', []],
    ['', '', '', []],
    ['   ', '', '', []],
    [' EHLO x', '', 'EHLO x', []],
    ['QUIT\r', 'QUIT\r', '', []],
    ['GET / HTTP/1.1', 'GET', '/ HTTP/1.1', ['http-request']],
    ['POST /x HTTP/1.0', 'POST', '/x HTTP/1.0', ['http-request']],
    ['HELP HTTP', 'HELP', 'HTTP', []],
    ['MAIL FROM:<te\0st@s.example>', 'MAIL', 'FROM:<te\0st@s.example>', ['nul']],
    ['NOOP \xc3\xb6', 'NOOP', 'ö', ['utf8']],
    ['NOOP \xf6', 'NOOP', 'ö', ['8bit']],
    ['NOOP \x1b', 'NOOP', '\x1b', ['control']],
  ])('%j', (line, verb, args, anomalies) => {
    expect(parsed(octets(line))).toMatchObject({ verb, args, anomalies });
  });

  test('blanks by the hundred thousand', () => {
    expect(parsed(octets(`NOOP${' '.repeat(200_000)}x${' '.repeat(200_000)}`)).args).toBe('x');
  }, 20_000);

  test('any octets: no throw', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => void parsed(bytes)));
  });
});
