/** Where the octets of a message come from: a file read through a window, or memory. The reading knows no disk. */
import { Buffer } from 'node:buffer';

export interface OctetSource {
  readonly size: number;
  /** At most `length` octets; fewer at the end. Valid until the next call. */
  slice(offset: number, length: number): Buffer;
  /** Where `what` (ASCII) stands from `offset` on and before `limit`; null when it does not. */
  find(what: string, offset: number, limit: number): number | null;
}

export function octetsInMemory(octets: Uint8Array): OctetSource {
  const bytes = Buffer.from(octets.buffer, octets.byteOffset, octets.length);
  return {
    size: bytes.length,
    slice: (offset, length) => bytes.subarray(Math.min(offset, bytes.length), offset + length),
    find: (what, offset, limit) => {
      const at = bytes.subarray(0, Math.min(limit, bytes.length)).indexOf(what, offset, 'latin1');
      return at < 0 ? null : at;
    },
  };
}
