/** What experts would say: who can act and what to do, by what was seen; and nothing said that was not. */
import { describe, expect, test } from 'vitest';
import type { Outcome, OutcomeCode, OutcomeOf } from '../../electron/protocol/values/session/outcome.ts';
import type { Phase } from '../../electron/protocol/values/session/phase.ts';
import type { Target } from '../../electron/protocol/values/target.ts';
import { outcomeText } from '../../electron/texts/outcomes/outcomes.ts';
import { reply, target } from '../core/report/sample.ts';

const octets = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));

function reported<C extends OutcomeCode>(
  code: C,
  phase: Phase,
  params: OutcomeOf<C>['params'],
  [status, text = '']: [number, string] | [] = [],
  where: Partial<Target> = {},
) {
  const answer = status === undefined ? null : reply(status, text);
  const temporary = status === undefined ? null : status < 500;
  const outcome = { code, phase, params, temporary, reply: answer } as unknown as Outcome;
  const { title, message, actor, remedy } = outcomeText(outcome, { target: target(where) });
  return { title, actor, remedy: remedy ?? '', all: `${title}. ${message} ${remedy ?? ''}` };
}

describe('another service on the port is named', () => {
  test.each([
    ['* OK [CAPABILITY IMAP4rev1] ready.\r\n', 'IMAP'],
    ['+OK ready.\r\n', 'POP3'],
    ['SSH-2.0-OpenSSH_9.2p1\r\n', 'SSH'],
    ['"IMPLEMENTATION" "Pigeonhole"\r\n', 'ManageSieve'],
    ['RFB 003.008\n', 'VNC'],
    ['\u00ff\u00fd\u0018\r\n', 'Telnet'],
  ])('%j', (first, name) => {
    const raw = octets(first);
    const plain = reported('protocol-error', 'greeting', { anomaly: 'malformed-code', limit: null, raw });
    const tls = reported('security-mismatch', 'tls', { expected: 'tls', seen: 'other', raw });
    for (const { title, actor, all } of [plain, tls]) {
      expect({ title, actor }).toEqual({ title: 'Not an SMTP server', actor: 'you' });
      expect(all).toContain(`speaks ${name}, not SMTP`);
    }
  });

  test('a greeting of 2yz other than 220 was no refusal', () => {
    const { title, actor, all } = reported('greeting-refused', 'greeting', {}, [200, 'news ready']);
    expect({ title, actor }).toEqual({ title: 'Not an SMTP greeting', actor: 'you' });
    expect(all).not.toContain('refused');
  });

  test('EHLO and HELO both unknown: LMTP or FTP', () => {
    const no = reply(500, 'unknown command');
    expect(reported('helo-refused', 'ehlo', { replies: [no, no] }).remedy).toMatch(/LMTP.*FTP/);
    expect(reported('helo-refused', 'ehlo', { replies: [no] }, [], { protocol: 'lmtp' }).remedy).toContain('SMTP');
  });
});

