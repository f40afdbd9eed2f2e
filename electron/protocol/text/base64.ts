/** Base64 (RFC 4648 section 4) by hand: what all layers share knows neither Node's Buffer nor the browser's atob. */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const values: ReadonlyMap<string, number> = new Map(Array.from(ALPHABET, (digit, value) => [digit, value]));

export function base64Of(octets: Uint8Array): string {
  let text = '';
  for (let at = 0; at < octets.length; at += 3) {
    const left = octets.length - at;
    const group = ((octets[at] ?? 0) << 16) | ((octets[at + 1] ?? 0) << 8) | (octets[at + 2] ?? 0);
    text += ALPHABET.charAt(group >> 18) + ALPHABET.charAt((group >> 12) & 63);
    text += left > 1 ? ALPHABET.charAt((group >> 6) & 63) : '=';
    text += left > 2 ? ALPHABET.charAt(group & 63) : '=';
  }
  return text;
}

/** null for what is none: a digit of another alphabet, white space, no padding. */
export function octetsOfBase64(text: string): Uint8Array | null {
  if (text.length % 4 !== 0) return null;
  const digits = text.endsWith('==') ? text.length - 2 : text.endsWith('=') ? text.length - 1 : text.length;
  const octets = new Uint8Array(Math.floor((digits * 3) / 4));
  let [held, bits, at] = [0, 0, 0];
  for (let place = 0; place < digits; place += 1) {
    const value = values.get(text.charAt(place));
    if (value === undefined) return null;
    held = ((held << 6) | value) & 0xfff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    octets[at] = (held >> bits) & 0xff;
    at += 1;
  }
  return octets;
}
