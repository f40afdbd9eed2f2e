/** Lines out of octets that come in slices. A slice may end inside a line or inside a character; both are put together again. */
export class SourceLines {
  #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  #lines: string[] = [];
  #rest = '';

  /** Whole lines, and the unfinished one after them. */
  get count(): number {
    return this.#lines.length + (this.#rest === '' ? 0 : 1);
  }

  line(index: number): string {
    return this.#lines[index] ?? this.#rest;
  }

  push(bytes: Uint8Array): void {
    this.#take(this.#decoder.decode(bytes, { stream: true }));
  }

  /** Nothing more comes: an octet sequence cut in half is shown as such. */
  end(): void {
    this.#take(this.#decoder.decode());
  }

  #take(text: string): void {
    const parts = (this.#rest + text).split('\n');
    this.#rest = parts.pop() ?? '';
    // CRLF is the line end; a CR left elsewhere stays and is shown.
    for (const part of parts) this.#lines.push(part.endsWith('\r') ? part.slice(0, -1) : part);
  }
}
