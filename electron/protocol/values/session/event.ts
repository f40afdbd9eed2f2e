/**
 * The one stream of protocol facts. Client and server engines emit these and nothing else; transcript, timeline, report,
 * history, command line and window are folds of them. Why it has this shape: docs/events.md.
 *
 * Every event has a rising `seq` (from 1, no gaps within a session) and `tMs`, milliseconds on the monotonic clock since
 * the session began. No event ever carries a secret: a line with one is emitted hidden, with its length only.
 */
import * as v from 'valibot';
import { AnomalySchema, EhloSchema, ReplySchema } from './reply.ts';
import {
  AddressAttemptSchema,
  DeliverySchema,
  MailHostSchema,
  MailRouteSchema,
  OutcomeSchema,
  RecipientResultSchema,
  TriedMechanismSchema,
  TokenFactsSchema,
} from './outcome.ts';
import { BytesSchema, CountSchema, IsoTimeSchema, MillisecondsSchema } from '../common.ts';
import { CapabilityStageSchema, PhaseSchema } from './phase.ts';
import { TargetSchema } from '../target.ts';
import { TlsInfoSchema } from './tls.ts';

/** What a hidden line or part of a line held; `octets` as sent, base64 included. */
export const HiddenSchema = v.object({
  what: v.picklist(['password', 'token', 'sasl-response', 'secret']),
  octets: CountSchema,
});
export type Hidden = v.InferOutput<typeof HiddenSchema>;

/** Notes the engine makes in the transcript; each has a sentence in electron/texts/session/notes.ts, filled from `params`. */
export const NOTES = [
  'connected',
  'closed-by-peer',
  'closed-by-us',
  'reset-by-peer',
  'tls-established',
  'body-sent',
  'body-received',
  'line-ends-normalised',
  /** Client: lines of the message that are longer than a message may have; they go out as they are. */
  'long-body-lines',
  /** Client: the message has 8-bit octets, and the server does not offer 8BITMIME; they go out as they are. */
  'eight-bit-body',
  /** Client: the message has line ends that are not CR LF, and was to be sent as it is. */
  'bare-line-ends',
  'secret-withheld',
  'helo-fallback',
  'early-reply-stopped-body',
  'commands-dropped-before-tls',
  'connection-refused-by-limit',
  'reply-ignored',
  /** Client: 421 that no command was waiting for. */
  'goodbye',
  'option-not-offered',
  'limit-exceeded',
  /** Client: the recipients go in several transactions, for what the server states or the user asked for. */
  'recipients-in-turns',
  /** Client: recipients that were put off for being too many at once are asked for again. */
  'recipients-again',
  'proxy-header-sent',
  'silence-is-tls',
  'silence-is-not-tls',
  /** Client: `auto` goes on with TLS from the first octet, over another connection. */
  'implicit-tls',
  /** Client: the next of a domain's MX hosts, or of their addresses. */
  'next-host',
  'sasl-message',
  'token-read',
  /** Client: the token was refused for its age; a new one goes on the same session. */
  'token-renewed',
  /** Client: there is no new one; `code` and `reason` of why. */
  'token-not-renewed',
  'weaker-mechanisms',
  /** Client: another connection for the mechanisms that are still to be tried. */
  'login-again',
  /** Client: mechanisms that were asked for and not tried, for what came before. */
  'login-not-tried',
  /** Server: the script, or a magic recipient, did something; `what` says it in words. */
  'fault',
  /** Of a report that was read from a file: a note in the words that stand there. */
  'quoted',
  /** Server: XCLIENT or a PROXY header named another peer. */
  'peer-stated',
  /** Server: something of ours failed; `logId` finds the reason in the log. */
  'server-failed',
  'dropped',
  /** Server: events that are not kept, since a session has more than is kept of one. */
  'left-out',
  'through-proxy',
  'mx-hosts',
  'mx-none',
  'mx-alias',
  'mx-host-alias',
  'mx-host-unusable',
] as const;
export const NoteSchema = v.picklist(NOTES);
export type Note = v.InferOutput<typeof NoteSchema>;

const base = { seq: v.pipe(CountSchema, v.minValue(1)), tMs: MillisecondsSchema };

const event = <const T extends string, const E extends v.ObjectEntries>(type: T, entries: E) =>
  v.object({ ...base, type: v.literal(type), ...entries });

/** Which side of the session we are. In a client's stream `sent` is what we said to the server. */
export const RoleSchema = v.picklist(['client', 'server']);

