/**
 * What stands between a connection and its session, which may be of somebody else's class: whatever that throws ends it and nothing
 * else, neither the server nor the sessions whose turn comes next.
 */
import type { ServerSession } from '../session/types.ts';

interface GuardOwner {
  /** The session cannot report it itself. */
  failed(error: unknown): void;
  /** Nor can it end itself with a reply. */
  endFailed(): void;
}

export class SessionGuard {
  readonly #owner: GuardOwner;
  #session: ServerSession | null = null;
  /** It has thrown: it gets no more. */
  #failed = false;

  constructor(owner: GuardOwner) {
    this.#owner = owner;
  }

  /** Null before hold() and after release(). */
  get session(): ServerSession | null {
    return this.#session;
  }

  /** Null also for one that has thrown. Whoever calls it directly hands what it throws to fail(). */
  get working(): ServerSession | null {
    return this.#failed ? null : this.#session;
  }

  /** Octets that the session keeps in memory. */
  get heldOctets(): number {
    try {
      return this.working?.heldOctets ?? 0;
    } catch (error) {
      this.fail(error);
      return 0;
    }
  }

  hold(session: ServerSession): void {
    this.#session = session;
  }

  /** The connection is closed. */
  release(): ServerSession | null {
    const session = this.#session;
    this.#session = null;
    return session;
  }

  drive(act: (session: ServerSession) => void): void {
    const session = this.working;
    if (session === null) return;
    try {
      act(session);
    } catch (error) {
      this.fail(error);
    }
  }

  /** Does not throw. */
  fail(error: unknown): void {
    this.#failed = true;
    try {
      if (this.#session?.failed !== undefined) return this.#session.failed(error);
      this.#owner.failed(error);
    } catch (second) {
      this.#owner.failed(error);
      this.#owner.failed(second);
    }
    this.#owner.endFailed();
  }
}
