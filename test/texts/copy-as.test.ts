/** Commands to copy: values survive the quoting of each language, and what a program cannot do is said instead of left out. */
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { copyAs, copyFormats } from '../../electron/texts/copy-as/copy-as.ts';
import { literal, msmtp, powerShell, shell } from '../../electron/texts/copy-as/quote.ts';
import type { CopyFormat, CopyInput } from '../../electron/texts/copy-as/types.ts';

const hostile = [
  "it's",
  '$(id)',
  '`id`',
  '"',
  '\\',
  '\\\\',
  'a b',
  '*',
  '~',
  '#c',
  '-x',
  '',
  '!!',
  'ü💌',
  'x;y',
  "';'",
  '%PATH%',
  "\\'",
];

const base: CopyInput = {
  target: { host: 'mail.example.org', port: 587, path: null, protocol: 'smtp', security: 'starttls' },
  options: {},
  auth: null,
  envelope: { from: '', to: [] },
};
const withTarget = (change: Partial<CopyInput['target']>): CopyInput => ({
  ...base,
  target: { ...base.target, ...change },
});
const textOf = (format: CopyFormat, input: CopyInput): string => {
  const { text } = copyAs(format, input);
  if (text === null) throw new Error(`${format} has no command`);
  return text;
};

describe('quoting', () => {
  test('sh gives back what was quoted', () => {
    const printed = execFileSync('sh', ['-c', `printf '%s\\n' ${hostile.map(shell).join(' ')}`], { encoding: 'utf8' });
    expect(printed).toBe(hostile.map((value) => `${value}\n`).join(''));
  });

  test('JavaScript gives back what was quoted, any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const source = literal(value);
        expect(source).toMatch(/^[\x20-\x7e]*$/);
        // JSON knows the same escapes but for the quote.
        expect(JSON.parse(`"${source.slice(1, -1).replaceAll("\\'", "'").replaceAll('"', '\\"')}"`)).toBe(value);
      }),
    );
  });

  test('PowerShell doubles every kind of single quote', () => {
    expect(powerShell("a'b\u2019c$(x)`d")).toBe("'a''b\u2019\u2019c$(x)`d'");
  });

  test('msmtp holds no quote and no line end', () => {
    expect(['plain', 'two words', '#x', ''].map(msmtp)).toEqual(['plain', '"two words"', '"#x"', '""']);
    expect(['say "x"', 'a\nb', 'a\rb'].map(msmtp)).toEqual([null, null, null]);
  });

  test.each(copyFormats.map(({ format }) => format))('%s: hostile values stay values', (format) => {
    for (const value of hostile) {
      const input: CopyInput = {
        ...base,
        options: { ehloName: value },
        auth: { user: value },
        envelope: { from: value, to: [value] },
      };
      const { text } = copyAs(format, input);
      if (text === null || !['swaks', 'curl', 'openssl'].includes(format)) continue;
      const seen = execFileSync('sh', ['-c', text.replace(/^\S+/, 'show() { printf "%s\\n" "$@"; }; show')], {
        encoding: 'utf8',
      });
      expect(seen.split('\n')).toContain(value);
    }
  });
});

describe('forms', () => {
  test.each<[CopyFormat, CopyInput, string]>([
    ['swaks', base, 'swaks --server mail.example.org --port 587 --tls --tls-verify --quit-after FIRST-HELO'],
    [
      'swaks',
      withTarget({ security: 'tls', port: 465 }),
      'swaks --server mail.example.org --port 465 --tls-on-connect --tls-verify --quit-after FIRST-HELO',
    ],
    [
      'swaks',
      withTarget({ path: '/run/lmtp', host: null, port: null, protocol: 'lmtp', security: 'none' }),
      'swaks --socket /run/lmtp --protocol LMTP --quit-after FIRST-HELO',
    ],
    [
      'openssl',
      base,
      'openssl s_client -crlf -connect mail.example.org:587 -starttls smtp -servername mail.example.org -verify_return_error -verify_hostname mail.example.org',
    ],
    [
      'openssl',
      withTarget({ host: '2001:db8::1', security: 'tls', port: 465 }),
      "openssl s_client -crlf -connect '[2001:db8::1]:465' -servername 2001:db8::1 -verify_return_error -verify_hostname 2001:db8::1",
    ],
    ['curl', base, 'curl --verbose --url smtp://mail.example.org:587 --ssl-reqd'],
    [
      'curl',
      { ...base, auth: { user: 'me', mechanisms: ['PLAIN'] } },
      'curl --verbose --url smtp://mail.example.org:587 --ssl-reqd --user me --login-options AUTH=PLAIN',
    ],
  ])('%s', (format, input, text) => {
    expect(textOf(format, input)).toBe(text);
  });

  test('programs', () => {
    const input: CopyInput = {
      ...base,
      auth: { user: 'me' },
      envelope: { from: 'a@example.org', to: ['b@example.org'] },
    };
    for (const format of ['smtplib', 'nodemailer', 'powershell', 'msmtprc'] as const) {
      expect(textOf(format, input)).toMatchSnapshot(format);
    }
  });

  test.each<[CopyFormat, CopyInput]>([
    ['openssl', withTarget({ security: 'none' })],
    ['curl', withTarget({ protocol: 'lmtp' })],
    ['curl', { ...base, auth: { user: 'a:b' } }],
    ['powershell', withTarget({ security: 'tls' })],
    ['nodemailer', withTarget({ path: '/run/lmtp', host: null })],
    ['smtplib', withTarget({ protocol: 'lmtp', security: 'starttls' })],
    ['msmtprc', { ...base, auth: { user: 'a"b' } }],
  ])('%s says what it cannot do', (format, input) => {
    const result = copyAs(format, input);
    expect(result).toMatchObject({ text: null });
    expect('reason' in result && result.reason).toMatch(/\.$/);
  });
});
