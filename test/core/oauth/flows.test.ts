/** Ways to a token against a real authorization server, and back. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OAuthError } from '../../../electron/core/oauth/failure.ts';
import {
  renew,
  revoke,
  signInAsClient,
  signInByCode,
  signInByDevice,
  type DeviceCode,
} from '../../../electron/core/oauth/flows.ts';
import { openServer, type OAuthServer } from '../../../electron/core/oauth/server.ts';
import { readClaims } from '../../../electron/protocol/tokens/claims.ts';
import { signedInProblems } from '../../../electron/texts/app/oauth.ts';
import type { OAuthFlow } from '../../../electron/protocol/values/profiles/oauth.ts';
import {
  AUDIENCE,
  FakeBrowser,
  startAuthorizationServer,
  type AuthorizationServer,
  type Page,
} from '../../harness/peers/authorization-server.ts';

let there: AuthorizationServer;
beforeAll(async () => {
  there = await startAuthorizationServer();
});
afterAll(() => there.close());

const never = new AbortController().signal;
const now = (): number => Date.now();

function server(flow: OAuthFlow, secret: string | null = null, scopes = ['smtp.send']): Promise<OAuthServer> {
  const clientId = flow === 'client-credentials' ? 'daemon' : 'desktop';
  return openServer({ provider: null, issuer: there.issuer, clientId, scopes, flow }, secret, never);
}

const failure = async (work: Promise<unknown>): Promise<OAuthError> => {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof OAuthError) return error;
  throw new Error(`no OAuthError but ${String(error)}`);
};

describe('the browser of this machine', () => {
  test('signs in, with a token for the audience, its user, scopes and end; the address bar keeps no code', async () => {
    const pages: Promise<Page>[] = [];
    const asked: URL[] = [];
    const grant = await signInByCode({
      server: await server('code'),
      ...{ signal: never, now, user: 'ann@example.org' },
      open: async (url) => {
        asked.push(new URL(url));
        pages.push(new FakeBrowser('ann@example.org').visit(url));
      },
    });
    expect(readClaims(grant.access)).toMatchObject({ aud: AUDIENCE, scope: 'smtp.send', sub: 'ann@example.org' });
    expect(grant).toMatchObject({ user: 'ann@example.org', scopes: ['smtp.send'] });
    expect(grant.refresh).toMatch(/\S{20,}/);
    expect(Math.abs((grant.expiresAt ?? 0) - now() - 3_600_000)).toBeLessThan(60_000);
    expect(asked[0]?.searchParams.get('code_challenge_method')).toBe('S256');
    const [page] = await Promise.all(pages);
    expect(page).toMatchObject({ status: 200 });
    expect(page?.url.search).toBe('');
    expect(page?.text).toContain('Signed in');
  });

  test.each([-5, 5])('a clock that is off by %i hours changes nothing of how long the token is good', async (hours) => {
    const clock = (): number => Date.now() + hours * 3_600_000;
    const grant = await signInByCode({
      server: await server('code'),
      ...{ signal: never, now: clock, user: null },
      open: async (url) => void new FakeBrowser('ann').visit(url),
    });
    // By this machine's clock, as whoever renews it looks at it.
    expect(Math.abs((grant.expiresAt ?? 0) - clock() - 3_600_000)).toBeLessThan(60_000);
    const at = new Date(clock()).toISOString();
    const signedIn = { as: 'ann', at, until: null, scopes: [], renewable: true, token: grant.token };
    const problems = signedInProblems(signedIn, { user: 'ann', host: 'mail.example.org', now: clock() });
    expect(problems).toEqual([
      expect.stringContaining(hours > 0 ? 'the clock is ahead' : 'the clock is behind') as string,
    ]);
  });

  test('a person who says no is heard', async () => {
    const error = await failure(
      signInByCode({
        server: await server('code'),
        ...{ signal: never, now, user: null },
        open: async (url) => void new FakeBrowser('ann', { denies: true }).visit(url),
      }),
    );
    expect(error).toMatchObject({ reason: 'denied', refusal: { error: 'access_denied' } });
  });

  test('nobody comes back: the strange answers are counted', async () => {
    const error = await failure(
      signInByCode({
        server: await server('code'),
        ...{ signal: never, now, user: null, waitMs: 300 },
        open: async (url) => {
          const back = new URL(new URL(url).searchParams.get('redirect_uri') ?? '');
          back.search = '?code=stolen&state=wrong';
          expect((await fetch(back)).status).toBe(400);
        },
      }),
    );
    expect(error).toMatchObject({ reason: 'no-answer', params: { strange: 1 } });
  });

  test('an answer that bears another issuer is not used (RFC 9207)', async () => {
    const error = await failure(
      signInByCode({
        server: await server('code'),
        ...{ signal: never, now, user: null },
        open: async (url) => {
          const { searchParams } = new URL(url);
          const back = new URL(searchParams.get('redirect_uri') ?? '');
          back.searchParams.set('state', searchParams.get('state') ?? '');
          back.searchParams.set('code', 'x');
          back.searchParams.set('iss', 'https://elsewhere.test');
          await fetch(back);
        },
      }),
    );
    expect(error.reason).toBe('issuer-mismatch');
  });
});

test('a code that is typed elsewhere', async () => {
  const shown: DeviceCode[] = [];
  const visits: Promise<Page>[] = [];
  const grant = await signInByDevice({
    server: await server('device'),
    ...{ signal: never, now },
    show: (code) => {
      shown.push(code);
      visits.push(new FakeBrowser('bob@example.org').visit(code.complete ?? code.address));
    },
  });
  await Promise.all(visits);
  expect(shown[0]?.userCode).toMatch(/^[A-Z0-9-]{6,}$/);
  expect(grant).toMatchObject({ user: 'bob@example.org', scopes: ['smtp.send'] });
}, 30_000);

test('the program itself, with its secret and with a wrong one', async () => {
  const grant = await signInAsClient({
    server: await server('client-credentials', 'daemon-secret'),
    signal: never,
    now,
  });
  expect(readClaims(grant.access)).toMatchObject({ aud: AUDIENCE, client_id: 'daemon' });
  expect(grant.refresh).toBeNull();
  const error = await failure(
    signInAsClient({ server: await server('client-credentials', 'wrong'), signal: never, now }),
  );
  expect(error).toMatchObject({ reason: 'refused', refusal: { error: 'invalid_client', status: 401 } });
});

test('renewal rotates, what was used up is refused, and what was revoked too', async () => {
  const there = await server('code');
  const first = await signInByCode({
    server: there,
    ...{ signal: never, now, user: null },
    open: async (url) => void new FakeBrowser('ann').visit(url),
  });
  const options = { server: there, signal: never, now };
  const second = await renew(first.refresh ?? '', options);
  expect(second.access).not.toBe(first.access);
  expect(second.refresh).not.toBe(first.refresh);
  expect(await revoke(second.refresh ?? '', options)).toBe(true);
  expect(await failure(renew(second.refresh ?? '', options))).toMatchObject({
    reason: 'not-renewable',
    refusal: { error: 'invalid_grant' },
  });
  expect(await failure(renew(first.refresh ?? '', options))).toMatchObject({ reason: 'not-renewable' });
});
