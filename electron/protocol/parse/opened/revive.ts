/** JSON as a report has it, back to what it was made of: octets from base64. What is nested deeper than any report is refused before it is walked. */
import { octetsOfBase64 } from '../../text/base64.ts';
import { limits } from '../limits.ts';

/** Members that hold octets, wherever they stand: replies have them, and outcomes whose octets were no reply. */
const OCTETS = 'raw';

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
  if (depth > limits.openedDepth) throw new TooDeep();
  if (Array.isArray(one)) return one.map((each) => walk(each, depth + 1));
  if (typeof one !== 'object' || one === null) return one;
  // From entries: a member called __proto__ stays one, and schemas leave it out.
  return Object.fromEntries(
    Object.entries(one).map(([name, member]) => [
      name,
      // What is no base64 is left as it is, and refused by the schema with its place.
      name === OCTETS && typeof member === 'string' ? (octetsOfBase64(member) ?? member) : walk(member, depth + 1),
    ]),
  );
}
