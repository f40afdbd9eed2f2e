/**
 * A real authorization server (oidc-provider) on loopback: tokens are JWTs for an audience of mail, refresh tokens rotate, whoever gives any
 * password is that account, and `browser` does what a person does with a page.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider, { type Configuration } from 'oidc-provider';

export const AUDIENCE = 'https://mail.test';

export interface AuthorizationServer {
  readonly issuer: string;
  readonly provider: Provider;
  /** Requests to each path, in their order. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

export interface AuthorizationServerOptions {
  /** Seconds that an access token is good for; 3600 unless said. */
  readonly seconds?: number;
  readonly audience?: string;
}

const configuration = ({ seconds = 3600, audience = AUDIENCE }: AuthorizationServerOptions): Configuration => ({
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
    introspection: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => audience,
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        scope: 'smtp.send',
        audience,
        accessTokenFormat: 'jwt',
        accessTokenTTL: seconds,
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
  },
});

export async function startAuthorizationServer(options: AuthorizationServerOptions = {}): Promise<AuthorizationServer> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, configuration(options));
  const asked: string[] = [];
  const handle = provider.callback();
  server.on('request', (request, response) => {
    asked.push(new URL(request.url ?? '/', issuer).pathname);
    void handle(request, response);
  });
  return { issuer, provider, asked, close: () => end(server) };
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
