/** What the session shows beside the words: it proves, it rules out, and it is named in the sentences. */
import { describe, expect, test } from 'vitest';
import { evidence } from '../../../../electron/core/diagnosis/evidence.ts';
import { judge } from '../../../../electron/core/diagnosis/judge.ts';
import { diagnoseBetween } from '../../../../electron/core/diagnosis/between/judge-between.ts';
import { pipelinedIn } from '../../../../electron/core/diagnosis/reading/pipelined.ts';
import { writeDiagnosis } from '../../../../electron/core/diagnosis/write.ts';
import { explain } from '../../../../electron/core/explain/explain.ts';
import type { ExplainContext } from '../../../../electron/core/explain/context.ts';
import type { TranscriptLine } from '../../../../electron/protocol/values/session/report.ts';
import type { Outcome } from '../../../../electron/protocol/values/session/outcome.ts';
import type { Phase } from '../../../../electron/protocol/values/session/phase.ts';
import { outcomeText } from '../../../../electron/texts/outcomes/outcomes.ts';

const reply = (code: number, words: string) => ({ code, enhanced: null, words });
const first = (text: string, context: ExplainContext) => explain(text, context).findings[0];

describe('a token', () => {
  test.each(['535 5.7.8 Invalid credentials', '535 authentication failed', '454 4.7.0 Temporary failure'])(
    'is never taken for a password: %s',
    (text) => {
      const found = first(text, { phase: 'auth', mechanism: 'XOAUTH2' });
      const named = [found?.id, ...(found?.alternatives.map(({ id }) => id) ?? [])];
      for (const id of ['auth.bad-credentials', 'phrase.app-password', 'auth.password-beyond-ascii'])
        expect(named).not.toContain(id);
      expect(found?.remedy).not.toMatch(/check .{0,20}password/i);
    },
  );
});

describe('commands sent at once', () => {
  const line = (direction: TranscriptLine['direction'], text: string): TranscriptLine => ({
    seq: 1,
    tMs: 0,
    direction,
    phase: 'mail',
    encrypted: false,
    text,
    anomalies: [],
  });
  test('are seen in the transcript', () => {
    const mail = line('sent', 'MAIL FROM:<a@b.test>');
    const rcpt = line('sent', 'RCPT TO:<c@d.test>');
    const ok = line('received', '250 ok');
    expect(pipelinedIn([mail, rcpt, ok, ok])).toBe(true);
    expect(pipelinedIn([mail, ok, rcpt, ok])).toBe(false);
    expect(pipelinedIn([line('sent', 'EHLO x'), ok])).toBeNull();
  });

  test('are not the reason where each waited for its answer', () => {
    const said = { phase: 'rcpt' as const, reply: reply(503, 'pipelined commands are not allowed') };
    expect(judge(evidence(said))?.id).toBe('session.pipelining');
    expect(judge(evidence({ ...said, own: { pipelined: false } }))?.id).not.toBe('session.pipelining');
  });
});

test('bare line ends of our own are the reason of a refusal after the data that gives none', () => {
  const said = { phase: 'data' as const, reply: reply(550, 'Not accepted') };
  expect(judge(evidence({ ...said, message: { bareLineEnds: true } }))).toMatchObject({
    id: 'session.bare-line-end',
    sure: 'likely',
  });
  expect(judge(evidence({ ...said, message: { bareLineEnds: false } }))?.id).not.toBe('session.bare-line-end');
});

test('a mechanism that is not to be had says less than the refusal of the password before it', () => {
  const said = { phase: 'auth' as const, reply: reply(504, 'not supported') };
  expect(judge(evidence(said))?.id).toBe('auth.mechanism-not-available');
  const earlier = [{ phase: 'auth' as const, code: 535, enhanced: null }];
  expect(judge(evidence({ ...said, session: { earlier, secret: 'password' } }))?.id).toBe('auth.bad-credentials');
});

