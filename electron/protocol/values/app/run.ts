/** Runs: a check or a send test, started by the window, executed in main, followed through events. */
import * as v from 'valibot';
import { AppErrorSchema } from '../app-error.ts';
import { AuthOptionsSchema, ConnectionOptionsSchema, EnvelopeSchema } from '../target.ts';
import { CountSchema, IdSchema, IsoTimeSchema } from '../common.ts';
import { ReportCommandSchema, ReportSchema } from '../session/report.ts';
import { DkimChoiceSchema } from './dkim.ts';
import { SessionEventSchema } from '../session/event.ts';
import { limits } from './limits.ts';

/** A secret on its only way: typed in the window, sent once to main. Never part of any output or event. */
export const SecretInputSchema = v.pipe(v.string(), v.maxLength(65_536));

/** The connection's own secrets; like `secret`, in one direction only. The key may be encrypted, with its passphrase beside it. */
export const ConnectionSecretsInputSchema = v.object({
  /** PEM. */
  clientKey: v.optional(SecretInputSchema),
  clientKeyPassphrase: v.optional(SecretInputSchema),
  proxyPassword: v.optional(SecretInputSchema),
});

/** Whatever the message is. */
const everyMessage = { dkim: v.optional(DkimChoiceSchema) };

/** What to send. Attachments come as handles that main handed out when its file dialog closed. */
export const MessageInputSchema = v.variant('kind', [
  v.object({
    ...everyMessage,
    kind: v.literal('composed'),
    subject: v.string(),
    text: v.string(),
    html: v.nullable(v.string()),
    /** In place of ours, or besides. */
    headers: v.optional(v.pipe(v.array(v.object({ name: v.string(), value: v.string() })), v.maxLength(200))),
    /** Handles of files to attach. */
    attachments: v.optional(v.pipe(v.array(IdSchema), v.maxLength(limits.attachments))),
  }),
  /**
   * A whole message as text. `raw`: its line ends are part of it; else each becomes CRLF. `fill`: what stands in it of
   * TEMPLATE_VARIABLES is filled in.
   */
  v.object({
    ...everyMessage,
    kind: v.literal('source'),
    source: v.string(),
    raw: v.optional(v.boolean()),
    fill: v.optional(v.boolean()),
  }),
  /** Made up to be of this many octets, header included. */
  v.object({ ...everyMessage, kind: v.literal('generated'), octets: CountSchema }),
  /**
   * A message from a file. `raw`: octets as they are, only dot-stuffed; else every line end becomes CRLF. `entry`: of an mbox file the
   * message that begins there.
   */
  v.object({
    ...everyMessage,
    kind: v.literal('file'),
    handle: IdSchema,
    raw: v.boolean(),
    entry: v.optional(CountSchema),
  }),
  /** One that the test server holds, as it came. */
  v.object({ ...everyMessage, kind: v.literal('captured'), id: IdSchema }),
]);
export type MessageInput = v.InferOutput<typeof MessageInputSchema>;

/**
 * The profile a run began from: gives the secret where none was typed, as far as the run goes where the saved profile goes, and
 * keeps how a check ended.
 */
export const fromProfile = { profileId: v.optional(IdSchema) };

export const RunRequestSchema = v.variant('command', [
  v.object({
    command: v.literal('check'),
    ...fromProfile,
    connection: ConnectionOptionsSchema,
    auth: v.nullable(AuthOptionsSchema),
    secret: v.nullable(SecretInputSchema),
    secrets: v.optional(ConnectionSecretsInputSchema),
    envelope: v.nullable(EnvelopeSchema),
  }),
  v.object({
    command: v.literal('send'),
    ...fromProfile,
    connection: ConnectionOptionsSchema,
    auth: v.nullable(AuthOptionsSchema),
    secret: v.nullable(SecretInputSchema),
    secrets: v.optional(ConnectionSecretsInputSchema),
    envelope: EnvelopeSchema,
    message: MessageInputSchema,
    /** Whom a message that is made names, where it is one of several deliveries; absent: the recipients of the envelope. */
    addressed: v.optional(v.array(v.string())),
    /** The same for each of many alike, of which the history keeps one of each outcome. */
    batch: v.optional(IdSchema),
    /** MAIL and RCPT, then RSET: nothing is sent. */
    dryRun: v.boolean(),
  }),
]);
export type RunRequest = v.InferOutput<typeof RunRequestSchema>;

export const RunStatusSchema = v.picklist(['running', 'done']);

export const RunSnapshotSchema = v.object({
  runId: IdSchema,
  command: ReportCommandSchema,
  startedAt: IsoTimeSchema,
  status: RunStatusSchema,
  /** Events after the asked-for seq. */
  events: v.array(SessionEventSchema),
  /** Present once the run is done, unless it failed. */
  report: v.nullable(ReportSchema),
  /** The run could not be carried out at all; what a server did wrong is in the report instead. */
  failure: v.nullable(AppErrorSchema),
  /** The target is our own test server, and our certificate authority is trusted for this run. */
  ownServer: v.boolean(),
});
export type RunSnapshot = v.InferOutput<typeof RunSnapshotSchema>;

/** A run that a window of before has begun, as it was asked for; without secrets, and without the message. */
export const FoundRunSchema = v.object({
  runId: IdSchema,
  ownServer: v.boolean(),
  asked: v.object({
    connection: ConnectionOptionsSchema,
    auth: v.nullable(AuthOptionsSchema),
    envelope: v.nullable(EnvelopeSchema),
    ...fromProfile,
  }),
});
export type FoundRun = v.InferOutput<typeof FoundRunSchema>;

/** Sent about every 33 ms while there is something new. */
export const RunBatchSchema = v.object({
  runId: IdSchema,
  /** Number of the batch, from 1 without gaps; a gap is repaired by a snapshot. */
  batch: v.pipe(CountSchema, v.minValue(1)),
  events: v.array(SessionEventSchema),
  /** Report or failure come with the last batch, which may hold no events. */
  report: v.nullable(ReportSchema),
  failure: v.nullable(AppErrorSchema),
});
export type RunBatch = v.InferOutput<typeof RunBatchSchema>;
