/** What the command line prints as JSON of a survey or a comparison, as far as it is read back. Unknown members are left out. */
import * as v from 'valibot';
import { limits } from '../limits.ts';
import { IsoTimeSchema, MillisecondsSchema, PortSchema } from '../../values/common.ts';
import { MailRouteSchema } from '../../values/session/outcome.ts';
import { ReportSchema } from '../../values/session/report.ts';
import { CellAnswerSchema, CellKeySchema, CellSecuritySchema, CellStateSchema } from '../../values/survey/cell.ts';
import { ClusterPairSchema, ClusterSchema, GroupInferenceSchema } from '../../values/survey/cluster.ts';
import { FoundHostSchema, OtherLoginSchema } from '../../values/survey/event.ts';
import { MatrixInferenceSchema } from '../../values/survey/matrix.ts';
import { MechanismsInferenceSchema } from '../../values/survey/mechanisms.ts';
import { SurveyFindingSchema } from '../../values/survey/state.ts';

export const FileCellSchema = v.object({
  key: CellKeySchema,
  state: CellStateSchema,
  answer: CellAnswerSchema,
  readFrom: v.optional(v.nullable(CellSecuritySchema), null),
  report: v.nullable(ReportSchema),
});
export type FileCell = v.InferOutput<typeof FileCellSchema>;

/** As many as a survey can have, and no more: a file may hold what nobody ever asked. */
export const listOf = <S extends v.GenericSchema>(schema: S) =>
  v.pipe(v.array(schema), v.maxLength(limits.openedEntries, `has more than ${limits.openedEntries} entries`));

const head = {
  schema: v.literal(1),
  target: v.object({ host: v.nullable(v.string()), port: v.nullable(PortSchema) }),
  startedAt: v.nullable(IsoTimeSchema),
  durationMs: MillisecondsSchema,
  stopped: v.optional(v.boolean(), false),
  findings: v.array(SurveyFindingSchema),
  cells: listOf(FileCellSchema),
};

const groups = {
  ...head,
  hosts: listOf(FoundHostSchema),
  route: v.nullable(MailRouteSchema),
  clusters: listOf(ClusterSchema),
  pairs: listOf(ClusterPairSchema),
  inferences: v.array(GroupInferenceSchema),
};

export const MatrixFileSchema = v.object({
  ...head,
  command: v.literal('matrix'),
  best: v.nullable(CellKeySchema),
  login: v.nullable(ReportSchema),
  inferences: v.array(MatrixInferenceSchema),
});
export const GroupsFileSchema = v.object({ ...groups, command: v.picklist(['addresses', 'mx', 'census']) });
export const VerifyFileSchema = v.object({
  ...head,
  command: v.literal('verify'),
  left: v.array(v.string()),
  others: v.array(OtherLoginSchema),
  inferences: v.array(MechanismsInferenceSchema),
});
export const ComparisonFileSchema = v.object({
  schema: v.literal(1),
  command: v.literal('compare'),
  a: ReportSchema,
  b: ReportSchema,
});
export type MatrixFile = v.InferOutput<typeof MatrixFileSchema>;
export type GroupsFile = v.InferOutput<typeof GroupsFileSchema>;
export type VerifyFile = v.InferOutput<typeof VerifyFileSchema>;
