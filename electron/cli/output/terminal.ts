/** What goes to standard output and standard error, and whether it may be coloured. */
import type { CellTone } from '../../core/report/outline/types.ts';
import { onAbort } from '../../core/recording/on-abort.ts';
import { limits } from '../limits.ts';

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

/**
 * What prose shows is visible already; JSON leaves as they are what some terminals obey all the same: DEL, the C1 controls (U+009B
 * begins a sequence as ESC [ does) and what turns the direction of text. An escape of JSON is the same value.
 */
const harmless = (text: string): string =>
  text.replace(
    /[\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

function outputTo(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv): Output {
  const isTty = stream.isTTY;
  const write = (text: string): void => {
    stream.write(harmless(text));
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

/**
 * A reader that goes away (`| head`) ends the program, by `leave`, instead of a stack trace. Where nothing can be written, as on a full
 * disk, it ends by `unable`, once: what was to be read there is lost.
 */
export function endWhenReaderGoes(leave: () => void, unable: (output: 'out' | 'err', reason: string) => void): void {
  let failed = false;
  for (const [output, stream] of [['out', process.stdout] as const, ['err', process.stderr] as const]) {
    stream.on('error', ({ code, message }: NodeJS.ErrnoException) => {
      // The second is what is written after the first.
      if (code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED') return failed ? undefined : leave();
      if (failed) return;
      failed = true;
      unable(output, code ?? message);
    });
  }
}

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
      }, limits.server.readerMs);
    };
    if (signal.aborted) giveUp();
    else onAbort(signal, giveUp);
  });
}
