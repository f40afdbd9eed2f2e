/**
 * Who waits for a stop. A signal is shared by everything that one user may stop: many sessions, each with a connection, limits and
 * secrets that wait. Whatever their number, each signal gets one listener of Node's, so that no number of them is taken for a leak.
 */
import { WaitList } from './wait-list.ts';

const waitingBySignal = new WeakMap<AbortSignal, WaitList<() => void>>();

/**
 * Calls back once when the signal is aborted, as a listener of one's own would: never for a signal that already is. Returns what
 * takes the callback off again.
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  if (signal.aborted) return () => undefined;
  let waiting = waitingBySignal.get(signal);
  if (waiting === undefined) {
    waiting = new WaitList();
    waitingBySignal.set(signal, waiting);
    signal.addEventListener('abort', abortedSignal, { once: true });
  }
  // A place of its own for each call: the same function may wait twice, and is then called twice.
  const place = waiting.add(callback);
  const all = waiting;
  return () => void all.remove(place);
}

/** One of them that throws keeps nobody else from being called. */
function abortedSignal(this: AbortSignal): void {
  const waiting = waitingBySignal.get(this);
  if (waiting === undefined) return;
  waitingBySignal.delete(this);
  // What one of them does may take another off, which is then not called.
  for (let place = waiting.first; place !== null; place = waiting.first) {
    waiting.remove(place);
    try {
      place.value();
    } catch (error) {
      // As Node does with a listener that throws.
      process.nextTick(() => {
        throw error;
      });
    }
  }
}
