/** `posthorn updates check` against a feed on loopback: what it prints, its JSON and its status. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCheckUpdates } from '../../electron/cli/commands/app/check-updates.ts';
import type { Output } from '../../electron/cli/output/terminal.ts';
import { feedRequest } from '../../electron/core/updates/feed.ts';
import { startFeed, type FeedServer } from '../harness/peers/release-feed.ts';

let there: FeedServer;
let dir: string;
beforeAll(async () => {
  there = await startFeed();
  dir = await mkdtemp(join(tmpdir(), 'posthorn-updates-'));
});
afterAll(async () => {
  await there.close();
  await rm(dir, { recursive: true, force: true });
});

async function check(json: boolean, own: object | null = { version: '0.1.0', releaseFeed: there.config }) {
  const path = join(dir, 'package.json');
  await rm(path, { force: true });
  if (own !== null) await writeFile(path, JSON.stringify(own));
  const lines = { out: [] as string[], err: [] as string[] };
  const output = (to: string[]): Output => ({
    line: (text) => void to.push(text),
    write: (text) => void to.push(text),
    ...{ colour: false, columns: 80, live: false, waiting: 0, drained: async () => undefined },
  });
  const never = (): never => {
    throw new Error('nothing is read');
  };
  const status = await runCheckUpdates(
    {
      operands: [],
      terminal: { out: output(lines.out), err: output(lines.err) },
      signal: new AbortController().signal,
      stdin: never,
      stdinWhole: never,
      mailboxWorker: pathToFileURL(dir),
      ownPackage: pathToFileURL(path),
    },
    { output: json ? { json: true } : {} },
  );
  return { status, ...lines };
}

test('a newer one: its version, notes, way and page as text; what is sent is said before', async () => {
  there.release({ notes: 'One.\n\u001b]0;evil\u0007\u202e two <b>' });
  const { status, out, err } = await check(false);
  expect(status).toBe(0);
  expect(err).toEqual(
    feedRequest(new URL(there.config.url))
      .split('\n')
      .map((line) => `> ${line}`),
  );
  expect(out[0]).toBe('Posthorn 99.1.0 is out, of 2026-11-30; this is 0.1.0.');
  expect(out.slice(1, 3)).toEqual(['  One.', '  \\x1b]0;evil\\x07\\u202e two <b>']);
  expect(out).toContain('https://releases.example/99.1.0');
  const json = await check(true);
  expect(json.status).toBe(0);
  expect(JSON.parse(json.out.join(''))).toMatchObject({
    schema: 1,
    command: 'updates check',
    ok: true,
    version: '0.1.0',
    newer: { version: '99.1.0', installedAs: 'folder', file: null },
  });
});

test.each(['0.1.0', '0.0.9'])('the same or an older one (%s) is nothing newer', async (version) => {
  there.release({ version });
  expect(await check(false)).toMatchObject({ status: 0, out: ['There is nothing newer than 0.1.0.'] });
  expect(JSON.parse((await check(true)).out.join(''))).toMatchObject({ ok: true, newer: null });
});

test('a feed that cannot be taken is said, and is status 3', async () => {
  there.serve('{"signed":"{}"}');
  const { status, out, err } = await check(false);
  expect([status, out]).toEqual([3, []]);
  expect(err.at(-1)).toMatch(/^posthorn: The release feed at 127\.0\.0\.1:\d+: its answer is not signed/);
  const json = await check(true);
  expect(JSON.parse(json.out.join(''))).toMatchObject({ ok: false, error: { code: 'unsigned' } });
});

test.each<[string, object | null]>([
  ['without a feed', { version: '0.1.0' }],
  ['with half of one', { version: '0.1.0', releaseFeed: { url: 'https://127.0.0.1/' } }],
  ['without its package.json', null],
])('a build %s asks nobody, and says so', async (_name, own) => {
  const before = there.asked.length;
  const { status, out, err } = await check(false, own);
  expect([status, out]).toEqual([3, []]);
  expect(err).toEqual(['posthorn: This build has no release feed: there is nobody to be asked for newer versions.']);
  expect(JSON.parse((await check(true, own)).out.join(''))).toMatchObject({ ok: false, error: { code: 'no-feed' } });
  expect(there.asked.length).toBe(before);
});
