/**
 * Pictures of every screen in both themes and two sizes, to look at; in docs/screenshots those alone that a document shows. The states are
 * those of the tests.
 */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { defaultServerConfig } from '../../electron/core/server/defaults.ts';
import type { ServerSettings } from '../../electron/app/server/parts.ts';
import { test } from '../e2e/window/app.ts';
import { beginWalk, setTheme, settled, themes, walks } from '../e2e/states/states.ts';
import { smaller } from './png.ts';

const asked = process.env.POSTHORN_SCREENSHOTS;
const target = asked ?? 'docs/screenshots';
/** Every state, not only those of the documentation. */
const all = process.env.POSTHORN_SCREENSHOTS_ALL === '1';
const sizes = [
  [1280, 800],
  [1920, 1080],
] as const;

/** The documents, in which the names of the pictures stand that they show. */
async function documents(): Promise<string> {
  const names = (await readdir('docs')).filter((name) => name.endsWith('.md')).map((name) => join('docs', name));
  const texts = await Promise.all(['README.md', ...names].map((name) => readFile(name, 'utf8')));
  return texts.join('\n');
}

// Users see the usual ports, and their own machine's name.
test.use({ seeded: false });

test.beforeEach(async ({ dataDir }) => {
  const settings: ServerSettings = { schema: 1, run: true, config: defaultServerConfig('workstation.example.net') };
  await writeFile(join(dataDir, 'server.json'), JSON.stringify(settings));
});

test.beforeAll(async () => {
  await rm(target, { recursive: true, force: true });
  await mkdir(target, { recursive: true });
});

for (const [walk, prepare] of Object.entries(walks))
  test(`pictures: ${walk}`, async ({ launch }) => {
    const { page, electron } = await launch();
    const { list, close } = await prepare(electron);
    await beginWalk(page);
    const shown = asked === undefined ? await documents() : null;
    for (const { name, picture, show } of list) {
      await show(page);
      // Nothing is hovered that nobody points at.
      await page.mouse.move(0, 0);
      if (!picture && !all) continue;
      for (const [width, height] of sizes) {
        await electron.evaluate(
          ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size[0], size[1]),
          [width, height] as const,
        );
        await page.waitForFunction((size) => innerWidth === size[0] && innerHeight === size[1], [
          width,
          height,
        ] as const);
        for (const theme of themes) {
          // The name and size first, as in a listing.
          const file = `${name}-${width}x${height}-${theme}.png`;
          if (shown?.includes(file) === false) continue;
          await setTheme(page, theme);
          await settled(page);
          await writeFile(resolve(target, file), smaller(await page.screenshot({ caret: 'hide' })));
        }
      }
    }
    await close();
  });
