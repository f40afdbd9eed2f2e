/** The lock on the profile file: one holder at a time, whatever becomes of its process. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { bundleForNode } from '../../../build/lib/bundle.mjs';
import { inRoot } from '../../../build/lib/paths.mjs';
import { lockFile, tryLock } from '../../../electron/storage/sqlite/file-lock.ts';

const bundle = inRoot('out', 'test-workers', `locking-${process.pid}`);
let dir: string;
let path: string;

beforeAll(async () => {
  await bundleForNode({ entries: { child: new URL('./locking-child.ts', import.meta.url).pathname }, outDir: bundle });
});

afterAll(() => rm(bundle, { recursive: true, force: true }));

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'posthorn-lock-'));
  path = join(dir, 'lock');
});

afterEach(() => rm(dir, { recursive: true, force: true }));

async function holder(): Promise<ChildProcess> {
  const child = fork(join(bundle, 'child.js'), [path], { execArgv: [] });
  onTestFinished(() => void child.kill('SIGKILL'));
  expect((await once(child, 'message'))[0]).toBe('locked');
  return child;
}

test('of one process there is one holder too; what is released can be taken', () => {
  const first = tryLock(path);
  expect(first).not.toBeNull();
  expect(tryLock(path)).toBeNull();
  // Not even by having looked.
  expect(tryLock(path)).toBeNull();
  first?.release();
  const second = tryLock(path);
  expect(second).not.toBeNull();
  second?.release();
});

test('a holder that was killed has it no more', async () => {
  const child = await holder();
  expect(tryLock(path)).toBeNull();
  child.kill('SIGKILL');
  await once(child, 'exit');
  const lock = tryLock(path);
  expect(lock).not.toBeNull();
  lock?.release();
});

test.skipIf(process.platform === 'win32')(
  'a holder that sleeps keeps it, and one that waits gets it in the end',
  async () => {
    const child = await holder();
    child.kill('SIGSTOP');
    expect(tryLock(path)).toBeNull();
    const waiting = lockFile(path);
    child.kill('SIGKILL');
    (await waiting).release();
  },
);

test('the file is empty, for its user alone, and the only one', async () => {
  const lock = tryLock(path);
  const { size, mode } = await stat(path);
  expect(size).toBe(0);
  if (process.platform !== 'win32') expect(mode & 0o777).toBe(0o600);
  expect(await readdir(dir)).toEqual(['lock']);
  lock?.release();
  expect(await readdir(dir)).toEqual(['lock']);
});

test('where no lock can be made, that is said', async () => {
  await expect(lockFile(join(dir, 'nowhere', 'lock'))).rejects.toMatchObject({ code: 'ENOENT' });
  await writeFile(path, 'of somebody else, who keeps something here');
  await expect(lockFile(path)).rejects.toMatchObject({ code: 'SQLITE_NOTADB' });
});
