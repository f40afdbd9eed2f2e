/**
 * Writes the replies of all sessions after one turn of the event loop, back to back. A client that serves many sessions from
 * one process is then woken once for all of them and not once for each, which costs more than everything else here.
 */
export interface Flushable {
  flush(): void;
}

let waiting = new Set<Flushable>();

export function flushSoon(one: Flushable): void {
  if (waiting.size === 0) setImmediate(flushAll);
  waiting.add(one);
}

function flushAll(): void {
  const all = waiting;
  waiting = new Set();
  for (const one of all) one.flush();
}
