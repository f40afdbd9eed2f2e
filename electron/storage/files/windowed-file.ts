/** A file read through a window that moves: searched and looked into without ever being in memory as a whole. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { limits } from '../limits.ts';

export class WindowedFile {
  readonly size: number;
  readonly #fd: number;
  #start = 0;
  #window: Buffer = Buffer.alloc(0);

  constructor(path: string) {
    this.#fd = openSync(path, 'r');
    this.size = fstatSync(this.#fd).size;
  }

  /** At most `length` octets; fewer at the end. Valid until the next call. */
  slice(offset: number, length: number): Buffer {
    const wanted = Math.max(0, Math.min(length, this.size - offset));
    if (offset < this.#start || offset + wanted > this.#start + this.#window.length) this.#move(offset, wanted);
    const at = offset - this.#start;
    return this.#window.subarray(at, at + wanted);
  }

  /** Where `what` (ASCII) stands from `offset` on and before `limit`; null when it does not. */
  find(what: string, offset: number, limit: number): number | null {
    for (let at = offset; at + what.length <= limit;) {
      const there = this.#start + this.#window.length - at;
      const length = at >= this.#start && there >= what.length ? there : limits.files.windowOctets;
      const octets = this.slice(at, Math.min(length, limit - at));
      const found = octets.indexOf(what, 0, 'latin1');
      if (found >= 0) return at + found;
      if (octets.length < what.length) return null;
      at += octets.length - what.length + 1;
    }
    return null;
  }

  close(): void {
    closeSync(this.#fd);
  }

  #move(offset: number, wanted: number): void {
    const buffer = Buffer.allocUnsafe(
      Math.min(Math.max(wanted, limits.files.windowOctets), Math.max(0, this.size - offset)),
    );
    let filled = 0;
    while (filled < buffer.length) {
      const got = readSync(this.#fd, buffer, filled, buffer.length - filled, offset + filled);
      if (got === 0) break;
      filled += got;
    }
    this.#start = offset;
    this.#window = buffer.subarray(0, filled);
  }
}
