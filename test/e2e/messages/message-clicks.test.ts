/** What can be done with an open message, by the buttons that a user has for it, looked for where it ends: on disk and display. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { expect, test } from '../window/app.ts';
import { framebuffer, grab } from '../window/display.ts';
import { deliver, html, shownAddress } from './mail.ts';
import { go, messages } from '../window/screens.ts';

/** The system's dialog for saving answers this folder and the name that it was given. */
const answerSaving = (electron: ElectronApplication, dir: string): Promise<void> =>
  electron.evaluate(({ dialog }, folder) => {
    dialog.showSaveDialog = async (...args: unknown[]) => {
      const { defaultPath = 'none' } = args.at(-1) as { defaultPath?: string };
      return { canceled: false, filePath: `${folder}/${defaultPath.split('/').at(-1) ?? ''}` };
    };
  }, dir);

const attached = [
  'Subject: Attached',
  'Content-Type: multipart/mixed; boundary=b',
  '',
  '--b',
  'Content-Type: text/plain',
  '',
  'see below',
  '--b',
  'Content-Type: application/octet-stream; name="data.bin"',
  'Content-Disposition: attachment; filename="data.bin"',
  'Content-Transfer-Encoding: base64',
  '',
  Buffer.from('what was attached').toString('base64'),
  '--b--',
  '',
].join('\r\n');

test('an attachment and the message itself are saved by their buttons', async ({
  app: { page, electron },
  dataDir,
}) => {
  await answerSaving(electron, dataDir);
  await deliver(page, attached);
  await go(page, 'Test server', 'Inbox');
  await messages(page).filter({ hasText: 'Attached' }).click();
  await page.getByRole('button', { name: /data\.bin/ }).click();
  await expect(page.getByText('Saved as data.bin')).toBeVisible();
  expect(await readFile(join(dataDir, 'data.bin'), 'utf8')).toBe('what was attached');
  await page.getByRole('button', { name: 'Export as .eml' }).click();
  await expect(page.getByText('Saved as Attached.eml')).toBeVisible();
  expect(await readFile(join(dataDir, 'Attached.eml'), 'utf8')).toContain(attached);
});

test('a message is marked as unread, and its HTML shown larger, by their buttons', async ({
  app: { page, electron },
}) => {
  test.skip(framebuffer === null, 'only the virtual display of npm test can be read');
  const square = '<body style="margin:0"><div style="width:100px;height:100px;background:rgb(200,30,60)"></div>';
  await deliver(page, html(square, 'Square'));
  await go(page, 'Test server', 'Inbox');
  await messages(page).filter({ hasText: 'Square' }).click();
  await expect.poll(() => shownAddress(electron)).toMatch(/^mail:/);
  const pixels = async (): Promise<number> => {
    const picture = await grab(electron);
    const whole = { x: 0, y: 0, width: picture.width, height: picture.height };
    return Math.round(picture.share(whole, [200, 30, 60]) * whole.width * whole.height);
  };
  // Ten thousand, and then four times as many; the pointer of the display may lie over some.
  await expect.poll(pixels).toBeGreaterThan(9_000);
  expect(await pixels()).toBeLessThanOrEqual(10_000);
  for (let step = 0; step < 4; step += 1) await page.getByRole('button', { name: 'Larger' }).click();
  await expect.poll(pixels).toBeGreaterThan(38_000);
  expect(await pixels()).toBeLessThanOrEqual(40_000);
  await page.getByRole('button', { name: 'Mark as unread' }).click();
  await expect(page.getByRole('tab', { name: /^Inbox\s*1/ })).toBeVisible();
});
