/** Sessions worth looking at: a good one, a refused login, a wall of capabilities with hostile text, many recipients. */
import type { Delivery, RecipientResult } from '../../../electron/protocol/values/session/outcome.ts';
import type { RunRequest } from '../../../electron/protocol/values/app/run.ts';
import type { SessionEvent } from '../../../electron/protocol/values/session/event.ts';
import type { Target } from '../../../electron/protocol/values/target.ts';
import type { TlsInfo } from '../../../electron/protocol/values/session/tls.ts';
import { reply, SessionScript } from './script.ts';

export const tlsInfo = (name: string, extra: Partial<TlsInfo> = {}): TlsInfo => ({
  version: 'TLSv1.3',
  cipher: 'TLS_AES_256_GCM_SHA384',
  keyExchange: 'X25519',
  alpn: null,
  servername: name,
  verifiedName: name,
  authorized: true,
  chainError: null,
  chainErrorCode: null,
  nameError: null,
  pinned: false,
  chain: [
    {
      subject: `CN=${name}, O=Example Mail Ltd`,
      issuer: 'CN=Example Issuing CA 3, O=Example Trust',
      altNames: [`DNS:${name}`, `DNS:*.${name}`, 'DNS:mail.example.net'],
      validFrom: '2026-01-01T00:00:00.000Z',
      validTo: '2027-02-01T00:00:00.000Z',
      fingerprint256: Array.from({ length: 32 }, (_, at) =>
        ((at * 37) % 256).toString(16).toUpperCase().padStart(2, '0'),
      ).join(':'),
      serial: '04A1B2C3D4E5F6',
      key: 'EC prime256v1',
    },
    {
      subject: 'CN=Example Issuing CA 3, O=Example Trust',
      issuer: 'CN=Example Root, O=Example Trust',
      altNames: [],
      validFrom: '2022-01-01T00:00:00.000Z',
      validTo: '2032-01-01T00:00:00.000Z',
      fingerprint256: Array.from({ length: 32 }, (_, at) =>
        ((at * 91 + 7) % 256).toString(16).toUpperCase().padStart(2, '0'),
      ).join(':'),
      serial: '0102',
      key: 'RSA 4096',
    },
  ],
  ...extra,
});

export const target = (host: string, port: number): Target => ({
  host,
  port,
  path: null,
  protocol: 'smtp',
  security: port === 465 ? 'tls' : 'starttls-if-offered',
});

const common = { phase: null, temporary: null, reply: null } as const;

function opening(host: string, port: number, after: readonly string[], before: readonly string[]): SessionScript {
  return new SessionScript(target(host, port))
    .dns(host, ['2001:db8::25', '203.0.113.25', '203.0.113.26', '203.0.113.27'], 18)
    .begin('connect')
    .address({ address: '2001:db8::25', error: 'ECONNREFUSED' }, 36)
    .address({ address: '203.0.113.25', error: null }, 31)
    .end()
    .begin('greeting')
    .exchange(
      null,
      `220 ${host} Microsoft ESMTP MAIL Service ready at Mon, 2 Mar 2026 09:15:00 +0000 [AM0PR01CA0012.eurprd01.prod.exchangelabs.com]`,
      48,
    )
    .end()
    .capabilities('plain', before, 'ws12.example.org', 33)
    .begin('starttls')
    .exchange('STARTTLS', '220 2.0.0 SMTP server ready', 21)
    .end()
    .tls(tlsInfo(host), 71)
    .capabilities('tls', after, 'ws12.example.org', 34);
}

const officePlain = [
  'smtp.office365.com Hello [203.0.113.7]',
  'SIZE 157286400',
  'PIPELINING',
  'DSN',
  'ENHANCEDSTATUSCODES',
  'STARTTLS',
  '8BITMIME',
  'BINARYMIME',
  'CHUNKING',
  'SMTPUTF8',
];
const officeTls = [...officePlain.filter((line) => line !== 'STARTTLS'), 'AUTH LOGIN XOAUTH2'];

