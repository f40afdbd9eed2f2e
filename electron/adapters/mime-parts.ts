/**
 * The parts of a stored message: where each begins and ends in its file, and what its header says of it (RFC 2046). Searches
 * for boundaries without looking at what lies between, so that a large attachment costs next to nothing; capped in depth,
 * number and octets against messages made to be expensive.
 */
import { parseHeaderValue } from '../core/message/header-parameters.ts';
import { limits } from '../core/wire/limits.ts';
import { text } from './message-head.ts';
import type { WindowedFile } from './windowed-file.ts';

export interface MimePart {
  readonly index: number;
  readonly mimeType: string;
  readonly filename: string | null;
  readonly disposition: string | null;
  readonly charset: string | null;
  readonly encoding: string | null;
  /** Without angle brackets. */
  readonly contentId: string | null;
  /** Of the content, from the start of the file; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
  readonly children: readonly MimePart[];
}

interface OpenPart extends MimePart {
  end: number;
  readonly children: OpenPart[];
}

interface Multipart {
  readonly part: OpenPart;
  readonly boundary: Buffer;
  /** What ends at its next delimiter: the current part, and the messages directly inside it. */
  inside: OpenPart[];
}

const CR = 13;
const LF = 10;
/** RFC 2046 section 5.1.1 allows 70 characters. */
const BOUNDARY_LENGTH = 250;
const LINE_OCTETS = 1_024;
const FIELDS = new Set(['content-type', 'content-disposition', 'content-transfer-encoding', 'content-id']);

export function mimeParts(file: WindowedFile): MimePart {
  return new Walk(file).root();
}

/** In the order of their numbers. */
export function allParts(part: MimePart): MimePart[] {
  return [part, ...part.children.flatMap(allParts)];
}

/** What a reader offers to save: leaves that are no text to be read, and messages within the message as a whole. */
export function attachmentsOf(part: MimePart): MimePart[] {
  if (part.mimeType === 'message/rfc822' && part.index > 0) return [part];
  if (part.children.length > 0 || part.mimeType.startsWith('multipart/')) return part.children.flatMap(attachmentsOf);
  const readable = part.mimeType === 'text/plain' || part.mimeType === 'text/html';
  return readable && part.disposition !== 'attachment' ? [] : [part];
}

class Walk {
  readonly #file: WindowedFile;
  readonly #open: Multipart[] = [];
  #parts = 0;
  /** Within the message, however deep: in all, because each is read without a boundary to stop at. */
  #messages = 0;

  constructor(file: WindowedFile) {
    this.#file = file;
  }

