/** Records of who hands out tokens: each statement with its source and date, each way with its reason, and a date to read again by. */
import { describe, expect, test } from 'vitest';
import { providers } from '../../electron/protocol/providers/find.ts';
import { oauthProviderOfMail, oauthProviders } from '../../electron/protocol/providers/oauth.ts';
import { OAUTH_FLOWS } from '../../electron/protocol/values/profiles/oauth.ts';
import { recordAgeText } from '../../electron/texts/app/oauth.ts';
import { hasWay, oauthErrors, oauthFieldsOf, oauthOf, wayRefused } from '../../renderer/session/fields/oauth-fields.ts';

test('those that users ask for are there, each for mail that is known', () => {
  expect(oauthProviders.map(({ id }) => id).sort()).toEqual(
    ['fastmail', 'google', 'mail-ru', 'microsoft', 'yahoo', 'yandex', 'zoho'].sort(),
  );
  const known = new Set(providers.map(({ id }) => id));
  const mail = oauthProviders.flatMap((one) => one.mail);
  for (const id of mail) expect(known).toContain(id);
  expect(new Set(mail).size).toBe(mail.length);
  expect(oauthProviderOfMail('zoho-eu')?.id).toBe('zoho');
});

describe.each(oauthProviders.map((record) => [record.name, record] as const))('%s', (_name, record) => {
  test('asks https alone', () => {
    const { issuer, authorizationEndpoint, tokenEndpoint, deviceEndpoint, revocationEndpoint } = record;
    for (const address of [issuer, authorizationEndpoint, tokenEndpoint, deviceEndpoint, revocationEndpoint])
      if (address !== undefined) expect(address).toMatch(/^https:\/\/[a-z0-9.]+(?:\/[A-Za-z0-9{}_./]*)?$/);
  });

  test('has a source with a date for the record and for the guide, and a date to read them again by', () => {
    for (const { url, verifiedOn, title } of [...record.sources, record.guide.source]) {
      expect(url).toMatch(/^https:\/\//);
      expect(verifiedOn).toMatch(/^20\d\d-[01]\d-[0-3]\d$/);
      expect(verifiedOn < record.reviewBy).toBe(true);
      expect(title).not.toBe('');
    }
  });

  test('has steps, short, each a sentence', () => {
    expect(record.guide.steps.length).toBeGreaterThanOrEqual(2);
    for (const step of record.guide.steps) expect(step.length).toBeLessThan(220);
  });

  test('offers a way with its scopes, or says why not', () => {
    for (const flow of OAUTH_FLOWS) {
      const refused = wayRefused(record.id, flow);
      if (record.scopes[flow] === undefined) expect(refused).toMatch(/\.$/);
      else expect(refused).toBeNull();
    }
  });

  test('names the port in its guide where the redirect is registered to the letter', () => {
    if (record.redirectPort === undefined) return;
    expect(record.guide.steps.join(' ')).toContain(`http://${record.redirectHost}:${record.redirectPort}/`);
  });

  test('says on its review date, and not before, that it may have changed', () => {
    expect(recordAgeText(record, '2026-12-01')).toBeNull();
    expect(recordAgeText(record, record.reviewBy)).toContain('it may have changed');
  });
});

test('of a provider without a way nothing is saved, and nothing keeps the profile from being saved', () => {
  for (const { id, scopes } of oauthProviders) {
    expect(hasWay(id)).toBe(Object.keys(scopes).length > 0);
    if (hasWay(id)) continue;
    const fields = { ...oauthFieldsOf(null), provider: id };
    expect(oauthErrors(fields)).toEqual({});
    expect(oauthOf(fields, null)).toBeNull();
  }
});
