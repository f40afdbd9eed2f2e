/**
 * Surveys as the window follows them: started once, made in main, followed through events, kept with all their sessions. A secret
 * travels once, inwards; one that a profile keeps goes into those alone that lead to the one place that it is kept for.
 */
import * as v from 'valibot';
import { AppErrorSchema } from '../app-error.ts';
import { CountSchema, IdSchema, IsoTimeSchema } from '../common.ts';
import { SessionEventSchema } from '../session/event.ts';
import { PhaseSchema } from '../session/phase.ts';
import { CellKeySchema } from '../survey/cell.ts';
import { SurveyEventSchema } from '../survey/event.ts';
import { SurveyKindSchema, SurveyRequestSchema } from '../survey/request.ts';
import { SurveyStateSchema } from '../survey/state.ts';
import { ConnectionSecretsInputSchema, RunStatusSchema, SecretInputSchema } from './run.ts';

export const SurveyStartSchema = v.object({
  request: SurveyRequestSchema,
  /** Of the login, where the request has one. */
  secret: v.nullable(SecretInputSchema),
  secrets: v.optional(ConnectionSecretsInputSchema),
  /** Of a watch or of mechanisms: gives the secret where none was typed, as with a run. */
  profileId: v.optional(IdSchema),
});
export type SurveyStart = v.InferOutput<typeof SurveyStartSchema>;

/** A session that runs now, and how far it is; `phase` null before its first, `seq` the number of its newest event. */
export const LiveCellSchema = v.object({
  key: CellKeySchema,
  startedAt: IsoTimeSchema,
  phase: v.nullable(PhaseSchema),
  seq: CountSchema,
});
export type LiveCell = v.InferOutput<typeof LiveCellSchema>;

export const SurveySnapshotSchema = v.object({
  surveyId: IdSchema,
  /** Without any secret. */
  request: SurveyRequestSchema,
  startedAt: IsoTimeSchema,
  status: RunStatusSchema,
  /** What was found up to the event of this number: a fold goes on from there. */
  seq: CountSchema,
  state: SurveyStateSchema,
  live: v.array(LiveCellSchema),
  /** Of a watch: a desktop notification for what changes, while the window is not in front. */
  notify: v.boolean(),
  /** It could not be carried out; what servers did wrong is in the reports. */
  failure: v.nullable(AppErrorSchema),
});
export type SurveySnapshot = v.InferOutput<typeof SurveySnapshotSchema>;

/** Sent about every 33 ms while there is something to report, from the subscription on: what was before is in the snapshot. */
export const SurveyBatchSchema = v.object({
  surveyId: IdSchema,
  /** From 1 without gaps; a gap is repaired by a snapshot. */
  batch: v.pipe(CountSchema, v.minValue(1)),
  events: v.array(SurveyEventSchema),
  /** Every session that runs, as of now. */
  live: v.array(LiveCellSchema),
  failure: v.nullable(AppErrorSchema),
});
export type SurveyBatch = v.InferOutput<typeof SurveyBatchSchema>;

/** What happened in the session of one cell. */
export const CellSessionSchema = v.object({ key: CellKeySchema, events: v.array(SessionEventSchema) });
export type CellSession = v.InferOutput<typeof CellSessionSchema>;

/** As it is kept. */
export const PastSurveySchema = v.object({
  request: SurveyRequestSchema,
  state: SurveyStateSchema,
  sessions: v.array(CellSessionSchema),
});
export type PastSurvey = v.InferOutput<typeof PastSurveySchema>;

/** One that is in memory, for a window that was loaded anew. */
export const KnownSurveySchema = v.object({ surveyId: IdSchema, kind: SurveyKindSchema, status: RunStatusSchema });
export type KnownSurvey = v.InferOutput<typeof KnownSurveySchema>;
