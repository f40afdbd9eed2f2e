/** What the app as a whole sends its windows: settings, chosen actions, the number of past runs, messages to be opened. */
import type { StreamEvent } from '../ipc/contract.ts';
import type { StreamSink } from '../ipc/host.ts';

export type AppEvent = StreamEvent<'app.events'>;

export class AppEvents {
  readonly #beginning: () => readonly AppEvent[];
  readonly #followers = new Set<StreamSink<AppEvent>>();

  /** `beginning`: what each new follower gets first. */
  constructor(beginning: () => readonly AppEvent[]) {
    this.#beginning = beginning;
  }

  /** Whether anybody heard it. */
  notify(event: AppEvent): boolean {
    for (const sink of this.#followers) sink.event(event);
    return this.#followers.size > 0;
  }

  follow(sink: StreamSink<AppEvent>): () => void {
    for (const event of this.#beginning()) sink.event(event);
    this.#followers.add(sink);
    return () => void this.#followers.delete(sink);
  }

  close(): void {
    for (const sink of this.#followers) sink.end(null);
    this.#followers.clear();
  }
}
