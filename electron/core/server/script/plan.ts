/** What a script wants at one moment of a session: the outcome of a rule's steps, ready to be carried out. */
import type { Anomaly } from '../../../protocol/values/session/reply.ts';
import type { BadCertificate } from '../../../protocol/values/server/script.ts';
import type { CapabilityEdits } from '../../../protocol/values/server/server.ts';
import type { HandlerReply } from '../handlers/types.ts';

/** The lines of a reply as they will be sent: code and text, without the line end. */
export interface WrittenReply {
  readonly texts: readonly string[];
  readonly lineEnd: string;
  /** What a client may remark in it. */
  readonly anomalies: readonly Anomaly[];
}

/** How the octets of one reply leave. */
export interface ReplyForm {
  /** What is done to its lines, one after the other. */
  readonly rewrites: readonly ((reply: WrittenReply) => WrittenReply)[];
  /** Octets of each piece, the last being the rest; null: all at once. */
  readonly pieces: { readonly each: number | null; readonly first: number | null; readonly ms: number } | null;
  /** After the reply. */
  readonly inject: string;
  /** Of several pieces only the first goes out. */
  readonly cut: boolean;
}

export interface RecipientAnswer {
  readonly address: string;
  readonly reply: HandlerReply;
}

export interface Plan {
  /** The steps by name, for the transcript: `reply 451, close`. */
  readonly what: string;
  readonly delayMs: number;
  /** Stands in for the usual reply. */
  readonly reply: HandlerReply | null;
  readonly form: ReplyForm;
  readonly end: 'close' | 'reset' | 'stall' | null;
  readonly capabilities: CapabilityEdits | null;
  readonly certificate: BadCertificate | null;
  readonly recipients: readonly RecipientAnswer[];
}

/** A moment at which something may happen. */
export interface Moment {
  /** A verb, or CONNECT, TLS, BODY, END. */
  readonly command: string;
  readonly sender: string | null;
  /** RCPT: the one named now; elsewhere those accepted so far. */
  readonly recipients: readonly string[];
  readonly peer: string;
}

/** Nothing but the reply as it is. */
export const plainForm: ReplyForm = { rewrites: [], pieces: null, inject: '', cut: false };
