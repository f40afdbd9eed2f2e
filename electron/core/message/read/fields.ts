/** The header section of a message or of a part, cut into its fields. Bounded and linear: strangers wrote it. */
import { Buffer, isAscii } from 'node:buffer';
import { limits } from '../limits.ts';
import { decideText } from './charset/decide.ts';
import { parseHeaderValue } from './parameters.ts';
import type { RawCharset } from './words.ts';

export interface Field {
  /** As written. */
  readonly name: string;
  /** In lower case. */
  readonly key: string;
  /** Unfolded, without the line ends; each octet a character. */
  readonly raw: string;
}

export interface HeaderSection {
  /** In their order. */
  readonly fields: readonly Field[];
  /** Octets, with the empty line that ends it. */
  readonly length: number;
  /** Something of it was left out. */
  readonly cut: boolean;
}

const CR = 13;
const LF = 10;

/** `octets`: from the first octet on, up to some limit. */
export function headerSection(octets: Buffer): HeaderSection {
  const length = headerLength(octets);
  const section = octets.toString('latin1', 0, length ?? octets.length);
  const fields: Field[] = [];
  let cut = false;
  let name: string | null = null;
  let pieces: string[] = [];
  let size = 0;
  const close = (): void => {
    if (name !== null) fields.push({ name, key: name.toLowerCase(), raw: pieces.join('') });
    name = null;
  };
  const take = (text: string): void => {
    const room = limits.mailbox.fieldOctets - size;
    if (text.length > room) cut = true;
    if (room <= 0) return;
    pieces.push(text.length > room ? text.slice(0, room) : text);
    size += text.length;
  };
  for (let at = 0; at < section.length;) {
    const end = section.indexOf('\n', at);
    const next = end < 0 ? section.length : end + 1;
    const line = section.slice(at, end < 0 ? next : section.charCodeAt(end - 1) === CR ? end - 1 : end);
    at = next;
    if (line.startsWith(' ') || line.startsWith('\t')) {
      if (name !== null) take(line);
      continue;
    }
    close();
    const colon = line.indexOf(':');
    if (colon < 1) continue;
    if (fields.length >= limits.mailbox.headers) {
      cut = true;
      break;
    }
    name = line.slice(0, Math.min(colon, limits.reading.fieldName)).trimEnd();
    pieces = [];
    size = 0;
    take(line.slice(colon + 1));
  }
  close();
  return { fields, length: length ?? octets.length, cut };
}

/** With the empty line that ends it; null where that does not stand in the octets. A part may begin with it: then it has no header. */
export function headerLength(octets: Buffer): number | null {
  if (octets[0] === LF) return 1;
  if (octets[0] === CR && octets[1] === LF) return 2;
  const crlf = octets.indexOf('\n\r\n', 0, 'latin1');
  const lf = octets.indexOf('\n\n', 0, 'latin1');
  if (crlf < 0 && lf < 0) return null;
  return lf < 0 || (crlf >= 0 && crlf < lf) ? crlf + 3 : lf + 2;
}

/** The first of several counts, as in most readers. */
export function firstField(fields: readonly Field[], key: string): string | null {
  return fields.find((field) => field.key === key)?.raw ?? null;
}

/**
 * The charset of what stands raw in a header and is no UTF-8: that of the message's own body if it fits, else what all of it
 * together looks like. Null where nothing stands raw. Only the beginning is looked at, which a list reads as well.
 */
export function rawCharset(fields: readonly Field[]): RawCharset | null {
  const raw: string[] = [];
  let size = 0;
  for (const field of fields) {
    size += field.raw.length + field.name.length;
    if (size > limits.mailbox.listHeadOctets) break;
    if (/[\x80-\xff]/.test(field.raw)) raw.push(field.raw);
  }
  if (raw.length === 0) return null;
  const type = firstField(fields, 'content-type');
  const declared = type === null ? null : (parseHeaderValue(type).parameters.get('charset') ?? null);
  const word = fields.map((field) => /=\?([^?\s*]{1,60})[?*]/.exec(field.raw)?.[1]).find((each) => each !== undefined);
  const octets = Buffer.from(raw.map((text) => text.replace(/[\0-\x1f]+/g, ' ')).join('\n'), 'latin1');
  if (isAscii(octets)) return null;
  const { charset, note } = decideText(octets, null, { hint: declared ?? word ?? null });
  return { charset, guessed: note?.guessed ?? false };
}
