/** What a message of a send test is made of, walked through in the window: seen before it is sent, signed, kept, sent on from the inbox. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { expect, test, type RunningApp } from '../window/app.ts';
import { axeProblems, loadAxe } from '../window/axe.ts';
import { framebuffer, grab, resizeWindow, type Rgb } from '../window/display.ts';
import { settled } from '../states/states.ts';
import { messages, sidebar, verdict } from '../window/screens.ts';

const step = (page: Page, name: string): Locator =>
  page.getByRole('navigation', { name: 'Steps' }).getByRole('button', { name: new RegExp(`\\b${name}\\b`) });
const button = (page: Page, name: string): Locator => page.getByRole('main').getByRole('button', { name, exact: true });
const radio = (page: Page, name: string): Promise<void> => page.getByText(name, { exact: true }).first().click();

const paper: Rgb = [18, 184, 160];

async function openMessage(page: Page): Promise<void> {
  await sidebar(page, 'Send test').click();
  await expect(page.getByRole('textbox', { name: 'Server' })).not.toHaveValue('');
  await step(page, 'Message').click();
  await expect(page.getByRole('textbox', { name: 'Subject' })).toBeVisible();
}

async function inOrder(page: Page, what: string): Promise<void> {
  await settled(page);
  expect(await axeProblems(page), what).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth), what).toBe(false);
}

/** Of the place that the page keeps for the view, how much shows the message. */
async function painted({ page, electron }: RunningApp): Promise<number> {
  const box = await page.getByRole('img', { name: 'The message as its HTML shows it' }).boundingBox();
  if (box === null) return 0;
  const [x, y] = [Math.ceil(box.x), Math.ceil(box.y)];
  const area = {
    x,
    y,
    width: Math.floor(box.x + box.width) - x,
    height: Math.floor(box.y + box.height) - y,
  };
  return (await grab(electron)).share(area, paper);
}

