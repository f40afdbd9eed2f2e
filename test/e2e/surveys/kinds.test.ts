/** Back ends told apart and compared, addresses asked by keyboard alone, past runs side by side; axe finds nothing. */
import { join } from 'node:path';
import { connect, createServer, type AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { axeProblems, loadAxe } from '../window/axe.ts';
import { expect, test } from '../window/app.ts';
import { startPeer, type Peer } from '../peers/peer.ts';
import { addressOf, go, inspect, inspected, listener, sidebar, verdict } from '../window/screens.ts';
import { setTheme, settled, themes } from '../states/states.ts';

const comparison = (page: Page) => page.getByRole('region', { name: 'Comparison' });
const session = (page: Page) => page.getByRole('region', { name: 'Session of the chosen cell' });

const backEnd = (keywords: readonly string[]): Promise<Peer> =>
  startPeer('220 mail.example.com ESMTP\r\n', (line) => {
    if (/^EHLO/i.test(line))
      return ['mail.example.com', ...keywords]
        .map((each, nth) => `250${nth === keywords.length ? ' ' : '-'}${each}\r\n`)
        .join('');
    return /^QUIT/i.test(line) ? '221 2.0.0 Bye\r\n' : '250 2.0.0 Ok\r\n';
  });

/** One port, several back ends by turns. */
async function splitter(peers: readonly Peer[]): Promise<Peer> {
  let turn = 0;
  const server = createServer((socket) => {
    const peer = peers[turn % peers.length];
    turn += 1;
    const backEnd = connect(peer?.port ?? 0, '127.0.0.1');
    for (const one of [socket, backEnd]) one.on('error', () => one.destroy());
    socket.pipe(backEnd).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      await new Promise((resolve) => server.close(resolve));
      await Promise.all(peers.map((peer) => peer.close()));
    },
  };
}

test('back ends behind one port are told apart, and two of them compared', async ({ app: { page } }, info) => {
  const port = await splitter(await Promise.all([backEnd(['SIZE 1000', 'DSN']), backEnd(['SIZE 1000'])]));
  await loadAxe(page);
  await sidebar(page, 'Surveys').click();
  await page.getByRole('tab', { name: 'Back ends' }).click();
  await page.getByRole('textbox', { name: 'Host and port' }).fill(`127.0.0.1:${port.port}`);
  await page.getByRole('textbox', { name: 'Sessions with each address' }).fill('6');
  await page.getByRole('button', { name: 'Count back ends' }).click();
  await expect(verdict(page)).toHaveText('127.0.0.1:' + `${port.port}: 2 back ends in 6 sessions`);
  await expect(page.getByRole('banner').or(page.getByRole('main'))).toContainText('does not offer DSN');
  // One is shown without a press.
  await expect(session(page).getByRole('log', { name: 'Transcript' })).toContainText('EHLO');
  await page.getByRole('button', { name: 'Show 3 sessions' }).first().click();
  await expect(session(page).getByRole('log', { name: 'Transcript' })).toContainText('SIZE 1000');
  const folder = process.env.POSTHORN_LOOK ?? info.outputDir;
  for (const theme of themes) {
    await setTheme(page, theme);
    await settled(page);
    expect.soft(await axeProblems(page), `census ${theme}`).toEqual([]);
    await page.screenshot({ path: join(folder, `survey-census-${theme}.png`) });
  }
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  await expect(comparison(page)).toContainText('DSN');
  await expect(comparison(page).getByRole('row')).not.toHaveCount(0);
  for (const theme of themes) {
    await setTheme(page, theme);
    await settled(page);
    expect.soft(await axeProblems(page), `compare ${theme}`).toEqual([]);
    await page.screenshot({ path: join(folder, `survey-compare-${theme}.png`) });
  }
  await port.close();
});

test('every address is asked by keyboard alone', async ({ app: { page } }) => {
  await go(page, 'Test server', 'Listeners');
  const { port } = await addressOf(listener(page, 'SMTP, STARTTLS offered'));
  await page.keyboard.press('ControlOrMeta+7');
  await expect(page.getByRole('tab', { name: 'Port matrix' })).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'Addresses' })).toHaveAttribute('aria-selected', 'true');
  const field = page.getByRole('textbox', { name: 'Host and port' });
  for (let tabs = 0; tabs < 5 && !(await field.evaluate((each) => each === document.activeElement)); tabs += 1)
    await page.keyboard.press('Tab');
  await page.keyboard.insertText(`127.0.0.1:${port}`);
  await page.keyboard.press('Enter');
  await expect(verdict(page)).toContainText('1 address, which answers');
  const row = page.getByRole('region', { name: 'What was found' }).getByRole('button', { name: /127\.0\.0\.1/ });
  for (let tabs = 0; tabs < 20 && !(await row.evaluate((each) => each === document.activeElement)); tabs += 1)
    await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(session(page).getByRole('log', { name: 'Transcript' })).toContainText('EHLO');
});

test('a past run is put beside the one before it, and a server beside itself now', async ({ app: { page } }) => {
  const first = await backEnd(['SIZE 1000', 'DSN']);
  await inspect(page, `127.0.0.1:${first.port}`);
  await inspected(page);
  const { port } = first;
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await inspected(page);
  await sidebar(page, 'History').click();
  const runs = page.getByRole('listbox', { name: 'Past runs' }).getByRole('option');
  await expect(runs).toHaveCount(2);
  await runs.first().click();
  await page.getByRole('button', { name: 'Compare with…' }).click();
  await expect(page.getByText('Nothing differs but names, dates and ids.')).toBeVisible();
  await page.getByRole('checkbox', { name: 'Also what is the same' }).check();
  await expect(comparison(page)).toContainText('DSN');
  // By keyboard: the second side becomes a server that is typed.
  const side = page.getByRole('combobox', { name: /^Side B/ }).or(page.getByRole('button', { name: /^Side B/ }));
  await side.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Tab');
  await page.keyboard.insertText(`127.0.0.1:${port}`);
  await page.keyboard.press('Enter');
  await expect(page.getByText('Nothing differs but names, dates and ids.')).toBeVisible();
  await expect(comparison(page)).toContainText(', now');
  await first.close();
});

test('a name without an address: no session, and no panes that wait for one', async ({ app: { page } }) => {
  await sidebar(page, 'Surveys').click();
  await page.getByRole('textbox', { name: 'Host' }).fill('nowhere.invalid');
  await page.keyboard.press('Enter');
  await expect(verdict(page)).toContainText('nowhere.invalid: no address');
  await expect(page.getByRole('heading', { name: 'No session was held' })).toBeVisible();
  await expect(page.getByText('Choose a cell')).toHaveCount(0);
  await page.getByRole('tab', { name: 'MX hosts' }).click();
  await page.getByRole('button', { name: 'Connection options' }).click();
  // Which hosts are asked is what this survey is.
  await expect(page.getByRole('textbox', { name: 'Proxy', exact: true })).toBeVisible();
  await expect(page.getByRole('checkbox', { name: /mail domain/ })).toHaveCount(0);
  await page.getByRole('main').getByRole('textbox').first().fill('nowhere.invalid');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'No session was held' })).toBeVisible();
});
