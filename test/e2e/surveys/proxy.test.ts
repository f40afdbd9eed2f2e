/** The port matrix through a SOCKS5 and an HTTP proxy: by mouse from the bar of one server, by keyboard alone with a password, and opened again. */
import { createServer, type AddressInfo, type Server } from 'node:net';
import type { Locator, Page } from '@playwright/test';
import { startHttpProxy, startSocks, type TestProxy } from '../../harness/peers/proxies.ts';
import { expect, test } from '../window/app.ts';
import { startPeer, type Peer } from '../peers/peer.ts';
import { go, openBar, sidebar, verdict } from '../window/screens.ts';

const HOST = 'mx.behind.test';
const PASSWORD = 'Zq9 proxy+pw';
const names = { [HOST]: '127.0.0.1' };

const cell = (page: Page, name: RegExp): Locator =>
  page.getByRole('grid', { name: 'What answers' }).getByRole('gridcell', { name });
const main = (page: Page): Locator => page.getByRole('main');
const start = (page: Page): Locator => page.getByRole('button', { name: 'Find the port', exact: true });
const session = (page: Page): Locator => page.getByRole('region', { name: 'Session of the chosen cell' });
const proxyField = (page: Page): Locator => page.getByRole('textbox', { name: 'Proxy', exact: true });
const changedOptions = (page: Page): Locator => page.getByRole('list', { name: 'Changed options' });

const server = (): Promise<Peer> =>
  startPeer(`220 ${HOST} ESMTP\r\n`, (line) =>
    /^EHLO/i.test(line) ? `250-${HOST}\r\n250 SIZE 1000\r\n` : /^QUIT/i.test(line) ? '221 Bye\r\n' : '250 Ok\r\n',
  );

/** Listens and is closed: nobody is there. */
async function freePort(): Promise<number> {
  const one: Server = createServer();
  await new Promise<void>((resolve) => one.listen(0, '127.0.0.1', resolve));
  const { port } = one.address() as AddressInfo;
  await new Promise((resolve) => one.close(resolve));
  return port;
}

/** The proxy alone was asked, in the host's name, and once for a port that it could not reach or forbids. */
function askedFor(proxy: TestProxy, port: number): number {
  return proxy.asked.filter((one) => one.startsWith(`connect ${HOST}:${port}`)).length;
}

async function tabTo(page: Page, field: Locator): Promise<void> {
  const isThere = (): Promise<boolean> => field.evaluate((each) => each === document.activeElement);
  for (let tabs = 0; tabs < 60 && !(await isThere()); tabs += 1) await page.keyboard.press('Tab');
  await expect(field).toBeFocused();
}

