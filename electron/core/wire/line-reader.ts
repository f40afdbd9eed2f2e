/**
 * Cuts a stream of octets into lines. Linear in the input whatever the chunking; a socket's chunk is borrowed while its
 * lines are taken and then let go, so that a few kept octets never hold 64 KiB alive.
 */
import { Buffer } from 'node:buffer';
import type { Anomaly } from '../../protocol/values/session/reply.ts';
import { NO_ANOMALIES, asBuffer, ownBytes } from './text.ts';
import { limits } from './limits.ts';

export interface WireLine {
  /** Without the line end. */
  readonly content: Uint8Array;
  /** The same as Latin-1: cheaper than the octets, which most lines are never asked for. */
  readonly latin: string;
  /** With it, as it came; in memory of its own. */
  readonly raw: Uint8Array;
  readonly end: 'crlf' | 'lf';
  /** Of the framing alone: bare-lf, bare-cr, and long-line for replies. */
  readonly anomalies: Anomaly[];
}

export interface LineReaderOptions {
  /** Octets of a line with its end. */
  readonly maxLine: number;
  /** `lenient` for replies: LF alone ends a line. `strict` for commands: only CRLF does (RFC 5321 2.3.8; smuggling). */
  readonly lineEnd: 'lenient' | 'strict';
}

const CR = 13;
const LF = 10;
const EMPTY = Buffer.alloc(0);
/** Room kept for a connection between lines; more is given back. */
const KEPT_CAPACITY = 1_024;

export class LineReader {
  readonly #maxLine: number;
  readonly #strict: boolean;
  /** Octets not yet taken: #data from #start to #end. Borrowed from the pusher unless #owned. */
  #data: Buffer = EMPTY;
  #start = 0;
  #end = 0;
  #owned = true;
  /** No line end stands before this offset. */
  #scanned = 0;
  /** The first maxLine octets of a line that is too long, until skipLine. */
  #head: Buffer | null = null;
  /** Octets are thrown away up to the next line end. */
  #discarding = false;
  #lastDiscarded = 0;

  constructor(options: LineReaderOptions) {
    this.#maxLine = options.maxLine;
    this.#strict = options.lineEnd === 'strict';
  }

  /** Octets held, those of an overlong line's head included. */
  get buffered(): number {
    return this.#end - this.#start + (this.#head?.length ?? 0);
  }

  /** True when the first maxLine octets of the next line hold no line end; see skipLine. */
  get overflow(): boolean {
    return this.#head !== null;
  }

