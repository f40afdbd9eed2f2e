/** What was read of a connection and is looked at when it is its address's turn: pieces in their order, and whether the end came after them. */
export class HeldInput {
  #chunks: Uint8Array[] = [];
  #octets = 0;
  #ended = false;

  get octets(): number {
    return this.#octets;
  }

  get count(): number {
    return this.#chunks.length;
  }

  add(chunk: Uint8Array): void {
    this.#chunks.push(chunk);
    this.#octets += chunk.length;
  }

  /** The next piece; null where nothing is held. */
  next(): Uint8Array | null {
    const chunk = this.#chunks.shift();
    if (chunk === undefined) return null;
    this.#octets -= chunk.length;
    return chunk;
  }

  /** The client sends no more; to be known when all that is held was looked at. */
  end(): void {
    this.#ended = true;
  }

  /** True once, when nothing is held and the end came. */
  takeEnd(): boolean {
    const ended = this.#ended && this.#chunks.length === 0;
    if (ended) this.#ended = false;
    return ended;
  }

  /** All pieces; none is held any more. The end stays known. */
  release(): Uint8Array[] {
    const chunks = this.#chunks;
    this.#chunks = [];
    this.#octets = 0;
    return chunks;
  }
}
