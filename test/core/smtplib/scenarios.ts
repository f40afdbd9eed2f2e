/**
 * The scenarios that were recorded with the real smtplib, and the calls of each as data, so that smtplib and our library can be made
 * to do the same.
 */
import { readFileSync } from 'node:fs';
import type { RuleScript } from '../../harness/peers/rule-server.ts';

/** Octets, one character each; or text, which smtplib and the library make octets of by their own rules. */
export type Content = { readonly bytes: string } | { readonly text: string };

export type Call =
  | {
      readonly op: 'sendmail';
      readonly from: string;
      readonly to: string | readonly string[];
      readonly content: Content;
      readonly mailOptions?: readonly string[];
      readonly rcptOptions?: readonly string[];
    }
  /** `bytes` is a whole message. */
  | { readonly op: 'sendMessage'; readonly content: { readonly bytes: string } }
  | { readonly op: 'login'; readonly user: string; readonly password: string; readonly initial: boolean }
  /** XOAUTH2 with a fixed token, as a mechanism of the caller's own. */
  | { readonly op: 'auth' }
  | { readonly op: 'starttls'; readonly verify: boolean }
  | { readonly op: 'docmd'; readonly command: string; readonly args: string }
  | { readonly op: 'vrfy' | 'expn' | 'help'; readonly argument: string }
  /** What `with` does, around the calls. */
  | { readonly op: 'with'; readonly calls: readonly Call[] }
  | { readonly op: 'ehlo' | 'ehloOrHelo' | 'noop' | 'rset' | 'quit' | 'close' | 'state' };

export interface Recorded {
  readonly returned?: unknown;
  readonly raised?: Readonly<Record<string, unknown>>;
  readonly in_constructor?: boolean;
  readonly state?: Readonly<Record<string, unknown>>;
  readonly sent: readonly (readonly [string, string])[];
}

export interface Scenario {
  readonly id: string;
  readonly title: string;
  readonly call: string;
  readonly lmtp: boolean | 'unix';
  readonly server: RuleScript;
  readonly smtplib: Recorded;
}

export const scenarios = JSON.parse(readFileSync('test/fixtures/cases/smtplib.json', 'utf8')) as readonly Scenario[];

export const MESSAGE: Content = { bytes: 'Subject: t\r\n\r\nhello\r\n' };
const three = ['b@y.test', 'c@y.test', 'd@y.test'];
const head = 'From: a@x.test\r\nTo: b@y.test\r\n';
const mime = 'Content-Type: text/plain; charset="utf-8"\r\nContent-Transfer-Encoding: ';
const line = (letter: string) => `${letter.repeat(70)}\r\n`;

function sendmail(
  from: string,
  to: string | readonly string[],
  content: Content = MESSAGE,
  options: { readonly mailOptions?: readonly string[]; readonly rcptOptions?: readonly string[] } = {},
): Call {
  return { op: 'sendmail', from, to, content, ...options };
}

const send = (content: Content) => sendmail('a@x.test', ['b@y.test'], content);
const login = (password = 'pass', initial = true): Call => ({ op: 'login', user: 'user', password, initial });
const plain = sendmail('a@x.test', ['b@y.test']);
const toThree = sendmail('a@x.test', three);
const starttls: Call = { op: 'starttls', verify: false };

