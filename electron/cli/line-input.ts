/** Standard input line by line, for passwords and for commands; on a terminal a password is not echoed. */
import { createInterface, type Interface } from 'node:readline';
import { Writable } from 'node:stream';

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

export class LineInput {
  readonly isTerminal: boolean;
  readonly #interface: Interface;
  readonly #lines: AsyncIterator<string>;
  readonly #echo: Echo;

  constructor(input: NodeJS.ReadStream, prompts: NodeJS.WritableStream) {
    this.isTerminal = input.isTTY;
    this.#echo = new Echo(prompts);
    this.#interface = createInterface({
      input,
      ...(this.isTerminal ? { output: this.#echo } : {}),
      terminal: this.isTerminal,
      crlfDelay: Infinity,
      historySize: 0,
    });
    this.#lines = this.#interface[Symbol.asyncIterator]();
  }

  /** null at the end of the input. */
  async line(prompt = ''): Promise<string | null> {
    if (this.isTerminal) {
      this.#interface.setPrompt(prompt);
      this.#interface.prompt();
    }
    const next = await this.#lines.next();
    return next.done === true ? null : next.value;
  }

  async hiddenLine(prompt: string): Promise<string | null> {
    if (!this.isTerminal) return this.line();
    this.#echo.write(prompt);
    this.#echo.quiet = true;
    const next = await this.#lines.next();
    this.#echo.quiet = false;
    this.#echo.write('\n');
    return next.done === true ? null : next.value;
  }

  /** Ctrl+C on a terminal in raw mode reaches readline, not the process. */
  onInterrupt(listener: () => void): void {
    this.#interface.on('SIGINT', listener);
  }

  close(): void {
    this.#interface.close();
  }
}