describe('names and addresses', () => {
  test.each([
    ['ENOTFOUND', 'Name not found', 'you'],
    ['NULL_MX', 'Domain takes no mail', 'you'],
    ['EAI_ADDRFAMILY', 'No such address', 'you'],
    ['ETIMEOUT', 'DNS failed', 'network'],
    ['ESERVFAIL', 'DNS failed', 'network'],
  ])('%s', (dnsCode, title, actor) => {
    expect(reported('dns-failed', 'dns', { name: 'mx.test', dnsCode })).toMatchObject({ title, actor });
  });

  test('an MX host without an address is for the owner of the domain, a silent DNS is no silent server', () => {
    const mx = reported('dns-failed', 'dns', { name: 'mx9.test', dnsCode: 'ENOTFOUND' }, [], { host: 'example.test' });
    expect(mx).toMatchObject({ title: 'MX host not found', actor: 'dns-owner' });
    const late = reported('timeout', 'dns', { limitMs: 1, bytesReceived: 0 });
    expect(late).toMatchObject({ title: 'DNS did not answer', actor: 'network' });
    expect(late.all).not.toContain('sent nothing');
  });

  test('a domain without MX, a DNS server that cannot be asked, an address of the other family', () => {
    expect(reported('dns-failed', 'dns', { name: 'example.test', dnsCode: 'NO_MX' })).toMatchObject({
      title: 'Domain takes no mail',
      all: expect.stringContaining('neither MX records nor an address') as string,
    });
    const unasked = reported('dns-failed', 'dns', { name: 'mx.test', dnsCode: 'ECONNREFUSED' });
    expect(unasked.all).toContain('"mx.test" could not be looked up: the DNS server could not be asked');
    expect(reported('dns-failed', 'dns', { name: '::1', dnsCode: 'EAI_ADDRFAMILY' }).all).toContain(
      'The address ::1 is not',
    );
    expect(reported('dns-failed', 'dns', { name: 'mx.test', dnsCode: 'EAI_ADDRFAMILY' }).all).toContain(
      'has addresses, but',
    );
    expect(
      reported('timeout', 'dns', { limitMs: 1, bytesReceived: 0 }, [], { host: 'mx.test', port: 25 }).all,
    ).not.toContain('mx.test:25');
  });

  test.each<[string[], string, RegExp]>([
    [['ECONNREFUSED'], 'server-admin', /Nothing accepts connections/],
    [['ENETUNREACH', 'ECONNREFUSED'], 'server-admin', /Nothing accepts connections/],
    [['ENETUNREACH'], 'network', /routes/],
    [['ETIMEDOUT', 'ETIMEDOUT'], 'network', /firewall/],
    [['EADDRNOTAVAIL'], 'you', /local address/],
    [['ETIMEDOUT', 'ECONNREFUSED'], 'server-admin', /different ways/],
  ])('%j', (errors, actor, remedy) => {
    const addresses = errors.map((error) => ({
      address: '127.0.0.1',
      family: 4 as const,
      ok: false,
      error,
      durationMs: 1,
    }));
    const found = reported('connect-failed', 'connect', { addresses });
    expect(found.actor).toBe(actor);
    expect(found.remedy).toMatch(remedy);
  });

  test.each([
    ['fe80::1%eth0', /names? that after a percent sign/, /no IPv6/],
    ['2001:db8::1', /This machine has no IPv6/, /percent sign/],
  ])('an address of IPv6 that nothing leaves for: %s', (address, said, unsaid) => {
    const attempt = { address, family: 6 as const, ok: false, error: 'EADDRNOTAVAIL', durationMs: 1 };
    const found = reported('connect-failed', 'connect', { addresses: [attempt] });
    expect(found.actor).toBe('you');
    expect(found.remedy).toMatch(said);
    expect(found.all).not.toMatch(unsaid);
  });

  test('a value that cannot be used is told what could', () => {
    const wrong = (argument: string, value: string | null, reason: 'bad-host' | 'bad-value' | 'conflict') =>
      reported('invalid-argument', 'connect', { argument, value, reason }).all;
    expect(wrong('target', 'imap://host', 'bad-host')).toContain('smtp://');
    expect(wrong('target', 'ann@example.org', 'bad-host')).toContain('MX hosts');
    expect(wrong('tlsMin', 'TLSv1.3', 'conflict')).toContain('above the highest version');
    expect(wrong('proxy', null, 'conflict')).toContain('Unix socket');
    expect(wrong('ca', null, 'bad-value')).toContain('no certificate');
    expect(wrong('localAddress', 'eth0', 'bad-host')).not.toContain('socket path');
    expect(wrong('proxy', 'foo://x', 'bad-value')).toContain('socks5://');
  });
});

describe('silence and ends', () => {
  test('over TLS nobody is told to use TLS', () => {
    const silent = reported('timeout', 'greeting', { limitMs: 1, bytesReceived: 0 }, [], { security: 'tls' });
    expect(silent.remedy).not.toMatch(/implicit TLS/);
    expect(reported('timeout', 'greeting', { limitMs: 1, bytesReceived: 0 }).remedy).toMatch(/implicit TLS/);
  });

  test.each<[Phase, number, RegExp]>([
    ['greeting', 0, /rule on our address/],
    ['greeting', 15, /^What the server wrote in its log/],
    ['tls', 0, /no TLS version or cipher in common/],
    ['tls', 1400, /client certificate/],
    ['mail', 0, /log/],
  ])('closed in %s after %i octets', (phase, bytesReceived, remedy) => {
    expect(reported('server-disconnected', phase, { bytesReceived, reset: false }).remedy).toMatch(remedy);
  });

  test('what is no reply in mid-session is not put down to the wrong port', () => {
    const raw = octets('25 short\r\n');
    const found = reported('protocol-error', 'rcpt', { anomaly: 'malformed-code', limit: null, raw });
    expect(found.remedy).not.toContain('port');
    const after = reported('protocol-error', 'tls', { anomaly: 'after-starttls', limit: null, raw });
    expect(after.title).toBe('Plain text after STARTTLS');
    expect(after.remedy).not.toContain('port');
  });
});

