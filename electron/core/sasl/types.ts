/**
 * What a SASL mechanism is to the engine: both sides of one exchange as plain data, so that it can be sent, shown step by step
 * and tested without a connection. Every step says what must not be shown. RFC 4422; SMTP profile RFC 4954.
 */
import type { Hidden } from '../../ipc/schemas/event.ts';

/** What a person gave; the password or token is held only as long as the exchange. */
export interface Credentials {
  readonly user: string;
  readonly password: string;
  /** Authorization identity; "" for none, which means the user itself. */
  readonly authzid: string;
}

export type SecretKind = Hidden['what'];

/** One response of the client, before base64. */
export interface ClientResponse {
  readonly kind: 'response';
  readonly bytes: Uint8Array;
  /** null when the response may be shown, such as LOGIN's user name. */
  readonly hidden: SecretKind | null;
}

/** The client cannot go on; the exchange is to be cancelled with `*`. */
export interface ClientAbort {
  readonly kind: 'abort';
  readonly reason: 'bad-challenge' | 'server-not-authenticated';
}

export type ClientStep = ClientResponse | ClientAbort;

/** What stood behind 334. `bytes` is null where it was no base64: some servers write prose there. */
export interface Challenge {
  readonly bytes: Uint8Array | null;
  readonly text: string;
}

export interface ClientExchange {
  /** The initial response; null where the server speaks first. Called once, and only when it is sent with AUTH itself. */
  initial(): ClientResponse | null;
  next(challenge: Challenge): ClientStep;
  /** Called when the server announces success; false when it has not proved itself. */
  finish(): boolean;
}

/** What the server does next. `expects` says how the client's next response is to be hidden in transcripts. */
export type ServerStep =
  | { readonly kind: 'challenge'; readonly bytes: Uint8Array; readonly expects: SecretKind | null }
  | { readonly kind: 'success'; readonly user: string; readonly authzid: string }
  /** `credentials`: 535. `malformed`: 501, the response does not follow the mechanism. */
  | { readonly kind: 'failure'; readonly reason: 'credentials' | 'malformed'; readonly user: string | null };

/** True when the pair is right; must take the same time either way. */
export type VerifyPassword = (user: string, password: string) => Promise<boolean>;

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
  /** How the initial response is to be hidden by a server that records the AUTH command; null: it may be shown. */
  readonly initialHidden: SecretKind | null;
  /** Whether a client sends an initial response unless asked otherwise. */
  readonly initialByDefault: boolean;
  client(credentials: Credentials): ClientExchange;
  server(verify: VerifyPassword): ServerExchange;
}
