/** Authorization servers and pages that want something else than a sign-in: each ends with its own reason, in bounded memory. */
import { createServer, request, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { OAuthError } from '../../../electron/core/oauth/failure.ts';
import { signInByDevice, signInAsClient } from '../../../electron/core/oauth/flows.ts';
import { endpointUrl } from '../../../electron/core/oauth/http.ts';
import { listenForRedirect } from '../../../electron/core/oauth/redirect-listener.ts';
import { openServer } from '../../../electron/core/oauth/server.ts';
import { signInText } from '../../../electron/texts/app/oauth.ts';
import type { OAuthFlow, OAuthSettings } from '../../../electron/protocol/values/profiles/oauth.ts';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const never = new AbortController().signal;
const settings = (issuer: string, flow: OAuthFlow = 'code'): OAuthSettings => ({
  ...{ provider: null, issuer, clientId: 'desktop', scopes: [], flow },
});

async function failure(work: Promise<unknown>): Promise<OAuthError> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof OAuthError) return error;
  throw new Error(`no OAuthError but ${String(error)}`);
}
const discovery = (issuer: string): Promise<OAuthError> => failure(openServer(settings(issuer), null, never));

/** A server whose discovery names its own endpoints; the others are the listener's. */
async function describedServer(others: RequestListener): Promise<string> {
  let issuer = '';
  issuer = await serve((asked, response) => {
    if (asked.url !== '/.well-known/openid-configuration') return others(asked, response);
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        device_authorization_endpoint: `${issuer}/device`,
      }),
    );
  });
  return issuer;
}

describe('what a server says of itself', () => {
  test('50 MB of it', async () => {
    let sent = 0;
    const issuer = await serve((_asked, response) => {
      response.setHeader('content-type', 'application/json');
      const more = (): void => {
        while (sent < 50_000_000) {
          sent += 65_536;
          if (!response.write(' '.repeat(65_536))) return;
        }
        response.end();
      };
      response.on('drain', more);
      more();
    });
    expect(await discovery(issuer)).toMatchObject({ reason: 'too-large' });
    expect(sent).toBeLessThan(20_000_000);
  });

  test.each([
    ['a redirect to plain HTTP elsewhere', 302, { location: 'http://example.org/' }, '', 'redirected'],
    ['a page', 200, { 'content-type': 'text/html' }, '<p>hello', 'not-json'],
    ['JSON that is none', 200, { 'content-type': 'application/json' }, '{', 'not-json'],
    ['no object', 200, { 'content-type': 'application/json' }, '[]', 'malformed'],
    ['a failure', 500, { 'content-type': 'application/json' }, '{}', 'malformed'],
  ] as const)('%s', async (_what, status, headers, body, reason) => {
    const issuer = await serve((_asked, response) => response.writeHead(status, headers).end(body));
    expect(await discovery(issuer)).toMatchObject({ reason });
  });

  test('endpoints without TLS', async () => {
    let issuer = '';
    issuer = await serve((_asked, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({
          issuer,
          authorization_endpoint: 'http://example.org/a',
          token_endpoint: 'http://example.org/t',
        }),
      );
    });
    expect(await discovery(issuer)).toMatchObject({ reason: 'not-https' });
  });

  test('the name of another', async () => {
    const issuer = await serve((_asked, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ issuer: 'https://accounts.example.org', token_endpoint: 'https://example.org/t' }));
    });
    expect((await discovery(issuer)).reason).toMatch(/^(issuer-mismatch|malformed)$/);
  });

  test.each([
    ['plain HTTP', 'http://login.example.org', 'not-https'],
    ['another scheme', 'file:///etc/passwd', 'not-https'],
    ['no URL', 'login.example.org', 'malformed'],
    ['a user in it', 'https://a:b@login.example.org', 'malformed'],
    ['nobody there', 'http://127.0.0.1:1', 'unreachable'],
  ])('an issuer that is %s', async (_what, issuer, reason) => {
    expect(await discovery(issuer)).toMatchObject({ reason });
  });
});

test.each(['http://example.org', 'javascript:alert(1)', 'smtp://example.org'])('%s is never opened', (url) => {
  expect(() => endpointUrl(url)).toThrow(OAuthError);
});

