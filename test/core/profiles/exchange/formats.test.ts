/** Settings of other programs become profiles; nothing in them is run, and a password comes out in one place alone. */
import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { importSettings } from '../../../../electron/core/profiles/exchange/import.ts';
import { shellWords } from '../../../../electron/core/profiles/exchange/shell-words.ts';
import { importProblemText } from '../../../../electron/texts/app/exchange.ts';
import { copyAs } from '../../../../electron/texts/copy-as/copy-as.ts';
import { shell } from '../../../../electron/texts/copy-as/quote.ts';
import { all, one } from './imported.ts';

describe('URLs', () => {
  test.each([
    ['smtp://mail.example.org', { connection: { target: 'mail.example.org' }, auth: null, password: null }],
    ['smtps://mail.example.org', { connection: { target: 'mail.example.org:465', security: 'tls' } }],
    ['smtps://mail.example.org:2465/', { connection: { target: 'mail.example.org:2465', security: 'tls' } }],
    ['lmtp://[2001:db8::1]:24', { connection: { target: '[2001:db8::1]:24', protocol: 'lmtp' } }],
    [
      'smtps://me%40example.org:p%C3%A4ss%3A%2F@mail.example.org',
      { auth: { user: 'me@example.org' }, password: 'päss:/' },
    ],
    [
      'smtp://me@mail.example.org:587?pool=true',
      { auth: { user: 'me' }, password: null, connection: { target: 'mail.example.org:587' } },
    ],
  ])('%s', (text, expected) => {
    expect(one(text)).toMatchObject(expected);
  });

  test.each(['smtp://', 'smtp://a:b:c@host:99999', 'smtp://me:%zz@host', 'smtp://host:port', 'smtp://a@b@host'])(
    '%s is refused',
    (text) => {
      expect(importSettings(text)).toMatchObject({ ok: false });
    },
  );
});

describe('URLs as people write them', () => {
  test.each<[string, string, string, string | null]>([
    [
      'MAILER_DSN=smtp://email@example.com:12pass56@smtp.example.com:587/?encryption=tls',
      'smtp.example.com:587',
      'email@example.com',
      '12pass56',
    ],
    [
      'smtp://email@example.com:12pass56@smtp.example.com:587/?encryption=tls',
      'smtp.example.com:587',
      'email@example.com',
      '12pass56',
    ],
    [
      'smtp://email%40example.com:12pass56@smtp.example.com:587/?encryption=tls',
      'smtp.example.com:587',
      'email@example.com',
      '12pass56',
    ],
    [
      'smtp://user@domain.example:BVk,Ut?GN4@mail.domain.example:587?encryption=tls',
      'mail.domain.example:587',
      'user@domain.example',
      'BVk,Ut?GN4',
    ],
    ['smtp://me:a/b@mail.example.org:25', 'mail.example.org:25', 'me', 'a/b'],
    ['smtp://me:a#b@mail.example.org', 'mail.example.org', 'me', 'a#b'],
    ['smtp://me:a@b@mail.example.org', 'mail.example.org', 'me', 'a@b'],
    ['smtp://me:a:b@mail.example.org', 'mail.example.org', 'me', 'a:b'],
    ['smtp://me:@@@mail.example.org', 'mail.example.org', 'me', '@@'],
    ['smtp://me:a?b=c&d@mail.example.org', 'mail.example.org', 'me', 'a?b=c&d'],
    ['smtp://ann@example.org@mail.example.org:587', 'mail.example.org:587', 'ann@example.org', null],
    ['export SMTP_URL="smtps://me:p@mail.example.org"', 'mail.example.org:465', 'me', 'p'],
    ["EMAIL_SERVER='smtp://me:p@[2001:db8::1]:587'", '[2001:db8::1]:587', 'me', 'p'],
  ])('%s', (text, target, user, password) => {
    const found = one(text);
    expect([found.connection.target, found.auth?.user, found.password]).toEqual([target, user, password]);
  });

  test.each([
    ['smtp://me:p@x.example/y@mail.example.org', '@', '%40'],
    ['smtp://me:100%@mail.example.org', '%', '%25'],
    ['smtp://me:a b@mail.example.org', ' ', '%20'],
    ['smtp://a@b@mail.example.org', '@', '%40'],
  ])('%s: the character is named', (text, character, written) => {
    const result = importSettings(text);
    expect(result).toEqual({ ok: false, problem: { error: 'raw-character', line: null, character, written } });
    if (!result.ok)
      expect(importProblemText(result.problem)).toContain(
        `“${character}” in the user name or the password is written ${written}`,
      );
  });

  test('what the query says', () => {
    const security = (query: string): unknown => one(`smtp://h.example${query}`).connection.security;
    expect(['?encryption=tls', '?encryption=ssl', '?secure=true', '?auto_tls=false', ''].map(security)).toEqual([
      'starttls',
      'tls',
      'tls',
      'none',
      undefined,
    ]);
    expect(one('smtp://h.example?encryption=ssl').connection.target).toBe('h.example:465');
    expect(one('smtp://h.example?verify_peer=0&local_domain=c.example&x=S3CRET')).toMatchObject({
      connection: { insecure: true, ehloName: 'c.example' },
      notes: [{ code: 'ignored', what: 'x' }],
    });
  });
});

