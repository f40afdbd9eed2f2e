/**
 * The whole way of a token in the real window: a real authorization server, a real browser, a real GNOME keyring, a real Dovecot behind
 * Postfix. Signed in, started anew, verified, ended and renewed unasked, withdrawn. Then every token that was ever handed out is looked for.
 */
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import {
  AUDIENCE,
  KEY_ID,
  startAuthorizationServer,
  type AuthorizationServer,
} from '../../harness/peers/authorization-server.ts';
import { startMailSystem, type MailSystem } from '../../interop/servers/mail-system.ts';
import {
  found,
  foundInFolder,
  foundInProcesses,
  formsOf,
  heapSnapshot,
  recordedIpc,
  recordIpc,
} from '../security/secret-search.ts';
import type { RunningApp } from '../window/app.ts';
import { call, expect, keptIn, test } from '../window/keyring.ts';
import { inspected, sidebar, verdict } from '../window/screens.ts';
import { signInAs, systemBrowser } from './browser.ts';

const user = 'alice';
/** Of an access token: it has ended before the next step. */
const SECONDS = 3;

let there: AuthorizationServer;
let mail: MailSystem;
test.beforeAll(async () => {
  there = await startAuthorizationServer({ seconds: SECONDS });
  const publicKey = there.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  mail = await startMailSystem({
    mechanisms: ['xoauth2', 'oauthbearer'],
    authorization: { kind: 'local', issuer: there.issuer, audience: AUDIENCE, keyId: KEY_ID, publicKey },
  });
});
test.afterAll(async () => {
  await mail.stop();
  await there.close();
});

const tokenRequests = (): number => there.asked.filter((path) => path === '/token').length;
const main = (page: Page) => page.getByRole('main');
const signedIn = (page: Page) =>
  main(page).getByText(/^signed in as alice until .* for smtp\.send, renewed by itself$/);

async function open(page: Page): Promise<void> {
  await sidebar(page, 'Profiles').click();
  await main(page)
    .getByRole('button', { name: /Office/ })
    .first()
    .click();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Office');
}

/** Whoever has the page could have saved any issuer: main asks, and here it is agreed to. */
const agree = ({ electron }: RunningApp): Promise<void> =>
  electron.evaluate(({ dialog }) => {
    dialog.showMessageBox = async () => ({
      response: 0,
      checkboxChecked: false,
    });
  });

async function verify(page: Page): Promise<void> {
  await main(page).getByRole('button', { name: 'Verify', exact: true }).click();
  await inspected(page);
}

/** The end of an access token is a matter of the clock, and nobody reports it. */
const tokenEnds = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, (SECONDS + 1) * 1000));

async function reports(page: Page): Promise<string> {
  const { entries } = (await call(page, 'history.list', { offset: 0, limit: 50, search: '' })) as {
    entries: { id: string }[];
  };
  const asked = entries.flatMap(({ id }) => [
    call(page, 'history.get', { id }),
    call(page, 'report.text', { runId: id }),
  ]);
  return JSON.stringify(await Promise.all(asked));
}

