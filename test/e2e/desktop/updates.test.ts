/** Newer versions in the window: asked once, told in a bar, as text; and a build without a feed says so. */
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFeed, type FeedServer } from '../../harness/peers/release-feed.ts';
import { appFolder, expect, test } from '../window/app.ts';
import { expectNoAxeProblems } from '../states/states.ts';
import { loadAxe } from '../window/axe.ts';
import { go } from '../window/screens.ts';

let feed: FeedServer;
let folder: string;
test.beforeAll(async () => {
  feed = await startFeed();
  // The same app under another package.json, as another build has.
  folder = await mkdtemp(join(tmpdir(), 'posthorn-with-feed-'));
  for (const name of ['out', 'node_modules', 'CHANGELOG.md']) await symlink(join(appFolder, name), join(folder, name));
  const own = JSON.parse(await readFile(join(appFolder, 'package.json'), 'utf8')) as object;
  await writeFile(join(folder, 'package.json'), JSON.stringify({ ...own, releaseFeed: feed.config }));
});
test.afterAll(async () => {
  await feed.close();
  await rm(folder, { recursive: true, force: true });
});

test('a build with a feed asks its user first, shows what it sends, and then tells of a newer version as text', async ({
  launch,
}) => {
  feed.release({ notes: 'Quicker.\n<img src=x onerror=alert(1)>\u001b[31m\u202e' });
  const first = await launch({}, undefined, { folder });
  const { page, electron } = first;
  const question = page.getByRole('region', { name: 'Newer versions' });
  await expect(question).toContainText(new URL(feed.config.url).host);
  await question.getByText('What is sent').click();
  await expect(question.locator('pre')).toHaveText(
    /^GET \/posthorn\/feed\.json HTTP\/1\.1\nHost: .*\nUser-Agent: Posthorn\n/,
  );
  expect(feed.asked).toEqual([]);
  await loadAxe(page);
  await expectNoAxeProblems(page);

  await question.getByRole('button', { name: 'Yes, once a day' }).click();
  const bar = page.getByRole('region', { name: 'Newer version', exact: true });
  await expect(bar).toContainText('Posthorn 99.1.0 is out, of 2026-11-30.');
  await expect(question).toHaveCount(0);
  expect(feed.asked).toHaveLength(1);
  await bar.getByRole('button', { name: 'What is new' }).click();
  await expect(bar).toContainText('<img src=x onerror=alert(1)>\\x1b[31m\\u202e');
  await expect(bar.locator('img')).toHaveCount(0);
  await expectNoAxeProblems(page);
  await electron.evaluate(({ shell, dialog }) => {
    const opened: string[] = [];
    Object.assign(globalThis, { opened });
    shell.openExternal = async (url: string) => void opened.push(url);
    dialog.showMessageBox = () => Promise.resolve({ response: 0, checkboxChecked: false });
  });
  await bar.getByRole('button', { name: 'Open its page…' }).click();
  await expect
    .poll(() => electron.evaluate(() => (globalThis as unknown as { opened: string[] }).opened))
    .toEqual(['https://releases.example/99.1.0']);

  await bar.getByRole('button', { name: 'Skip this version' }).click();
  await expect(bar).toHaveCount(0);
  await go(page, 'Settings');
  const section = page.getByRole('region', { name: 'Updates' });
  await expect(section).toContainText('99.1.0 is out');
  await expect(section.getByRole('checkbox')).toBeChecked();
  feed.serve('{"signed":"{}","signature":"AAAA"}');
  await section.getByRole('button', { name: 'Check now' }).click();
  await expect(section).toContainText('not signed by the key that this build knows');
  feed.release({ version: '99.2.0', date: '2026-11-30T13:00:00.000Z' });
  await section.getByRole('button', { name: 'Check now' }).click();
  await expect(bar).toContainText('Posthorn 99.2.0 is out');
  expect(feed.asked).toHaveLength(3);
  await first.quit();

  // Known from before, and within the day nobody is asked.
  const again = await launch({}, undefined, { folder });
  await expect(again.page.getByRole('region', { name: 'Newer version', exact: true })).toContainText('99.2.0');
  await expect(again.page.getByRole('region', { name: 'Newer versions' })).toHaveCount(0);
  expect(feed.asked).toHaveLength(3);
});

test('a build without a feed asks nothing and offers nothing', async ({ app: { page } }) => {
  await expect(page.getByRole('button', { name: 'Inspect the local test server' })).toBeEnabled();
  await expect(page.getByRole('region', { name: 'Newer versions' })).toHaveCount(0);
  await go(page, 'Settings');
  const section = page.getByRole('region', { name: 'Updates' });
  await expect(section).toContainText('This build has no release feed');
  await expect(section.getByRole('button')).toHaveCount(0);
});
