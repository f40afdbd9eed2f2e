/** What tokens say of themselves, against what the provider of the mail server wants: by audience, scope, owner, maker, form and time. */
import { describe, expect, test } from 'vitest';
import { readClaims } from '../../../electron/protocol/tokens/claims.ts';
import { judgeToken, looksLikeToken, readToken } from '../../../electron/protocol/tokens/lens.ts';
import type { TokenProblem } from '../../../electron/protocol/values/session/outcome.ts';
import { signedInProblems } from '../../../electron/texts/app/oauth.ts';
import { tokenProblems, tokenRows } from '../../../electron/texts/session/tokens.ts';

const NOW = Date.parse('2026-11-30T12:00:00Z');
const seconds = (offset: number): number => NOW / 1000 + offset;
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwt = (claims: object): string => `${part({ alg: 'none' })}.${part(claims)}.c2lnbmF0dXJl`;

const microsoft = {
  ...{ iss: 'https://sts.windows.net/4c2f/', aud: 'https://outlook.office.com', tid: '4c2f' },
  ...{ scp: 'SMTP.Send', upn: 'Ann@contoso.example', iat: seconds(-60), nbf: seconds(-60), exp: seconds(3600) },
};

function judged(token: string, host: string, user = 'ann@contoso.example') {
  const facts = readToken(token);
  if (facts === null) throw new Error('nothing to be read');
  return judgeToken(facts, { user, host, now: NOW });
}

describe('a token for Microsoft 365', () => {
  const cases: [string, object, TokenProblem[]][] = [
    ['as it should be', {}, []],
    ['with its number in place of a name, and a slash after it', { aud: '00000002-0000-0ff1-ce00-000000000000' }, []],
    ['of an application', { scp: undefined, roles: ['SMTP.SendAsApp'], upn: undefined }, []],
    ['for Graph', { aud: 'https://graph.microsoft.com', scp: 'Mail.Send' }, ['wrong-audience', 'missing-scope']],
    ['for reading alone', { scp: 'IMAP.AccessAsUser.All' }, ['missing-scope']],
    ['of somebody else', { upn: 'bob@contoso.example' }, ['other-user']],
    ['that has ended', { exp: seconds(-1) }, ['expired']],
    ['for later', { nbf: seconds(60) }, ['not-yet-valid']],
    [
      'from hours ahead',
      { iat: seconds(7200), nbf: seconds(7200), exp: seconds(9000) },
      ['not-yet-valid', 'clock-behind'],
    ],
    ['of Google', { iss: 'https://accounts.google.com' }, ['other-maker']],
    ['of nobody that is known', { iss: 'https://login.example.org' }, []],
  ];
  test.each(cases)('%s', (_what, change, problems) => {
    const facts = judged(jwt({ ...microsoft, ...change }), 'smtp.office365.com');
    expect(facts.problems).toEqual(problems);
    expect(tokenProblems(facts)).toHaveLength(problems.length);
    for (const sentence of tokenProblems(facts)) expect(sentence).toMatch(/^Its? .+\.$/);
  });

  test.each(['outlook.office365.com', 'smtp-mail.outlook.com', 'SMTP.Office365.com.'])(
    'is known again at %s',
    (host) => {
      expect(judged(jwt({ ...microsoft, scp: 'x' }), host).problems).toEqual(['missing-scope']);
    },
  );

  test('at a server that is nobody’s, only the time is judged', () => {
    const facts = judged(jwt({ ...microsoft, aud: 'x', scp: 'x', exp: seconds(-1) }), 'mail.example.org');
    expect(facts).toMatchObject({ wanted: null, problems: ['expired'] });
  });

  test('says what is in it, and nothing of its signature', () => {
    const rows = tokenRows(judged(jwt(microsoft), 'smtp.office365.com'));
    expect(Object.fromEntries(rows)).toEqual({
      ...{ Form: 'JWT, its signature not checked (as Microsoft has them)', Issuer: microsoft.iss },
      ...{ Audience: microsoft.aud, Scopes: 'SMTP.Send', User: 'Ann@contoso.example', Tenant: '4c2f' },
      ...{ Issued: '2026-11-30 11:59:00Z', 'Valid until': '2026-11-30 13:00:00Z' },
    });
  });
});

