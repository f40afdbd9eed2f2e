/**
 * Microsoft's and Google's authorization servers in their documented forms, as far as they differ from the standard and from each other:
 * which redirect they take, when a secret is demanded, how they refuse, and how their tokens look. Sources stand at each.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { oauthProvider } from '../../../electron/protocol/providers/oauth.ts';
import type { OAuthProvider } from '../../../electron/protocol/providers/oauth-types.ts';

export interface ProviderServer {
  /** The record with its addresses leading here. */
  readonly record: OAuthProvider;
  /** Requests, as method and path without query, in their order. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly body?: object;
  readonly location?: URL;
  /** A page for people; nothing goes back to the client. */
  readonly page?: string;
}

type Answering = (path: string, fields: URLSearchParams) => Answer;

async function readBody(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return new URLSearchParams(Buffer.concat(chunks).toString());
}

function send(response: ServerResponse, { status, body, location, page = '' }: Answer): void {
  if (location !== undefined) response.setHeader('location', location.href);
  response.setHeader('content-type', body === undefined ? 'text/html' : 'application/json; charset=utf-8');
  response.writeHead(status).end(body === undefined ? page : JSON.stringify(body));
}

/** Every https address of the record leads to this server, below the name of its host. */
async function serve(id: string, answering: Answering): Promise<ProviderServer> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const url = new URL(request.url ?? '/', 'http://127.0.0.1');
      asked.push(`${request.method ?? ''} ${url.pathname}`);
      const fields = request.method === 'POST' ? await readBody(request) : url.searchParams;
      send(response, answering(url.pathname, fields));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const found = oauthProvider(id);
  if (found === null) throw new Error(`no record of ${id}`);
  const here = (address: string): string => address.replace(/^https:\/\/([^/]+)/, `${base}/$1`);
  const record = JSON.parse(JSON.stringify(found), (_key, value: unknown) =>
    typeof value === 'string' && _key.endsWith('Endpoint') ? here(value) : value,
  ) as OAuthProvider;
  return {
    ...{ record, asked },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const seconds = (): number => Math.floor(Date.now() / 1000);

const back = (fields: URLSearchParams, answer: Readonly<Record<string, string>>): Answer => {
  const location = new URL(fields.get('redirect_uri') ?? '');
  for (const [key, value] of Object.entries({ ...answer, state: fields.get('state') ?? '' }))
    location.searchParams.set(key, value);
  return { status: 302, location };
};

export const ENTRA = {
  tenant: 'contoso.example',
  client: 'app-1',
  confidential: 'daemon-1',
  secret: 'entra-secret',
} as const;

export interface EntraOptions {
  /** The number that every token request is refused with, and the OAuth error beside it. */
  readonly refuse?: { readonly code: number; readonly error: string };
  /** What whoever is asked in the browser says. */
  readonly denies?: boolean;
  /** What the device's code meets: pending once, then this. */
  readonly device?: 'granted' | 'authorization_declined' | 'expired_token' | 'bad_verification_code';
}

const deviceCodes = { authorization_declined: 65004, expired_token: 70019, bad_verification_code: 70018 } as const;

/**
 * https://learn.microsoft.com/entra/identity-platform/reference-error-codes (the form of an error), .../reply-url (`localhost` with any port,
 * no 127.0.0.1 that was not registered in the manifest), .../v2-oauth2-device-code (`authorization_declined`, a `message`, no complete address).
 */
export function startEntra({ refuse, denies = false, device = 'granted' }: EntraOptions = {}): Promise<ProviderServer> {
  let polls = 0;
  const description = (code: number): string =>
    `AADSTS${code}: Words of the service about this. Trace ID: 0000aaaa-11bb-cccc-dd33-eeeeee333333 Correlation ID: aaaa0000-bb11-2222-33cc-444444dddddd Timestamp: 2026-11-30 12:00:00Z`;
  const refusal = (error: string, code: number, status = 400): Answer => ({
    status,
    body: {
      ...{ error, error_description: description(code), error_codes: [code], timestamp: '2026-11-30 12:00:00Z' },
      ...{ trace_id: '0000aaaa-11bb-cccc-dd33-eeeeee333333', correlation_id: 'aaaa0000-bb11-2222-33cc-444444dddddd' },
      error_uri: `https://login.microsoftonline.com/error?code=${code}`,
    },
  });
  const page = (code: number): Answer => ({ status: 400, page: description(code) });
  const token = (claims: object, scope: string): Answer => ({
    status: 200,
    body: {
      ...{ token_type: 'Bearer', scope, expires_in: 4_200, ext_expires_in: 4_200 },
      access_token: `${part({ typ: 'JWT', alg: 'RS256' })}.${part({ aud: 'https://outlook.office.com', iss: 'https://sts.windows.net/4c2f/', iat: seconds(), nbf: seconds(), exp: seconds() + 4_200, tid: '4c2f', ...claims })}.c2ln`,
    },
  });
  const person = (scope: string): Answer => {
    const granted = token({ scp: 'SMTP.Send', upn: 'ann@contoso.example' }, scope.replace(/ ?offline_access/, ''));
    return { ...granted, body: { ...granted.body, refresh_token: '0.AVcArefresh' } };
  };
  return serve('microsoft', (path, fields) => {
    const [, , tenant = '', ...rest] = path.split('/');
    const known = [ENTRA.tenant, 'common', 'organizations', 'consumers'].includes(tenant);
    const client = fields.get('client_id');
    const endpoint = rest.at(-1);
    if (endpoint === 'authorize') {
      const redirect = new URL(fields.get('redirect_uri') ?? 'http://invalid');
      if (!known) return page(90002);
      if (client !== ENTRA.client) return page(700016);
      // The port is ignored, the host is not.
      if (redirect.protocol !== 'http:' || redirect.hostname !== 'localhost' || redirect.pathname !== '/')
        return page(50011);
      if (denies) return back(fields, { error: 'access_denied', error_description: description(65004) });
      return back(fields, { code: '0.AVcAcode', session_state: 'b1' });
    }
    if (!known) return refusal('invalid_request', 90002);
    if (endpoint === 'devicecode')
      return {
        status: 200,
        body: {
          ...{ user_code: 'YZMYLD4K', device_code: 'HAQAB', verification_uri: 'https://microsoft.com/devicelogin' },
          ...{ expires_in: 900, interval: 1, message: 'To sign in, use a web browser to open the page.' },
        },
      };
    if (refuse !== undefined) return refusal(refuse.error, refuse.code, refuse.error === 'invalid_client' ? 401 : 400);
    switch (fields.get('grant_type')) {
      case 'client_credentials':
        if (['common', 'consumers'].includes(tenant)) return refusal('invalid_request', 9001023);
        if (client === ENTRA.client && !fields.has('client_secret')) return refusal('invalid_client', 7000218, 401);
        if (fields.get('client_secret') !== ENTRA.secret) return refusal('invalid_client', 7000215, 401);
        return token({ roles: ['SMTP.SendAsApp'] }, fields.get('scope') ?? '');
      case 'urn:ietf:params:oauth:grant-type:device_code':
        polls += 1;
        if (polls === 1) return refusal('authorization_pending', 70016);
        return device === 'granted'
          ? person('https://outlook.office.com/SMTP.Send')
          : refusal(device, deviceCodes[device]);
      case 'refresh_token':
        return fields.get('refresh_token') === '0.AVcArefresh'
          ? person('https://outlook.office.com/SMTP.Send')
          : refusal('invalid_grant', 70000);
      default:
        return person('https://outlook.office.com/SMTP.Send offline_access');
    }
  });
}

export const GOOGLE = { client: 'x.apps.googleusercontent.com', secret: 'GOCSPX-secret' } as const;

export interface GoogleOptions {
  readonly denies?: boolean;
  /** Scopes that are ticked in the browser; all that were asked for unless said. */
  readonly granted?: string;
}

/** https://developers.google.com/identity/protocols/oauth2/native-app: loopback by its address, any port; the secret of a desktop client is demanded. */
export function startGoogle({ denies = false, granted }: GoogleOptions = {}): Promise<ProviderServer> {
  const revoked = new Set<string>();
  let issued = 0;
  let asksOffline = false;
  return serve('google', (path, fields) => {
    if (path.endsWith('/o/oauth2/v2/auth')) {
      const redirect = new URL(fields.get('redirect_uri') ?? 'http://invalid');
      if (fields.get('client_id') !== GOOGLE.client) return { status: 401, page: 'Error 401: invalid_client' };
      if (redirect.protocol !== 'http:' || !['127.0.0.1', '[::1]'].includes(redirect.hostname))
        return { status: 400, page: 'Error 400: redirect_uri_mismatch' };
      if (denies) return back(fields, { error: 'access_denied' });
      asksOffline = fields.get('access_type') === 'offline';
      return back(fields, { code: '4/0Acode', scope: fields.get('scope') ?? '' });
    }
    if (path.endsWith('/revoke')) {
      revoked.add(fields.get('token') ?? '');
      return { status: 200, body: {} };
    }
    if (!fields.has('client_secret'))
      return { status: 400, body: { error: 'invalid_request', error_description: 'client_secret is missing.' } };
    if (fields.get('client_secret') !== GOOGLE.secret)
      return { status: 401, body: { error: 'invalid_client', error_description: 'Unauthorized' } };
    const refresh = fields.get('refresh_token');
    if (refresh !== null && (revoked.has(refresh) || refresh !== '1//0refresh'))
      return { status: 400, body: { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' } };
    issued += 1;
    return {
      status: 200,
      body: {
        ...{ access_token: `ya29.a0AfB_${issued}`, expires_in: 3599, token_type: 'Bearer' },
        scope: granted ?? 'https://mail.google.com/',
        // Given once, with the code, to whoever asked for offline access; it does not rotate.
        ...(refresh === null && asksOffline ? { refresh_token: '1//0refresh' } : {}),
      },
    };
  });
}
