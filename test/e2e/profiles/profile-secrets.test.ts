/**
 * SEC-65, SEC-66: a password kept in a real GNOME keyring, used after a restart against a real Postfix, and found nowhere else. Then
 * the ways in which a keychain is not there: none, locked, emptied by others. Each test has a session bus and a keyring of its own.
 */
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { ConnectionOptions } from '../../../electron/protocol/values/target.ts';
import { users } from '../../interop/servers/dovecot.ts';
import { startMailSystem, type MailSystem } from '../../interop/servers/mail-system.ts';
import { call, expect, keptIn, test } from '../window/keyring.ts';
import { inspected, sidebar, verdict } from '../window/screens.ts';
import {
  found,
  foundInFolder,
  foundInProcesses,
  formsOf,
  heapSnapshot,
  recordedIpc,
  recordIpc,
} from '../security/secret-search.ts';

const user = 'dora';
const secret = users.dora;

const content = (name: string, connection: ConnectionOptions) => ({
  name,
  colour: null,
  favourite: false,
  notes: '',
  connection,
  auth: { user },
  envelope: { from: '', to: [] },
});

async function addProfile(page: Page, name: string, connection: ConnectionOptions): Promise<void> {
  await call(page, 'profiles.save', { id: null, rev: 0, folder: null, content: content(name, connection) });
  await openProfile(page, name);
}

async function openProfile(page: Page, name: string): Promise<void> {
  await sidebar(page, 'Profiles').click();
  await page
    .getByRole('main')
    .getByRole('button', { name: new RegExp(name) })
    .first()
    .click();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue(name);
}

async function keepPassword(page: Page, button = 'Keep in the keychain'): Promise<void> {
  await page.getByLabel('Password', { exact: true }).fill(secret);
  await page.getByRole('button', { name: button }).click();
}

test.describe('a password in the keychain', () => {
  let mail: MailSystem;
  test.beforeAll(async () => {
    mail = await startMailSystem();
  });
  test.afterAll(() => mail.stop());

  test('is used after a restart against Postfix, and is found nowhere else', async ({ start, keyring, dataDir }) => {
    test.setTimeout(120_000);
    const ca = await readFile(mail.certificates.ca, 'utf8');
    const first = await start();
    await addProfile(first.page, 'Work', {
      target: `127.0.0.1:${String(mail.postfix.port)}`,
      security: 'starttls',
      ca,
    });
    await keepPassword(first.page);
    await expect(first.page.getByText('In the keychain.')).toBeVisible();
    await first.quit();
    expect(keptIn(keyring)).toContain(`secret = ${secret}`);

    const second = await start();
    const { page, electron } = second;
    await recordIpc(electron);
    await page.reload();
    await openProfile(page, 'Work');
    await expect(page.getByText('In the keychain.')).toBeVisible();
    await page.getByRole('button', { name: 'Verify', exact: true }).click();
    await inspected(page);
    await expect(verdict(page)).toBeVisible();
    await openProfile(page, 'Work');
    await expect(page.getByText('The login worked just now: PLAIN over TLS 1.3')).toBeVisible();
    // The report, as it is copied and as it is kept.
    const { entries } = (await call(page, 'history.list', { offset: 0, limit: 10, search: '' })) as {
      entries: { id: string }[];
    };
    const run = entries[0]?.id ?? '';
    const reported = await Promise.all([
      call(page, 'history.get', { id: run }),
      call(page, 'report.text', { runId: run }),
    ]);
    expect(JSON.stringify(reported)).toContain('AUTH PLAIN');

    const forms = formsOf(secret, user);
    const heap = await heapSnapshot(page);
    expect(heap, 'the snapshot holds what the page knows').toContain('In the keychain');
    const ipc = await recordedIpc(electron);
    expect(ipc, 'what main told was recorded').toContain('"name":"Work"');
    expect(ipc, 'and the run’s events').toContain('AUTH PLAIN');
    const processes = await foundInProcesses(dataDir, forms);
    expect(processes.processes).toBeGreaterThan(2);
    // That the search sees the page at all: a password that is just being typed is there.
    await page.getByLabel('Password', { exact: true }).fill(secret);
    expect(found('typed', await heapSnapshot(page), forms)).not.toEqual([]);
    const clipboard = await electron.evaluate(
      async ({ clipboard: board, BrowserWindow }) =>
        `${await board.readText()}\n${BrowserWindow.getAllWindows()[0]?.getTitle() ?? ''}`,
    );
    await second.quit();
    const folder = await foundInFolder(dataDir, forms);
    expect(folder.files).toBeGreaterThan(3);
    expect([
      ...found('the page’s memory', heap, forms),
      ...found('IPC', ipc, forms),
      ...found('the report', JSON.stringify(reported), forms),
      ...found('clipboard and titles', clipboard, forms),
      ...found('what the app printed', [...first.printed, ...first.console].join('\n'), forms),
      ...processes.hits,
      ...folder.hits,
    ]).toEqual([]);
  });
});

