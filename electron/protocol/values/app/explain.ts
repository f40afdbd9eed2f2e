/** What the window asks about a pasted text, and the answer: how the text was read, what it means, and which further fact would change that. */
import * as v from 'valibot';
import { CountSchema, IdSchema, PortSchema } from '../common.ts';
import { JudgedSchema } from '../session/diagnosis.ts';
import { PhaseSchema } from '../session/phase.ts';
import { ExperimentIdSchema } from '../session/experiment.ts';
import { FindingSchema, type Report } from '../session/report.ts';

/** Characters of a pasted text that are judged: a reply, or the part of a log, session or bounce around it. */
export const PASTED_LIMIT = 65_536;

const text = v.pipe(v.string(), v.maxLength(8_192));
const lines = v.pipe(v.array(text), v.maxLength(500));

/** Where it came up, as `posthorn explain --context` takes it: any of these, null where not known. */
export const PastedContextSchema = v.object({
  phase: v.nullish(PhaseSchema),
  /** The server that said it. */
  host: v.nullish(text),
  port: v.nullish(PortSchema),
  protocol: v.nullish(v.picklist(['smtp', 'lmtp'])),
  security: v.nullish(v.picklist(['none', 'starttls', 'tls'])),
  greeting: v.nullish(text),
  /** Lines of the last EHLO answer, with or without 250. */
  ehlo: v.nullish(lines),
  ehloBeforeTls: v.nullish(lines),
  mechanism: v.nullish(text),
  user: v.nullish(text),
  mailFrom: v.nullish(text),
});
export type PastedContext = v.InferOutput<typeof PastedContextSchema>;

export const PastedTextSchema = v.object({
  text: v.pipe(v.string(), v.maxLength(PASTED_LIMIT)),
  context: PastedContextSchema,
});

/** A fact that is not known, and with which the answer could be another one. */
export const DecidingFactSchema = v.picklist(['host', 'phase', 'port']);
export type DecidingFact = v.InferOutput<typeof DecidingFactSchema>;

export const ExplainedFindingSchema = v.object({ ...FindingSchema.entries, ...JudgedSchema.entries });
export type ExplainedFinding = v.InferOutput<typeof ExplainedFindingSchema>;

export const ExplainedSchema = v.object({
  /** The best first; at least one. */
  findings: v.pipe(v.array(ExplainedFindingSchema), v.minLength(1)),
  reading: v.object({
    code: v.nullable(CountSchema),
    enhancedCode: v.nullable(v.string()),
    phase: v.nullable(PhaseSchema),
    host: v.nullable(v.string()),
    /** The program that wrote the text. */
    client: v.nullable(v.string()),
    /** "Google", known by "its host"; null where it is not certain. */
    provider: v.nullable(v.object({ name: v.string(), by: v.string() })),
    /** The lines of the text that decide, counted from 0, both inclusive; null where none does by itself. */
    lines: v.nullable(v.object({ first: CountSchema, last: CountSchema })),
  }),
  decides: v.array(DecidingFactSchema),
});
export type Explained = v.InferOutput<typeof ExplainedSchema>;

/** What of a report says how its session ended. */
export type Ended = Pick<
  Report,
  'target' | 'startedAt' | 'error' | 'delivery' | 'phases' | 'greeting' | 'ehlo' | 'tls' | 'auth' | 'recipients'
>;

/** An experiment that was made: by their ids, the run that asked for it and its own. */
export const ExperimentMadeSchema = v.object({ experiment: ExperimentIdSchema, before: IdSchema, after: IdSchema });
