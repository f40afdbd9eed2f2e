/** The servers last asked, once each: those that are pinned, then the newest; what was taken off, and how much changed against the run before. */
import type { AppState } from '../../app/app.svelte.ts';
import type { HistoryEntry } from '../../../electron/protocol/values/app/history.ts';
import { shorten, visible } from '../../../electron/texts/visible.ts';
import { serverKey } from '../../session/target/target-words.ts';
import { isStrings, keep, readKept } from '../../ui/kept.ts';

/** The runs that the list is made of. */
const RUNS = 200;
/** More than can be in those. */
const REMOVED = 250;
/** A list that is pinned whole is none. */
const PINNED = 20;
/** As many rows as a list of them shows; `history.changes` takes so many at once. */
const SHOWN_SERVERS = 10;

export class RecentServers {
  /** The last run of each server, newest first. */
  latest: readonly HistoryEntry[] = $state.raw([]);
  /** Whether they were read once. */
  loaded = $state(false);
  /** The newest runs of all servers. */
  #runs: readonly HistoryEntry[] = $state.raw([]);
  /** Servers taken off the list, each with the time of the run that it was taken off with: a later run brings it back. */
  #removed: readonly string[] = $state.raw(readKept('removed-servers', isStrings) ?? []);
  /** By their keys, the one pinned last at the end. */
  #pinned: readonly string[] = $state.raw(readKept('pinned-servers', isStrings) ?? []);
  /** By both ids of a pair of runs. */
  #changes: Readonly<Record<string, number | null>> = $state.raw({});
  readonly #app: AppState;

  /** What was not taken off: pinned ones first, in the order in which they were pinned. */
  readonly all: readonly HistoryEntry[] = $derived.by(() => {
    const shown = this.latest.filter(({ target, startedAt }) => !this.#isRemoved(serverKey(target), startedAt));
    const pinned = this.#pinned.flatMap((key) => shown.find(({ target }) => serverKey(target) === key) ?? []);
    return [...pinned, ...shown.filter((entry) => !pinned.includes(entry))];
  });

  /** Those of a table. */
  readonly top = $derived(this.all.slice(0, SHOWN_SERVERS));

  constructor(app: AppState) {
    this.#app = app;
  }

  async read(): Promise<void> {
    try {
      const { entries } = await this.#app.client.call('history.list', { offset: 0, limit: RUNS, search: '' });
      // Once each, however it was written.
      const runs = entries.filter(({ command }) => command !== 'survey');
      const keys = runs.map(({ target }) => serverKey(target));
      this.#runs = runs;
      this.latest = runs.filter((_, at) => keys.indexOf(keys[at] ?? '') === at);
      this.loaded = true;
    } catch (error) {
      this.#app.report(error);
    }
  }

  /** The run of the same server before it, as far back as the list goes. */
  before({ id, target }: HistoryEntry): HistoryEntry | null {
    const at = this.#runs.findIndex((run) => run.id === id);
    const key = serverKey(target);
    return at === -1 ? null : (this.#runs.slice(at + 1).find((run) => serverKey(run.target) === key) ?? null);
  }

  /** What differs from the run before: undefined where there is none, null while it is not known. */
  changed(entry: HistoryEntry): number | null | undefined {
    const before = this.before(entry);
    return before === null ? undefined : (this.#changes[`${entry.id} ${before.id}`] ?? null);
  }

  /** The same in the least words; empty while it is not known. */
  changedText(entry: HistoryEntry): string {
    const changed = this.changed(entry);
    if (changed === undefined) return 'first run';
    if (changed === null) return '';
    return changed === 0 ? 'same' : `${changed} changed`;
  }

  /** Has those counted that were not yet. */
  async count(entries: readonly HistoryEntry[]): Promise<void> {
    const pairs = entries.slice(0, SHOWN_SERVERS).flatMap((entry) => {
      const before = this.before(entry);
      return before === null || `${entry.id} ${before.id}` in this.#changes
        ? []
        : [{ id: entry.id, before: before.id }];
    });
    if (pairs.length === 0) return;
    // Asked for once, whatever comes of it.
    const keys = pairs.map(({ id, before }) => `${id} ${before}`);
    this.#changes = { ...this.#changes, ...Object.fromEntries(keys.map((key) => [key, null])) };
    try {
      const { changes } = await this.#app.client.call('history.changes', { pairs });
      this.#changes = { ...this.#changes, ...Object.fromEntries(keys.map((key, nth) => [key, changes[nth] ?? null])) };
    } catch (error) {
      this.#app.report(error);
    }
  }

  isPinned({ target }: HistoryEntry): boolean {
    return this.#pinned.includes(serverKey(target));
  }

  /** To the top of the list, where it stays; or no longer. */
  togglePin(entry: HistoryEntry): void {
    const key = serverKey(entry.target);
    const others = this.#pinned.filter((each) => each !== key);
    this.#pinned = others.length < this.#pinned.length ? others : [...others, key].slice(-PINNED);
    keep('pinned-servers', this.#pinned);
  }

  /** Off the list of servers; what was found stays in the history. */
  remove(entry: HistoryEntry): void {
    const { target, startedAt } = entry;
    const mark = `${startedAt} ${serverKey(target)}`;
    const pinned = this.isPinned(entry);
    if (pinned) this.togglePin(entry);
    this.#keepRemoved([mark, ...this.#removed]);
    this.#app.toasts.show({
      message: `${shorten(visible(target), 60)} is off the list; its runs stay in the history`,
      action: {
        label: 'Undo',
        run: () => {
          this.#keepRemoved(this.#removed.filter((each) => each !== mark));
          if (pinned) this.togglePin(entry);
        },
      },
    });
  }

  #keepRemoved(marks: readonly string[]): void {
    this.#removed = marks.slice(0, REMOVED);
    keep('removed-servers', this.#removed);
  }

  #isRemoved(key: string, startedAt: string): boolean {
    return this.#removed.some(
      (mark) => mark.slice(mark.indexOf(' ') + 1) === key && startedAt <= mark.slice(0, mark.indexOf(' ')),
    );
  }
}
