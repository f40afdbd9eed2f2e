/** The one stream of a survey: what was begun, what ended and with which report. `seq` rises from 1 without gaps. */
import * as v from 'valibot';
import { CountSchema, IsoTimeSchema, MillisecondsSchema } from '../common.ts';
import { ReportSchema } from '../session/report.ts';
import { CellKeySchema, SurveyKindSchema } from './cell.ts';

const base = { seq: v.pipe(CountSchema, v.minValue(1)), tMs: MillisecondsSchema };

const event = <const T extends string, const E extends v.ObjectEntries>(type: T, entries: E) =>
  v.object({ ...base, type: v.literal(type), ...entries });

export const SurveyEventSchema = v.variant('type', [
  event('survey-begin', { kind: SurveyKindSchema, host: v.string(), startedAt: IsoTimeSchema }),
  event('cell-started', { key: CellKeySchema }),
  event('cell-done', { key: CellKeySchema, report: ReportSchema }),
  event('survey-end', { durationMs: MillisecondsSchema, stopped: v.boolean() }),
]);
export type SurveyEvent = v.InferOutput<typeof SurveyEventSchema>;

type Unstamped<E> = E extends unknown ? Omit<E, 'seq' | 'tMs'> : never;
/** Before the runner has given it its number and time. */
export type SurveyFact = Unstamped<SurveyEvent>;
