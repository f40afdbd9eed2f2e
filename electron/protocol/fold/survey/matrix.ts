/** A port matrix as it fills: its cells, what they show together, and the one login. */
import { parseProxy } from '../../parse/proxy.ts';
import type { Report } from '../../values/session/report.ts';
import type { SurveyEvent } from '../../values/survey/event.ts';
import { limits } from '../../values/survey/limits.ts';
import type { RequestOf } from '../../values/survey/request.ts';
import type { StateOf } from '../../values/survey/state.ts';
import { findingsOfCells } from './findings.ts';
import { MatrixGrid } from './grid.ts';
import { SurveyHead } from './head.ts';
import { summaryOf, summaryOfNoAddress } from './matrix-inference.ts';

type Request = Pick<RequestOf<'matrix'>, 'host' | 'tlsPorts' | 'connection'>;

/** Of the request's time limits, or the matrix's own. */
export const connectLimit = ({ connection }: Pick<Request, 'connection'>): number =>
  connection.timeouts?.connect ?? limits.matrix.connect;
export const greetingLimit = ({ connection }: Pick<Request, 'connection'>): number =>
  connection.timeouts?.greeting ?? limits.matrix.greeting;

export class MatrixFold {
  readonly #request: Request;
  readonly #head: SurveyHead;
  readonly #grid: MatrixGrid;
  #login: Report | null;

  constructor(request: Request, from: StateOf<'matrix'> | null = null) {
    this.#request = request;
    this.#head = new SurveyHead(request.host, from);
    this.#grid = new MatrixGrid(from?.cells);
    this.#login = from?.login ?? null;
  }

  push(event: SurveyEvent): void {
    this.#head.push(event);
    if (event.type === 'cell-started') this.#grid.begin(event.key);
    else if (event.type === 'cell-done') this.#grid.end(event.key, event.report);
    else if (event.type === 'login-done') this.#login = event.report;
  }

  get state(): StateOf<'matrix'> {
    const { head } = this.#head;
    const { cells } = this.#grid;
    const { host, tlsPorts } = this.#request;
    const dnsCode = head.hosts.find(({ addresses }) => addresses.length === 0)?.dnsCode ?? null;
    const proxy = parseProxy(this.#request.connection.proxy ?? '');
    const facts = {
      connectMs: connectLimit(this.#request),
      greetingMs: greetingLimit(this.#request),
      tlsPorts,
      proxy: proxy.ok ? proxy.value.shown : null,
    };
    const summary = dnsCode === null ? summaryOf(host, cells, facts) : summaryOfNoAddress(host, dnsCode);
    return {
      kind: 'matrix',
      ...head,
      cells,
      findings: findingsOfCells(cells, 'some-expected'),
      summary,
      login: this.#login,
    };
  }
}
