/** MD4 (RFC 1320) and RC4, which NTLM is made of: OpenSSL 3 keeps both in a provider that Node does not load. Good for nothing else. */

const rotate = (value: number, by: number): number => (value << by) | (value >>> (32 - by));

function padded(message: Uint8Array): DataView {
  const octets = new Uint8Array(((message.length + 8) >> 6) * 64 + 64);
  octets.set(message);
  octets[message.length] = 0x80;
  const view = new DataView(octets.buffer);
  view.setUint32(octets.length - 8, (message.length * 8) >>> 0, true);
  view.setUint32(octets.length - 4, Math.floor(message.length / 0x2000_0000), true);
  return view;
}

type Mix = (x: number, y: number, z: number) => number;

/** RFC 1320 section 3.4: the function, the constant, the order of words and the shifts of each round. */
const rounds: readonly (readonly [mix: Mix, constant: number, order: readonly number[], shifts: readonly number[]])[] =
  [
    [(x, y, z) => (x & y) | (~x & z), 0, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15], [3, 7, 11, 19]],
    [
      (x, y, z) => (x & y) | (x & z) | (y & z),
      0x5a82_7999,
      [0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15],
      [3, 5, 9, 13],
    ],
    [(x, y, z) => x ^ y ^ z, 0x6ed9_eba1, [0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15], [3, 9, 11, 15]],
  ];

export function md4(message: Uint8Array): Uint8Array {
  const view = padded(message);
  let a = 0x6745_2301;
  let b = 0xefcd_ab89 | 0;
  let c = 0x98ba_dcfe | 0;
  let d = 0x1032_5476;
  for (let block = 0; block < view.byteLength; block += 64) {
    const before = [a, b, c, d] as const;
    for (const [mix, constant, order, shifts] of rounds) {
      order.forEach((word, i) => {
        const sum = (a + mix(b, c, d) + view.getUint32(block + word * 4, true) + constant) | 0;
        [a, b, c, d] = [d, rotate(sum, shifts[i % 4] ?? 0), b, c];
      });
    }
    a = (a + before[0]) | 0;
    b = (b + before[1]) | 0;
    c = (c + before[2]) | 0;
    d = (d + before[3]) | 0;
  }
  const digest = new DataView(new ArrayBuffer(16));
  [a, b, c, d].forEach((word, i) => digest.setInt32(i * 4, word, true));
  return new Uint8Array(digest.buffer);
}

export function rc4(key: Uint8Array, data: Uint8Array): Uint8Array {
  const state = Uint8Array.from({ length: 256 }, (_, i) => i);
  const at = (i: number): number => state[i & 255] ?? 0;
  const swap = (i: number, j: number): void => {
    const kept = at(i);
    state[i & 255] = at(j);
    state[j & 255] = kept;
  };
  for (let i = 0, j = 0; i < 256; i += 1) {
    j = (j + at(i) + (key[i % key.length] ?? 0)) & 255;
    swap(i, j);
  }
  let i = 0;
  let j = 0;
  return data.map((octet) => {
    i = (i + 1) & 255;
    j = (j + at(i)) & 255;
    swap(i, j);
    return octet ^ at(at(i) + at(j));
  });
}
