/** The little of DER (X.690) that a certificate is made of. Definite lengths, octets out; reading is left to node:crypto. */

export type Der = Buffer;

function element(tag: number, ...contents: Uint8Array[]): Der {
  const body = Buffer.concat(contents);
  return Buffer.concat([Buffer.of(tag), length(body.length), body]);
}

function length(octets: number): Buffer {
  if (octets < 0x80) return Buffer.of(octets);
  const bytes: number[] = [];
  for (let rest = octets; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return Buffer.of(0x80 | bytes.length, ...bytes);
}

export const sequence = (...items: Der[]): Der => element(0x30, ...items);
export const set = (...items: Der[]): Der => element(0x31, ...items);
export const octetString = (bytes: Uint8Array): Der => element(0x04, bytes);
export const utf8String = (text: string): Der => element(0x0c, Buffer.from(text, 'utf8'));
export const boolean = (value: boolean): Der => element(0x01, Buffer.of(value ? 0xff : 0));
/** Constructed, context-specific: the wrapping of EXPLICIT and of structured IMPLICIT fields. */
export const context = (tag: number, ...items: Uint8Array[]): Der => element(0xa0 | tag, ...items);
/** Primitive, context-specific: IMPLICIT strings. */
export const contextString = (tag: number, bytes: Uint8Array): Der => element(0x80 | tag, bytes);

/** Of an unsigned number's octets, most significant first. */
export function integer(bytes: Uint8Array): Der {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start += 1;
  const significant = bytes.subarray(start);
  // The first bit is the sign.
  return element(0x02, ((significant[0] ?? 0) & 0x80) !== 0 ? Buffer.of(0) : Buffer.alloc(0), significant);
}

export function smallInteger(value: number): Der {
  return integer(Buffer.of(value));
}

/** Bits from the left; `unused` of them at the end do not count. */
export function bitString(bytes: Uint8Array, unused = 0): Der {
  return element(0x03, Buffer.of(unused), bytes);
}

export function oid(dotted: string): Der {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const part of rest) {
    const group = [part & 0x7f];
    for (let left = part >>> 7; left > 0; left >>>= 7) group.unshift((left & 0x7f) | 0x80);
    bytes.push(...group);
  }
  return element(0x06, Buffer.from(bytes));
}

/** RFC 5280 section 4.1.2.5: UTCTime until 2049, GeneralizedTime from then on. */
export function time(date: Date): Der {
  const digits = date.toISOString().replace(/[-:T]/g, '').slice(0, 14);
  return date.getUTCFullYear() < 2050
    ? element(0x17, Buffer.from(`${digits.slice(2)}Z`, 'latin1'))
    : element(0x18, Buffer.from(`${digits}Z`, 'latin1'));
}
