import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { Gate } from '../gate.ts';
import { eventsOf, listenerConfig, startFixture, type FixtureOptions } from '../fixture.ts';
import type { Peer } from '../peer.ts';

async function greeted(options: FixtureOptions) {
  const fixture = await startFixture(options);
  const peer = await fixture.connect();
  await peer.reply();
  await peer.command('EHLO c');
  return { fixture, peer };
}

async function toData(peer: Peer): Promise<void> {
  for (const line of ['MAIL FROM:<a@s>', 'RCPT TO:<b@r>', 'DATA']) await peer.command(line);
}

test('a command line over the limit is refused once and the session goes on', async () => {
  const { peer } = await greeted({ limits: { commandLine: 100 } });
  expect(await peer.command(`NOOP ${'x'.repeat(95)}`)).toMatch(/^250 /);
  expect(await peer.command(`NOOP ${'x'.repeat(96)}`)).toBe('500 5.5.2 Line too long\r\n');
  expect(await peer.command(`NOOP ${'x'.repeat(50_000)}`)).toBe('500 5.5.2 Line too long\r\n');
  expect(await peer.command('NOOP')).toBe('250 2.0.0 Ok\r\n');
});

test('a line without an end is read away in bounded memory, then the session is over', async () => {
  const { fixture, peer } = await greeted({ limits: { skippedLine: 500_000 } });
  for (let i = 0; i < 40; i += 1) await peer.send('x'.repeat(65_536));
  expect(await peer.untilClosed()).toBe('500 5.5.2 Line too long\r\n500 5.5.2 Line too long\r\n');
  expect((await fixture.ended())[0]?.endReason).toBe('limit');
});

test('too many errors', async () => {
  const { fixture, peer } = await greeted({ limits: { errors: 3 } });
  expect(await peer.command('FOO')).toMatch(/^500 /);
  expect(await peer.command('FOO')).toMatch(/^500 /);
  expect(await peer.command('FOO')).toBe('421 4.7.0 Too many errors\r\n');
  expect(await peer.untilClosed()).toBe('');
  expect((await fixture.ended())[0]?.endReason).toBe('limit');
});

test('too many commands without a message; a message starts the count anew', async () => {
  const { peer } = await greeted({ limits: { commands: 8 } });
  for (let round = 0; round < 3; round += 1) {
    await toData(peer);
    await peer.send('.\r\n');
    expect(await peer.reply()).toMatch(/^250 /);
  }
  for (let i = 0; i < 8; i += 1) expect(await peer.command('NOOP')).toMatch(/^250 /);
  expect(await peer.command('NOOP')).toBe('421 4.7.0 Too many commands without a message\r\n');
  expect(await peer.untilClosed()).toBe('');
});

test('too many connections: refused with 421, kept as a session, and there is room again later', async () => {
  const fixture = await startFixture({ limits: { connections: 2 } });
  const [a, b, c] = [await fixture.connect(), await fixture.connect(), await fixture.connect()];
  await a.reply();
  await b.reply();
  expect(await c.untilClosed()).toBe('421 4.7.0 Too many connections, try again later\r\n');
  const [refused] = await fixture.ended();
  expect(refused).toMatchObject({ endReason: 'refused', rejected: 1 });
  a.destroy();
  await fixture.ended(2);
  expect(await (await fixture.connect()).reply()).toMatch(/^220 /);
});

test('a message over the limit is refused after its end only, stored nowhere, and the next one is taken', async () => {
  const { fixture, peer } = await greeted({ config: { maxMessageBytes: 10_000 } });
  expect(await peer.command('MAIL FROM:<a@s> SIZE=10001')).toBe('552 5.3.4 Message exceeds the size limit\r\n');
  await toData(peer);
  for (let i = 0; i < 50; i += 1) await peer.send(`${'x'.repeat(998)}\r\n`);
  expect(await peer.anything(200)).toBe(false);
  await peer.send('.\r\n');
  expect(await peer.reply()).toBe('552 5.3.4 Message exceeds the size limit\r\n');
  await toData(peer);
  await peer.send(`${'x'.repeat(9998)}\r\n.\r\n`);
  expect(await peer.reply()).toMatch(/^250 /);
  expect((await fixture.stored()).map(({ summary }) => summary.size)).toEqual([10_000]);
});