test('the search finds each form, wherever it stands', () => {
  const forms = formsOf(secret, user);
  for (const before of ['', 'a', 'ab', 'abc']) {
    const encoded = Buffer.from(`${before}${secret} and more`).toString('base64');
    expect(found('there', encoded, forms), before).not.toEqual([]);
  }
  for (const encoding of ['utf8', 'utf16le', 'hex'] as const) {
    const octets =
      encoding === 'hex' ? Buffer.from(Buffer.from(secret).toString('hex')) : Buffer.from(secret, encoding);
    expect(found('there', Buffer.concat([Buffer.alloc(3), octets]), forms), encoding).toHaveLength(1);
  }
});

const nowhere: ConnectionOptions = { target: '127.0.0.1:1', security: 'none' };

test('removed from outside: the profile says so, and takes it again', async ({ start, keyring }) => {
  const { page } = await start();
  await addProfile(page, 'Emptied', nowhere);
  await keepPassword(page);
  await expect(page.getByText('In the keychain.')).toBeVisible();
  execFileSync('secret-tool', ['clear', 'service', 'Posthorn'], { env: { ...process.env, ...keyring } });
  await page.reload();
  await openProfile(page, 'Emptied');
  await expect(page.getByText('No longer in the keychain.')).toBeVisible();
  await keepPassword(page);
  await expect(page.getByText('No longer in the keychain.')).toHaveCount(0);
  await expect(page.getByText('In the keychain.')).toBeVisible();
  expect(keptIn(keyring)).toContain(`secret = ${secret}`);
});

test('saved to go elsewhere: the profile says where the password is for, and main asks before it goes along', async ({
  start,
}) => {
  const { page, electron } = await start();
  await addProfile(page, 'Moved', nowhere);
  await keepPassword(page);
  await expect(page.getByText('In the keychain.')).toBeVisible();
  await page.getByRole('textbox', { name: 'Server', exact: true }).fill('127.0.0.1:2');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const words = page.getByText('Kept for 127.0.0.1:1 alone, and not sent for what the profile says now.');
  await expect(words).toBeVisible();
  const asked = await electron.evaluateHandle(({ dialog }) => {
    const details: string[] = [];
    dialog.showMessageBox = (async (_window: unknown, { detail }: { detail: string }) => {
      details.push(detail);
      return { response: details.length === 1 ? 0 : 1, checkboxChecked: false };
    }) as unknown as typeof dialog.showMessageBox;
    return details;
  });
  await page.getByRole('button', { name: 'Use it here from now on…' }).click();
  await expect(words).toBeHidden();
  const [detail] = await asked.evaluate((details) => details);
  expect(detail).toContain('Until now: 127.0.0.1:1\nFrom now on: 127.0.0.1:2\n');
});

test('no session bus: kept for this session only, nothing lost, nothing written', async ({ start, dataDir }) => {
  const none = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere/bus', XDG_RUNTIME_DIR: join(dataDir, 'none') };
  const app = await start(none);
  const { page } = app;
  await addProfile(page, 'Bare', nowhere);
  await page.getByLabel('Name', { exact: true }).fill('Bare and edited');
  await keepPassword(page);
  await expect(page.getByText(/No keychain service runs here/).first()).toBeVisible();
  await expect(page.getByLabel('Password', { exact: true }), 'not lost').toHaveValue(secret);
  await page.getByRole('button', { name: 'Keep until Posthorn ends' }).click();
  await expect(page.getByText('Until Posthorn ends.')).toBeVisible();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Bare and edited');
  await app.quit();
  expect((await foundInFolder(dataDir, formsOf(secret, user))).hits).toEqual([]);
});

test('locked, and its question never answered: it says what it waits for, and nothing else waits', async ({
  start,
  keyring,
}) => {
  const app = await start();
  const { page } = app;
  await addProfile(page, 'Locked', nowhere);
  await keepPassword(page);
  await expect(page.getByText('In the keychain.')).toBeVisible();
  lock(keyring);
  await page.reload();
  await openProfile(page, 'Locked');
  await keepPassword(page);
  await expect(page.getByText(/The keychain has not answered|The keychain is locked/).first()).toBeVisible();
  // Everything else goes on: another profile is made and found meanwhile.
  await page.getByLabel('Name', { exact: true }).fill('Renamed meanwhile');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('main').getByRole('button', { name: /Renamed meanwhile/ })).toBeVisible();
  await sidebar(page, 'History').click();
  await expect(page.getByRole('heading', { name: 'No runs yet' })).toBeVisible();
  // The thread that asked the keyring is still held; the app ends all the same.
  await app.quit();
});

function lock(keyring: Record<string, string>): void {
  const collection = 'array:objpath:/org/freedesktop/secrets/collection/login';
  const args = ['--session', '--print-reply', '--dest=org.freedesktop.secrets', '/org/freedesktop/secrets'];
  execFileSync('dbus-send', [...args, 'org.freedesktop.Secret.Service.Lock', collection], {
    env: { ...process.env, ...keyring },
    stdio: 'ignore',
  });
}
