/**
 * What servers and readers may take amiss in the source of a message, found while it is typed: one pass over its characters, each fault
 * with the line it is in. LF alone counts as a line end where the source has no CR at all: so text fields hold it.
 */
import { TEMPLATE_VARIABLES } from '../../facts/templates.ts';
import { limits } from '../limits.ts';

export type SourceCheck = { readonly line: number } & (
  | { readonly code: 'no-empty-line'; readonly severity: 'error' }
  | { readonly code: 'not-a-field'; readonly severity: 'error' }
  | { readonly code: 'field-missing'; readonly severity: 'warning'; readonly field: string }
  | { readonly code: 'field-repeated'; readonly severity: 'warning'; readonly field: string }
  /** RFC 5321 section 4.5.3.1.6. `lines`: how many there are; `line` is the first. */
  | { readonly code: 'line-too-long'; readonly severity: 'warning'; readonly octets: number; readonly lines: number }
  | { readonly code: 'bare-line-feed' | 'bare-carriage-return'; readonly severity: 'error'; readonly lines: number }
  /** Braces like those of a variable (facts/templates.ts) around a word that is none. */
  | { readonly code: 'unknown-variable'; readonly severity: 'warning'; readonly name: string }
  | { readonly code: 'null-octet'; readonly severity: 'error' }
  /** In the header: SMTPUTF8. In the body, declared 8bit or binary: 8BITMIME. */
  | { readonly code: 'needs-smtputf8' | 'needs-8bitmime'; readonly severity: 'info' }
  | { readonly code: 'eight-bit-not-declared'; readonly severity: 'warning' }
  | { readonly code: 'part-not-begun' | 'part-not-closed'; readonly severity: 'error'; readonly boundary: string }
);

/** Octets of a line without its end. */
export const LONGEST_LINE = 998;
/** Fields that a message has once (RFC 5322 section 3.6), in the spelling that is shown. */
const ONCE = ['Date', 'From', 'Sender', 'Reply-To', 'To', 'Cc', 'Subject', 'Message-ID'] as const;
const EXPECTED: readonly string[] = ['Date', 'From', 'Message-ID'];

export function checkSource(source: string): SourceCheck[] {
  const found: SourceCheck[] = [];
  const lines = new Lines(source);
  const head = readHead(lines, found);
  readBody(lines, head, found);
  if (lines.tooLong !== null) found.push({ code: 'line-too-long', severity: 'warning', ...lines.tooLong });
  for (const code of ['bare-line-feed', 'bare-carriage-return'] as const) {
    const at = lines.bare[code];
    if (at !== null) found.push({ code, severity: 'error', ...at });
  }
  for (const [name, line] of lines.unknown) found.push({ code: 'unknown-variable', severity: 'warning', line, name });
  if (lines.nul !== null) found.push({ code: 'null-octet', severity: 'error', line: lines.nul });
  return found.sort((a, b) => a.line - b.line);
}

interface Line {
  readonly text: string;
  readonly number: number;
  readonly ascii: boolean;
}

/** The lines of a source one after the other, and what is wrong with them as lines. */
class Lines {
  tooLong: { line: number; octets: number; lines: number } | null = null;
  readonly bare: Record<'bare-line-feed' | 'bare-carriage-return', { line: number; lines: number } | null> = {
    'bare-line-feed': null,
    'bare-carriage-return': null,
  };
  nul: number | null = null;
  /** With the first line of each. */
  readonly unknown = new Map<string, number>();
  readonly #source: string;
  readonly #mixed: boolean;
  #at = 0;
  #number = 0;

  constructor(source: string) {
    this.#source = source;
    this.#mixed = source.includes('\r');
  }

