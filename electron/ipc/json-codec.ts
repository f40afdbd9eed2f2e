/**
 * Values of the contract as JSON text, for transports that carry text. Octets become `{"$bytes": base64}`; no schema has a key
 * of that name.
 */
import { octetsOfBase64, base64Of } from '../protocol/text/base64.ts';

const MARK = '$bytes';

export function encodeJson(value: unknown): string {
  return JSON.stringify(value, function replace(this: Record<string, unknown>, key: string, shown: unknown): unknown {
    // `shown` has been through toJSON already, which turns a Buffer into an array of numbers: look at the property itself.
    const original = this[key];
    return original instanceof Uint8Array ? { [MARK]: base64Of(original) } : shown;
  });
}

/** Throws SyntaxError for anything that is not JSON. */
export function decodeJson(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null) return value;
    const coded: unknown = (value as Record<string, unknown>)[MARK];
    if (typeof coded !== 'string') return value;
    const octets = octetsOfBase64(coded);
    // Not made by us.
    if (octets === null) throw new SyntaxError('not base64');
    return octets;
  });
}
