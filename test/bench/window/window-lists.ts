/**
 * What our own list is worth: the same 10,000 rows in it, in a library's (virtua), and all of them in the page, with and without the
 * browser leaving out what is not in sight. How long until they are there, and what a step of scrolling costs.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildListPage, electronRuntime, ElectronApp } from './electron-app.ts';
import { printTable, type Cell } from '../table.ts';
import { measureScroll, scrollColumns } from './window-scroll.ts';

const kinds = {
  ours: 'ours',
  library: 'virtua',
  skipped: 'all in the page, content-visibility',
  all: 'all in the page',
} as const;

const main = (kind: string): string => `import { app, BrowserWindow } from 'electron';
void app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1280, height: 800, webPreferences: { sandbox: true, spellcheck: false } });
  void window.loadFile('index.html', { hash: '${kind}' });
});
`;

/** `env`: with a display. `temporary`: a folder for page and data, removed by the caller. */
export async function benchLists(env: NodeJS.ProcessEnv, temporary: string): Promise<void> {
  const rows: Cell[][] = [];
  for (const [kind, name] of Object.entries(kinds)) {
    const folder = join(temporary, `list-${kind}`);
    await buildListPage(folder);
    await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'lists', type: 'module', main: 'main.js' }));
    await writeFile(join(folder, 'main.js'), main(kind));
    const app = new ElectronApp(await electronRuntime(), folder, [`--user-data-dir=${folder}-data`], env);
    try {
      await app.attach();
      await app.until(`document.querySelector('[data-index]') !== null`);
      const painted = `performance.getEntriesByName('first-contentful-paint')[0]?.startTime`;
      await app.until(`${painted} !== undefined`);
      const there = await app.evaluate<number>(painted);
      rows.push(...(await measureScroll(app, name, 'log')).map((row) => [...row, there.toFixed(0)]));
    } finally {
      await app.quit();
    }
  }
  printTable('The same 10,000 rows in four lists', [...scrollColumns, 'ms to the first picture'], rows);
}