  next(): Line | null {
    const from = this.#at;
    if (from >= this.#source.length) return null;
    this.#number += 1;
    let octets = 0;
    let ascii = true;
    for (; this.#at < this.#source.length; this.#at += 1) {
      const code = this.#source.charCodeAt(this.#at);
      if (code === 0x0a || code === 0x0d) break;
      if (code === 0) this.nul ??= this.#number;
      if (code > 0x7f) ascii = false;
      octets += octetsOf(code);
    }
    const text = this.#source.slice(from, this.#at);
    if (text.includes('{{')) this.#variables(text);
    this.#end();
    if (octets > LONGEST_LINE) {
      this.tooLong ??= { line: this.#number, octets, lines: 0 };
      this.tooLong.lines += 1;
    }
    return { text, number: this.#number, ascii };
  }

  #variables(text: string): void {
    for (const [, name = ''] of text.matchAll(/\{\{([A-Za-z0-9_. -]{1,60})\}\}/g))
      if (
        !TEMPLATE_VARIABLES.some((each) => each === name) &&
        this.unknown.size < limits.sourceVariables &&
        !this.unknown.has(name)
      )
        this.unknown.set(name, this.#number);
  }

  #end(): void {
    const first = this.#source[this.#at];
    if (first === undefined) return;
    const isPair = first === '\r' && this.#source[this.#at + 1] === '\n';
    this.#at += isPair ? 2 : 1;
    if (isPair || !this.#mixed) return;
    const code = first === '\n' ? 'bare-line-feed' : 'bare-carriage-return';
    const at = (this.bare[code] ??= { line: this.#number, lines: 0 });
    at.lines += 1;
  }
}

/** In UTF-8; each half of a pair beyond the basic plane is two of its four. */
const octetsOf = (code: number): number =>
  code < 0x80 ? 1 : code < 0x800 || (code >= 0xd800 && code <= 0xdfff) ? 2 : 3;

interface Head {
  readonly boundaries: string[];
  declared: boolean;
}

function readHead(lines: Lines, found: SourceCheck[]): Head {
  const head: Head = { boundaries: [], declared: false };
  const seen = new Set<string>();
  let field = '';
  const ended = (): void => readField(field, head);
  for (;;) {
    const line = lines.next();
    if (line === null) {
      ended();
      found.push({ code: 'no-empty-line', severity: 'error', line: 1 });
      break;
    }
    if (line.text === '') {
      ended();
      break;
    }
    if (!line.ascii && !found.some(({ code }) => code === 'needs-smtputf8'))
      found.push({ code: 'needs-smtputf8', severity: 'info', line: line.number });
    if (/^[ \t]/.test(line.text) && field !== '') {
      field += line.text;
      continue;
    }
    ended();
    field = line.text;
    const name = /^([!-9;-~]+)[ \t]*:/.exec(line.text)?.[1];
    if (name === undefined) found.push({ code: 'not-a-field', severity: 'error', line: line.number });
    else judgeName(name, line.number, seen, found);
  }
  for (const name of EXPECTED)
    if (!seen.has(name.toLowerCase())) found.push({ code: 'field-missing', severity: 'warning', line: 1, field: name });
  return head;
}

function judgeName(name: string, line: number, seen: Set<string>, found: SourceCheck[]): void {
  const key = name.toLowerCase();
  const once = ONCE.find((each) => each.toLowerCase() === key);
  if (once !== undefined && seen.has(key))
    found.push({ code: 'field-repeated', severity: 'warning', line, field: once });
  seen.add(key);
}

/** Of a header, the message's own or that of a part: what it says of its octets and of what separates its parts. */
function readField(field: string, head: Head): void {
  if (/^content-transfer-encoding[ \t]*:[ \t]*(?:8bit|binary)/i.test(field)) head.declared = true;
  if (!/^content-type[ \t]*:[ \t]*multipart\//i.test(field) || head.boundaries.length >= limits.sourceBoundaries)
    return;
  const at = /;[ \t]*boundary[ \t]*=[ \t]*(?:"([^"]{1,200})"|([^\s;"]{1,200}))/i.exec(field);
  const boundary = at?.[1] ?? at?.[2];
  if (boundary !== undefined) head.boundaries.push(boundary);
}

/** The parts of a body: each boundary that a header names has to begin a part and to be closed. */
function readBody(lines: Lines, head: Head, found: SourceCheck[]): void {
  const begun = new Set<string>();
  const closed = new Set<string>();
  let eightBit: number | null = null;
  let last = 1;
  // The header of a part goes from its boundary to the next empty line.
  let inHead = false;
  let field = '';
  for (let line = lines.next(); line !== null; line = lines.next()) {
    last = line.number;
    if (!line.ascii) eightBit ??= line.number;
    const boundary = line.text.startsWith('--') ? boundaryOf(line.text, head.boundaries) : null;
    if (boundary !== null) {
      const ends = line.text.startsWith(`--${boundary}--`);
      (ends ? closed : begun).add(boundary);
      inHead = !ends;
      field = '';
    } else if (inHead && /^[ \t]/.test(line.text)) field += line.text;
    else if (inHead) {
      readField(field, head);
      field = line.text;
      inHead = line.text !== '';
    }
  }
  for (const boundary of head.boundaries) {
    if (!begun.has(boundary)) found.push({ code: 'part-not-begun', severity: 'error', line: last, boundary });
    else if (!closed.has(boundary)) found.push({ code: 'part-not-closed', severity: 'error', line: last, boundary });
  }
  if (eightBit === null) return;
  if (head.declared) found.push({ code: 'needs-8bitmime', severity: 'info', line: eightBit });
  else found.push({ code: 'eight-bit-not-declared', severity: 'warning', line: eightBit });
}

/** The longest of them that the line begins with: one boundary may begin another. */
function boundaryOf(text: string, boundaries: readonly string[]): string | null {
  const line = text.slice(2).replace(/[ \t]{1,200}$/, '');
  return boundaries.find((each) => line === each || line === `${each}--`) ?? null;
}
