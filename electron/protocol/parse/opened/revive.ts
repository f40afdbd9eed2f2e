/** JSON as a report has it, back to what it was made of: octets from base64. What is nested deeper than any report is refused before it is walked. */

/** Members that hold octets, wherever they stand: replies have them, and outcomes whose octets were no reply. */
const OCTETS = 'raw';
/** A report is a dozen levels deep, a survey of them three more. */
const DEEPEST = 40;

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

class TooDeep extends Error {}

/** null: nested deeper than that. */
export function revive(value: unknown): { readonly value: unknown } | null {
  try {
    return { value: walk(value, 0) };
  } catch (error) {
    if (error instanceof TooDeep) return null;
    throw error;
  }
}

function walk(one: unknown, depth: number): unknown {
  if (depth > DEEPEST) throw new TooDeep();
  if (Array.isArray(one)) return one.map((each) => walk(each, depth + 1));
  if (typeof one !== 'object' || one === null) return one;
  // From entries: a member called __proto__ stays one, and schemas leave it out.
  return Object.fromEntries(
    Object.entries(one).map(([name, member]) => [
      name,
      name === OCTETS && typeof member === 'string' ? (octetsOf(member) ?? member) : walk(member, depth + 1),
    ]),
  );
}

/** RFC 4648 section 4. null for what is none; it is left as it is, and refused by the schema with its place. */
function octetsOf(text: string): Uint8Array | null {
  const digits = text.replace(/={1,2}$/, '');
  if (text.length % 4 !== 0 || digits.length % 4 === 1) return null;
  const octets = new Uint8Array(Math.floor((digits.length * 3) / 4));
  let [held, bits, at] = [0, 0, 0];
  for (const digit of digits) {
    const value = ALPHABET.indexOf(digit);
    if (value === -1) return null;
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    octets[at] = (held >> bits) & 0xff;
    at += 1;
  }
  return octets;
}
