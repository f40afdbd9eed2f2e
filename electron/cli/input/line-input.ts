/** Standard input line by line, for passwords and for commands; on a terminal a password is not echoed. */
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import type { Completions } from '../../protocol/parse/console/completion.ts';

export interface LineInput {
  readonly isTerminal: boolean;
  /** Octets of the next line without its end (LF or CR LF); null at the end of the input, or once it was closed. */
  line(prompt?: string): Promise<Buffer | null>;
  /** The same, not shown while it is typed. */
  hiddenLine(prompt: string): Promise<Buffer | null>;
  /** What TAB proposes; absent where nobody types. */
  complete?(proposals: (line: string) => Completions): void;
  /** Ends a read that is waiting. */
  close(): void;
}

/** `onInterrupt`: Ctrl+C on a terminal in raw mode reaches the reader and not the process. */
export function openLineInput(
  input: NodeJS.ReadStream,
  prompts: NodeJS.WritableStream,
  onInterrupt: () => void,
): LineInput {
  return input.isTTY ? new TerminalInput(input, prompts, onInterrupt) : new PipedInput(input);
}

/** Octet by octet what was piped in: readline would also end lines at a bare CR and at U+2028. */
class PipedInput implements LineInput {
  readonly isTerminal = false;
  readonly #input: NodeJS.ReadStream;
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);
  #ended = false;
  #closed: () => void = () => undefined;
  readonly #whenClosed: Promise<null>;

  constructor(input: NodeJS.ReadStream) {
    this.#input = input;
    this.#chunks = input[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    this.#whenClosed = new Promise((resolve) => {
      this.#closed = () => {
        resolve(null);
      };
    });
  }

  async line(): Promise<Buffer | null> {
    // Of one line that comes in many chunks, each is looked at once and they are put together at its end.
    const parts: Buffer[] = [];
    for (;;) {
      const end = this.#rest.indexOf(10);
      if (end >= 0 || this.#ended) {
        parts.push(end >= 0 ? this.#rest.subarray(0, end) : this.#rest);
        this.#rest = end >= 0 ? this.#rest.subarray(end + 1) : Buffer.alloc(0);
        const line = Buffer.concat(parts);
        if (end < 0 && line.length === 0) return null;
        return line.at(-1) === 13 ? line.subarray(0, -1) : line;
      }
      parts.push(this.#rest);
      this.#rest = Buffer.alloc(0);
      const next = await Promise.race([this.#chunks.next(), this.#whenClosed]);
      if (next === null) return null;
      if (next.done === true) this.#ended = true;
      else this.#rest = next.value;
    }
  }

  hiddenLine(): Promise<Buffer | null> {
    return this.line();
  }

  close(): void {
    this.#closed();
    this.#input.pause();
  }
}

/** Swallows what readline would echo while a secret is typed. */
class Echo extends Writable {
  quiet = false;
  readonly #target: NodeJS.WritableStream;

  constructor(target: NodeJS.WritableStream) {
    super({ decodeStrings: false });
    this.#target = target;
  }

  override _write(chunk: string | Buffer, _encoding: BufferEncoding, done: () => void): void {
    if (!this.quiet) this.#target.write(chunk);
    done();
  }
}

class TerminalInput implements LineInput {
  readonly isTerminal = true;
  readonly #interface: ReturnType<typeof createInterface>;
  readonly #lines: AsyncIterator<string>;
  readonly #echo: Echo;
  #proposals: ((line: string) => Completions) | null = null;

  constructor(input: NodeJS.ReadStream, prompts: NodeJS.WritableStream, onInterrupt: () => void) {
    this.#echo = new Echo(prompts);
    // No history: a response to AUTH must not come back with the arrow keys.
    this.#interface = createInterface({
      input,
      output: this.#echo,
      terminal: true,
      historySize: 0,
      completer: (line: string) => this.#completed(line),
    });
    this.#interface.on('SIGINT', onInterrupt);
    this.#lines = this.#interface[Symbol.asyncIterator]();
  }

  async line(prompt = ''): Promise<Buffer | null> {
    this.#interface.setPrompt(prompt);
    this.#interface.prompt();
    return this.#next();
  }

  async hiddenLine(prompt: string): Promise<Buffer | null> {
    this.#echo.write(prompt);
    this.#echo.quiet = true;
    const line = await this.#next();
    this.#echo.quiet = false;
    this.#echo.write('\n');
    return line;
  }

  complete(proposals: (line: string) => Completions): void {
    this.#proposals = proposals;
  }

  close(): void {
    this.#interface.close();
  }

  /** As readline wants it: what fits, and the word that it takes the place of. Nothing while a secret is typed. */
  #completed(line: string): [string[], string] {
    if (this.#proposals === null || this.#echo.quiet) return [[], line];
    const { from, choices } = this.#proposals(line);
    return [choices.map(({ insert }) => insert), line.slice(from)];
  }

  async #next(): Promise<Buffer | null> {
    const next = await this.#lines.next();
    return next.done === true ? null : Buffer.from(next.value, 'utf8');
  }
}
