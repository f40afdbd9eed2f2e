/** A watch: rounds as they went, in numbers; what changed; and how long the certificate lasts. */
import * as v from 'valibot';
import { CountSchema, IsoTimeSchema, MillisecondsSchema } from '../common.ts';
import { DifferenceSchema } from '../session/comparison.ts';
import { ReportSchema } from '../session/report.ts';
import { CellAnswerSchema } from './cell.ts';

/** Milliseconds by phase; one that was not reached is absent. */
const latencies = v.partial(
  v.object({
    dns: MillisecondsSchema,
    connect: MillisecondsSchema,
    greeting: MillisecondsSchema,
    ehlo: MillisecondsSchema,
    tls: MillisecondsSchema,
    auth: MillisecondsSchema,
    total: MillisecondsSchema,
  }),
);
export const WATCHED_PHASES = ['dns', 'connect', 'greeting', 'ehlo', 'tls', 'auth', 'total'] as const;
export type WatchedPhase = (typeof WATCHED_PHASES)[number];

export const WatchSampleSchema = v.object({
  round: CountSchema,
  /** From the beginning of the watch to the end of the round. */
  tMs: MillisecondsSchema,
  ok: v.boolean(),
  answer: CellAnswerSchema,
  phases: latencies,
});
export type WatchSample = v.InferOutput<typeof WatchSampleSchema>;

const spread = v.object({
  count: CountSchema,
  min: MillisecondsSchema,
  mean: MillisecondsSchema,
  max: MillisecondsSchema,
});
export type Spread = v.InferOutput<typeof spread>;

/** Rounds `from` to `to`, which are no longer there one by one. */
export const WatchSummarySchema = v.object({
  from: CountSchema,
  to: CountSchema,
  fromMs: MillisecondsSchema,
  toMs: MillisecondsSchema,
  failed: CountSchema,
  phases: v.partial(
    v.object(Object.fromEntries(WATCHED_PHASES.map((phase) => [phase, spread])) as Record<WatchedPhase, typeof spread>),
  ),
});
export type WatchSummary = v.InferOutput<typeof WatchSummarySchema>;

export const WATCHED_THINGS = [
  'verdict',
  'greeting',
  'keyword',
  'certificate',
  'tls',
  'cipher',
  'addresses',
  'login',
  'finding',
] as const;
export const WatchChangeSchema = v.object({
  round: CountSchema,
  tMs: MillisecondsSchema,
  what: v.picklist(WATCHED_THINGS),
  /** Of a keyword its name, of a finding its id; else empty. */
  name: v.string(),
  /** In the words of `compare`: a is before, b after. */
  differences: v.array(DifferenceSchema),
});
export type WatchChange = v.InferOutput<typeof WatchChangeSchema>;

export const WatchSchema = v.object({
  everyMs: MillisecondsSchema,
  rounds: CountSchema,
  failed: CountSchema,
  /** When the next round begins, from the beginning of the watch; null while one runs, and at the end. */
  nextMs: v.nullable(MillisecondsSchema),
  /** The newest last. */
  samples: v.array(WatchSampleSchema),
  /** Of the rounds before them. */
  summaries: v.array(WatchSummarySchema),
  /** Of all rounds. */
  phases: WatchSummarySchema.entries.phases,
  /** The newest last. */
  changes: v.array(WatchChangeSchema),
  /** All there were, those that are no longer kept included. */
  changed: CountSchema,
  /** Of the certificate that was seen last. */
  validTo: v.nullable(IsoTimeSchema),
  /** The last round that went well, which the next is compared with. */
  baseline: v.nullable(ReportSchema),
  /** How the last one went. */
  last: v.nullable(ReportSchema),
});
export type Watch = v.InferOutput<typeof WatchSchema>;
