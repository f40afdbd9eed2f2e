/** What the desktop sees of the app: its place, theme, menu, tray and notifications, and what a second start may ask of it. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './window/app.ts';
import { clientOf, deliver, html } from './messages/mail.ts';
import { sidebar } from './window/screens.ts';

/** What the window is told of the app from now on. It begins with how things are: from then on nothing is missed. */
async function heardBy(page: Page): Promise<() => Promise<unknown[]>> {
  await page.evaluate(() => {
    const heard: unknown[] = [];
    Object.assign(globalThis, { heard });
    const { posthorn } = globalThis as unknown as { posthorn: { subscribe(...args: unknown[]): unknown } };
    posthorn.subscribe(
      'app.events',
      {},
      (event: unknown) => heard.push(event),
      () => undefined,
    );
  });
  const heard = () => page.evaluate(() => (globalThis as unknown as { heard: unknown[] }).heard);
  await expect.poll(heard).toContainEqual(expect.objectContaining({ type: 'settings' }));
  return heard;
}

const bounds = { x: 40, y: 30, width: 1000, height: 700 };

test('the window comes back where it was; a place that no display shows is not used', async ({ launch, dataDir }) => {
  const first = await launch();
  await first.electron.evaluate(({ BrowserWindow }, place) => {
    BrowserWindow.getAllWindows()[0]?.setBounds(place);
  }, bounds);
  await expect
    .poll(async () =>
      clientOf(first.page)
        .call('app.zoom', { change: 'in' })
        .then(({ factor }) => factor),
    )
    .toBeGreaterThanOrEqual(1.25);
  await first.quit();
  const kept = JSON.parse(await readFile(join(dataDir, 'window.json'), 'utf8')) as Record<string, unknown>;
  expect(kept).toMatchObject({ schema: 1, bounds: { width: 1000, height: 700 }, maximized: false });
  const second = await launch();
  const size = (): Promise<unknown> =>
    second.electron.evaluate(({ BrowserWindow }) => {
      const window = BrowserWindow.getAllWindows()[0];
      return { ...window?.getBounds(), zoom: window?.webContents.getZoomFactor() };
    });
  expect(await size()).toMatchObject({ width: 1000, height: 700, zoom: kept.zoom });
  await second.quit();
  await writeFile(
    join(dataDir, 'window.json'),
    JSON.stringify({ ...kept, bounds: { x: -9_000, y: -9_000, width: 950, height: 650 } }),
  );
  const third = await launch();
  const found = await third.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
  expect(found).toMatchObject({ width: 950, height: 650 });
  expect(found?.x).toBeGreaterThanOrEqual(0);
});

test('the chosen theme is there before the page is', async ({ launch, dataDir }) => {
  await writeFile(join(dataDir, 'settings.json'), JSON.stringify({ schema: 1, theme: 'dark' }));
  const { electron, page } = await launch();
  const seen = await electron.evaluate(({ nativeTheme, BrowserWindow }) => ({
    source: nativeTheme.themeSource,
    background: BrowserWindow.getAllWindows()[0]?.getBackgroundColor(),
  }));
  expect(seen).toEqual({ source: 'dark', background: '#14161A' });
  // The test runner pretends a light system unless told not to.
  await page.emulateMedia({ colorScheme: null });
  expect(await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)).toBe(true);
  await clientOf(page).call('settings.set', { theme: 'light' });
  expect(await electron.evaluate(({ nativeTheme }) => nativeTheme.themeSource)).toBe('light');
});

test('the menu asks the window for its actions', async ({ app: { page, electron } }) => {
  const seen = await heardBy(page);
  await electron.evaluate(({ Menu }) => {
    Menu.getApplicationMenu()?.getMenuItemById('go-inbox')?.click();
  });
  await expect.poll(seen).toContainEqual({ type: 'action', action: 'go-inbox' });
});

test('with the tray the window only hides, and a second start shows it again', async ({ app, startAgain }) => {
  const { electron, page } = app;
  await clientOf(page).call('settings.set', { tray: true });
  const visible = (): Promise<boolean | undefined> =>
    electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible());
  await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await expect.poll(visible).toBe(false);
  expect(await startAgain()).toBe(0);
  await expect.poll(visible).toBe(true);
});

test('SEC-63: a second start brings nothing but the window to the front, whatever its arguments', async ({
  app: { electron, page },
}) => {
  const before = await clientOf(page).call('history.list', { offset: 0, limit: 1, search: '' });
  await electron.evaluate(({ app }) => {
    const argv = [
      'posthorn',
      'smtp://127.0.0.1:9/',
      '--',
      '--inspect',
      'posthorn://run?x=%00',
      '/etc/passwd',
      '/etc/gone.eml',
      '/etc',
      'https://example.org/a.eml',
    ];
    app.emit('second-instance', {}, argv, '/', null);
    app.emit('open-url', { preventDefault: () => undefined }, 'posthorn://send');
    for (const path of ['/etc/passwd', '/etc/gone.eml'])
      app.emit('open-file', { preventDefault: () => undefined }, path);
  });
  expect(await electron.evaluate(({ app }) => app.isDefaultProtocolClient('posthorn'))).toBe(false);
  expect(page.url()).toBe('app://posthorn/index.html');
  await expect(page.getByRole('button', { name: 'Inspect the local test server' })).toBeVisible();
  await expect(page.getByRole('article', { name: 'Opened message' })).toHaveCount(0);
  expect(await clientOf(page).call('history.list', { offset: 0, limit: 1, search: '' })).toEqual(before);
});

test('mail is notified only when wanted and nobody looks; a click opens the message', async ({
  app: { electron, page },
}) => {
  await electron.evaluate(({ BrowserWindow, Notification }) => {
    const shown: { title: string; body: string }[] = [];
    Object.assign(globalThis, { shown });
    Notification.isSupported = () => true;
    Notification.prototype.show = function show(this: { title: string; body: string; emit(name: string): void }) {
      shown.push({ title: this.title, body: this.body });
      this.emit('click');
    };
    const [window] = BrowserWindow.getAllWindows();
    if (window !== undefined) window.isFocused = () => false;
  });
  const shown = (): Promise<unknown> => electron.evaluate(() => (globalThis as unknown as { shown: unknown[] }).shown);
  await deliver(page, html('x', 'unwanted'));
  // In the list before it is reported: once the sidebar counts it, whoever notifies has heard of it too.
  await expect(sidebar(page, 'Test server')).toContainText('1 new');
  expect(await shown()).toEqual([]);
  await clientOf(page).call('settings.set', { notifyOnMail: true });
  const opened = await heardBy(page);
  const id = await deliver(page, html('x', 'hello\u202e <b>'));
  await expect.poll(shown).toEqual([{ title: 'hello\\u202e ‹b›', body: 'From a@example.org' }]);
  await expect.poll(opened).toContainEqual({ type: 'open-message', id });
});
