/** A watch as it goes on: a line for each round and each change, for people or as JSON, and the summary at its end. */
import { type JsonValue, jsonValue, reportJson } from '../../../core/report/json.ts';
import { type Row, type Section, cell } from '../../../core/report/outline/types.ts';
import type { StateOf } from '../../../protocol/values/survey/state.ts';
import { WATCHED_PHASES, type WatchChange, type WatchSample } from '../../../protocol/values/survey/watch.ts';
import { answerTexts } from '../../../texts/survey/cells.ts';
import {
  daysLeft,
  certificateEndText,
  watchChangeText,
  watchTitle,
  watchedPhaseTexts,
} from '../../../texts/survey/watch.ts';
import { duration } from '../../../texts/units.ts';
import { drawOutline } from '../draw.ts';
import { surveyFindingsJson } from '../matrix-json.ts';
import { type Output, paint } from '../terminal.ts';
import { findingsSection } from './draw-groups.ts';

type State = StateOf<'watch'>;

/** Every round there was. */
const wentWell = ({ watch, findings }: State): boolean =>
  watch.rounds > 0 && watch.failed === 0 && !findings.some(({ severity }) => severity === 'error');

/** True exactly when the status is 0: one that was interrupted has another, however its rounds went. */
export const watchOk = (state: State): boolean => state.status !== 'stopped' && wentWell(state);

/** When it was, by the wall clock. */
const clockText = (startedAt: string | null, tMs: number): Date => new Date(Date.parse(startedAt ?? '') + tMs);

export function roundText(state: State, sample: WatchSample, output: Output): string {
  const at = clockText(state.startedAt, sample.tMs).toTimeString().slice(0, 8);
  const phases = WATCHED_PHASES.flatMap((phase) => {
    const ms = sample.phases[phase];
    return ms === undefined || phase === 'total' ? [] : [`${watchedPhaseTexts[phase]} ${duration(ms)}`];
  });
  const total = sample.phases.total;
  const word = sample.ok
    ? answerTexts[sample.answer]
    : (state.watch.last?.error?.message ?? answerTexts[sample.answer]);
  const numbers = [
    ...(total === undefined ? [] : [duration(total)]),
    ...(phases.length === 0 ? [] : [`(${phases.join(', ')})`]),
  ];
  return `${paint(output, at, 'muted')} ${paint(output, sample.ok ? '✔' : '✘', sample.ok ? 'good' : 'bad')} ${word} ${paint(output, numbers.join(' '), 'muted')}`.trimEnd();
}

export const changeLine = (change: WatchChange, output: Output): string =>
  `         ${paint(output, '!', 'warn')} ${watchChangeText(change)}`;

export function roundJson(state: State, sample: WatchSample): JsonValue {
  const { tMs, ...rest } = sample;
  const error = state.watch.last?.error ?? null;
  return jsonValue({
    schema: 1,
    event: 'round',
    target: state.host,
    ...rest,
    at: clockText(state.startedAt, tMs).toISOString(),
    error: error === null ? null : { code: error.code, phase: error.phase, message: error.message },
  });
}

export function changeJson(state: State, { tMs, ...change }: WatchChange): JsonValue {
  const text = watchChangeText({ tMs, ...change });
  return jsonValue({ schema: 1, event: 'change', ...change, at: clockText(state.startedAt, tMs).toISOString(), text });
}

/** The last line: everything but the rounds, and the report of the last one. */
export function watchJson(state: State): JsonValue {
  const { host, startedAt, durationMs, status, hosts, findings, watch } = state;
  const { last, baseline: _baseline, samples: _samples, changes, validTo, nextMs: _next, ...numbers } = watch;
  return jsonValue({
    schema: 1,
    command: 'watch',
    ok: watchOk(state),
    target: last?.target ?? { host, port: null, path: null, protocol: 'smtp', security: null },
    startedAt,
    durationMs,
    ended: status,
    hosts,
    ...numbers,
    certificate: validTo === null ? null : { validTo, daysLeft: daysLeft(validTo, new Date()) },
    changes,
    findings: surveyFindingsJson(findings),
    last: last === null ? null : reportJson(last, { transcript: false }),
    verdict: { title: watchTitle(state), text: certificateEndText(validTo, new Date()) ?? '' },
  });
}

export function drawWatch(state: State, output: Output): string {
  const { watch, findings } = state;
  const rows = WATCHED_PHASES.flatMap((phase): Row[] => {
    const spread = watch.phases[phase];
    if (spread === undefined) return [];
    const { count, min, mean, max } = spread;
    return [
      {
        cells: [watchedPhaseTexts[phase], duration(min), duration(mean), duration(max), String(count)].map((text) =>
          cell(text),
        ),
      },
    ];
  });
  const sections: Section[] = [
    ...(rows.length === 0
      ? []
      : [{ title: 'How long', kind: 'table' as const, columns: ['', 'Least', 'Mean', 'Most', 'Rounds'], rows }]),
    ...findingsSection(findings, 1),
  ];
  const expiry = certificateEndText(watch.validTo, new Date());
  return drawOutline(
    {
      title: 'Watch',
      startedAt: state.startedAt ?? '',
      ok: wentWell(state),
      verdict: watchTitle(state),
      paragraphs: expiry === null ? [] : [[cell(expiry)]],
      sections,
    },
    output,
  );
}
