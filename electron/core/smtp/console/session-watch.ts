/** What a session's own events say while nobody asks anything of it: its end, and the last reply of all. */
import type { EventSink } from '../../ports.ts';
import type { Reply } from '../../../protocol/values/session/reply.ts';
import type { Note, SessionEvent } from '../../../protocol/values/session/event.ts';

const ends: ReadonlySet<Note> = new Set(['closed-by-peer', 'reset-by-peer', 'closed-by-us']);

export class SessionWatch {
  lastReply: Reply | null = null;
  readonly #emit: EventSink;
  #callbacks: (() => void)[] = [];
  #watching = false;
  #over = false;

  constructor(emit: EventSink) {
    this.#emit = emit;
  }

  readonly emit = (event: SessionEvent): void => {
    this.#emit(event);
    if (event.type === 'reply') this.lastReply = event.reply;
    // After what it belongs to: the connection says it before those who wait have heard.
    if (this.#watching && event.type === 'note' && ends.has(event.note)) queueMicrotask(() => this.over());
  };

  /** The session is reached: what closed before was a connection on the way there. */
  begin(): void {
    this.#watching = true;
  }

  /** Whoever waits is called once. */
  over(): void {
    this.#over = true;
    for (const callback of this.#callbacks.splice(0)) callback();
  }

  whenOver(callback: () => void): void {
    if (this.#over) queueMicrotask(callback);
    else this.#callbacks.push(callback);
  }
}
