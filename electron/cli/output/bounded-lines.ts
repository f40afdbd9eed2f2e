/** Lines for a reader who may be slower than those who cause them: within octets, and with a line that says what was left out. */
import { limits } from '../limits.ts';
import type { Output } from './terminal.ts';

export interface LinesLeftOut {
  readonly lines: number;
  readonly octets: number;
}

export class BoundedLines {
  readonly #out: Pick<Output, 'line' | 'waiting' | 'drained'>;
  readonly #words: (leftOut: LinesLeftOut) => string;
  #lines = 0;
  #octets = 0;

  /** `words`: the line that stands where others are missing. */
  constructor(out: Pick<Output, 'line' | 'waiting' | 'drained'>, words: (leftOut: LinesLeftOut) => string) {
    this.#out = out;
    this.#words = words;
  }

  /** Left out when more waits for the reader than may. */
  print(text: string): void {
    if (this.#out.waiting <= limits.server.unreadOutput) return this.force(text);
    if (this.#lines === 0) void this.#out.drained().then(() => this.#report());
    this.#lines += 1;
    this.#octets += text.length + 1;
  }

  /** In any case. */
  force(text: string): void {
    this.#report();
    this.#out.line(text);
  }

  async room(): Promise<void> {
    if (this.#out.waiting > limits.server.unreadOutput) await this.#out.drained();
  }

  /** Nothing comes any more: what was left out last is said before the program waits for its reader. */
  end(): void {
    this.#report();
  }

  #report(): void {
    if (this.#lines === 0) return;
    const words = this.#words({ lines: this.#lines, octets: this.#octets });
    this.#lines = 0;
    this.#octets = 0;
    this.#out.line(words);
  }
}
