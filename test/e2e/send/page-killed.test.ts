/**
 * The window's page is killed in each step of a send test: the page in its place stands in the same step with what was typed, the
 * password excepted. Killed while a message is sent, main sends on, and the new page shows what comes of it.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { startPeer } from '../peers/peer.ts';
import { expect, test } from '../window/app.ts';
import { killPage, press, shown, text } from '../window/page-end.ts';
import { sidebar } from '../window/screens.ts';

const STEPS = ['Server', 'Envelope', 'Message', 'Delivery', 'Review', 'Result'] as const;
const rail = `document.querySelector('nav[aria-label="Steps"]')?.innerText ?? ''`;
const here = `document.querySelector('nav[aria-label="Steps"] [aria-current="step"]')?.innerText ?? ''`;

/** In the rail each step begins with its number. */
async function toStep(electron: ElectronApplication, name: string): Promise<void> {
  const script = `(() => {
    const found = [...document.querySelectorAll('nav[aria-label="Steps"] button')].find((each) => each.innerText.includes(${JSON.stringify(name)}));
    found?.click();
    return found !== undefined;
  })()`;
  await expect.poll(() => shown(electron, script)).toBe(true);
  await expect.poll(() => shown(electron, here)).toContain(name);
}

const KEPT = { from: 'typed@example.org', message: { subject: 'Before the end' } };

/** What is kept of the send test comes to hold that. */
async function kept(dataDir: string, draft: object): Promise<string> {
  const file = join(dataDir, 'send-draft.json');
  await expect
    .poll(async () => JSON.parse(await readFile(file, 'utf8').catch(() => '{}')) as { draft?: object })
    .toMatchObject({ draft });
  return readFile(file, 'utf8');
}

async function fill(page: Page, electron: ElectronApplication, server: string): Promise<void> {
  await sidebar(page, 'Send test').click();
  await expect(page.getByRole('textbox', { name: 'Server' })).not.toHaveValue('');
  await page.getByRole('textbox', { name: 'Server' }).fill(server);
  await toStep(electron, 'Envelope');
  await page.getByRole('textbox', { name: 'From' }).fill(KEPT.from);
  await toStep(electron, 'Message');
  await page.getByRole('textbox', { name: 'Subject' }).fill(KEPT.message.subject);
}

// A page a step.
test.setTimeout(120_000);

test('killed in each step: everything but the password is there again', async ({
  app: { page, electron },
  dataDir,
}) => {
  // More often than the window comes back without asking.
  await electron.evaluate(({ dialog }) => {
    dialog.showMessageBox = () => Promise.resolve({ response: 0, checkboxChecked: false });
  });
  await fill(page, electron, 'slow.test:2525');
  await toStep(electron, 'Server');
  await page.getByTitle('User name, password, mechanism and EHLO name').click();
  await page.getByRole('textbox', { name: 'User name' }).fill('ann');
  await page.getByLabel('Password', { exact: true }).fill('S3cret!');
  for (const name of STEPS) {
    await toStep(electron, name);
    expect(await kept(dataDir, { ...KEPT, step: name.toLowerCase() })).not.toContain('S3cret!');
    await killPage(electron);
    // Nothing was sent: the step before the result is where one goes on.
    await expect.poll(() => shown(electron, here)).toContain(name === 'Result' ? 'Review' : name);
    const all = String(await shown(electron, rail));
    for (const part of [KEPT.from, KEPT.message.subject, 'slow.test:2525 · as ann']) expect(all).toContain(part);
  }
});

test('killed while a message is sent: the new page shows what comes of it, and what is not known', async ({
  app: { page, electron },
  dataDir,
}) => {
  // After the final dot: the answer comes when the test says so.
  const waiting: ((text: string) => void)[] = [];
  const peer = await startPeer('220 slow.test ESMTP\r\n', (line, say) => {
    if (/^DATA/i.test(line)) return '354 go\r\n';
    if (line !== '.') return /^QUIT/i.test(line) ? '221 bye\r\n' : '250 ok\r\n';
    waiting.push(say);
    return null;
  });
  const heading = `document.querySelector('main h1')?.innerText ?? ''`;
  try {
    await fill(page, electron, `127.0.0.1:${peer.port}`);
    await kept(dataDir, KEPT);
    await press(electron, 'main button', 'Send');
    await expect.poll(() => waiting.length).toBe(1);
    await killPage(electron);
    await expect.poll(() => shown(electron, here)).toContain('Result');
    await expect.poll(() => shown(electron, rail)).toContain(KEPT.message.subject);
    await expect.poll(() => shown(electron, text)).toContain('Cancel');
    expect(await shown(electron, text)).not.toContain('took the message');
    waiting[0]?.('250 2.0.0 Ok: queued as KEPT1\r\n');
    await expect.poll(() => shown(electron, heading)).toContain('took the message');

    // The next one is never answered: it may have arrived, and that is what is said.
    await press(electron, 'main button', 'Send again');
    await expect.poll(() => waiting.length).toBe(2);
    await killPage(electron);
    await expect.poll(() => shown(electron, text)).toContain('Cancel');
  } finally {
    await peer.close();
  }
  await expect.poll(() => shown(electron, heading)).toContain('delivery unknown');
});
