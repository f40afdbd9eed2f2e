/** How the authorization server is asked: https alone (loopback excepted, for servers under test), no redirect, an answer of bounded size and time. */
import { OAuthError, fetchError } from './failure.ts';
import { limits } from './limits.ts';

/** RFC 8252 section 8.3: what never leaves this machine. */
export function isLoopbackUrl(url: URL): boolean {
  return url.hostname === '127.0.0.1' || url.hostname === '[::1]' || url.hostname === 'localhost';
}

/** The URL that somebody typed or a server named. Throws `malformed` or `not-https`. */
export function endpointUrl(text: string): URL {
  if (!URL.canParse(text)) throw new OAuthError('malformed', { detail: `${text.slice(0, 200)} is no URL` });
  const url = new URL(text);
  const secure = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackUrl(url));
  if (!secure) throw new OAuthError('not-https', { url: `${url.protocol}//${url.host}` });
  if (url.username !== '' || url.password !== '')
    throw new OAuthError('malformed', { detail: `${url.host}: a URL with a user in it` });
  return url;
}

/** The whole of an answer, as text that is parsed after it is known to be small. */
async function boundedBody(response: Response): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    const octets = chunk as Uint8Array;
    size += octets.length;
    // Leaving the loop cancels the stream, and with it the connection.
    if (size > limits.oauth.answer) throw new OAuthError('too-large', { limit: limits.oauth.answer });
    chunks.push(octets);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

export interface Asking {
  readonly method: string;
  readonly headers?: Record<string, string>;
  readonly body?: URLSearchParams | undefined;
}

/** A refused client is answered with a challenge and a body; the body says more, and oauth4webapi reads one of them. */
function withoutChallenge(headers: Headers): Headers {
  const others = new Headers(headers);
  others.delete('www-authenticate');
  return others;
}

/** Rejects with OAuthError; `signal` ends it at once. */
export async function fetchOAuth(
  address: string,
  { method, headers, body }: Asking,
  signal: AbortSignal,
): Promise<Response> {
  const url = endpointUrl(address);
  try {
    const response = await fetch(url, {
      method,
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(limits.oauth.request)]),
      ...(headers === undefined ? {} : { headers }),
      ...(body === undefined ? {} : { body }),
    });
    const { status, statusText } = response;
    if (status >= 300 && status < 400) {
      await response.body?.cancel();
      throw new OAuthError('redirected', { host: url.host, status });
    }
    const whole = await boundedBody(response);
    const empty = status === 204 || status === 205;
    return new Response(empty ? null : whole, { status, statusText, headers: withoutChallenge(response.headers) });
  } catch (error) {
    throw fetchError(error);
  }
}
