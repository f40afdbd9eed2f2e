/**
 * A message of more than 100 MB through the window, as a file and with a file attached: it streams, the memory of no process grows with it; and the
 * page dies while it goes out.
 */
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElectronApplication, Locator, Page } from '@playwright/test';
import { startTcpPeer } from '../../harness/peers/tcp-peer.ts';
import { expect, test } from '../window/app.ts';
import { killPage, shown } from '../window/page-end.ts';
import { sidebar } from '../window/screens.ts';

const MIB = 1024 * 1024;
const step = (page: Page, name: string): Locator =>
  page.getByRole('navigation', { name: 'Steps' }).getByRole('button', { name: new RegExp(`\\b${name}\\b`) });

/** Takes any message, and says how many octets of it came; answers the final dot when told to. */
async function startSink() {
  let octets = 0;
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  const peer = await startTcpPeer((socket) => {
    let inData = false;
    let tail = '';
    socket.write('220 sink.test ESMTP\r\n');
    socket.on('data', (chunk: Buffer) => {
      if (inData) {
        octets += chunk.length;
        tail = (tail + chunk.subarray(-5).toString('latin1')).slice(-5);
        if (tail !== '\r\n.\r\n') return;
        inData = false;
        void released.then(() => socket.write('250 2.0.0 Ok: queued as SINK1\r\n'));
        return;
      }
      for (const line of chunk.toString('latin1').split('\r\n').slice(0, -1)) {
        if (/^EHLO/i.test(line)) socket.write('250-sink.test\r\n250 8BITMIME\r\n');
        else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n');
        else if (/^DATA/i.test(line)) inData = socket.write('354 go\r\n') || true;
        else socket.write('250 ok\r\n');
      }
    });
  });
  return { port: peer.port, close: () => peer.close(), release, octets: () => octets };
}

async function writeLarge(path: string, mebibytes: number): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.write('From: <a@example.org>\r\nSubject: large\r\n\r\n');
    const block = Buffer.from(`${'x'.repeat(74)}\r\n`.repeat(14_000));
    for (let written = 0; written < mebibytes * MIB; written += block.length) await file.write(block);
  } finally {
    await file.close();
  }
}

/** KiB, the most that main ever had. */
const mostOfMain = (electron: ElectronApplication): Promise<number> =>
  electron.evaluate(() => process.resourceUsage().maxRSS);

/** KiB, the most that any other process of the app ever had. */
const mostOfOthers = (electron: ElectronApplication): Promise<number> =>
  electron.evaluate(({ app }) =>
    Math.max(
      ...app.getAppMetrics().flatMap(({ type, memory }) => (type === 'Browser' ? [] : [memory.peakWorkingSetSize])),
    ),
  );

interface Most {
  readonly main: number;
  readonly others: number;
}
const mostOf = async (electron: ElectronApplication): Promise<Most> => ({
  main: await mostOfMain(electron),
  others: await mostOfOthers(electron),
});

async function expectNoGrowth(electron: ElectronApplication, before: Most): Promise<void> {
  const now = await mostOf(electron);
  const grown = { main: now.main - before.main, others: now.others - before.others };
  expect(grown.main, `main grew by ${grown.main} KiB`).toBeLessThan(60 * 1024);
  expect(grown.others, `another process grew by ${grown.others} KiB`).toBeLessThan(60 * 1024);
}

const chosen = (electron: ElectronApplication, path: string): Promise<void> =>
  electron.evaluate(({ dialog }, file) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [file] });
  }, path);

test.setTimeout(120_000);

test('110 MB are sent as they lie there, and the end is known though the page died meanwhile', async ({
  app: { page, electron },
  dataDir,
}) => {
  const path = join(dataDir, 'large.eml');
  await writeLarge(path, 110);
  const sink = await startSink();
  await chosen(electron, path);
  await sidebar(page, 'Send test').click();
  await page.getByRole('textbox', { name: 'Server' }).fill(`127.0.0.1:${sink.port}`);
  await step(page, 'Message').click();
  await page.getByRole('radio', { name: 'From a file' }).check({ force: true });
  await page.getByRole('button', { name: 'Choose a message file…' }).click();
  await expect(page.getByRole('list', { name: 'Message file' })).toContainText('large.eml');
  const before = await mostOf(electron);

  await step(page, 'Review').click();
  await expect(page.getByText(/SHA-256 [0-9a-f]{16}/)).toBeVisible({ timeout: 30_000 });
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect.poll(sink.octets, { timeout: 60_000 }).toBeGreaterThan(110 * MIB);
  await expectNoGrowth(electron, before);

  // The server has it all and has not answered: the page dies, the session does not.
  await killPage(electron);
  sink.release();
  await expect.poll(() => shown(electron, 'document.body.innerText')).toContain('was opened again');
  await expect
    .poll(() => shown(electron, 'document.body.innerText'), { timeout: 30_000 })
    .toContain('took the message');
  await sink.close();
});

test('100 MB attached: looked at, made, sent and done, and no process holds them', async ({
  app: { page, electron },
  dataDir,
}) => {
  const path = join(dataDir, 'large.bin');
  await writeLarge(path, 100);
  const sink = await startSink();
  sink.release();
  await chosen(electron, path);
  await sidebar(page, 'Send test').click();
  await page.getByRole('textbox', { name: 'Server' }).fill(`127.0.0.1:${sink.port}`);
  await step(page, 'Message').click();
  await page.getByRole('button', { name: 'Attach files…' }).click();
  await expect(page.getByRole('list', { name: 'Files to attach' })).toContainText('large.bin');
  const before = await mostOf(electron);

  await step(page, 'Review').click();
  await expect(page.getByText(/SHA-256 [0-9a-f]{16}/)).toBeVisible({ timeout: 60_000 });
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toContainText('took the message', {
    timeout: 90_000,
  });
  // As base64 it is a third more.
  expect(sink.octets()).toBeGreaterThan(133 * MIB);
  await expectNoGrowth(electron, before);
  await sink.close();
});
