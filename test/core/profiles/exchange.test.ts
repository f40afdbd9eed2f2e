/** Settings of other programs become profiles; nothing in them is run, and a password comes out in one place alone. */
import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { importSettings } from '../../../electron/core/profiles/exchange/import.ts';
import type { Imported } from '../../../electron/core/profiles/exchange/imported.ts';
import { shellWords } from '../../../electron/core/profiles/exchange/shell-words.ts';
import { incoming } from '../../../electron/core/profiles/exchange/add-imported.ts';
import { CAUTIONS } from '../../../electron/protocol/values/profiles/exchange.ts';
import { cautionText, importProblemText } from '../../../electron/texts/app/exchange.ts';
import { copyAs } from '../../../electron/texts/copy-as/copy-as.ts';
import { shell } from '../../../electron/texts/copy-as/quote.ts';
import { rounds } from '../../harness/seeds.ts';

function all(text: string): readonly Imported[] {
  const result = importSettings(text);
  if (!result.ok) throw new Error(`${result.problem.error} in line ${String(result.problem.line)}`);
  return result.found;
}
function one(text: string): Imported {
  const [first, ...more] = all(text);
  if (first === undefined || more.length > 0) throw new Error('not one');
  return first;
}

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

describe('control characters', () => {
  const odd = ['\x00', '\t', '\n', '\r', '\x1b', '\x7f', '\x85', '\x9b', '\u2028', '\u2029'];
  const exported = (content: object): string =>
    JSON.stringify({
      format: 'posthorn-profiles',
      schema: 1,
      folders: [],
      profiles: [
        {
          folder: null,
          secrets: [],
          content: {
            ...{ name: 'a', colour: null, favourite: false, notes: 'two\nlines' },
            ...{ connection: { target: 'h' }, auth: null, envelope: { from: '', to: [] } },
            ...content,
          },
        },
      ],
    });
  const forms: readonly [where: string, text: (value: string) => string][] = [
    ['auth.user', (value) => `smtp://${encodeURIComponent(value)}@h`],
    ['auth.user', (value) => `swaks -s h -au '${value}'`],
    ['connection.ehloName', (value) => `swaks -s h --helo '${value}'`],
    ['envelope.to[1]', (value) => `swaks -s h --to 'a,${value}'`],
    ['auth.user', (value) => JSON.stringify({ host: 'h', auth: { user: value } })],
    ['connection.servername', (value) => JSON.stringify({ host: 'h', tls: { servername: value } })],
    ['name', (value) => exported({ name: value })],
    ['connection.target', (value) => exported({ connection: { target: value } })],
    ['connection.proxy', (value) => exported({ connection: { target: 'h', proxy: value } })],
    ['connection.xclient', (value) => exported({ connection: { target: 'h', xclient: { [value]: 'x' } } })],
    ['auth.mechanisms[0]', (value) => exported({ auth: { user: 'u', mechanisms: [value] } })],
    ['envelope.from', (value) => exported({ envelope: { from: value, to: [] } })],
  ];
  test.each(forms)('in %s are refused and named by their place: %s', (where, text) => {
    for (const character of odd) {
      expect(importSettings(text(`a${character}touch x`)), JSON.stringify(character)).toEqual({
        ok: false,
        problem: { error: 'control-character', line: null, where },
      });
    }
  });
  test('notes and certificates have lines', () => {
    const pem = '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n';
    expect(importSettings(exported({ connection: { target: 'h', ca: pem, clientCertificate: pem } }))).toMatchObject({
      ok: true,
    });
  });
});

describe('what is dangerous is shown first', () => {
  const cautions = (text: string): unknown[] => incoming(one(text)).cautions.map(({ what, value }) => [what, value]);
  const own = (connection: object, auth: object | null): Imported => ({
    name: 'a',
    connection: { target: 'h', ...connection },
    auth: auth === null ? null : { user: 'u', ...auth },
    envelope: { from: '', to: [] },
    password: null,
    notes: [{ code: 'ignored', what: 'x' }],
  });
  test.each<[object, object | null, unknown]>([
    [{ insecure: true }, null, { what: 'insecure' }],
    [{ insecure: false }, null, null],
    [{ acceptCertificate: 'AB' }, null, { what: 'accept-certificate', value: 'AB' }],
    [{ ca: 'PEM' }, null, { what: 'roots' }],
    [{ dnsServer: '192.0.2.1' }, null, { what: 'dns-server', value: '192.0.2.1' }],
    [{ proxy: 'socks5://u:pw@p:1080' }, null, { what: 'proxy', value: 'socks5://u@p:1080' }],
    [{ servername: 'other' }, null, { what: 'servername', value: 'other' }],
    [{ security: 'none' }, null, null],
    [{ security: 'none' }, {}, { what: 'no-tls' }],
    [{}, { allowClear: true }, { what: 'allow-clear' }],
    [{ security: 'starttls' }, {}, null],
  ])('%j %j', (connection, auth, note) => {
    const { cautions: found, notes } = incoming(own(connection, auth));
    expect(found).toEqual(note === null ? [] : [note]);
    expect(notes).toEqual([{ code: 'ignored', what: 'x' }]);
  });
  test('of other programs too', () => {
    expect(cautions('{"host":"h","tls":{"rejectUnauthorized":false,"servername":"x"}}')).toEqual([
      ['servername', 'x'],
      ['insecure', undefined],
    ]);
    expect(cautions('swaks -s h -au me')).toEqual([['no-tls', undefined]]);
    expect(cautions('account a\nhost h\ntls on\ntls_certcheck off')).toEqual([['insecure', undefined]]);
  });
  test('each has its words', () => {
    for (const what of CAUTIONS) expect(cautionText({ what, value: 'V' })).toMatch(/^caution: /);
  });
});

describe('whatever is pasted', () => {
  test('never throws, and names nothing of a secret in its notes', () => {
    const piece = fc.constantFrom(
      'swaks ',
      '--server ',
      'h ',
      '-ap ',
      'S3CRET ',
      "'",
      '"',
      '\n',
      'account a\n',
      'host h\n',
      'password S3CRET\n',
      'defaults\n',
      'smtp://',
      'u:S3CRET@h',
      '{"host":"h"',
      ',"auth":{"pass":"S3CRET"}',
      '}',
      '\\',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const result = importSettings(pieces.join(''));
        if (!result.ok) return;
        for (const found of result.found) {
          expect(JSON.stringify(found.notes)).not.toContain('S3CRET');
          expect(found.connection.target).not.toBe('');
        }
      }),
      { numRuns: rounds(2_000) },
    );
  });

  test('too much and nothing have their own words', () => {
    expect(importSettings('')).toMatchObject({ problem: { error: 'empty' } });
    expect(importSettings(`smtp://${'x'.repeat(1_000_001)}`)).toMatchObject({ problem: { error: 'too-long' } });
    expect(importSettings('hello')).toMatchObject({ problem: { error: 'unknown-form' } });
  });
});
