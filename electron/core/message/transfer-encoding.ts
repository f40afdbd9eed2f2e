/**
 * Content-Transfer-Encoding undone as a stream (RFC 2045 section 6): a large attachment is never held whole. What is not of the
 * encoding is passed over, as the RFC asks.
 */
import { Buffer } from 'node:buffer';

/** Unknown encodings and the three that change nothing are passed on as they are. */
export function decoded(encoding: string | null, octets: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  switch (encoding) {
    case 'base64':
      return base64(octets);
    case 'quoted-printable':
      return quotedPrintable(octets);
    default:
      return octets;
  }
}

async function* base64(octets: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let rest = '';
  for await (const chunk of octets) {
    const text = rest + latin1(chunk).replace(/[^A-Za-z0-9+/=]/g, '');
    // Padding ends it (RFC 2045 section 6.8); some programs pad each of several pieces, which Buffer reads piece by piece.
    const whole = text.length - (text.length % 4);
    rest = text.slice(whole);
    if (whole > 0) yield pieces(text.slice(0, whole));
  }
  if (rest !== '') yield pieces(rest);
}

/** Buffer stops at padding; what stands behind it begins anew. */
function pieces(text: string): Buffer {
  if (!text.slice(0, -2).includes('=')) return Buffer.from(text, 'base64');
  return Buffer.concat(text.split(/=+/).map((piece) => Buffer.from(piece, 'base64')));
}

async function* quotedPrintable(octets: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const decoder = new QuotedPrintable();
  for await (const chunk of octets) yield decoder.take(chunk);
  yield decoder.end();
}

const LF = 0x0a;
const CR = 0x0d;
const EQUALS = 0x3d;
const isBlank = (octet: number): boolean => octet === 0x20 || octet === 0x09;

/** Octet by octet, so that neither a long line nor a long run of blanks costs more than its length. */
class QuotedPrintable {
  /** Blanks, and a CR behind them: they stand at a line's end (and are dropped there) or they do not. */
  #held: number[] = [];
  /** What followed an equals sign; null when none is open. */
  #escape: number[] | null = null;
  #out: Buffer = Buffer.alloc(0);
  #length = 0;

  take(chunk: Uint8Array): Buffer {
    this.#out = Buffer.allocUnsafe(chunk.length + this.#held.length + 8);
    this.#length = 0;
    for (const octet of chunk) this.#octet(octet);
    return this.#out.subarray(0, this.#length);
  }

  end(): Buffer {
    this.#out = Buffer.allocUnsafe(this.#held.length + 8);
    this.#length = 0;
    if (this.#escape !== null && this.#escape.length > 0) this.#literal();
    return this.#out.subarray(0, this.#length);
  }

  #octet(octet: number): void {
    if (this.#escape !== null) return this.#escaped(octet);
    if (octet === LF) {
      // RFC 2045 section 6.7 (3): white space at a line's end was added on the way.
      const crlf = this.#held.at(-1) === CR;
      this.#held = [];
      if (crlf) this.#put(CR);
      return this.#put(LF);
    }
    if (this.#held.at(-1) === CR) this.#flush();
    if (isBlank(octet) || octet === CR) return void this.#held.push(octet);
    this.#flush();
    if (octet === EQUALS) this.#escape = [];
    else this.#put(octet);
  }

  #escaped(octet: number): void {
    const open = this.#escape ?? [];
    const [first] = open;
    if (octet === LF && (first === undefined || isBlank(first) || first === CR)) {
      // A soft line break.
      this.#escape = null;
      return;
    }
    if (first === undefined || isBlank(first)) {
      // Blanks behind the sign do not add up: one is enough to know what to expect.
      if (first === undefined || octet === CR) this.#escape = [octet];
      else if (!isBlank(octet)) this.#restart(octet);
      return;
    }
    const value = first === CR ? Number.NaN : hexValue(first) * 16 + hexValue(octet);
    if (Number.isNaN(value)) return this.#restart(octet);
    this.#escape = null;
    this.#put(value);
  }

  /** It was no escape: the sign means itself. */
  #restart(octet: number): void {
    this.#literal();
    this.#octet(octet);
  }

  #literal(): void {
    const open = this.#escape ?? [];
    this.#escape = null;
    this.#put(EQUALS);
    for (const octet of open) this.#put(octet);
  }

  #flush(): void {
    for (const octet of this.#held) this.#put(octet);
    this.#held = [];
  }

  #put(octet: number): void {
    if (this.#length === this.#out.length) this.#out = Buffer.concat([this.#out, Buffer.allocUnsafe(1_024)]);
    this.#out[this.#length] = octet;
    this.#length += 1;
  }
}

/** NaN for what is no hexadecimal digit. */
function hexValue(octet: number): number {
  if (octet >= 0x30 && octet <= 0x39) return octet - 0x30;
  const upper = octet & 0xdf;
  return upper >= 0x41 && upper <= 0x46 ? upper - 0x37 : Number.NaN;
}

const latin1 = (octets: Uint8Array): string =>
  Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString('latin1');
