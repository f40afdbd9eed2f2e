/** A diagnosis as JSON carries it: in a finding, and in a report's error. */
import * as v from 'valibot';
import { CountSchema } from '../common.ts';

export const ActorSchema = v.picklist(['you', 'mailbox-admin', 'server-admin', 'dns-owner', 'provider', 'network']);

export const SureSchema = v.picklist(['proven', 'likely', 'code-only']);
export type Sure = v.InferOutput<typeof SureSchema>;

/** What a judged finding has besides its own fields. */
export const JudgedSchema = v.object({
  /** Proven: words or session leave no doubt. Code-only: no reason was given; the code is all there is. */
  sure: SureSchema,
  /** What else fits, and what would show that it is that. */
  alternatives: v.array(v.object({ id: v.string(), title: v.string(), tellApart: v.string() })),
  /** One more session each that would settle it. */
  experiments: v.array(v.object({ id: v.string(), title: v.string(), command: v.string() })),
});
export type Judged = v.InferOutput<typeof JudgedSchema>;

/** The answer of the one judge to one refusal, in words. */
export const DiagnosisSchema = v.object({
  /** Stable, dotted. `outcome.` and an outcome's code where no reply was judged. */
  id: v.string(),
  title: v.string(),
  cause: v.string(),
  actor: ActorSchema,
  /** Empty where nothing certain can be advised. */
  remedy: v.string(),
  /** `seq` of the transcript lines that prove it. */
  evidence: v.array(CountSchema),
  source: v.nullable(v.string()),
  verifiedOn: v.nullable(v.string()),
  ...JudgedSchema.entries,
});
export type DiagnosisValue = v.InferOutput<typeof DiagnosisSchema>;

/** What an experiment settled, beside the session before it. */
export const AnewSchema = v.object({
  /**
   * proven: past the refusal, and by that the cause is. narrowed: past it, and some causes are out. worked: past it, and the cause stays open.
   * further: past it, then stopped by something else. speaks-…: with what the port begins,
   * whatever stops the session after it. excluded, same: the same end, with and without causes that are out by that. other:
   * another end at that step or before. stopped, not-reached: nothing is settled.
   */
  settled: v.picklist([
    'proven',
    'narrowed',
    'worked',
    'further',
    'speaks-tls',
    'speaks-starttls',
    'speaks-plain',
    'excluded',
    'same',
    'other',
    'stopped',
    'not-reached',
  ]),
  sentence: v.string(),
  /** The causes that are out. */
  ruledOut: v.array(v.object({ id: v.string(), title: v.string() })),
  /** What both sessions together say of the first one's end. */
  answer: DiagnosisSchema,
  /** What stops the second session; null where nothing does, or where that is the same. */
  now: v.nullable(DiagnosisSchema),
});
export type Anew = v.InferOutput<typeof AnewSchema>;
