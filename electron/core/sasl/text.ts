/** Small things that several mechanisms need: strict UTF-8, comparing in constant time, the links of tests and engine. */
import { timingSafeEqual } from 'node:crypto';
import type { ClientAbort, ClientResponse, Credentials, HiddenKind, ServerStep } from './types.ts';
import { utf8Bytes } from '../wire/text.ts';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export const noOctets = new Uint8Array(0);

/** null for what is no UTF-8. */
export function readUtf8(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}

/** False for different lengths, which are no secret. */
export function sameOctets(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

export const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (octet) => octet.toString(16).padStart(2, '0')).join('');

export function respond(response: string | Uint8Array, hidden: HiddenKind | null): ClientResponse {
  return { kind: 'response', bytes: typeof response === 'string' ? utf8Bytes(response) : response, hidden };
}

export const badChallenge: ClientAbort = { kind: 'abort', reason: 'bad-challenge' };
export const notAuthenticated: ClientAbort = { kind: 'abort', reason: 'server-not-authenticated' };

export const malformed = (user: string | null = null): ServerStep => ({ kind: 'failure', reason: 'malformed', user });
export const mechanismRefused = (user: string | null): ServerStep => ({ kind: 'failure', reason: 'credentials', user });

/** Of mechanisms that have no place for an authorization identity. */
export function withoutAuthzid(credentials: Credentials): keyof Credentials | null {
  const { user, authzid } = credentials;
  return authzid !== '' && authzid !== user ? 'authzid' : withNul(credentials);
}

/** NUL separates fields in PLAIN and ends strings in many servers: whichever part has one cannot be said. */
export function withNul(credentials: Credentials): keyof Credentials | null {
  const parts = ['user', 'password', 'authzid'] as const;
  return parts.find((part) => credentials[part].includes('\0')) ?? null;
}
