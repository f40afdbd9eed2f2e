/**
 * The parts of a message: where each begins and ends in its octets, and what its header says of it (RFC 2046). Searches
 * for boundaries without looking at what lies between, so that a large attachment costs next to nothing; capped in depth,
 * number and octets against messages made to be expensive.
 */
import { Buffer } from 'node:buffer';
import { limits } from '../limits.ts';
import type { CharsetNote } from './charset/decide.ts';
import { headerLength, headerSection, firstField, rawCharset, type Field } from './fields.ts';
import type { OctetSource } from './octets.ts';
import { parseHeaderValue } from './parameters.ts';

export interface MimePart {
  readonly index: number;
  readonly mimeType: string;
  readonly filename: string | null;
  readonly disposition: string | null;
  /** As declared. */
  readonly charset: string | null;
  readonly encoding: string | null;
  /** Without angle brackets. */
  readonly contentId: string | null;
  /** RFC 3676: lines that flow, and whether the blank at which they were broken goes. */
  readonly flowed: boolean;
  readonly delSp: boolean;
  /** What its name was read by, where that disagrees with what is said there. */
  readonly nameNote: CharsetNote | null;
  /** Of the content, from the start of the message; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
  readonly children: readonly MimePart[];
}

/** What of a message was not looked into, being too much. */
export type StructureCut = 'header-cut' | 'parts-cut' | 'depth-cut' | 'structure-cut';

export interface Structure {
  readonly root: MimePart;
  /** Of the message itself, in their order. */
  readonly fields: readonly Field[];
  readonly cuts: ReadonlySet<StructureCut>;
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
const MESSAGES = new Set(['message/rfc822', 'message/global', 'message/news']);
const AS_IT_STANDS = new Set(['7bit', '8bit', 'binary']);

export function readStructure(source: OctetSource): Structure {
  return new Walk(source).read();
}

/** In the order of their numbers. */
export function allParts(part: MimePart): MimePart[] {
  return [part, ...part.children.flatMap(allParts)];
}

/** A message within the message that its parts were found in. */
export const isMessage = (part: MimePart): boolean => MESSAGES.has(part.mimeType);

/** Nothing of it changes when it is transferred. */
export const isAsItStands = (part: MimePart): boolean => part.encoding === null || AS_IT_STANDS.has(part.encoding);

class Walk {
  readonly #file: OctetSource;
  readonly #open: Multipart[] = [];
  #parts = 0;
  /** Within the message, however deep: in all, because each is read without a boundary to stop at. */
  #messages = 0;
  /** Of the message itself. */
  #fields: readonly Field[] = [];
  readonly #cuts = new Set<StructureCut>();

  constructor(file: OctetSource) {
    this.#file = file;
  }

