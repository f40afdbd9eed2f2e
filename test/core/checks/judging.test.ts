/** Findings that judge what works: against servers on real sockets where the wire shows it, from recorded events where time does. */
import { describe, expect, test } from 'vitest';
import { SessionRecorder } from '../../../electron/core/recording/recorder.ts';
import { foldReport } from '../report/fold-report.ts';
import { check } from '../../../electron/core/smtp/flows/check.ts';
import type { Question } from '../../../electron/core/smtp/types.ts';
import type { SessionEvent, SessionFact } from '../../../electron/protocol/values/session/event.ts';
import type { Finding } from '../../../electron/protocol/values/session/report.ts';
import type { Target } from '../../../electron/protocol/values/target.ts';
import type { TlsInfo } from '../../../electron/protocol/values/session/tls.ts';
import { type ScriptStep, startScripted } from '../../harness/peers/scripted-server.ts';
import { watched } from '../../harness/client-run.ts';
import { begin, end, inPhase, line, reply, stamped } from '../report/sample.ts';

const answered = (pattern: string, words: string): ScriptStep[] => [{ expect: pattern }, { send: `${words}\r\n` }];

async function against(greeting: string, ehlo: string, questions: readonly Question[] = [], more: ScriptStep[] = []) {
  const server = await startScripted([
    { send: `${greeting}\r\n` },
    ...answered('^EHLO', ehlo),
    ...more,
    { tail: true },
  ]);
  const { context, events } = watched();
  const connection = { target: `127.0.0.1:${server.port}`, security: 'none', ehloName: 'client.test' } as const;
  await check({ connection, auth: null, envelope: null, questions }, context);
  await server.close();
  return foldReport('check', events).findings;
}
const named = (findings: readonly Finding[]): string[] => findings.map(({ id, severity }) => `${severity} ${id}`);
const folded = (target: Partial<Target>, ...facts: SessionFact[]): Finding[] =>
  foldReport('check', stamped([begin(target), ...facts, end()])).findings;

test('a server with nothing amiss has no finding', async () => {
  expect(await against('220 mx.test ESMTP', '250-mx.test\r\n250-PIPELINING\r\n250 SIZE 10240000')).toEqual([]);
});

describe('the name in the greeting', () => {
  test.each<[string, string[]]>([
    ['220 *hello* ESMTP', ['info server.greeting-name']],
    ['220', ['info server.greeting-name']],
    ['220 192.0.2.1 ready', ['info server.greeting-name']],
    ['220 mx_1.mx.test ready', ['info server.greeting-name']],
    ['220 localhost ESMTP', []],
    ['220 mx.test', []],
    ['220-mx.test ESMTP\r\n220 We watch', []],
  ])('on this machine, %j', async (greeting, expected) => {
    expect(named(await against(greeting, '250 mx.test'))).toEqual(expected);
  });

  const greets = (text: string): SessionFact[] =>
    inPhase('greeting', true, line('received', 'greeting', `220 ${text}`), {
      type: 'reply',
      phase: 'greeting',
      command: null,
      reply: reply(220, text),
    });
  test.each<[string, RegExp | null]>([
    ['localhost.localdomain ESMTP', /each machine’s name for itself/],
    ['mail ESMTP', /its domain is missing/],
    ['[192.0.2.1] ESMTP', /That is allowed/],
    ['mx.test. ESMTP', null],
    ['**************************2******200**0*00', null],
  ])('elsewhere, %j', (text, cause) => {
    const found = folded({ port: 25 }, ...greets(text)).find(({ id }) => id === 'server.greeting-name');
    if (cause === null) expect(found).toBeUndefined();
    else expect(found?.cause).toMatch(cause);
  });
});

describe('SIZE', () => {
  test('0 is no fixed limit, no number says nothing of one', async () => {
    const [zero] = await against('220 mx.test', '250-mx.test\r\n250 SIZE 0');
    expect(zero).toMatchObject({ id: 'server.no-size-limit', severity: 'info', title: 'No fixed limit of size' });
    expect(zero?.evidence).toHaveLength(1);
    const [none] = await against('220 mx.test', '250-mx.test\r\n250 SIZE');
    expect(none).toMatchObject({ id: 'server.no-size-limit', severity: 'info', title: 'SIZE without a number' });
  });

  test('twice, and a keyword that is none, are reported with their lines', async () => {
    const found = await against('220 mx.test', '250-mx.test\r\n250-SIZE 1000\r\n250-SIZE 2000\r\n250 8BIT_MIME');
    expect(found.map(({ title }) => title)).toEqual([
      'Odd on the wire: keyword given twice',
      'Odd on the wire: not a keyword',
    ]);
    for (const { evidence } of found) expect(evidence).not.toEqual([]);
  });
});

