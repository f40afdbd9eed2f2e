/** Sessions dropped at random points leave nothing behind: no handle, no timer, no memory. */
import { connect, type Socket } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { memorySpool } from '../../../electron/storage/spool/memory-spool.ts';
import { sinkHandler } from '../../../electron/core/server/handlers/sink.ts';
import { createTestServer } from '../../../electron/core/server/server.ts';
import { userVerifiers } from '../../../electron/core/server/users/users.ts';
import { systemClock } from '../../../electron/core/recording/clock.ts';
import { listenerConfig } from '../fixture.ts';
import { randomNumbers, rounds, SEED } from '../../harness/seeds.ts';

const COUNT = rounds(10_000);
const AT_ONCE = 50;
const MIB = 1_048_576;

const TALK =
  'EHLO c.example\r\nMAIL FROM:<a@s.example>\r\nRCPT TO:<b@r.example>\r\nRCPT TO:<delay-1@error.test>\r\nDATA\r\n' +
  `Subject: x\r\n\r\n${'y'.repeat(70)}\r\n.\r\nMAIL FROM:<a@s.example>\r\nRCPT TO:<stall@error.test>\r\nBDAT 10\r\n0123456789BDAT 5 LAST\r\nabcdeAUTH LOGIN\r\nc2VjcmV0\r\n`;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

async function drop(port: number, lot: () => number): Promise<void> {
  const socket: Socket = connect(port, '127.0.0.1');
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.on('error', () => undefined);
  socket.resume();
  const [cut, way] = [Math.floor(lot() * TALK.length), lot()];
  await new Promise((resolve) => socket.once('connect', resolve));
  socket.write(TALK.slice(0, cut));
  // Some before the server has read it, some after its first reply.
  if (lot() < 0.7) await Promise.race([new Promise((resolve) => socket.once('data', resolve)), closed]);
  if (way < 0.4) socket.resetAndDestroy();
  else if (way < 0.8) socket.destroy();
  else socket.end();
  if (way >= 0.8) setTimeout(() => socket.destroy(), 20);
  await closed;
}

test(`${COUNT} dropped sessions, seed ${SEED}`, { timeout: rounds(300_000) }, async () => {
  let open = 0;
  let ended = 0;
  let changed: (() => void) | null = null;
  const server = createTestServer({
    config: {
      hostname: 'mail.test',
      listeners: [listenerConfig()],
      maxMessageBytes: 0,
      smtputf8: true,
      auth: { enabled: true, acceptAny: false, required: false, allowClear: true, mechanisms: ['LOGIN'] },
    },
    spool: memorySpool(),
    handler: sinkHandler(),
    users: userVerifiers([]),
    tls: () => Promise.reject(new Error('not needed')),
    clock: systemClock,
    observer: {
      listener: ({ sessions }) => {
        open = sessions;
        changed?.();
      },
      session: ({ endedAt }) => {
        if (endedAt !== null) ended += 1;
      },
      event: () => undefined,
      message: () => undefined,
    },
  });
  const [state] = await server.start();
  const port = state?.boundPort ?? 0;
  const lot = randomNumbers(SEED);
  const round = async (count: number) => {
    for (let done = 0; done < count; done += AT_ONCE)
      await Promise.all(Array.from({ length: Math.min(AT_ONCE, count - done) }, () => drop(port, lot)));
    while (open > 0) await new Promise<void>((resolve) => (changed = resolve));
  };
  // Code and caches of the first sessions are no leak.
  await round(Math.min(500, COUNT));
  const handles = resources();
  collect();
  const before = process.memoryUsage().heapUsed;
  await round(COUNT);
  collect();
  const grown = (process.memoryUsage().heapUsed - before) / MIB;
  await expect.poll(resources).toEqual(handles);
  expect(ended).toBe(Math.min(500, COUNT) + COUNT);
  expect(grown).toBeLessThan(5);
  await server.stop();
});

/** Those of the server: timers and sockets; the test's own runner has none that come and go. */
function resources(): Record<string, number> {
  const counts: Record<string, number> = { TCPSocketWrap: 0, TCPServerWrap: 0, Timeout: 0 };
  for (const name of process.getActiveResourcesInfo()) if (name in counts) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
