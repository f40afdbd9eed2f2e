/** What every kind of survey has: when it began, what runs, where its names lead to, and how it ended. */
import type { CellKey } from '../../values/survey/cell.ts';
import type { SurveyEvent } from '../../values/survey/event.ts';
import type { SurveyBase } from '../../values/survey/state.ts';

/** One key, one text: for maps. */
export const cellName = ({ host, address, port, security, mechanism, round, line }: CellKey): string =>
  JSON.stringify([host, address, port, security ?? null, mechanism ?? null, round ?? null, line ?? null]);

type Head = Omit<SurveyBase, 'cells' | 'findings'>;

export class SurveyHead {
  #head: Omit<Head, 'running'>;
  readonly #running = new Map<string, CellKey>();

  constructor(host: string, from: Head | null) {
    this.#head = from ?? { host, startedAt: null, durationMs: 0, status: 'running', hosts: [], route: null };
    for (const key of from?.running ?? []) this.#running.set(cellName(key), key);
  }

  push(event: SurveyEvent): void {
    this.#head = { ...this.#head, durationMs: event.tMs };
    switch (event.type) {
      case 'survey-begin':
        this.#head = { ...this.#head, startedAt: event.startedAt };
        break;
      case 'survey-hosts':
        this.#head = { ...this.#head, hosts: event.hosts, route: event.route };
        break;
      case 'cell-started':
        this.#running.set(cellName(event.key), event.key);
        break;
      case 'cell-done':
        this.#running.delete(cellName(event.key));
        break;
      case 'survey-end':
        this.#running.clear();
        this.#head = { ...this.#head, durationMs: event.durationMs, status: event.why };
        break;
      default:
        break;
    }
  }

  get head(): Head {
    return { ...this.#head, running: [...this.#running.values()] };
  }
}
