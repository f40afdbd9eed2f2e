/** Signing in at Microsoft and Google as their documents have it: redirect, secret, refusals by number, tokens, and what is left to a person. */
import { afterEach, describe, expect, test } from 'vitest';
import { OAuthError } from '../../../electron/core/oauth/failure.ts';
import {
  renew,
  revoke,
  signInAsClient,
  signInByCode,
  signInByDevice,
  type Grant,
} from '../../../electron/core/oauth/flows.ts';
import { openServer, type OAuthServer } from '../../../electron/core/oauth/server.ts';
import { signInFailure } from '../../../electron/core/profiles/sign-in.ts';
import { judgeToken } from '../../../electron/protocol/tokens/lens.ts';
import type { OAuthFlow, OAuthSettings } from '../../../electron/protocol/values/profiles/oauth.ts';
import { signInText } from '../../../electron/texts/app/oauth.ts';
import { entraErrors, entraErrorSource } from '../../../electron/texts/app/entra-errors.ts';
import {
  ENTRA,
  GOOGLE,
  startEntra,
  startGoogle,
  type EntraOptions,
  type GoogleOptions,
  type ProviderServer,
} from '../../harness/peers/provider-servers.ts';

const running: ProviderServer[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) await one.close();
});
const never = new AbortController().signal;
const flowOf = (server: OAuthServer) => ({ server, signal: never, now: Date.now });

async function entra(options: EntraOptions = {}): Promise<ProviderServer> {
  const there = await startEntra(options);
  running.push(there);
  return there;
}
async function google(options: GoogleOptions = {}): Promise<ProviderServer> {
  const there = await startGoogle(options);
  running.push(there);
  return there;
}

function open(
  there: ProviderServer,
  flow: OAuthFlow,
  more: Partial<OAuthSettings> = {},
  secret: string | null = null,
): Promise<OAuthServer> {
  const clientId = there.record.id === 'google' ? GOOGLE.client : ENTRA.client;
  return openServer(
    { provider: there.record.id, clientId, scopes: [], flow, ...more },
    secret,
    never,
    () => there.record,
  );
}

/** Follows where it is sent; the page that it ends at. */
const visits: Promise<string>[] = [];
function byCode(server: OAuthServer, waitMs = 5_000): Promise<Grant> {
  const open = async (url: string): Promise<void> => {
    visits.push(fetch(url).then((response) => response.text()));
  };
  return signInByCode({ ...flowOf(server), open, user: null, waitMs });
}

async function wordsOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof OAuthError)) throw new Error(`no OAuthError but ${String(error)}`);
  const { title, message } = signInText(signInFailure(error, 'Office').params);
  return `${title}. ${message}`;
}

