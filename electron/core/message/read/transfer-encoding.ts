/**
 * Content-Transfer-Encoding undone (RFC 2045 section 6), as a stream or at once: a large attachment is never held whole. What is not
 * of the encoding is passed over, as the RFC asks. Octet by octet: neither a long line nor a long run of anything costs more than
 * its length.
 */
import { Buffer } from 'node:buffer';

interface Decoder {
  take(chunk: Uint8Array): Buffer;
  end(): Buffer;
  /** Octets that are none of the encoding, line ends and blanks aside. */
  readonly strays: number;
}

/** Null: it changes nothing, or is not known. */
function decoderOf(encoding: string | null): Decoder | null {
  switch (encoding) {
    case 'base64':
    case 'b':
      return new Base64();
    case 'quoted-printable':
    case 'q':
      return new QuotedPrintable();
    case 'x-uuencode':
    case 'uuencode':
    case 'x-uue':
    case 'uue':
      return new UuEncoded();
    default:
      return null;
  }
}

export const changesOctets = (encoding: string | null): boolean => decoderOf(encoding) !== null;

/** Unknown encodings and the three that change nothing are passed on as they are. */
export function decoded(encoding: string | null, octets: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const decoder = decoderOf(encoding);
  return decoder === null ? octets : stream(decoder, octets);
}

async function* stream(decoder: Decoder, octets: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  for await (const chunk of octets) yield decoder.take(chunk);
  yield decoder.end();
}

/** The same at once. `strays`: octets that are none of the encoding. */
export function decodedAtOnce(encoding: string | null, octets: Uint8Array): { octets: Uint8Array; strays: number } {
  const decoder = decoderOf(encoding);
  if (decoder === null) return { octets, strays: 0 };
  const most = decoder.take(octets);
  const rest = decoder.end();
  return { octets: rest.length === 0 ? most : Buffer.concat([most, rest]), strays: decoder.strays };
}

/** By octet: its six bits; 64 padding, 65 blank, 66 stray. */
const BASE64 = new Uint8Array(256).fill(66);
for (const [at, octet] of Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=').entries())
  BASE64[octet] = at;
for (const octet of [9, 10, 11, 12, 13, 32]) BASE64[octet] = 65;

/** Padding ends it (section 6.8); some programs pad each of several pieces, which are read one after the other. */
class Base64 implements Decoder {
  strays = 0;
  #bits = 0;
  #count = 0;

  take(chunk: Uint8Array): Buffer {
    const out = Buffer.allocUnsafe(Math.ceil(((chunk.length + 3) * 3) / 4) + 3);
    let length = 0;
    let bits = this.#bits;
    let count = this.#count;
    for (const octet of chunk) {
      const value = BASE64[octet] ?? 66;
      if (value < 64) {
        bits = ((bits << 6) | value) & 0xffffff;
        count += 1;
        if (count > 1) {
          out[length] = (bits >> ((4 - count) * 2)) & 0xff;
          length += 1;
          if (count === 4) count = 0;
        }
      } else if (value === 64) count = 0;
      else if (value === 66) this.strays += 1;
    }
    this.#bits = bits;
    this.#count = count;
    return out.subarray(0, length);
  }

  end(): Buffer {
    return Buffer.alloc(0);
  }
}

/** Lines of a length and that many octets, between "begin" and "end" (POSIX, uuencode). */
class UuEncoded implements Decoder {
  strays = 0;
  #state: 'before' | 'within' | 'after' = 'before';
  readonly #line = new Held();

  take(chunk: Uint8Array): Buffer {
    const out = Buffer.allocUnsafe(chunk.length + this.#line.length + 3);
    let length = 0;
    for (const octet of chunk) {
      if (octet !== LF) this.#line.push(octet);
      else length = this.#lineEnds(out, length);
    }
    return out.subarray(0, length);
  }

  end(): Buffer {
    const out = Buffer.allocUnsafe(this.#line.length + 3);
    return out.subarray(0, this.#lineEnds(out, 0));
  }

  #lineEnds(out: Buffer, length: number): number {
    const line = this.#line.octets();
    this.#line.clear();
    const text = line.toString('latin1', 0, 20).trimEnd();
    if (this.#state !== 'within') {
      if (this.#state === 'before' && /^begin(?:-base64)? [0-7]{3,4} /.test(text)) this.#state = 'within';
      return length;
    }
    if (text === 'end') this.#state = 'after';
    if (this.#state === 'after' || text === '' || text === '`') return length;
    let left = ((line[0] ?? 0x20) - 0x20) & 0x3f;
    let at = length;
    for (let from = 1; left > 0 && from < line.length; from += 4) {
      const six = (offset: number): number => ((line[from + offset] ?? 0x20) - 0x20) & 0x3f;
      const triple = (six(0) << 18) | (six(1) << 12) | (six(2) << 6) | six(3);
      for (const shift of [16, 8, 0]) {
        if (left === 0) break;
        out[at] = (triple >> shift) & 0xff;
        at += 1;
        left -= 1;
      }
    }
    return at;
  }
}

const LF = 0x0a;
const CR = 0x0d;
const EQUALS = 0x3d;
const isBlank = (octet: number): boolean => octet === 0x20 || octet === 0x09;

/** Octets kept for later, in a buffer that grows by doubling. */
class Held {
  #octets = Buffer.allocUnsafe(64);
  length = 0;

  push(octet: number): void {
    if (this.length === this.#octets.length) this.#octets = Buffer.concat([this.#octets, this.#octets]);
    this.#octets[this.length] = octet;
    this.length += 1;
  }

  last(): number | undefined {
    return this.length === 0 ? undefined : this.#octets[this.length - 1];
  }

  octets(): Buffer {
    return this.#octets.subarray(0, this.length);
  }

  clear(): void {
    this.length = 0;
  }
}

class QuotedPrintable implements Decoder {
  strays = 0;
  /** Blanks, and a CR after them: they stand at a line's end (and are dropped there) or they do not. */
  readonly #held = new Held();
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
      const crlf = this.#held.last() === CR;
      this.#held.clear();
      if (crlf) this.#put(CR);
      return this.#put(LF);
    }
    if (this.#held.last() === CR) this.#flush();
    if (isBlank(octet) || octet === CR) return this.#held.push(octet);
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
      // Blanks after the sign do not add up: one is enough to know what to expect.
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
    this.strays += 1;
    this.#escape = null;
    this.#put(EQUALS);
    for (const octet of open) this.#put(octet);
  }

  #flush(): void {
    for (const octet of this.#held.octets()) this.#put(octet);
    this.#held.clear();
  }

  #put(octet: number): void {
    if (this.#length === this.#out.length)
      this.#out = Buffer.concat([this.#out, Buffer.allocUnsafe(1_024 + this.#out.length)]);
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
