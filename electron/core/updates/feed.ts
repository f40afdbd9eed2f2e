/**
 * A release feed: JSON around the JSON that is signed. `signed` is a text, the signature (Ed25519, RFC 8032) is over its octets in UTF-8, and
 * what is read is those octets, so that nothing is believed that was not signed.
 */
import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import * as v from 'valibot';
import { ReleaseSchema, type FeedProblem, type Release } from '../../protocol/values/app/updates.ts';

/** Where a build asks, as its package.json says. */
export const FeedConfigSchema = v.object({
  url: v.string(),
  /** Of Ed25519: the octets of its SubjectPublicKeyInfo (RFC 8410) in Base64, which is a PEM file's one line. */
  publicKey: v.string(),
  /** Roots in PEM beside the usual ones, for a feed inside a company. */
  ca: v.optional(v.string()),
});

export interface FeedConfig {
  readonly url: URL;
  readonly publicKey: KeyObject;
  readonly ca: string | null;
}

/** Null for what is no configuration of a feed: such a build has none. */
export function readFeedConfig(value: unknown): FeedConfig | null {
  const parsed = v.safeParse(FeedConfigSchema, value);
  if (!parsed.success || !URL.canParse(parsed.output.url)) return null;
  const url = new URL(parsed.output.url);
  if (url.protocol !== 'https:' || url.username !== '' || url.password !== '' || url.hash !== '') return null;
  const publicKey = readPublicKey(parsed.output.publicKey);
  return publicKey === null ? null : { url, publicKey, ca: parsed.output.ca ?? null };
}

function readPublicKey(base64: string): KeyObject | null {
  try {
    const key = createPublicKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ed25519' ? key : null;
  } catch {
    return null;
  }
}

/** All the header fields of the question: the same for everybody, whatever version they have. */
export const feedHeaders = (url: URL): [name: string, value: string][] => [
  ['Host', url.host],
  ['User-Agent', 'Posthorn'],
  ['Accept', 'application/json'],
  ['Connection', 'close'],
];

export const feedPath = (url: URL): string => `${url.pathname}${url.search}`;

/** All that is sent inside TLS, line by line, without the empty line at its end. */
export const feedRequest = (url: URL): string =>
  [`GET ${feedPath(url)} HTTP/1.1`, ...feedHeaders(url).map(([name, value]) => `${name}: ${value}`)].join('\n');

const EnvelopeSchema = v.object({ signed: v.string(), signature: v.optional(v.string()) });

export type FeedAnswer =
  { readonly ok: true; readonly release: Release } | { readonly ok: false; readonly problem: FeedProblem };

export const feedProblem = (code: FeedProblem['code'], params: FeedProblem['params'] = {}): FeedAnswer => ({
  ok: false,
  problem: { code, params },
});

/** `seen`: the date of the last feed that was taken; one from before that is somebody's copy. */
export function readFeed(octets: Uint8Array, publicKey: KeyObject, seen: string | null): FeedAnswer {
  const envelope = v.safeParse(EnvelopeSchema, parsed(octets));
  if (!envelope.success) return feedProblem('damaged');
  const { signed, signature } = envelope.output;
  if (signature === undefined || signature === '') return feedProblem('unsigned');
  const text = Buffer.from(signed, 'utf8');
  if (!verify(null, text, publicKey, Buffer.from(signature, 'base64'))) return feedProblem('wrong-signature');
  const release = v.safeParse(ReleaseSchema, parsed(text));
  if (!release.success) return feedProblem('damaged');
  const { date } = release.output;
  return seen !== null && Date.parse(date) < Date.parse(seen)
    ? feedProblem('replayed', { date })
    : { ok: true, release: release.output };
}

function parsed(octets: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(octets));
  } catch {
    return null;
  }
}
