/** A message file from the desktop: with the start, with a second start, and from the Finder; shown as mail is, and not kept. */
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { counter, html, shownAddress } from '../messages/mail.ts';
import { expect, test } from '../window/app.ts';
import { expectNoAxeProblems } from '../states/states.ts';
import { loadAxe } from '../window/axe.ts';
import { framebuffer, grab } from '../window/display.ts';

let dir: string;
test.beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'posthorn-files-'));
});
test.afterAll(() => rm(dir, { recursive: true, force: true }));

async function file(name: string, octets: string): Promise<string> {
  const path = join(dir, name);
  await writeFile(path, octets);
  return path;
}

test('a message file is shown with the start and with a second one, fetches nothing, and is gone after it', async ({
  launch,
}) => {
  const elsewhere = await counter();
  const painted = `<body style="margin:0;background:rgb(18,184,160)"><img src="http://127.0.0.1:${elsewhere.port}/pixel.png"><div style="height:3000px">`;
  const first = await file('first.eml', `From: a@example.org\r\n${html(painted, 'From a folder')}`);
  const app = await launch({}, undefined, { args: [first] });
  const { page, electron } = app;
  const shown = page.getByRole('article', { name: 'Opened message' });
  await expect(shown.getByRole('heading', { name: 'From a folder' })).toBeVisible();
  await expect(shown).toContainText('first.eml');
  await expect(shown).toContainText('not kept in the inbox');
  await expect(shown).toContainText('1 reference to 1 server, none loaded');
  await expect.poll(() => shownAddress(electron)).toMatch(/^mail:/);
  if (framebuffer !== null) {
    const place = await page.getByRole('img', { name: 'The message as its HTML shows it' }).boundingBox();
    if (place === null) throw new Error('no place is kept for the message');
    const area = {
      x: Math.ceil(place.x),
      y: Math.ceil(place.y),
      width: Math.floor(place.width),
      height: Math.floor(place.height),
    };
    await expect.poll(async () => (await grab(electron)).share(area, [18, 184, 160])).toBeGreaterThan(0.8);
  }
  await loadAxe(page);
  await expectNoAxeProblems(page);
  for (const tab of ['Headers', 'Parts', 'Source']) {
    await page.getByRole('tablist', { name: 'Message' }).getByRole('tab', { name: tab }).click();
    await expect(page.getByRole('tabpanel').last()).toContainText(/text\/html/i);
  }
  await expect(page.getByRole('tab', { name: 'Session', exact: true })).toHaveCount(0);

  const second = await file('second.eml', 'Subject: The second\r\n\r\nplain\r\n');
  await launch({}, undefined, { args: [second] }).catch(() => undefined);
  await expect(shown.getByRole('heading', { name: 'The second' })).toBeVisible();
  const third = await file('third.eml', 'Subject: The third\r\n\r\nplain\r\n');
  await electron.evaluate(({ app: one }, path) => {
    one.emit('open-file', { preventDefault: () => undefined }, path);
  }, third);
  await expect(shown.getByRole('heading', { name: 'The third' })).toBeVisible();

  // One that is too large is named, and what is shown stays.
  const large = await file('large.eml', '');
  await truncate(large, 67_108_865);
  await electron.evaluate(({ app: one }, path) => {
    one.emit('second-instance', {}, ['posthorn', '--', path], '/', null);
  }, large);
  await expect(page.getByText('larger than 64 MiB')).toContainText('large.eml');
  await expect(shown.getByRole('heading', { name: 'The third' })).toBeVisible();

  await page.getByRole('button', { name: 'Back to the inbox' }).click();
  await expect(shown).toHaveCount(0);
  await expect(page.getByText('No messages yet')).toBeVisible();
  await page.reload();
  await expect(page.getByRole('button', { name: 'Search or run' })).toBeVisible();
  await expect(shown).toHaveCount(0);
  expect(elsewhere.connections()).toBe(0);
  await elsewhere.close();
  await app.quit();
});
