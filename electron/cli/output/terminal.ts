/** What goes to standard output and standard error, and whether it may be coloured. */
import type { CellTone } from '../../core/report/outline/types.ts';
import { onAbort } from '../../core/recording/on-abort.ts';

export interface Terminal {
  /** Results. */
  readonly out: Output;
  /** Progress and complaints. */
  readonly err: Output;
}

export interface Output {
  line(text: string): void;
  write(text: string): void;
  readonly colour: boolean;
  readonly columns: number;
  /** Redraws one line in place; only where `live` is true. */
  readonly live: boolean;
  /** Octets that a slow reader has not taken yet; they are in memory. */
  readonly waiting: number;
  /** Resolves when the reader has taken them, or is gone. */
  drained(): Promise<void>;
}

const codes: Readonly<Record<CellTone, readonly [on: number, off: number] | null>> = {
  plain: null,
  good: [32, 39],
  bad: [31, 39],
  warn: [33, 39],
  muted: [2, 22],
  strong: [1, 22],
};

/** `text` in the tone's colour; the text must be safe to show already. */
export function paint(output: Pick<Output, 'colour'>, text: string, tone: CellTone): string {
  const code = codes[tone];
  return code === null || !output.colour || text === '' ? text : `\u001b[${code[0]}m${text}\u001b[${code[1]}m`;
}

/** NO_COLOR (no-color.org): set and not empty switches colours off; so do pipes and TERM=dumb. */
export function mayColour(isTty: boolean, env: NodeJS.ProcessEnv): boolean {
  return isTty && (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb';
}

function outputTo(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv): Output {
  const isTty = stream.isTTY;
  const write = (text: string): void => {
    stream.write(text);
  };
  return {
    line: (text) => write(`${text}\n`),
    write,
    colour: mayColour(isTty, env),
    get columns() {
      return isTty ? stream.columns : 100;
    },
    live: isTty && env.TERM !== 'dumb',
    get waiting() {
      return stream.writableLength;
    },
    drained: () =>
      new Promise((resolve) => {
        if (!stream.writableNeedDrain) return resolve();
        const done = (): void => {
          stream.off('drain', done);
          stream.off('close', done);
          stream.off('error', done);
          resolve();
        };
        stream.on('drain', done);
        stream.on('close', done);
        stream.on('error', done);
      }),
  };
}

export function processTerminal(): Terminal {
  return { out: outputTo(process.stdout, process.env), err: outputTo(process.stderr, process.env) };
}

/** A reader that goes away (`| head`) ends the program, by `leave`, instead of a stack trace. */
export function endWhenReaderGoes(leave: () => void): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      // The second is what is written after the first.
      if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') throw error;
      leave();
    });
  }
}

/** Milliseconds without a single octet read, after which a reader of a program that was told to end is not waited for. */
const PATIENCE_MS = 1_000;

/**
 * Resolves when everything written so far has left the process: pipes are written asynchronously. Once `signal` is aborted a reader
 * is waited for as long as it reads; whoever sends SIGTERM must not need a second one because somebody does not.
 */
export async function flushed(signal: AbortSignal): Promise<void> {
  await Promise.all([process.stdout, process.stderr].map((stream) => drained(stream, signal)));
}

function drained(stream: NodeJS.WriteStream, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    stream.write('', () => resolve());
    const giveUp = (): void => {
      let left = stream.writableLength;
      const timer = setInterval(() => {
        if (stream.writableLength >= left) {
          clearInterval(timer);
          resolve();
        }
        left = stream.writableLength;
      }, PATIENCE_MS);
    };
    if (signal.aborted) giveUp();
    else onAbort(signal, giveUp);
  });
}
