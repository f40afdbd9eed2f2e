/**
 * Two processes save to one profile file and are killed at random moments. After each round the file is read as it is: whole, and
 * with every profile that either of them was told is kept.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundleForNode } from '../../../build/lib/bundle.mjs';
import { inRoot } from '../../../build/lib/paths.mjs';
import { readBook } from '../../../electron/core/profiles/file.ts';
import { randomNumbers, rounds, SEED } from '../../harness/seeds.ts';

const KILLS = rounds(20);
const random = randomNumbers(SEED);
const bundle = inRoot('out', 'test-workers', `saving-${process.pid}`);
let dir: string;

beforeAll(async () => {
  await bundleForNode({ entries: { child: new URL('./saving-child.ts', import.meta.url).pathname }, outDir: bundle });
  dir = await mkdtemp(join(tmpdir(), 'posthorn-saving-'));
});

afterAll(async () => {
  await rm(bundle, { recursive: true, force: true });
  await rm(dir, { recursive: true, force: true });
});

test(
  `killed ${KILLS} times while saving (seed ${SEED}), leaves a whole file with all that was kept`,
  { timeout: 600_000 },
  async () => {
    const path = join(dir, 'profiles.json');
    const kept = new Set<string>();
    for (let round = 0; round < KILLS / 2; round += 1) {
      // Starting takes longer than saving: both have to be at work before one is killed.
      const children = ['a', 'b'].map((name) =>
        fork(join(bundle, 'child.js'), [path, `${name}${round}`], { execArgv: [] }),
      );
      await Promise.all(children.map((child) => killedAmidSaves(child, kept)));
      const read = readBook(await readFile(path, 'utf8'));
      expect(read.kind).toBe('whole');
      const ids = new Set(read.kind === 'whole' ? read.book.profiles.map(({ id }) => id) : []);
      expect([...kept].filter((id) => !ids.has(id))).toEqual([]);
    }
    // Nothing piles up beside the file, however it ended.
    const known = ['profiles.json', 'profiles.json.locked', 'profiles.json.new'];
    const beside = [...known, 'profiles.json.previous', 'profiles.json.previous.new'];
    expect((await readdir(dir)).filter((name) => !beside.includes(name))).toEqual([]);
  },
);

async function killedAmidSaves(child: ChildProcess, kept: Set<string>): Promise<void> {
  const exited = once(child, 'exit');
  let enough = 1 + Math.floor(random() * 5);
  child.on('message', (id: string) => {
    kept.add(id);
    enough -= 1;
    if (enough === 0) setTimeout(() => child.kill('SIGKILL'), random() * 8);
  });
  await exited;
  expect(child.signalCode).toBe('SIGKILL');
}
