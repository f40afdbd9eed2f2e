/** How a token is got, in the profile's form: what is saved stays, what is not complete is an error and changes nothing. */
import { expect, test } from 'vitest';
import type { OAuthSettings } from '../../../electron/protocol/values/profiles/oauth.ts';
import { contentOf, emptyContent, fieldsOf, withOrder } from '../../../renderer/session/fields/fields.ts';
import {
  oauthErrors,
  oauthFieldsOf,
  oauthOf,
  providerChoices,
  wayRefused,
} from '../../../renderer/session/fields/oauth-fields.ts';

const microsoft: OAuthSettings = {
  ...{ provider: 'microsoft', tenant: 'contoso.example', clientId: 'c1' },
  ...{ scopes: ['https://outlook.office.com/SMTP.Send', 'offline_access'], flow: 'device' },
};
const other: OAuthSettings = {
  ...{ provider: null, issuer: 'https://login.example.org', clientId: 'c2', scopes: [], flow: 'code' },
};

test.each([microsoft, other])('settings that were saved are still there after an edit of something else', (oauth) => {
  const before = { ...emptyContent, name: 'Office', oauth };
  const after = contentOf({ ...fieldsOf(before), notes: 'typed' }, before);
  expect(after).toEqual(withOrder({ ...before, notes: 'typed' }));
});

test.each([undefined, null])('none stays none: %s', (oauth) => {
  const before = { ...emptyContent, ...(oauth === undefined ? {} : { oauth }) };
  expect(contentOf(fieldsOf(before), before)).toEqual(withOrder(before));
  expect(oauthOf({ ...oauthFieldsOf(microsoft), provider: 'none' }, microsoft)).toBeNull();
});

test('what is not complete or not right is named, and changes nothing', () => {
  const wrong = [
    ['clientId', { clientId: ' ' }],
    ['clientId', { clientId: 'a b' }],
    ['issuer', { issuer: 'login.example.org' }],
    ['issuer', { issuer: '' }],
  ] as const;
  for (const [field, change] of wrong) {
    const fields = { ...oauthFieldsOf(other), ...change };
    expect(Object.keys(oauthErrors(fields))).toEqual([`oauth.${field}`]);
    expect(oauthOf(fields, other)).toBe(other);
  }
  const tenant = { ...oauthFieldsOf(microsoft), tenant: 'a/b' };
  expect(Object.keys(oauthErrors(tenant))).toEqual(['oauth.tenant']);
});

test('a way that a provider does not grant mail says so', () => {
  expect(wayRefused('google', 'device')).toContain('Google');
  expect(wayRefused('google', 'code')).toBeNull();
  expect(wayRefused('microsoft', 'device')).toBeNull();
  expect(wayRefused('other', 'device')).toBeNull();
  expect(providerChoices.map(({ value }) => value)).toEqual(
    expect.arrayContaining(['none', 'microsoft', 'google', 'other']),
  );
});
