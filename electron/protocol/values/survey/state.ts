/**
 * What a survey has found until now, running or over: what the window shows, history keeps and the command line prints. Made from the
 * events by protocol/fold/survey and by nothing else; a fold goes on from it where the events before are gone.
 */
import * as v from 'valibot';
import { CountSchema, IsoTimeSchema, MillisecondsSchema } from '../common.ts';
import { MailRouteSchema } from '../session/outcome.ts';
import { FindingSchema, ReportSchema } from '../session/report.ts';
import { CellKeySchema, SurveyCellSchema } from './cell.ts';
import { ClusterPairSchema, ClusterSchema, GroupInferenceSchema } from './cluster.ts';
import { FoundHostSchema, OtherLoginSchema, SURVEY_ENDS } from './event.ts';
import { MatrixSummarySchema } from './matrix.ts';
import { MechanismsInferenceSchema } from './mechanisms.ts';
import { TargetRowSchema, TargetTaskSchema, TargetsSummarySchema } from './targets.ts';
import { WatchSchema } from './watch.ts';

/** One finding of the judge with the cells whose sessions have it; `evidence` is of the first of them. */
export const SurveyFindingSchema = v.object({ ...FindingSchema.entries, cells: v.array(CellKeySchema) });
export type SurveyFinding = v.InferOutput<typeof SurveyFindingSchema>;

const base = {
  /** As typed. */
  host: v.string(),
  /** null before it has begun. */
  startedAt: v.nullable(IsoTimeSchema),
  /** Until its end, or the last event. */
  durationMs: MillisecondsSchema,
  status: v.picklist(['running', ...SURVEY_ENDS]),
  /** Sessions that run now. */
  running: v.array(CellKeySchema),
  cells: v.array(SurveyCellSchema),
  findings: v.array(SurveyFindingSchema),
  hosts: v.array(FoundHostSchema),
  route: v.nullable(MailRouteSchema),
};
const groups = {
  clusters: v.array(ClusterSchema),
  pairs: v.array(ClusterPairSchema),
  /** The most telling first. */
  inferences: v.array(GroupInferenceSchema),
};

export const SurveyStateSchema = v.variant('kind', [
  v.object({ kind: v.literal('matrix'), ...base, summary: MatrixSummarySchema, login: v.nullable(ReportSchema) }),
  v.object({ kind: v.literal('addresses'), ...base, ...groups }),
  v.object({ kind: v.literal('mx'), ...base, ...groups }),
  v.object({ kind: v.literal('census'), ...base, ...groups }),
  v.object({ kind: v.literal('watch'), ...base, watch: WatchSchema }),
  v.object({
    kind: v.literal('mechanisms'),
    ...base,
    others: v.array(OtherLoginSchema),
    /** Mechanisms that were asked for and not tried. */
    left: v.array(v.string()),
    inferences: v.array(MechanismsInferenceSchema),
  }),
  /** In rows: `cells` and `findings` are empty, since the reports of a long list are not kept. */
  v.object({
    kind: v.literal('targets'),
    ...base,
    do: TargetTaskSchema,
    /** Targets that were asked for. */
    listed: CountSchema,
    /** As they ended. */
    rows: v.array(TargetRowSchema),
    summary: TargetsSummarySchema,
  }),
]);
export type SurveyState = v.InferOutput<typeof SurveyStateSchema>;
export type StateOf<K extends SurveyState['kind']> = Extract<SurveyState, { readonly kind: K }>;
/** What every kind has. */
export type SurveyBase = Pick<SurveyState, keyof typeof base>;
