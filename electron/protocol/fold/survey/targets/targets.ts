/** A list of targets as it goes on: its rows, and how many came to what. Reports are not kept: those of a long list would fill the memory. */
import type { CellAnswer } from '../../../values/survey/cell.ts';
import type { SurveyEvent } from '../../../values/survey/event.ts';
import type { RequestOf } from '../../../values/survey/request.ts';
import type { StateOf } from '../../../values/survey/state.ts';
import type { TargetRow, TargetsSummary } from '../../../values/survey/targets.ts';
import { SurveyHead } from '../head.ts';

type Request = Pick<RequestOf<'targets'>, 'do' | 'targets'>;

export class TargetsFold {
  readonly #request: Request;
  readonly #head: SurveyHead;
  readonly #rows: TargetRow[];
  readonly #counts = new TargetCounts();

  constructor(request: Request, host: string, from: StateOf<'targets'> | null = null) {
    this.#request = request;
    this.#head = new SurveyHead(host, from);
    this.#rows = [...(from?.rows ?? [])];
    for (const row of this.#rows) this.#counts.add(row);
  }

  push(event: SurveyEvent): void {
    this.#head.push(event);
    if (event.type !== 'target-done') return;
    this.#rows.push(event.row);
    this.#counts.add(event.row);
  }

  get state(): StateOf<'targets'> {
    return {
      kind: 'targets',
      ...this.#head.head,
      cells: [],
      findings: [],
      do: this.#request.do,
      listed: this.#request.targets.length,
      rows: [...this.#rows],
      summary: this.#counts.summary,
    };
  }
}

/** Counts rows as they come, so that nobody need keep them. */
export class TargetCounts {
  #count = 0;
  #ok = 0;
  #problems = 0;
  readonly #answers = new Map<CellAnswer, number>();
  /** By id and title: one id stands for several ways to fail, such as closed and reset. */
  readonly #causes = new Map<string, { id: string; title: string; count: number }>();
  readonly #providers = new Map<string | null, { count: number; ok: number }>();

  add({ ok, answer, cause, provider, problem, sessions }: TargetRow): void {
    this.#count += 1;
    if (ok) this.#ok += 1;
    if (problem !== null) this.#problems += 1;
    this.#answers.set(answer, (this.#answers.get(answer) ?? 0) + 1);
    if (cause !== null) {
      const { id, title } = cause;
      const known = this.#causes.get(`${id} ${title}`);
      if (known === undefined) this.#causes.set(`${id} ${title}`, { id, title, count: 1 });
      else known.count += 1;
    }
    if (sessions.length === 0) return;
    const of = this.#providers.get(provider) ?? { count: 0, ok: 0 };
    this.#providers.set(provider, { count: of.count + 1, ok: of.ok + (ok ? 1 : 0) });
  }

  get summary(): TargetsSummary {
    const most = (a: { readonly count: number }, b: { readonly count: number }): number => b.count - a.count;
    return {
      count: this.#count,
      ok: this.#ok,
      problems: this.#problems,
      answers: [...this.#answers].map(([answer, count]) => ({ answer, count })).sort(most),
      causes: [...this.#causes.values()].map((one) => ({ ...one })).sort(most),
      providers: [...this.#providers].map(([provider, of]) => ({ provider, ...of })).sort(most),
    };
  }
}
