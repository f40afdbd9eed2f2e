/** What a session knows: values only, changed by commands.ts and session.ts. */
import type { ListenerSecurity, ServerConfig } from '../../../protocol/values/server/server.ts';
import type { Protocol } from '../../../protocol/values/target.ts';
import type { ChannelBinding } from '../../sasl/types.ts';
import type { parsePathArgument } from '../../wire/path-argument.ts';

/** Everything configured that a session needs, as it was when the session began. */
export interface SessionConfig {
  readonly protocol: Protocol;
  readonly security: ListenerSecurity;
  readonly server: ServerConfig;
  readonly limits: ServerLimits;
  /** Keywords that are neither offered nor understood. */
  readonly hidden: ReadonlySet<string>;
  /** The connection begins with a PROXY header. */
  readonly proxyProtocol: boolean;
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
  /** Of those from one address. Not over a Unix socket, nor behind a PROXY header, where all come from one. */
  readonly connectionsPerSource: number;
  /** Of those on one listener. */
  readonly connectionsPerListener: number;
  /** Octets of input that wait to be looked at, of one session. */
  readonly queuedInput: number;
  /** Octets that all sessions together keep in memory. */
  readonly bufferedOctets: number;
  /** From the greeting to the end of the first command; null: as commandMs. */
  readonly greetingMs: number | null;
  /** From one reply to the end of the next command. */
  readonly commandMs: number;
  /** Between two pieces of a message. */
  readonly dataIdleMs: number;
  readonly tlsMs: number;
  readonly sessionMs: number;
  /** Of a session that a script has fallen silent: its client is waited for. */
  readonly stallMs: number;
  readonly proxyHeader: { readonly text: number; readonly binary: number };
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

export type BodyType = '7bit' | '8bitmime' | 'binarymime';

/** What XCLIENT or a PROXY header said; null where they were silent. */
export interface StatedPeer {
  readonly peer: string | null;
  readonly helo: string | null;
  readonly user: string | null;
}

export interface Transaction {
  readonly mailFrom: string;
  readonly mailOptions: readonly string[];
  readonly smtputf8: boolean;
  readonly body: BodyType;
  readonly declaredSize: number | null;
  readonly recipients: Recipient[];
  /** Of the RCPT arguments that were accepted. */
  envelopeOctets: number;
  /** RCPT commands that were refused; DATA then answers 554 rather than 503. */
  refusedRecipients: number;
  /** A chunk was taken, so that DATA is none of the ways to go on (RFC 3030 section 2). */
  chunked: boolean;
}

export type ReadPath = ReturnType<typeof parsePathArgument>;

export interface SessionState {
  /** Verb and name of the last accepted EHLO, HELO or LHLO since the start or the TLS handshake. */
  helo: { readonly verb: 'EHLO' | 'HELO' | 'LHLO'; readonly name: string } | null;
  encrypted: boolean;
  /** What SASL can be bound to; none without TLS. */
  bindings: readonly ChannelBinding[];
  /** By the TLS client certificate; see tls/client-certificate.ts. */
  clientNames: readonly string[];
  user: string | null;
  stated: StatedPeer | null;
  transaction: Transaction | null;
  /** Commands since the start or the last message. */
  commands: number;
  /** Begun since the start. */
  transactions: number;
  errors: number;
  /** Addresses judged lately, by what stood behind FROM: or TO:. */
  readonly paths: Map<string, { readonly withoutDomain: 'any' | 'postmaster'; readonly path: ReadPath }>;
}

export function newSessionState(): SessionState {
  return {
    helo: null,
    encrypted: false,
    bindings: [],
    clientNames: [],
    user: null,
    stated: null,
    transaction: null,
    commands: 0,
    transactions: 0,
    errors: 0,
    paths: new Map(),
  };
}
