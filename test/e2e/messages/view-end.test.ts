/** The view of a message in a process of its own: what ends that process, and what is said then. */
import type { Page } from '@playwright/test';
import { expect, test } from '../window/app.ts';
import { deliver, html, shownAddress } from './mail.ts';
import { go, messages } from '../window/screens.ts';

async function open(page: Page, body: string, subject: string): Promise<void> {
  await deliver(page, html(body, subject));
  await go(page, 'Test server', 'Inbox');
  await messages(page).filter({ hasText: subject }).click();
}

test('empty documents within it, and links to them, end nothing', async ({ app: { page, electron } }) => {
  const link = (more: string): string => `<body style="margin:0"><a ${more} style="display:block;height:1000px">x</a>`;
  for (const [nth, body] of [
    '<iframe src="about:blank"></iframe>',
    '<iframe></iframe><iframe srcdoc=""></iframe><iframe src="about:srcdoc"></iframe>',
    '<frameset><frame src="about:blank"></frameset>',
    '<object data="about:blank"></object><embed src="about:blank">',
    '<iframe src="about:blank#x"></iframe><iframe name=a></iframe>',
    link('href="about:blank"'),
    link('href="about:blank" target="_blank"'),
    link('href="about:blank" target="frame"') + '<iframe name="frame"></iframe>',
    link('href="about:srcdoc"'),
    link('href="#a"'),
    link('href="?x"'),
    link('href="about:crash"'),
    link('href="chrome://crash"'),
    link('href="chrome://kill" target="_blank"'),
  ].entries()) {
    const before = await shownAddress(electron);
    await open(page, body, `Empty ${nth}.`);
    await expect.poll(async () => [null, before].includes(await shownAddress(electron)), { message: body }).toBe(false);
    const address = await shownAddress(electron);
    const ended = electron.evaluate(async ({ webContents }) => {
      const contents = webContents.getAllWebContents().find((one) => one.getURL().startsWith('mail:'));
      if (contents === undefined) return 'no view';
      const gone = new Promise<string>((resolve) =>
        contents.once('render-process-gone', (_event, { reason }) => resolve(reason)),
      );
      await Promise.race([contents.capturePage(), gone]);
      for (const type of ['mouseDown', 'mouseUp'] as const)
        contents.sendInputEvent({ type, x: 50, y: 50, button: 'left', clickCount: 1 });
      return await Promise.race([gone, new Promise<string>((resolve) => setTimeout(() => resolve('lives'), 1_000))]);
    });
    expect(await ended, body).toBe('lives');
    // The same document still, or again.
    await expect.poll(() => shownAddress(electron), { message: body }).toBe(address);
  }
});

/** A hundred million shapes from some two kilobytes. */
const bomb = `<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100"><g id="n0"><rect width="1" height="1"/></g>${Array.from(
  { length: 8 },
  (_, at) => `<g id="n${at + 1}">${`<use href="#n${at}"/>`.repeat(10)}</g>`,
).join('')}</svg>`;

test('a message that takes too much memory is ended; its source and the reason are shown, and the next message is', async ({
  app: { page, electron },
}) => {
  test.setTimeout(120_000);
  await open(page, bomb, 'Bomb');
  await expect(page.getByText(/took more than 1024 MiB of memory/)).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText('Its source stands here instead.')).toBeVisible();
  await expect(page.getByText('<use href="#n0"/>').first()).toBeVisible();
  await expect.poll(() => shownAddress(electron)).toBeNull();
  await open(page, '<p>harmless</p>', 'Harmless');
  await expect.poll(() => shownAddress(electron)).toMatch(/^mail:/);
});

test('a view that ends by itself is said, and can be shown again', async ({ app: { page, electron } }) => {
  await open(page, '<p>here</p>', 'Ends');
  await expect.poll(() => shownAddress(electron)).toMatch(/^mail:/);
  await electron.evaluate(({ webContents }) =>
    webContents
      .getAllWebContents()
      .find((one) => one.getURL().startsWith('mail:'))
      ?.forcefullyCrashRenderer(),
  );
  await expect(page.getByText(/ended by itself/)).toBeVisible();
  await expect(page.getByText('<p>here</p>')).toBeVisible();
  expect(await shownAddress(electron)).toBeNull();
  await page.getByRole('button', { name: 'Show it again' }).click();
  await expect.poll(() => shownAddress(electron)).toMatch(/^mail:/);
});
