/** What a client session is given and what it answers. The flows in flows/ are plain functions of these. */
import type { AuthOptions, ConnectionOptions, Envelope } from '../../protocol/values/target.ts';
import type { Clock, DnsClient, EventSink, SecretSource } from '../ports.ts';
import type { Delivery, Outcome, RecipientResult } from '../../protocol/values/session/outcome.ts';

/** Who listens to a session and how it is stopped. */
export interface SessionContext {
  readonly emit: EventSink;
  /** Abort cancels in every phase; see DESIGN.md section 3 for what is still said to the server. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Where MX hosts are asked for; absent: DNS itself (dns/client.ts). `server`: see ConnectionOptions.dnsServer. */
  readonly dns?: (server: string | null) => DnsClient;
  /** Whether a second connection finds out why a server says nothing (connection/probe.ts); absent: yes. */
  readonly probesSilence?: boolean;
  /** Whether the hash of a message is going to be looked at (event body-end), asked as it begins; absent: yes. */
  readonly hashesBody?: () => boolean;
}

/** What of a connection is secret. Each is read once, before anything is connected. */
export interface ConnectionSecrets {
  /** PEM of the client certificate's key, encrypted or not. */
  readonly clientKey?: SecretSource;
  readonly clientKeyPassphrase?: SecretSource;
  readonly proxyPassword?: SecretSource;
}

/** A message to be sent: opened once per attempt, streamed, never held whole. */
export interface MessageSource {
  /** Octets of the source where known. */
  readonly size: number | null;
  open(): AsyncIterable<Uint8Array>;
  /** `normalise`: every bare CR or LF becomes CRLF. `raw`: octets as they are, only dot-stuffed. */
  readonly lineEnds: 'normalise' | 'raw';
  /**
   * What open() gives, at once: for octets in memory that nobody writes to meanwhile, the same each time. Never for a file. What is
   * constant is looked at once, and each wait that is spared costs a small message less.
   */
  constant?(): Iterable<Uint8Array>;
}

/** A question besides the dialogue: what the server answers is reported and ends nothing. */
export interface Question {
  readonly command: 'VRFY' | 'EXPN' | 'ETRN' | 'HELP';
  /** "" only for HELP. */
  readonly argument: string;
}

export interface CheckOptions {
  readonly connection: ConnectionOptions;
  readonly auth: { readonly options: AuthOptions; readonly secret: SecretSource } | null;
  readonly secrets?: ConnectionSecrets;
  /** MAIL and RCPT, then RSET: may this sender write to these recipients. */
  readonly envelope: Envelope | null;
  /** Asked once the session is ready for mail, before the envelope; absent: none. */
  readonly questions?: readonly Question[];
}

export interface SendFlowOptions {
  readonly connection: ConnectionOptions;
  readonly auth: { readonly options: AuthOptions; readonly secret: SecretSource } | null;
  readonly secrets?: ConnectionSecrets;
  readonly envelope: Envelope;
  readonly message: MessageSource;
  readonly dryRun: boolean;
}

/** The same facts are in the event stream; this is the short answer for callers that do not fold it. */
export interface SessionResult {
  readonly error: Outcome | null;
  readonly delivery: Delivery | null;
  readonly recipients: readonly RecipientResult[];
}

/** flows/check.ts and flows/send.ts: never reject for anything a peer does; the outcome is in the result. */
export type CheckFlow = (options: CheckOptions, context: SessionContext) => Promise<SessionResult>;
export type SendFlow = (options: SendFlowOptions, context: SessionContext) => Promise<SessionResult>;