export function authFailed(host: string): SessionEvent[] {
  const refusal =
    '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox. Visit https://aka.ms/smtp_auth_disabled for more information.';
  const tried = { mechanism: 'LOGIN', ok: false, reply: reply(refusal) };
  return opening(host, 587, officeTls, officePlain)
    .begin('auth')
    .exchange('AUTH LOGIN', '334 VXNlcm5hbWU6', 33)
    .exchange('YWxlcnRzQGV4YW1wbGUub3Jn', '334 UGFzc3dvcmQ6', 32)
    .exchange('', refusal, 108, { what: 'password', octets: 16 })
    .add({ type: 'auth', tried, offered: ['LOGIN', 'XOAUTH2'], user: 'alerts@example.org' })
    .end(false)
    .begin('quit')
    .exchange('QUIT', '221 2.0.0 Service closing transmission channel', 12)
    .end()
    .finish(
      {
        ...common,
        code: 'auth-failed',
        phase: 'auth',
        temporary: false,
        reply: reply(refusal),
        params: { reason: 'refused', mechanism: 'LOGIN', tried: [tried] },
      },
      null,
    );
}

export function connectFailed(host: string): SessionEvent[] {
  const addresses = [
    { address: '2001:db8::25', family: 6 as const, ok: false, error: 'ENETUNREACH', durationMs: 0.4 },
    { address: '203.0.113.25', family: 4 as const, ok: false, error: 'ECONNREFUSED', durationMs: 31 },
    { address: '203.0.113.26', family: 4 as const, ok: false, error: 'ETIMEDOUT', durationMs: 15_000 },
  ];
  const script = new SessionScript(target(host, 25))
    .dns(
      host,
      addresses.map((each) => each.address),
      22,
    )
    .begin('connect');
  for (const { address, error, durationMs } of addresses) script.address({ address, error }, durationMs);
  return script.end(false).finish({ ...common, code: 'connect-failed', phase: 'connect', params: { addresses } }, null);
}

/** Forty keywords, server text in several scripts, control characters, a very long line. */
export function wall(host: string): SessionEvent[] {
  const strange = Array.from(
    { length: 26 },
    (_, at) => `X-VENDOR-EXTENSION-${at} ${'parameter=value '.repeat((at % 4) + 1).trim()}`,
  );
  const lines = [
    `${host} שלום مرحبا 你好 🎺 \u202egnp.live\u0007 \u001b[31mred`,
    'SIZE 10240000',
    'AUTH PLAIN LOGIN CRAM-MD5 SCRAM-SHA-256 SCRAM-SHA-256-PLUS XOAUTH2 OAUTHBEARER',
    'DELIVERBY 3600',
    'LIMITS RCPTMAX=1000 MAILMAX=50',
    'MT-PRIORITY MIXER',
    'NO-SOLICITING',
    'FUTURERELEASE 604800 2026-12-31T00:00:00Z',
    'ETRN',
    'VRFY',
    'EXPN',
    'HELP',
    'XXXXXXXA',
    ...strange,
  ];
  return opening(host, 25, lines, [lines[0]!, 'SIZE 20480000', 'STARTTLS', 'X-GONE-AFTER-TLS'])
    .begin('quit')
    .exchange('QUIT', `221 ${'a very long farewell without any space in it'.replaceAll(' ', '_').repeat(8)}`, 20)
    .end()
    .finish(null, null);
}

/** A greeting that never comes. */
export function silent(host: string): SessionEvent[] {
  return new SessionScript(target(host, 25))
    .dns(host, ['203.0.113.99'], 12)
    .begin('connect')
    .address({ address: '203.0.113.99', error: null }, 28)
    .end()
    .begin('greeting').events;
}

const localLines = [
  'posthorn.localhost greets you',
  'SIZE 104857600',
  '8BITMIME',
  'PIPELINING',
  'ENHANCEDSTATUSCODES',
  'SMTPUTF8',
  'STARTTLS',
];
const localTls = [...localLines.filter((line) => line !== 'STARTTLS'), 'AUTH PLAIN LOGIN'];

