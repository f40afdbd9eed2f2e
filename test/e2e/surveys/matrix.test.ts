/** The port matrix in the window: by mouse and by keyboard alone, through a reload, out of the history, stopped, and seen by axe. */
import { join } from 'node:path';
import { createServer, type AddressInfo, type Server } from 'node:net';
import type { ElectronApplication, Locator, Page } from '@playwright/test';
import { axeProblems, loadAxe } from '../window/axe.ts';
import { expect, test } from '../window/app.ts';
import { choosy, startPeer } from '../peers/peer.ts';
import { addressOf, go, inspect, inspected, listener, sidebar, verdict } from '../window/screens.ts';
import { setTheme, settled, themes } from '../states/states.ts';

const grid = (page: Page): Locator => page.getByRole('grid', { name: 'What answers' });
const cell = (page: Page, name: RegExp): Locator => grid(page).getByRole('gridcell', { name });
const session = (page: Page): Locator => page.getByRole('region', { name: 'Session of the chosen cell' });
const host = (page: Page): Locator => page.getByRole('textbox', { name: 'Host' });
const ports = (page: Page): Locator => page.getByRole('textbox', { name: 'Ports' });
const start = (page: Page): Locator => page.getByRole('button', { name: 'Find the port', exact: true });

async function localPorts(page: Page): Promise<{ smtp: number; smtps: number }> {
  await go(page, 'Test server', 'Listeners');
  const smtp = await addressOf(listener(page, 'SMTP, STARTTLS offered'));
  const smtps = await addressOf(listener(page, 'SMTP, implicit TLS'));
  return { smtp: smtp.port, smtps: smtps.port };
}

