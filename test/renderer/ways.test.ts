/** The settings for other programs: each is what its program reads, for every kind of listener. */
import { describe, expect, test } from 'vitest';
import { advertisedFacts } from '../../renderer/features/server/listeners/advertised.ts';
import { encryptionsOf, listenerUrl, waysTo } from '../../renderer/features/server/connect/ways.ts';
import type { Encryption } from '../../renderer/features/server/listeners/endpoint.ts';
import type { ListenerSecurity } from '../../electron/protocol/values/server/server.ts';
import { fakeServer } from './fake/server.ts';

const listener = (security: ListenerSecurity, host = '127.0.0.1') => ({
  protocol: 'smtp' as const,
  security,
  host,
  path: null,
});

function textOf(id: string, security: ListenerSecurity, encryption: Encryption, login = false, host?: string): string {
  const way = waysTo(listener(security, host), 2525, { encryption, login }).find((each) => each.id === id);
  if (way === undefined) throw new Error(`no way ${id}`);
  return way.text;
}

const every = ['none', 'starttls', 'starttls-required', 'tls'] as const;

test.each([
  ['none', ['none']],
  ['starttls', ['none', 'starttls']],
  ['starttls-required', ['starttls']],
  ['tls', ['tls']],
] as const)('a listener with %s is reached with %j', (security, expected) => {
  expect(encryptionsOf({ security })).toEqual(expected);
});