describe('an opaque token', () => {
  test.each([
    ['ya29.a0AfB_byC', 'google', 'smtp.gmail.com', []],
    ['ya29.a0AfB_byC', 'google', 'smtp.office365.com', ['other-maker']],
    ['EwBAAl3BAAUFFpUAo7J3Ve0b', 'microsoft', 'smtp-mail.outlook.com', []],
    ['EwBAAl3BAAUFFpUAo7J3Ve0b', 'microsoft', 'smtp.gmail.com', ['other-maker']],
  ] as const)('%s is of %s; at %s', (token, maker, host, problems) => {
    expect(looksLikeToken(token)).toBe(true);
    expect(judged(token, host)).toMatchObject({ form: 'opaque', maker, problems });
  });

  test('of a form that nobody is known by tells nothing', () => {
    for (const token of ['s3cret', 'AbC1'.repeat(80), 'a.b.c']) expect(readToken(token)).toBeNull();
  });

  test('with the scopes that were granted with it', () => {
    const google = readToken('ya29.a0AfB_byC');
    if (google === null) throw new Error('no token of Google');
    const use = { user: 'ann@gmail.com', host: 'smtp.gmail.com', now: NOW };
    expect(judgeToken({ ...google, scopes: ['openid', 'email'] }, use).problems).toEqual(['missing-scope']);
    expect(judgeToken({ ...google, scopes: ['https://mail.google.com/'] }, use).problems).toEqual([]);
  });
});

test('an ID token of Google is none for mail', () => {
  const id = jwt({ iss: 'https://accounts.google.com', aud: 'client', email: 'ann@gmail.com', exp: seconds(60) });
  const facts = judged(id, 'smtp.gmail.com', 'ann@gmail.com');
  expect(facts.problems).toEqual(['id-token']);
  expect(tokenProblems(facts)[0]).toContain('ID token of Google');
});

describe('before it is tried', () => {
  const base = {
    ...{ as: 'ann@contoso.example', at: '2026-11-30T12:00:00.000Z', until: '2026-11-30T13:00:00.000Z' },
    ...{ scopes: ['SMTP.Send'] },
  };
  const use = { user: 'ann@contoso.example', host: 'smtp.office365.com', now: NOW };
  const token = (change: object) => readToken(jwt({ ...microsoft, ...change })) ?? undefined;

  test('what renews itself may have ended, what does not may not', () => {
    const ended = token({ exp: seconds(-1) });
    const before = { ...base, at: '2026-11-30T11:00:00.000Z', ...(ended === undefined ? {} : { token: ended }) };
    expect(signedInProblems({ ...before, renewable: true }, use)).toEqual([]);
    expect(signedInProblems({ ...before, renewable: false }, use)).toEqual([expect.stringContaining('It expired')]);
  });

  test('a token that had ended when it was given: this machine’s clock is ahead', () => {
    const ended = token({ exp: seconds(-3600) });
    const given = { ...base, renewable: false, ...(ended === undefined ? {} : { token: ended }) };
    expect(signedInProblems(given, use)).toEqual([expect.stringContaining('the clock is ahead')]);
  });

  test('one kept before tokens were read says nothing', () => {
    expect(signedInProblems({ ...base, renewable: true }, use)).toEqual([]);
  });
});

describe('claims', () => {
  test('any UTF-8 is read, at each length', () => {
    for (const text of ['', 'a', 'ab', 'abc', 'ü', '日本', '👍🏽', 'x'.repeat(1000)])
      expect(readClaims(jwt({ text }))).toEqual({ text });
  });

  test.each(['e30.eyJh.x', 'e30.W10.x', 'e30.bnVsbA.x', `e30.${Buffer.from([0xff, 0xfe]).toString('base64url')}.x`])(
    '%s has none',
    (token) => expect(readClaims(token)).toBeNull(),
  );

  test('nor has what is longer than any token', () => {
    expect(readClaims(jwt({ text: 'x'.repeat(70_000) }))).toBeNull();
  });
});