test('HTML is seen before it is sent; the message is signed, kept, sent, and sent on from the inbox', async ({
  app,
}) => {
  const { page, electron } = app;
  await openMessage(page);
  await loadAxe(page);

  // Seen on the display itself: the view is no part of the page.
  await page.getByRole('checkbox', { name: 'HTML part too' }).check();
  await page
    .getByRole('textbox', { name: 'HTML' })
    .fill(`<body style="margin:0;background:rgb(${paper.join()})"><div style="height:3000px">Painted</div>`);
  const preview = page.getByRole('button', { name: 'Preview', exact: true });
  await preview.click();
  const place = page.getByRole('img', {
    name: 'The message as its HTML shows it',
  });
  await place.scrollIntoViewIfNeeded();
  await expect(place).toBeVisible();
  if (framebuffer !== null) await expect.poll(() => painted(app), { timeout: 20_000 }).toBeGreaterThan(0.7);
  // Typed on: shown anew.
  await page
    .getByRole('textbox', { name: 'HTML' })
    .fill('<body style="margin:0;background:rgb(1,2,3)"><div style="height:3000px">Other</div>');
  await place.scrollIntoViewIfNeeded();
  if (framebuffer !== null) await expect.poll(() => painted(app), { timeout: 20_000 }).toBeLessThan(0.1);
  await page.getByRole('radio', { name: 'Text', exact: true }).check({ force: true });
  await expect(page.getByRole('region', { name: 'Text of the message' })).toContainText('This is a test message.');
  await inOrder(page, 'preview');
  await preview.click();

  // A From of its own, apart from the envelope's.
  const headers = page.getByRole('textbox', { name: 'Header fields' });
  await headers.fill('From: Ann <ann@example.com>\nno field');
  await expect(step(page, 'Message')).toContainText('Line 2 is no field');
  await headers.fill('From: Ann <ann@example.com>\nX-Own: yes');
  await expect(page.getByText(/SPF does not count then/)).toBeVisible();

  // Signed with a key that is made for it, by keyboard.
  const signature = page.getByRole('combobox', { name: /^DKIM signature/ });
  await signature.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('option', { name: /^Make a key: Ed25519/ }).click();
  // Aligned with the From in the header, not with the envelope's sender.
  await expect(page.getByRole('textbox', { name: 'Signed for (d=)' })).toHaveValue('example.com');
  const record = page.getByRole('group', { name: 'Record to publish' });
  await expect(record).toContainText('test1._domainkey.example.com');
  await expect(record).toContainText('v=DKIM1; k=ed25519; p=');
  await expect(step(page, 'Message')).toContainText('signed for example.com');
  await expect(page.getByText(/which this message gets/)).toBeVisible();
  await page.getByRole('textbox', { name: 'Signed for (d=)' }).fill('example.org');
  await expect(page.getByText(/which this message gets/)).toBeHidden();
  await page.getByRole('textbox', { name: 'Selector (s=)' }).fill('a b');
  await expect(step(page, 'Message')).toContainText('A name in DNS');
  await expect(button(page, 'Send')).toBeDisabled();
  await page.getByRole('textbox', { name: 'Selector (s=)' }).fill('test2');
  await page.getByRole('textbox', { name: 'Signed for (d=)' }).fill('example.com');
  await expect(page.getByText(/which this message gets/)).toBeVisible();
  await inOrder(page, 'signature');

  // Kept to begin with another time.
  await button(page, 'Save as template…').click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Painted mail');
  await inOrder(page, 'name of a template');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Kept as “Painted mail”, under Yours.')).toBeVisible();
  await radio(page, 'Ready-made');
  await page.getByRole('radio', { name: 'Painted mail' }).check({ force: true });
  const source = page.getByRole('textbox', { name: 'Source' });
  await expect(source).toHaveValue(/To: \{\{to\}\}[^]*From: Ann <ann@example\.com>\nX-Own: yes/);
  await source.fill(`${await source.inputValue()}\n{{nmae}}\n`);
  await expect(page.getByRole('list', { name: 'Checks of the source' })).toContainText('{{nmae}} is no variable');
  await button(page, 'Rename').click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Mail, painted');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('radio', { name: 'Mail, painted' })).toBeChecked();
  await inOrder(page, 'own templates');

  await step(page, 'Review').click();
  const shown = page.getByLabel('Source of the message');
  await expect(shown).toContainText('DKIM-Signature: v=1; a=ed25519-sha256;');
  await expect(shown).toContainText('d=example.com;');
  await expect(shown).toContainText('From: Ann <ann@example.com>');
  await expect(page.locator('code').filter({ hasText: 'posthorn send' })).toContainText('--dkim-selector test2');
  await button(page, 'Send').click();
  await expect(verdict(page)).toContainText('took the message');

  // What was sent is kept, by keyboard.
  await button(page, 'Save as template…').press('Enter');
  await page.getByRole('textbox', { name: 'Name' }).fill('As it was sent');
  await inOrder(page, 'name of what was sent');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Kept as “As it was sent”, under Yours.')).toBeVisible();

  // On from the inbox, as it came.
  await page.getByRole('button', { name: 'Open the message' }).click();
  await expect(messages(page)).toHaveCount(1);
  await page.getByRole('button', { name: 'Send it on' }).click();
  await expect(step(page, 'Message')).toContainText('Test message from Posthorn');
  await step(page, 'Message').click();
  await expect(page.getByRole('radiogroup', { name: 'Messages of the test server' }).getByRole('radio')).toBeChecked();
  await resizeWindow(electron, 900, 600);
  await inOrder(page, 'captured, 900 by 600');
  await button(page, 'Send').click();
  await expect(verdict(page)).toContainText('took the message');
  await sidebar(page, 'Test server').click();
  await expect(messages(page)).toHaveCount(2);
});

test('one message of an mbox file', async ({ app: { page, electron }, dataDir }) => {
  const line = 'From a@example.org Wed Mar  4 05:06:07 2026\n';
  const file = join(dataDir, 'mail.mbox');
  await writeFile(file, `${line}Subject: First of two\n\n>From here\n\n${line}Subject: Second of two\n\nx\n\n`);
  await openMessage(page);
  await electron.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
  }, file);
  await radio(page, 'From a file');
  await button(page, 'Choose a message file…').click();
  const entries = page.getByRole('radiogroup', {
    name: 'Messages of the file',
  });
  await expect(entries.getByRole('radio')).toHaveCount(2);
  await entries.getByText('Second of two').click();
  await loadAxe(page);
  await inOrder(page, 'mbox');
  await step(page, 'Review').click();
  await expect(page.getByLabel('Source of the message')).toContainText('Subject: Second of two');
  await button(page, 'Send').click();
  await expect(verdict(page)).toContainText('took the message');
});