test('an EHLO after the login is named as what lost it', () => {
  const session = { loggedIn: true, ehloAfterLogin: ['mx.test'] };
  const found = judge(evidence({ phase: 'mail', reply: reply(530, 'Authentication required'), session }));
  if (found === null) throw new Error('no answer');
  expect(writeDiagnosis(found, 'error')).toMatchObject({ id: 'session.login-forgotten' });
  expect(writeDiagnosis(found, 'error').cause).toContain('EHLO was said again');
});

describe('a certificate that a scanner made', () => {
  const certificate = {
    trusted: false,
    nameFits: true,
    chainError: 'untrusted-root' as const,
    weak: null,
    subject: 'CN=mx.test',
    issuer: 'CN=Avast Web/Mail Shield Root,O=Avast',
    altNames: [],
  };
  const error = {
    code: 'tls-failed',
    phase: 'tls',
    temporary: false,
    reply: null,
    params: { check: 'chain', chainError: 'untrusted-root', libraryCode: null, detail: '' },
  } as unknown as Outcome;
  test('names it, and who can act', () => {
    const found = diagnoseBetween(error, evidence({ phase: 'tls', certificate }));
    expect(found).toMatchObject({ id: 'client.tls-intercepted', sure: 'proven', actor: 'you' });
    expect(found?.cause).toContain('Avast Web/Mail Shield Root');
    const gateway = { ...certificate, issuer: 'CN=FG100,O=Fortinet' };
    expect(diagnoseBetween(error, evidence({ phase: 'tls', certificate: gateway }))?.actor).toBe('network');
    const own = { ...certificate, issuer: 'CN=Our own CA' };
    expect(diagnoseBetween(error, evidence({ phase: 'tls', certificate: own }))).toBeNull();
    expect(
      diagnoseBetween(error, evidence({ phase: 'tls', certificate: { ...certificate, trusted: true } })),
    ).toBeNull();
  });
});

describe('no IPv6 on this side', () => {
  const failed = (addresses: readonly { address: string; family: 4 | 6; error: string }[]) =>
    outcomeText({
      code: 'connect-failed',
      phase: 'connect',
      temporary: true,
      reply: null,
      params: { addresses: addresses.map((one) => ({ ...one, ok: false, durationMs: 1 })) },
    });
  const v6 = { address: '2001:db8::1', family: 6 as const };
  const v4 = { address: '192.0.2.1', family: 4 as const, error: 'ETIMEDOUT' };
  test.each(['EADDRNOTAVAIL', 'ENETUNREACH'])('is said of this machine, not of the server: %s', (error) => {
    const alone = failed([{ ...v6, error }]);
    expect(alone).toMatchObject({ actor: 'you' });
    expect(alone.remedy).toMatch(/^This machine has no IPv6/);
    const both = failed([{ ...v6, error }, v4]);
    expect(both.actor).toBe('network');
    expect(both.remedy).toMatch(/firewall.*IPv6 could not be tried/);
    expect(both.message).toContain('this machine has no IPv6');
    expect(both.message).not.toContain('local address');
  });
});

describe('our bytes beside the server’s SIZE', () => {
  test.each<[number, RegExp]>([
    [2000, /message has 1\.95 KiB, and the server’s SIZE is 1000 octets|2000/],
    [500, /within the server’s SIZE/],
  ])('%i', (messageBytes, cause) => {
    const found = first('552 5.3.4 Message size exceeds fixed limit', {
      phase: 'data',
      ehlo: ['mx.test', 'SIZE 1000'],
      messageBytes,
    });
    expect(found?.id).toBe('message.too-large');
    expect(found?.cause).toMatch(cause);
  });
});

