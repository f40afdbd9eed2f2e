/**
 * Fault scripts of the test server, as data: what it does otherwise than usual, when, and how often. Window, command line, JSON
 * files and tests share these definitions; what the steps do is in core/server/script, their sentences in electron/texts/app/faults.ts.
 */
import * as v from 'valibot';
import { CountSchema } from '../common.ts';

const PositiveSchema = v.pipe(CountSchema, v.minValue(1));
/** Ten minutes: longer than any client waits. */
const DurationSchema = v.pipe(v.number(), v.minValue(0), v.maxValue(600_000));
/** One line of a reply or of an EHLO reply: no control characters. */
const LineSchema = v.pipe(v.string(), v.maxLength(2_000), v.regex(/^[^\u0000-\u001f\u007f]*$/u));
const CodeSchema = v.pipe(v.number(), v.integer(), v.minValue(200), v.maxValue(599));
const KeywordSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/));

export const ScriptReplySchema = v.object({
  code: CodeSchema,
  /** As 5.1.1; null for none. */
  enhancedCode: v.nullable(v.pipe(v.string(), v.regex(/^[245]\.\d{1,3}\.\d{1,3}$/))),
  lines: v.pipe(v.array(LineSchema), v.minLength(1), v.maxLength(1_000)),
});
export type ScriptReply = v.InferOutput<typeof ScriptReplySchema>;

export const BAD_CERTIFICATES = ['expired', 'wrong-name', 'self-signed', 'unknown-ca'] as const;
export const BadCertificateSchema = v.picklist(BAD_CERTIFICATES);
export type BadCertificate = v.InferOutput<typeof BadCertificateSchema>;

/**
 * `reply` stands in for the usual reply; one of 400 and above keeps the command from being carried out, and 421 closes. Without
 * one, the usual reply is what the other steps delay, distort or suppress: `close`, `reset` and `stall` without a reply say nothing.
 */
export const StepSchema = v.variant('do', [
  v.object({ do: v.literal('reply'), ...ScriptReplySchema.entries }),
  v.object({ do: v.literal('delay'), ms: DurationSchema }),
  /** One octet at a time. */
  v.object({ do: v.literal('drip'), ms: DurationSchema }),
  /** In two pieces, after so many octets. */
  v.object({ do: v.literal('split'), at: PositiveSchema, ms: DurationSchema }),
  v.object({ do: v.literal('close') }),
  v.object({ do: v.literal('reset') }),
  v.object({ do: v.literal('stall') }),
  v.object({ do: v.literal('hide'), keyword: KeywordSchema }),
  /** `line` stands where the keyword's line stood. */
  v.object({ do: v.literal('alter'), keyword: KeywordSchema, line: LineSchema }),
  v.object({ do: v.literal('add'), line: LineSchema }),
  v.object({ do: v.literal('bare-lf') }),
  /** All lines but the last carry this code. */
  v.object({ do: v.literal('code-mismatch'), code: CodeSchema }),
  /** The last line too says that another follows (RFC 5321 section 4.2.1), and none does. */
  v.object({ do: v.literal('unfinished') }),
  /** Octets right after the reply, as Latin-1; after the 220 of STARTTLS they are what an attacker would add. */
  v.object({ do: v.literal('inject'), text: v.pipe(v.string(), v.maxLength(65_536)) }),
  v.object({ do: v.literal('certificate'), kind: BadCertificateSchema }),
  /** LMTP: replies after the data for recipients whose address matches; the first match counts. */
  v.object({
    do: v.literal('recipients'),
    results: v.pipe(
      v.array(v.object({ address: v.pipe(v.string(), v.maxLength(512)), ...ScriptReplySchema.entries })),
      v.maxLength(1_000),
    ),
  }),
  /** 451 until so many seconds after the first attempt by the same host for the same sender and recipient. 0: until the second one. */
  v.object({ do: v.literal('greylist'), seconds: v.pipe(v.number(), v.minValue(0), v.maxValue(86_400)) }),
]);
export type Step = v.InferOutput<typeof StepSchema>;
export type StepName = Step['do'];
export type StepOf<N extends StepName> = Extract<Step, { do: N }>;

/**
 * CONNECT: before the greeting. TLS: as the handshake begins, implicit TLS included. BODY: amid a message. END: at its end.
 * ANY: every command. Others: that command, whoever adds it.
 */
const MomentSchema = v.pipe(v.string(), v.regex(/^[A-Z][A-Z0-9-]{0,31}$/));

export const MatchSchema = v.object({
  command: MomentSchema,
  /** `*` and `?` as in file names, in any case. RCPT: the recipient; elsewhere: the sender or any recipient. */
  address: v.optional(v.pipe(v.string(), v.maxLength(512))),
  /** The id of a listener, or its protocol or security. */
  listener: v.optional(v.pipe(v.string(), v.maxLength(100))),
  /** So many matches pass before. */
  after: v.optional(CountSchema),
  /** Matches are counted in each session for itself, or over all of them (the default). */
  count: v.optional(v.picklist(['session', 'server'])),
  /** BODY: after so many octets of the message. */
  octets: v.optional(CountSchema),
});
export type Match = v.InferOutput<typeof MatchSchema>;

export const RuleSchema = v.object({
  match: MatchSchema,
  steps: v.pipe(v.array(StepSchema), v.minLength(1), v.maxLength(32)),
  /** How often it acts; absent: always. */
  times: v.optional(PositiveSchema),
});
export type Rule = v.InferOutput<typeof RuleSchema>;

/** At each reply, with this probability, one of the ways to fail is drawn. The same seed draws the same for the same sessions. */
export const RandomFaultsSchema = v.object({
  seed: v.pipe(CountSchema, v.maxValue(4_294_967_295)),
  rate: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
});
export type RandomFaults = v.InferOutput<typeof RandomFaultsSchema>;

export const ScriptSchema = v.object({
  schema: v.literal(1),
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  /** One sentence for people. */
  description: v.optional(v.pipe(v.string(), v.maxLength(500))),
  /** After 220 and instead of host name and program. */
  greeting: v.optional(LineSchema),
  /** The first rule that matches acts, and it alone. */
  rules: v.pipe(v.array(RuleSchema), v.maxLength(200)),
  random: v.optional(RandomFaultsSchema),
});
export type Script = v.InferOutput<typeof ScriptSchema>;
