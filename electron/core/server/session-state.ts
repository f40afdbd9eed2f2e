/** What a session knows: values only, changed by commands.ts and session.ts. */
import type { ListenerSecurity, ServerConfig } from '../../ipc/schemas/server.ts';
import type { Protocol } from '../../ipc/schemas/target.ts';
import type { ChannelBinding } from '../sasl/types.ts';
import type { parsePathArgument } from '../wire/address.ts';

/** Everything configured that a session needs, as it was when the session began. */
export interface SessionConfig {
  readonly protocol: Protocol;
  readonly security: ListenerSecurity;
  readonly server: ServerConfig;
  readonly limits: ServerLimits;
}

/** Caps of one session; the defaults and their reasons are in wire/limits.ts. */
export interface ServerLimits {
  /** Octets of a command line without its CRLF. */
  readonly commandLine: number;
  /** Octets of an AUTH command or of a line of its exchange. */
  readonly authLine: number;
  /** Octets of one over-long line that are read and thrown away before the session is ended. */
  readonly skippedLine: number;
  readonly commands: number;
  readonly errors: number;
  readonly recipients: number;
  /** Sessions of the whole server at the same time. */
  readonly connections: number;
  /** From one reply to the end of the next command. */
  readonly commandMs: number;
  /** Between two pieces of a message. */
  readonly dataIdleMs: number;
  readonly tlsMs: number;
  readonly sessionMs: number;
  /** How long a closed session waits for the client's own close. */
  readonly lingerMs: number;
  /** Octets of replies that may wait for a client that does not read them. */
  readonly unreadReplies: number;
}

export interface Recipient {
  /** Position among all RCPT commands of the transaction, refused ones counted. */
  readonly index: number;
  readonly address: string;
  readonly options: readonly string[];
}

export interface Transaction {
  readonly mailFrom: string;
  readonly mailOptions: readonly string[];
  readonly smtputf8: boolean;
  readonly declaredSize: number | null;
  readonly recipients: Recipient[];
  /** RCPT commands that were refused; DATA then answers 554 rather than 503. */
  refusedRecipients: number;
}

export type ReadPath = ReturnType<typeof parsePathArgument>;

export interface SessionState {
  /** Verb and name of the last accepted EHLO, HELO or LHLO since the start or the TLS handshake. */
  helo: { readonly verb: 'EHLO' | 'HELO' | 'LHLO'; readonly name: string } | null;
  encrypted: boolean;
  /** What SASL can be bound to; none without TLS. */
  bindings: readonly ChannelBinding[];
  user: string | null;
  transaction: Transaction | null;
  /** Commands since the start or the last message. */
  commands: number;
  errors: number;
  /** Addresses judged lately, by what stood behind FROM: or TO:. */
  readonly paths: Map<string, { readonly withoutDomain: 'any' | 'postmaster'; readonly path: ReadPath }>;
}

export function newSessionState(): SessionState {
  return {
    helo: null,
    encrypted: false,
    bindings: [],
    user: null,
    transaction: null,
    commands: 0,
    errors: 0,
    paths: new Map(),
  };
}