describe('Microsoft', () => {
  test('the browser comes back to localhost with any port; the token is what Exchange wants', async () => {
    const grant = await byCode(await open(await entra(), 'code', { tenant: ENTRA.tenant }));
    expect(grant).toMatchObject({ user: 'ann@contoso.example', scopes: ['https://outlook.office.com/SMTP.Send'] });
    const use = { user: 'ann@contoso.example', host: 'smtp.office365.com', now: Date.now() };
    expect(judgeToken(grant.token, use)).toMatchObject({
      form: 'jwt',
      maker: 'microsoft',
      tenant: '4c2f',
      problems: [],
    });
  });

  test('a redirect by the address is not among those that were registered: nobody comes back, and the page says why', async () => {
    const server = await open(await entra(), 'code');
    const asked = byCode({ ...server, redirectHost: '127.0.0.1' }, 300);
    await expect(asked).rejects.toMatchObject({ reason: 'no-answer' });
    expect(await visits.at(-1)).toContain('AADSTS50011');
  });

  test.each([
    ['a directory that there is not', { tenant: 'nowhere.example' }, 'AADSTS90002'],
    ['a client that it does not know', { clientId: 'other' }, 'AADSTS700016'],
  ])('%s', async (_what, more, code) => {
    await expect(byCode(await open(await entra(), 'code', more), 300)).rejects.toMatchObject({ reason: 'no-answer' });
    expect(await visits.at(-1)).toContain(code);
  });

  test('consent that was declined', async () => {
    const words = await wordsOf(byCode(await open(await entra({ denies: true }), 'code')));
    expect(words).toContain('Consent was declined. (AADSTS65004)');
  });

  test('a code on another device: waited for, granted', async () => {
    const shown: string[] = [];
    const server = await open(await entra(), 'device');
    const grant = await signInByDevice({
      ...flowOf(server),
      show: ({ userCode, complete }) => shown.push(userCode, String(complete)),
    });
    expect(shown).toEqual(['YZMYLD4K', 'null']);
    expect(grant.refresh).toBe('0.AVcArefresh');
    expect(await renew('0.AVcArefresh', flowOf(server))).toMatchObject({ user: 'ann@contoso.example' });
    expect(await wordsOf(renew('0.AVcAother', flowOf(server)))).toContain('AADSTS70000');
  });

  test.each([
    ['authorization_declined', 'Access was declined'],
    ['expired_token', 'The code was not entered in time. (AADSTS70019)'],
    ['bad_verification_code', 'AADSTS70018'],
  ] as const)('a code on another device that ends with %s', async (device, words) => {
    const server = await open(await entra({ device }), 'device');
    expect(await wordsOf(signInByDevice({ ...flowOf(server), show: () => undefined }))).toContain(words);
  });

  test('a daemon: its directory has to be named, and its secret has to be right', async () => {
    const more = { tenant: ENTRA.tenant, clientId: ENTRA.confidential };
    const there = await entra();
    const grant = await signInAsClient(flowOf(await open(there, 'client-credentials', more, ENTRA.secret)));
    const use = { user: 'alerts@contoso.example', host: 'smtp.office365.com', now: Date.now() };
    expect(judgeToken(grant.token, use).problems).toEqual([]);
    expect(grant.refresh).toBeNull();
    const wrong = await open(there, 'client-credentials', more, 'wrong');
    expect(await wordsOf(signInAsClient(flowOf(wrong)))).toContain('The client secret is wrong. (AADSTS7000215)');
    const common = await open(there, 'client-credentials', { clientId: ENTRA.confidential }, ENTRA.secret);
    expect(await wordsOf(signInAsClient(flowOf(common)))).toContain('AADSTS9001023');
  });

  describe('each number of the table', () => {
    test.each(Object.entries(entraErrors).map(([code, known]) => [Number(code), known] as const))(
      'AADSTS%i is explained, with what it said and where that is written',
      async (code, { meaning, remedy }) => {
        const there = await entra({ refuse: { code, error: 'invalid_grant' } });
        const words = await wordsOf(byCode(await open(there, 'code')));
        expect(words).toContain(`${meaning} (AADSTS${code}) ${remedy}`);
        expect(words).toContain(`It said: AADSTS${code}:`);
        expect(entraErrorSource(code)).toMatchObject({
          url: `https://login.microsoftonline.com/error?code=${code}`,
          verifiedOn: expect.stringMatching(/^20\d\d-\d\d-\d\d$/) as string,
        });
      },
    );

    test('one that is not in it is passed on as it came, with its number', async () => {
      const there = await entra({ refuse: { code: 50999, error: 'invalid_grant' } });
      const words = await wordsOf(byCode(await open(there, 'code')));
      expect(words).toContain('invalid_grant');
      expect(words).toContain('AADSTS50999');
      expect(entraErrorSource(50999)).toBeNull();
    });
  });
});

describe('Google', () => {
  test('the browser comes back to the address with any port; the token is opaque and of its form; it is renewed and revoked', async () => {
    const server = await open(await google(), 'code', {}, GOOGLE.secret);
    const grant = await byCode(server);
    expect(grant).toMatchObject({ access: 'ya29.a0AfB_1', refresh: '1//0refresh', user: null });
    expect(grant.token).toMatchObject({ form: 'opaque', maker: 'google', scopes: ['https://mail.google.com/'] });
    const again = await renew('1//0refresh', flowOf(server));
    // It does not rotate: the old one goes on.
    expect(again).toMatchObject({ access: 'ya29.a0AfB_2', refresh: '1//0refresh' });
    expect(await revoke('1//0refresh', flowOf(server))).toBe(true);
    expect(await wordsOf(renew('1//0refresh', flowOf(server)))).toContain('Token has been expired or revoked.');
  });

  test('a redirect by name is another one', async () => {
    const server = await open(await google(), 'code', {}, GOOGLE.secret);
    await expect(byCode({ ...server, redirectHost: 'localhost' }, 300)).rejects.toMatchObject({ reason: 'no-answer' });
    expect(await visits.at(-1)).toContain('redirect_uri_mismatch');
  });

  test('mail that was not ticked is missed before anything is sent', async () => {
    const grant = await byCode(await open(await google({ granted: 'openid email' }), 'code', {}, GOOGLE.secret));
    const use = { user: 'ann@gmail.com', host: 'smtp.gmail.com', now: Date.now() };
    expect(judgeToken(grant.token, use).problems).toEqual(['missing-scope']);
  });

  test('a person who says no, and a wrong secret', async () => {
    const no = await open(await google({ denies: true }), 'code', {}, GOOGLE.secret);
    expect(await wordsOf(byCode(no))).toContain('Access was declined');
    const wrong = await open(await google(), 'code', {}, 'wrong');
    expect(await wordsOf(byCode(wrong))).toContain('Check the client id and its secret.');
  });

  test('a device code grants no mail, and without its secret nothing is granted: both are said before anybody is asked', async () => {
    const there = await google();
    expect(await wordsOf(open(there, 'device', {}, GOOGLE.secret))).toContain(
      'grants no scope for mail to a device code',
    );
    expect(await wordsOf(open(there, 'code'))).toContain('needs the client’s secret');
    expect(there.asked).toEqual([]);
  });
});