describe('nodemailer in a program', () => {
  const whole = `const transporter = nodemailer.createTransport({
    host: 'mail.mydomain.example',
    port: 587,
    secure: false, // true for 465, false for other ports
    auth: {
        user: 'ann@mydomain.example',
        pass: 'hunter2',
    },
    tls: {
        rejectUnauthorized: false
    },
    debug:true
});`;
  test('is parsed', () => {
    expect(one(whole)).toMatchObject({
      connection: { target: 'mail.mydomain.example:587', security: 'starttls-if-offered', insecure: true },
      auth: { user: 'ann@mydomain.example' },
      password: 'hunter2',
      notes: [],
    });
  });
  test.each([
    "{ host: 'h.example', port: 465, }",
    '{host:"h.example",port:465 /* ssl */}',
    "// mail\nimport nodemailer from 'nodemailer';\nlet t = nodemailer.createTransport({host: `h.example`, secure: true});",
    "const options = { host: 'h.example', secure: !0 };\nmodule.exports = createTransport(options);",
    "const mail: SMTPTransport.Options = { host: 'h.example', secure: true };\nexport const t = createTransport(mail, {});",
    "module.exports = { host: 'h.example', 'port': 465 }",
    "nodemailer.createTransport('smtps://h.example')",
  ])('%s', (text) => {
    expect(one(text).connection).toMatchObject({ target: 'h.example:465', security: 'tls' });
  });
  test('nothing of it is run: what has to be computed is left out, and said', () => {
    const text = `createTransport({ host: 'h.example', name: process.exit(1), ...rest, auth: { user: 'u', pass: process.env.PASS }, ['x']: 1, get port() { return 1; } })`;
    const found = one(text);
    expect(found.password).toBeNull();
    expect(found.notes).toEqual(['name', '...', 'auth.pass', 'port'].map((what) => ({ code: 'ignored', what })));
  });
  test.each([
    'createTransport({',
    "createTransport({ host: 'h' ",
    'createTransport(',
    'const x = ',
    'createTransport(f())',
    `createTransport(${'['.repeat(100_000)}`,
  ])('what is no program is refused: %.40s', (text) => {
    expect(importSettings(text)).toMatchObject({ ok: false });
  });
  test('a name that every object has is a name', () => {
    expect(
      one("createTransport({ host: 'h.example', __proto__: { port: 1 }, constructor: 1 })").connection.target,
    ).toBe('h.example:587');
  });
});

describe('swaks', () => {
  test('a whole command', () => {
    const text = `swaks --to 'bob@example.org,eve@example.org' -f alice@example.org \\
      --server mail.example.org:587 -tls --tls-verify --auth PLAIN,LOGIN -au "alice" -ap 'se cret' --helo client.test --suppress-data --data @file -4`;
    expect(one(text)).toEqual({
      name: 'mail.example.org',
      connection: { target: 'mail.example.org:587', security: 'starttls', ehloName: 'client.test', family: 4 },
      auth: { user: 'alice', mechanisms: ['PLAIN', 'LOGIN'] },
      envelope: { from: 'alice@example.org', to: ['bob@example.org', 'eve@example.org'] },
      password: 'se cret',
      notes: [
        { code: 'ignored', what: '--suppress-data' },
        { code: 'ignored', what: '--data' },
      ],
    });
  });

  test.each([
    ['swaks -s h -tlsc', { target: 'h:465', security: 'tls', insecure: true }],
    ['/usr/bin/swaks --server=h --port=2525', { target: 'h:2525', security: 'none' }],
    ['swaks --socket /run/lmtp --protocol LMTP', { target: '/run/lmtp', protocol: 'lmtp', security: 'none' }],
    ['swaks -s h --protocol SMTP', { target: 'h', security: 'none', heloOnly: true }],
    ['swaks -s h --protocol ESMTPSA', { target: 'h', security: 'starttls', insecure: true }],
    ['swaks -s 2001:db8::1 -p 25', { target: '[2001:db8::1]:25', security: 'none' }],
  ])('%s', (text, connection) => {
    expect(one(text).connection).toEqual(connection);
  });

  test.each([
    ['swaks --to a@example.org', 'no-target'],
    ["swaks --server 'h", 'syntax'],
    ['swaks -s h:port', 'bad-target'],
    ['swaks -s', 'syntax'],
    ["swaks -s ''", 'no-target'],
    ["swaks --socket ''", 'no-target'],
    ['swaks stray', 'syntax'],
  ])('%s: %s', (text, error) => {
    expect(importSettings(text)).toEqual({ ok: false, problem: { error, line: null } });
  });

  test('what we copy as swaks comes back', () => {
    const copied = copyAs('swaks', {
      target: { host: 'mail.example.org', port: 587, path: null, protocol: 'smtp', security: 'starttls' },
      options: { ehloName: "o'client", servername: 'other.example.org' },
      auth: { user: 'me too', mechanisms: ['PLAIN'] },
      envelope: { from: 'a@example.org', to: ['b@example.org', 'c@example.org'] },
    });
    expect(one(copied.text ?? '')).toMatchObject({
      connection: {
        target: 'mail.example.org:587',
        security: 'starttls',
        ehloName: "o'client",
        servername: 'other.example.org',
      },
      auth: { user: 'me too', mechanisms: ['PLAIN'] },
      envelope: { from: 'a@example.org', to: ['b@example.org', 'c@example.org'] },
      notes: [],
    });
  });
});

