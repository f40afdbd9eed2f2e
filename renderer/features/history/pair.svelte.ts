/** Two entries of the history that are marked to be held side by side: runs, or surveys of one kind; the older is A. */
import type { AppState } from '../../app/app.svelte.ts';
import type { HistoryEntry } from '../../../electron/protocol/values/app/history.ts';
import type { Report } from '../../../electron/protocol/values/session/report.ts';
import { compareSurveys, type ComparedSurveys } from '../../../electron/protocol/fold/compare/surveys.ts';
import { shorten, visible } from '../../../electron/texts/visible.ts';
import { fullTime } from '../../ui/time.ts';

interface Side {
  readonly name: string;
  readonly report: Report;
}

export type PairShown =
  | { readonly kind: 'runs'; readonly a: Side; readonly b: Side }
  | { readonly kind: 'surveys'; readonly names: readonly [string, string]; readonly compared: ComparedSurveys }
  /** A run and a survey, or surveys of two kinds: there is nothing to be held side by side. */
  | { readonly kind: 'unlike' };

export class HistoryPair {
  /** At most two. */
  marked: readonly HistoryEntry[] = $state.raw([]);
  shown: PairShown | null = $state.raw(null);
  readonly #app: AppState;

  constructor(app: AppState) {
    this.#app = app;
  }

  /** Both are marked: they are what is looked at. */
  get full(): boolean {
    return this.marked.length === 2;
  }

  has(id: string | undefined): boolean {
    return this.marked.some((entry) => entry.id === id);
  }

  /** Marks it, or no longer; a third takes the place of the one marked first. */
  toggle(entry: HistoryEntry): void {
    const others = this.marked.filter(({ id }) => id !== entry.id);
    this.#put(others.length < this.marked.length ? others : [...others.slice(-1), entry]);
  }

  clear(): void {
    if (this.marked.length > 0) this.#put([]);
  }

  /** What was deleted is no longer marked. */
  drop(ids: readonly string[]): void {
    if (this.marked.some(({ id }) => ids.includes(id))) this.#put(this.marked.filter(({ id }) => !ids.includes(id)));
  }

  #put(marked: readonly HistoryEntry[]): void {
    this.marked = marked;
    this.shown = null;
    if (marked.length === 2) void this.#read(marked);
  }

  async #read(marked: readonly HistoryEntry[]): Promise<void> {
    const [a, b] = [...marked].sort((x, y) => x.startedAt.localeCompare(y.startedAt));
    if (a === undefined || b === undefined) return;
    try {
      const shown = await this.#side(a, b);
      if (this.marked === marked) this.shown = shown;
    } catch (error) {
      if (this.marked === marked) this.clear();
      this.#app.report(error);
    }
  }

  async #side(a: HistoryEntry, b: HistoryEntry): Promise<PairShown> {
    const { client } = this.#app;
    if (a.survey !== b.survey) return { kind: 'unlike' };
    if (a.survey === undefined) {
      const [left, right] = [
        await client.call('history.get', { id: a.id }),
        await client.call('history.get', { id: b.id }),
      ];
      return {
        kind: 'runs',
        a: { name: nameOf(a), report: left.report },
        b: { name: nameOf(b), report: right.report },
      };
    }
    const [left, right] = [
      await client.call('surveys.snapshot', { surveyId: a.id }),
      await client.call('surveys.snapshot', { surveyId: b.id }),
    ];
    const compared = compareSurveys(left.state, right.state);
    return compared === null ? { kind: 'unlike' } : { kind: 'surveys', names: [nameOf(a), nameOf(b)], compared };
  }
}

const nameOf = ({ target, startedAt }: HistoryEntry): string =>
  `${shorten(visible(target), 60)}, ${fullTime(startedAt)}`;