describe('what a server answers', () => {
  test('words of a refusal are cut, and its number is read', async () => {
    const long = `AADSTS7000215: Invalid client secret provided. ${'x'.repeat(5000)}`;
    const issuer = await describedServer((_asked, response) =>
      response
        .writeHead(401, { 'content-type': 'application/json', 'www-authenticate': 'Basic realm="x"' })
        .end(JSON.stringify({ error: 'invalid_client', error_description: long, error_codes: [7000215] })),
    );
    const there = await openServer(settings(issuer, 'client-credentials'), 'secret', never);
    const error = await failure(signInAsClient({ server: there, signal: never, now: Date.now }));
    expect(error).toMatchObject({
      reason: 'refused',
      refusal: { aadsts: 7000215, status: 401, error: 'invalid_client' },
    });
    expect(error.refusal?.description?.length).toBe(1_000);
  });

  test('a device page that is no web page is not shown', async () => {
    const issuer = await describedServer((_asked, response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(
        JSON.stringify({
          ...{ device_code: 'd', user_code: 'ABCD', expires_in: 600 },
          verification_uri: 'javascript:alert(1)',
        }),
      ),
    );
    const there = await openServer(settings(issuer, 'device'), null, never);
    const shown: unknown[] = [];
    const work = signInByDevice({ server: there, signal: never, now: Date.now, show: (code) => shown.push(code) });
    expect(await failure(work)).toMatchObject({ reason: 'not-https' });
    expect(shown).toEqual([]);
  });

  test('cancelling while it waits ends it at once', async () => {
    const ending = new AbortController();
    const issuer = await describedServer((_asked, response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(
        JSON.stringify({
          device_code: 'd',
          user_code: 'A',
          expires_in: 600,
          interval: 600,
          verification_uri: 'https://a.test',
        }),
      ),
    );
    const there = await openServer(settings(issuer, 'device'), null, never);
    const work = signInByDevice({ server: there, signal: ending.signal, now: Date.now, show: () => ending.abort() });
    expect(await failure(work)).toMatchObject({ reason: 'cancelled' });
  });
});

describe('whoever asks the listener', () => {
  const options = { host: '127.0.0.1', path: '/', state: 'right-state', signal: never } as const;
  const status = (uri: string, query: string, headers: Record<string, string> = {}, method = 'GET'): Promise<number> =>
    new Promise((resolve, reject) => {
      const asked = request(`${uri}${query}`, { method, headers }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      asked.once('error', reject);
      asked.end();
    });

  test('is refused with another state, two states, another name, path or method', async () => {
    const listener = await listenForRedirect(options);
    expect(await status(listener.uri, '?code=a&state=wrong')).toBe(400);
    expect(await status(listener.uri, '?code=a&state=right-state&state=wrong')).toBe(400);
    expect(await status(listener.uri, '?code=a')).toBe(400);
    expect(await status(listener.uri, '?code=a&state=right-state', { host: 'evil.example' })).toBe(400);
    expect(await status(listener.uri, 'other?code=a&state=right-state')).toBe(404);
    expect(await status(listener.uri, '?code=a&state=right-state', {}, 'POST')).toBe(400);
    expect(await status(listener.uri, '?code=right&state=right-state')).toBe(303);
    expect((await listener.answer).searchParams.get('code')).toBe('right');
    expect(await status(listener.uri, '?code=second&state=right-state')).toBe(409);
    expect(await status(listener.uri, 'signed-in')).toBe(200);
    await listener.closed;
    await expect(status(listener.uri, 'signed-in')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  test('finds a registered port taken by another program: it is named, and nothing else listens', async () => {
    const taken = Number(new URL(await serve((_asked, response) => response.end('somebody else'))).port);
    const error = await failure(listenForRedirect({ ...options, port: taken }));
    expect(error).toMatchObject({ reason: 'port-taken', params: { port: taken, code: 'EADDRINUSE' } });
    const { message } = signInText({ reason: error.reason, ...error.params });
    expect(message).toContain(`Port ${taken} of this machine is taken`);
    expect(message).toContain('End the program that has it');
  });

  test('comes back to the registered port where that is free', async () => {
    const free = Number(new URL(await serve(() => undefined)).port);
    const [server] = servers.splice(0);
    await new Promise((resolve) => server?.close(resolve));
    const listener = await listenForRedirect({ ...options, port: free });
    expect(listener.uri).toBe(`http://127.0.0.1:${free}/`);
    listener.dispose();
    await listener.closed;
  });

  test('finds nothing any more once it is disposed of', async () => {
    const listener = await listenForRedirect(options);
    listener.dispose();
    await listener.closed;
    await expect(listener.answer).rejects.toMatchObject({ reason: 'cancelled' });
    await expect(status(listener.uri, '')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});