/** Where `call` alone does not say it. */
const special: Readonly<Record<string, readonly Call[]>> = {
  A16: [{ op: 'ehlo' }],
  B16: [{ op: 'ehlo' }],
  B18: [sendmail('a@x.test', ['b@y.test'], MESSAGE, { mailOptions: ['BODY=8BITMIME'] })],
  C17: [sendmail('a@x.test', ['b@y.test', 'b@y.test'])],
  C18: [sendmail('a@x.test', ['b@y.test', 'b@y.test'])],
  C36: [send({ bytes: line('x') + line('y').repeat(116_000) })],
  C37: [send({ bytes: line('y').repeat(116_000) })],
  C44: [plain, plain],
  C45: [plain, plain],
  C46: [{ op: 'noop' }, plain],
  D01: [send({ bytes: '.a\r\n..b\r\n.\r\nc.\r\n' })],
  D02: [send({ bytes: 'a\n.b\n.\nc\n' })],
  D03: [send({ bytes: 'a\r.b\r.\rc\r' })],
  D04: [send({ bytes: 'a\n.\r\nMAIL FROM:<x@x>\r\n' })],
  D05: [send({ bytes: 'abc' })],
  D06: [send({ bytes: '' })],
  D07: [send({ bytes: 'abc\r' })],
  D08: [send({ bytes: 'abc\n' })],
  D09: [send({ bytes: 'caf\xe9\0\r\n' })],
  D10: [send({ bytes: `${'x'.repeat(2000)}\r\n` })],
  D11: [send({ text: 'a\n.b\rc\r\nd' })],
  D12: [send({ text: 'café\r\n' })],
  D13: [send({ text: '' })],
  E01: [sendmail('', ['b@y.test'])],
  E02: [sendmail('<a@x.test>', ['<b@y.test>'])],
  E03: [sendmail('Joe <a@x.test>', ['"B, C" <b@y.test>'])],
  E04: [sendmail('a@x.test', 'b@y.test')],
  E05: [sendmail('a@x.test', 'b@y.test, c@y.test')],
  E06: [sendmail('root', ['postmaster'])],
  E07: [sendmail('a@x.test\r\nRCPT TO:<evil@x>', ['b@y.test'])],
  E08: [sendmail('a b@x.test', ['b c@y.test'])],
  E09: [sendmail('"a b"@x.test', ['"b>c"@y.test'])],
  E10: [sendmail('ü@x.test', ['b@y.test'])],
  E11: [sendmail('a@x.test', [])],
  E12: [sendmail('a@x.test', [''])],
  E13: [sendmail('@r1,@r2:a@x.test', ['b@y.test'])],
  E14: [sendmail('a@x.test', ['b@y.test'], MESSAGE, { rcptOptions: ['NOTIFY=NEVER\r\nDATA'] })],
  E15: [
    sendmail('a@x.test', ['b@y.test'], MESSAGE, {
      mailOptions: ['BODY=8BITMIME', 'RET=HDRS'],
      rcptOptions: ['NOTIFY=NEVER'],
    }),
  ],
  E16: [sendmail(`${'a'.repeat(1000)}@x.test`, ['b@y.test'])],
  F02: [send({ bytes: 'x'.repeat(5000) })],
  F03: [send({ bytes: '.a\r\n.b' })],
  F07: [
    { op: 'sendMessage', content: { bytes: `From: \xc3\xbc@x.test\r\nTo: b@y.test\r\nSubject: t\r\n\r\nhello\r\n` } },
  ],
  F08: [
    {
      op: 'sendMessage',
      content: {
        bytes: `From: \xc3\xbc@x.test\r\nTo: b@y.test\r\nSubject: caf\xc3\xa9\r\n${mime}7bit\r\nMIME-Version: 1.0\r\n\r\nhello\r\n`,
      },
    },
  ],
  F09: [sendmail('ü@x.test', ['b@y.test'])],
  F10: [sendmail('ü@x.test', ['b@y.test'], MESSAGE, { mailOptions: ['SMTPUTF8'] })],
  F11: [sendmail('ü@x.test', ['b@y.test'], MESSAGE, { mailOptions: ['SMTPUTF8'] })],
  F12: [
    {
      op: 'sendMessage',
      content: {
        bytes: `${head}Bcc: c@y.test\r\nSubject: =?utf-8?q?caf=C3=A9?=\r\n${mime}7bit\r\nMIME-Version: 1.0\r\n\r\nhello\r\n`,
      },
    },
  ],
  F13: [
    {
      op: 'sendMessage',
      content: {
        bytes: `${head}Subject: =?utf-8?q?caf=C3=A9?=\r\n${mime}8bit\r\nMIME-Version: 1.0\r\n\r\ncaf\xc3\xa9\r\n`,
      },
    },
  ],
  F14: [send({ bytes: 'a: b\r\n\r\ncaf\xe9\r\n' })],
  G04: [login('pass', false)],
  G06: [login('pass', false)],
  G16: [login('päss')],
  G17: [login('päss')],
  G20: [login('p'.repeat(1000))],
  G21: [{ op: 'ehlo' }, { op: 'auth' }],
  H03: [starttls, { op: 'state' }, { op: 'ehlo' }],
  H04: [starttls, plain],
  H05: [{ op: 'starttls', verify: true }],
  H09: [starttls, { op: 'ehlo' }, { op: 'noop' }],
  H10: [starttls, starttls],
  H12: [starttls, plain],
  I01: [
    { op: 'vrfy', argument: 'joe' },
    { op: 'vrfy', argument: 'Joe <joe@x.test>' },
  ],
  I02: [{ op: 'expn', argument: 'list' }],
  I03: [
    { op: 'vrfy', argument: 'joe' },
    { op: 'expn', argument: 'l' },
  ],
  I04: [{ op: 'help', argument: '' }, { op: 'help', argument: 'MAIL' }, { op: 'noop' }, { op: 'rset' }],
  I05: [{ op: 'docmd', command: 'XFOO', args: 'bar' }],
  I06: [{ op: 'docmd', command: 'NOOP', args: 'a\r\nQUIT' }],
  I07: [{ op: 'quit' }, { op: 'quit' }],
  I08: [{ op: 'quit' }],
  I09: [{ op: 'quit' }],
  I10: [{ op: 'with', calls: [] }],
  I11: [{ op: 'with', calls: [] }],
  I12: [{ op: 'close' }, { op: 'noop' }],
  I14: [{ op: 'noop' }, { op: 'noop' }],
  J02: [toThree, { op: 'noop' }],
  J06: [toThree, toThree],
};

export function callsOf({ id, call }: Scenario): readonly Call[] {
  const known = special[id];
  if (known !== undefined) return known;
  const bare = call.replace(/^LMTP(?:\("\/path\/sock"\))? /, '');
  if (bare.startsWith('SMTP(')) return [];
  if (bare.startsWith("sendmail('a@x.test', ['b@y.test'], MSG)")) return [plain];
  if (/3 rcpts|'c@y\.test','d@y\.test'/.test(bare)) return [toThree];
  if (bare.startsWith('login')) return [login()];
  if (bare.startsWith('starttls()')) return [starttls];
  if (bare.startsWith('ehlo_or_helo_if_needed()')) return [{ op: 'ehloOrHelo' }];
  if (bare.startsWith('ehlo()')) return [{ op: 'ehlo' }];
  if (bare.startsWith('noop()')) return [{ op: 'noop' }];
  throw new Error(`${id}: no calls for ${call}`);
}

/** Rows in which a limit is waited for, and which; all others stay long, so that a busy machine changes nothing. */
export const awaitedLimit: Readonly<Record<string, 'greeting' | 'finalDot' | 'tls' | 'reply'>> = {
  A10: 'greeting',
  C34: 'finalDot',
  H11: 'tls',
  I13: 'reply',
};
