/** Keeps a copy of the first octets of a stream: enough for the headers in a list, without holding the message. */
import { limits } from '../limits.ts';

export class HeadKeeper {
  readonly #limit: number;
  #chunks: Uint8Array[] = [];
  #octets = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  push(chunk: Uint8Array): void {
    const room = this.#limit - this.#octets;
    if (room <= 0) return;
    // Copied where the message goes on: a view would pin the whole socket buffer for as long as the message is handled.
    const part = chunk.length > room ? Uint8Array.prototype.slice.call(chunk, 0, room) : chunk;
    this.#chunks.push(part);
    this.#octets += part.length;
    if (this.#chunks.length > limits.spool.pieces) this.#chunks = [Buffer.concat(this.#chunks, this.#octets)];
  }

  bytes(): Uint8Array {
    const first = this.#chunks[0];
    if (first === undefined) return new Uint8Array(0);
    if (this.#chunks.length === 1) return first;
    return Buffer.concat(this.#chunks, this.#octets);
  }
}
