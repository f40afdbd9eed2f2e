/** The explain screen: by keyboard alone, from a file, a line of a transcript and a bounce; what is pasted is text, and axe finds nothing. */
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { createTransport } from 'nodemailer';
import { axeProblems, loadAxe } from './window/axe.ts';
import { expect, test } from './window/app.ts';
import { startPeer } from './peers/peer.ts';
import { addressOf, go, inspect, inspected, listener, messages, sidebar, verdict } from './window/screens.ts';
import { setTheme, settled, themes } from './states/states.ts';

const box = (page: Page) => page.getByRole('textbox', { name: 'Reply, log, bounce or error' });
const answer = (page: Page) => page.getByRole('region', { name: 'Explanation' });
const log = [
  'Nov 30 07:00:01 relay postfix/qmgr[9]: 4F2A: from=<me@example.org>, size=812, nrcpt=1 (queue active)',
  'Nov 30 07:00:02 relay postfix/smtp[10]: 4F2A: to=<you@example.net>, relay=mx1.example.net[192.0.2.7]:25, dsn=5.1.1, status=bounced ' +
    '(host mx1.example.net[192.0.2.7] said: 550 5.1.1 <you@example.net>: Recipient address rejected: User unknown (in reply to RCPT TO command))',
  'Nov 30 07:00:02 relay postfix/qmgr[9]: 4F2A: removed',
].join('\n');

async function drop(page: Page, name: string, text: string): Promise<void> {
  const data = await page.evaluateHandle(
    ([file, content]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([content ?? ''], file ?? '', { type: 'text/plain' }));
      return transfer;
    },
    [name, text],
  );
  await box(page).dispatchEvent('dragenter', { dataTransfer: data });
  await expect(page.getByText('Drop a log, a text or a message here')).toBeVisible();
  await box(page).dispatchEvent('drop', { dataTransfer: data });
}

test('a reply is pasted, and the missing server named, by keyboard alone', async ({ app: { page, console } }) => {
  await expect(sidebar(page, 'Explain')).toBeVisible();
  await page.keyboard.press('ControlOrMeta+e');
  await expect(box(page)).toBeFocused();
  await expect(sidebar(page, 'Explain')).toHaveAttribute('aria-current', 'page');
  await page.keyboard.insertText('535 5.7.8 Error: authentication failed <img src=x onerror=alert(1)>');
  await expect(answer(page)).toContainText('How sure');
  await expect(answer(page)).toContainText(/Reply code\s*535/);
  await expect(verdict(page)).toHaveCount(1);
  const before = await verdict(page).innerText();
  const ask = page.getByRole('button', { name: 'Which server was it?' });
  await expect(ask).toBeVisible();
  for (let tabs = 0; tabs < 20 && !(await ask.evaluate((each) => each === document.activeElement)); tabs += 1)
    await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Server' })).toBeFocused();
  await page.keyboard.insertText('smtp.gmail.com');
  await expect(verdict(page)).toContainText('smtp.gmail.com: ');
  await expect(ask).toHaveCount(0);
  expect(await verdict(page).innerText()).not.toBe(before);
  // Text is text.
  expect(await page.getByRole('main').locator('img').count()).toBe(0);
  await page.keyboard.press('ControlOrMeta+e');
  await expect(box(page)).toBeFocused();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.press('Delete');
  await expect(page.getByRole('heading', { name: 'What does this reply mean, and who can act?' })).toBeVisible();
  expect(console.filter((line) => /^(error|uncaught)/.test(line))).toEqual([]);
});

test('a log is dropped, its deciding line marked and shown in the box', async ({ app: { page } }) => {
  await sidebar(page, 'Explain').click();
  await drop(page, 'mail.log', log);
  await expect(verdict(page)).toContainText('mx1.example.net: ');
  const lines = page.getByRole('list', { name: 'Lines that decide' });
  await expect(lines.locator('mark')).toHaveText(['5.1.1', '550', '5.1.1']);
  await page.getByRole('button', { name: 'Line 2', exact: true }).click();
  const selected = await box(page).evaluate((area: HTMLTextAreaElement) =>
    area.value.slice(area.selectionStart, area.selectionEnd),
  );
  expect(selected).toBe(log.split('\n')[1]);
  await drop(page, 'large.log', `${'a line of it\n'.repeat(20_000)}550 5.1.1 User unknown\n`);
  await expect(page.getByRole('status').filter({ hasText: /^The last .* of large\.log/ })).toBeVisible();
  await expect(answer(page)).toContainText('5.1.1');
  const chosen = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open a file…' }).click();
  await (await chosen).setFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('421 4.3.2 Too busy') });
  await expect(answer(page)).toContainText('4.3.2');
  await box(page).fill('x'.repeat(70_000));
  await expect(page.getByText('4,464 characters too many')).toBeVisible();
});

