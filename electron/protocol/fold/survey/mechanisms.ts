/** A credential that is verified: each mechanism's own result, may the sender write, and the same login at IMAP and POP3. */
import type { Report } from '../../values/session/report.ts';
import type { CellKey, SurveyCell } from '../../values/survey/cell.ts';
import type { OtherLogin, SurveyEvent } from '../../values/survey/event.ts';
import type { MechanismsInference } from '../../values/survey/mechanisms.ts';
import type { RequestOf } from '../../values/survey/request.ts';
import type { StateOf } from '../../values/survey/state.ts';
import { cellAnswer } from './answer.ts';
import { findingsOfCells } from './findings.ts';
import { stateOf } from './grid.ts';
import { SurveyHead } from './head.ts';

type Request = Pick<RequestOf<'mechanisms'>, 'envelope'>;

export class MechanismsFold {
  readonly #request: Request;
  readonly #head: SurveyHead;
  #session: { readonly key: CellKey; readonly report: Report } | null = null;
  #others: readonly OtherLogin[];
  #left: readonly string[];

  constructor(request: Request, host: string, from: StateOf<'mechanisms'> | null = null) {
    this.#request = request;
    this.#head = new SurveyHead(host, from);
    const [first] = from?.cells ?? [];
    if (first !== undefined && first.report !== null) this.#session = { key: first.key, report: first.report };
    this.#others = from?.others ?? [];
    this.#left = from?.left ?? [];
  }

  push(event: SurveyEvent): void {
    this.#head.push(event);
    if (event.type === 'cell-done') this.#session = { key: event.key, report: event.report };
    else if (event.type === 'mechanisms-left') this.#left = event.mechanisms;
    else if (event.type === 'other-login') this.#others = [...this.#others, event.result];
  }

  get state(): StateOf<'mechanisms'> {
    const session = this.#session;
    const cells = session === null ? [] : cellsOfLogin(session.key, session.report);
    return {
      kind: 'mechanisms',
      ...this.#head.head,
      cells,
      findings: findingsOfCells(cells, 'each-asked'),
      others: [...this.#others],
      left: [...this.#left],
      inferences:
        session === null
          ? []
          : inferOfLogin(session.report, { ...this.#request, others: this.#others, left: this.#left }),
    };
  }
}

/** One for each mechanism that was tried; all come from one check, whose report stands with the first. Without a login that check alone. */
function cellsOfLogin({ mechanism: _, ...key }: CellKey, report: Report): SurveyCell[] {
  const tried = report.auth?.tried ?? [];
  const answer = cellAnswer(report);
  if (tried.length === 0) return [{ key, state: stateOf(answer), answer, report, readFrom: null }];
  return tried.map(({ mechanism, ok }, index) => ({
    key: { ...key, mechanism },
    state: ok ? 'works' : 'fails',
    answer: ok ? 'works' : 'login-refused',
    report: index === 0 ? report : null,
    readFrom: null,
  }));
}

interface LoginFacts extends Request {
  readonly others: readonly OtherLogin[];
  readonly left: readonly string[];
}

function inferOfLogin(report: Report, { envelope, others, left }: LoginFacts): MechanismsInference[] {
  const { error } = report;
  if (error?.code === 'cancelled') return [{ code: 'stopped', params: {} }];
  const tried = report.auth?.tried ?? [];
  const working = tried.filter(({ ok }) => ok).map(({ mechanism }) => mechanism);
  const failing = tried.filter(({ ok }) => !ok).map(({ mechanism }) => mechanism);
  const accepted = others.filter(({ result }) => result === 'accepted').map(({ protocol }) => protocol);
  const refused = others.filter(({ result }) => result === 'refused').map(({ protocol }) => protocol);
  const [works] = working;
  if (works !== undefined) {
    const offered = report.auth?.offered ?? [];
    return [
      { code: 'login-works', params: { mechanism: works, of: offered } },
      ...(failing.length === 0 ? [] : [{ code: 'some-mechanisms-fail' as const, params: { working, failing } }]),
      ...(refused.length === 0 ? [] : [{ code: 'other-refuses' as const, params: { protocols: refused } }]),
      ...notTried(left),
      ...senderOf(report, envelope),
    ];
  }
  const elsewhere: MechanismsInference[] =
    accepted.length > 0
      ? [{ code: 'password-right-smtp-off', params: { protocols: accepted } }]
      : refused.length > 0 && failing.length > 0
        ? [{ code: 'refused-everywhere', params: { protocols: refused } }]
        : [];
  if (failing.length > 0)
    return [...elsewhere, { code: 'login-refused', params: { mechanisms: failing } }, ...notTried(left)];
  const right: MechanismsInference[] =
    accepted.length === 0 ? [] : [{ code: 'right-elsewhere', params: { protocols: accepted } }];
  if (error?.code !== 'auth-unavailable')
    return [{ code: 'not-reached', params: { message: error?.message ?? '' } }, ...right];
  const { reason, offered } = error.params;
  if (reason === 'needs-tls' && offered.length > 0)
    return [{ code: 'password-kept-back', params: { offered } }, ...right];
  return [
    ...(reason === 'none-offered' ? elsewhere : []),
    { code: 'no-login-offered', params: { offered } },
    ...(reason === 'none-offered' ? [] : right),
  ];
}

const notTried = (left: readonly string[]): MechanismsInference[] =>
  left.length === 0 ? [] : [{ code: 'not-all-tried', params: { left: [...left] } }];

function senderOf({ sender, recipients, error }: Report, envelope: Request['envelope']): MechanismsInference[] {
  if (envelope === null) return [];
  const reply = error?.code === 'sender-refused' ? (error.reply ?? sender) : sender;
  if (reply === null) return [];
  if (error?.code === 'sender-refused' || (reply.code ?? 0) >= 400)
    return [{ code: 'sender-refused', params: { reply: `${reply.code ?? ''} ${reply.lines.join(' ')}`.trim() } }];
  const refused = recipients.filter(({ accepted }) => !accepted).map(({ address }) => address);
  return refused.length > 0
    ? [{ code: 'recipients-refused', params: { refused } }]
    : [{ code: 'sender-accepted', params: { from: envelope.from } }];
}
