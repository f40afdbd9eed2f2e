/**
 * Who may come in. Connections are counted by the address they come from: one address has no more than its share, on each listener and
 * in all, and when every place is taken, whoever holds most gives one up to an address that holds fewer.
 */
import type { HandlerReply } from '../handlers/types.ts';
import { replies } from '../commands/replies.ts';
import type { ServerLimits } from '../session/state.ts';

/** A connection that has a place. */
interface Guest {
  /** The place is given to another: leave, with a word where that is possible. */
  giveUpPlace(): void;
}

interface Group {
  readonly guests: Set<Guest>;
  readonly onListener: Map<string, number>;
}

export interface Arrival {
  /** As in source.ts; null where many may come from one address without being one client. */
  readonly source: string | null;
  /** Id of the listener. */
  readonly listener: string;
}

type PlaceLimits = Pick<ServerLimits, 'connections' | 'connectionsPerSource' | 'connectionsPerListener'>;

export class Places {
  readonly #limits: PlaceLimits;
  readonly #groups = new Map<string, Group>();
  #taken = 0;

  constructor(limits: PlaceLimits) {
    this.#limits = limits;
  }

  get taken(): number {
    return this.#taken;
  }

  /** Null: come in, which take() then does; another may have had to leave for it. */
  refusalFor(arrival: Arrival): HandlerReply | null {
    const { connections, connectionsPerSource, connectionsPerListener } = this.#limits;
    const group = this.#groups.get(keyOf(arrival));
    const have = group?.guests.size ?? 0;
    if (arrival.source !== null && group !== undefined) {
      const here = group.onListener.get(arrival.listener) ?? 0;
      if (have >= connectionsPerSource || here >= connectionsPerListener) return replies.tooManyFromSource;
    }
    if (this.#taken < connections) return null;
    const largest = this.#largest();
    // Where both have as many, one would push the other out in turn.
    if (largest === null || largest.guests.size <= have + 1) return replies.tooManyConnections;
    latestOf(largest.guests)?.giveUpPlace();
    return this.#taken < connections ? null : replies.tooManyConnections;
  }

  /** The place is had until the function is called; a second call does nothing. */
  take(arrival: Arrival, guest: Guest): () => void {
    const key = keyOf(arrival);
    const group = this.#groups.get(key) ?? { guests: new Set(), onListener: new Map<string, number>() };
    this.#groups.set(key, group);
    group.guests.add(guest);
    group.onListener.set(arrival.listener, (group.onListener.get(arrival.listener) ?? 0) + 1);
    this.#taken += 1;
    return () => {
      if (!group.guests.delete(guest)) return;
      group.onListener.set(arrival.listener, (group.onListener.get(arrival.listener) ?? 0) - 1);
      this.#taken -= 1;
      if (group.guests.size === 0 && this.#groups.get(key) === group) this.#groups.delete(key);
    };
  }

  #largest(): Group | null {
    let largest: Group | null = null;
    for (const group of this.#groups.values())
      if (largest === null || group.guests.size > largest.guests.size) largest = group;
    return largest;
  }
}

/** Whoever shares an address with others (a Unix socket, a balancer) shares it for a listener alone. */
function keyOf({ source, listener }: Arrival): string {
  return source ?? `listener ${listener}`;
}

/** It has lost least: a session that has run for long is more likely somebody's work. */
function latestOf(guests: ReadonlySet<Guest>): Guest | undefined {
  let latest: Guest | undefined;
  for (const guest of guests) latest = guest;
  return latest;
}
