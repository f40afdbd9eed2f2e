/** JSON as a report has it, back to what it was made of: octets from base64. What is nested deeper than any report is refused before it is walked. */

/** Members that hold octets, wherever they stand: replies have them, and outcomes whose octets were no reply. */
const OCTETS = 'raw';
/** A report is a dozen levels deep, a survey of them three more. */
const DEEPEST = 40;

/** null: nested deeper than that. */
export function revive(value: unknown): { readonly value: unknown } | null {
  let tooDeep = false;
  const walk = (one: unknown, depth: number): unknown => {
    if (depth > DEEPEST) {
      tooDeep = true;
      return null;
    }
    if (Array.isArray(one)) return one.map((each) => walk(each, depth + 1));
    if (typeof one !== 'object' || one === null) return one;
    // From entries: a member called __proto__ stays one, and schemas leave it out.
    return Object.fromEntries(
      Object.entries(one).map(([name, member]) => [
        name,
        name === OCTETS && typeof member === 'string' ? (octetsOf(member) ?? member) : walk(member, depth + 1),
      ]),
    );
  };
  const revived = walk(value, 0);
  return tooDeep ? null : { value: revived };
}

/** null for what is no base64; it is left as it is, and refused by the schema with its place. */
function octetsOf(text: string): Uint8Array | null {
  try {
    const binary = atob(text);
    return Uint8Array.from(binary, (each) => each.charCodeAt(0));
  } catch {
    return null;
  }
}
