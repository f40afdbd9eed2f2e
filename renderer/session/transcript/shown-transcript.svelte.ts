/** What of a transcript is shown and pointed out: what filter and folding leave, what a search finds, the refusal that matters. */
import type { ShownSession } from '../log.svelte.ts';
import { isServerReply } from './reply.ts';
import {
  foldedOtherwise,
  indexOfSeq,
  nothingFolded,
  searchShown,
  shownRows,
  type ShownRow,
  type TranscriptFilter,
} from './transcript-view.ts';

export class ShownTranscript {
  query = $state('');
  filter: TranscriptFilter = $state('all');
  /** Indices of separators. */
  folded: ReadonlySet<number> = $state.raw(nothingFolded);
  readonly #of: () => ShownSession;
  readonly #live: () => boolean;
  /** Of what was found, which one is pointed out; counted on beyond the last. */
  #chosen = $state(0);

  /** `live`: the session goes on. */
  constructor(of: () => ShownSession, live: () => boolean) {
    this.#of = of;
    this.#live = live;
  }

  /** Of the session, with the version read, so that what is derived of it follows. */
  get #log(): ShownSession {
    const log = this.#of();
    return (log.version, log);
  }

  readonly total: number = $derived.by(() => this.#log.transcript.length);
  /** null: every row stands at its own index, which needs no list of 10,000 places. */
  readonly #rows: readonly ShownRow[] | null = $derived.by(() =>
    this.filter === 'all' && this.folded.size === 0 ? null : shownRows(this.#log.transcript, this.filter, this.folded),
  );
  readonly count: number = $derived.by(() => (this.#rows === null ? this.total : this.#rows.length));
  /** Places that hold what is searched for. */
  readonly found: readonly number[] = $derived.by(() => {
    if (this.query === '') return [];
    const { transcript } = this.#log;
    return searchShown(transcript, this.#rows ?? shownRows(transcript, 'all', this.folded), this.query);
  });
  /** Which of them is pointed out; -1 where there is none. */
  readonly at: number = $derived.by(() => (this.found.length === 0 ? -1 : this.#chosen % this.found.length));

  /** The line of the reply on which the session failed is shown as such. */
  readonly failedSeq: number | null = $derived.by(() => {
    const { facts, version, transcript } = this.#log;
    const reply = facts.end?.error?.reply;
    if (version === 0 || reply === null || reply === undefined) return null;
    const last = reply.lines.at(-1) ?? '';
    let seq: number | null = null;
    for (const row of transcript) {
      if (row.kind === 'line' && row.line.direction === 'received' && row.line.text.endsWith(last)) seq = row.line.seq;
    }
    return seq;
  });

  /** The reply that is explained where no line was chosen: of several refusals the one on which the session failed, else the last. */
  readonly explained: number | null = $derived.by(() => {
    const { facts, version, transcript } = this.#log;
    if (version === 0 || this.#live()) return null;
    const failed = this.failedSeq === null ? -1 : indexOfSeq(transcript, this.failedSeq);
    if (failed !== -1) return failed;
    let last: number | null = null;
    let index = 0;
    for (const row of transcript) {
      if (row.kind === 'line' && row.refusal && isServerReply(row, facts)) last = index;
      index += 1;
    }
    return last;
  });

  placeOf(index: number): number {
    return this.#rows === null ? index : this.#rows.findIndex((each) => each.index === index);
  }

  indexAt(place: number): number | undefined {
    return this.#rows === null ? place : this.#rows[place]?.index;
  }

  /** How many rows are folded away there. */
  hiddenAt(place: number): number {
    return this.#rows === null ? 0 : (this.#rows[place]?.hidden ?? 0);
  }

  /** The place of what is found first; null where nothing is. */
  search(text: string): number | null {
    this.query = text;
    this.#chosen = 0;
    return this.found[0] ?? null;
  }

  /** The place of what is found next, or before; null where nothing is. */
  searchOn(step: number): number | null {
    if (this.found.length === 0) return null;
    this.#chosen = (this.at + step + this.found.length) % this.found.length;
    return this.found[this.#chosen] ?? null;
  }

  fold(index: number): void {
    this.folded = foldedOtherwise(this.folded, index);
  }

  /** Everything in its place: nothing filtered, nothing folded. */
  showAll(): void {
    this.filter = 'all';
    this.folded = nothingFolded;
  }
}
