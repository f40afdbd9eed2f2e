/** NOOP for a session that is to stay open while nobody types: servers close what is idle (RFC 5321 section 4.5.3.2.7: five minutes). */
export class IdleNoop {
  readonly #idle: () => boolean;
  readonly #send: () => Promise<unknown>;
  #everyMs: number | null = null;
  #timer: NodeJS.Timeout | null = null;

  /** `idle`: whether a command may go out now. `send` never rejects for anything a peer does. */
  constructor(idle: () => boolean, send: () => Promise<unknown>) {
    this.#idle = idle;
    this.#send = send;
  }

  set(everyMs: number | null): void {
    this.#everyMs = everyMs;
    this.touch();
  }

  /** Something was said: the time begins anew. */
  touch(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = this.#everyMs === null ? null : setTimeout(() => this.#due(), this.#everyMs);
  }

  #due(): void {
    this.#timer = null;
    if (this.#idle()) void this.#send();
    else this.touch();
  }
}
