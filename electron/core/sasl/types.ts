/**
 * What a SASL mechanism is to the engine: both sides of one exchange as plain data, so that it can be sent, shown step by step
 * and tested without a connection. Every step says what must not be shown. RFC 4422; SMTP profile RFC 4954.
 */
import type { Hidden } from '../../protocol/values/session/event.ts';

/** What a person gave; the password or token is held only as long as the exchange. */
export interface Credentials {
  readonly user: string;
  /** For token mechanisms the access token. */
  readonly password: string;
  /** Authorization identity; "" for none, which means the user itself. */
  readonly authzid: string;
}

export type HiddenKind = Hidden['what'];

export const BINDING_TYPES = ['tls-exporter', 'tls-unique', 'tls-server-end-point'] as const;
export type BindingType = (typeof BINDING_TYPES)[number];

/** What ties an exchange to its TLS connection (RFC 5929, RFC 9266). */
export interface ChannelBinding {
  readonly type: BindingType;
  readonly data: Uint8Array;
}

/** What the client's side of an exchange knows of its connection. */
export interface ClientLink {
  /** Service name of the protocol profile: RFC 4954 section 4 says "smtp". */
  readonly service: string;
  /** As the user gave it: DIGEST-MD5 and OAUTHBEARER name it to the server. */
  readonly host: string;
  readonly port: number | null;
  /** The one that is preferred first; none without TLS. */
  readonly bindings: readonly ChannelBinding[];
  /** Mechanisms that the server offers, upper case. */
  readonly offered: readonly string[];
  /** Fresh random octets; tests give fixed ones. */
  readonly random: (octets: number) => Uint8Array;
  /** Milliseconds since 1970; NTLM needs it. */
  readonly now: () => number;
}

/** What one message says, by its fields, in order; secrets as `***`. Empty when it says nothing. */
export type Fields = Readonly<Record<string, string>>;
/** Stands in Fields for what may not be shown. */
export const HIDDEN = '***';

/** One response of the client, before base64. */
export interface ClientResponse {
  readonly kind: 'response';
  readonly bytes: Uint8Array;
  /** null when the response may be shown, such as LOGIN's user name. */
  readonly hidden: HiddenKind | null;
}

/** The client cannot go on; the exchange is to be cancelled with `*`. */
export interface ClientAbort {
  readonly kind: 'abort';
  readonly reason: 'bad-challenge' | 'server-not-authenticated';
}

export type ClientStep = ClientResponse | ClientAbort;

/** What followed 334. `bytes` is null where it was no base64: some servers write prose there. */
export interface Challenge {
  readonly bytes: Uint8Array | null;
  readonly text: string;
}

/** What a server says of a token that it refuses (RFC 7628 section 3.2.2, and XOAUTH2's form of it); null where it is not said. */
export interface RefusedToken {
  readonly status: string | null;
  readonly scope: string | null;
  readonly schemes: string | null;
}

export interface ClientExchange {
  /** The initial response; null where the server speaks first. Called once, and only when it is sent with AUTH itself. */
  initial(): ClientResponse | null;
  next(challenge: Challenge): Promise<ClientStep>;
  /** Called when the server announces success; false when it has not proved itself. */
  finish(): boolean;
  /** Of token mechanisms: why the server refused, once it has said so. */
  refusal?(): RefusedToken | null;
}

/** What the server does next. `expects` says how the client's next response is to be hidden in transcripts. */
export type ServerStep =
  | { readonly kind: 'challenge'; readonly bytes: Uint8Array; readonly expects: HiddenKind | null }
  | { readonly kind: 'success'; readonly user: string; readonly authzid: string }
  /** `credentials`: 535. `malformed`: 501, the response does not follow the mechanism. */
  | { readonly kind: 'failure'; readonly reason: 'credentials' | 'malformed'; readonly user: string | null };

export const SCRAM_HASHES = ['sha1', 'sha256', 'sha512'] as const;
export type ScramHash = (typeof SCRAM_HASHES)[number];

/** What a server keeps instead of a password (RFC 5802 section 2.2). */
export interface ScramVerifier {
  readonly salt: Uint8Array;
  readonly iterations: number;
  readonly storedKey: Uint8Array;
  readonly serverKey: Uint8Array;
}

/** Who may log in, as far as each mechanism has to ask. A user check that fails rejects: the client gets 454. */
export interface Accounts {
  /** True when the pair is right; must take the same time either way. */
  verify(user: string, password: string): Promise<boolean>;
  /** Of an unknown user a made-up one that no password fits, the same each time: who asks must not learn which names exist. */
  scram(user: string, hash: ScramHash): Promise<ScramVerifier>;
  /** MD5 of `user:realm:password` (RFC 2831 section 2.1.2.1); null for an unknown user. */
  digest(user: string, realm: string): Promise<Uint8Array | null>;
  /** Is `digest`, lower-case hex, the HMAC-MD5 of the challenge with this user's password (RFC 2195)? */
  cram(user: string, challenge: string, digest: string): Promise<boolean>;
  /** null: the token is taken for this user. `user` is null where the mechanism let it unsaid. */
  token(user: string | null, token: string): Promise<{ readonly user: string } | { readonly refusal: RefusedToken }>;
  /** Is somebody without a name, or named from outside the exchange only, let in? */
  open(mechanism: 'ANONYMOUS' | 'EXTERNAL'): Promise<boolean>;
}

/** What the server's side of an exchange knows of its connection. */
export interface ServerLink {
  /** Name of the server: DIGEST-MD5's realm, part of CRAM-MD5's challenge. */
  readonly hostname: string;
  /** All there are; none without TLS. */
  readonly bindings: readonly ChannelBinding[];
  /** Mechanisms on offer, upper case. */
  readonly offered: readonly string[];
  readonly random: (octets: number) => Uint8Array;
  /** Who the client is by its certificate, the usual name first; empty: nobody that is known. */
  readonly external?: readonly string[];
}

export interface ServerExchange {
  /** `initial`: the octets given with AUTH, null for none. An empty initial response (`=`) is an empty array. */
  start(initial: Uint8Array | null): Promise<ServerStep>;
  next(response: Uint8Array): Promise<ServerStep>;
}

export interface Mechanism {
  /** As in EHLO, upper case. */
  readonly name: string;
  /** True when whoever reads the exchange has the secret: to be used inside verified TLS only. */
  readonly clearText: boolean;
  /** What the user has to have. `none`: nothing is asked for and nothing hidden is sent. */
  readonly secret: 'password' | 'token' | 'none';
  /** True where the server shows that it knows the password: one that takes anything cannot. */
  readonly provesServer: boolean;
  /** True for what cannot be done outside TLS. */
  readonly needsBinding: boolean;
  /** How the initial response is to be hidden by a server that records the AUTH command; null: it may be shown. */
  readonly initialHidden: HiddenKind | null;
  /** Whether a client sends an initial response unless asked otherwise. */
  readonly initialByDefault: boolean;
  /** Which of the credentials this mechanism has no way to say; null: none. */
  unusable(credentials: Credentials): keyof Credentials | null;
  client(credentials: Credentials, link: ClientLink): ClientExchange;
  /** null where only the client's side is there. */
  readonly server: ((accounts: Accounts, link: ServerLink) => ServerExchange) | null;
  /** The fields of one message; `index` counts that side's own messages from 0. Never throws, whatever the octets. */
  describe(message: Uint8Array, from: 'client' | 'server', index: number): Fields;
}
