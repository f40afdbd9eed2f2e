/**
 * A real authorization server (oidc-provider) on loopback: tokens are JWTs for an audience of mail, or opaque; refresh tokens rotate, whoever
 * gives any password is that account, and `FakeBrowser` does what a person does with a page. It keeps a list of every secret that it handed out.
 */
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider, { type Configuration } from 'oidc-provider';

export const AUDIENCE = 'https://mail.test';

export interface AuthorizationServer {
  readonly issuer: string;
  readonly provider: Provider;
  /** Requests to each path, in their order. */
  readonly asked: readonly string[];
  /** Access and refresh tokens, authorization codes and device codes: all that anybody was ever given here. */
  readonly issued: readonly string[];
  /** What checks the signature of its tokens (RS256, key id `KEY_ID`). */
  readonly publicKey: KeyObject;
  /** Withdraws what an account granted: its refresh tokens are good no longer. */
  revokeGrants(): Promise<void>;
  close(): Promise<void>;
}

export const KEY_ID = 'mail-1';
/** Who may ask about a token (RFC 7662). */
export const RESOURCE_SERVER = { id: 'mail-server', secret: 'mail-server-secret' } as const;

export interface AuthorizationServerOptions {
  /** Seconds that an access token is good for; 3600 unless said. */
  readonly seconds?: number;
  readonly audience?: string;
  /** `opaque`: a token says nothing of itself, and is asked about at the server. */
  readonly format?: 'jwt' | 'opaque';
}

const configuration = (
  { seconds = 3600, audience = AUDIENCE, format = 'jwt' }: AuthorizationServerOptions,
  key: KeyObject,
): Configuration => ({
  // Dovecot 2.3 takes no `at+jwt` (RFC 9068) for a JWT.
  formats: {
    customizers: {
      jwt: (_ctx, _token, jwt) => {
        jwt.header = { ...jwt.header, typ: 'JWT' };
      },
    },
  },
  jwks: { keys: [{ ...key.export({ format: 'jwk' }), kid: KEY_ID, use: 'sig', alg: 'RS256' }] },
  clients: [
    {
      client_id: 'desktop',
      token_endpoint_auth_method: 'none',
      application_type: 'native',
      grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
      redirect_uris: ['http://127.0.0.1/', 'http://localhost/'],
    },
    {
      client_id: 'daemon',
      client_secret: 'daemon-secret',
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
    },
    {
      client_id: RESOURCE_SERVER.id,
      client_secret: RESOURCE_SERVER.secret,
      grant_types: [],
      redirect_uris: [],
      response_types: [],
    },
  ],
  scopes: ['openid', 'offline_access', 'smtp.send'],
  cookies: { keys: ['test'] },
  findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ sub: id, email: id }) }),
  issueRefreshToken: async () => true,
  rotateRefreshToken: true,
  ttl: { AccessToken: seconds, ClientCredentials: seconds, RefreshToken: 86_400, DeviceCode: 600, Grant: 86_400 },
  extraTokenClaims: (_ctx, token) =>
    'accountId' in token && typeof token.accountId === 'string' ? { upn: token.accountId } : {},
  features: {
    devInteractions: { enabled: true },
    deviceFlow: { enabled: true },
    clientCredentials: { enabled: true },
    revocation: { enabled: true },
    // The mail server asks about tokens of everybody's.
    introspection: { enabled: true, allowedPolicy: async () => true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => audience,
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        scope: 'smtp.send',
        audience,
        accessTokenTTL: seconds,
        ...(format === 'jwt'
          ? { accessTokenFormat: format, jwt: { sign: { alg: 'RS256' } } }
          : { accessTokenFormat: format }),
      }),
    },
  },
});

export async function startAuthorizationServer(options: AuthorizationServerOptions = {}): Promise<AuthorizationServer> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const provider = new Provider(issuer, configuration(options, privateKey));
  const asked: string[] = [];
  const issued: string[] = [];
  const grants = new Set<string>();
  provider.use(async (ctx, next) => {
    await next();
    const body: unknown = ctx.body;
    const answer = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
    const location = new URL(ctx.response.get('location') || '/', issuer).searchParams;
    const given = [answer.access_token, answer.refresh_token, answer.device_code, location.get('code')];
    for (const secret of given) if (typeof secret === 'string') issued.push(secret);
  });
  provider.on('grant.success', ({ oidc }) => {
    const { grantId } = oidc.entities.Grant?.jti === undefined ? {} : { grantId: oidc.entities.Grant.jti };
    if (grantId !== undefined) grants.add(grantId);
  });
  const handle = provider.callback();
  server.on('request', (request, response) => {
    asked.push(new URL(request.url ?? '/', issuer).pathname);
    void handle(request, response);
  });
  return {
    ...{ issuer, provider, asked, issued, publicKey },
    revokeGrants: async () => {
      for (const id of grants) {
        await provider.RefreshToken.revokeByGrantId(id);
        await (await provider.Grant.find(id))?.destroy();
      }
    },
    close: () => end(server),
  };
}

function end(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** What a person sees at last: the address without its query, status and text. */
export interface Page {
  readonly url: URL;
  readonly status: number;
  readonly text: string;
}

interface Form {
  readonly action: string;
  readonly fields: URLSearchParams;
}

function formIn(page: string, base: URL): Form | null {
  const action = /<form[^>]*action="([^"]+)"/.exec(page)?.[1];
  if (action === undefined) return null;
  const fields = new URLSearchParams();
  for (const [input] of page.matchAll(/<input[^>]*>/g)) {
    const name = /name="([^"]*)"/.exec(input)?.[1];
    if (name !== undefined) fields.set(name, /value="([^"]*)"/.exec(input)?.[1] ?? '');
  }
  return { action: new URL(action.replaceAll('&amp;', '&'), base).href, fields };
}

/** A browser with cookies that fills in each form it meets, as `user`, until there is none. */
export class FakeBrowser {
  readonly #cookies = new Map<string, string>();
  readonly #user: string;
  readonly #denies: boolean;

  constructor(user: string, { denies = false } = {}) {
    this.#user = user;
    this.#denies = denies;
  }

  async visit(address: string): Promise<Page> {
    let page = await this.#follow(address, { method: 'GET' });
    for (let forms = 0; forms < 6; forms += 1) {
      const abort = /href="([^"]*\/abort)"/.exec(page.text)?.[1];
      if (this.#denies && abort !== undefined) return this.#follow(new URL(abort, page.url).href, { method: 'GET' });
      const form = formIn(page.text, page.url);
      if (form === null) return page;
      if (form.fields.has('login')) form.fields.set('login', this.#user);
      if (form.fields.has('password')) form.fields.set('password', 'anything');
      page = await this.#follow(form.action, { method: 'POST', body: form.fields });
    }
    return page;
  }

  async #follow(address: string, init: RequestInit): Promise<Page> {
    let url = new URL(address);
    let next = init;
    for (let hops = 0; hops < 12; hops += 1) {
      const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const response = await fetch(url, { ...next, redirect: 'manual', headers: cookie === '' ? {} : { cookie } });
      for (const set of response.headers.getSetCookie()) {
        const [pair = ''] = set.split(';');
        const at = pair.indexOf('=');
        this.#cookies.set(pair.slice(0, at), pair.slice(at + 1));
      }
      const location = response.headers.get('location');
      if (location === null) return { url, status: response.status, text: await response.text() };
      await response.body?.cancel();
      url = new URL(location, url);
      next = { method: 'GET' };
    }
    throw new Error(`redirected without end at ${url.href}`);
  }
}
