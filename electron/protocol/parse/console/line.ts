/**
 * What a line means that somebody types into a live session: words of the console's own, in small letters, or a line for the server. Window
 * and command line read it with this one function, so that a list of commands means the same to both.
 */
import type { Reply } from '../../values/session/reply.ts';

/** What a reply is to be: `2xx` stands for any code that begins with 2. */
export interface ExpectedReply {
  /** As typed. */
  readonly text: string;
  /** Three digits each, of which the last two may be `x`; one of them has to fit. */
  readonly codes: readonly string[];
  /** "5.1.1"; null where none was asked for. */
  readonly enhanced: string | null;
}

export type ConsoleLine =
  /** Empty, or a remark after `#`. */
  | { readonly kind: 'nothing' }
  /** For the server, as it is. */
  | { readonly kind: 'wire'; readonly text: string }
  /** The reply to the line before has to be this. */
  | { readonly kind: 'expect'; readonly expected: ExpectedReply }
  /** AUTH as one operation. `text`: the same line for a server, where nobody is known to log in as. */
  | { readonly kind: 'login'; readonly mechanism: string | null; readonly text: string }
  /** DATA and the message from a file; with `last`, BDAT: the file in one chunk. */
  | { readonly kind: 'file'; readonly verb: 'DATA' | 'BDAT'; readonly name: string; readonly last: boolean }
  /** A word of the console's own that is not written as it has to be. */
  | { readonly kind: 'wrong'; readonly usage: string };

const mechanism = /^auth(?: ([a-z0-9_-]{1,20}))?$/i;
const fileOf = /^(data|bdat) (\S.{0,4000})$/;
/** `bdat 20 last`, typed in small letters, is the server's. */
const isChunk = /^bdat [0-9]/;
const expectation = /^expect ([2-5x0-9,]{3,80})(?: ([245]\.[0-9]{1,3}\.[0-9]{1,3}))?$/;
const code = /^[2-5](?:[0-9]{2}|[0-9]x|xx)$/;

/** `given` without line end. Never fails: what is no word of the console's is the server's to judge. */
export function parseConsoleLine(given: string): ConsoleLine {
  const line = given.trim();
  if (line === '' || line.startsWith('#')) return { kind: 'nothing' };
  if (given.startsWith('> ')) return { kind: 'wire', text: given.slice(2) };
  if (line === 'expect' || line.startsWith('expect ')) return parseExpect(line);
  if (line === 'auth' || line.startsWith('auth ')) {
    const login = mechanism.exec(line);
    if (login !== null) return { kind: 'login', mechanism: login[1]?.toUpperCase() ?? null, text: given };
  }
  const file = isChunk.test(line) ? null : fileOf.exec(line);
  if (file === null) return { kind: 'wire', text: given };
  const [, verb, name = ''] = file;
  if (verb === 'data') return { kind: 'file', verb: 'DATA', name, last: true };
  const last = name.endsWith(' last');
  return { kind: 'file', verb: 'BDAT', name: last ? name.slice(0, -5).trim() : name, last };
}

function parseExpect(line: string): ConsoleLine {
  const match = expectation.exec(line.replace(/ {2,10}/g, ' '));
  const codes = match?.[1]?.split(',') ?? [];
  if (match === null || codes.length === 0 || !codes.every((one) => code.test(one)))
    return { kind: 'wrong', usage: 'expect CODE[,CODE] [ENHANCED], such as: expect 250, expect 2xx, expect 550 5.1.1' };
  return { kind: 'expect', expected: { text: line.slice(7).trim(), codes, enhanced: match[2] ?? null } };
}

export function isExpected(
  { codes, enhanced }: ExpectedReply,
  reply: Pick<Reply, 'code' | 'enhancedCode'> | null,
): boolean {
  const digits = String(reply?.code ?? '');
  const fits = (pattern: string): boolean =>
    digits.length === pattern.length &&
    Array.from(pattern, (one, at) => one === 'x' || one === digits[at]).every(Boolean);
  return codes.some(fits) && (enhanced === null || enhanced === reply?.enhancedCode);
}

/** What the line waits for besides its reply: a message after DATA, or so many octets after BDAT. */
export function followsMessage(text: string): { readonly octets: number | null } | null {
  if (/^\s{0,20}DATA\s{0,20}$/i.test(text)) return { octets: null };
  const chunk = /^\s{0,20}BDAT ([0-9]{1,8})(?: LAST)?\s{0,20}$/i.exec(text);
  return chunk === null ? null : { octets: Number(chunk[1]) };
}
