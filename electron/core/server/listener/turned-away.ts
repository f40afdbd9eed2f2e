/**
 * Connections that are refused. They have no place, and no more of them than a few hundred wait for their client's close. Of one
 * address so many a minute are kept as sessions, as others are; the rest is answered alike and counted, so that whoever comes in a
 * flood neither costs as much as a session nor pushes the others out of the list.
 */
import type { Socket } from 'node:net';
import type { Clock } from '../../ports.ts';
import { limits } from '../limits.ts';
import { encodeReply } from '../commands/replies.ts';
import type { HandlerReply } from '../handlers/types.ts';

/** How a refusal is reported: `before` were answered without being listed; after the `last` one, others will be. */
export interface Listed {
  readonly before: number;
  readonly last: boolean;
}

export class TurnedAway {
  readonly #clock: Pick<Clock, 'now'>;
  /** Of this minute, by address. */
  #counts = new Map<string, number>();
  #since: number;
  /** Of earlier minutes, not listed so far. */
  #unlisted = new Map<string, number>();
  /** Destroys one that still waits. The oldest comes first. */
  readonly #leaving = new Set<() => void>();

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
    this.#since = clock.now();
  }

  /** Null: it is not to be a session. */
  list(source: string): Listed | null {
    const now = this.#clock.now();
    const { refusedListed } = limits.server;
    if (now - this.#since >= limits.server.refusedWithinMs) {
      this.#unlisted = new Map(
        [...this.#counts].flatMap(([key, count]) => (count > refusedListed ? [[key, count - refusedListed]] : [])),
      );
      this.#counts = new Map();
      this.#since = now;
    }
    if (!this.#counts.has(source) && this.#counts.size >= limits.server.refusedSources) return null;
    const count = (this.#counts.get(source) ?? 0) + 1;
    this.#counts.set(source, count);
    if (count > refusedListed) return null;
    const before = this.#unlisted.get(source) ?? 0;
    this.#unlisted.delete(source);
    return { before, last: count === refusedListed };
  }

  /** The connection is on its way out; the function is called when it has gone. */
  leaves(destroy: () => void): () => void {
    this.#leaving.add(destroy);
    if (this.#leaving.size > limits.server.leaving) {
      const [oldest] = this.#leaving;
      if (oldest !== undefined) {
        this.#leaving.delete(oldest);
        oldest();
      }
    }
    return () => void this.#leaving.delete(destroy);
  }

  /** Answers without a session. */
  answer(socket: Socket, reply: HandlerReply, lingerMs: number): void {
    const destroy = (): void => void socket.destroy();
    const gone = this.leaves(destroy);
    const timer = setTimeout(destroy, lingerMs);
    socket.once('close', () => {
      clearTimeout(timer);
      gone();
    });
    // A client that resets has had its answer, or does not want one.
    socket.on('error', destroy);
    socket.end(encodeReply(reply).reply.raw);
    // Octets that nobody reads would turn our close into a reset, which can destroy the answer on its way.
    socket.resume();
  }
}