describe('LMTP', () => {
  const lmtp = (text: string, phase: Phase, more: ExplainContext = {}) =>
    first(text, { phase, protocol: 'lmtp', ...more });
  test.each<[string, Phase, string]>([
    ['550 5.1.1 <x@y.test> User doesn’t exist: x@y.test', 'data', 'phrase.no-such-mailbox'],
    ['550 5.1.1 unknown user', 'rcpt', 'phrase.no-such-mailbox'],
    ['452 4.2.2 <x@y.test> Quota exceeded (mailbox for user is full)', 'data', 'phrase.mailbox-full'],
    ['552 5.2.2 mailbox is over quota', 'data', 'phrase.mailbox-full'],
    ['500 5.5.1 Unknown command', 'ehlo', 'lmtp.is-smtp'],
    ['502 5.5.2 Error: command not recognized', 'ehlo', 'lmtp.is-smtp'],
    ['554 5.7.1 Relay access denied', 'rcpt', 'lmtp.not-delivered-here'],
  ])('%s at %s', (text, phase, id) => {
    expect(lmtp(text, phase)?.id).toBe(id);
  });

  test('EHLO refused by what calls itself LMTP', () => {
    const said = { phase: 'ehlo', protocol: 'smtp', greeting: '220 mx.test LMTP Dovecot ready' } as const;
    expect(first('500 5.5.1 Unknown command', said)?.id).toBe('lmtp.is-lmtp');
    expect(first('500 5.5.1 Command unrecognized', { ...said, greeting: '220 mx.test ESMTP' })?.id).not.toMatch(
      /^lmtp/,
    );
  });

  test.each<[string, 'smtp' | 'lmtp', string, string | null]>([
    ['500 5.5.1 EHLO is not known here, use LHLO', 'smtp', '220 mx.test ready', 'lmtp.is-lmtp'],
    ['503 5.5.1 LMTP server: say LHLO', 'smtp', '220 mx.test ready', 'lmtp.is-lmtp'],
    ['502 5.5.1 Command not implemented in LMTP', 'smtp', '220 mx.test ready', 'lmtp.is-lmtp'],
    ['550 This is not an LMTP server', 'smtp', '220 mx.test ESMTP', null],
    ['500 LHLO not supported', 'smtp', '220 mx.test ESMTP', null],
    ['502 no LMTP here', 'smtp', '220 mx.test ESMTP', null],
    ['500 5.5.1 Command unrecognized', 'smtp', '220 lmtp.example.org ESMTP Postfix', null],
    ['500 5.5.1 Command unrecognized', 'smtp', '220 mx.test ESMTP (no LMTP)', null],
    ['500 5.5.1 Command unrecognized', 'smtp', '220 mx.test LMTP ready', 'lmtp.is-lmtp'],
    ['550 This is not an LMTP server', 'lmtp', '220 mx.test ESMTP', 'lmtp.is-smtp'],
    ['554 5.7.1 LMTP is disabled, use EHLO', 'lmtp', '220 mx.test ESMTP', 'lmtp.is-smtp'],
    ['502 unknown command: LHLO', 'lmtp', '220 mx.test ESMTP', 'lmtp.is-smtp'],
    ['500 5.5.1 Unknown command', 'lmtp', '220 lmtp.example.org ESMTP', 'lmtp.is-smtp'],
    ['503 5.5.1 LMTP session has begun already', 'lmtp', '220 mx.test', null],
    ['500 5.5.1 Bad name', 'lmtp', '220 mx.test LMTP', null],
  ])('%s over %s, %s', (text, protocol, greeting, id) => {
    const given = first(text, { phase: 'ehlo', protocol, greeting })?.id ?? '';
    expect(given.startsWith('lmtp.is-') ? given : null).toBe(id);
  });

  test('nothing of relaying, MX or submission is advised', () => {
    for (const text of ['550 5.7.1 relaying denied', '550 5.1.2 no route to host', '530 5.7.0 Authentication required'])
      for (const phase of ['rcpt', 'data'] as const) {
        const found = lmtp(text, phase);
        const said = `${found?.remedy ?? ''} ${found?.experiments.map(({ id }) => id).join(' ') ?? ''}`;
        expect(said, text).not.toMatch(/\bMX\b|submission|port 587|port-587|with-login|ask-mx/i);
      }
  });

  test('a code alone after the data is about the recipient', () => {
    expect(lmtp('550 x', 'data')?.title).toBe('Recipient refused');
  });
});
