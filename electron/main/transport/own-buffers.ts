/**
 * Structured clone carries the whole ArrayBuffer behind a view. A Buffer cut from Node's pool would take its neighbours along,
 * and with them whatever else lay in main's memory: octets leave main only in buffers of their own.
 */
export function withOwnBuffers(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array) {
    const exact = value.byteLength === value.buffer.byteLength && value.constructor === Uint8Array;
    return exact ? value : Uint8Array.from(value);
  }
  if (Array.isArray(value)) return value.map(withOwnBuffers);
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withOwnBuffers(entry)]));
}
