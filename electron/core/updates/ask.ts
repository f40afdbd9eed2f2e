/**
 * Asks the release feed: one GET over TLS, and nothing about who asks. No cookie, no name of a system, no session that could be recognized
 * again, no proxy; a redirect is not followed, and time and size are limited. Nothing is written and nothing is run.
 */
import { request, type RequestOptions } from 'node:https';
import type { IncomingMessage } from 'node:http';
import type { SecureContext } from 'node:tls';
import { clientContext } from '../tls/trust.ts';
import { feedHeaders, feedPath, feedProblem, readFeed, type FeedAnswer, type FeedConfig } from './feed.ts';
import { limits } from './limits.ts';

/** `seen`: see readFeed. Never rejects. */
export async function askFeed(
  { url, publicKey, ca }: FeedConfig,
  seen: string | null,
  signal: AbortSignal,
  time: number = limits.updates.request,
): Promise<FeedAnswer> {
  const timeout = AbortSignal.timeout(time);
  try {
    const response = await send(url, ca, AbortSignal.any([signal, timeout]));
    const { statusCode = 0 } = response;
    if (statusCode >= 300 && statusCode < 400) return ended(response, feedProblem('redirected'));
    if (statusCode !== 200) return ended(response, feedProblem('refused', { status: statusCode }));
    const octets = await bounded(response);
    // Of an answer without a length, its end is all that an end by us looks like.
    if (timeout.aborted) return feedProblem('timeout', { seconds: time / 1_000 });
    return octets === null
      ? feedProblem('too-large', { bytes: limits.updates.answer })
      : readFeed(octets, publicKey, seen);
  } catch (error) {
    if (timeout.aborted) return feedProblem('timeout', { seconds: time / 1_000 });
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return feedProblem(isOfCertificate(reason) ? 'certificate' : 'unreachable', { reason });
  }
}

function send(url: URL, ca: string | null, signal: AbortSignal): Promise<IncomingMessage> {
  const options: RequestOptions & { readonly secureContext: SecureContext } = {
    // An address literal stands in brackets in a URL, and without them here.
    hostname: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? 443 : Number(url.port),
    path: feedPath(url),
    method: 'GET',
    setHost: false,
    headers: Object.fromEntries(feedHeaders(url)),
    // A connection of its own, whose TLS session nobody keeps.
    agent: false,
    maxHeaderSize: limits.updates.headers,
    secureContext: clientContext({ ca, minVersion: 'TLSv1.2', maxVersion: 'TLSv1.3', identity: null }),
    rejectUnauthorized: true,
    signal,
  };
  return new Promise((resolve, reject) => {
    const asked = request(options, resolve);
    asked.once('error', reject);
    asked.end();
  });
}

function ended(response: IncomingMessage, answer: FeedAnswer): FeedAnswer {
  response.destroy();
  return answer;
}

/** Null where there is too much. Leaving the loop ends the connection. */
async function bounded(response: IncomingMessage): Promise<Uint8Array | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    const octets = chunk as Buffer;
    size += octets.length;
    if (size > limits.updates.answer) return null;
    chunks.push(octets);
  }
  return Buffer.concat(chunks);
}

/** Of OpenSSL's verification (X509_V_ERR_…) and of the check of the name, as Node calls them. */
const isOfCertificate = (code: string): boolean =>
  /^(?:CERT_|UNSPECIFIED|ERR_TLS_CERT|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE)/.test(
    code,
  );
