/**
 * The send test in the real window against servers as others run them: Postfix, Exim, OpenSMTPD and Dovecot's LMTP. What it says of each
 * recipient is what the server did, what arrived is what was sent, and the name it gives for the logs is the one that stands in them.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElectronApplication, Locator, Page } from '@playwright/test';
import { storedCopies, waitForStored } from '../../interop/client/stored.ts';
import { type CorpusMessage, makeMessage } from '../../interop/corpus.ts';
import { users } from '../../interop/servers/dovecot.ts';
import { type Exim, startExim } from '../../interop/servers/exim.ts';
import { type MailSystem, startMailSystem, waitFor } from '../../interop/servers/mail-system.ts';
import { type OpenSmtpd, startOpenSmtpd } from '../../interop/servers/opensmtpd.ts';
import { call, expect, test } from '../window/keyring.ts';
import { sidebar, verdict } from '../window/screens.ts';

test.setTimeout(120_000);

let mail: MailSystem;
let exim: Exim;
let opensmtpd: OpenSmtpd;
const stops: (() => Promise<void>)[] = [];

test.beforeAll(async () => {
  mail = await startMailSystem({ imap: true });
  stops.push(() => mail.stop());
  const { folder, certificates, dovecot } = mail;
  const toDovecot = { domain: 'interop.test', protocol: 'lmtp', tls: 'none', path: null, caFile: '' } as const;
  exim = await startExim(folder, certificates, [{ ...toDovecot, port: dovecot.lmtpPort }]);
  stops.push(() => exim.stop());
  opensmtpd = await startOpenSmtpd(folder, dovecot);
  stops.push(() => opensmtpd.stop());
});
test.afterAll(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

const main = (page: Page): Locator => page.getByRole('main');
const field = (page: Page, name: string): Locator => main(page).getByRole('textbox', { name, exact: true });
const step = (page: Page, name: string): Locator =>
  page.getByRole('navigation', { name: 'Steps' }).getByRole('button', { name: new RegExp(`\\b${name}\\b`) });
/** In the order of the envelope. */
const recipients = (page: Page): Locator =>
  page.getByRole('region', { name: 'Recipients' }).locator('tbody').getByRole('row');

const choose = (electron: ElectronApplication, path: string): Promise<void> =>
  electron.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
  }, path);

/** Octets above 127, lines that look like the end, and lines as long as they may be. */
const hard = (name: string): CorpusMessage =>
  makeMessage(
    name,
    `.\r\n..\r\n.leading\r\n\r\n.\r\nGrüße, 日本語, 🦉\r\n\tone \r\n${'x'.repeat(998)}\r\n.${'y'.repeat(997)}\r\nend\r\n`,
  );

async function openWizard(page: Page): Promise<void> {
  await sidebar(page, 'Send test').click();
  await expect(field(page, 'Server')).not.toHaveValue('');
}

async function address(page: Page, to: readonly string[]): Promise<void> {
  await step(page, 'Envelope').click();
  await field(page, 'From').fill('sender@client.test');
  await field(page, 'To').fill(to.join('\n'));
}

async function takeFile(page: Page, electron: ElectronApplication, message: CorpusMessage): Promise<void> {
  const path = join(mail.folder, `${message.id}.eml`);
  await writeFile(path, message.bytes);
  await choose(electron, path);
  await step(page, 'Message').click();
  await page.getByText('From a file', { exact: true }).click();
  await page.getByRole('button', { name: 'Choose a message file…' }).click();
  await expect(step(page, 'Message')).toContainText(`${message.id}.eml`);
}

const smtpServers = [
  {
    name: 'Postfix',
    port: () => mail.postfix.port,
    log: () => mail.postfix.log(),
    offers: /9\.77 MiB.*DSN/,
    refused: 'reject@discard.test',
  },
  {
    name: 'Exim',
    port: () => exim.port,
    log: () => exim.log(),
    offers: /50 MiB.*DSN/,
    refused: 'reject@interop.test',
  },
  {
    name: 'OpenSMTPD',
    port: () => opensmtpd.port,
    log: () => opensmtpd.log(),
    offers: /50 MiB.*DSN/,
    refused: 'somebody@elsewhere.test',
  },
];