export const SessionEventSchema = v.variant('type', [
  event('session-begin', {
    role: RoleSchema,
    startedAt: IsoTimeSchema,
    /** Client: where we go. Server: the listener that was reached. */
    target: TargetSchema,
    /** Server: who connected, as address:port; client: null. */
    peer: v.nullable(v.string()),
  }),
  event('phase-begin', { phase: PhaseSchema }),
  event('phase-end', { phase: PhaseSchema, ok: v.boolean() }),
  /** What the name resolved to, in the order in which the addresses will be tried. */
  event('resolved', { name: v.string(), addresses: v.array(v.string()) }),
  /** Where the mail of a domain goes: its MX hosts in the order of their preference, or the domain itself where there are none. */
  event('mail-route', { route: MailRouteSchema }),
  /**
   * Of that way a host that was tried: `ok` where the session went on with it; else why the next was (its name, the connection or the
   * greeting). Several addresses of one host have an event each; the last counts.
   */
  event('mail-host', { result: MailHostSchema }),
  /** One address tried, whether it worked or not. */
  event('address', { attempt: AddressAttemptSchema }),
  /**
   * One line in either direction. `raw` is null when the octets are exactly the ASCII text followed by CRLF, which is the
   * common case; use `rawOfLine`. Message bodies never appear as lines.
   */
  event('line', {
    direction: v.picklist(['sent', 'received']),
    phase: PhaseSchema,
    encrypted: v.boolean(),
    /** Without line end; UTF-8 where valid, else Latin-1 with the anomaly `8bit`. For a hidden line: what may be shown. */
    text: v.string(),
    raw: v.nullable(BytesSchema),
    anomalies: v.array(AnomalySchema),
    hidden: v.nullable(HiddenSchema),
    /** Of a report that was read from a file: its octets stand nowhere. */
    rawLost: v.optional(v.literal(true)),
  }),
  event('note', {
    phase: PhaseSchema,
    note: NoteSchema,
    params: v.record(v.string(), v.union([v.string(), v.number()])),
  }),
  /** A complete reply; its lines were emitted before it. Client: received for `command`. Server: sent. */
  event('reply', { phase: PhaseSchema, command: v.nullable(v.string()), reply: ReplySchema }),
  event('capabilities', { stage: CapabilityStageSchema, ehlo: EhloSchema }),
  event('tls', { info: TlsInfoSchema }),
  /** One mechanism tried to its end. */
  event('auth', {
    tried: TriedMechanismSchema,
    offered: v.array(v.string()),
    user: v.nullable(v.string()),
    /** What the token that was tried says of itself; absent where none was, or where it tells nothing. */
    token: v.optional(TokenFactsSchema),
  }),
  event('anomaly', { phase: PhaseSchema, anomaly: AnomalySchema, detail: v.string() }),
  /** MAIL answered (client) or accepted (server). */
  event('sender', { address: v.string(), reply: ReplySchema }),
  event('recipient', { result: RecipientResultSchema }),
  /** At most about thirty a second; `total` null when unknown. Octets before dot-stuffing. */
  event('body-progress', { octets: CountSchema, total: v.nullable(CountSchema) }),
  /** The whole body went out or came in. `sha256` of the octets before stuffing, hex, null where nobody asked for it; never the octets. */
  event('body-end', { octets: CountSchema, wireOctets: CountSchema, sha256: v.nullable(v.string()) }),
  /** Server: a message is stored and was answered with success. */
  event('message', { messageId: v.string(), size: CountSchema }),
  /** Server: a command was refused. Kept apart so that refused attempts are found without reading transcripts. */
  event('rejected', { command: v.string(), reply: ReplySchema }),
  event('session-end', {
    durationMs: MillisecondsSchema,
    error: v.nullable(OutcomeSchema),
    /** null where no message was to be delivered. */
    delivery: v.nullable(DeliverySchema),
  }),
]);
export type SessionEvent = v.InferOutput<typeof SessionEventSchema>;
export type SessionEventType = SessionEvent['type'];
export type EventOf<T extends SessionEventType> = Extract<SessionEvent, { type: T }>;
export type LineEvent = EventOf<'line'>;

type Unstamped<E> = E extends unknown ? Omit<E, 'seq' | 'tMs'> : never;
/** An event before the recorder has given it its number and time. */
export type SessionFact = Unstamped<SessionEvent>;

/** The octets of a line event, line end included; null for a hidden line, and where nobody has them. */
export function rawOfLine(line: LineEvent): Uint8Array | null {
  if (line.hidden !== null || line.rawLost === true) return null;
  if (line.raw !== null) return line.raw;
  const bytes = new Uint8Array(line.text.length + 2);
  for (let i = 0; i < line.text.length; i += 1) bytes[i] = line.text.charCodeAt(i);
  bytes[line.text.length] = 13;
  bytes[line.text.length + 1] = 10;
  return bytes;
}