describe.each(every)('for a listener with %s', (security) => {
  for (const encryption of encryptionsOf({ security })) {
    const ways = waysTo(listener(security), 2525, { encryption, login: true });
    test(`and ${encryption} every text names the port, and none is empty or the same as another`, () => {
      expect(new Set(ways.map((way) => way.id)).size).toBe(ways.length);
      expect(new Set(ways.map((way) => way.text)).size).toBe(ways.length);
      for (const { text } of ways) {
        expect(text).toContain('2525');
        expect(text).toContain('127.0.0.1');
        expect(text).not.toMatch(/undefined|null,|\[object|\n\n\n/);
      }
    });
    test(`and ${encryption} no text carries a login that was not asked for`, () => {
      for (const { text } of waysTo(listener(security), 2525, { encryption, login: false })) {
        expect(text).not.toMatch(/user:password|password password|"password"|'password'|=password/);
      }
    });
  }
});

describe('each framework is told', () => {
  test('Django: EMAIL_*', () => {
    expect(textOf('django', 'tls', 'tls')).toBe(
      [
        "EMAIL_BACKEND = 'django.core.mail.backends.smtp.EmailBackend'",
        "EMAIL_HOST = '127.0.0.1'",
        'EMAIL_PORT = 2525',
        "EMAIL_HOST_USER = ''",
        "EMAIL_HOST_PASSWORD = ''",
        'EMAIL_USE_TLS = False',
        'EMAIL_USE_SSL = True',
      ].join('\n'),
    );
    expect(textOf('django', 'starttls', 'starttls')).toContain('EMAIL_USE_TLS = True\nEMAIL_USE_SSL = False');
  });

  test('Rails: smtp_settings, STARTTLS switched off where it would be taken unasked', () => {
    expect(textOf('rails', 'starttls', 'none')).toContain('  enable_starttls: false,\n  enable_starttls_auto: false,');
    expect(textOf('rails', 'tls', 'tls')).toContain('  tls: true,\n  ca_file:');
  });

  test('Laravel: MAIL_*, implicit TLS by its scheme and not by the URL', () => {
    expect(textOf('laravel', 'none', 'none')).not.toContain('MAIL_URL');
    expect(textOf('laravel', 'starttls', 'none')).toContain('MAIL_URL="smtp://127.0.0.1:2525?auto_tls=false"');
    const tls = textOf('laravel', 'tls', 'tls', true);
    expect(tls).toContain('MAIL_SCHEME=smtps\nMAIL_URL="smtp://user:password@127.0.0.1:2525?verify_peer=0"');
  });

  test('Symfony: MAILER_DSN', () => {
    expect(textOf('symfony', 'none', 'none')).toBe('MAILER_DSN="smtp://127.0.0.1:2525"');
    expect(textOf('symfony', 'starttls', 'none')).toBe('MAILER_DSN="smtp://127.0.0.1:2525?auto_tls=false"');
    expect(textOf('symfony', 'tls', 'tls')).toBe('MAILER_DSN="smtps://127.0.0.1:2525?verify_peer=0"');
  });

  test('Spring: spring.mail.*', () => {
    const text = textOf('spring', 'starttls-required', 'starttls', true);
    for (const line of [
      'spring.mail.host=127.0.0.1',
      'spring.mail.username=user',
      'spring.mail.properties.mail.smtp.auth=true',
      'spring.mail.properties.mail.smtp.starttls.enable=true',
      'spring.mail.properties.mail.smtp.starttls.required=true',
      'spring.mail.properties.mail.smtp.ssl.trust=127.0.0.1',
    ])
      expect(text.split('\n')).toContain(line);
  });

  test('nodemailer: a URL, STARTTLS required or passed over', () => {
    expect(textOf('nodemailer', 'starttls', 'none')).toContain("'smtp://127.0.0.1:2525?ignoreTLS=true'");
    expect(textOf('nodemailer', 'starttls', 'starttls')).toContain("'smtp://127.0.0.1:2525?requireTLS=true'");
    expect(textOf('nodemailer', 'tls', 'tls', true)).toContain("'smtps://user:password@127.0.0.1:2525'");
  });

  test('WordPress: PHPMailer does not take STARTTLS by itself', () => {
    expect(textOf('wordpress', 'starttls', 'none')).toContain('$mailer->SMTPAutoTLS = false;');
    expect(textOf('wordpress', 'tls', 'tls')).toContain("$mailer->SMTPSecure = 'ssl';");
  });

  test('Go: SendMail only where it does not stumble over the certificate', () => {
    expect(textOf('go', 'none', 'none')).toContain('smtp.SendMail("127.0.0.1:2525", nil,');
    expect(textOf('go', 'starttls', 'none')).toContain('smtp.Dial("127.0.0.1:2525")');
    expect(textOf('go', 'tls', 'tls')).toContain('tls.Dial("tcp", "127.0.0.1:2525", nil)');
  });

  test('msmtp: for mail() of PHP', () => {
    expect(textOf('msmtp', 'tls', 'tls')).toContain('tls on\ntls_starttls off\ntls_trust_file');
    expect(textOf('msmtp', 'none', 'none')).toContain('sendmail_path = "/usr/bin/msmtp -t"');
  });
});

test('any address is none to connect to, and IPv6 stands in brackets in URLs only', () => {
  expect(textOf('url', 'none', 'none', false, '0.0.0.0')).toBe('smtp://127.0.0.1:2525');
  expect(textOf('url', 'none', 'none', false, '::')).toBe('smtp://[::1]:2525');
  expect(textOf('django', 'none', 'none', false, '::1')).toContain("EMAIL_HOST = '::1'");
  expect(listenerUrl(listener('tls', '::1'), 2466)).toBe('smtps://[::1]:2466');
});

test('LMTP and Unix sockets have ways of their own', () => {
  const lmtp = { protocol: 'lmtp', security: 'none', host: '127.0.0.1', path: null } as const;
  const choice = { encryption: 'none', login: false } as const;
  expect(waysTo(lmtp, 2424, choice).find((way) => way.id === 'postfix')?.text).toBe(
    'mailbox_transport = lmtp:inet:127.0.0.1:2424',
  );
  const socket = { ...lmtp, host: null, path: '/run/posthorn/lmtp.sock' } as const;
  const texts = waysTo(socket, null, choice).map((way) => way.text);
  expect(texts).toContain('mailbox_transport = lmtp:unix:/run/posthorn/lmtp.sock');
  for (const text of texts) expect(text).toContain('/run/posthorn/lmtp.sock');
  expect(listenerUrl(socket, null)).toBe('lmtp:///run/posthorn/lmtp.sock');
});

test('what is advertised is said in words', () => {
  const { config } = fakeServer(0);
  const facts = Object.fromEntries(advertisedFacts(config).map(({ term, text }) => [term, text]));
  expect(facts).toMatchObject({
    'Largest message': '100 MiB, larger ones are refused',
    Login: 'PLAIN and LOGIN, only over TLS; any user name and password are accepted; not required',
  });
  const strict = { ...config, maxMessageBytes: 0, auth: { ...config.auth, acceptAny: false, required: true } };
  expect(advertisedFacts(strict).map(({ text }) => text)).toEqual(
    expect.arrayContaining(['no limit', expect.stringContaining('only its users are let in; required before MAIL')]),
  );
  expect(advertisedFacts({ ...config, auth: { ...config.auth, enabled: false } }).at(-1)?.text).toBe('not offered');
});
