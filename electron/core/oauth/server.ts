/** The authorization server and our client there: of a provider's record, or of what a server says of itself. */
import * as oauth from 'oauth4webapi';
import { oauthProvider } from '../../protocol/providers/oauth.ts';
import type { OAuthProvider } from '../../protocol/providers/oauth-types.ts';
import type { OAuthFlow, OAuthSettings } from '../../protocol/values/profiles/oauth.ts';
import { OAuthError, oauthError } from './failure.ts';
import { fetchOAuth, endpointUrl, isLoopbackUrl } from './http.ts';

/** Everything a flow needs to know about who it speaks with. */
export interface OAuthServer {
  readonly metadata: oauth.AuthorizationServer;
  readonly client: oauth.Client;
  readonly authentication: oauth.ClientAuth;
  readonly scopes: readonly string[];
  readonly redirectHost: '127.0.0.1' | 'localhost';
  readonly redirectPath: string;
  /** 0: any that is free. */
  readonly redirectPort: number;
  /** More parameters of the question in the browser. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Options of every request: limits, and the signal that ends it. */
  readonly request: (signal: AbortSignal) => oauth.TokenEndpointRequestOptions;
}

const wellKnown = (issuer: URL, algorithm: 'oidc' | 'oauth2'): oauth.DiscoveryRequestOptions => ({
  algorithm,
  [oauth.allowInsecureRequests]: isLoopbackUrl(issuer),
});

const fetchWithin =
  (signal: AbortSignal): NonNullable<oauth.TokenEndpointRequestOptions[typeof oauth.customFetch]> =>
  (url, { method, headers, body }) =>
    fetchOAuth(url, { method, headers, body: body instanceof URLSearchParams ? body : undefined }, signal);

/** OpenID Connect Discovery, then RFC 8414. Throws OAuthError and what oauth4webapi throws. */
async function discover(issuer: string, signal: AbortSignal): Promise<oauth.AuthorizationServer> {
  const url = endpointUrl(issuer);
  const options = (algorithm: 'oidc' | 'oauth2'): oauth.DiscoveryRequestOptions => ({
    ...wellKnown(url, algorithm),
    [oauth.customFetch]: (address) =>
      fetchOAuth(address, { method: 'GET', headers: { accept: 'application/json' } }, signal),
  });
  const first = await oauth.discoveryRequest(url, options('oidc'));
  const response = first.status === 404 ? await oauth.discoveryRequest(url, options('oauth2')) : first;
  return oauth.processDiscoveryResponse(url, response);
}

function filled(provider: OAuthProvider, tenant: string): oauth.AuthorizationServer {
  const fill = (address: string): string => address.replaceAll('{tenant}', tenant);
  return {
    issuer: fill(provider.issuer),
    authorization_endpoint: fill(provider.authorizationEndpoint),
    token_endpoint: fill(provider.tokenEndpoint),
    ...(provider.deviceEndpoint === undefined ? {} : { device_authorization_endpoint: fill(provider.deviceEndpoint) }),
    ...(provider.revocationEndpoint === undefined ? {} : { revocation_endpoint: fill(provider.revocationEndpoint) }),
  };
}

const scopesFor = (provider: OAuthProvider, flow: OAuthFlow): readonly string[] => {
  const scopes = provider.scopes[flow];
  const why = provider.withheld?.[flow];
  if (scopes === undefined)
    throw new OAuthError('flow-not-allowed', { provider: provider.name, flow, ...(why === undefined ? {} : { why }) });
  return scopes;
};

const needed: Readonly<
  Record<OAuthFlow, 'authorization_endpoint' | 'device_authorization_endpoint' | 'token_endpoint'>
> = { code: 'authorization_endpoint', device: 'device_authorization_endpoint', 'client-credentials': 'token_endpoint' };

/**
 * `secret`: of the client, null where it has none. `providerOf` is a parameter so that tests put their own server in a provider's place.
 * Rejects with OAuthError.
 */
export async function openServer(
  settings: OAuthSettings,
  secret: string | null,
  signal: AbortSignal,
  providerOf: (id: string) => OAuthProvider | null = oauthProvider,
): Promise<OAuthServer> {
  try {
    return await opened(settings, secret, signal, settings.provider === null ? null : providerOf(settings.provider));
  } catch (error) {
    throw oauthError(error);
  }
}

async function opened(
  settings: OAuthSettings,
  secret: string | null,
  signal: AbortSignal,
  provider: OAuthProvider | null,
): Promise<OAuthServer> {
  if (provider === null && (settings.issuer ?? '') === '') throw new OAuthError('incomplete', { argument: 'issuer' });
  if (provider !== null) scopesFor(provider, settings.flow);
  if (secret === null && (provider?.secretNeeded === true || settings.flow === 'client-credentials'))
    throw new OAuthError('incomplete', { argument: 'client-secret' });
  const metadata =
    provider === null
      ? await discover(settings.issuer ?? '', signal)
      : filled(provider, settings.tenant ?? provider.tenant ?? '');
  if (metadata.token_endpoint === undefined || metadata[needed[settings.flow]] === undefined)
    throw new OAuthError('no-endpoint', { endpoint: needed[settings.flow] });
  for (const endpoint of [metadata.authorization_endpoint, metadata.token_endpoint]) {
    if (endpoint !== undefined) endpointUrl(endpoint);
  }
  const insecure = isLoopbackUrl(new URL(metadata.token_endpoint));
  const basic = provider === null ? prefersBasic(metadata) : provider.clientAuthentication === 'basic';
  return {
    metadata,
    client: { client_id: settings.clientId },
    authentication:
      secret === null ? oauth.None() : basic ? oauth.ClientSecretBasic(secret) : oauth.ClientSecretPost(secret),
    scopes: settings.scopes.length > 0 || provider === null ? settings.scopes : scopesFor(provider, settings.flow),
    redirectHost: provider?.redirectHost ?? '127.0.0.1',
    redirectPath: provider?.redirectPath ?? '/',
    redirectPort: provider?.redirectPort ?? 0,
    parameters: provider?.parameters ?? {},
    request: (until) => ({ [oauth.customFetch]: fetchWithin(until), [oauth.allowInsecureRequests]: insecure }),
  };
}

/** RFC 8414 section 2: `client_secret_basic` is what a server takes that does not say. */
function prefersBasic({ token_endpoint_auth_methods_supported: methods }: oauth.AuthorizationServer): boolean {
  return methods === undefined || methods.includes('client_secret_basic');
}
