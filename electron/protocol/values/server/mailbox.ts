/** Captured mail as lists and views show it. The octets themselves stay in files and are asked for in slices. */
import * as v from 'valibot';
import { BytesSchema, CountSchema, IdSchema, IsoTimeSchema } from '../common.ts';
import { ProtocolSchema } from '../connection.ts';

export const MessageRecipientSchema = v.object({
  address: v.string(),
  /** ESMTP parameters of RCPT as given, such as NOTIFY=SUCCESS. */
  options: v.array(v.string()),
});

/** The envelope as it was spoken, and what is needed for a list. */
export const MessageSummarySchema = v.object({
  id: IdSchema,
  sessionId: IdSchema,
  receivedAt: IsoTimeSchema,
  protocol: ProtocolSchema,
  peer: v.string(),
  helo: v.nullable(v.string()),
  /** "" for the null reverse-path. */
  mailFrom: v.string(),
  mailOptions: v.array(v.string()),
  rcptTo: v.array(MessageRecipientSchema),
  /** Octets of the message after taking off dot-stuffing. */
  size: CountSchema,
  sha256: v.string(),
  tls: v.boolean(),
  user: v.nullable(v.string()),
  unread: v.boolean(),
  /** Decoded headers; null where the message has none. */
  subject: v.nullable(v.string()),
  from: v.nullable(v.string()),
  /** Reading it for the search would take more than a message may; it is found by its envelope and headers, and whole in its source. */
  tooComplex: v.optional(v.literal(true)),
});
export type MessageSummary = v.InferOutput<typeof MessageSummarySchema>;

export const MessagePageSchema = v.object({
  total: CountSchema,
  unread: CountSchema,
  /** Newest first. */
  messages: v.array(MessageSummarySchema),
  /** Of a search: messages whose text is not read yet, so that it may miss them. */
  unsearched: v.optional(CountSchema),
});
export type MessagePage = v.InferOutput<typeof MessagePageSchema>;

export const MessageSliceSchema = v.object({
  /** Size of the whole message. */
  size: CountSchema,
  offset: CountSchema,
  bytes: BytesSchema,
});
export type MessageSlice = v.InferOutput<typeof MessageSliceSchema>;

/** Attachment as parsed; contents are not part of a view. */
export const AttachmentInfoSchema = v.object({
  /** Of its part in the MIME structure; names it in `mailbox.saveAttachment`. */
  index: CountSchema,
  filename: v.nullable(v.string()),
  mimeType: v.string(),
  size: CountSchema,
});

export type AttachmentInfo = v.InferOutput<typeof AttachmentInfoSchema>;

/** What is to be said about a message besides showing it; the sentences are in texts/message-notes.ts. */
export const ReadingNoteSchema = v.object({
  code: v.picklist([
    'charset-unknown',
    'charset-missing',
    'charset-disagrees',
    'charset-broken',
    'encoding-unknown',
    'encoding-disagrees',
    'encoding-strays',
    'boundary-missing',
    'text-empty',
    'header-cut',
    'parts-cut',
    'depth-cut',
    'structure-cut',
    'text-cut',
    'attachments-cut',
  ]),
  /** Index of the part it is about; null: the message or its header. */
  part: v.nullable(CountSchema),
  /** Name of the header field it is about. */
  field: v.nullable(v.string()),
  /** What the message says of itself: a charset, an encoding. */
  declared: v.nullable(v.string()),
  /** What it was read as. */
  read: v.nullable(v.string()),
  /** Nothing but what is frequent in texts speaks for that. */
  guessed: v.boolean(),
});
export type ReadingNote = v.InferOutput<typeof ReadingNoteSchema>;

/** Parsed in a worker with caps; plain data, to be shown as text. */
const ShownContentSchema = v.object({
  headers: v.array(v.object({ name: v.string(), value: v.string() })),
  text: v.nullable(v.string()),
  html: v.nullable(v.string()),
  attachments: v.array(AttachmentInfoSchema),
  notes: v.array(ReadingNoteSchema),
  /** True when a cap cut the parsed view short; the source is whole all the same. */
  truncated: v.boolean(),
});
export type ShownContent = v.InferOutput<typeof ShownContentSchema>;

export const MessageViewSchema = v.object({ summary: MessageSummarySchema, ...ShownContentSchema.entries });
export type MessageView = v.InferOutput<typeof MessageViewSchema>;

/** A message in a file of the user's, which is shown and not kept: nobody received it here. */
export const OpenedMessageSchema = v.object({
  id: IdSchema,
  /** Of the file, without its folder. */
  name: v.string(),
  size: CountSchema,
  ...ShownContentSchema.entries,
});
export type OpenedMessage = v.InferOutput<typeof OpenedMessageSchema>;

/** One part of a message. Parts are numbered in the order in which they begin; the message itself is 0. */
export interface MimeNode {
  readonly index: number;
  /** In lower case, such as "text/plain". */
  readonly mimeType: string;
  readonly filename: string | null;
  /** "inline", "attachment" or whatever else stands there, in lower case. */
  readonly disposition: string | null;
  readonly charset: string | null;
  /** Content-Transfer-Encoding, in lower case. */
  readonly encoding: string | null;
  /** Octets of the content once decoded; of a multipart, those between its boundaries. */
  readonly size: number;
  readonly children: readonly MimeNode[];
}

export const MimeNodeSchema: v.GenericSchema<MimeNode> = v.object({
  index: CountSchema,
  mimeType: v.string(),
  filename: v.nullable(v.string()),
  disposition: v.nullable(v.string()),
  charset: v.nullable(v.string()),
  encoding: v.nullable(v.string()),
  size: CountSchema,
  children: v.array(v.lazy(() => MimeNodeSchema)),
});