test('idle for too long: 421, and octets that drip in do not help', async () => {
  const { fixture, peer } = await greeted({ limits: { commandMs: 400 } });
  const drip = setInterval(() => void peer.send('N'), 50);
  expect(await peer.untilClosed()).toBe('421 4.4.2 Idle for too long\r\n');
  clearInterval(drip);
  expect((await fixture.ended())[0]?.endReason).toBe('timeout');
  expect(eventsOf(fixture.observed).at(-1)).toMatchObject({ error: { code: 'timeout', params: { limitMs: 400 } } });
});

test('a message that stops coming in: 421 and nothing stored', async () => {
  const { fixture, peer } = await greeted({ limits: { dataIdleMs: 300 } });
  await toData(peer);
  await peer.send('half a mess');
  expect(await peer.untilClosed()).toBe('421 4.4.2 Idle for too long\r\n');
  expect(await fixture.stored()).toEqual([]);
});

test('a session as a whole has its limit', async () => {
  const { fixture, peer } = await greeted({ limits: { sessionMs: 500 } });
  const busy = setInterval(() => void peer.send('NOOP\r\n'), 50);
  expect(await peer.untilClosed()).toMatch(/421 4\.4\.2 The session has lasted too long\r\n$/);
  clearInterval(busy);
  expect((await fixture.ended())[0]?.endReason).toBe('timeout');
});

test('a client that never reads is made to wait, then cut', async () => {
  const fixture = await startFixture({ limits: { unreadReplies: 10_000, commandMs: 1500 } });
  const socket = connect(fixture.states[0]?.boundPort ?? 0, '127.0.0.1');
  socket.pause();
  socket.on('error', () => socket.destroy());
  socket.write('EHLO c\r\n');
  // More replies than all buffers on the way hold.
  for (let i = 0; i < 200 && !socket.destroyed; i += 1) socket.write('HELP\r\n'.repeat(1000));
  const [session] = await fixture.ended();
  expect(session?.endReason).toMatch(/^(timeout|limit|client-reset)$/);
  socket.destroy();
});

/** What JavaScript lets anyone throw. */
const oddities = [
  new Error('secret /path'),
  'text',
  null,
  {
    toString: () => {
      throw new Error('no');
    },
  },
] as unknown[] as Error[];

test('a handler that fails is 451, whatever it throws, and the session lives', async () => {
  for (const thrown of oddities) {
    const { fixture, peer } = await greeted({
      handler: () => ({ name: 'bad', handle: () => Promise.reject(thrown) }),
    });
    await toData(peer);
    await peer.send('x\r\n.\r\n');
    expect(await peer.reply()).toMatch(/^451 4\.3\.0 That could not be processed \(log id [^ ]+\)\r\n$/);
    expect(await peer.command('NOOP')).toMatch(/^250 /);
    expect(fixture.observed.failures).toEqual([thrown]);
    expect(JSON.stringify(eventsOf(fixture.observed))).not.toContain('secret');
  }
});

test('a handler that throws before its first await, and one whose text would break out of its line', async () => {
  const { peer } = await greeted({
    handler: () => ({
      name: 'sync',
      handle: () => {
        throw new Error('sync');
      },
    }),
  });
  await toData(peer);
  await peer.send('.\r\n');
  expect(await peer.reply()).toMatch(/^451 /);
  const evil = await greeted({
    handler: () => ({
      name: 'evil',
      handle: async (_, spooled) => {
        await spooled.discard();
        return { reply: { code: 550, enhancedCode: '5.7.1', lines: ['a\r\n250 b', 'c'] }, message: null };
      },
    }),
  });
  await toData(evil.peer);
  await evil.peer.send('.\r\n');
  expect(await evil.peer.reply()).toBe('550-5.7.1 a  250 b\r\n550 5.7.1 c\r\n');
});

