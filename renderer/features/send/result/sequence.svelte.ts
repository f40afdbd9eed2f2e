/** Several deliveries of one message, one after the other, each a run of its own; the next begins when the one before has ended. */
import type { Client } from '../../../../electron/ipc/client.ts';
import type { RunRequest } from '../../../../electron/protocol/values/app/run.ts';
import { LiveRun } from '../../../session/run.svelte.ts';
import { Rest } from './rest.ts';
import type { Stop } from '../route/stops.ts';

type SendRequest = Extract<RunRequest, { command: 'send' }>;

export interface Leg {
  readonly stop: Stop;
  /** Null: not its turn yet, or stopped before. */
  readonly run: LiveRun | null;
}

export class Sequence {
  legs: readonly Leg[] = $state.raw([]);
  /** The one that is looked at: the newest, until another is chosen. */
  #chosen: number | null = $state(null);
  #stopped = $state(false);
  #finished = $state(false);
  readonly #client: Client;
  readonly #request: (stop: Stop) => SendRequest;
  readonly #rest = new Rest();

  /** `pause`: seconds between two. */
  constructor(client: Client, stops: readonly Stop[], pause: number, request: (stop: Stop) => SendRequest) {
    this.#client = client;
    this.#request = request;
    this.legs = stops.map((stop) => ({ stop, run: null }));
    void this.#go(pause);
  }

  get active(): boolean {
    return !this.#finished;
  }

  get stopping(): boolean {
    return this.active && this.#stopped;
  }

  get at(): number {
    const newest = this.legs.findLastIndex(({ run }) => run !== null);
    return this.#chosen ?? Math.max(0, newest);
  }

  set at(index: number) {
    this.#chosen = index;
  }

  /** The run that is looked at; null where its turn has not come. */
  get front(): LiveRun | null {
    return this.legs[this.at]?.run ?? null;
  }

  /** Ends the one that goes on, and begins no other. */
  stop(): void {
    this.#stopped = true;
    this.#rest.end();
    for (const { run } of this.legs) if (run?.active === true) run.cancel();
  }

  dispose(): void {
    this.stop();
    for (const { run } of this.legs) run?.dispose();
  }

  async #go(pause: number): Promise<void> {
    for (const [index, { stop }] of this.legs.entries()) {
      if (index > 0) await this.#rest.take(pause);
      if (this.#stopped) break;
      const run = LiveRun.start(this.#client, this.#request(stop));
      this.legs = this.legs.map((leg, at) => (at === index ? { ...leg, run } : leg));
      await run.ended;
    }
    this.#finished = true;
  }
}