describe('VRFY to strangers', () => {
  const questions: Question[] = [{ command: 'VRFY', argument: 'ann' }];
  test.each<[string, string[]]>([
    ['250 2.1.5 ok', ['info server.confirms-addresses']],
    ['550 5.1.1 no', ['info server.confirms-addresses']],
    ['550 User unknown', ['info server.confirms-addresses']],
    ['250 <ann@mx.test>', ['info server.lists-members']],
    ['252 2.0.0 send some mail', []],
    ['550 5.7.1 not allowed, user unknown here', []],
    ['550 Access denied', []],
    ['502 5.5.1 VRFY command is disabled', []],
  ])('%s', async (words, expected) => {
    const found = await against('220 mx.test', '250 mx.test', questions, answered('^VRFY', words));
    expect(named(found)).toEqual(expected);
    for (const { evidence } of found) expect(evidence).toHaveLength(1);
  });
});

describe('XCLIENT', () => {
  const offered = line('received', 'ehlo', '250-XCLIENT NAME ADDR');
  const trusts = (target: Partial<Target>, ...more: SessionFact[]): Finding[] =>
    folded({ port: 25, ...target }, ...inPhase('ehlo', true, offered, ...more)).filter(
      ({ id }) => id === 'server.trusts-client',
    );

  test('offered says that this client is trusted, with its line, once for however many answers to EHLO', () => {
    const found = trusts({}, line('received', 'ehlo', '250 SIZE 1000'), offered);
    expect(named(found)).toEqual(['info server.trusts-client']);
    expect(found[0]?.evidence).toHaveLength(1);
  });

  test.each<[string, Partial<Target>, SessionFact[]]>([
    ['on this machine, where front ends are', { host: '127.0.0.1' }, []],
    ['used by this very session', {}, [line('sent', 'command', 'XCLIENT ADDR=192.0.2.1')]],
  ])('nothing is said: %s', (_, target, more) => {
    expect(trusts(target, ...more)).toEqual([]);
  });

  test('a keyword that only begins so is another one', () => {
    expect(folded({ port: 25 }, ...inPhase('ehlo', true, line('received', 'ehlo', '250 XCLIENTS NAME')))).toEqual([]);
  });
});

const tls = (over: Partial<TlsInfo>): SessionFact => ({
  type: 'tls',
  info: {
    version: 'TLSv1.3',
    cipher: 'TLS_AES_256_GCM_SHA384',
    keyExchange: 'X25519',
    alpn: null,
    servername: 'mx.test',
    verifiedName: 'mx.test',
    authorized: true,
    chainError: null,
    chainErrorCode: null,
    nameError: null,
    pinned: false,
    chain: [certificate('2026-10-01', '2026-12-30')],
    ...over,
  },
});
function certificate(from: string, to: string, altNames: string[] = ['DNS:mx.test']) {
  return {
    subject: 'CN=mx.test',
    issuer: 'CN=Some CA',
    altNames,
    validFrom: `${from}T03:00:00.000Z`,
    validTo: `${to}T03:00:00.000Z`,
    fingerprint256: 'AA',
    serial: '01',
    key: 'RSA 2048',
  };
}

describe('certificate, seen on 2026-11-22', () => {
  test.each<[string, string, string, string[]]>([
    ['38 days left', '2026-10-01', '2026-12-30', []],
    ['21 days left', '2026-09-15', '2026-12-13', []],
    ['20 days left', '2026-09-15', '2026-12-12', ['info tls.certificate-ends-soon']],
    ['7 days left', '2026-09-01', '2026-11-29', ['info tls.certificate-ends-soon']],
    ['6 days left', '2026-09-01', '2026-11-28', ['warning tls.certificate-ends-soon']],
    ['hours left', '2026-09-01', '2026-11-22', ['warning tls.certificate-ends-soon']],
    ['made for six days, and fresh', '2026-11-21', '2026-11-27', []],
    ['made for 45 days, and not due yet', '2026-10-28', '2026-12-12', []],
  ])('%s', (_, from, to, expected) => {
    const found = folded({ port: 465, security: 'tls' }, tls({ chain: [certificate(from, to)] }));
    expect(named(found)).toEqual(expected);
  });

  test('one that is refused anyway does not end soon besides', () => {
    const chain = [certificate('2026-09-01', '2026-11-28')];
    expect(named(folded({ port: 465 }, tls({ chain, chainError: 'self-signed' })))).toEqual([
      'error tls.certificate-self-signed',
    ]);
  });

  test.each([[[]], [['email:a@mx.test']]])('without subject alternative names for a host: %j', (altNames) => {
    const chain = [certificate('2026-10-01', '2027-10-01', altNames)];
    const [found] = folded({ port: 465 }, tls({ chain, nameError: 'no' }));
    expect(found).toMatchObject({ id: 'tls.name-mismatch', title: 'Certificate without subject alternative names' });
    expect(found?.remedy).toContain('lists mx.test');
  });
});

