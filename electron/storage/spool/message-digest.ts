/**
 * SHA-256 of a message. Most come in one chunk: that one is hashed in a single call, which costs a third of making a Hash object
 * first, feeding it and asking it.
 */
import { createHash, hash, type Hash } from 'node:crypto';

export class MessageDigest {
  #first: Uint8Array | null = null;
  #hash: Hash | null = null;

  /** The chunk must stay as it is until the next call. */
  update(chunk: Uint8Array): void {
    if (this.#hash === null && this.#first === null) {
      this.#first = chunk;
      return;
    }
    if (this.#hash === null) {
      this.#hash = createHash('sha256').update(this.#first ?? '');
      this.#first = null;
    }
    this.#hash.update(chunk);
  }

  hex(): string {
    return this.#hash === null ? hash('sha256', this.#first ?? '', 'hex') : this.#hash.digest('hex');
  }
}
