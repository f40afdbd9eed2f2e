/**
 * What a list shows of a message, read from its first octets: a few headers, unfolded (RFC 5322 section 2.2.3) and decoded
 * (RFC 2047). Far cheaper than a MIME parse, which a list of thousands cannot afford.
 */
import { decodeWords } from 'postal-mime';
import { limits } from '../core/wire/limits.ts';

export interface MessageHead {
  readonly subject: string | null;
  readonly from: string | null;
  readonly to: string | null;
  /** Content type and transfer encoding are such that the body behind the head reads as it stands. */
  readonly plainBody: boolean;
  /** Offset of the body within the octets, or their length where the headers do not end. */
  readonly bodyOffset: number;
}

/** Longer values are cut: they are for one line of a list. */
const VALUE_LENGTH = 1000;

export function readHead(octets: Uint8Array): MessageHead {
  const bytes = Buffer.from(octets.buffer, octets.byteOffset, octets.length);
  const bodyOffset = headEnd(bytes);
  const wanted = new Map<string, string>();
  let name = '';
  for (const line of text(bytes.subarray(0, bodyOffset)).split(/\r\n|\n/)) {
    if (/^[ \t]/.test(line)) {
      const value = wanted.get(name);
      if (value !== undefined && value.length < VALUE_LENGTH) wanted.set(name, value + line);
      continue;
    }
    const colon = line.indexOf(':');
    const key = colon > 0 ? line.slice(0, colon).trimEnd().toLowerCase() : '';
    // The first of several counts, as in most readers.
    name = WANTED.has(key) && !wanted.has(key) ? key : '';
    if (name !== '') wanted.set(name, line.slice(colon + 1));
  }
  const value = (key: string) => {
    // Cut first: a client waits for its answer meanwhile.
    const raw = wanted.get(key)?.slice(0, limits.mailbox.listValue);
    if (raw === undefined) return null;
    const decoded = raw.includes('=?') ? decodeWords(raw) : raw;
    return oneLine(decoded).slice(0, VALUE_LENGTH);
  };
  const type = (wanted.get('content-type') ?? 'text/plain').trim().toLowerCase();
  const encoding = (wanted.get('content-transfer-encoding') ?? '7bit').trim().toLowerCase();
  return {
    subject: value('subject'),
    from: value('from'),
    to: value('to'),
    plainBody: type.startsWith('text/plain') && ['7bit', '8bit', 'binary'].includes(encoding),
    bodyOffset,
  };
}

const WANTED = new Set(['subject', 'from', 'to', 'content-type', 'content-transfer-encoding']);

/** Where the body begins. Some senders end header lines in LF alone; what was received is shown all the same. */
function headEnd(bytes: Buffer): number {
  const crlf = bytes.indexOf('\r\n\r\n', 0, 'latin1');
  const lf = bytes.indexOf('\n\n', 0, 'latin1');
  if (crlf === -1 && lf === -1) return bytes.length;
  if (lf === -1 || (crlf !== -1 && crlf < lf)) return crlf + 4;
  return lf + 2;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** UTF-8 where valid (RFC 6532), else Latin-1. */
export function text(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  }
}

/** Control characters have no place in a list. */
function oneLine(value: string): string {
  return value.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ').trim();
}
