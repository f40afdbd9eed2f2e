/** The console: a session that stays open and is typed into. It is a run like others; what is typed, and how it stands, is here. */
import * as v from 'valibot';
import { limits } from '../../parse/limits.ts';
import { AppErrorSchema } from '../app-error.ts';
import { AuthOptionsSchema, ConnectionOptionsSchema } from '../target.ts';
import { CapabilitySchema, ReplySchema } from '../session/reply.ts';
import { ConnectionSecretsInputSchema, RunRequestSchema, SecretInputSchema, fromProfile } from './run.ts';
import { CountSchema, IdSchema } from '../common.ts';
import { ExplainedFindingSchema } from './explain.ts';
import { OutcomeSchema } from '../session/outcome.ts';
import { PhaseSchema } from '../session/phase.ts';
import { ProtocolSchema } from '../connection.ts';
import { limits as values } from './limits.ts';

/** Where the typing begins: after the greeting, after EHLO, after TLS and its EHLO, or after a login too. */
export const ConsoleStartSchema = v.picklist(['greeting', 'ehlo', 'tls', 'login']);
export type ConsoleStart = v.InferOutput<typeof ConsoleStartSchema>;

export const ConsoleRequestSchema = v.object({
  command: v.literal('console'),
  ...fromProfile,
  connection: ConnectionOptionsSchema,
  /** How far the session goes by itself. */
  until: ConsoleStartSchema,
  /** Who `auth` logs in as, where that is not done by itself. */
  auth: v.nullable(AuthOptionsSchema),
  secret: v.nullable(SecretInputSchema),
  secrets: v.optional(ConnectionSecretsInputSchema),
  envelope: v.null(),
});
export type ConsoleRequest = v.InferOutput<typeof ConsoleRequestSchema>;

/** A session that is typed into, as it was asked for; without its secrets. */
export const OpenConsoleSchema = v.object({ runId: IdSchema, ownServer: v.boolean(), request: ConsoleRequestSchema });
export type OpenConsoleInfo = v.InferOutput<typeof OpenConsoleSchema>;

/** What a kept run asked. */
export const PastRequestSchema = v.variant('command', [...RunRequestSchema.options, ConsoleRequestSchema]);
export type PastRequest = v.InferOutput<typeof PastRequestSchema>;

/** A message after DATA, or the octets of a chunk. */
const BodySchema = v.variant('kind', [
  v.object({ kind: v.literal('source'), source: v.pipe(v.string(), v.maxLength(values.consoleMessage)) }),
  /** A file that was chosen or dropped. `raw`: octets as they are; else every line end becomes CRLF. */
  v.object({ kind: v.literal('file'), handle: IdSchema, raw: v.boolean() }),
]);
export type ConsoleBody = v.InferOutput<typeof BodySchema>;

const text = v.pipe(v.string(), v.maxLength(limits.argument));

export const ConsoleInputSchema = v.variant('kind', [
  /** As protocol/parse/console/line.ts reads it; while the server waits for a response, that. It may be a secret, and comes back as none. */
  v.object({ kind: v.literal('line'), text }),
  /** AUTH as one operation. `user` null: who the session was opened for, by what is kept or was typed then. */
  v.object({
    kind: v.literal('login'),
    mechanism: v.nullable(v.pipe(v.string(), v.maxLength(40))),
    user: v.nullable(text),
    secret: v.nullable(SecretInputSchema),
    /** See AuthOptions; of a user that is given here. */
    allowClear: v.boolean(),
  }),
  /** While the server waits for a message. */
  v.object({ kind: v.literal('message'), body: BodySchema }),
  v.object({ kind: v.literal('chunk'), body: BodySchema, last: v.boolean() }),
  v.object({ kind: v.literal('list'), text: v.pipe(v.string(), v.maxLength(limits.commandList)) }),
]);
export type ConsoleInput = v.InferOutput<typeof ConsoleInputSchema>;

const ExpectedSchema = v.object({ text: v.string(), got: v.nullable(ReplySchema) });

export const ConsoleListSchema = v.object({
  /** Of the text, counted from 1; the one that is under way, or at which it ended. */
  line: CountSchema,
  lines: CountSchema,
  end: v.nullable(
    v.variant('kind', [
      v.object({ kind: v.literal('done') }),
      v.object({ kind: v.literal('unexpected'), expected: ExpectedSchema }),
      v.object({ kind: v.literal('failed'), error: OutcomeSchema }),
      v.object({ kind: v.literal('stopped') }),
    ]),
  ),
});
export type ConsoleList = v.InferOutput<typeof ConsoleListSchema>;

/** What the last thing came to that is no line of the transcript. */
export const ConsoleResultSchema = v.variant('kind', [
  v.object({ kind: v.literal('expected'), ok: v.boolean(), expected: ExpectedSchema }),
  v.object({ kind: v.literal('login'), mechanism: v.string() }),
  /** The session may go on: see `phase`. */
  v.object({ kind: v.literal('failed'), error: OutcomeSchema }),
  /** It could not be carried out at all: a keychain that does not answer, a file that is gone. The session goes on. */
  v.object({ kind: v.literal('error'), error: AppErrorSchema }),
]);
export type ConsoleResult = v.InferOutput<typeof ConsoleResultSchema>;

export const ConsoleStateSchema = v.object({
  runId: IdSchema,
  /** Rises with every change; the stream gives the state whole each time. */
  seq: CountSchema,
  phase: v.picklist(['opening', 'open', 'closing', 'over']),
  /** What the server waits for: the next line is that. */
  waiting: v.picklist(['command', 'response', 'message']),
  /** Something is under way; nothing more is taken until it is not. */
  busy: v.boolean(),
  encrypted: v.boolean(),
  loggedIn: v.boolean(),
  /** Who `auth` logs in as without being asked; null where nobody is known, or there is no secret. */
  user: v.nullable(v.string()),
  protocol: ProtocolSchema,
  /** Of the last EHLO; null where there is none that still holds. */
  capabilities: v.nullable(v.array(CapabilitySchema)),
  /** NOOP whenever nothing was said for so many seconds; null for never. */
  stayOpen: v.nullable(CountSchema),
  result: v.nullable(ConsoleResultSchema),
  list: v.nullable(ConsoleListSchema),
  /** It was ended because its transcript has become as long as one may be. */
  full: v.boolean(),
});
export type ConsoleState = v.InferOutput<typeof ConsoleStateSchema>;

export const StayOpenSchema = v.nullable(v.pipe(CountSchema, v.minValue(5), v.maxValue(3_600)));

/** What a reply of the session means. */
export const ConsoleExplainedSchema = v.object({
  /** As sent, without secrets; null for the greeting. */
  command: v.nullable(v.string()),
  phase: PhaseSchema,
  reply: ReplySchema,
  /** The best first. */
  findings: v.array(ExplainedFindingSchema),
});
export type ConsoleExplained = v.InferOutput<typeof ConsoleExplainedSchema>;