/** Listens and is closed: nobody is there. */
async function freePort(): Promise<number> {
  const server: Server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function resize(
  electron: ElectronApplication,
  page: Page,
  width: number,
  height: number,
  zoom = 1,
): Promise<void> {
  await electron.evaluate(
    ({ BrowserWindow }, size) => {
      const [window] = BrowserWindow.getAllWindows();
      window?.webContents.setZoomFactor(size.zoom);
      window?.setContentSize(size.width, size.height);
    },
    { width, height, zoom },
  );
  await page.waitForFunction((size) => Math.abs(innerWidth - Math.round(size.width / size.zoom)) <= 1, { width, zoom });
}

test('by mouse: from the target bar to the grid, a session, and back with the way that works', async ({
  app: { page },
}) => {
  const { smtp, smtps } = await localPorts(page);
  const closed = await freePort();
  await go(page, 'Inspector');
  await page.getByRole('textbox', { name: 'Server' }).fill('127.0.0.1');
  // No port was typed: all usual ones are offered.
  await page.getByRole('button', { name: 'Not sure of the port? Try all usual ones' }).click();
  await expect(sidebar(page, 'Surveys')).toHaveAttribute('aria-current', 'page');
  await expect(host(page)).toHaveValue('127.0.0.1');
  await expect(grid(page)).toBeVisible();
  await expect(start(page)).toBeVisible();
  await ports(page).fill(`${smtp} ${smtps}/tls ${closed}`);
  await start(page).click();
  await expect(verdict(page)).toHaveText(new RegExp(`^127\\.0\\.0\\.1: (${smtp}|${smtps}) works with `));
  await expect(page.getByText('so far')).toHaveCount(0);
  await expect(cell(page, new RegExp(`^${closed} None, STARTTLS, TLS at 127.0.0.1: refused`))).toHaveAttribute(
    'aria-colspan',
    '3',
  );
  await cell(page, new RegExp(`^${smtps} TLS`)).click();
  await expect(session(page).getByRole('heading', { level: 2, name: new RegExp(`^${smtps} with TLS`) })).toBeVisible();
  await expect(session(page)).toContainText('TLS 1.3');
  await expect(session(page).getByRole('log', { name: 'Transcript' })).toContainText('EHLO');
  await session(page).getByRole('button', { name: 'Use this' }).click();
  await expect(page.getByRole('textbox', { name: 'Server' })).toHaveValue(`127.0.0.1:${smtps}`);
  const security = page
    .getByRole('combobox', { name: /^Security/ })
    .or(page.getByRole('button', { name: /^Security/ }));
  await expect(security).toContainText('Implicit TLS');
  // Its session is in front, and the same is asked again with one press.
  await expect(verdict(page)).toHaveText(/answers over TLS/);
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await inspected(page);
  await expect(verdict(page)).toHaveText(/answers over TLS/);
});

test('by keyboard alone: palette, grid, session, profile', async ({ app: { page, console } }) => {
  const { smtp } = await localPorts(page);
  const closed = await freePort();
  await page.keyboard.press('ControlOrMeta+l');
  await page.keyboard.insertText(`127.0.0.1:${smtp}`);
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.insertText('find the port');
  await page.keyboard.press('Enter');
  await expect(verdict(page)).toHaveText(`127.0.0.1: ${smtp} works with STARTTLS`, { timeout: 20_000 });
  await page.keyboard.press('ControlOrMeta+l');
  await page.keyboard.press('ControlOrMeta+7');
  await host(page).press('Tab');
  await expect(ports(page)).toBeFocused();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(`${closed} ${smtp}`);
  await page.keyboard.press('Enter');
  const refused = cell(page, new RegExp(`^${closed} None, STARTTLS, TLS`));
  await expect(refused).toBeVisible();
  await expect(start(page)).toBeVisible();
  for (let tabs = 0; tabs < 30 && !(await refused.evaluate((each) => each === document.activeElement)); tabs += 1)
    await page.keyboard.press('Tab');
  await expect(refused).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(cell(page, new RegExp(`^${smtp} None`))).toBeFocused();
  await page.keyboard.press('ArrowRight');
  const starttls = cell(page, new RegExp(`^${smtp} STARTTLS`));
  await expect(starttls).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(refused).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(refused).toHaveAttribute('aria-selected', 'true');
  await expect(session(page).getByRole('heading', { name: `Port ${closed}` })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(session(page).getByRole('heading', { name: `${smtp} with STARTTLS` })).toBeVisible();
  const save = session(page).getByRole('button', { name: 'Save as profile…' });
  for (let tabs = 0; tabs < 20 && !(await save.evaluate((each) => each === document.activeElement)); tabs += 1)
    await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Server', exact: true })).toHaveValue(`127.0.0.1:${smtp}`);
  expect(console.filter((line) => /^(error|uncaught)/.test(line))).toEqual([]);
});

test('a survey outlives a reload, is stopped, and is opened again from the history', async ({ app: { page } }) => {
  const { smtp } = await localPorts(page);
  const silent = await startPeer(null, () => null);
  await sidebar(page, 'Surveys').click();
  await host(page).fill('127.0.0.1');
  await ports(page).fill(`${smtp} ${silent.port}`);
  await start(page).click();
  await expect(cell(page, new RegExp(`^${silent.port} STARTTLS at 127.0.0.1: Greeting`))).toBeVisible();
  await expect(cell(page, new RegExp(`^${smtp} STARTTLS at 127.0.0.1: works`))).toBeVisible();
  await expect(page.getByText('so far')).toBeVisible();
  // The session that runs can be looked at.
  await cell(page, new RegExp(`^${silent.port} STARTTLS`)).click();
  await expect(session(page).getByRole('table', { name: 'Timeline' })).toContainText('Greeting');
  await page.reload();
  await sidebar(page, 'Surveys').click();
  await expect(cell(page, new RegExp(`^${smtp} STARTTLS at 127.0.0.1: works`))).toBeVisible();
  await expect(page.getByText('so far')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(start(page)).toBeVisible();
  await expect(page.getByText('so far')).toHaveCount(0);
  await sidebar(page, 'History').click();
  const entry = page.getByRole('listbox', { name: 'Past runs' }).getByRole('option').filter({ hasText: 'Stopped' });
  await entry.click();
  await page.getByRole('button', { name: 'Open the survey' }).click();
  await cell(page, new RegExp(`^${smtp} STARTTLS at 127.0.0.1: works`)).click();
  await expect(session(page).getByRole('log', { name: 'Transcript' })).toContainText('EHLO');
  await silent.close();
});

test('where nobody answers, the verdict offers all ports; what is wrong with a plan is said at its field', async ({
  app: { page },
}) => {
  const closed = await freePort();
  await inspect(page, `127.0.0.1:${closed}`);
  await inspected(page);
  await page.getByRole('button', { name: 'Try all usual ports' }).click();
  await expect(ports(page)).toHaveValue(new RegExp(`\\b${closed}$`));
  await expect(cell(page, new RegExp(`^${closed} None, STARTTLS, TLS at 127.0.0.1: refused`))).toBeVisible();
  await expect(start(page)).toBeVisible();
  await host(page).fill('smtp://x/y');
  await start(page).click();
  await expect(page.getByText('The name or address of a server')).toBeVisible();
  await ports(page).fill('25 smtp');
  await expect(page.getByText('“smtp” is no port')).toBeVisible();
});

test('a login is tried once, at the best way', async ({ app: { page } }) => {
  const refusing = await choosy('mail.example.com');
  await sidebar(page, 'Surveys').click();
  await host(page).fill('127.0.0.1');
  await ports(page).fill(`${refusing.port}`);
  await page.getByRole('button', { name: 'Login' }).click();
  await page.getByRole('textbox', { name: 'User name' }).fill('alice@example.com');
  await page.getByLabel('Password', { exact: true }).fill('not the password');
  await start(page).click();
  await expect(page.getByRole('region', { name: 'Login' })).toContainText('Tried once, at');
  await refusing.close();
});

test('axe finds nothing, in both themes, in small and large windows, and at 150 %', async ({
  app: { page, electron },
}, info) => {
  test.setTimeout(180_000);
  const { smtp, smtps } = await localPorts(page);
  const silent = await startPeer(null, () => null);
  const closed = await freePort();
  await loadAxe(page);
  const folder = process.env.POSTHORN_LOOK ?? info.outputDir;
  await sidebar(page, 'Surveys').click();
  const shows: Readonly<Record<string, () => Promise<void>>> = {
    empty: async () => expect(page.getByRole('heading', { name: 'Which port works?' })).toBeVisible(),
    running: async () => {
      await host(page).fill('localhost');
      await ports(page).fill(`${silent.port} ${smtps}/tls ${smtp} ${closed}`);
      await start(page).click();
      await expect(cell(page, new RegExp(`^${smtp} STARTTLS at 127.0.0.1: `)).first()).toBeVisible();
    },
    done: async () => {
      await page.getByRole('button', { name: /^Stop/ }).click();
      await expect(start(page)).toBeVisible();
    },
  };
  for (const [name, show] of Object.entries(shows)) {
    await show();
    for (const [width, height, zoom] of [
      [900, 600, 1],
      [1280, 800, 1],
      [1920, 1080, 1],
      [1280, 800, 1.5],
    ] as const) {
      await resize(electron, page, width, height, zoom);
      for (const theme of themes) {
        await setTheme(page, theme);
        await settled(page);
        expect.soft(await axeProblems(page), `${name} ${width} ${zoom} ${theme}`).toEqual([]);
        await page.screenshot({ path: join(folder, `survey-${name}-${width}-${zoom}-${theme}.png`) });
      }
    }
  }
  await silent.close();
});
