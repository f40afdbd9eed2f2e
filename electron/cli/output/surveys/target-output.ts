/** Where the lines of a list go: to standard output, to a file, or both; and what happens where one of them takes no more. */
import { fstatSync, writeSync } from 'node:fs';
import { limits } from '../../limits.ts';
import { LinesFile, openLinesFile } from '../lines-file.ts';
import type { Terminal } from '../terminal.ts';

export interface TargetOutputOptions {
  readonly terminal: Terminal;
  /** Of the lines; null where they go to standard output alone. */
  readonly path: string | null;
  readonly signal: AbortSignal;
  /** Nobody can write any more: the survey is to end. */
  readonly giveUp: () => void;
}

export class TargetOutput {
  /** Of what goes to standard output where that is a file; a pipe has its own way. */
  readonly #own: LinesFile | null;
  readonly #file: LinesFile | null;
  readonly #options: TargetOutputOptions;
  #warned = false;

  /** @throws AppError `file-unreadable` */
  constructor(options: TargetOutputOptions) {
    this.#options = options;
    this.#own = ownOutput();
    if (options.path === null) this.#file = null;
    else {
      const { file, torn } = openLinesFile(options.path);
      this.#file = file;
      if (torn > 0) options.terminal.err.line(`posthorn: ${options.path}: half a line at its end is taken off`);
    }
  }

  print(text: string): void {
    if (this.#own !== null) this.#own.line(text);
    else this.#options.terminal.out.line(text);
  }

  keep(text: string): void {
    this.#file?.line(text);
  }

  get keeps(): boolean {
    return this.#file !== null;
  }

  /** Before another target is begun: what waits is written first. */
  async room(): Promise<void> {
    const { terminal, signal, giveUp } = this.#options;
    if (terminal.out.waiting > limits.server.unreadOutput) await terminal.out.drained();
    for (const [file, name] of this.#files()) {
      if (file.waiting === 0) continue;
      if (!this.#warned && file.mayPass)
        terminal.err.line(
          `posthorn: ${name} takes no more (${file.failure ?? ''}); waiting for room, no new target is begun meanwhile`,
        );
      this.#warned = true;
      await file.drained(limits.survey.fullDisk, limits.survey.fullDiskAgain, signal);
      if (file.waiting > 0) giveUp();
    }
  }

  /** Whether all was written; what was not is said. */
  end(): boolean {
    const left = this.#files().filter(([file]) => {
      file.flush();
      return file.waiting > 0;
    });
    for (const [file, name] of left)
      this.#options.terminal.err.line(
        `posthorn: ${name}: ${file.waiting} lines could not be written (${file.failure ?? ''}); their targets are asked again with --resume`,
      );
    return left.length === 0;
  }

  #files(): (readonly [LinesFile, string])[] {
    const { path } = this.#options;
    return [
      ...(this.#own === null ? [] : [[this.#own, 'standard output'] as const]),
      ...(this.#file === null ? [] : [[this.#file, path ?? ''] as const]),
    ];
  }
}

/** Standard output that is a file, or a device such as /dev/full: written at once, and an error is known at once. */
function ownOutput(): LinesFile | null {
  const found = fstatSync(1);
  const isOurs = found.isFile() || (found.isCharacterDevice() && !process.stdout.isTTY);
  return isOurs ? new LinesFile((octets) => writeSync(1, octets)) : null;
}