test('a reply of a transcript is explained with what its session knows', async ({ app: { page } }) => {
  const peer = await startPeer(
    '554-mx.example.com no\r\n554 5.7.1 No access for 192.0.2.9, see our list\r\n',
    () => null,
  );
  await inspect(page, `127.0.0.1:${peer.port}`);
  await inspected(page);
  await page.getByRole('log', { name: 'Transcript' }).getByText('554 5.7.1 No access').click();
  await page.getByRole('button', { name: 'Explain', exact: true }).last().click();
  await expect(box(page)).toHaveValue('554-mx.example.com no\n554 5.7.1 No access for 192.0.2.9, see our list');
  await expect(page.getByRole('textbox', { name: 'Server' })).toHaveValue('127.0.0.1');
  await expect(page.getByRole('textbox', { name: 'Port' })).toHaveValue(String(peer.port));
  await expect(
    page.getByRole('combobox', { name: /^Step/ }).or(page.getByRole('button', { name: /^Step/ })),
  ).toContainText('Greeting');
  await expect(answer(page)).toContainText('How sure');
  await page.getByRole('button', { name: 'Leave out' }).click();
  await expect(page.getByText('With all that is known from')).toHaveCount(0);
  await peer.close();
});

test('a bounce in the inbox is explained by what its report says', async ({ app: { page } }) => {
  await go(page, 'Test server', 'Listeners');
  const { port } = await addressOf(listener(page, 'SMTP, STARTTLS offered'));
  const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true });
  await transport.sendMail({
    envelope: { from: '', to: ['me@example.org'] },
    raw: [
      'From: MAILER-DAEMON@relay.example.org',
      'To: me@example.org',
      'Subject: Undelivered Mail Returned to Sender',
      'Content-Type: multipart/report; report-type=delivery-status; boundary=b1',
      '',
      '--b1',
      '',
      'It could not be delivered.',
      '--b1',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; relay.example.org',
      '',
      'Final-Recipient: rfc822; you@example.net',
      'Action: failed',
      'Status: 5.1.1',
      'Remote-MTA: dns; mx1.example.net',
      'Diagnostic-Code: smtp; 550 5.1.1 <you@example.net>: User unknown',
      '--b1--',
      '',
    ].join('\r\n'),
  });
  transport.close();
  await go(page, 'Test server', 'Inbox');
  await messages(page).filter({ hasText: 'Undelivered' }).click();
  await page.getByRole('main').getByRole('button', { name: 'Explain', exact: true }).click();
  await expect(box(page)).toHaveValue(/^Reporting-MTA: dns; relay\.example\.org\n/);
  await expect(verdict(page)).toContainText('mx1.example.net: ');
});

test('axe finds nothing, in both themes and in a small window', async ({ app: { page, electron } }, info) => {
  test.setTimeout(120_000);
  await loadAxe(page);
  const folder = process.env.POSTHORN_LOOK ?? info.outputDir;
  await sidebar(page, 'Explain').click();
  const shows: Readonly<Record<string, () => Promise<void>>> = {
    empty: () => box(page).fill(''),
    login: () => box(page).fill('535 5.7.8 Error: authentication failed'),
    log: () => box(page).fill(log),
    nothing: () => box(page).fill('good morning'),
  };
  for (const [name, show] of Object.entries(shows)) {
    await show();
    await expect(answer(page)).toHaveAttribute('aria-busy', 'false');
    for (const [width, height] of [
      [900, 600],
      [1280, 800],
    ] as const) {
      await electron.evaluate(
        ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size[0], size[1]),
        [width, height] as const,
      );
      await page.waitForFunction((size) => innerWidth === size[0] && innerHeight === size[1], [width, height] as const);
      for (const theme of themes) {
        await setTheme(page, theme);
        await settled(page);
        expect(await axeProblems(page), `${name} ${width} ${theme}`).toEqual([]);
        await page.screenshot({ path: join(folder, `explain-${name}-${width}-${theme}.png`) });
      }
    }
  }
});
