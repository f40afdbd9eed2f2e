/** A list of targets: what is asked of each, and the row that each comes to. A row holds no report: ten thousand of them are kept. */
import * as v from 'valibot';
import { CountSchema, IsoTimeSchema, MillisecondsSchema } from '../common.ts';
import { CellAnswerSchema, CellKeySchema, CellStateSchema } from './cell.ts';

/** check: one session without a login. tls: the same, which has to come to TLS with a certificate that passes. domain: a session with every address of
 * every MX host. verify: one login. */
export const TARGET_TASKS = ['check', 'tls', 'domain', 'verify'] as const;
export const TargetTaskSchema = v.picklist(TARGET_TASKS);
export type TargetTask = v.InferOutput<typeof TargetTaskSchema>;

const line = v.pipe(CountSchema, v.minValue(1));

export const ListedTargetSchema = v.object({
  /** Of the list, from 1. */
  line,
  /** As typed: a target, a domain for `domain`, or profile:NAME. */
  text: v.string(),
  /** Of a list of accounts: who logs in there. */
  user: v.optional(v.string()),
  /** The profile whose connection and password are used for it; its server has to be this one. */
  profile: v.optional(v.string()),
});
export type ListedTarget = v.InferOutput<typeof ListedTargetSchema>;

/** Why a line was not tried. The sentence is in electron/texts/survey/targets.ts, with `detail` in it where that says more. */
export const TARGET_PROBLEMS = [
  'not-a-target',
  'not-a-domain',
  'not-usable',
  'profile',
  'no-login',
  'secret-missing',
  /** The same account was refused there before, on another line: a second wrong try could lock it. */
  'refused-before',
  /** The name leads to this machine or its link, in somebody else's DNS. */
  'local-address',
] as const;
export const TargetProblemSchema = v.object({ code: v.picklist(TARGET_PROBLEMS), detail: v.string() });
export type TargetProblem = v.InferOutput<typeof TargetProblemSchema>;

export const TargetRowSchema = v.object({
  line,
  text: v.string(),
  user: v.optional(v.string()),
  /** Every session ended without an outcome code and without a finding of severity error. */
  ok: v.boolean(),
  /** differs: of the sessions with a domain some work and some do not. */
  state: CellStateSchema,
  /** Of the session that decides: the first that does not work, else the first. */
  answer: CellAnswerSchema,
  /** Its outcome code. */
  error: v.nullable(v.string()),
  /** What the judge says of it: of its end, else its gravest finding of severity error. */
  cause: v.nullable(v.object({ id: v.string(), title: v.string() })),
  provider: v.nullable(v.string()),
  /** Of the session that decides; null where there was no TLS. */
  tls: v.nullable(v.object({ version: v.nullable(v.string()), validTo: v.nullable(v.string()) })),
  /** The mechanism that the login worked with. */
  login: v.nullable(v.string()),
  /** null where it was tried. */
  problem: v.nullable(TargetProblemSchema),
  /** The sessions that were held, the one that decides first. */
  sessions: v.array(CellKeySchema),
  startedAt: IsoTimeSchema,
  durationMs: MillisecondsSchema,
});
export type TargetRow = v.InferOutput<typeof TargetRowSchema>;

/** How many rows have it, and how many of those are ok. */
const counted = { count: CountSchema, ok: CountSchema };
export const TargetsSummarySchema = v.object({
  ...counted,
  /** Lines that could not be tried. */
  problems: CountSchema,
  /** The most first, in all three. */
  answers: v.array(v.object({ answer: CellAnswerSchema, count: CountSchema })),
  causes: v.array(v.object({ id: v.string(), title: v.string(), count: CountSchema })),
  /** null: none that is known. */
  providers: v.array(v.object({ provider: v.nullable(v.string()), ...counted })),
});
export type TargetsSummary = v.InferOutput<typeof TargetsSummarySchema>;