describe('shell words', () => {
  test('quoting and cutting are each other’s inverse', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), (words) => {
        expect(shellWords(words.map(shell).join(' '))).toEqual(words);
      }),
    );
  });

  test('nothing is run or replaced', () => {
    expect(shellWords('a "$(id)" `id` $HOME "\\$x" \'\\\' "a\\b"')).toEqual([
      'a',
      '$(id)',
      '`id`',
      '$HOME',
      '$x',
      '\\',
      'a\\b',
    ]);
  });
});

describe('msmtprc', () => {
  const text = `# comment
defaults
tls on
tls_trust_file /etc/ssl/certs/ca-certificates.crt
logfile ~/.msmtp.log

account work
host mail.example.org
port 587
from me@example.org
auth scram-sha-256
user me@example.org
passwordeval "gpg2 -q -d ~/.secret.gpg"
obscure_setting 1

account home : work
host smtp.home.example
port 465
tls_starttls off
tls_certcheck off
password two words
auth on

account default : work
`;

  test('accounts, what they take over, and what is not run', () => {
    const [work, home, ...more] = all(text);
    expect(more).toEqual([]);
    expect(work).toEqual({
      name: 'work',
      connection: { target: 'mail.example.org:587', security: 'starttls' },
      auth: { user: 'me@example.org', mechanisms: ['SCRAM-SHA-256'] },
      envelope: { from: 'me@example.org', to: [] },
      password: null,
      notes: [
        { code: 'file-needed', what: 'tls_trust_file', path: '/etc/ssl/certs/ca-certificates.crt' },
        { code: 'password-command', command: 'gpg2 -q -d ~/.secret.gpg' },
        { code: 'ignored', what: 'obscure_setting' },
      ],
    });
    expect(home).toMatchObject({
      name: 'home',
      connection: { target: 'smtp.home.example:465', security: 'tls', insecure: true },
      auth: { user: 'me@example.org' },
      password: 'two words',
    });
    expect(home?.auth?.mechanisms).toBeUndefined();
  });

  test.each([
    ['account a\nhost h\nport x', 'bad-target', null],
    ['account a\nhost "h', 'syntax', 2],
    ['account a : b\nhost h', 'syntax', 1],
    ['host h\naccount a', 'syntax', 1],
    ['defaults\ntls on', 'no-target', null],
    ['account a\nhost ""', 'no-target', null],
  ])('%j: %s', (source, error, line) => {
    expect(importSettings(source)).toEqual({ ok: false, problem: { error, line } });
  });
});

describe('nodemailer', () => {
  test('its options, with its own defaults', () => {
    expect(one('{"host":"h","auth":{"user":"u","pass":"p"}}')).toMatchObject({
      connection: { target: 'h:587', security: 'starttls-if-offered' },
      auth: { user: 'u' },
      password: 'p',
    });
    expect(one('{"host":"h","secure":true}').connection).toMatchObject({ target: 'h:465', security: 'tls' });
    expect(one('{"host":"h","port":465}').connection).toMatchObject({ target: 'h:465', security: 'tls' });
    expect(one('{"host":"h","port":"25","ignoreTLS":true}').connection).toMatchObject({
      target: 'h:25',
      security: 'none',
    });
    expect(
      one(
        '{"host":"h","requireTLS":true,"tls":{"rejectUnauthorized":false,"servername":"s","ciphers":"x"},"dkim":{},"auth":{"type":"OAuth2","user":"u","accessToken":"t"}}',
      ),
    ).toMatchObject({
      connection: { security: 'starttls', insecure: true, servername: 's' },
      auth: { mechanisms: ['XOAUTH2'] },
      notes: [
        { code: 'ignored', what: 'dkim' },
        { code: 'ignored', what: 'tls.ciphers' },
        { code: 'ignored', what: 'auth.accessToken' },
      ],
    });
  });

  test.each(['{', '{"host":5}', '{}', '{"host":"h","port":0}'])('%s is refused', (text) => {
    expect(importSettings(text)).toMatchObject({ ok: false });
  });

  test('names that every object has are names', () => {
    expect(one('{"host":"h","__proto__":{"x":1},"constructor":1}').notes).toEqual([
      { code: 'ignored', what: '__proto__' },
      { code: 'ignored', what: 'constructor' },
    ]);
  });
});