test('by mouse, SOCKS5: what is set beside one server holds for its matrix, and comes back with a cell and from the history', async ({
  app: { page },
}) => {
  const [peer, closed, forbidden] = [await server(), await freePort(), await freePort()];
  const proxy = await startSocks({ names, forbids: [forbidden] });
  const via = `socks5://127.0.0.1:${proxy.port}`;
  await go(page, 'Inspector');
  await openBar(page);
  await proxyField(page).fill(via);
  await page.getByRole('button', { name: 'Connection options' }).click();
  await page.getByRole('textbox', { name: 'Server', exact: true }).fill(HOST);
  await page.getByRole('button', { name: 'Not sure of the port? Try all usual ones' }).click();
  await start(page).waitFor();
  await expect(changedOptions(page)).toContainText(via);
  await page.getByRole('textbox', { name: 'Ports' }).fill(`${peer.port} ${closed} ${forbidden}`);
  await start(page).click();
  await expect(cell(page, new RegExp(`^${peer.port} None at ${HOST}: works`))).toBeVisible();
  await expect(cell(page, new RegExp(`^${closed} None, STARTTLS, TLS at ${HOST}: not connected`))).toBeVisible();
  await expect(cell(page, new RegExp(`^${forbidden} None, STARTTLS, TLS at ${HOST}: proxy forbids`))).toBeVisible();
  await expect(start(page)).toBeVisible();
  await expect(verdict(page)).toHaveText(`${HOST}: ${peer.port} works in clear`);
  await expect(main(page)).toContainText(`seen from the proxy ${via}`);
  await expect(main(page)).toContainText(`${closed}: the proxy could not connect`);
  expect([askedFor(proxy, closed), askedFor(proxy, forbidden)]).toEqual([1, 1]);
  // The session of a cell names the proxy, and what is used from it goes through it again.
  await cell(page, new RegExp(`^${peer.port} STARTTLS`)).click();
  await expect(session(page).getByRole('table', { name: 'Timeline' })).toContainText(`Via proxy${HOST}`);
  await cell(page, new RegExp(`^${peer.port} None`)).click();
  await session(page).getByRole('button', { name: 'Use this' }).click();
  await expect(page.getByRole('textbox', { name: 'Server', exact: true })).toHaveValue(`${HOST}:${peer.port}`);
  await expect(changedOptions(page)).toContainText(via);
  await sidebar(page, 'History').click();
  const entry = page
    .getByRole('listbox', { name: 'Past runs' })
    .getByRole('option')
    .filter({ hasText: 'works in clear' });
  await entry.first().click();
  await page.getByRole('button', { name: 'Open the survey' }).click();
  await expect(main(page)).toContainText(`seen from the proxy ${via}`);
  await Promise.all([peer.close(), proxy.close()]);
});

test('by keyboard alone, HTTP with a password: it goes to the proxy and stands nowhere', async ({
  app: { page, console },
}) => {
  const [peer, forbidden] = [await server(), await freePort()];
  const proxy = await startHttpProxy({ names, login: { user: 'ann', password: PASSWORD }, forbids: [forbidden] });
  await expect(sidebar(page, 'Surveys')).toBeVisible();
  await page.keyboard.press('ControlOrMeta+7');
  const host = page.getByRole('textbox', { name: 'Host' });
  await tabTo(page, host);
  await page.keyboard.insertText(HOST);
  await page.keyboard.press('Tab');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(`${peer.port} ${forbidden}`);
  await tabTo(page, page.getByRole('button', { name: 'Connection options' }));
  await page.keyboard.press('Enter');
  await tabTo(page, proxyField(page));
  await page.keyboard.insertText(`http://ann@127.0.0.1:${proxy.port}`);
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('Password at the proxy')).toBeFocused();
  await page.keyboard.insertText(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(cell(page, new RegExp(`^${peer.port} None at ${HOST}: works`))).toBeVisible();
  await expect(cell(page, new RegExp(`^${forbidden} None, STARTTLS, TLS at ${HOST}: proxy forbids`))).toBeVisible();
  await expect(start(page)).toBeVisible();
  await expect(main(page)).toContainText(`seen from the proxy http://127.0.0.1:${proxy.port}`);
  expect(proxy.asked).toContain(`connect ${HOST}:${peer.port} as ann:${PASSWORD}`);
  await expect(page.locator('body')).not.toContainText(PASSWORD);
  expect(console.filter((line) => /^(error|uncaught)/.test(line))).toEqual([]);
  await Promise.all([peer.close(), proxy.close()]);
});

test('a proxy that is not there: nothing is said of the host, and who can act is', async ({ app: { page } }) => {
  const gone = await freePort();
  await sidebar(page, 'Surveys').click();
  await page.getByRole('textbox', { name: 'Host' }).fill(HOST);
  await page.getByRole('textbox', { name: 'Ports' }).fill('587');
  await page.getByRole('button', { name: 'Connection options' }).click();
  await proxyField(page).fill(`socks5://127.0.0.1:${gone}`);
  await start(page).click();
  await expect(main(page)).toContainText('of the host nothing is known');
  await expect(main(page)).toContainText('You, or whoever runs the proxy.');
  await expect(cell(page, new RegExp(`^587 None, STARTTLS, TLS at ${HOST}: proxy fails`))).toBeVisible();
});
