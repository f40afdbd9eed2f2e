/** The ways to an access token: a browser here, a code typed elsewhere, the program itself, and renewal. The protocol is oauth4webapi's. */
import * as oauth from 'oauth4webapi';
import { onAbort } from '../recording/on-abort.ts';
import { readToken } from '../../protocol/tokens/lens.ts';
import type { TokenFacts } from '../../protocol/values/session/outcome.ts';
import { OAuthError, oauthError } from './failure.ts';
import { endpointUrl } from './http.ts';
import { limits } from './limits.ts';
import { listenForRedirect } from './redirect-listener.ts';
import type { OAuthServer } from './server.ts';

/** What was granted. Both tokens are secrets. */
export interface Grant {
  readonly access: string;
  /** Null: the server gave none; renewal needs what came before, or a person. */
  readonly refresh: string | null;
  /** Milliseconds since 1970; null where the server did not say. */
  readonly expiresAt: number | null;
  readonly scopes: readonly string[];
  /** Who the token is for, as far as it says. */
  readonly user: string | null;
  /** What it says of itself, with the scopes that were granted. */
  readonly token: TokenFacts;
}

export interface FlowOptions {
  readonly server: OAuthServer;
  readonly signal: AbortSignal;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface CodeOptions extends FlowOptions {
  /** Shows the address and opens it in the system's browser. What it rejects with ends the flow. */
  readonly open: (url: string) => Promise<void>;
  /** The account that is meant, if it is known. */
  readonly user: string | null;
  /** Milliseconds that the browser is waited for. */
  readonly waitMs?: number;
}

/** What a person does elsewhere (RFC 8628 section 3.3). */
export interface DeviceCode {
  readonly userCode: string;
  readonly address: string;
  /** The same address with the code in it; null where the server gave none. */
  readonly complete: string | null;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

export interface DeviceOptions extends FlowOptions {
  readonly show: (code: DeviceCode) => void;
}

const tellsNothing: TokenFacts = {
  ...{ form: 'opaque', maker: null, issuer: null, audience: [], scopes: [], subject: null, user: null, tenant: null },
  ...{ expiresAt: null, wanted: null, problems: [] },
};

function granted(answer: oauth.TokenEndpointResponse, { server, now }: FlowOptions): Grant {
  const token = readToken(answer.access_token) ?? tellsNothing;
  const seconds = answer.expires_in;
  // RFC 6749 section 5.1: left out, the scope is what was asked for.
  const scopes = answer.scope?.split(' ').filter((scope) => scope !== '') ?? server.scopes;
  return {
    access: answer.access_token,
    refresh: answer.refresh_token ?? null,
    expiresAt: seconds === undefined ? null : now() + seconds * 1000,
    scopes,
    user: token.user,
    token: token.form === 'jwt' ? token : { ...token, scopes: [...scopes] },
  };
}

/** RFC 6749 section 4.1 with PKCE (RFC 7636) and a loopback redirect (RFC 8252). Rejects with OAuthError. */
export async function signInByCode(options: CodeOptions): Promise<Grant> {
  const { server, signal, user, open, waitMs } = options;
  const { metadata, client, authentication } = server;
  const state = oauth.generateRandomState();
  const verifier = oauth.generateRandomCodeVerifier();
  const listener = await listenForRedirect({
    ...{ host: server.redirectHost, path: server.redirectPath, port: server.redirectPort, state, signal },
    ...(waitMs === undefined ? {} : { waitMs }),
  });
  try {
    const question = endpointUrl(metadata.authorization_endpoint ?? '');
    const parameters = {
      client_id: client.client_id,
      response_type: 'code',
      redirect_uri: listener.uri,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      ...(server.scopes.length === 0 ? {} : { scope: server.scopes.join(' ') }),
      ...(user === null ? {} : { login_hint: user }),
      ...server.parameters,
    };
    for (const [key, value] of Object.entries(parameters)) question.searchParams.set(key, value);
    await open(question.href);
    const answer = oauth.validateAuthResponse(metadata, client, await listener.answer, state);
    const response = await oauth.authorizationCodeGrantRequest(
      ...([metadata, client, authentication, answer, listener.uri, verifier] as const),
      server.request(signal),
    );
    return granted(await oauth.processAuthorizationCodeResponse(metadata, client, response), options);
  } catch (error) {
    throw oauthError(error);
  } finally {
    listener.dispose();
  }
}

/** Resolves after so long, or at once when the signal ends it. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      forget();
      resolve();
    };
    const timer = setTimeout(done, ms);
    const forget = onAbort(signal, done);
    if (signal.aborted) done();
  });
}

/** RFC 8628. Rejects with OAuthError. */
export async function signInByDevice(options: DeviceOptions): Promise<Grant> {
  const { server, signal, now, show } = options;
  const { metadata, client, authentication } = server;
  try {
    const parameters = server.scopes.length === 0 ? {} : { scope: server.scopes.join(' ') };
    const asked = await oauth.deviceAuthorizationRequest(
      ...([metadata, client, authentication, parameters] as const),
      server.request(signal),
    );
    const code = await oauth.processDeviceAuthorizationResponse(metadata, client, asked);
    const expiresAt = now() + code.expires_in * 1000;
    show({
      userCode: code.user_code,
      address: endpointUrl(code.verification_uri).href,
      complete: code.verification_uri_complete === undefined ? null : endpointUrl(code.verification_uri_complete).href,
      expiresAt,
    });
    let every = code.interval === undefined ? limits.oauth.pollEvery : code.interval * 1000;
    for (;;) {
      await pause(Math.min(every, limits.oauth.pollAtMost), signal);
      if (signal.aborted) throw new OAuthError('cancelled');
      if (now() >= expiresAt) throw new OAuthError('code-expired');
      const response = await oauth.deviceCodeGrantRequest(
        ...([metadata, client, authentication, code.device_code] as const),
        server.request(signal),
      );
      try {
        return granted(await oauth.processDeviceCodeResponse(metadata, client, response), options);
      } catch (error) {
        if (!(error instanceof oauth.ResponseBodyError)) throw error;
        // RFC 8628 section 3.5: five seconds more, for good.
        if (error.error === 'slow_down') every += 5_000;
        else if (error.error !== 'authorization_pending') throw error;
      }
    }
  } catch (error) {
    throw oauthError(error);
  }
}

/** RFC 6749 section 4.4: the token is the program's own. Rejects with OAuthError. */
export async function signInAsClient(options: FlowOptions): Promise<Grant> {
  const { server, signal } = options;
  const { metadata, client, authentication } = server;
  try {
    const parameters = server.scopes.length === 0 ? {} : { scope: server.scopes.join(' ') };
    const response = await oauth.clientCredentialsGrantRequest(
      ...([metadata, client, authentication, parameters] as const),
      server.request(signal),
    );
    return granted(await oauth.processClientCredentialsResponse(metadata, client, response), options);
  } catch (error) {
    throw oauthError(error);
  }
}

/**
 * RFC 6749 section 6. What the server gives in place of the refresh token replaces it; where it gives none, the old one is still good.
 * Rejects with OAuthError; `not-renewable` when it was revoked or has ended.
 */
export async function renew(refresh: string, options: FlowOptions): Promise<Grant> {
  const { server, signal } = options;
  const { metadata, client, authentication } = server;
  try {
    const response = await oauth.refreshTokenGrantRequest(
      ...([metadata, client, authentication, refresh] as const),
      server.request(signal),
    );
    const grant = granted(await oauth.processRefreshTokenResponse(metadata, client, response), options);
    return { ...grant, refresh: grant.refresh ?? refresh };
  } catch (error) {
    const failure = oauthError(error);
    if (failure.refusal?.error === 'invalid_grant') throw new OAuthError('not-renewable', {}, failure.refusal);
    throw failure;
  }
}

/** RFC 7009, where the server has an endpoint for it; false where it has none. Rejects with OAuthError. */
export async function revoke(token: string, { server, signal }: FlowOptions): Promise<boolean> {
  const { metadata, client, authentication } = server;
  if (metadata.revocation_endpoint === undefined) return false;
  try {
    const response = await oauth.revocationRequest(metadata, client, authentication, token, server.request(signal));
    await oauth.processRevocationResponse(response);
    return true;
  } catch (error) {
    throw oauthError(error);
  }
}
