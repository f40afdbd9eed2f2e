/** Sessions that say the same, and what tells them apart. An inference is an id with parameters; its sentence is in electron/texts/survey/groups.ts. */
import * as v from 'valibot';
import { CountSchema } from '../common.ts';
import { DifferenceSchema } from '../session/comparison.ts';
import { CellAnswerSchema, CellKeySchema } from './cell.ts';

/** What is counted: back ends behind one address, addresses of one name, hosts of one domain. */
export const GROUP_UNITS = ['back-end', 'address', 'host'] as const;
export const GroupUnitSchema = v.picklist(GROUP_UNITS);
export type GroupUnit = v.InferOutput<typeof GroupUnitSchema>;

export const ClusterSchema = v.object({
  /** From 1, in the order in which they were met. */
  id: v.pipe(CountSchema, v.minValue(1)),
  cells: v.array(CellKeySchema),
  /** What they came to. */
  answer: CellAnswerSchema,
  /** The first line of the greeting, as one of them said it. */
  greeting: v.nullable(v.string()),
  /** EHLO keywords as they were offered last, with parameters. */
  keywords: v.array(v.string()),
  /** null where nothing was heard of it. */
  startTls: v.nullable(v.boolean()),
  tlsVersion: v.nullable(v.string()),
  certificate: v.nullable(
    v.object({ fingerprint256: v.string(), subject: v.string(), validTo: v.nullable(v.string()) }),
  ),
});
export type Cluster = v.InferOutput<typeof ClusterSchema>;

export const ClusterPairSchema = v.object({
  /** Ids of clusters. */
  a: v.pipe(CountSchema, v.minValue(1)),
  b: v.pipe(CountSchema, v.minValue(1)),
  /** Between the first session of each. */
  differences: v.array(DifferenceSchema),
});
export type ClusterPair = v.InferOutput<typeof ClusterPairSchema>;

const inference = <const C extends string, const P extends v.ObjectEntries>(code: C, params: P) =>
  v.object({ code: v.literal(code), params: v.object(params) });
/** `these` of the `of` units heard; the cells are the grounds. */
const some = { unit: GroupUnitSchema, these: CountSchema, of: CountSchema, cells: v.array(CellKeySchema) };

export const GroupInferenceSchema = v.variant('code', [
  inference('name-not-found', { host: v.string(), dnsCode: v.string() }),
  inference('no-mail', { host: v.string(), dnsCode: v.string() }),
  /** Hosts of the domain that have no address of their own to be tried. */
  inference('host-not-found', { host: v.string(), dnsCode: v.string() }),
  /** Nobody greeted. */
  inference('none-answers', { unit: GroupUnitSchema, sessions: CountSchema, answers: v.array(CellAnswerSchema) }),
  /** All that were heard say the same. */
  inference('alike', { unit: GroupUnitSchema, sessions: CountSchema, of: CountSchema }),
  inference('keyword-missing', { ...some, keyword: v.string(), stage: v.picklist(['plain', 'tls']) }),
  inference('fails', { ...some, answer: CellAnswerSchema, text: v.string() }),
  inference('older-tls', { ...some, version: v.string(), newest: v.string() }),
  inference('certificates', { unit: GroupUnitSchema, of: CountSchema, certificates: CountSchema }),
  /** Different only in how they call themselves and in what follows from it. */
  inference('names-only', { unit: GroupUnitSchema, of: CountSchema }),
  inference('other-differences', { unit: GroupUnitSchema, of: CountSchema, paths: v.array(v.string()) }),
  /** Sessions that nobody greeted, beside those that somebody did. */
  inference('unanswered', { sessions: CountSchema, of: CountSchema, answers: v.array(CellAnswerSchema) }),
  inference('stopped', {}),
]);
export type GroupInference = v.InferOutput<typeof GroupInferenceSchema>;