  root(): MimePart {
    const limit = Math.min(this.#file.size, limits.mailbox.structureOctets);
    const chain = this.#begin(0, limits.mailbox.headerOctets);
    let at = chain.at(-1)?.start ?? 0;
    while (this.#open.length > 0 && this.#parts < limits.mailbox.parts) {
      const line = this.#file.find('\n--', Math.max(0, at - 1), limit);
      if (line === null) break;
      at = this.#delimiter(line + 1);
    }
    for (const { inside } of this.#open) for (const part of inside) part.end = this.#file.size;
    const [root] = chain;
    if (root === undefined) throw new RangeError('a message has one part at least');
    return root;
  }

  /** Looks at the line that begins here; answers where to go on. */
  #delimiter(start: number): number {
    const line = this.#file.slice(start, LINE_OCTETS);
    const length = line.indexOf(LF);
    const content = line.subarray(2, length < 0 ? line.length : length);
    const next = start + (length < 0 ? line.length : length + 1);
    for (let level = this.#open.length - 1; level >= 0; level -= 1) {
      const multipart = this.#open[level];
      if (multipart === undefined) continue;
      const after = afterBoundary(content, multipart.boundary);
      if (after === null) continue;
      const end = this.#beforeLineEnd(start);
      for (const { inside } of this.#open.splice(level + 1))
        for (const part of inside) part.end = Math.max(part.start, end);
      for (const part of multipart.inside) part.end = Math.max(part.start, end);
      multipart.inside = [];
      if (after === 'last') {
        this.#open.pop();
        multipart.part.end = start;
        return next;
      }
      const children = this.#begin(next, limits.mailbox.partHeaderOctets, multipart.part.children);
      multipart.inside.push(...children);
      return Math.max(next, children.at(-1)?.start ?? next);
    }
    return next;
  }

  /** The line end before a delimiter belongs to the delimiter (RFC 2046 section 5.1.1). */
  #beforeLineEnd(start: number): number {
    const before = this.#file.slice(Math.max(0, start - 2), Math.min(2, start));
    return start - (before.at(-2) === CR ? 2 : Math.min(1, start));
  }

  /** The part that begins here and, when it is a message, the one inside it, and so on. */
  #begin(offset: number, headerOctets: number, siblings: OpenPart[] = []): OpenPart[] {
    const chain: OpenPart[] = [];
    let list = siblings;
    for (let at = offset; this.#parts < limits.mailbox.parts;) {
      const { header, length } = headerSection(this.#file.slice(at, headerOctets));
      const part = this.#part(header, at + length);
      list.push(part);
      chain.push(part);
      const { boundary } = header;
      if (part.mimeType.startsWith('multipart/') && boundary !== null && this.#open.length < limits.mailbox.mimeDepth) {
        this.#open.push({ part, boundary, inside: [] });
        break;
      }
      const whole = part.encoding === null || ['7bit', '8bit', 'binary'].includes(part.encoding);
      if (part.mimeType !== 'message/rfc822' || !whole || this.#messages >= limits.mailbox.mimeDepth) break;
      this.#messages += 1;
      list = part.children;
      at = part.start;
    }
    return chain;
  }

  #part(header: PartHeader, start: number): OpenPart {
    const { mimeType, filename, disposition, charset, encoding, contentId } = header;
    const index = this.#parts;
    this.#parts += 1;
    const from = Math.min(start, this.#file.size);
    return {
      ...{ index, mimeType, filename, disposition, charset, encoding, contentId },
      ...{ start: from, end: this.#file.size, children: [] },
    };
  }
}

/** Null: another line. White space may follow (RFC 2046 section 5.1.1). */
function afterBoundary(content: Buffer, boundary: Buffer): 'next' | 'last' | null {
  if (content.length < boundary.length || content.compare(boundary, 0, boundary.length, 0, boundary.length) !== 0)
    return null;
  const rest = content.toString('latin1', boundary.length).trimEnd();
  if (rest === '') return 'next';
  return rest === '--' ? 'last' : null;
}

interface PartHeader {
  readonly mimeType: string;
  readonly filename: string | null;
  readonly disposition: string | null;
  readonly charset: string | null;
  readonly encoding: string | null;
  readonly contentId: string | null;
  readonly boundary: Buffer | null;
}

function headerSection(octets: Buffer): { header: PartHeader; length: number } {
  const length = headerLength(octets);
  const fields = new Map<string, string>();
  let name = '';
  for (const line of text(octets.subarray(0, length)).split(/\r\n|\n/)) {
    if (/^[ \t]/.test(line)) {
      if (name !== '') fields.set(name, `${fields.get(name) ?? ''}${line}`);
      continue;
    }
    const colon = line.indexOf(':');
    const key = colon > 0 ? line.slice(0, colon).trimEnd().toLowerCase() : '';
    name = FIELDS.has(key) && !fields.has(key) ? key : '';
    if (name !== '') fields.set(name, line.slice(colon + 1));
  }
  const type = parseHeaderValue(fields.get('content-type') ?? '');
  const disposition = parseHeaderValue(fields.get('content-disposition') ?? '');
  const boundary = type.parameters.get('boundary') ?? '';
  const contentId = (fields.get('content-id') ?? '').trim().replace(/^</, '').replace(/>$/, '');
  return {
    length,
    header: {
      mimeType: /^[^/\s]+\/[^/\s]+$/.test(type.value) ? type.value : 'text/plain',
      filename: disposition.parameters.get('filename') ?? type.parameters.get('name') ?? null,
      disposition: orNull(disposition.value),
      charset: orNull(type.parameters.get('charset') ?? ''),
      encoding: orNull(parseHeaderValue(fields.get('content-transfer-encoding') ?? '').value),
      contentId: orNull(contentId),
      boundary: boundary === '' || boundary.length > BOUNDARY_LENGTH ? null : Buffer.from(boundary, 'utf8'),
    },
  };
}

const orNull = (value: string): string | null => (value === '' ? null : value);

/** With the empty line that ends it. A part may begin with that line: then it has no header. */
function headerLength(octets: Buffer): number {
  if (octets[0] === LF) return 1;
  if (octets[0] === CR && octets[1] === LF) return 2;
  const crlf = octets.indexOf('\n\r\n');
  const lf = octets.indexOf('\n\n');
  if (crlf < 0 && lf < 0) return octets.length;
  return lf < 0 || (crlf >= 0 && crlf < lf) ? crlf + 3 : lf + 2;
}
