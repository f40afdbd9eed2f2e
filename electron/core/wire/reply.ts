/**
 * Puts lines together to replies (RFC 5321 section 4.2) without ever refusing one: a reply that makes no sense has the code
 * null, its anomalies and its octets. Whether to go on is for the caller to judge.
 */
import type { Anomaly, Reply } from '../../protocol/values/session/reply.ts';
import type { WireLimit } from './limits.ts';
import { LineReader, type WireLine } from './line-reader.ts';
import { NO_ANOMALIES, concatBytes, decodeText, isPlainText, latin1, ownBytes } from './text.ts';
import { limits } from './limits.ts';

export interface EnhancedCode {
  /** As written. */
  readonly text: string;
  readonly class: number;
  readonly subject: number;
  readonly detail: number;
}

const DIGIT_0 = 48;
const SPACE = 32;
const HYPHEN = 45;
const enhancedForm = /^([0-9])\.([0-9]{1,3})\.([0-9]{1,3})(?=[ \t]|$)/;

/** At the start of a line's text (RFC 2034 section 4), any class; the caller compares it with the reply code. */
export function parseEnhancedCode(text: string): EnhancedCode | null {
  const match = enhancedForm.exec(text);
  if (match === null) return null;
  return { text: match[0], class: Number(match[1]), subject: Number(match[2]), detail: Number(match[3]) };
}

/** First digit of the code; null where no code could be read. */
export function replyClass(reply: Reply): 2 | 3 | 4 | 5 | null {
  if (reply.code === null) return null;
  const first = Math.floor(reply.code / 100);
  return first === 2 || first === 3 || first === 4 || first === 5 ? first : null;
}

/** 2yz: done. 3yz is no success: it asks for more. */
export function isPositive(reply: Reply): boolean {
  return replyClass(reply) === 2;
}

/** Worth retrying unchanged: true for 4yz, false for 5yz, null for anything else. */
export function isTemporary(reply: Reply): boolean | null {
  const first = replyClass(reply);
  return first === 4 ? true : first === 5 ? false : null;
}

interface ReplyLine {
  readonly code: number | null;
  readonly more: boolean;
  readonly text: string;
  readonly anomalies: readonly Anomaly[];
}

/** -1 for what is none, the end of the line included. */
function digit(latin: string, at: number): number {
  const octet = latin.charCodeAt(at);
  return octet >= DIGIT_0 && octet <= DIGIT_0 + 9 ? octet - DIGIT_0 : -1;
}

/** Number() and parseInt take signs, blanks and other scripts' digits; a reply code is three ASCII digits, no fourth. */
function readCode(latin: string): number | null {
  const a = digit(latin, 0);
  const b = digit(latin, 1);
  const c = digit(latin, 2);
  if (a === -1 || b === -1 || c === -1 || digit(latin, 3) !== -1) return null;
  const code = a * 100 + b * 10 + c;
  return code >= 200 && code <= 559 ? code : null;
}

function readLine(line: Pick<WireLine, 'latin' | 'content'>): ReplyLine {
  const { latin } = line;
  const code = readCode(latin);
  if (code === null) {
    const { text, anomalies } = decodeText(line.content);
    return { code, more: false, text, anomalies: ['malformed-code', ...anomalies] };
  }
  const separator = latin.length > 3 ? latin.charCodeAt(3) : undefined;
  const proper = separator === undefined || separator === SPACE || separator === HYPHEN;
  // A TAB or another blank separates as well as a space does; a letter belongs to the text.
  const skipped = proper || separator < SPACE ? 4 : 3;
  const { text, anomalies } = isPlainText(latin)
    ? { text: latin.slice(skipped), anomalies: NO_ANOMALIES }
    : decodeText(line.content.subarray(skipped));
  return {
    code,
    more: separator === HYPHEN,
    text,
    anomalies: proper ? anomalies : ['missing-separator', ...anomalies],
  };
}

/**
 * The first line of a reply that shows an anomaly, as it came but decoded; the last one where none does (`truncated`). For people who
 * look for the proof: read anew, since hardly any reply has one.
 */
export function lineShowing(reply: Reply, anomaly: Anomaly): string {
  const reader = new LineReader({ maxLine: limits.reply.maxOctets + 1, lineEnd: 'lenient' });
  reader.push(reply.raw);
  let before: number | null = null;
  let last = '';
  for (let line = reader.next(); line !== null; line = reader.next()) {
    const read = readLine(line);
    const odd = [...line.anomalies, ...read.anomalies];
    if (before !== null && read.code !== null && read.code !== before) odd.push('code-mismatch');
    if (contradicts(parseEnhancedCode(read.text)?.text ?? null, reply.code)) odd.push('enhanced-mismatch');
    last = decodeText(line.content).text;
    if (odd.includes(anomaly)) return last;
    before = read.code;
  }
  const rest = reader.takeRest();
  return rest.length === 0 ? last : decodeText(rest).text;
}

