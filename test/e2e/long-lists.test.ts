/** 10,000 lines of transcript and 10,000 messages: few rows in the page, no gap between them, every place reached by keyboard. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openMailbox } from '../../electron/storage/mailbox/mailbox.ts';
import { appFolder, expect, test } from './window/app.ts';
import { deliver } from './messages/mail.ts';
import { startPeer } from './peers/peer.ts';
import { go, inspect, inspected, messages } from './window/screens.ts';
import type { Locator } from '@playwright/test';

const MANY = 10_000;
/** The last one comes while the others are looked at; by default no more are kept. */
const STORED = MANY - 1;
/** More than a window full and what is built beyond its edges, at any size that the tests use. */
const FEW = 80;

/** Texts of what is seen at every tenth of the list's height; null where there is a gap. */
const seen = (list: Locator, row: string): Promise<(string | null)[]> =>
  list.evaluate((element, selector) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return Array.from({ length: 10 }, (_, at) => {
      const there = document.elementFromPoint(left + width / 2, top + 2 + ((height - 4) * at) / 9);
      const found = there?.closest(selector);
      return found !== null && found !== undefined && element.contains(found) ? found.textContent : null;
    });
  }, row);

const scrollTo = (list: Locator, part: number): Promise<void> =>
  list.evaluate(async (element, to) => {
    element.scrollTop = (element.scrollHeight - element.clientHeight) * to;
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  }, part);

test('10,000 lines of transcript', async ({ app: { page } }) => {
  const reply = (code: number, name: string): string =>
    Array.from({ length: MANY / 2 }, (_, at) => `${code}${at === MANY / 2 - 1 ? ' ' : '-'}${name} ${at + 1}.\r\n`).join(
      '',
    );
  const peer = await startPeer(reply(220, 'greeting'), (line) =>
    /^QUIT/i.test(line) ? reply(221, 'goodbye') : '250 talkative.example\r\n',
  );
  try {
    await inspect(page, `127.0.0.1:${peer.port}`);
    await inspected(page);
    const log = page.getByRole('log', { name: 'Transcript' });
    // While it ran, the end was followed.
    await expect(log).toContainText(`goodbye ${MANY / 2}.`);
    for (const part of [0, 0.25, 0.5, 0.9, 1]) {
      await scrollTo(log, part);
      expect(await seen(log, '[data-index]')).not.toContain(null);
      expect(await log.locator('[data-index]').count()).toBeLessThan(FEW);
    }
    await log.press('Home');
    await expect(log).toContainText('greeting 1.');
    await log.press('PageDown');
    await log.press('PageDown');
    await expect(log).not.toContainText('greeting 1.');
    await log.press('PageUp');
    await log.press('PageUp');
    await expect(log).toContainText('greeting 1.');
    await log.press('End');
    await expect(log).toContainText(`goodbye ${MANY / 2}.`);
    await log.press('ArrowUp');
    await expect(log).toBeFocused();
    expect(await log.locator('[data-index]').count()).toBeLessThan(FEW);
  } finally {
    await peer.close();
  }
});

test('10,000 messages, and one more while others are looked at', async ({ launch, dataDir }) => {
  const workerUrl = pathToFileURL(join(appFolder, 'out', 'main', 'mailbox-worker.js'));
  const mailbox = await openMailbox({ dir: join(dataDir, 'mailbox'), workerUrl });
  await Promise.all(
    Array.from({ length: STORED }, (_, at) => {
      const octets = Buffer.from(`From: a@example.org\r\nSubject: Number ${at + 1}.\r\n\r\nNothing.\r\n`);
      return mailbox.inbox.handle(
        {
          sessionId: 'made-up',
          receivedAt: new Date(Date.UTC(2026, 0, 1) + at * 1000).toISOString(),
          protocol: 'smtp',
          peer: '127.0.0.1:9',
          helo: 'example.org',
          mailFrom: 'a@example.org',
          mailOptions: [],
          rcptTo: [{ address: 'b@example.org', options: [] }],
          tls: false,
          user: null,
        },
        {
          path: '',
          size: octets.length,
          sha256: createHash('sha256').update(octets).digest('hex'),
          head: octets,
          octets,
          stream: async function* () {
            yield octets;
          },
          discard: async () => undefined,
        },
      );
    }),
  );
  await mailbox.close();

  const { page } = await launch();
  await go(page, 'Test server', 'Inbox');
  const list = page.getByRole('listbox', { name: 'Messages' });
  await expect(messages(page).first()).toContainText(`Number ${STORED}.`);
  for (const part of [0.25, 0.5, 0.9, 1]) {
    await scrollTo(list, part);
    expect(await seen(list, '[role=option]')).not.toContain(null);
    expect(await messages(page).count()).toBeLessThan(FEW);
  }
  // Of the last rows nothing was known until they came into sight.
  await expect(messages(page).last()).toContainText('Number 1.');
  await list.press('Home');
  const chosen = page.getByRole('option', { selected: true });
  await expect(chosen).toContainText(`Number ${STORED}.`);
  await list.press('PageDown');
  await expect(chosen).not.toContainText(`Number ${STORED}.`);
  await list.press('PageUp');
  await expect(chosen).toContainText(`Number ${STORED}.`);
  await list.press('End');
  await expect(chosen).toContainText('Number 1.');
  await expect(page.getByRole('heading', { name: 'Number 1.', exact: true })).toBeVisible();
  await expect(list).toBeFocused();

  await scrollTo(list, 0.5);
  await expect
    .poll(() => seen(list, '[role=option]'))
    .toEqual(expect.arrayContaining([expect.stringContaining('Number 5')]));
  const before = await seen(list, '[role=option]');
  await deliver(page, 'Subject: One more\r\n\r\nHello.\r\n');
  await expect(page.getByText('10000 messages', { exact: true })).toBeVisible();
  await expect.poll(() => seen(list, '[role=option]')).toEqual(before);
  await scrollTo(list, 0);
  await expect(messages(page).first()).toContainText('One more');
});
