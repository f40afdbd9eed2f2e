/**
 * What the command line prints a line at a time while it goes on: the rounds of a watch, the rows of a list of targets. Such a file may end
 * where its program was stopped: then there is no last line that sums it up, or half of one.
 */
import * as v from 'valibot';
import { summaryOfRounds, withLatencies } from '../../fold/survey/watch-numbers.ts';
import { TargetCounts } from '../../fold/survey/targets/targets.ts';
import { CountSchema, IsoTimeSchema, MillisecondsSchema, PortSchema } from '../../values/common.ts';
import { ReportSchema } from '../../values/session/report.ts';
import { FoundHostSchema, SURVEY_ENDS } from '../../values/survey/event.ts';
import { limits } from '../../values/survey/limits.ts';
import { SurveyFindingSchema } from '../../values/survey/state.ts';
import { TargetRowSchema, TargetTaskSchema } from '../../values/survey/targets.ts';
import { WatchChangeSchema, WatchSampleSchema, WatchSchema } from '../../values/survey/watch.ts';
import { listOf } from './file-schemas.ts';
import { type OpenedSurvey, typedTarget } from './opened-survey.ts';

const RoundSchema = v.object({
  ...v.omit(WatchSampleSchema, ['tMs']).entries,
  at: IsoTimeSchema,
  /** As typed; files of older versions do not name it. */
  target: v.optional(v.string(), ''),
});
const ChangeSchema = v.object({ ...v.omit(WatchChangeSchema, ['tMs']).entries, at: IsoTimeSchema });

const WatchEndSchema = v.object({
  schema: v.literal(1),
  command: v.literal('watch'),
  target: v.object({ host: v.nullable(v.string()), port: v.nullable(PortSchema) }),
  startedAt: v.nullable(IsoTimeSchema),
  durationMs: MillisecondsSchema,
  ended: v.picklist(['running', ...SURVEY_ENDS]),
  hosts: listOf(FoundHostSchema),
  ...v.pick(WatchSchema, ['everyMs', 'rounds', 'failed', 'phases', 'changed']).entries,
  summaries: listOf(WatchSchema.entries.summaries.item),
  changes: listOf(WatchChangeSchema),
  certificate: v.nullable(v.object({ validTo: IsoTimeSchema })),
  findings: v.array(SurveyFindingSchema),
  last: v.nullable(ReportSchema),
});

export const WatchFileSchema = v.object({
  // As many as the file has room for: a watch of a week has twenty thousand.
  rounds: v.array(RoundSchema),
  changes: v.array(ChangeSchema),
  /** null where the watch was ended before it could say so. */
  end: v.nullable(WatchEndSchema),
});
export type WatchFile = v.InferOutput<typeof WatchFileSchema>;

/** Of rounds alone: the newest as they were, and what all of them sum up to. */
export function openedWatch({ rounds, changes, end }: WatchFile): OpenedSurvey {
  const startedAt = end?.startedAt ?? rounds[0]?.at ?? changes[0]?.at ?? null;
  const since = (at: string): number => Math.max(0, Date.parse(at) - Date.parse(startedAt ?? at));
  const summarised = end?.summaries.at(-1)?.to ?? 0;
  const all = rounds.map(({ at, target: _, ...round }) => ({ ...round, tMs: since(at) }));
  const samples = all.filter(({ round }) => round > summarised).slice(-limits.watch.samples);
  const before = all.length - samples.length;
  const older = end === null && before > 0 ? summaryOfRounds(all.slice(0, before)) : null;
  const logged = end?.changes ?? changes.map(({ at, ...change }) => ({ ...change, tMs: since(at) }));
  const everyMs = end?.everyMs ?? everyMsOf(all.map(({ tMs }) => tMs));
  const target = end === null ? (rounds[0]?.target ?? '') : typedTarget(end.target);
  return {
    request: { kind: 'watch', connection: { target }, auth: null, everyMs, rounds: null, forMs: null },
    state: {
      kind: 'watch',
      host: target,
      startedAt,
      durationMs: end?.durationMs ?? all.at(-1)?.tMs ?? 0,
      status: end === null || end.ended === 'running' ? 'stopped' : end.ended,
      running: [],
      cells: [],
      findings: end?.findings ?? [],
      hosts: end?.hosts ?? [],
      route: null,
      watch: {
        everyMs,
        rounds: end?.rounds ?? all.length,
        failed: end?.failed ?? all.filter(({ ok }) => !ok).length,
        nextMs: null,
        samples,
        summaries: end?.summaries ?? (older === null ? [] : [older]),
        phases: end?.phases ?? all.reduce((sum, { phases }) => withLatencies(sum, phases), {}),
        changes: logged.slice(-limits.watch.changes),
        changed: end?.changed ?? changes.length,
        validTo: end?.certificate?.validTo ?? null,
        baseline: null,
        last: end?.last ?? null,
      },
    },
  };
}

/** From one round to the next, as the file shows it. */
function everyMsOf(times: readonly number[]): number {
  const [first = 0] = times;
  const mean = times.length < 2 ? limits.watch.usual : Math.round(((times.at(-1) ?? 0) - first) / (times.length - 1));
  return Math.min(limits.watch.everyMost, Math.max(limits.watch.everyLocal, mean));
}

const ListEndSchema = v.object({
  schema: v.literal(1),
  command: v.literal('survey'),
  do: TargetTaskSchema,
  startedAt: v.nullable(IsoTimeSchema),
  durationMs: MillisecondsSchema,
  stopped: v.optional(v.boolean(), false),
  targets: v.object({ file: v.string(), listed: CountSchema }),
});

const RowSchema = v.object({ ...v.omit(TargetRowSchema, ['text']).entries, target: v.string(), do: TargetTaskSchema });

export const ListFileSchema = v.object({
  rows: v.pipe(v.array(RowSchema), v.maxLength(limits.targets.most, `has more than ${limits.targets.most} targets`)),
  /** null where it was ended before it could say so. */
  end: v.nullable(ListEndSchema),
});
export type ListFile = v.InferOutput<typeof ListFileSchema>;

/** Without the reports of its sessions: of a long list they are not kept. */
export function openedList({ rows: read, end }: ListFile): OpenedSurvey {
  const rows = read.map(({ target, do: _, ...row }) => ({ ...row, text: target }));
  const counts = new TargetCounts();
  for (const row of rows) counts.add(row);
  const task = end?.do ?? read[0]?.do ?? 'check';
  const name = (end?.targets.file ?? '').slice(-limits.targets.name);
  const times = rows.map(({ startedAt }) => startedAt).sort();
  const targets = rows.map(({ line, text, user }) => ({ line, text, ...(user === undefined ? {} : { user }) }));
  const { concurrency, perAddress } = limits.targets;
  return {
    request: { kind: 'targets', name, do: task, targets, connection: {}, auth: null, concurrency, perAddress },
    state: {
      kind: 'targets',
      host: name,
      startedAt: end?.startedAt ?? times[0] ?? null,
      durationMs: end?.durationMs ?? 0,
      status: end === null || end.stopped ? 'stopped' : 'done',
      running: [],
      cells: [],
      findings: [],
      hosts: [],
      route: null,
      do: task,
      listed: Math.max(rows.length, end?.targets.listed ?? 0),
      rows,
      summary: counts.summary,
    },
  };
}
