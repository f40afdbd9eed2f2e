/**
 * Failures of different kinds in the real window, in both themes and in a small window too: who has to act is named, nothing is said
 * twice, nothing runs over its place. POSTHORN_LOOK names a folder for pictures, POSTHORN_KINDS some of them.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { makeCertificates } from '../../harness/certificates.ts';
import { axeProblems, loadAxe } from '../window/axe.ts';
import { expect, test } from '../window/app.ts';
import { setTheme, settled, themes } from '../states/states.ts';
import { verdict } from '../window/screens.ts';
import { ask, chooseOptions, resolver } from './ask.ts';
import { kinds } from './kinds.ts';

test.setTimeout(900_000);
test.beforeAll(makeCertificates);

async function resize(page: Page, electron: ElectronApplication, width: number, height: number): Promise<void> {
  await electron.evaluate(
    ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size[0], size[1]),
    [width, height] as const,
  );
  await page.waitForFunction((size) => innerWidth === size[0] && innerHeight === size[1], [width, height] as const);
}

/** Sentences of the verdict and of what stands below it; the server's own words may stand with each recipient too. */
async function repeatedSentences(page: Page): Promise<string[]> {
  const text = await page.getByRole('main').innerText();
  const sentences = text
    .split(/\n|(?<=[.:]) /)
    .map((each) => each.trim())
    .filter((each) => each.length > 30 && !/^[2-5][0-9]{2}[ -]/.test(each));
  return sentences.filter((each, at) => sentences.indexOf(each) !== at);
}

/** What is wider than its place, by its text. */
const overflowing = (page: Page): Promise<string[]> =>
  page.getByRole('main').evaluate((main) =>
    [...main.querySelectorAll<HTMLElement>('header *, section *, form *')]
      .filter((each) => each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).overflowX === 'visible')
      .filter((each) => each.clientWidth > 0 && getComputedStyle(each).display !== 'inline')
      .map((each) => `${each.className}: ${each.innerText.slice(0, 60)}`),
  );

test('each says who can act, once, and fits', async ({ app, dataDir }, info) => {
  const { page, electron } = app;
  const folder = process.env.POSTHORN_LOOK ?? info.outputDir;
  const wanted = process.env.POSTHORN_KINDS?.split(',');
  await mkdir(folder, { recursive: true });
  await loadAxe(page);
  const dns = await resolver();
  await resize(page, electron, 1280, 800);
  await chooseOptions(app, dns, join(dataDir, 'root.pem'));
  for (const kind of kinds.filter(({ name }) => wanted?.includes(name) ?? true)) {
    await test.step(kind.name, async () => {
      const peer = await kind.start();
      await ask(page, kind, peer.port);
      await expect(verdict(page)).toBeVisible();
      await page.mouse.move(0, 0);
      const said = page.getByRole('main').getByRole('definition');
      await expect.soft(said.filter({ hasText: new RegExp(`^${kind.actor}`) }), kind.name).toHaveCount(1);
      expect.soft(await repeatedSentences(page), kind.name).toEqual([]);
      for (const [width, height] of [
        [900, 600],
        [1280, 800],
      ] as const) {
        await resize(page, electron, width, height);
        for (const theme of themes) {
          await setTheme(page, theme);
          await settled(page);
          await page.screenshot({ path: join(folder, `${kind.name}-${width}-${theme}.png`) });
        }
        expect.soft(await overflowing(page), `${kind.name} ${width}`).toEqual([]);
      }
      expect.soft(await axeProblems(page), kind.name).toEqual([]);
      await peer.close();
    });
  }
  await dns.close();
});
