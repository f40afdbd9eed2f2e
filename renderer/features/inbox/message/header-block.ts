/** The header of a message out of its first octets, as it came: lines unfolded by nobody, octets that are no UTF-8 shown as such. */

/** Enough for any header that is meant to be read; servers refuse far smaller ones. */
export const HEADER_OCTETS = 262_144;

export interface HeaderBlock {
  readonly lines: readonly string[];
  /** False when the empty line after it lies beyond the octets that were given. */
  readonly whole: boolean;
}

/** `size`: octets of the whole message. */
export function headerBlock(bytes: Uint8Array, size: number): HeaderBlock {
  const lines = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes).split('\n');
  // After the last line end nothing stands yet: that is no empty line.
  const rest = lines.pop() ?? '';
  const plain = lines.map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  const end = plain.indexOf('');
  if (end !== -1) return { lines: plain.slice(0, end), whole: true };
  return { lines: rest === '' ? plain : [...plain, rest], whole: bytes.length >= size };
}
