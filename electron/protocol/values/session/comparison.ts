/**
 * Two checks side by side, as `compare` prints them: both reports whole, and what differs between them by path. Made by
 * protocol/fold/compare/compare.ts; the grammar of the paths is in docs/engine.md.
 */
import * as v from 'valibot';
import { ReportSchema } from './report.ts';

/** null: that side has nothing there, such as a keyword that it does not offer. */
export const DifferenceValueSchema = v.nullable(v.union([v.string(), v.number(), v.boolean(), v.array(v.string())]));
export type DifferenceValue = v.InferOutput<typeof DifferenceValueSchema>;

/** The parts of a path: `tls`, `chain`, 0, `subject`. */
export type DifferencePath = readonly (string | number)[];

export const DifferenceSchema = v.object({
  /** Stable: `ehlo.tls.AUTH`, `tls.chain[0].fingerprint256`, `recipients[1].code`. */
  path: v.string(),
  /** As the servers said it, also where they were compared by less than that. */
  a: DifferenceValueSchema,
  b: DifferenceValueSchema,
});
export type Difference = v.InferOutput<typeof DifferenceSchema>;

export const ComparisonSchema = v.object({
  schema: v.literal(1),
  command: v.literal('compare'),
  /** No problem on either side; a difference alone is none. */
  ok: v.boolean(),
  a: ReportSchema,
  b: ReportSchema,
  differences: v.array(DifferenceSchema),
});
export type Comparison = v.InferOutput<typeof ComparisonSchema>;
