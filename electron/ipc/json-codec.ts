/**
 * Values of the contract as JSON text, for transports that carry text. Octets become `{"$bytes": base64}`; no schema has a key
 * of that name. Base64 by hand, because this layer knows neither Node's Buffer nor the browser's btoa.
 */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const MARK = '$bytes';

export function encodeJson(value: unknown): string {
  return JSON.stringify(value, function replace(this: Record<string, unknown>, key: string, shown: unknown): unknown {
    // `shown` has been through toJSON already, which turns a Buffer into an array of numbers: look at the property itself.
    const original = this[key];
    return original instanceof Uint8Array ? { [MARK]: toBase64(original) } : shown;
  });
}

/** Throws SyntaxError for anything that is not JSON. */
export function decodeJson(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null) return value;
    const coded: unknown = (value as Record<string, unknown>)[MARK];
    return typeof coded === 'string' ? fromBase64(coded) : value;
  });
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const left = bytes.length - at;
    const group = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    text += ALPHABET.charAt(group >> 18) + ALPHABET.charAt((group >> 12) & 63);
    text += left > 1 ? ALPHABET.charAt((group >> 6) & 63) : '=';
    text += left > 2 ? ALPHABET.charAt(group & 63) : '=';
  }
  return text;
}

function fromBase64(text: string): Uint8Array {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array(Math.max(0, (text.length / 4) * 3 - padding));
  let at = 0;
  for (let i = 0; i < text.length; i += 4) {
    const [a, b, c, d] = [digit(text, i), digit(text, i + 1), digit(text, i + 2), digit(text, i + 3)];
    const group = (a << 18) | (b << 12) | (c << 6) | d;
    for (const shift of [16, 8, 0]) {
      if (at < bytes.length) bytes[at] = (group >> shift) & 255;
      at += 1;
    }
  }
  return bytes;
}

/** Padding counts as zero; anything outside the alphabet means that the text was not made by us. */
function digit(text: string, index: number): number {
  const character = text.charAt(index);
  if (character === '=') return 0;
  const value = ALPHABET.indexOf(character);
  if (character === '' || value < 0) throw new SyntaxError('not base64');
  return value;
}