function localOpening(host: string, port: number): SessionScript {
  return new SessionScript(target(host, port))
    .begin('connect')
    .address({ address: host, error: null }, 0.4)
    .end()
    .begin('greeting')
    .exchange(null, '220 posthorn.localhost ESMTP Posthorn test server', 0.8)
    .end()
    .capabilities('plain', localLines, '[127.0.0.1]', 0.5)
    .begin('starttls')
    .exchange('STARTTLS', '220 2.0.0 Go ahead', 0.3)
    .end()
    .tls(tlsInfo('127.0.0.1', { servername: null }), 4.2)
    .capabilities('tls', localTls, '[127.0.0.1]', 0.6);
}

export function localCheck(host: string, port: number): SessionEvent[] {
  return localOpening(host, port).begin('quit').exchange('QUIT', '221 2.0.0 Goodbye', 0.3).end().finish(null, null);
}

export function send(request: Extract<RunRequest, { command: 'send' }>, host: string, port: number): SessionEvent[] {
  const { from, to } = request.envelope;
  const script = localOpening(host, port)
    .begin('mail')
    .exchange(`MAIL FROM:<${from}> SIZE=742`, '250 2.1.0 Sender ok', 0.4);
  script
    .add({ type: 'sender', address: from, reply: reply('250 2.1.0 Sender ok') })
    .end()
    .begin('rcpt');
  const results = to.map((address, index): RecipientResult => {
    const bad = index % 9 === 5;
    const answer = bad
      ? '550 5.1.1 The e-mail account that you tried to reach does not exist here, please check for typos'
      : '250 2.1.5 Recipient ok';
    script.exchange(`RCPT TO:<${address}>`, answer, 0.6);
    const result: RecipientResult = {
      index,
      address,
      accepted: !bad,
      reply: reply(answer),
      final: null,
      delivery: bad ? 'no' : 'unknown',
    };
    script.recipient(result);
    return result;
  });
  script.end().begin('data').exchange('DATA', '354 Go ahead', 0.4);
  const total = 26_214_400;
  for (let octets = 0; octets <= total; octets += total / 40)
    script.wait(33).add({ type: 'body-progress', octets, total });
  script.add({
    type: 'body-end',
    octets: total,
    wireOctets: total + 5,
    sha256: 'b1946ac92492d2347c6235b4d2611184b1946ac92492d2347c6235b4d2611184',
  });
  script.add({ type: 'note', phase: 'data', note: 'body-sent', params: { octets: total } });
  script.exchange(null, '250 2.0.0 Kept as 01J9', 3).end();
  for (const result of results)
    if (result.accepted) script.recipient({ ...result, final: reply('250 2.0.0 Kept as 01J9'), delivery: 'yes' });
  const delivery: Delivery = results.every((each) => each.accepted) ? 'all' : 'some';
  return script.begin('quit').exchange('QUIT', '221 2.0.0 Goodbye', 0.3).end().finish(null, delivery);
}

/** The session as the test server saw it. */
export function serverSession(port: number, lines = 1): SessionEvent[] {
  const script = new SessionScript(target('127.0.0.1', port), 'server')
    .begin('greeting')
    .line('sent', '220 posthorn.localhost ESMTP Posthorn test server')
    .end()
    .begin('ehlo');
  script
    .line('received', 'EHLO printer-3rd-floor.example.org')
    .line('sent', '250-posthorn.localhost')
    .line('sent', '250 SIZE 104857600')
    .end();
  for (let at = 0; at < lines; at += 1)
    script
      .begin('mail')
      .wait(3)
      .line('received', `MAIL FROM:<scanner+${at}@example.org>`)
      .line('sent', '250 2.1.0 Sender ok')
      .end();
  script.begin('rcpt').line('received', 'RCPT TO:<nobody>').line('sent', '553 5.1.3 Bad recipient address syntax');
  script.add({ type: 'rejected', command: 'RCPT TO:<nobody>', reply: reply('553 5.1.3 Bad recipient address syntax') });
  return script.add({ type: 'note', phase: 'rcpt', note: 'closed-by-peer', params: {} }).finish(null, null);
}
