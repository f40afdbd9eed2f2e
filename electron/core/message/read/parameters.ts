/**
 * Structured header values such as Content-Type and Content-Disposition: a value and its parameters (RFC 2045 section 5.1),
 * continued and encoded ones too (RFC 2231). Linear in its input and never throwing: it reads what strangers wrote.
 */
import { Buffer } from 'node:buffer';
import { limits } from '../limits.ts';
import { decideByLabel, decideText, type CharsetNote } from './charset/decide.ts';
import { fieldText, type Doubts, type RawCharset } from './words.ts';

export interface HeaderValue {
  /** In lower case, without comments. */
  readonly value: string;
  /** By name in lower case; the first of several counts. */
  readonly parameters: ReadonlyMap<string, string>;
  /** As they stand, each octet a character; those of RFC 2231 aside. */
  readonly octets: ReadonlyMap<string, string>;
  /** By the name of the parameter. */
  readonly notes: ReadonlyMap<string, CharsetNote>;
}

interface Piece {
  readonly text: string;
  readonly encoded: boolean;
}

/** `raw`: each octet a character. `hint`: the charset for what stands raw and is no UTF-8. */
export function parseHeaderValue(raw: string, hint: RawCharset | null = null): HeaderValue {
  const [start = '', ...others] = segments(raw.slice(0, limits.mailbox.fieldOctets));
  const { first, rest } = withoutSemicolon(start, others);
  const octets = new Map<string, string>();
  const pieces = new Map<string, Map<number, Piece>>();
  for (const segment of rest) {
    const equals = segment.indexOf('=');
    if (equals < 1 || equals > limits.reading.parameterName) continue;
    const text = unquoted(segment.slice(equals + 1).trim()).slice(0, limits.reading.parameterValue);
    const named = /^([^*]*)(?:\*(\d{1,3}))?(\*)?$/.exec(segment.slice(0, equals).trim().toLowerCase());
    if (named === null) continue;
    const [, name = '', number, star] = named;
    if (number === undefined && star === undefined) {
      if (!octets.has(name)) octets.set(name, text);
      continue;
    }
    const known = pieces.get(name) ?? new Map<number, Piece>();
    pieces.set(name, known);
    const at = Number(number ?? 0);
    if (!known.has(at)) known.set(at, { text, encoded: star !== undefined });
  }
  const parameters = new Map<string, string>();
  const notes = new Map<string, CharsetNote>();
  const put = (name: string, { text, note }: { text: string; note: CharsetNote | null }): void => {
    parameters.set(name, text.slice(0, limits.reading.parameterValue));
    if (note !== null) notes.set(name, note);
  };
  const doubts: Doubts = { left: limits.mailbox.rowDoubts };
  for (const [name, text] of octets) put(name, fieldText(text, hint, doubts));
  // RFC 2231 forms win over the plain one, which stands there for programs that do not know them.
  for (const [name, known] of pieces) if (known.has(0)) put(name, joined(known, hint, doubts));
  return { value: first.toLowerCase(), parameters, octets, notes };
}

/** `text/html charset=utf-8`: the blank stands for a semicolon. */
function withoutSemicolon(start: string, others: readonly string[]): { first: string; rest: readonly string[] } {
  const trimmed = start.trim();
  const blank = trimmed.search(/\s/);
  const after = blank < 0 ? '' : trimmed.slice(blank).trim();
  if (!/^[\w*-]{1,40}\s{0,9}=/.test(after)) return { first: trimmed, rest: others };
  return { first: trimmed.slice(0, blank), rest: [after, ...others] };
}

/** Pieces from 0 on without a gap. The first may begin with charset'language'. */
function joined(
  pieces: ReadonlyMap<number, Piece>,
  hint: RawCharset | null,
  doubts: Doubts,
): { text: string; note: CharsetNote | null } {
  const octets: Buffer[] = [];
  let charset: string | null = null;
  let encoded = false;
  for (let at = 0; ; at += 1) {
    const piece = pieces.get(at);
    if (piece === undefined) break;
    let { text } = piece;
    encoded ||= piece.encoded;
    const named = at === 0 && piece.encoded ? /^([^']{0,40})'[^']{0,40}'/.exec(text) : null;
    if (named !== null) {
      charset = named[1] === undefined || named[1] === '' ? null : named[1];
      text = text.slice(named[0].length);
    }
    octets.push(piece.encoded ? percentDecoded(text) : Buffer.from(text, 'latin1'));
  }
  const whole = Buffer.concat(octets);
  // Some programs cut encoded words into pieces.
  if (!encoded) return fieldText(whole.toString('latin1'), hint, doubts);
  const decide = doubts.left > 0 ? decideText : decideByLabel;
  const decided = decide(whole, charset, { hint: hint?.charset ?? null });
  if (decided.note !== null) doubts.left -= 1;
  return { text: decided.text, note: charset === null && decided.charset === 'utf-8' ? null : decided.note };
}

function percentDecoded(text: string): Buffer {
  const octets = Buffer.from(text, 'latin1');
  let length = 0;
  for (let at = 0; at < octets.length; at += 1) {
    const digits = octets[at] === 0x25 ? octets.toString('latin1', at + 1, at + 3) : '';
    if (/^[0-9A-Fa-f]{2}$/.test(digits)) {
      octets[length] = Number.parseInt(digits, 16);
      at += 2;
    } else {
      octets[length] = octets[at] ?? 0;
    }
    length += 1;
  }
  return octets.subarray(0, length);
}

/** The parts between semicolons, quoted strings whole, comments left out. Each character is looked at once. */
function segments(raw: string): string[] {
  const found: string[] = [];
  /** What is kept of the part, up to where the next stretch begins. */
  let kept = '';
  let from = 0;
  let quoted = false;
  let comments = 0;
  let isValue = false;
  for (let at = 0; at < raw.length && found.length <= limits.mailbox.headerParameters; at += 1) {
    const character = raw.charAt(at);
    if (character === '\\' && at + 1 < raw.length && (quoted || comments > 0)) {
      at += 1;
      continue;
    }
    if (comments > 0) {
      if (character === '(') comments += 1;
      else if (character === ')') comments -= 1;
      from = at + 1;
    } else if (character === '"') {
      quoted = !quoted;
    } else if (quoted) {
      continue;
    } else if (character === ';') {
      found.push(kept + raw.slice(from, at));
      kept = '';
      from = at + 1;
      isValue = false;
    } else if (character === '=') {
      isValue = true;
    } else if (character === '(' && !isValue) {
      // Not within a value: `filename=Invoice(1).pdf` means what it says.
      kept += raw.slice(from, at);
      from = at + 1;
      comments = 1;
    }
  }
  if (found.length <= limits.mailbox.headerParameters) found.push(comments > 0 ? kept : kept + raw.slice(from));
  return found;
}

/** A backslash that escapes nothing but a letter is one of a path, which Windows programs write unescaped. */
function unquoted(text: string): string {
  if (!text.startsWith('"')) return text;
  // What follows the closing quote, a comment say, is none of it.
  const end = /^"(?:[^"\\]|\\[^])*"/.exec(text)?.[0].length;
  return text.slice(1, end === undefined ? undefined : end - 1).replace(/\\(["\\])/g, '$1');
}
