/** Signing in (OAuth 2) in the real window with a real keyring: by keyboard, at a real authorization server; then the token at a mail server. */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FakeBrowser, startAuthorizationServer } from '../../harness/peers/authorization-server.ts';
import { startScripted } from '../../harness/peers/scripted-server.ts';
import { expect, test } from '../window/app.ts';
import { inspected, sidebar, verdict } from '../window/screens.ts';

test('signs in with the browser, verifies with the token, signs out', async ({ app: { page, electron }, dataDir }) => {
  const there = await startAuthorizationServer();
  const server = await startScripted([
    ...[{ send: '220 mx\r\n' }, { expect: '^EHLO' }, { send: '250-mx\r\n250 AUTH XOAUTH2\r\n' }],
    ...[{ expect: '^AUTH XOAUTH2$' }, { send: '334 \r\n' }, { expect: '^[A-Za-z0-9+/]' }, { send: '235 yes\r\n' }],
    { tail: true },
  ]);
  const questions = await electron.evaluateHandle(({ dialog, shell }) => {
    const seen: string[] = [];
    Object.assign(globalThis, { seen });
    dialog.showMessageBox = (async (_window: unknown, { detail }: { detail: string }) => {
      seen.push(`asked ${detail}`);
      return { response: 0, checkboxChecked: false };
    }) as unknown as typeof dialog.showMessageBox;
    shell.openExternal = async (url: string) => {
      seen.push(`opened ${url}`);
    };
    return seen;
  });
  await sidebar(page, 'Profiles').click();
  const main = page.getByRole('main');
  const field = (name: string) => main.getByRole('textbox', { name, exact: true });
  await main.getByRole('button', { name: 'New profile' }).first().click();
  await field('Name').fill('Office');
  await field('Server').fill(`127.0.0.1:${server.port}`);
  await field('User name').fill('ann@example.org');
  await main.getByRole('checkbox', { name: /^Send the password even/ }).check();
  const provider = main.getByRole('combobox', { name: /^Provider None/ });
  await provider.focus();
  await provider.press('End');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await field('Client id').fill('desktop');
  await main.getByRole('button', { name: 'Save and sign in' }).click();
  await expect(main.getByText('The address of an authorization server', { exact: false })).toBeVisible();
  await expect(field('Client id')).toHaveValue('desktop');
  await field('Issuer').fill(there.issuer);
  await field('Scopes').fill('smtp.send');
  await field('Scopes').press('Tab');
  await main.getByRole('button', { name: 'Save and sign in' }).press('Enter');
  await expect(main.getByText('Waiting for you to sign in…')).toBeVisible();
  await expect(main.getByRole('button', { name: 'Copy the address' })).toBeVisible();
  const overflow = () => document.documentElement.scrollHeight - document.documentElement.clientHeight;
  expect(await page.evaluate(overflow)).toBe(0);
  const shots = process.env.POSTHORN_SIGN_IN_SHOTS;
  if (shots !== undefined) {
    await mkdir(shots, { recursive: true });
    await main.getByRole('button', { name: 'Cancel', exact: true }).scrollIntoViewIfNeeded();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: join(shots, `waiting-${colorScheme}.png`) });
    }
  }
  const seen = await questions.jsonValue();
  expect(seen.map((line) => line.split(' ')[0])).toEqual(['asked', 'opened']);
  await new FakeBrowser('ann@example.org').visit(seen[1]?.replace('opened ', '') ?? '');
  await expect(
    main.getByText(/^signed in as ann@example.org until .* for smtp.send, renewed by itself$/),
  ).toBeVisible();
  await main.getByRole('button', { name: 'Verify', exact: true }).click();
  await inspected(page);
  await expect(verdict(page)).toHaveText(/^The login works \(XOAUTH2\)/);
  const file = await readFile(join(dataDir, 'profiles.json'), 'utf8');
  expect(file).toContain('"signedIn"');
  expect(file).not.toMatch(/eyJ[\w-]{10}/);
  await page.getByRole('button', { name: 'Back to the profile' }).click();
  await main.getByRole('button', { name: 'Sign out', exact: true }).press('Enter');
  await expect(main.getByText('Signed out; the server revoked the token.')).toBeVisible();
  await server.close();
  await there.close();
});

test('what is wrong with a token stands there before it is tried; how a client is registered, and why there is no way', async ({
  app: { page },
}) => {
  await sidebar(page, 'Profiles').click();
  const main = page.getByRole('main');
  await main.getByRole('button', { name: 'New profile' }).first().click();
  await main.getByRole('textbox', { name: 'Server', exact: true }).fill('smtp.office365.com:587');
  await main.getByRole('textbox', { name: 'User name', exact: true }).fill('ann@contoso.example');
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const token = (claims: object): string => `${part({ alg: 'none' })}.${part(claims)}.c2ln`;
  const secret = main.getByLabel('Password', { exact: true });
  await secret.fill('ya29.a0AfB_byC');
  await expect(main.getByText('It is a token of Google, and this mail server is not theirs.')).toBeVisible();
  await secret.fill(token({ aud: 'https://graph.microsoft.com', scp: 'Mail.Send', upn: 'ann@contoso.example' }));
  await expect(
    main.getByText(/^Its audience is https:\/\/graph\.microsoft\.com, where this provider wants/),
  ).toBeVisible();
  await expect(main.getByText(/^Its scopes are Mail\.Send, where this provider wants SMTP\.Send/)).toBeVisible();
  await secret.fill('a password');
  await expect(main.getByText(/^Its /)).toHaveCount(0);

  await main.getByRole('button', { name: 'Sign in with Microsoft' }).click();
  await main.getByRole('button', { name: 'How a client is registered at Microsoft' }).click();
  await expect(main.getByText(/^In the Microsoft Entra admin center open App registrations/)).toBeVisible();
  await expect(main.getByText('verified 2025-01-29')).toBeVisible();
  const provider = main.getByRole('combobox', { name: /^Provider/ });
  await provider.focus();
  await page.keyboard.press('z');
  await expect(main.getByText(/^No text of Zoho names a scope for SMTP/)).toBeVisible();
  await expect(main.getByRole('textbox', { name: 'Client id', exact: true })).toHaveCount(0);
});