for (const { name, port, log, offers, refused } of smtpServers) {
  test(`${name}: one taken, one refused; what arrived is what was sent, and its log knows the name`, async ({
    start,
  }) => {
    const { page, electron } = await start();
    const message = hard(`by ${name}`);
    await openWizard(page);
    await field(page, 'Server').fill(`127.0.0.1:${String(port())}`);
    await page.getByRole('button', { name: 'Connection options' }).click();
    await choose(electron, mail.certificates.ca);
    const roots = page.getByRole('group', { name: 'Trusted roots' });
    await roots.getByRole('button', { name: 'Choose a file…' }).click();
    await expect(roots).toContainText('1 certificate');
    await address(page, ['alice@interop.test NOTIFY=SUCCESS,FAILURE', refused]);
    await expect(step(page, 'Server')).toContainText(offers);
    await takeFile(page, electron, message);
    await page.keyboard.press('ControlOrMeta+Enter');

    await expect(verdict(page)).toContainText('took the message for 1 of 2 recipients');
    await expect(recipients(page).nth(0)).toContainText(/alice@interop\.test NOTIFY=SUCCESS,FAILURE.*accepted/);
    await expect(recipients(page).nth(1)).toContainText('refused');
    const stored = await waitForStored(mail.dovecot, 'alice', message);
    expect(stored.equals(message.bytes), `${stored.length} octets stored, ${message.bytes.length} sent`).toBe(true);

    const filed = page.getByRole('region', { name: 'Where did it go?' });
    await expect(filed).toContainText(`${name} filed it as`);
    const id = await filed.locator('bdi').innerText();
    expect(id).toMatch(/^[\w-]{6,40}$/);
    const line = await waitFor(`${id} in the log of ${name}`, async () => {
      const lines = (await log()).split('\n');
      return lines.find((one) => one.includes(id) && one.includes('alice@interop.test')) ?? null;
    });
    expect(line).not.toContain(refused);
  });
}

test('Dovecot’s LMTP: an answer for each recipient, and the mailbox agrees with each', async ({ start }) => {
  const { page, electron } = await start();
  // Carol's mailbox holds 100 kB, which Dovecot notices only after the data.
  const message = makeMessage('large for carol', `${'x'.repeat(70)}\r\n`.repeat(3_000));
  await openWizard(page);
  await field(page, 'Server').fill(`lmtp://127.0.0.1:${String(mail.dovecot.lmtpPort)}`);
  await address(page, ['bob@interop.test', 'stranger@interop.test', 'carol@interop.test']);
  await takeFile(page, electron, message);
  await page.keyboard.press('ControlOrMeta+Enter');

  await expect(verdict(page)).toContainText('took the message for 1 of 3 recipients');
  await expect(recipients(page)).toHaveCount(3);
  await expect(recipients(page).nth(0)).toContainText(/bob@interop\.test.*accepted/);
  await expect(recipients(page).nth(1)).toContainText(/stranger@interop\.test.*refused/);
  await expect(recipients(page).nth(2)).toContainText(/carol@interop\.test.*refused/);
  // LMTP's 250 means that it lies in the mailbox: nothing to wait for.
  expect((await storedCopies(mail.dovecot, 'bob', message)).map((one) => one.equals(message.bytes))).toEqual([true]);
  expect(await storedCopies(mail.dovecot, 'carol', message)).toEqual([]);
});

test('through Postfix into a mailbox, and found there over IMAP with what was added on the way', async ({ start }) => {
  const { page, electron } = await start();
  const message = hard('there and back');
  const connection = {
    target: `127.0.0.1:${String(mail.postfix.port)}`,
    security: 'starttls',
    ca: await readFile(mail.certificates.ca, 'utf8'),
  };
  const content = {
    ...{ name: 'Mailbox of Bob', colour: null, favourite: false, notes: '', connection, auth: { user: 'bob' } },
    envelope: { from: '', to: [] },
  };
  await call(page, 'profiles.save', { id: null, rev: 0, folder: null, content });
  await sidebar(page, 'Profiles').click();
  await main(page)
    .getByRole('button', { name: /Mailbox of Bob/ })
    .first()
    .click();
  await page.getByLabel('Password', { exact: true }).fill(users.bob);
  await page.getByRole('button', { name: 'Keep in the keychain' }).click();
  await expect(page.getByText('In the keychain.')).toBeVisible();
  await electron.evaluate(({ dialog }) => {
    dialog.showMessageBox = () => Promise.resolve({ response: 0, checkboxChecked: false });
  });

  await main(page).getByRole('button', { name: 'Send test…' }).click();
  await expect(step(page, 'Server')).toContainText('127.0.0.1');
  await address(page, ['bob@interop.test']);
  await takeFile(page, electron, message);
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(verdict(page)).toContainText('took the message');

  const trip = page.getByRole('region', { name: 'Round trip' });
  await trip.getByRole('textbox', { name: 'IMAP server' }).fill(`127.0.0.1:${String(mail.dovecot.imapsPort)}`);
  await trip.getByRole('button', { name: 'Look for it' }).click();
  await expect(trip).toContainText(/There .* after it was sent, at the most \(\d+ looks?\)/);
  // Postfix's Received and Dovecot's.
  await expect(trip).toContainText(/What was sent is unchanged: 2 hops, \d fields? added\./);
  await trip.getByText('Added on the way').click();
  await expect(trip).toContainText(/by mx\.interop\.test \(Postfix\)/);
  await expect(trip).toContainText('Delivered-To: bob@interop.test');
  // It was looked at, not opened: nothing of the mailbox is marked as read.
  expect((await storedCopies(mail.dovecot, 'bob', message)).map((one) => one.equals(message.bytes))).toEqual([true]);
});
