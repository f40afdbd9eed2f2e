/** What XOAUTH2 and OAUTHBEARER share: the server's refusal as JSON, and the server's side of asking about a token. */
import type {
  Accounts,
  ClientExchange,
  ClientResponse,
  Credentials,
  Fields,
  ServerExchange,
  ServerStep,
  RefusedToken,
} from './types.ts';
import { HIDDEN } from './types.ts';
import { badChallenge, malformed, noOctets, readUtf8, mechanismRefused } from './text.ts';
import { utf8Bytes } from '../wire/text.ts';

const said = (value: unknown): string | null =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : null;

/** null for what is no JSON object. */
export function readTokenRefusal(bytes: Uint8Array): RefusedToken | null {
  try {
    const value: unknown = JSON.parse(readUtf8(bytes) ?? '');
    if (typeof value !== 'object' || value === null) return null;
    const { status, scope, schemes } = value as Record<string, unknown>;
    return { status: said(status), scope: said(scope), schemes: said(schemes) };
  } catch {
    // Prose, or JSON cut off: shown as it came, in the transcript.
    return null;
  }
}

/** Both forms end their fields with octet 1, and a bearer token is printable ASCII (RFC 6750 section 2.1). */
export function unsayable({ user, authzid, password }: Credentials): keyof Credentials | null {
  if (/[\x00-\x1f]/.test(user)) return 'user';
  if (/[\x00-\x1f]/.test(authzid)) return 'authzid';
  return /^[\x21-\x7e]+$/.test(password) ? null : 'password';
}

/** The client speaks once; a challenge after that is the refusal, to be acknowledged so that the server gives its reply. */
export function tokenClient(first: () => ClientResponse, acknowledgement: Uint8Array): ClientExchange {
  let sent = false;
  let refusal: RefusedToken | null = null;
  let acknowledged = false;
  const speak = () => {
    sent = true;
    return first();
  };
  return {
    initial: speak,
    next: async ({ bytes }) => {
      if (!sent) return speak();
      if (acknowledged) return badChallenge;
      acknowledged = true;
      refusal = bytes === null ? null : readTokenRefusal(bytes);
      return { kind: 'response', bytes: acknowledgement, hidden: null };
    },
    // A server that sent an error and says 235 afterwards has not checked the token.
    finish: () => sent && !acknowledged,
    refusal: () => refusal,
  };
}

export interface TokenLogin {
  /** null where it is left to the token. */
  readonly user: string | null;
  readonly token: string;
  readonly authzid: string;
}

export function tokenServer(accounts: Accounts, read: (bytes: Uint8Array) => TokenLogin | null): ServerExchange {
  let turnedDown: ServerStep | null = null;
  const judge = async (bytes: Uint8Array): Promise<ServerStep> => {
    const given = read(bytes);
    if (given === null) return malformed();
    const verdict = await accounts.token(given.user, given.token);
    if ('user' in verdict) return { kind: 'success', user: verdict.user, authzid: given.authzid };
    turnedDown = mechanismRefused(given.user);
    const { status, scope, schemes } = verdict.refusal;
    const fields = Object.entries({ status, schemes, scope }).filter(([, value]) => value !== null);
    return { kind: 'challenge', bytes: utf8Bytes(JSON.stringify(Object.fromEntries(fields))), expects: null };
  };
  return {
    start: async (initial) =>
      initial === null ? { kind: 'challenge', bytes: noOctets, expects: 'token' } : judge(initial),
    next: async (response) => turnedDown ?? judge(response),
  };
}

export function describeRefusal(message: Uint8Array): Fields {
  const refusal = readTokenRefusal(message);
  if (refusal === null) return {};
  return Object.fromEntries(
    Object.entries(refusal).flatMap(([name, value]: [string, string | null]) =>
      value === null ? [] : [[name, value]],
    ),
  );
}

export const describeLogin = (given: TokenLogin | null, more: Fields = {}): Fields =>
  given === null ? {} : { ...(given.user === null ? {} : { user: given.user }), ...more, token: HIDDEN };
