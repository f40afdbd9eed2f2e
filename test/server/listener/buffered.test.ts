/** Octets that connections make the server keep: each within its limit, all together within theirs, and the address with most pays. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { Buffered } from '../../../electron/core/server/listener/buffered.ts';
import type { HandlerReply } from '../../../electron/core/server/handlers/types.ts';
import { eventsOf, startFixture } from '../fixture.ts';

const onLinux = test.skipIf(process.platform !== 'linux');

test('at the whole, the address that holds most gives way, its largest first, and no more than needed', () => {
  const buffered = new Buffered(1_000);
  const left: string[] = [];
  const share = (source: string, name: string) => buffered.share(source, () => left.push(name));
  const [a, b, c] = [share('flood', 'a'), share('flood', 'b'), share('flood', 'c')];
  const other = share('other', 'other');
  other.set(300);
  a.set(100);
  b.set(400);
  expect(buffered.limit(80)).toBe(10);
  c.set(200);
  expect(left).toEqual([]);
  c.set(201);
  expect(left).toEqual(['b']);
  expect(buffered.octets).toBe(601);
  c.set(10);
  expect(buffered.octets).toBe(410);
  expect(buffered.limit(80)).toBe(80);
  // What has gone holds nothing, whatever it says.
  b.set(5_000);
  expect(buffered.octets).toBe(410);
});

test('when the largest address has given enough, it is the next one that holds most', () => {
  const buffered = new Buffered(1_000);
  const left: string[] = [];
  const shares = ['x', 'x', 'y', 'y', 'z'].map((source, i) => buffered.share(source, () => left.push(`${source}${i}`)));
  for (const [i, octets] of [250, 240, 245, 200, 66].entries()) shares[i]?.set(octets);
  expect(left).toEqual(['x0', 'y2']);
});

/** A client that sends without an end and reads nothing. */
function deaf(port: number, text: string, from = '127.0.0.1'): Socket {
  const socket = connect({ port, host: '127.0.0.1', localAddress: from });
  onTestFinished(() => void socket.destroy());
  socket.pause();
  socket.on('error', () => socket.destroy());
  socket.write('EHLO c\r\n');
  const more = (): void => {
    while (!socket.destroyed && socket.write(text));
  };
  socket.on('drain', more);
  more();
  return socket;
}

test('replies of one piece of input stop at their limit, and go on when they are read, all of them and in order', async () => {
  const commands = 4_000;
  let unsent = 0;
  let most = 0;
  const reply: HandlerReply = { code: 250, enhancedCode: null, lines: ['x'.repeat(1_000)] };
  const fixture = await startFixture({
    limits: { unreadReplies: 65_536 },
    overrides: {
      commands: {
        XBIG: ({ session }) => {
          unsent += 1_000;
          most = Math.max(most, unsent);
          // Written when the turn is over, at the latest.
          if (unsent === 1_000) setImmediate(() => (unsent = 0));
          return session.smtpState === 'COMMAND' ? reply : { ...reply, code: 451 };
        },
      },
    },
  });
  const socket = connect(fixture.states[0]?.boundPort ?? 0, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  let heard = 0;
  socket.on('data', (chunk: Buffer) => (heard += chunk.length));
  await once(socket, 'data');
  heard = 0;
  socket.write(`${'XBIG\r\n'.repeat(commands)}QUIT\r\n`);
  await once(socket, 'close');
  expect(heard).toBeGreaterThanOrEqual(commands * 1_006);
  // 24 KB of commands in one piece would else have had 4 MB of replies at a time.
  expect(most).toBeLessThan(4 * 65_536);
});

onLinux('clients that do not read pay when memory is short, another address is served', async () => {
  const most = 2_097_152;
  const fixture = await startFixture({
    limits: { bufferedOctets: most, queuedInput: 262_144, unreadReplies: 4_194_304, commands: 1_000_000 },
  });
  const port = fixture.states[0]?.boundPort ?? 0;
  const other = await fixture.connect('smtp', '127.0.0.3');
  await other.reply();
  for (let i = 0; i < 40; i += 1) deaf(port, 'HELP\r\n'.repeat(500), '127.0.0.2');
  const [ended] = await fixture.ended();
  expect(ended?.peer).toContain('127.0.0.2');
  expect(ended?.endReason).toBe('limit');
  expect(eventsOf(fixture.observed, ended?.id).at(-1)).toMatchObject({
    error: { params: { limit: 'server.bufferedOctets' } },
  });
  expect(await other.command('EHLO c')).toMatch(/^250-/);
  for (const line of ['MAIL FROM:<a@s>', 'RCPT TO:<b@r>']) expect(await other.command(line)).toMatch(/^250 /);
});

onLinux('recipients of messages that never come count as what is kept', async () => {
  const fixture = await startFixture({ limits: { bufferedOctets: 1_048_576 } });
  const other = await fixture.connect('smtp', '127.0.0.3');
  await other.reply();
  const rcpt = Array.from({ length: 900 }, (_, i) => `RCPT TO:<${'y'.repeat(60)}${i}@r.example>\r\n`).join('');
  const peers = await Promise.all(Array.from({ length: 8 }, () => fixture.connect('smtp', '127.0.0.2')));
  for (const peer of peers) await peer.send(`EHLO c\r\nMAIL FROM:<a@s.example>\r\n${rcpt}`);
  const [ended] = await fixture.ended();
  expect(ended).toMatchObject({ endReason: 'limit' });
  const left = peers.filter((peer) => peer.pending.includes('421 4.3.1 Too much from this address'));
  expect(left.length).toBeLessThan(8);
  expect(await other.command('EHLO c')).toMatch(/^250-/);
});
