/**
 * The octets of BDAT chunks (RFC 3030): so many as the command said, whatever they are. Nothing in them is a line, a dot or an
 * end, and so nothing in them can be mistaken for one.
 */
import { Buffer } from 'node:buffer';
import type { Anomaly } from '../../../protocol/values/session/reply.ts';
import type { EndOfDataPart } from './end-of-data.ts';

const EMPTY = Buffer.alloc(0);
const NONE: ReadonlyMap<Anomaly, number> = new Map();

export class ChunkReader {
  readonly lookAlike = null;
  #left = 0;
  #octets = 0;

  /** Octets of the message so far, those of earlier chunks included. */
  get octets(): number {
    return this.#octets;
  }

  get anomalies(): ReadonlyMap<Anomaly, number> {
    return NONE;
  }

  /** The next chunk; a chunk of 0 octets is done at the next push, which may be empty. */
  begin(size: number): void {
    this.#left = size;
  }

  push(chunk: Uint8Array): EndOfDataPart {
    const taken = Math.min(this.#left, chunk.length);
    this.#left -= taken;
    this.#octets += taken;
    const done = this.#left === 0;
    return {
      chunks: taken === 0 ? [] : [taken === chunk.length ? chunk : chunk.subarray(0, taken)],
      done,
      rest: taken === chunk.length ? EMPTY : chunk.subarray(taken),
    };
  }
}

export type ChunkSize = { readonly ok: true; readonly octets: number; readonly last: boolean } | { readonly ok: false };

/** The argument of BDAT: decimal digits alone, no sign, no exponent, and nothing that a number cannot hold exactly. */
export function parseChunkSize(args: string): ChunkSize {
  const match = /^(\d{1,16})(?:[ \t]+(LAST))?$/i.exec(args);
  const octets = Number(match?.[1] ?? NaN);
  return Number.isSafeInteger(octets) ? { ok: true, octets, last: match?.[2] !== undefined } : { ok: false };
}
