/** Settings are read by a worker, which has only so much time and memory. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { readImport } from '../../electron/storage/profiles/import-reader.ts';

const workerUrl = pathToFileURL(join(inject('workersDir'), 'import-worker.js'));
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'posthorn-import-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function workerOf(code: string): Promise<URL> {
  const path = join(folder, `${Math.random()}.mjs`);
  await writeFile(path, code);
  return pathToFileURL(path);
}

test('what was read comes as it is', async () => {
  expect(await readImport('smtp://alice:secret@mail.example.org:587', { workerUrl })).toMatchObject({
    ok: true,
    form: 'url',
    found: [{ connection: { target: 'mail.example.org:587' }, auth: { user: 'alice' }, password: 'secret' }],
  });
  expect(await readImport('what is this', { workerUrl })).toMatchObject({
    ok: false,
    problem: { error: 'unknown-form' },
  });
});

test('a reader that does not come to an end is given up', async () => {
  const endless = await workerOf('for (;;);');
  expect(await readImport('x', { workerUrl: endless, limitMs: 200 })).toMatchObject({
    problem: { error: 'too-costly' },
  });
});

test('a reader that wants too much memory is given up, and nothing else is', async () => {
  const greedy = await workerOf('const all = []; for (;;) all.push(new Array(100_000).fill({}));');
  // Its time is longer than this test's, so that it can only have been the memory.
  const options = { workerUrl: greedy, limitMb: 64, limitMs: 600_000 };
  expect(await readImport('x', options)).toMatchObject({ problem: { error: 'too-costly' } });
}, 60_000);