  read(): Structure {
    const limit = Math.min(this.#file.size, limits.mailbox.structureOctets);
    const chain = this.#begin(0, limits.mailbox.headerOctets);
    let at = chain.at(-1)?.start ?? 0;
    for (let lines = 0; this.#open.length > 0; lines += 1) {
      const line = this.#file.find('\n--', Math.max(0, at - 1), limit);
      if (line === null) {
        if (limit < this.#file.size) this.#cuts.add('structure-cut');
        break;
      }
      if (this.#parts >= limits.mailbox.parts || lines >= limits.mailbox.boundaryLines) {
        this.#cuts.add('parts-cut');
        break;
      }
      at = this.#delimiter(line + 1);
    }
    for (const { inside } of this.#open) for (const part of inside) part.end = this.#file.size;
    const [root] = chain;
    if (root === undefined) throw new RangeError('a message has one part at least');
    return { root, fields: this.#fields, cuts: this.#cuts };
  }

  /** Looks at the line that begins here; answers where to go on. */
  #delimiter(start: number): number {
    const line = this.#file.slice(start, limits.reading.boundaryLine);
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
      const usual = multipart.part.mimeType === 'multipart/digest' ? 'message/rfc822' : 'text/plain';
      const children = this.#begin(next, limits.mailbox.partHeaderOctets, multipart.part.children, usual);
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
  #begin(offset: number, headerOctets: number, siblings: OpenPart[] = [], usual = 'text/plain'): OpenPart[] {
    const chain: OpenPart[] = [];
    let list = siblings;
    for (let at = offset; ;) {
      if (this.#parts >= limits.mailbox.parts) {
        this.#cuts.add('parts-cut');
        break;
      }
      const { header, length } = this.#header(
        this.#file.slice(at, headerOctets),
        chain.length === 0 ? usual : 'text/plain',
      );
      const part = this.#part(header, at + length);
      list.push(part);
      chain.push(part);
      const { boundary } = header;
      if (part.mimeType.startsWith('multipart/') && boundary !== null) {
        if (this.#open.length < limits.mailbox.mimeDepth) this.#open.push({ part, boundary, inside: [] });
        else this.#cuts.add('depth-cut');
        break;
      }
      if (!isMessage(part) || !isAsItStands(part)) break;
      if (this.#messages >= limits.mailbox.mimeDepth) {
        this.#cuts.add('depth-cut');
        break;
      }
      this.#messages += 1;
      list = part.children;
      at = part.start;
    }
    return chain;
  }

  #header(octets: Buffer, usual: string): { header: PartHeader; length: number } {
    const { fields, length, cut } = headerSection(this.#untilDelimiter(octets));
    const endless = length === octets.length && octets.length >= limits.mailbox.partHeaderOctets;
    if (cut || (endless && headerLength(octets) === null)) this.#cuts.add('header-cut');
    if (this.#parts === 0) this.#fields = fields;
    return { header: partHeader(fields, usual), length };
  }

  /** A header that nothing ends but the next delimiter has no content; it must not take the next part's header for its own. */
  #untilDelimiter(octets: Buffer): Buffer {
    if (this.#open.length === 0) return octets;
    const most = headerLength(octets) ?? octets.length;
    for (
      let at = octets.indexOf('\n--', 0, 'latin1');
      at >= 0 && at < most;
      at = octets.indexOf('\n--', at + 3, 'latin1')
    ) {
      const end = octets.indexOf(LF, at + 1);
      const content = octets.subarray(at + 3, end < 0 ? octets.length : end);
      if (this.#open.some(({ boundary }) => afterBoundary(content, boundary) !== null))
        return octets.subarray(0, at + 1);
    }
    return octets;
  }

  #part(header: PartHeader, start: number): OpenPart {
    const { boundary: _, ...rest } = header;
    const index = this.#parts;
    this.#parts += 1;
    return { ...rest, index, start: Math.min(start, this.#file.size), end: this.#file.size, children: [] };
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

type PartHeader = Omit<MimePart, 'index' | 'start' | 'end' | 'children'> & { readonly boundary: Buffer | null };

function partHeader(fields: readonly Field[], usual: string): PartHeader {
  const hint = rawCharset(fields);
  const type = parseHeaderValue(firstField(fields, 'content-type') ?? '', hint);
  const disposition = parseHeaderValue(firstField(fields, 'content-disposition') ?? '', hint);
  const boundary = type.octets.get('boundary') ?? latin1Of(type.parameters.get('boundary') ?? '');
  const contentId = (firstField(fields, 'content-id') ?? '').trim().replace(/^</, '').replace(/>$/, '');
  return {
    mimeType: /^[^/\s]+\/[^/\s]+$/.test(type.value) ? type.value : usual,
    filename: disposition.parameters.get('filename') ?? type.parameters.get('name') ?? null,
    nameNote: disposition.notes.get('filename') ?? type.notes.get('name') ?? null,
    disposition: orNull(disposition.value),
    charset: orNull(type.parameters.get('charset')?.trim() ?? ''),
    encoding: orNull(
      parseHeaderValue(firstField(fields, 'content-transfer-encoding') ?? '').value.replace(/^["']|["']$/g, ''),
    ),
    contentId: orNull(Buffer.from(contentId, 'latin1').toString('utf8')),
    flowed: type.parameters.get('format')?.trim().toLowerCase() === 'flowed',
    delSp: type.parameters.get('delsp')?.trim().toLowerCase() === 'yes',
    boundary: boundary === '' || boundary.length > limits.reading.boundary ? null : Buffer.from(boundary, 'latin1'),
  };
}

const latin1Of = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

const orNull = (value: string): string | null => (value === '' ? null : value);