  push(chunk: Uint8Array): void {
    let octets = asBuffer(chunk);
    if (this.#discarding) octets = this.#discard(octets);
    if (octets.length === 0) return;
    if (this.#end === this.#start) {
      this.#data = octets;
      this.#start = 0;
      this.#end = octets.length;
      this.#scanned = 0;
      this.#owned = false;
      return;
    }
    this.#reserve(octets.length);
    octets.copy(this.#data, this.#end);
    this.#end += octets.length;
  }

  /** The next complete line; null when there is none yet, or when an overlong line is in the way. */
  next(): WireLine | null {
    if (this.#head !== null) return null;
    const end = this.#findEnd();
    if (end === -1) {
      if (this.#end - this.#start >= this.#maxLine) this.#overflow();
      else this.#keep();
      return null;
    }
    if (end + 1 - this.#start > this.#maxLine) {
      this.#overflow();
      return null;
    }
    const line = this.#line(this.#start, end);
    this.#start = end + 1;
    this.#scanned = this.#start;
    if (this.#start === this.#end) this.#release();
    return line;
  }

  /** Drops an overlong line up to and including its end, which may not have come yet. Without one: does nothing. */
  skipLine(): void {
    this.#head = null;
  }

  /** Everything held, as it came; the reader is empty afterwards. May be a view of what was pushed: copy what is kept. */
  takeRest(): Uint8Array {
    const held = this.#data.subarray(this.#start, this.#end);
    const rest = this.#head === null ? (this.#owned ? Buffer.from(held) : held) : Buffer.concat([this.#head, held]);
    this.#head = null;
    this.#discarding = false;
    this.#release();
    return rest;
  }

  /** Offset of the LF that ends the line, -1 for none. */
  #findEnd(): number {
    // What a grown buffer holds beyond #end is nobody's, and searching it would cost time.
    const held = this.#end === this.#data.length ? this.#data : this.#data.subarray(0, this.#end);
    for (;;) {
      const at = held.indexOf(LF, this.#scanned);
      if (at === -1) {
        this.#scanned = this.#end;
        return -1;
      }
      this.#scanned = at + 1;
      if (!this.#strict || (at > this.#start && this.#data[at - 1] === CR)) {
        // Found again if the line turns out to be too long.
        this.#scanned = at;
        return at;
      }
    }
  }

  /** `lf`: offset of the LF that ends it. */
  #line(start: number, lf: number): WireLine {
    const crlf = lf > start && this.#data[lf - 1] === CR;
    const latin = this.#data.toString('latin1', start, crlf ? lf - 1 : lf);
    const anomalies = this.#strict ? commandAnomalies(latin) : replyAnomalies(latin, crlf, lf + 1 - start);
    // A command's octets are hardly ever asked for, a reply's always.
    const raw = this.#strict ? null : ownBytes(this.#data.subarray(start, lf + 1));
    return new Line(raw, latin, crlf ? 'crlf' : 'lf', anomalies);
  }

  #overflow(): void {
    const head = this.#start + this.#maxLine;
    this.#head = Buffer.from(this.#data.subarray(this.#start, head));
    this.#discarding = true;
    this.#lastDiscarded = this.#head[this.#maxLine - 1] ?? 0;
    const rest = this.#discard(this.#data.subarray(head, this.#end));
    if (rest.length === 0) {
      this.#release();
      return;
    }
    this.#start = this.#end - rest.length;
    this.#scanned = this.#start;
    this.#keep();
  }

  /** Throws away up to the line's end; gives what follows it. */
  #discard(octets: Buffer): Buffer {
    for (let from = 0; ;) {
      const at = octets.indexOf(LF, from);
      if (at === -1) {
        if (octets.length > 0) this.#lastDiscarded = octets[octets.length - 1] ?? 0;
        return EMPTY;
      }
      const before = at === 0 ? this.#lastDiscarded : octets[at - 1];
      if (!this.#strict || before === CR) {
        this.#discarding = false;
        return octets.subarray(at + 1);
      }
      from = at + 1;
    }
  }

  /** Copies what is still borrowed, so that the chunk can go. */
  #keep(): void {
    if (this.#owned) return;
    const size = this.#end - this.#start;
    const own = size === 0 ? EMPTY : Buffer.allocUnsafeSlow(size);
    this.#data.copy(own, 0, this.#start, this.#end);
    this.#scanned -= this.#start;
    this.#data = own;
    this.#start = 0;
    this.#end = size;
    this.#owned = true;
  }

  /** Makes room after #end; doubling keeps the copying linear. */
  #reserve(more: number): void {
    const size = this.#end - this.#start;
    if (this.#owned && this.#end + more <= this.#data.length) return;
    if (this.#owned && size + more <= this.#data.length && size <= this.#data.length / 2) {
      this.#data.copyWithin(0, this.#start, this.#end);
    } else {
      const larger = Buffer.allocUnsafeSlow(Math.max(size + more, size * 2));
      this.#data.copy(larger, 0, this.#start, this.#end);
      this.#data = larger;
      this.#owned = true;
    }
    this.#scanned -= this.#start;
    this.#start = 0;
    this.#end = size;
  }

  #release(): void {
    if (!this.#owned || this.#data.length > KEPT_CAPACITY) {
      this.#data = EMPTY;
      this.#owned = true;
    }
    this.#start = 0;
    this.#end = 0;
    this.#scanned = 0;
  }
}

/** Its octets are looked at only when asked for: short ones live on V8's own heap until then, which costs next to nothing. */
class Line implements WireLine {
  #raw: Uint8Array | null;
  readonly latin: string;
  readonly end: 'crlf' | 'lf';
  readonly anomalies: Anomaly[];

  /** `raw` null: made from the text when it is asked for, which Latin-1 keeps whole. */
  constructor(raw: Uint8Array | null, latin: string, end: 'crlf' | 'lf', anomalies: Anomaly[]) {
    this.#raw = raw;
    this.latin = latin;
    this.end = end;
    this.anomalies = anomalies;
  }

  get raw(): Uint8Array {
    this.#raw ??= ownBytes(Buffer.from(this.latin + (this.end === 'crlf' ? '\r\n' : '\n'), 'latin1'));
    return this.#raw;
  }

  get content(): Uint8Array {
    return asBuffer(this.raw).subarray(0, this.latin.length);
  }
}

function commandAnomalies(latin: string): Anomaly[] {
  const bare = bareLineEnds(latin);
  if (!bare.lf && !bare.cr) return NO_ANOMALIES;
  return [...(bare.lf ? (['bare-lf'] as const) : []), ...(bare.cr ? (['bare-cr'] as const) : [])];
}

/** `octets`: with the line end. */
function replyAnomalies(latin: string, crlf: boolean, octets: number): Anomaly[] {
  const long = octets > limits.reply.rfcLine;
  const bareCr = latin.includes('\r');
  if (crlf && !bareCr && !long) return NO_ANOMALIES;
  return [
    ...(crlf ? [] : (['bare-lf'] as const)),
    ...(bareCr ? (['bare-cr'] as const) : []),
    ...(long ? (['long-line'] as const) : []),
  ];
}

/** CR without LF after it, LF without CR before it. */
function bareLineEnds(content: string): { cr: boolean; lf: boolean } {
  let cr = false;
  let lf = false;
  for (let at = content.indexOf('\r'); at !== -1 && !cr; at = content.indexOf('\r', at + 1))
    cr = content[at + 1] !== '\n';
  for (let at = content.indexOf('\n'); at !== -1 && !lf; at = content.indexOf('\n', at + 1))
    lf = at === 0 || content[at - 1] !== '\r';
  return { cr, lf };
}