test('signed in, restarted, verified, renewed, withdrawn, signed in again; no token anywhere but in the keyring', async ({
  start,
  keyring,
  dataDir,
}) => {
  test.setTimeout(240_000);
  const browser = await systemBrowser(`${dataDir}-keyring`);
  const first = await start(browser.environment);
  await agree(first);
  await call(first.page, 'profiles.save', {
    ...{ id: null, rev: 0, folder: null },
    content: {
      ...{ name: 'Office', colour: null, favourite: false, notes: '', envelope: { from: '', to: [] } },
      connection: {
        ...{ target: `127.0.0.1:${String(mail.postfix.port)}`, security: 'starttls' },
        ca: await readFile(mail.certificates.ca, 'utf8'),
      },
      auth: { user, mechanisms: ['XOAUTH2'] },
      oauth: { provider: null, issuer: there.issuer, clientId: 'desktop', scopes: ['smtp.send'], flow: 'code' },
    },
  });
  await open(first.page);
  await main(first.page).getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(main(first.page).getByText('Waiting for you to sign in…')).toBeVisible();
  const visited = await browser.opened();
  await signInAs(visited, user);
  expect(new URL(visited.url()).search, 'no code stays in the address bar').toBe('');
  await expect(signedIn(first.page)).toBeVisible();
  expect(tokenRequests()).toBe(1);
  const firstHeap = await heapSnapshot(first.page);
  await first.quit();
  const [code, access, refresh] = there.issued;
  expect(there.issued.length, 'a code, an access token and a refresh token').toBe(3);
  expect(code).not.toBe(access);
  for (const token of [access, refresh]) expect(keptIn(keyring)).toContain(`secret = ${String(token)}`);

  const second = await start(browser.environment);
  const { page, electron } = second;
  await agree(second);
  await recordIpc(electron);
  await page.reload();
  await open(page);
  await expect(signedIn(page)).toBeVisible();

  // Ended by now: a new one comes unasked, once, and the mail server takes it.
  await tokenEnds();
  await verify(page);
  await expect(verdict(page)).toHaveText(/^The login works \(XOAUTH2\)/);
  expect(tokenRequests(), 'renewed once').toBe(2);
  await tokenEnds();
  await open(page);
  await verify(page);
  await expect(verdict(page)).toHaveText(/^The login works \(XOAUTH2\)/);
  expect(tokenRequests(), 'and once more').toBe(3);
  expect(new Set(there.issued).size, 'each is another').toBe(there.issued.length);

  await there.revokeGrants();
  await tokenEnds();
  await open(page);
  await verify(page);
  await expect(
    main(page)
      .getByText(/Sign in again/)
      .first(),
  ).toBeVisible();
  expect(tokenRequests(), 'asked once, refused').toBe(4);
  await open(page);
  await expect(main(page).getByRole('textbox', { name: 'Client id', exact: true })).toHaveValue('desktop');
  await expect(main(page).getByRole('textbox', { name: 'Issuer', exact: true })).toHaveValue(there.issuer);

  await main(page).getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(main(page).getByText('Waiting for you to sign in…')).toBeVisible();
  await signInAs(await browser.opened(), user);
  await expect(signedIn(page)).toBeVisible();
  await verify(page);
  await expect(verdict(page)).toHaveText(/^The login works \(XOAUTH2\)/);
  await browser.close();

  const reported = await reports(page);
  expect(reported, 'the reports are of logins').toContain('AUTH XOAUTH2');
  const heap = await heapSnapshot(page);
  expect(heap, 'the snapshot holds what the page knows').toContain('signed in as');
  const ipc = await recordedIpc(electron);
  expect(ipc, 'and the record what main told').toContain('AUTH XOAUTH2');
  // Of a JWT the parts too: a piece of it would be no accident.
  const pieces = there.issued.flatMap((token) => [token, ...token.split('.').filter((part) => part.length > 60)]);
  const secrets = [...new Set(pieces)];
  expect(there.issued.length, 'three sign-ins and renewals, each with a refresh token').toBeGreaterThanOrEqual(10);
  const processes = await Promise.all(secrets.map((one) => foundInProcesses(dataDir, formsOf(one, user))));
  const clipboard = await electron.evaluate(
    async ({ clipboard: board, BrowserWindow }) =>
      `${await board.readText()}\n${BrowserWindow.getAllWindows()[0]?.getTitle() ?? ''}`,
  );
  await second.quit();
  expect(
    found('keyring', keptIn(keyring), formsOf(there.issued.at(-1) ?? '', user)),
    'the search sees one that is there',
  ).not.toEqual([]);
  const printed = [first, second].flatMap((app) => [...app.printed, ...app.console]).join('\n');
  for (const one of secrets) {
    const forms = formsOf(one, user);
    const folder = await foundInFolder(dataDir, forms);
    expect(folder.files).toBeGreaterThan(3);
    expect([
      ...found('the page’s memory while signing in', firstHeap, forms),
      ...found('the page’s memory', heap, forms),
      ...found('IPC', ipc, forms),
      ...found('the reports', reported, forms),
      ...found('clipboard and titles', clipboard, forms),
      ...found('what the app printed', printed, forms),
      ...folder.hits,
    ]).toEqual([]);
  }
  expect(processes.flatMap(({ hits }) => hits)).toEqual([]);
});
