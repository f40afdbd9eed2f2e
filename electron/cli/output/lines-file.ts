/**
 * Lines for a file, each written as it comes. Where the disk is full they wait in memory and are tried again; what was written in part
 * goes on where it stopped, so that no line is lost and none is torn.
 */
import { fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { AppError } from '../../protocol/values/app-error.ts';
import { onAbort } from '../../core/recording/on-abort.ts';

/** What may be over soon: somebody makes room. */
const passing = new Set(['ENOSPC', 'EDQUOT', 'EAGAIN']);

type Write = (octets: Buffer) => number;

export class LinesFile {
  readonly #write: Write;
  #waiting: Buffer[] = [];
  #failure: NodeJS.ErrnoException | null = null;

  /** `write`: as fs.writeSync, gives how many octets were written. */
  constructor(write: Write) {
    this.#write = write;
  }

  /** Lines that are not written yet. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Why they are not; null where all are. */
  get failure(): string | null {
    return this.waiting === 0 ? null : (this.#failure?.code ?? 'unknown');
  }

  /** Whether it makes sense to try again. */
  get mayPass(): boolean {
    return passing.has(this.#failure?.code ?? '');
  }

  line(text: string): void {
    this.#waiting.push(Buffer.from(`${text}\n`));
    // Behind others it waits for its turn.
    if (this.#waiting.length === 1) this.flush();
  }

  /** Writes what waits, as far as it goes. */
  flush(): void {
    for (let first = this.#waiting[0]; first !== undefined; first = this.#waiting[0]) {
      try {
        const written = this.#write(first);
        if (written < first.length) this.#waiting[0] = first.subarray(written);
        else this.#waiting.shift();
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        this.#failure = error;
        return;
      }
    }
    this.#failure = null;
  }

  /** Resolves when nothing waits, when `ms` are over, when it cannot pass, or when `signal` is aborted. */
  async drained(ms: number, every: number, signal: AbortSignal): Promise<void> {
    for (let left = ms; this.waiting > 0 && this.mayPass && left > 0 && !signal.aborted; left -= every) {
      await pause(every, signal);
      this.flush();
    }
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(over, ms);
    const lift = onAbort(signal, over);
    function over(): void {
      clearTimeout(timer);
      lift();
      resolve();
    }
  });
}

/** To be added to; made where it is not there, readable for its owner alone. @throws AppError `file-unreadable` */
export function openLinesFile(path: string): { readonly file: LinesFile; readonly torn: number } {
  try {
    const descriptor = openSync(path, 'a+', 0o600);
    const torn = withoutTornLine(descriptor);
    return { file: new LinesFile((octets) => writeSync(descriptor, octets)), torn };
  } catch (error) {
    const systemCode = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new AppError('file-unreadable', { path, systemCode }, { cause: error });
  }
}

/** Whoever was killed in the middle of a line left a part of it: it goes, and its target is asked again. Octets that went. */
function withoutTornLine(descriptor: number): number {
  const { size } = fstatSync(descriptor);
  const step = 65_536;
  let end = size;
  const chunk = Buffer.alloc(step);
  while (end > 0) {
    const from = Math.max(0, end - step);
    const length = readSync(descriptor, chunk, 0, end - from, from);
    const at = chunk.subarray(0, length).lastIndexOf(0x0a);
    if (at >= 0) {
      end = from + at + 1;
      break;
    }
    end = from;
  }
  if (end < size) ftruncateSync(descriptor, end);
  return size - end;
}
