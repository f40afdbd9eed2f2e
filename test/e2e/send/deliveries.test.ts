/** One message as several deliveries, in the real window: through several servers, and to the MX hosts of each recipient's domain. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { startDns } from '../../harness/peers/dns-server.ts';
import { startPeer } from '../peers/peer.ts';
import { expect, test } from '../window/app.ts';
import { sidebar, verdict } from '../window/screens.ts';

const step = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Steps' }).getByRole('button', { name: new RegExp(`\\b${name}\\b`) });
const rows = (page: Page) => page.getByRole('main').getByRole('table').first().getByRole('row');
/** Of this file alone: nothing else listens at port 25 there. */
const MX = '127.0.25.3';

async function confirm(page: Page, does: string, stops: readonly string[]): Promise<void> {
  await page.keyboard.press('ControlOrMeta+Enter');
  const dialog = page.getByRole('dialog', { name: `${does}?` });
  await expect(dialog.getByRole('listitem')).toHaveText(stops.map((name) => new RegExp(name)));
  await dialog.getByRole('button', { name: does }).click();
  await expect(dialog).toBeHidden();
}

test('through several servers, and to the recipients’ MX: asked before, a row each, a press shows its session', async ({
  app: { page, electron },
  dataDir,
}) => {
  let silent = true;
  const quiet = await startPeer('220 quiet.test\r\n', (line) => {
    if (/^DATA/i.test(line)) return silent ? null : '354 go\r\n';
    return /^QUIT/i.test(line) ? '221 bye\r\n' : '250 ok\r\n';
  });
  const mx = await startPeer(
    '220 mx.one.test\r\n',
    (line) => {
      if (/^DATA/i.test(line)) return '354 go\r\n';
      return /^QUIT/i.test(line) ? '221 bye\r\n' : '250 2.0.0 Ok: queued as 4Zq7Lk2bYz\r\n';
    },
    null,
    { host: MX, port: 25 },
  );
  const dns = await startDns({
    'one.test': { mx: [[10, 'mx.one.test']] },
    'mx.one.test': { a: [MX] },
    'none.test': { mx: [[0, '.']] },
  });
  try {
    await sidebar(page, 'Send test').click();
    await expect(page.getByRole('textbox', { name: 'Server' })).not.toHaveValue('');
    const own = await page.getByRole('textbox', { name: 'Server' }).inputValue();

    await page.getByText('Several servers', { exact: true }).click();
    await expect(step(page, 'Server')).toContainText('Name a further server');
    await page.getByRole('textbox', { name: 'And through' }).fill(`${own}\nprofile:None`);
    await expect(step(page, 'Server')).toContainText('no profile “None”');
    await page.getByRole('textbox', { name: 'And through' }).fill(`${own}\n127.0.0.1:9`);
    await expect(step(page, 'Server')).toContainText('and 2 more');
    await step(page, 'Review').click();
    await expect(page.getByText(/^Posthorn sends one message/)).toContainText(
      `through each of ${own}, ${own} and 127.0.0.1:9`,
    );
    await expect(page.locator('code').filter({ hasText: 'posthorn send' })).toContainText(
      `--also ${own} --also 127.0.0.1:9`,
    );
    await confirm(page, 'Send 3 messages', [own, own, '127.0.0.1:9']);
    await expect(step(page, 'Result')).toContainText('2 of 3 deliveries without a problem');
    await expect(rows(page)).toHaveCount(4);
    await expect(rows(page).nth(3)).toContainText('127.0.0.1:9');
    await expect(verdict(page)).toContainText('127.0.0.1:9');
    await rows(page).nth(1).getByRole('button').click();
    await expect(verdict(page)).toContainText('took the message');
    await expect(page.getByRole('region', { name: 'Where it went' })).toContainText('octet by octet');

    // Stopped in the middle of the first: no other is begun.
    await step(page, 'Server').click();
    await page.getByRole('textbox', { name: 'Server', exact: true }).fill(`127.0.0.1:${quiet.port}`);
    await page.getByRole('textbox', { name: 'And through' }).fill(own);
    await confirm(page, 'Send 2 messages', ['127.0.0.1', own]);
    await expect(rows(page).nth(2)).toContainText('waits');
    await page.getByRole('button', { name: /^Cancel/ }).click();
    await expect(rows(page).nth(2)).toContainText('not begun');
    await expect(verdict(page)).toContainText(/stopped|cancelled/i);
    silent = false;

    await step(page, 'Server').click();
    await page.getByText('The recipients’ MX', { exact: true }).click();
    await page.getByRole('button', { name: 'Connection options' }).click();
    await page.getByRole('textbox', { name: 'DNS server' }).fill(dns.address);
    await page.getByRole('button', { name: 'Connection options' }).click();
    await step(page, 'Envelope').click();
    await page
      .getByRole('textbox', { name: 'To' })
      .fill('ann@one.test\nben@none.test\ncid@ONE.test NOTIFY=NEVER\npostmaster');
    await expect(step(page, 'Server')).toContainText('“postmaster” has no domain');
    await page.getByRole('textbox', { name: 'To' }).fill('ann@one.test\nben@none.test\ncid@ONE.test');
    await expect(step(page, 'Server')).toContainText('the MX hosts of 2 domains');
    await step(page, 'Server').click();
    await expect(page.getByRole('list', { name: 'Deliveries' }).getByRole('listitem')).toHaveText([
      /one\.test 2 recipients/,
      /none\.test 1 recipient/,
    ]);
    await step(page, 'Review').click();
    await expect(page.locator('code').filter({ hasText: 'posthorn send' })).toContainText(/send --from .* --mx/);
    await confirm(page, 'Send 2 messages', ['one.test', 'none.test']);
    await expect(step(page, 'Result')).toContainText('1 of 2 deliveries without a problem');
    await expect(rows(page).nth(2)).toContainText('none.test');
    await rows(page).nth(1).getByRole('button').click();
    await expect(verdict(page)).toContainText('took the message');
    await expect(page.getByText('grep -F -- 4Zq7Lk2bYz /var/log/mail.log')).toBeVisible();
    const saved = join(dataDir, 'arrived.eml');
    await writeFile(saved, 'Received: from here\r\nSubject: other\r\n\r\nAnother text\r\n');
    await electron.evaluate(({ dialog }, path) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
    }, saved);
    await page.getByRole('button', { name: 'Compare with an .eml…' }).click();
    await expect(page.getByText(/What was sent was changed on the way: 1 hop, 1 field added/)).toBeVisible();
    await expect(page.getByText('Another text')).toBeVisible();
  } finally {
    await Promise.all([quiet.close(), mx.close(), dns.close()]);
  }
});
