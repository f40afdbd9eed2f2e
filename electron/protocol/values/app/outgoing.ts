/** A message that is being prepared: what the window keeps of it across a reload and a crash, and how it would go out. */
import * as v from 'valibot';
import { TEMPLATE_IDS } from '../../facts/templates.ts';
import { CountSchema, IdSchema } from '../common.ts';
import { AuthOptionsSchema, ConnectionOptionsSchema, EnvelopeSchema } from '../target.ts';
import { DkimChoiceSchema } from './dkim.ts';
import { FileHandleSchema } from './files.ts';
import { MessageInputSchema } from './run.ts';
import { limits } from './limits.ts';

export const TemplateIdSchema = v.picklist(TEMPLATE_IDS);

/** A message of the inbox that is sent on, by what is shown of it. */
export const CapturedChoiceSchema = v.object({ id: IdSchema, subject: v.nullable(v.string()), size: CountSchema });
export type CapturedChoice = v.InferOutput<typeof CapturedChoiceSchema>;

/** Everything a send test holds but its secrets. Files are named by their handles; main keeps where they lie. */
export const SendDraftSchema = v.object({
  connection: ConnectionOptionsSchema,
  auth: v.nullable(AuthOptionsSchema),
  profileId: v.nullable(IdSchema),
  /** As typed. */
  from: v.string(),
  to: v.string(),
  message: v.object({
    kind: v.picklist(['composed', 'template', 'file', 'captured', 'generated']),
    subject: v.string(),
    text: v.string(),
    html: v.nullable(v.string()),
    template: v.nullable(TemplateIdSchema),
    source: v.string(),
    octets: CountSchema,
    raw: v.boolean(),
    /** What stands in fields and is not used: HTML that does not go along, and a size that is no number. */
    htmlAside: v.optional(v.string()),
    octetsTyped: v.optional(v.string()),
    /** Fields of a message that is written here, as typed. */
    headers: v.optional(v.string()),
    /** One of the user's own that the source began as. */
    ownTemplate: v.optional(IdSchema),
    /** Of an mbox file: where the message begins. */
    entry: v.optional(CountSchema),
    captured: v.optional(CapturedChoiceSchema),
    /** Absent: not signed. */
    dkim: v.optional(DkimChoiceSchema),
  }),
  /** Of an envelope everything but sender and recipients. */
  delivery: v.omit(EnvelopeSchema, ['from', 'to']),
  /** As typed, where something of it cannot be used. */
  deliveryTyped: v.optional(v.record(v.string(), v.union([v.string(), v.boolean()]))),
  dryRun: v.boolean(),
  step: v.string(),
  /** Absent in drafts from before there was a choice. */
  route: v.optional(v.picklist(['server', 'several', 'mx'])),
  others: v.optional(v.string()),
  /** How often, as typed; absent: once. */
  repeat: v.optional(v.object({ messages: v.string(), connections: v.string(), pause: v.string() })),
  attachments: v.pipe(v.array(IdSchema), v.maxLength(limits.attachments)),
  messageFile: v.nullable(IdSchema),
});
export type SendDraft = v.InferOutput<typeof SendDraftSchema>;

/** A draft as it is found again: its files under new handles. */
export const FoundDraftSchema = v.object({
  draft: SendDraftSchema,
  attachments: v.array(FileHandleSchema),
  messageFile: v.nullable(FileHandleSchema),
  /** Names of files that are no longer there. */
  gone: v.array(v.string()),
});
export type FoundDraft = v.InferOutput<typeof FoundDraftSchema>;

/** A message that a run sent, as our own test server holds it. */
export const ArrivedSchema = v.object({
  id: IdSchema,
  /** With what the server put on top. */
  octets: CountSchema,
  /** What follows the server's own lines is what was sent, octet by octet. */
  same: v.boolean(),
  /** The server's own lines; empty where it cannot be told which those are. */
  added: v.string(),
});
export type Arrived = v.InferOutput<typeof ArrivedSchema>;

/** The HTML of a message that is being prepared, for the view that `viewer.show` puts up, under this id; the last one alone. */
export const PreparedViewSchema = v.object({
  id: IdSchema,
  html: v.nullable(v.string()),
  text: v.nullable(v.string()),
  /** There is more of it than was read. */
  cut: v.boolean(),
});
export type PreparedView = v.InferOutput<typeof PreparedViewSchema>;

/** A message in an mbox file, as a list shows it. */
export const MboxEntrySchema = v.object({
  /** Where it begins, by which it is found again. */
  at: CountSchema,
  size: CountSchema,
  subject: v.nullable(v.string()),
  from: v.nullable(v.string()),
  to: v.nullable(v.string()),
});
export const MboxPageSchema = v.object({
  /** The file is an mbox; else it is one message. */
  mbox: v.boolean(),
  entries: v.array(MboxEntrySchema),
  /** Where the next page begins; null where there is none. */
  next: v.nullable(CountSchema),
});
export type MboxPage = v.InferOutput<typeof MboxPageSchema>;

export const PreviewRequestSchema = v.object({ message: MessageInputSchema, envelope: EnvelopeSchema });

/** The message as it would go out now; one that is made anew for each sending differs in its date and ids. */
export const MessagePreviewSchema = v.object({
  /** Its beginning; what is not UTF-8 is read as Latin-1. */
  text: v.string(),
  /** There is more than `text` shows. */
  cut: v.boolean(),
  /** Before dot-stuffing. */
  octets: CountSchema,
  /** Of all of it, hex. */
  sha256: v.string(),
});
export type MessagePreview = v.InferOutput<typeof MessagePreviewSchema>;
