/** Whoever comes in numbers pays for it alone: shares of the places, who gives way, and refusals that cost little. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { Places } from '../../../electron/core/server/listener/places.ts';
import { TurnedAway } from '../../../electron/core/server/listener/turned-away.ts';
import { replies } from '../../../electron/core/server/commands/replies.ts';
import { limits } from '../../../electron/core/server/limits.ts';
import { eventsOf, listenerConfig, startFixture, type Fixture } from '../fixture.ts';
import type { Peer } from '../peer.ts';

const FLOOD = '127.0.0.2';
const OTHER = '127.0.0.3';
/** Several addresses of the machine's own are to be had without asking on Linux alone. */
const onLinux = test.skipIf(process.platform !== 'linux');

async function several(fixture: Fixture, count: number, id: string, from: string): Promise<Peer[]> {
  const peers: Peer[] = [];
  for (let i = 0; i < count; i += 1) {
    const peer = await fixture.connect(id, from);
    expect(await peer.reply()).toMatch(/^220 /);
    peers.push(peer);
  }
  return peers;
}

onLinux('when all places are taken, whoever has most gives one up, its latest, with a word', async () => {
  const fixture = await startFixture({ limits: { connections: 4 } });
  const flood = await several(fixture, 4, 'smtp', FLOOD);
  const [other] = await several(fixture, 1, 'smtp', OTHER);
  expect(await flood[3]?.untilClosed()).toBe(
    '421 4.7.0 The connection is needed for another address, try again later\r\n',
  );
  const [ended] = await fixture.ended();
  expect(ended).toMatchObject({ endReason: 'limit' });
  expect(ended?.peer).toContain(FLOOD);
  // Two each: from here on nobody pushes anybody out.
  await several(fixture, 1, 'smtp', OTHER);
  expect(await (await fixture.connect('smtp', OTHER)).untilClosed()).toMatch(/^421 4\.7\.0 Too many connections, /);
  expect(await (await fixture.connect('smtp', FLOOD)).untilClosed()).toMatch(/^421 4\.7\.0 Too many connections, /);
  expect(await flood[0]?.command('NOOP')).toMatch(/^250 /);
  expect(await other?.command('NOOP')).toMatch(/^250 /);
});

onLinux('one that gives way in mid-message leaves nothing behind', async () => {
  const fixture = await startFixture({ limits: { connections: 2 } });
  const [, last] = await several(fixture, 2, 'smtp', FLOOD);
  await last?.send('EHLO c\r\nMAIL FROM:<a@s>\r\nRCPT TO:<b@r>\r\nDATA\r\n');
  for (let replied = 0; replied < 4; replied += 1) await last?.reply();
  await last?.send('half a message\r\n');
  const [other] = await several(fixture, 1, 'smtp', OTHER);
  expect(await last?.untilClosed()).toMatch(/^421 4\.7\.0 /);
  await fixture.ended();
  expect(await fixture.stored()).toEqual([]);
  expect(await other?.command('NOOP')).toMatch(/^250 /);
});

onLinux('those who are refused take no places, however slowly they go', async () => {
  const fixture = await startFixture({ limits: { connections: 4, connectionsPerSource: 2 } });
  await several(fixture, 2, 'smtp', FLOOD);
  // They never close their side, so that each is waited for.
  for (let i = 0; i < 10; i += 1) {
    const socket = connect({
      port: fixture.states[0]?.boundPort ?? 0,
      host: '127.0.0.1',
      localAddress: FLOOD,
      allowHalfOpen: true,
    });
    socket.on('error', () => socket.destroy());
    const [said] = (await once(socket, 'data')) as [Buffer];
    expect(said.toString()).toMatch(/^421 4\.7\.0 Too many connections from this address/);
  }
  await several(fixture, 2, 'smtp', OTHER);
});

onLinux('an address has its share of each listener', async () => {
  const listeners = [listenerConfig({ id: 'a' }), listenerConfig({ id: 'b' })];
  const fixture = await startFixture({ listeners, limits: { connectionsPerListener: 2, connectionsPerSource: 3 } });
  await several(fixture, 2, 'a', FLOOD);
  expect(await (await fixture.connect('a', FLOOD)).untilClosed()).toMatch(/^421 /);
  await several(fixture, 2, 'a', OTHER);
  await several(fixture, 1, 'b', FLOOD);
  expect(await (await fixture.connect('b', FLOOD)).untilClosed()).toMatch(/^421 /);
});

onLinux('of a thousand that are refused all are answered, fifty are listed, and the last of them says so', async () => {
  const fixture = await startFixture({ limits: { connectionsPerSource: 1 } });
  await several(fixture, 1, 'smtp', FLOOD);
  const port = fixture.states[0]?.boundPort ?? 0;
  const heard = await Promise.all(
    Array.from({ length: 1_000 }, async () => {
      const socket = connect({ port, host: '127.0.0.1', localAddress: FLOOD });
      socket.on('error', () => socket.destroy());
      let text = '';
      socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
      await new Promise((resolve) => socket.once('close', resolve));
      return text;
    }),
  );
  expect(heard.filter((text) => text.startsWith('421 4.7.0 ')).length).toBe(1_000);
  const refused = (await fixture.ended(limits.server.refusedListed)).filter(({ endReason }) => endReason === 'refused');
  expect(refused.length).toBe(limits.server.refusedListed);
  const notes = eventsOf(fixture.observed).flatMap((event) =>
    event.type === 'note' && event.note === 'connection-refused-by-limit' ? [event.params] : [],
  );
  expect(notes.filter((params) => params['last'] === 1)).toEqual([{ last: 1 }]);
  expect(await (await fixture.connect('smtp', OTHER)).reply()).toMatch(/^220 /);
});

test('what was not listed is reported with the first one of a later minute', () => {
  let now = 0;
  const turnedAway = new TurnedAway({ now: () => now });
  const listed = Array.from({ length: 60 }, () => turnedAway.list('a')).filter((one) => one !== null);
  expect(listed.length).toBe(50);
  expect(listed.at(-1)).toEqual({ before: 0, last: true });
  expect(turnedAway.list('b')).toEqual({ before: 0, last: false });
  now = 60_000;
  expect(turnedAway.list('a')).toEqual({ before: 10, last: false });
  expect(turnedAway.list('a')).toEqual({ before: 0, last: false });
});

test('of those on their way out no more than so many are waited for', () => {
  const turnedAway = new TurnedAway({ now: () => 0 });
  const destroyed: number[] = [];
  const gone = Array.from({ length: limits.server.leaving }, (_, i) => turnedAway.leaves(() => destroyed.push(i)));
  gone[0]?.();
  turnedAway.leaves(() => destroyed.push(-1));
  expect(destroyed).toEqual([]);
  turnedAway.leaves(() => destroyed.push(-2));
  expect(destroyed).toEqual([1]);
});

test('where many share an address, they count for their listener, and give way as one', () => {
  const places = new Places({ connections: 3, connectionsPerSource: 2, connectionsPerListener: 2 });
  const left: number[] = [];
  const unix = { source: null, listener: 'unix' };
  for (let i = 0; i < 3; i += 1) {
    expect(places.refusalFor(unix)).toBeNull();
    const leave = places.take(unix, {
      giveUpPlace: () => {
        leave();
        left.push(i);
      },
    });
  }
  expect(places.refusalFor(unix)).toBe(replies.tooManyConnections);
  expect(places.refusalFor({ source: '192.0.2.1', listener: 'smtp' })).toBeNull();
  expect(left).toEqual([2]);
  expect(places.taken).toBe(2);
});
