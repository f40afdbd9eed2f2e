/**
 * What was answered with 250 is kept, whatever happens to the process. It is killed at random moments while several clients
 * send small and large messages; after each round the store is opened again and asked for every message that was promised.
 */
import { fork } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { bundleForNode } from '../../build/lib/bundle.mjs';
import { inRoot } from '../../build/lib/paths.mjs';
import { messagePath } from '../../electron/storage/mailbox/files.ts';
import { openMailbox } from '../../electron/storage/mailbox/mailbox.ts';
import { workerUrl } from './fixture.ts';
import { Gate } from './gate.ts';
import { randomNumbers, rounds, SEED } from '../harness/seeds.ts';

const ROUNDS = rounds(30);
const random = randomNumbers(SEED);
const CLIENTS = 6;
const bundle = inRoot('out', 'test-workers', `killed-${process.pid}`);
let dir: string;

beforeAll(async () => {
  await bundleForNode({ entries: { child: new URL('./killed-child.ts', import.meta.url).pathname }, outDir: bundle });
  dir = await mkdtemp(join(tmpdir(), 'posthorn-killed-'));
});

afterAll(async () => {
  await rm(bundle, { recursive: true, force: true });
  await rm(dir, { recursive: true, force: true });
});

test(
  `killed ${ROUNDS} times while messages come in (seed ${SEED}), it loses none that was answered with 250`,
  { timeout: Math.max(300_000, ROUNDS * 10_000) },
  async () => {
    /** Hash of each message's octets, by the id in its 250. */
    const promised = new Map<string, string>();
    let killedInMidWork = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const child = fork(join(bundle, 'child.js'), [dir, join(inject('workersDir'), 'mailbox-worker.js')], {
        execArgv: [],
      });
      const exited = once(child, 'exit');
      const [{ port }] = (await once(child, 'message')) as [{ port: number }];
      const before = promised.size;
      // After a random number of promises rather than after a time: every round gets to the interesting moments.
      const enough = before + 1 + Math.floor(random() * 25);
      const killed = new Gate();
      const kill = () => {
        child.kill('SIGKILL');
        killed.open();
      };
      const clients = Array.from({ length: CLIENTS }, () =>
        sendUntilClosed(port, (id, hash) => {
          promised.set(id, hash);
          if (promised.size === enough) setTimeout(kill, random() * 4);
        }),
      );
      await killed.opened;
      const unanswered = await Promise.all(clients);
      await exited;
      if (unanswered.some(Boolean)) killedInMidWork += 1;
      await checkStore(promised);
    }
    expect(promised.size).toBeGreaterThan(ROUNDS);
    expect(killedInMidWork).toBeGreaterThan(ROUNDS / 2);
  },
);

async function checkStore(promised: ReadonlyMap<string, string>): Promise<void> {
  const mailbox = await openMailbox({ dir, workerUrl: workerUrl() });
  try {
    const { total } = mailbox.counts();
    const listed = new Set<string>();
    for (let offset = 0; offset < total; offset += 500) {
      const page = await mailbox.list({ offset, limit: 500, search: '' });
      for (const { id } of page.messages) listed.add(id);
    }
    expect([...promised.keys()].filter((id) => !listed.has(id))).toEqual([]);
    expect(listed.size).toBe(total);
    // Nothing but whole messages is there, promised or not.
    expect((await readdir(join(dir, 'messages'))).sort()).toEqual([...listed].map((id) => `${id}.eml`).sort());
    for (const [id, hash] of promised) {
      expect(
        createHash('sha256')
          .update(await readFile(messagePath(dir, id)))
          .digest('hex'),
      ).toBe(hash);
    }
    const [newest] = promised.keys();
    if (newest !== undefined) expect((await mailbox.summary(newest)).mailFrom).toBe('a@s.example');
  } finally {
    await mailbox.close();
  }
}

/** Sends message after message in one session; true when the connection broke while an answer was due. */
function sendUntilClosed(port: number, accepted: (id: string, hash: string) => void): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let received = '';
    let hash = '';
    let waiting = false;
    const next = () => {
      // From a few octets to some that need several writes and a file of their own.
      const length = random() < 0.2 ? 300_000 + Math.floor(random() * 400_000) : Math.floor(random() * 3000);
      const body = `Subject: x\r\n\r\n${randomBytes(Math.ceil(length / 2))
        .toString('hex')
        .replace(/.{70}/g, '$&\r\n')}\r\n`;
      hash = createHash('sha256').update(body).digest('hex');
      waiting = true;
      socket.write(`MAIL FROM:<a@s.example>\r\nRCPT TO:<b@r.example>\r\nDATA\r\n${body}.\r\n`);
    };
    socket.write('EHLO x\r\n');
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
      if (!waiting && received.includes('250 HELP\r\n')) {
        received = '';
        next();
      }
      const id = /Message accepted as ([\w-]+)\r\n/.exec(received)?.[1];
      if (id === undefined) return;
      received = '';
      waiting = false;
      accepted(id, hash);
      next();
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => resolve(waiting));
  });
}
