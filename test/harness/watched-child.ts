/** A program that a test started: all that it prints, waited for by what is in it. */
import { type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

export interface WatchedChild {
  readonly child: ChildProcess;
  /** Everything printed so far. */
  readonly output: () => string;
  /** The first match in what was or will be printed; rejects when the program has ended without one. */
  find(pattern: RegExp): Promise<RegExpExecArray>;
  /** Its exit status, once it has ended by itself. */
  readonly ended: Promise<number | null>;
}

export function watchChild(child: ChildProcess): WatchedChild {
  let output = '';
  const waiting = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      for (const look of waiting) look();
    });
  }
  const ended = once(child, 'close').then(([status]) => status as number | null);
  return {
    child,
    output: () => output,
    ended,
    find: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = pattern.exec(output);
          if (found === null) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
        void ended.then(() => reject(new Error(`ended before it printed ${String(pattern)}:\n${output}`)));
      }),
  };
}