describe('STARTTLS offered inside TLS', () => {
  const offers = (stage: 'tls' | 'auth'): SessionFact => ({
    type: 'capabilities',
    stage,
    ehlo: {
      verb: 'EHLO',
      lines: ['mx.test', 'STARTTLS'],
      capabilities: [{ keyword: 'STARTTLS', params: [], anomalies: [] }],
    },
  });

  test('is a warning, with the line that does', () => {
    const said = line('received', 'ehlo-tls', '250 STARTTLS', { encrypted: true });
    const [found] = folded({ port: 465, security: 'tls' }, tls({}), said, offers('tls'));
    expect(found).toMatchObject({ id: 'tls.offered-again', severity: 'warning', evidence: [3] });
  });

  test('is none after a login in clear', () => {
    expect(named(folded({ host: '127.0.0.1' }, offers('auth')))).toEqual([]);
  });
});

describe('a slow step', () => {
  /** A number is the time, in milliseconds, that passes before the next fact. */
  function after(...steps: readonly (SessionFact | number)[]): Finding[] {
    const events: SessionEvent[] = [];
    let now = 0;
    const clock = { now: () => now, wall: () => '2026-11-22T03:00:00.000Z' };
    const recorder = new SessionRecorder((event) => events.push(event), clock);
    for (const step of [begin({ host: '127.0.0.1', port: 25 }), ...steps, end()]) {
      if (typeof step === 'number') now += step;
      else recorder.record(step);
    }
    return foldReport('send', events).findings;
  }
  const greets = [line('received', 'greeting', '220 mx.test')];

  test.each<[string, (SessionFact | number)[], string, RegExp]>([
    [
      'greeting',
      [{ type: 'phase-begin', phase: 'greeting' }, 6000, ...greets, { type: 'phase-end', phase: 'greeting', ok: true }],
      'info',
      /PTR.*DNSBL.*RFC 1413/,
    ],
    ['EHLO', [line('sent', 'ehlo', 'EHLO a.test'), 5001, line('received', 'ehlo', '250 mx.test')], 'info', /tarpit/],
    ['MAIL', [line('sent', 'mail', 'MAIL FROM:<>'), 31_000, line('received', 'mail', '250 ok')], 'warning', /callout/],
    ['RCPT', [line('sent', 'rcpt', 'RCPT TO:<a@b.test>'), 9000, line('received', 'rcpt', '550 no')], 'info', /DNSBL/],
    ['data', [line('sent', 'data', '.'), 12_000, line('received', 'data', '250 ok')], 'info', /content filter/],
  ])('%s', (_, steps, severity, cause) => {
    const found = after(...steps);
    expect(found).toMatchObject([{ id: 'session.slow-step', severity }]);
    expect(found[0]?.cause).toMatch(cause);
    expect(found[0]?.evidence).not.toEqual([]);
  });

  test('of several answers the slowest is reported, once', () => {
    const slow = (ms: number) => [line('sent', 'rcpt', 'RCPT TO:<a@b.test>'), ms, line('received', 'rcpt', '250 ok')];
    const found = after(...slow(6000), ...slow(8000), ...slow(7000));
    expect(found.map(({ title }) => title)).toEqual(['The answer to RCPT took 8 s']);
  });

  test('five seconds are not slow, nor is our own pause before a command', () => {
    const found = after(
      line('sent', 'mail', 'MAIL FROM:<>'),
      5000,
      line('received', 'mail', '250 ok'),
      60_000,
      line('sent', 'rcpt', 'RCPT TO:<a@b.test>'),
      line('received', 'rcpt', '250 ok'),
    );
    expect(found).toEqual([]);
  });
});