describe('TLS that fails', () => {
  const handshake = (libraryCode: string, detail: string) =>
    reported('tls-failed', 'tls', { check: 'handshake', chainError: null, libraryCode, detail });

  test.each([
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'tlsv13 alert certificate required'],
    ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 'tlsv1 alert unknown ca'],
    ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'sslv3 alert handshake failure'],
  ])("after the server's hello %s is about the client certificate", (code, detail) => {
    expect(handshake(code, detail)).toMatchObject({
      actor: 'you',
      remedy: expect.stringContaining('client certificate') as string,
    });
  });

  test('as the first record handshake_failure is about ciphers', () => {
    const { actor, remedy } = handshake(
      'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE',
      'The server sent the alert handshake_failure.',
    );
    expect({ actor, remedy }).toMatchObject({
      actor: 'server-admin',
      remedy: expect.stringContaining('cipher') as string,
    });
  });

  test('each cause of distrust has a remedy, and that the password stayed here is said where there was one', () => {
    const chain = (phase: Phase, chainError: 'expired' | 'self-signed' | 'weak-key') =>
      reported('tls-failed', phase, { check: 'chain', chainError, libraryCode: null, detail: '' });
    expect(chain('tls', 'expired').remedy).toContain('Renew');
    expect(chain('tls', 'self-signed').remedy).toContain('fingerprint');
    expect(chain('tls', 'weak-key').remedy).not.toBe('');
    expect(chain('auth', 'expired').all).toContain('the password was not sent');
    expect(chain('tls', 'expired').all).not.toMatch(/password|not used/);
  });
});

describe('silence in mid-session', () => {
  test.each<[Phase, number, RegExp]>([
    ['ehlo', 0, /look-up of our name/],
    ['auth', 0, /passwords/],
    ['greeting', 16, /allow more time/],
    ['rcpt', 5, /in mid-answer/],
  ])('%s after %i octets', (phase, bytesReceived, remedy) => {
    expect(reported('timeout', phase, { limitMs: 1, bytesReceived }).remedy).toMatch(remedy);
  });

  test('after STARTTLS nobody is told to leave implicit TLS', () => {
    const starttls = reported('timeout', 'tls', { limitMs: 1, bytesReceived: 0 }, [], { security: 'starttls' });
    expect(starttls.remedy).toMatch(/agreed to STARTTLS/);
  });
});

describe('refusals', () => {
  test.each<[number, string, RegExp]>([
    [554, '5.7.1 <x@y.test>: Relay access denied', /^$/],
    [550, '5.7.1 rejected', /^$/],
    [450, '4.7.1 try again', /temporary/],
  ])('%i %s: what the words mean is not the outcome’s to say', (status, text, remedy) => {
    const refused = [{ address: 'x@y.test', reply: reply(status, text) }];
    const all = [
      reported('sender-refused', 'mail', { sender: 'a@b.test' }, [status, text]),
      reported('recipients-refused', 'rcpt', { refused }, [status, text]),
      reported('data-refused', 'data', {}, [status, text]),
    ];
    for (const one of all) {
      expect(one.actor).toBe('server-admin');
      expect(one.remedy).toMatch(remedy);
    }
  });

  test('a size below the stated limit is not called above it', () => {
    const { all } = reported('message-too-large', 'mail', { size: 297, limit: 10_240_000 }, [552, '5.3.4 too big']);
    expect(all).toContain('although it states a limit of 9.77 MiB');
    expect(all).not.toContain('takes at most');
  });

  test('an answer below 400 is not called a refusal', () => {
    expect(reported('data-refused', 'data', {}, [250, 'ok']).all).not.toContain('refused the message');
    expect(reported('data-refused', 'data', {}, [354, 'more']).title).toBe('Answer that does not fit');
  });
});

test.each<[string, string, RegExp]>([
  ['protocol_version', 'server-admin', /TLS version/],
  ['handshake_failure', 'server-admin', /cipher|certificate/],
  ['certificate_required', 'you', /client certificate/],
  ['unrecognized_name', 'server-admin', /SNI/],
  ['decode_error', 'server-admin', /^$/],
])('the alert %s', (alert, actor, remedy) => {
  const detail = `The server sent the alert ${alert}.`;
  const found = reported('tls-failed', 'tls', { check: 'handshake', chainError: null, libraryCode: null, detail });
  expect(found.actor).toBe(actor);
  expect(found.remedy).toMatch(remedy);
});

describe('logins', () => {
  test('why no password was sent is reported exactly', () => {
    const over = (encrypted: boolean) =>
      reported('auth-unavailable', 'auth', { reason: 'needs-tls', offered: ['PLAIN'], encrypted }).all;
    expect(over(false)).toContain('the connection is not encrypted');
    expect(over(true)).toContain('RFC 8996');
    expect(
      reported('auth-unavailable', 'auth', { reason: 'none-offered', offered: [], encrypted: true }).remedy,
    ).not.toContain('after TLS');
    const asked = reported('auth-unavailable', 'auth', {
      reason: 'none-usable',
      offered: ['PLAIN'],
      wanted: ['CRAM-MD5'],
    });
    expect(asked.all).toContain('none of the mechanisms asked for (CRAM-MD5)');
  });
});
