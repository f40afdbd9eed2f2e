/** What goes in clear, is hidden or is overwritten without anybody being told: each a finding, graver where mail is submitted. */
import { describe, expect, test } from 'vitest';
import { foldReport } from '../report/fold-report.ts';
import type { SessionFact } from '../../../electron/protocol/values/session/event.ts';
import type { Finding } from '../../../electron/protocol/values/session/report.ts';
import type { Target } from '../../../electron/protocol/values/target.ts';
import { begin, end, inPhase, line, reply, stamped } from '../report/sample.ts';

function findings(target: Partial<Target>, ...facts: SessionFact[]): Finding[] {
  return foldReport('send', stamped([begin(target), ...facts, end()])).findings;
}
const ids = (target: Partial<Target>, ...facts: SessionFact[]): string[] =>
  findings(target, ...facts).map(({ id, severity }) => `${severity} ${id}`);

/** "AUTH PLAIN LOGIN" */
const offers = (...lines: string[]): SessionFact => ({
  type: 'capabilities',
  stage: 'plain',
  ehlo: {
    verb: 'EHLO',
    lines: ['mx.test', ...lines],
    capabilities: lines.map((text) => {
      const [keyword = '', ...params] = text.split(' ');
      return { keyword, params, anomalies: [] };
    }),
  },
});
const greets = (text: string): SessionFact[] =>
  inPhase('greeting', true, line('received', 'greeting', `220 ${text}`), {
    type: 'reply',
    phase: 'greeting',
    command: null,
    reply: reply(220, text),
  });
const refusedStartTls = inPhase(
  'starttls',
  false,
  line('sent', 'starttls', 'STARTTLS'),
  line('received', 'starttls', '454 4.7.0 TLS not available'),
);
const mail = inPhase('mail', true, line('sent', 'mail', 'MAIL FROM:<a@b.test>'));

describe('no TLS offered', () => {
  test.each<[string, Partial<Target>, string[]]>([
    ['between servers', { port: 25 }, ['warning tls.not-offered']],
    ['a port of its own', { port: 2525 }, ['warning tls.not-offered']],
    ['submission', { port: 587 }, ['error tls.not-offered']],
    ['LMTP', { port: 24, protocol: 'lmtp' }, ['info tls.not-offered']],
    ['loopback', { port: 2525, host: '::1' }, []],
    ['a Unix socket', { port: null, host: null, path: '/run/lmtp' }, []],
  ])('%s', (_, where, expected) => {
    expect(ids(where, offers('SIZE 1'))).toEqual(expected);
  });

  test('HELO lists nothing: that TLS is missing is not known', () => {
    const helo: SessionFact = {
      type: 'capabilities',
      stage: 'plain',
      ehlo: { verb: 'HELO', lines: ['mx.test'], capabilities: [] },
    };
    expect(ids({ port: 587 }, helo)).toEqual([]);
  });
});

describe('a login offered in clear', () => {
  test('mechanisms that show the password, with the line that offers them', () => {
    const said = line('received', 'ehlo', '250 AUTH PLAIN LOGIN CRAM-MD5');
    const [found] = findings({ port: 25 }, said, offers('STARTTLS', 'AUTH PLAIN LOGIN CRAM-MD5'));
    expect(found).toMatchObject({ id: 'auth.offered-in-clear', severity: 'warning', evidence: [2] });
    expect(found?.cause).toContain('AUTH PLAIN, LOGIN:');
  });

  test.each<[string, Partial<Target>, string]>([
    ['others', { port: 25 }, 'AUTH SCRAM-SHA-256 CRAM-MD5'],
    ['on loopback', { port: 25, host: 'localhost' }, 'AUTH PLAIN'],
  ])('nothing is said of %s', (_, where, auth) => {
    expect(ids(where, offers('STARTTLS', auth))).toEqual([]);
  });
});

