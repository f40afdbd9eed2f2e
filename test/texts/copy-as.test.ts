/** Commands to copy: values survive the quoting of each language, and what a program cannot do is said instead of left out. */
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { copyAs, copyFormats } from '../../electron/texts/copy-as/copy-as.ts';
import { literal, msmtp, powerShell, shell } from '../../electron/texts/copy-as/quote.ts';
import type { CopyFormat, CopyInput } from '../../electron/texts/copy-as/types.ts';
import { rounds } from '../harness/seeds.ts';

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

  // about_Quoting_Rules: between these quotes only the four single quotes end the text, and two of them stand for one.
  test.each(["'", '\u2018', '\u2019', '\u201a', '\u201b'])('PowerShell: %s inside', (quote) => {
    const value = `a${quote}; calc; ${quote}$(calc)\u2013x\u201cy`;
    const inside = powerShell(value).slice(1, -1);
    expect(inside.replace(/['\u2018-\u201b]{2}/g, '')).not.toMatch(/['\u2018-\u201b]/);
    expect(inside.replace(/(['\u2018-\u201b])\1/g, '$1')).toBe(value);
  });

  test('sh: nothing but printable ASCII is written, whatever the value', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        expect(shell(value)).toMatch(/^[\x20-\x7e]+$/);
      }),
      { numRuns: rounds(1000) },
    );
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

describe('what cannot be seen is refused, in every field of every format', () => {
  const odd = ['\x00', '\t', '\n', '\r', '\x1b', '\x7f', '\x85', '\x9b', '\u00a0', '\u00ad', '\u034f', '\u061c'];
  odd.push(
    '\u200b',
    '\u200d',
    '\u202e',
    '\u2028',
    '\u2029',
    '\u2066',
    '\u3000',
    '\u3164',
    '\ufeff',
    '\ud800',
    '\udc00',
  );
  const fields: readonly [name: string, (value: string) => CopyInput][] = [
    ['host', (host) => withTarget({ host })],
    ['path', (path) => withTarget({ path, host: null, port: null })],
    ['ehloName', (ehloName) => ({ ...base, options: { ehloName } })],
    ['localAddress', (localAddress) => ({ ...base, options: { localAddress } })],
    ['servername', (servername) => ({ ...base, options: { servername } })],
    ['user', (user) => ({ ...base, auth: { user } })],
    ['mechanisms', (mechanism) => ({ ...base, auth: { user: 'a', mechanisms: [mechanism] } })],
    ['from', (from) => ({ ...base, envelope: { from, to: ['b@example.org'] } })],
    ['to', (to) => ({ ...base, envelope: { from: '', to: ['b@example.org', to] } })],
  ];
  test.each(fields)('%s', (_name, inputOf) => {
    for (const { format } of copyFormats) {
      for (const character of odd) {
        const result = copyAs(format, inputOf(`a${character}touch x`));
        expect(result.text, `${format} ${JSON.stringify(character)}`).toBeNull();
        expect('reason' in result && result.reason).toMatch(/^(?:The|A) .* holds U\+[0-9A-F]{4}, /);
      }
    }
  });

  // --pipe runs a command, --output-file writes one, --server leads elsewhere.
  test.each(fields)('swaks: a value of %s that it would take for an option', (_name, inputOf) => {
    expect(copyAs('swaks', inputOf('--pipe=touch ran')).text).toBeNull();
  });

  test('swaks: a list of mechanisms that it would take for an option is refused whatever stands first', () => {
    const withList = (mechanisms: string[]): CopyInput => ({ ...base, auth: { user: 'ann', mechanisms } });
    expect(copyAs('swaks', withList(['--output-file=ran', 'PLAIN'])).text).toBeNull();
    expect(textOf('swaks', withList(['PLAIN', 'LOGIN']))).toContain('--auth PLAIN,LOGIN --auth-user ann');
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
