/**
 * Drives a session: keeps what came in until it can be looked at, takes one step after the other, and stops at every wait.
 * Nothing is read ahead across a wait; when much is queued behind one, the connection is paused.
 */

export interface PumpOwner {
  /** Does one thing; false when there is nothing to do. */
  step(): boolean;
  /** Nothing is left to do and the client has closed its side. */
  inputOver(): void;
}

export interface PumpIo {
  /** All that could be done with what came in is done: what was written may go out. */
  settle(): void;
  /** Octets that may be queued behind a wait before the connection is paused. */
  readonly queueOctets: number;
  /** No more octets for now, or again. */
  pause(): void;
  resume(): void;
}

export class SessionPump {
  readonly #owner: PumpOwner;
  readonly #io: PumpIo;
  #queue: Uint8Array[] = [];
  #octets = 0;
  #waiting = false;
  #pending: Promise<void> = Promise.resolve();
  #running = false;
  #blocked = false;
  #paused = false;
  #inputEnded = false;

  constructor(owner: PumpOwner, io: PumpIo) {
    this.#owner = owner;
    this.#io = io;
  }

  /** Octets that nobody has looked at. */
  get octets(): number {
    return this.#octets;
  }

  get blocked(): boolean {
    return this.#blocked;
  }

  /** What is under way; null for nothing. Does not reject. */
  get pending(): Promise<void> | null {
    return this.#waiting ? this.#pending : null;
  }

  receive(chunk: Uint8Array): void {
    this.#queue.push(chunk);
    this.#octets += chunk.length;
    this.run();
    if (this.#octets > this.#io.queueOctets && !this.#paused) {
      this.#paused = true;
      this.#io.pause();
    }
  }

  inputEnded(): void {
    this.#inputEnded = true;
    this.run();
  }

  setBlocked(blocked: boolean): void {
    this.#blocked = blocked;
    if (!blocked) this.run();
  }

  take(): Uint8Array | null {
    const chunk = this.#queue.shift();
    if (chunk === undefined) return null;
    this.#octets -= chunk.length;
    return chunk;
  }

  /** In front of what waits. */
  putBack(rest: Uint8Array): void {
    if (rest.length === 0) return;
    this.#queue.unshift(rest);
    this.#octets += rest.length;
  }

  drop(): void {
    this.#queue = [];
    this.#octets = 0;
  }

  /** Goes on with `then` when the promise is settled; at once with a value. Promises given here do not reject. */
  wait<T>(value: T | Promise<T>, then: (value: T) => void): void {
    if (!(value instanceof Promise)) return then(value);
    this.#waiting = true;
    const pending: Promise<void> = value.then((settled) => {
      this.#waiting = false;
      then(settled);
      this.run();
    });
    this.#pending = pending;
  }

  run(): void {
    if (this.#running) return;
    this.#running = true;
    while (this.#ready() && this.#owner.step());
    this.#running = false;
    if (this.#inputEnded && this.#ready()) this.#owner.inputOver();
    if (this.#paused && this.#octets < this.#io.queueOctets / 2) {
      this.#paused = false;
      this.#io.resume();
    }
    this.#io.settle();
  }

  #ready(): boolean {
    return !this.#waiting && !this.#blocked;
  }
}