describe('STARTTLS refused and the message sent in clear', () => {
  test('is an error where mail is submitted, a warning elsewhere, on loopback too', () => {
    const session = [offers('STARTTLS'), ...refusedStartTls, ...mail];
    expect(ids({ port: 587 }, ...session)).toEqual(['error tls.fell-back-to-clear']);
    expect(ids({ port: 25, host: '127.0.0.1' }, ...session)).toEqual(['warning tls.fell-back-to-clear']);
    const [found] = findings({ port: 25 }, ...session);
    expect(found?.cause).toContain('“454 4.7.0 TLS not available”');
    expect(found?.evidence).toEqual([4, 5]);
  });

  test('a session that ended there did not fall back', () => {
    expect(ids({ port: 25 }, offers('STARTTLS'), ...refusedStartTls, ...inPhase('quit', true))).toEqual([]);
  });
});

describe('overwritten on the way', () => {
  test('a greeting of asterisks, as firewalls leave it', () => {
    const [found] = findings({ port: 25 }, ...greets('**************************2******200**0*00'));
    expect(found).toMatchObject({ id: 'session.masked', severity: 'warning', actor: 'network', evidence: [3] });
  });

  test('keywords: what is hidden is not called missing besides', () => {
    const said = line('received', 'ehlo', '250-XXXXXXXA');
    const found = findings({ port: 587 }, said, offers('XXXXXXXA', 'SIZE 1'));
    expect(found).toMatchObject([{ id: 'session.masked', severity: 'error', evidence: [2] }]);
    expect(found[0]?.cause).toContain('XXXXXXXA');
  });

  test.each(['mx.test ESMTP', '*** mx.test ESMTP ready ***', 'a*b'])('not %j', (text) => {
    expect(ids({ port: 25 }, ...greets(text))).not.toContain('warning session.masked');
  });
});

describe('EHLO answered with a success that is not its own', () => {
  test('220: an error where mail is submitted', () => {
    const answered = line('received', 'ehlo', '220 mx.test ESMTP');
    expect(ids({ port: 587, host: '127.0.0.1' }, answered, offers())).toEqual(['error hello.odd-reply']);
    const [found] = findings({ port: 2525, host: '127.0.0.1' }, answered, offers());
    expect(found).toMatchObject({ severity: 'warning', title: 'EHLO answered with 220', evidence: [2] });
  });

  test('250 is none, nor is a refusal', () => {
    const said = [line('received', 'ehlo', '250-mx.test'), line('received', 'ehlo', '250 SIZE 1')];
    expect(ids({ host: '127.0.0.1' }, ...said, offers('SIZE 1'))).toEqual([]);
  });
});

describe('an address that takes no connection beside one that does', () => {
  const tried = (address: string, error: string | null): SessionFact => ({
    type: 'address',
    attempt: { address, family: address.includes(':') ? 6 : 4, ok: error === null, error, durationMs: 1 },
  });

  test.each<[string, Partial<Target>, string, string[]]>([
    ['refused', {}, 'ECONNREFUSED', ['warning connect.address-dead']],
    ['silent', {}, 'ETIMEDOUT', ['warning connect.address-dead']],
    ['no IPv6 here', {}, 'ENETUNREACH', ['info connect.no-route']],
    ['localhost', { host: 'localhost' }, 'ECONNREFUSED', ['info connect.address-dead']],
  ])('%s', (_, where, error, expected) => {
    expect(ids({ port: 25, ...where }, tried('2001:db8::1', error), tried('192.0.2.1', null))).toEqual(expected);
  });

  test('names the address and its family', () => {
    const [found] = findings({ port: 25 }, tried('2001:db8::1', 'ETIMEDOUT'), tried('192.0.2.1', null));
    expect(found?.title).toBe('IPv6 address without a server');
    expect(found?.cause).toContain('2001:db8::1');
  });
});

test('a peer that speaks HTTP is not judged by the rules of SMTP', () => {
  const said = line('received', 'greeting', 'HTTP/1.1 400 Bad Request', { anomalies: ['malformed-code'] });
  const raw = new TextEncoder().encode('HTTP/1.1 400 Bad Request');
  const over = end({
    error: {
      code: 'security-mismatch',
      phase: 'greeting',
      temporary: false,
      reply: null,
      params: { expected: 'plain', seen: 'http', raw },
    },
  });
  expect(foldReport('check', stamped([begin({ port: 80 }), said, over])).findings).toEqual([]);
});
