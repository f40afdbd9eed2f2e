/**
 * Structured header values such as Content-Type and Content-Disposition: a value and its parameters (RFC 2045 section 5.1),
 * continued and encoded ones too (RFC 2231). Linear in its input and never throwing: it reads what strangers wrote.
 */
import { decodeWords } from 'postal-mime';
import { limits } from '../wire/limits.ts';

export interface HeaderValue {
  /** In lower case, without comments. */
  readonly value: string;
  /** By name in lower case; the first of several counts. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** Values longer than this are no names, types or boundaries. */
const VALUE_LENGTH = 2_000;

interface Piece {
  readonly text: string;
  readonly encoded: boolean;
}

export function parseHeaderValue(raw: string): HeaderValue {
  const [first = '', ...rest] = segments(raw);
  const plain = new Map<string, string>();
  const pieces = new Map<string, Map<number, Piece>>();
  for (const segment of rest) {
    const equals = segment.indexOf('=');
    if (equals < 1) continue;
    const text = unquoted(segment.slice(equals + 1).trim()).slice(0, VALUE_LENGTH);
    const named = /^([^*]*)(?:\*(\d{1,3}))?(\*)?$/.exec(segment.slice(0, equals).trim().toLowerCase());
    if (named === null) continue;
    const [, name = '', number, star] = named;
    if (number === undefined && star === undefined) {
      if (!plain.has(name)) plain.set(name, text);
      continue;
    }
    const known = pieces.get(name) ?? new Map<number, Piece>();
    pieces.set(name, known);
    const at = Number(number ?? 0);
    if (!known.has(at)) known.set(at, { text, encoded: star !== undefined });
  }
  const parameters = new Map<string, string>();
  for (const [name, text] of plain) parameters.set(name, text.includes('=?') ? decodeWords(text) : text);
  // RFC 2231 forms win over the plain one, which stands there for programs that do not know them.
  for (const [name, known] of pieces) parameters.set(name, joined(known).slice(0, VALUE_LENGTH));
  return { value: first.trim().toLowerCase(), parameters };
}

/** Pieces from 0 on without a gap. The first may begin with charset'language'. */
function joined(pieces: ReadonlyMap<number, Piece>): string {
  const octets: Buffer[] = [];
  let charset = 'utf-8';
  for (let at = 0; ; at += 1) {
    const piece = pieces.get(at);
    if (piece === undefined) break;
    let { text } = piece;
    const named = at === 0 && piece.encoded ? /^([^']{0,40})'[^']{0,40}'/.exec(text) : null;
    if (named !== null) {
      charset = named[1] ?? charset;
      text = text.slice(named[0].length);
    }
    octets.push(piece.encoded ? percentDecoded(text) : Buffer.from(text, 'utf8'));
  }
  return decodeText(Buffer.concat(octets), charset);
}

/** By the encodings browsers know, UTF-7 not among them; what is no such encoding is read as UTF-8. */
export function decodeText(octets: Uint8Array, charset: string): string {
  try {
    return new TextDecoder(charset === '' ? 'utf-8' : charset).decode(octets);
  } catch {
    return new TextDecoder('utf-8').decode(octets);
  }
}

function percentDecoded(text: string): Buffer {
  const octets = Buffer.from(text, 'utf8');
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

/** The parts between semicolons, quoted strings whole, comments left out. */
function segments(raw: string): string[] {
  const found: string[] = [];
  let current = '';
  let quoted = false;
  let comments = 0;
  for (let at = 0; at < raw.length && found.length <= limits.mailbox.headerParameters; at += 1) {
    const character = raw.charAt(at);
    const escaped = character === '\\' && at + 1 < raw.length && (quoted || comments > 0);
    if (escaped) at += 1;
    if (comments > 0) {
      if (!escaped && character === ')') comments -= 1;
      else if (!escaped && character === '(') comments += 1;
    } else if (escaped) {
      current += character + raw.charAt(at);
    } else if (character === '"') {
      quoted = !quoted;
      current += character;
    } else if (!quoted && character === ';') {
      found.push(current);
      current = '';
    } else if (!quoted && character === '(' && !current.includes('=')) {
      // Not within a value: `filename=Invoice(1).pdf` means what it says.
      comments = 1;
    } else {
      current += character;
    }
  }
  found.push(current);
  return found;
}

/** A backslash that escapes nothing but a letter is one of a path, which Windows programs write unescaped. */
function unquoted(text: string): string {
  if (!text.startsWith('"')) return text;
  const end = text.length > 1 && text.endsWith('"') ? -1 : undefined;
  return text.slice(1, end).replace(/\\(["\\])/g, '$1');
}