/** RFC 2034 section 4: the class must be that of the reply code. 3yz has no class of its own in RFC 3463: anything goes there. */
function contradicts(enhanced: string | null, code: number | null): boolean {
  if (enhanced === null || code === null) return false;
  const expected = Math.floor(code / 100);
  return expected !== 3 && Number(enhanced[0]) !== expected;
}

export interface ReplyParserOptions {
  readonly maxLines?: number;
  readonly maxOctets?: number;
}

export class ReplyParser {
  readonly #maxLines: number;
  readonly #maxOctets: number;
  #code: number | null = null;
  #enhanced: string | null = null;
  #lines: string[] = [];
  #raw: Uint8Array[] = [];
  #octets = 0;
  #anomalies = NO_ANOMALIES;
  #exceeded: WireLimit | null = null;

  constructor(options: ReplyParserOptions = {}) {
    this.#maxLines = options.maxLines ?? limits.reply.maxLines;
    this.#maxOctets = options.maxOctets ?? limits.reply.maxOctets;
  }

  /** True between the first line of a reply and its last. */
  get pending(): boolean {
    return this.#lines.length > 0;
  }

  /** The cap that the reply has run into; nothing more is taken after that. The lines before it: finishTruncated. */
  get exceeded(): WireLimit | null {
    return this.#exceeded;
  }

  /** The reply, when this was its last line. A line without a readable code ends it, whatever came before. */
  push(line: WireLine): Reply | null {
    if (this.#exceeded !== null) return null;
    if (this.#lines.length >= this.#maxLines) this.#exceeded = 'reply.maxLines';
    else if (this.#octets + line.raw.length > this.#maxOctets) this.#exceeded = 'reply.maxOctets';
    if (this.#exceeded !== null) return null;
    const read = readLine(line);
    this.#add(read, line.raw, line.anomalies);
    return read.more ? null : this.#finish(read.code === null);
  }

  /** What has come of a reply that never ended, with an incomplete last line; null when nothing has. */
  finishTruncated(rest?: Uint8Array): Reply | null {
    if (rest !== undefined && rest.length > 0) {
      const read = readLine({ latin: latin1(rest), content: rest });
      // Half a code is no malformed one.
      const anomalies =
        rest.length < 3 ? read.anomalies.filter((anomaly) => anomaly !== 'malformed-code') : read.anomalies;
      this.#add({ ...read, anomalies }, ownBytes(rest), []);
    }
    if (this.#lines.length === 0) return null;
    this.#note('truncated');
    return this.#finish(false);
  }

  #add(read: ReplyLine, raw: Uint8Array, framing: readonly Anomaly[]): void {
    const first = this.#lines.length === 0;
    for (const anomaly of framing) this.#note(anomaly);
    for (const anomaly of read.anomalies) this.#note(anomaly);
    if (!first && read.code !== null && read.code !== this.#code) this.#note('code-mismatch');
    if (read.code !== null) this.#code = read.code;
    this.#enhanced = enhancedForm.exec(read.text)?.[0] ?? this.#enhanced;
    this.#lines.push(read.text);
    this.#raw.push(raw);
    this.#octets += raw.length;
  }

  #note(anomaly: Anomaly): void {
    if (!this.#anomalies.includes(anomaly)) this.#anomalies = [...this.#anomalies, anomaly];
  }

  #finish(unreadable: boolean): Reply {
    const code = unreadable ? null : this.#code;
    const enhancedCode = this.#judgeEnhanced(code);
    const [only, second] = this.#raw;
    const reply: Reply = {
      code,
      enhancedCode,
      lines: this.#lines,
      raw: only !== undefined && second === undefined ? only : concatBytes(...this.#raw),
      anomalies: this.#anomalies,
    };
    this.#code = null;
    this.#enhanced = null;
    this.#lines = [];
    this.#raw = [];
    this.#octets = 0;
    this.#anomalies = NO_ANOMALIES;
    return reply;
  }

  /**
   * Where the class is another of the three, it would mislead whoever explains the reply, and stays in the text alone; a class that
   * does not exist misleads nobody.
   */
  #judgeEnhanced(code: number | null): string | null {
    const enhanced = this.#enhanced;
    if (enhanced === null || code === null) return null;
    const given = Number(enhanced[0]);
    if (!contradicts(enhanced, code)) return enhanced;
    this.#note('enhanced-mismatch');
    return given === 2 || given === 4 || given === 5 ? null : enhanced;
  }
}
