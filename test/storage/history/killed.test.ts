/**
 * A process that keeps past runs is killed at random moments. What it was told is kept is there, whole; what it was at is there whole or
 * not at all, and nothing piles up beside.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundleForNode } from '../../../build/lib/bundle.mjs';
import { inRoot } from '../../../build/lib/paths.mjs';
import { openHistory } from '../../../electron/storage/history/history.ts';
import { randomNumbers, rounds, SEED } from '../../harness/seeds.ts';

const KILLS = rounds(12);
const random = randomNumbers(SEED);
const bundle = inRoot('out', 'test-workers', `keeping-${process.pid}`);
let dir: string;

beforeAll(async () => {
  await bundleForNode({ entries: { child: new URL('./keeping-child.ts', import.meta.url).pathname }, outDir: bundle });
  dir = await mkdtemp(join(tmpdir(), 'posthorn-keeping-'));
});

afterAll(async () => {
  await rm(bundle, { recursive: true, force: true });
  await rm(dir, { recursive: true, force: true });
});

test(
  `killed ${KILLS} times while keeping runs (seed ${SEED}), leaves each that was kept, and nothing that is half written`,
  { timeout: 600_000 },
  async () => {
    const kept = new Set<string>();
    for (let round = 0; round < KILLS; round += 1) {
      const child = fork(join(bundle, 'child.js'), [dir, `round${round}`], { execArgv: [] });
      let enough = 1 + Math.floor(random() * 8);
      child.on('message', (id: string) => {
        kept.add(id);
        enough -= 1;
        if (enough === 0) setTimeout(() => child.kill('SIGKILL'), random() * 10);
      });
      await once(child, 'exit');
      expect(child.signalCode).toBe('SIGKILL');
    }
    const logged: string[] = [];
    const log = (line: string): void => void logged.push(line);
    const history = await openHistory({ dir, index: null, retain: 0, onChange: () => undefined, log });
    const ids: string[] = [];
    for (let offset = 0; offset < history.total; offset += 100)
      ids.push(...history.list({ offset, limit: 100, search: '' }).entries.map(({ id }) => id));
    expect([...kept].filter((id) => !ids.includes(id))).toEqual([]);
    // Also what nobody was told of: it is in the list, so that it can be read.
    for (const id of ids) {
      const serial = Number(id.split('-')[1]);
      expect((await history.get(id)).events).toHaveLength(serial % 3 === 0 ? 6_000 : 3);
    }
    await history.close();
    expect(logged).toEqual([]);
    expect((await readdir(join(dir, 'runs'))).sort()).toEqual(ids.map((id) => `${id}.run`).sort());
  },
);