test('no place for a message is 452: at DATA, and while it comes in', async () => {
  const failing = await greeted({ overrides: { spool: { create: () => Promise.reject(new Error('ENOSPC')) } } });
  await failing.peer.command('MAIL FROM:<a@s>');
  await failing.peer.command('RCPT TO:<b@r>');
  expect(await failing.peer.command('DATA')).toBe('452 4.3.1 The message could not be written\r\n');
  const full = await greeted({
    overrides: {
      spool: {
        create: async () => ({
          write: () => Promise.reject(new Error('ENOSPC')),
          finish: () => Promise.reject(new Error('ENOSPC')),
          discard: async () => undefined,
        }),
      },
    },
  });
  await toData(full.peer);
  await full.peer.send('x'.repeat(100_000));
  await full.peer.send('\r\n.\r\n');
  expect(await full.peer.reply()).toBe('452 4.3.1 The message could not be written\r\n');
  expect(await full.peer.command('NOOP')).toMatch(/^250 /);
});

test('stop: 421 to those who wait, the reply first to those whose message is being kept', async () => {
  const held = new Gate();
  const reached = new Gate();
  const { fixture, peer } = await greeted({
    handler: (mailbox) => ({
      name: 'slow',
      handle: async (message, spooled) => {
        reached.open();
        await held.opened;
        return mailbox.inbox.handle(message, spooled);
      },
    }),
  });
  const idle = await fixture.connect();
  await idle.reply();
  const receiving = await fixture.connect();
  await receiving.reply();
  await receiving.command('EHLO c');
  await toData(receiving);
  await receiving.send('half');
  await toData(peer);
  await peer.send('x\r\n.\r\n');
  await reached.opened;
  const stopped = fixture.server.stop();
  expect(await idle.untilClosed()).toBe('421 4.3.2 The server is shutting down\r\n');
  expect(await receiving.untilClosed()).toBe('421 4.3.2 The server is shutting down\r\n');
  held.open();
  expect(await peer.untilClosed()).toMatch(
    /^250 2\.0\.0 Message accepted as [\w-]+\r\n421 4\.3\.2 The server is shutting down\r\n$/,
  );
  await stopped;
  expect(await fixture.stored()).toHaveLength(1);
  expect((await fixture.ended(3)).map(({ endReason }) => endReason)).toEqual(Array(3).fill('server-stopped'));
});

test('stop does not wait for a client that does not close', async () => {
  const fixture = await startFixture({ listeners: [listenerConfig()], limits: { lingerMs: 200 } });
  const socket = connect({ port: fixture.states[0]?.boundPort ?? 0, host: '127.0.0.1', allowHalfOpen: true });
  await once(socket, 'data');
  await fixture.server.stop();
  socket.destroy();
  expect(fixture.server.listeners()[0]).toMatchObject({ listening: false, sessions: 0 });
});

test('an envelope is bounded in octets, far above what a thousand recipients need', async () => {
  const { fixture, peer } = await greeted({});
  await peer.command('MAIL FROM:<a@s>');
  const padding = 'x'.repeat(450);
  let taken = 0;
  for (; taken < 1_000; taken += 1) {
    const reply = await peer.command(`RCPT TO:<r${taken}@r.example> ORCPT=rfc822;${padding}`);
    if (reply === '452 4.5.3 Too many recipients\r\n') break;
    expect(reply).toMatch(/^250 /);
  }
  expect(taken).toBeGreaterThan(500);
  expect(taken).toBeLessThan(600);
  await peer.command('DATA');
  expect(await peer.command('x\r\n.')).toMatch(/^250 /);
  expect((await fixture.stored())[0]?.summary.rcptTo).toHaveLength(taken);
  await peer.command('MAIL FROM:<a@s>');
  for (let i = 0; i < 900; i += 1) await peer.send(`RCPT TO:<somebody-${i}@a-longer-name.r.example> NOTIFY=NEVER\r\n`);
  for (let i = 0; i < 900; i += 1) expect(await peer.reply()).toMatch(/^250 /);
});
