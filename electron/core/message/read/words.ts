/**
 * The text of a header field: encoded words (RFC 2047) and what stands raw between them. Works on octets, one a character, so that
 * a character may be spread over two words, as many programs send it. Never throws, linear in its input.
 */
import { Buffer } from 'node:buffer';
import { limits } from '../limits.ts';
import { decideByLabel, decideText, type CharsetNote } from './charset/decide.ts';

export interface FieldText {
  readonly text: string;
  /** The first of them. */
  readonly note: CharsetNote | null;
}

/** The charset for what stands raw and is no UTF-8. */
export interface RawCharset {
  readonly charset: string;
  readonly guessed: boolean;
}

/** How many pieces whose label does not hold are looked into for what they are; what comes after them is read by its label. */
export interface Doubts {
  left: number;
}

interface Word {
  readonly charset: string;
  readonly base64: boolean;
  /** As it stands there. */
  readonly text: string;
  readonly end: number;
}

/** `raw`: unfolded, each octet a character. `doubts` may be shared among several fields. */
export function fieldText(
  raw: string,
  hint: RawCharset | null,
  doubts: Doubts = { left: limits.mailbox.doubts },
): FieldText {
  let note: CharsetNote | null = null;
  const pieces: string[] = [];
  const put = (octets: Buffer, declared: string | null): void => {
    if (octets.length === 0) return;
    const speaking = hint?.charset ?? null;
    const decided =
      doubts.left > 0
        ? decideText(octets, declared, { hint: speaking, line: declared === null })
        : decideByLabel(octets, declared, { hint: speaking });
    // UTF-8 needs no label in a header (RFC 6532).
    if (decided.note !== null && (declared !== null || decided.charset !== 'utf-8')) {
      doubts.left -= 1;
      note ??= {
        ...decided.note,
        guessed: decided.note.guessed || (hint?.guessed === true && hint.charset === decided.charset),
      };
    }
    pieces.push(decided.text);
  };
  let at = 0;
  let words: Word[] = [];
  const flush = (): void => {
    if (words.length > 0) put(octetsOf(words), words[0]?.charset ?? null);
    words = [];
  };
  for (let from = 0; ;) {
    const begin = raw.indexOf('=?', from);
    const found = begin < 0 ? null : wordAt(raw, begin);
    if (begin < 0 || found === 'none-left') break;
    if (found === null) {
      from = begin + 2;
      continue;
    }
    const between = raw.slice(at, begin);
    const continues = words.length > 0 && /^[ \t\r\n]*$/.test(between);
    if (!continues) {
      flush();
      put(Buffer.from(between, 'latin1'), null);
    } else if (words[0]?.charset.toLowerCase() !== found.charset.toLowerCase()) flush();
    words.push(found);
    at = found.end;
    from = at;
  }
  flush();
  put(Buffer.from(raw.slice(at), 'latin1'), null);
  return { text: pieces.join(''), note };
}

/** Blanks within a word are forbidden, and are sent. */
function wordAt(raw: string, begin: number): Word | null | 'none-left' {
  const head = /^=\?([^?\s*]{1,60})(?:\*[^?\s]{0,60})?\?([BbQq])\?/.exec(raw.slice(begin, begin + 130));
  if (head === null) return null;
  const [whole, charset = '', kind] = head;
  const start = begin + whole.length;
  const end = raw.indexOf('?=', start);
  if (end < 0) return 'none-left';
  return { charset, base64: kind === 'B' || kind === 'b', text: raw.slice(start, end), end: end + 2 };
}

/** Base64 may be cut between words wherever its writer liked. */
function octetsOf(words: readonly Word[]): Buffer {
  const chunks: Buffer[] = [];
  let open: string[] = [];
  const flush = (): void => {
    if (open.length > 0) chunks.push(Buffer.from(open.join(''), 'base64'));
    open = [];
  };
  let length = 0;
  for (const { base64, text } of words) {
    if (!base64) {
      flush();
      length = 0;
      chunks.push(quoted(text));
      continue;
    }
    const plain = text.replace(/[^A-Za-z0-9+/=_-]/g, '');
    if (length % 4 === 0) flush();
    open.push(plain);
    length = plain.includes('=') ? 0 : (length + plain.length) % 4;
  }
  flush();
  return Buffer.concat(chunks);
}

/** RFC 2047 section 4.2. */
function quoted(text: string): Buffer {
  return Buffer.from(
    text
      .replaceAll('_', ' ')
      .replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
}
