/**
 * HMAC-MD5 (RFC 2104) from its two inner states in place of the key: what RFC 2195 section 2 lets a server keep of a password for CRAM-MD5.
 * MD5 is RFC 1321, written out because the system's cannot be stopped and gone on with.
 */
/** MD5 after the first block, the padded key: four words, 16 octets. Whoever has both can answer CRAM-MD5, and nothing else. */
export interface HmacMd5State {
  readonly inner: Uint8Array;
  readonly outer: Uint8Array;
}

type Words = readonly [number, number, number, number];

const BLOCK = 64;
const start: Words = [0x6745_2301, 0xefcd_ab89 | 0, 0x98ba_dcfe | 0, 0x1032_5476];
const shifts = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
] as const;
/** RFC 1321 section 3.4: the integer part of 4294967296 times abs(sin(i)). */
const sines = Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 0x1_0000_0000) | 0);

const rotate = (value: number, by: number): number => (value << by) | (value >>> (32 - by));

function mix(round: number, b: number, c: number, d: number): number {
  if (round === 0) return (b & c) | (~b & d);
  if (round === 1) return (b & d) | (c & ~d);
  return round === 2 ? b ^ c ^ d : c ^ (b | ~d);
}

/** Which word of the block is next: RFC 1321 section 3.4, by round. */
function wordOf(round: number, i: number): number {
  if (round === 0) return i;
  if (round === 1) return (5 * i + 1) % 16;
  return round === 2 ? (3 * i + 5) % 16 : (7 * i) % 16;
}

function compress(before: Words, block: DataView, at: number): Words {
  let [a, b, c, d] = before;
  for (let step = 0; step < 64; step += 1) {
    const round = step >> 4;
    const word = block.getUint32(at + wordOf(round, step & 15) * 4, true);
    const sum = (a + mix(round, b, c, d) + word + (sines[step] ?? 0)) | 0;
    const turned = (b + rotate(sum, shifts[round]?.[step & 3] ?? 0)) | 0;
    [a, b, c, d] = [d, turned, b, c];
  }
  return [(before[0] + a) | 0, (before[1] + b) | 0, (before[2] + c) | 0, (before[3] + d) | 0];
}

function octetsOf(words: Words): Uint8Array {
  const view = new DataView(new ArrayBuffer(16));
  words.forEach((word, i) => view.setInt32(i * 4, word, true));
  return new Uint8Array(view.buffer);
}

function wordsOf(octets: Uint8Array): Words {
  const view = new DataView(octets.buffer, octets.byteOffset, 16);
  return [view.getInt32(0, true), view.getInt32(4, true), view.getInt32(8, true), view.getInt32(12, true)];
}

/** MD5 of `done` octets that led to `state`, a multiple of 64, and the message. */
function finish(state: Words, done: number, message: Uint8Array): Uint8Array {
  const padded = new Uint8Array(((message.length + 8) >> 6) * BLOCK + BLOCK);
  padded.set(message);
  padded[message.length] = 0x80;
  const view = new DataView(padded.buffer);
  const octets = done + message.length;
  view.setUint32(padded.length - 8, (octets * 8) >>> 0, true);
  view.setUint32(padded.length - 4, Math.floor(octets / 0x2000_0000), true);
  let words = state;
  for (let at = 0; at < padded.length; at += BLOCK) words = compress(words, view, at);
  return octetsOf(words);
}

export function hmacMd5State(key: Uint8Array): HmacMd5State {
  const padded = new Uint8Array(BLOCK);
  padded.set(key.length > BLOCK ? finish(start, 0, key) : key);
  const masked = (mask: number): Uint8Array => {
    const block = padded.map((octet) => octet ^ mask);
    return octetsOf(compress(start, new DataView(block.buffer), 0));
  };
  return { inner: masked(0x36), outer: masked(0x5c) };
}

export function hmacMd5From({ inner, outer }: HmacMd5State, message: Uint8Array): Uint8Array {
  return finish(wordsOf(outer), BLOCK, finish(wordsOf(inner), BLOCK, message));
}
