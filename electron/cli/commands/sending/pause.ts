/** Rests between two messages; ends early where it is stopped. */
import { onAbort } from '../../../core/recording/on-abort.ts';

export function pause(seconds: number, signal: AbortSignal): Promise<void> {
  if (seconds === 0 || signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      lift();
      resolve();
    };
    const timer = setTimeout(end, seconds * 1000);
    const lift = onAbort(signal, end);
  });
}
