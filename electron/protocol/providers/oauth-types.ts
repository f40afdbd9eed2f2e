/** What is known of whoever hands out access tokens for mail. Every record carries where it was read and when, and when to look again. */
import type { OAuthFlow } from '../values/profiles/oauth.ts';
import type { ProviderSource } from './types.ts';

export interface OAuthProvider {
  /** Stable: profiles remember it. */
  readonly id: string;
  readonly name: string;
  /** Providers of protocol/providers whose mail these tokens are for. */
  readonly mail: readonly string[];
  /** As its answers name it (RFC 9207, id tokens); `{tenant}` is filled in. */
  readonly issuer: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly deviceEndpoint?: string;
  readonly revocationEndpoint?: string;
  /** What is asked for, by way; a way that is missing is not to be had for mail. */
  readonly scopes: Readonly<Partial<Record<OAuthFlow, readonly string[]>>>;
  /** Why a way that is missing is not to be had, in a sentence; where there is none, it is not granted for mail. */
  readonly withheld?: Readonly<Partial<Record<OAuthFlow, string>>>;
  /** Where `{tenant}` stands: the one to take unless something is known. */
  readonly tenant?: string;
  /** The host of the redirect that may have any port. */
  readonly redirectHost: '127.0.0.1' | 'localhost';
  /** A path that was registered; '/' where any will do. */
  readonly redirectPath: string;
  /** The redirect has to be what was registered to the letter, its port too: this one. */
  readonly redirectPort?: number;
  /** A client secret is demanded also of programs that cannot keep one. */
  readonly secretNeeded: boolean;
  /** How the client names itself at the token endpoint. */
  readonly clientAuthentication: 'post' | 'basic';
  /** More parameters of the question in the browser. */
  readonly parameters: Readonly<Record<string, string>>;
  /** What its mail servers want of a token, where that is documented. */
  readonly wanted?: {
    /** One of them; empty where a token names none. */
    readonly audience: readonly string[];
    /** One of them is enough. */
    readonly scopes: readonly string[];
  };
  /** What its JWTs name as their issuer, to the last slash that is always the same. */
  readonly issuers?: readonly string[];
  /** How its opaque access tokens begin. */
  readonly opaque?: string;
  /** Its access tokens for mail may be JWTs too. */
  readonly jwt?: boolean;
  readonly notes: readonly string[];
  /** How a client is registered there: short steps, in the order in which they are done. */
  readonly guide: OAuthGuide;
  readonly sources: readonly [ProviderSource, ...ProviderSource[]];
  /** YYYY-MM-DD: from then on somebody should have read the sources again. */
  readonly reviewBy: string;
}

export interface OAuthGuide {
  readonly steps: readonly [string, ...string[]];
  readonly source: ProviderSource;
}
