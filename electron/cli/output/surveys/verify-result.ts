/** A verified credential on a terminal and as JSON. */
import { type JsonValue, jsonValue, reportJson } from '../../../core/report/json.ts';
import { type Row, type Section, cell } from '../../../core/report/outline/types.ts';
import type { StateOf } from '../../../protocol/values/survey/state.ts';
import { answerTexts } from '../../../texts/survey/cells.ts';
import { mechanismsInferenceText, mechanismsTitle, otherLoginText } from '../../../texts/survey/mechanisms.ts';
import { visible } from '../../../texts/visible.ts';
import { drawOutline } from '../draw.ts';
import { surveyFindingsJson } from '../matrix-json.ts';
import type { Output } from '../terminal.ts';
import { findingsSection } from './draw-groups.ts';

type State = StateOf<'mechanisms'>;

/** The login works, and what was asked of the envelope is allowed. What other protocols say decides nothing. */
const wentWell = ({ cells }: State): boolean => cells[0]?.report?.ok === true;

/** True exactly when the status is 0: one that was interrupted has another. */
export const verifiedOk = (state: State): boolean => state.status !== 'stopped' && wentWell(state);

/** Without the cells: what `--ndjson` prints last. */
export const verifyHeadJson = (state: State): JsonValue => jsonValue(headOf(state));

export const verifyCellsJson = ({ cells }: State): JsonValue[] =>
  cells.map(({ key, state, answer, report }) =>
    jsonValue({
      key,
      state,
      answer,
      inference: null,
      report: report === null ? null : reportJson(report, { transcript: false }),
    }),
  );

export const verifyJson = (state: State): JsonValue => jsonValue({ ...headOf(state), cells: verifyCellsJson(state) });

function headOf(state: State) {
  const { host, startedAt, durationMs, cells, findings, others, left } = state;
  const report = cells[0]?.report ?? null;
  const inferences = state.inferences.map((one) => ({ ...one, text: mechanismsInferenceText(one) }));
  return {
    schema: 1,
    command: 'verify',
    ok: verifiedOk(state),
    target: report?.target ?? { host, port: null, path: null, protocol: 'smtp', security: null },
    startedAt,
    durationMs,
    offered: { plain: offeredAt(report?.ehlo.plain ?? null), tls: offeredAt(report?.ehlo.tls ?? null) },
    used: report?.auth?.used ?? null,
    left,
    others,
    inferences,
    findings: surveyFindingsJson(findings),
    verdict: { title: mechanismsTitle(state), text: inferences[0]?.text ?? '' },
  };
}

type Ehlo = NonNullable<State['cells'][number]['report']>['ehlo']['plain'];

/** Mechanisms by AUTH in that answer; null where there was none. */
const offeredAt = (ehlo: Ehlo): string[] | null =>
  ehlo?.capabilities.filter(({ keyword }) => keyword.toUpperCase() === 'AUTH').flatMap(({ params }) => params) ?? null;

export function drawVerify(state: State, output: Output): string {
  const { cells, others, findings } = state;
  const [first, ...rest] = state.inferences.map(mechanismsInferenceText);
  const report = cells[0]?.report ?? null;
  const tried = cells.flatMap(({ key, answer, state: how }): Row[] =>
    key.mechanism === undefined
      ? []
      : [{ cells: [cell(visible(key.mechanism)), cell(answerTexts[answer], how === 'works' ? 'good' : 'bad')] }],
  );
  const offers = (['plain', 'tls'] as const).flatMap((stage): Row[] => {
    const offered = offeredAt(report?.ehlo[stage] ?? null);
    if (offered === null) return [];
    const text = offered.length === 0 ? 'none' : offered.map(visible).join(' ');
    return [{ cells: [cell(stage === 'plain' ? 'Before TLS' : 'After TLS'), cell(text)] }];
  });
  const section = (title: string, kind: Section['kind'], rows: Row[]): Section[] =>
    rows.length === 0 ? [] : [{ title, kind, columns: null, rows }];
  const texts = (all: readonly string[]): Row[] => all.map((text) => ({ cells: [cell(text)] }));
  return drawOutline(
    {
      title: 'Credential',
      startedAt: state.startedAt ?? '',
      ok: wentWell(state),
      verdict: mechanismsTitle(state),
      paragraphs: first === undefined ? [] : [[cell(first)]],
      sections: [
        ...section('Besides', 'items', texts(rest)),
        ...section('Mechanisms offered', 'table', offers),
        ...section('Tried', 'table', tried),
        ...section('The same login elsewhere', 'items', texts(others.map(otherLoginText))),
        ...findingsSection(findings, 1),
      ],
    },
    output,
  );
}
