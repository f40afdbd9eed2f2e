/**
 * What can be read only once, standard input or a pipe, taken whole into memory: a message is read before it is sent, to be
 * counted, and again with --count.
 */
import { limits } from '../limits.ts';
import { AppError } from '../../protocol/values/app-error.ts';
import { Interrupted } from '../status.ts';
import { unreadableFile } from './read-text.ts';
import { onAbort } from '../../core/recording/on-abort.ts';

/** `name`: what is read, as a complaint calls it. @throws AppError `invalid-argument`, Interrupted */
export async function readWhole(
  input: NodeJS.ReadableStream,
  { name, argument, signal }: { readonly name: string; readonly argument: string; readonly signal: AbortSignal },
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let octets = 0;
  // An iterator that waits cannot be told to stop; whoever waits for it can.
  let lift = (): void => undefined;
  const stopped = new Promise<'stopped'>((resolve) => {
    if (signal.aborted) resolve('stopped');
    else lift = onAbort(signal, () => resolve('stopped'));
  });
  try {
    const iterator = input[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    for (;;) {
      const next = await Promise.race([iterator.next(), stopped]).catch((error: unknown) => {
        throw unreadableFile(name, argument, error);
      });
      if (next === 'stopped') throw new Interrupted();
      if (next.done === true) return Buffer.concat(chunks);
      chunks.push(next.value);
      octets += next.value.length;
      if (octets > limits.message.maxPiped)
        throw new AppError('invalid-argument', {
          argument,
          reason: `more than ${limits.message.maxPiped / 1_048_576} MiB on ${name}; a message of that size is given as a file`,
        });
    }
  } finally {
    lift();
  }
}
