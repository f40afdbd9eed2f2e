/** Past runs: what was asked, how it ended, and the whole stream of events to look at again. No secret is part of any. */
import * as v from 'valibot';
import { CountSchema, IdSchema, IsoTimeSchema, MillisecondsSchema } from '../common.ts';
import { FileHandleSchema } from './files.ts';
import { DeliverySchema, OutcomeSchema } from '../session/outcome.ts';
import { PastRequestSchema } from './console.ts';
import { ReportSchema } from '../session/report.ts';
import { SessionEventSchema } from '../session/event.ts';
import { SurveyKindSchema } from '../survey/request.ts';

export const HistoryEntrySchema = v.object({
  /** The run's id. */
  id: IdSchema,
  command: v.picklist(['check', 'send', 'console', 'survey']),
  /** Of a survey; absent of a run. */
  survey: v.optional(SurveyKindSchema),
  startedAt: IsoTimeSchema,
  durationMs: MillisecondsSchema,
  /** As typed. */
  target: v.string(),
  ok: v.boolean(),
  /** Outcome code; null when it went through. */
  error: v.nullable(v.picklist(OutcomeSchema.options.map((option) => option.entries.code.literal))),
  /** Of a send; absent in entries of earlier versions, null where nothing was to be sent. */
  delivery: v.optional(v.nullable(DeliverySchema)),
  /** Findings of that weight; absent in entries of earlier versions. */
  warnings: v.optional(CountSchema),
  /** The verdict in a word or two; absent in entries of earlier versions. */
  badge: v.optional(v.object({ tone: v.picklist(['ok', 'warn', 'err', 'neutral']), text: v.string() })),
  /** The verdict's sentence at the time. */
  title: v.string(),
});
export type HistoryEntry = v.InferOutput<typeof HistoryEntrySchema>;

export const HistoryPageSchema = v.object({
  total: CountSchema,
  /** Newest first. */
  entries: v.array(HistoryEntrySchema),
});
export type HistoryPage = v.InferOutput<typeof HistoryPageSchema>;

export const HistoryRunSchema = v.object({
  entry: HistoryEntrySchema,
  /** What was asked, to be run again; its secret is always null. */
  request: PastRequestSchema,
  events: v.array(SessionEventSchema),
  report: ReportSchema,
});
export type HistoryRun = v.InferOutput<typeof HistoryRunSchema>;

/** A file that a past send took: to be sent again, or why that cannot be. Main alone knows where it lies. */
export const PastFileSchema = v.object({
  name: v.string(),
  /** As it is now; null where it is gone or cannot be read. */
  file: v.nullable(FileHandleSchema),
  /** Its size or time differ from what they were. */
  changed: v.boolean(),
});
export type PastFile = v.InferOutput<typeof PastFileSchema>;
