import { describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { ReportFold } from '../../../electron/core/report/fold.ts';
import { foldReport } from './fold-report.ts';
import { ReportSchema } from '../../../electron/protocol/values/session/report.ts';
import type { SessionFact } from '../../../electron/protocol/values/session/event.ts';
import type { RecipientResult } from '../../../electron/protocol/values/session/outcome.ts';
import { begin, end, greeting, hostileReport, inPhase, line, reply, stamped, target } from './sample.ts';

const recipient = (over: Partial<RecipientResult> = {}): SessionFact => ({
  type: 'recipient',
  result: {
    index: 0,
    address: 'b@y.test',
    accepted: true,
    reply: reply(250, '2.1.5 Ok'),
    final: null,
    delivery: 'no',
    ...over,
  },
});

describe('a session that went well', () => {
  const events = stamped([
    begin({ port: 25 }),
    ...inPhase('dns', true, { type: 'resolved', name: 'mx.test', addresses: ['127.0.0.1'] }),
    ...inPhase('connect', true, {
      type: 'address',
      attempt: { address: '127.0.0.1', family: 4, ok: true, error: null, durationMs: 0.3 },
    }),
    ...greeting,
    ...inPhase('ehlo', true, {
      type: 'capabilities',
      stage: 'plain',
      ehlo: {
        verb: 'EHLO',
        lines: ['mx.test', 'SIZE 1'],
        capabilities: [{ keyword: 'SIZE', params: ['1'], anomalies: [] }],
      },
    }),
    end(),
  ]);

  test('is what its events say, no more', () => {
    const report = foldReport('check', events);
    expect(report).toMatchObject({
      schema: 1,
      command: 'check',
      ok: true,
      target: target({ port: 25 }),
      durationMs: 500,
      error: null,
      delivery: null,
      provider: null,
      addresses: [{ address: '127.0.0.1', ok: true }],
      greeting: { code: 220, lines: ['mx.test ESMTP'] },
      ehlo: { plain: { verb: 'EHLO' }, tls: null, auth: null },
      tls: null,
      auth: null,
      sender: null,
      recipients: [],
    });
    expect(report.phases.map(({ name, ok }) => [name, ok])).toEqual([
      ['dns', true],
      ['connect', true],
      ['greeting', true],
      ['ehlo', true],
    ]);
    expect(report.phases[0]).toMatchObject({ startMs: 20, durationMs: 20 });
    expect(v.safeParse(ReportSchema, report).success).toBe(true);
  });

  test('has its transcript only when asked', () => {
    expect(foldReport('check', events, { transcript: false }).transcript).toBeUndefined();
    expect(foldReport('check', events).transcript?.map(({ text }) => text)).toEqual(['220 mx.test ESMTP']);
  });

  test('is not ok before it has ended', async () => {
    const fold = new ReportFold('check');
    for (const event of events.slice(0, -1)) fold.push(event);
    expect((await fold.report()).ok).toBe(false);
    fold.push(events.at(-1)!);
    expect((await fold.report()).ok).toBe(true);
  });
});

test('a phase that was never ended lasts until the session does, and failed', () => {
  const report = foldReport(
    'check',
    stamped([
      begin(),
      { type: 'phase-begin', phase: 'greeting' },
      end({
        error: {
          code: 'timeout',
          phase: 'greeting',
          temporary: null,
          reply: null,
          params: { limitMs: 60_000, bytesReceived: 0 },
        },
      }),
    ]),
  );
  expect(report.phases).toEqual([{ name: 'greeting', startMs: 20, durationMs: 10, ok: false }]);
  expect(report.ok).toBe(false);
  expect(report.error?.message).toBe('mx.test:587 sent nothing within 60 s while waiting for the greeting.');
});

test('recipients stand by index, the last word on each counts, and a duplicate address is two recipients', () => {
  const report = foldReport(
    'send',
    stamped([
      begin(),
      recipient({ index: 1 }),
      recipient({ index: 0, accepted: false, reply: reply(550, '5.1.1 no') }),
      recipient({ index: 1, final: reply(250, '2.0.0 ok'), delivery: 'yes' }),
      end({ delivery: 'some' }),
    ]),
  );
  expect(report.recipients.map(({ index, delivery }) => [index, delivery])).toEqual([
    [0, 'no'],
    [1, 'yes'],
  ]);
  expect(report.ok).toBe(false);
  expect(report.delivery).toBe('some');
});

test.each([
  ['a dry run with accepted recipients is fine', recipient(), null, true],
  ['a refused recipient is not', recipient({ accepted: false, reply: reply(550, 'no') }), null, false],
  [
    'nor one that LMTP refuses after the data',
    recipient({ final: reply(550, 'no'), delivery: 'no' }),
    'some' as const,
    false,
  ],
  ['a delivered one is', recipient({ final: reply(250, 'ok'), delivery: 'yes' }), 'all' as const, true],
])('%s', (_, event, delivery, ok) => {
  expect(foldReport('send', stamped([begin(), event, end({ delivery })])).ok).toBe(ok);
});

test('auth reports what was offered, tried and used', () => {
  const tried = (mechanism: string, ok: boolean): SessionFact => ({
    type: 'auth',
    tried: { mechanism, ok, reply: reply(ok ? 235 : 504, 'x') },
    offered: ['LOGIN', 'PLAIN'],
    user: 'ann',
  });
  expect(
    foldReport('check', stamped([begin(), tried('LOGIN', false), tried('PLAIN', true), end()])).auth,
  ).toMatchObject({
    offered: ['LOGIN', 'PLAIN'],
    tried: [
      { mechanism: 'LOGIN', ok: false },
      { mechanism: 'PLAIN', ok: true },
    ],
    used: 'PLAIN',
  });
  const unavailable = end({
    error: {
      code: 'auth-unavailable',
      phase: 'auth',
      temporary: null,
      reply: null,
      params: { reason: 'none-usable', offered: ['NTLM'] },
    },
  });
  expect(foldReport('check', stamped([begin(), unavailable])).auth).toEqual({
    offered: ['NTLM'],
    tried: [],
    used: null,
  });
});

test('a hidden line shows that something was hidden, and how much', () => {
  const { transcript } = foldReport(
    'check',
    stamped([
      begin(),
      line('sent', 'auth', 'AUTH PLAIN', { hidden: { what: 'sasl-response', octets: 16 } }),
      line('sent', 'auth', '', { hidden: { what: 'password', octets: 1 } }),
      end(),
    ]),
  );
  expect(transcript?.map(({ text }) => text)).toEqual([
    'AUTH PLAIN [SASL response hidden, 16 octets]',
    '[password hidden, 1 octet]',
  ]);
});

test('notes after TLS are marked as encrypted', () => {
  const { transcript } = foldReport(
    'check',
    stamped([
      begin(),
      { type: 'note', phase: 'connect', note: 'connected', params: { address: '127.0.0.1:25' } },
      { type: 'note', phase: 'tls', note: 'tls-established', params: { version: 'TLSv1.3', cipher: 'X' } },
      end(),
    ]),
  );
  expect(transcript).toMatchObject([
    { direction: 'note', encrypted: false, text: 'Connected to 127.0.0.1:25.' },
    { direction: 'note', encrypted: true, text: 'TLS established with TLSv1.3 X.' },
  ]);
});

test('evidence of findings is in the report without the whole transcript', () => {
  const events = stamped([
    begin(),
    line('received', 'greeting', '220 hi'),
    line('received', 'ehlo', '250 hi', { anomalies: ['bare-lf'] }),
    end(),
  ]);
  const report = foldReport('check', events, { transcript: false });
  expect(report.findings).toMatchObject([{ id: 'wire.anomaly', severity: 'info', evidence: [3] }]);
  expect(report.transcript?.map(({ seq }) => seq)).toEqual([3]);
});

test('a session that never began still has a report of how it ended', () => {
  const report = foldReport('send', [], {
    transcript: false,
    target: target({ host: null, port: null }),
    startedAt: '2026-11-22T03:00:00.000Z',
    delivery: 'none',
    error: {
      code: 'invalid-argument',
      phase: null,
      temporary: null,
      reply: null,
      params: { argument: 'from', value: 'a\\r\\nb', reason: 'control-character' },
    },
  });
  expect(report).toMatchObject({ ok: false, error: { code: 'invalid-argument' }, delivery: 'none' });
  expect(report.error?.message).toContain('"from"');
});

test('a hostile report is still a valid report', () => {
  expect(v.safeParse(ReportSchema, hostileReport()).success).toBe(true);
});

describe('the judge is asked wherever it has something to say', () => {
  const refusal = { accepted: false, reply: reply(550, '5.1.1 No such user') } as const;
  const error = {
    code: 'sender-refused',
    phase: 'mail',
    temporary: false,
    reply: reply(550, '5.7.1 Relaying denied'),
    params: { sender: 'a@x.test' },
  } as const;

  test.each<[string, readonly SessionFact[]]>([
    ['nothing was refused', [begin(), ...greeting, recipient(), end()]],
    ['a recipient was', [begin(), ...greeting, recipient(), recipient({ index: 1, ...refusal }), end()]],
    ['after the data', [begin(), ...greeting, recipient({ final: reply(552, '5.2.2 Over quota') }), end()]],
    ['the session failed', [begin(), ...greeting, end({ error })]],
    ['it has not ended', [begin(), ...greeting, recipient(refusal)]],
  ])('%s', async (_, facts) => {
    const fold = new ReportFold('send');
    const events = stamped([...facts]);
    for (const event of events) fold.push(event);
    expect(await fold.report()).toEqual(foldReport('send', events));
  });
});

test('what happens while the report is written is no part of it', async () => {
  const fold = new ReportFold('send');
  const events = stamped([begin(), ...greeting, recipient({ accepted: false, reply: reply(550, '5.1.1 No') }), end()]);
  const before = events.slice(0, -1);
  for (const event of before) fold.push(event);
  const report = fold.report();
  fold.push(events.at(-1)!);
  expect(await report).toEqual(foldReport('send', before));
});
