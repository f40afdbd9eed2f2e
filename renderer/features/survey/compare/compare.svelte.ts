/** Two sides of a comparison: servers and profiles asked now, past runs, and sessions of a survey. Nothing is logged in and nothing is sent. */
import type { Client } from '../../../../electron/ipc/client.ts';
import { AppError } from '../../../../electron/protocol/values/app-error.ts';
import type { HistoryEntry } from '../../../../electron/protocol/values/app/history.ts';
import type { Report } from '../../../../electron/protocol/values/session/report.ts';
import type { ConnectionOptions } from '../../../../electron/protocol/values/target.ts';
import type { Profile } from '../../../../electron/protocol/values/profiles/profile.ts';
import { shorten, visible } from '../../../../electron/texts/visible.ts';
import type { AppState } from '../../../app/app.svelte.ts';
import { isServer, sameServer, serverKey, tidyTarget } from '../../../session/target/target-words.ts';
import { fullTime } from '../../../ui/time.ts';

export interface ComparedSide {
  readonly name: string;
  readonly report: Report;
}

/** `typed`: the server in the field. `given`: a session that was handed over. */
export type SideSource = 'typed' | 'given' | `run ${string}` | `now ${string}` | `profile ${string}`;

class SideState {
  source: SideSource = $state('typed');
  text = $state('');
  given: ComparedSide | null = $state.raw(null);
}

const shown = (target: string): string => shorten(visible(target), 60);

export class CompareState {
  readonly a = new SideState();
  readonly b = new SideState();
  runs: readonly HistoryEntry[] = $state.raw([]);
  result: { readonly a: ComparedSide; readonly b: ComparedSide } | null = $state.raw(null);
  busy = $state(false);
  /** Why it could not be made. */
  problem: AppError | null = $state.raw(null);
  readonly #app: AppState;
  readonly #profiles: () => readonly Profile[];

  constructor(app: AppState, profiles: () => readonly Profile[]) {
    this.#app = app;
    this.#profiles = profiles;
  }

  /** What a side can be, the newest first. */
  readonly options = $derived.by(() => {
    const servers = this.runs.filter(
      ({ target }, nth) => this.runs.findIndex((other) => serverKey(other.target) === serverKey(target)) === nth,
    );
    return [
      { value: 'typed' as const, label: 'A server, asked now' },
      ...this.#profiles().map(({ id, content }) => ({
        value: `profile ${id}` as const,
        label: `${shown(content.name)}, asked now`,
        hint: shown(content.connection.target),
      })),
      ...servers.map(({ id, target }) => ({ value: `now ${id}` as const, label: `${shown(target)}, asked now` })),
      ...this.runs.map(({ id, target, startedAt, title }) => ({
        value: `run ${id}` as const,
        label: `${shown(target)}, ${fullTime(startedAt)}`,
        hint: title,
      })),
    ];
  });

  async load(): Promise<void> {
    try {
      const { entries } = await this.#app.client.call('history.list', { offset: 0, limit: 60, search: '' });
      this.runs = entries.filter(({ command }) => command !== 'survey');
    } catch (error) {
      this.#app.report(error);
    }
  }

  /** Two sessions that are there. */
  put(a: ComparedSide, b: ComparedSide): void {
    this.#give(this.a, a);
    this.#give(this.b, b);
    this.problem = null;
    this.result = { a, b };
  }

  /** One that is there, beside another that is still to be chosen. */
  putOne(a: ComparedSide): void {
    this.#give(this.a, a);
    this.result = null;
    this.problem = null;
  }

  #give(side: SideState, given: ComparedSide): void {
    side.given = given;
    side.source = 'given';
  }

  /** A past run beside the one of the same server before it; where there is none, beside the same server now. */
  async putRun(id: string): Promise<void> {
    await this.load();
    const at = this.runs.findIndex((run) => run.id === id);
    const run = this.runs[at];
    const before = run && this.runs.slice(at + 1).find(({ target }) => sameServer(target, run.target));
    this.result = null;
    this.a.source = `run ${id}`;
    this.b.source = before === undefined ? `now ${id}` : `run ${before.id}`;
    if (before !== undefined) await this.compare();
  }

  missing(side: SideState): boolean {
    return side.source === 'typed' && !isServer(side.text);
  }

  async compare(): Promise<void> {
    if (this.busy || this.missing(this.a) || this.missing(this.b)) return;
    this.busy = true;
    this.problem = null;
    try {
      // One after the other: both may be the same server.
      const a = await this.#resolve(this.a);
      const b = await this.#resolve(this.b);
      this.result = { a, b };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      this.problem = error;
    } finally {
      this.busy = false;
    }
  }

  async #resolve({ source, text, given }: SideState): Promise<ComparedSide> {
    const { client } = this.#app;
    if (source === 'given' && given !== null) return given;
    if (source === 'typed' || source === 'given') return ask(client, { target: tidyTarget(text) });
    const id = source.slice(source.indexOf(' ') + 1);
    if (source.startsWith('profile ')) {
      const profile = this.#profiles().find((each) => each.id === id);
      if (profile === undefined) throw new AppError('profile-not-found');
      return ask(client, profile.content.connection);
    }
    const run = await client.call('history.get', { id });
    if (source.startsWith('now ')) return ask(client, run.request.connection);
    return { name: `${shown(run.entry.target)}, ${fullTime(run.entry.startedAt)}`, report: run.report };
  }
}

/** A check without a login, to its end. */
async function ask(client: Client, connection: ConnectionOptions): Promise<ComparedSide> {
  const { runId } = await client.call('runs.start', {
    command: 'check',
    connection,
    auth: null,
    secret: null,
    envelope: null,
  });
  await new Promise<void>((resolve, reject) => {
    client.subscribe(
      'runs.events',
      { runId },
      () => undefined,
      (error) => (error === null ? resolve() : reject(error)),
    );
  });
  const { report, failure } = await client.call('runs.snapshot', { runId, afterSeq: Number.MAX_SAFE_INTEGER });
  if (report === null) throw new AppError(failure?.code ?? 'internal', failure?.params ?? {});
  return { name: `${shown(connection.target)}, now`, report };
}
