/** SEC-51: nothing that a message holds makes the app look a name up, by whatever hint: whoever owns the name would hear of it. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { electronRuntime } from '../../../build/lib/electron/runtime.mjs';
import { expect, test } from '../window/app.ts';
import { canPlantCanary, plantCanary, type Canary } from './canary.ts';
import { leaks } from './hostile-html.ts';
import { clientOf, deliver, html, shownAddress } from './mail.ts';
import { go, inspect, inspected, messages } from '../window/screens.ts';

const ZONE = 'canary.test';
const hostile = leaks((name) => `${name.replaceAll('/', '')}.${ZONE}`);

/** Opened by a click, painted, and given time for what is put off until then. */
async function open(page: Page, electron: ElectronApplication): Promise<string> {
  const id = await deliver(page, html(hostile, 'Hostile'));
  await go(page, 'Test server', 'Inbox');
  await messages(page).filter({ hasText: 'Hostile' }).click();
  await expect.poll(() => shownAddress(electron)).toMatch(/^mail:/);
  await electron.evaluate(async ({ webContents }) => {
    const contents = webContents.getAllWebContents().find((one) => one.getURL().startsWith('mail:'));
    await contents?.capturePage();
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    await contents?.capturePage();
  });
  return id;
}

/** The same document in an Electron that nobody keeps from anything. */
async function control(canary: Canary): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'posthorn-control-'));
  const { args } = electronRuntime();
  // It stays where it is, as it does in the view.
  await writeFile(join(dir, 'page.html'), hostile.replace('<meta http-equiv="refresh"', '<meta name="refresh"'));
  await writeFile(
    join(dir, 'main.js'),
    `const { app, BrowserWindow } = require('electron');
     app.whenReady().then(() => new BrowserWindow({ show: false }).loadFile(__dirname + '/page.html').catch(() => undefined));`,
  );
  await writeFile(join(dir, 'package.json'), JSON.stringify({ name: 'control', main: 'main.js' }));
  const electron = await _electron.launch({
    executablePath: canary.through,
    args: [...args, dir, `--user-data-dir=${join(dir, 'data')}`],
  });
  await expect
    .poll(() => [...new Set(canary.names())])
    .toEqual(expect.arrayContaining([`dns.${ZONE}`, `dns-http.${ZONE}`, `prefetch.${ZONE}`]));
  await electron.close();
  await rm(dir, { recursive: true, force: true });
}

test('no name of a hostile message reaches the resolver, while our own sessions have theirs', async ({ launch }) => {
  test.skip(!canPlantCanary, 'a resolver of our own takes root on Linux');
  const canary = await plantCanary();
  try {
    await control(canary);
    const before = canary.names().length;
    const { page, electron } = await launch({}, canary.through);
    const id = await open(page, electron);
    expect(canary.names().slice(before)).toEqual([]);
    // All of them are listed, though.
    const { urls } = await clientOf(page).call('mailbox.remote', { id });
    const unlisted = [...hostile.matchAll(/[\w.-]+\.canary\.test/g)].filter(
      ([host]) => !urls.some((url) => url.includes(host)),
    );
    expect([...new Set(unlisted.map(([host]) => host))]).toEqual([]);
    // A session with a server looks its name up, and with this very resolver.
    await inspect(page, `engine.${ZONE}:25`);
    await inspected(page);
    expect(canary.names().slice(before)).toContain(`engine.${ZONE}`);
    expect([...new Set(canary.names().slice(before))].every((name) => name.startsWith(`engine.${ZONE}`))).toBe(true);
  } finally {
    await canary.close();
  }
});

test("Chromium's own log knows of no resolver at work while a hostile message is shown", async ({
  app: { page, electron },
}) => {
  const dir = await mkdtemp(join(tmpdir(), 'posthorn-netlog-'));
  const path = join(dir, 'net.json');
  try {
    await electron.evaluate(({ netLog }, file) => netLog.startLogging(file, { captureMode: 'everything' }), path);
    await open(page, electron);
    await electron.evaluate(({ netLog }) => netLog.stopLogging());
    const log = JSON.parse(await readFile(path, 'utf8')) as {
      constants: { logEventTypes: Record<string, number> };
      events: { type: number; params?: unknown }[];
    };
    const kinds = new Map(Object.entries(log.constants.logEventTypes).map(([name, code]) => [code, name]));
    const resolving = log.events.filter(({ type }) =>
      /HOST_RESOLVER_(?:MANAGER_JOB|DNS_TASK|SYSTEM_TASK)|DNS_TRANSACTION/.test(kinds.get(type) ?? ''),
    );
    expect(resolving.map(({ type, params }) => `${kinds.get(type)} ${JSON.stringify(params)}`)).toEqual([]);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});
