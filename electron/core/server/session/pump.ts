/**
 * Drives a session: keeps what came in until it can be looked at, takes one step after the other, and stops at every wait.
 * Nothing is read ahead across a wait; when much is queued after one, the connection is paused.
 */

export interface PumpOwner {
  /** Does one thing; false when there is nothing to do. */
  step(): boolean;
  /** Nothing is left to do and the client has closed its side. */
  inputOver(): void;
  /** Something of ours has thrown, or a promise that was waited for has rejected. Does not throw. */
  failed(error: unknown): void;
}

export interface PumpIo {
  /** All that could be done with what came in is done: what was written may go out. */
  settle(): void;
  /** Octets that may be queued after a wait before the connection is paused. */
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
  #interruption: (() => void) | null = null;

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

  /** Goes on with `then` when the promise is fulfilled; at once with a value. */
  wait<T>(value: T | Promise<T>, then: (value: T) => void): void {
    if (!(value instanceof Promise)) return then(value);
    this.#waiting = true;
    this.#pending = value.then(
      (settled) => this.#goOn(() => then(settled)),
      (error: unknown) => this.#goOn(() => this.#owner.failed(error)),
    );
  }

  /** `act` is done in place of the next step: after the present one, and after what is waited for. */
  interrupt(act: () => void): void {
    if (this.#interruption !== null) return;
    this.#interruption = act;
    queueMicrotask(() => this.run());
  }

  get interrupted(): boolean {
    return this.#interruption !== null;
  }

  run(): void {
    if (this.#running) return;
    this.#running = true;
    try {
      while (this.#ready() && this.#step());
    } catch (error) {
      this.#owner.failed(error);
    }
    this.#running = false;
    try {
      this.#rest();
    } catch (error) {
      this.#owner.failed(error);
    }
  }

  #goOn(then: () => void): void {
    this.#waiting = false;
    try {
      then();
    } catch (error) {
      this.#owner.failed(error);
    }
    this.run();
  }

  #step(): boolean {
    const act = this.#interruption;
    if (act === null) return this.#owner.step();
    this.#interruption = null;
    act();
    return true;
  }

  /** Nothing can be done for now. */
  #rest(): void {
    if (this.#inputEnded && this.#ready()) this.#owner.inputOver();
    if (this.#paused && this.#octets < this.#io.queueOctets / 2) {
      this.#paused = false;
      this.#io.resume();
    }
    this.#io.settle();
  }

  #ready(): boolean {
    return !this.#waiting && (!this.#blocked || this.#interruption !== null);
  }
}
