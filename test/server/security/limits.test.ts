/** Attacks by time, number and names, each named as in the collection of cases; and who is listened to at all. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { acceptAnyUser } from '../../../electron/core/server/users/users.ts';
import { defaultServerConfig } from '../../../electron/core/server/defaults.ts';
import { eventsOf, listenerConfig, startFixture, temporaryDir, type Fixture, type FixtureOptions } from '../fixture.ts';
import type { Peer } from '../peer.ts';

async function greeted(options: FixtureOptions = {}): Promise<{ fixture: Fixture; peer: Peer }> {
  const fixture = await startFixture(options);
  const peer = await fixture.connect();
  await peer.reply();
  await peer.command('EHLO c');
  return { fixture, peer };
}

describe('SEC-07 a slow client', () => {
  const limits = { commandMs: 400, dataIdleMs: 400, tlsMs: 400, sessionMs: 1_200 };

  test('drips a command: octets that come in extend nothing', async () => {
    const { fixture, peer } = await greeted({ limits });
    const drip = setInterval(() => void peer.send('N'), 40);
    expect(await peer.untilClosed()).toBe('421 4.4.2 Idle for too long\r\n');
    clearInterval(drip);
    expect((await fixture.ended())[0]?.endReason).toBe('timeout');
  });

  test.each([
    ['a message', 'DATA\r\n', '421 4.4.2 '],
    ['a chunk', 'BDAT 1000000 LAST\r\n', '421 4.4.2 '],
  ])('drips %s: the session as a whole has an end', async (_, line, end) => {
    const { fixture, peer } = await greeted({ limits });
    await peer.command('MAIL FROM:<a@s>');
    await peer.command('RCPT TO:<b@r>');
    await peer.send(line);
    const drip = setInterval(() => void peer.send('x'), 40);
    expect(await peer.untilClosed()).toContain(end);
    clearInterval(drip);
    expect(await fixture.ended()).toMatchObject([{ endReason: 'timeout' }]);
    expect(await fixture.stored()).toEqual([]);
  });

  test('stops in mid-chunk', async () => {
    const { fixture, peer } = await greeted({ limits });
    await peer.send('MAIL FROM:<a@s>\r\nRCPT TO:<b@r>\r\nBDAT 1000 LAST\r\nhalf');
    expect(await peer.untilClosed()).toMatch(/421 4\.4\.2 Idle for too long\r\n$/);
    expect(await fixture.stored()).toEqual([]);
  });

  test.each(['tls', 'starttls'] as const)('drips a handshake (%s)', async (security) => {
    const fixture = await startFixture({ listener: { security }, limits });
    const peer = await fixture.connect();
    if (security === 'starttls') {
      await peer.reply();
      await peer.command('EHLO c');
      await peer.command('STARTTLS');
    }
    // The head of a TLS record that promises more than ever comes.
    await peer.send(Buffer.of(0x16, 3, 1, 0x3f, 0xff));
    const drip = setInterval(() => void peer.send(Buffer.of(1)), 40);
    expect(await peer.untilClosed()).not.toMatch(/\d{3}[ -]/);
    clearInterval(drip);
    expect((await fixture.ended())[0]?.tls).toBe(false);
  });

  test('holds 500 connections: the next is told 421, and those who leave make room', { timeout: 60_000 }, async () => {
    const fixture = await startFixture({ limits: { connections: 500 } });
    const peers = await Promise.all(Array.from({ length: 500 }, () => fixture.connect()));
    for (const peer of peers) expect(await peer.reply()).toMatch(/^220 /);
    const more = await fixture.connect();
    expect(await more.untilClosed()).toBe('421 4.7.0 Too many connections, try again later\r\n');
    peers[0]?.destroy();
    await fixture.ended(2);
    expect(await (await fixture.connect()).reply()).toMatch(/^220 /);
  });

  test('holds so many connections of one address, on all listeners together; where all share one, none are counted', async () => {
    const path = join(await temporaryDir(), 'unix');
    const unix = listenerConfig({ id: 'unix', host: null, port: null, path });
    const listeners = [listenerConfig(), listenerConfig({ id: 'other' }), unix];
    const balanced = listenerConfig({ id: 'proxied', proxyProtocol: true });
    const fixture = await startFixture({ limits: { connectionsPerSource: 3 }, listeners: [...listeners, balanced] });
    const first = [await fixture.connect('smtp'), await fixture.connect('smtp'), await fixture.connect('other')];
    for (const peer of first) expect(await peer.reply()).toMatch(/^220 /);
    const more = await fixture.connect('other');
    expect(await more.untilClosed()).toBe('421 4.7.0 Too many connections from this address, try again later\r\n');
    expect(await (await fixture.connect('unix')).reply()).toMatch(/^220 /);
    const proxied = await fixture.connect('proxied');
    await proxied.send('PROXY TCP4 192.0.2.1 192.0.2.2 4711 25\r\n');
    expect(await proxied.reply()).toMatch(/^220 /);
    first[0]?.destroy();
    await fixture.ended(2);
    expect(await (await fixture.connect('smtp')).reply()).toMatch(/^220 /);
  });
});

/** All at once, as a flood comes; everything that came back until the server closed. */
async function flood(port: number, text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let heard = '';
  socket.on('data', (chunk: Buffer) => (heard += chunk.toString('latin1')));
  socket.on('error', () => socket.destroy());
  await once(socket, 'connect');
  socket.write(text);
  await new Promise((resolve) => socket.once('close', resolve));
  return heard;
}

describe('SEC-08 ten thousand on one connection', () => {
  const many = (line: string) => `${line}\r\n`.repeat(10_000);
  const guess = `AUTH PLAIN ${Buffer.from('\0testuser\0guess').toString('base64')}`;
  test.each([
    ['recipients', `MAIL FROM:<a@s>\r\n${many('RCPT TO:<b@r>')}`, /452 4\.5\.3 /],
    ['lines of junk', many('xyzzy'), /421 4\.7\.0 Too many errors/],
    ['MAIL and RSET', many('MAIL FROM:<a@s>\r\nRSET'), /421 4\.7\.0 Too many commands/],
    ['VRFY', many('VRFY a'), /421 4\.7\.0 Too many commands/],
    ['guessed passwords', many(guess), /421 4\.7\.0 Too many errors/],
  ])('%s', async (_, text, reported) => {
    const fixture = await startFixture({ auth: { enabled: true, allowClear: true } });
    const heard = await flood(fixture.states[0]?.boundPort ?? 0, `EHLO c\r\n${text}QUIT\r\n`);
    expect(heard).toMatch(reported);
    expect(heard.split('\r\n').length).toBeLessThan(6_000);
    expect((await fixture.ended())[0]).toMatchObject({ endReason: 'limit', user: null });
  });
});

describe('SEC-09 names that would make lines of their own', () => {
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  const raw = ['\r', '\n', '\0', '\u001b[2J'];
  const parameters = ['+0D+0AX-Evil:+201', '+00', '+1B', '+7F'];
  test.each([
    ...raw.flatMap((evil) => [
      `EHLO c${evil}x`,
      `MAIL FROM:<a${evil}@s.example>`,
      `MAIL FROM:<"a${evil}"@s.example>`,
      `RCPT TO:<b${evil}@r.example>`,
      `VRFY a${evil}`,
    ]),
    ...parameters.flatMap((evil) => [
      `MAIL FROM:<a@s.example> ENVID=${evil}`,
      `MAIL FROM:<a@s.example> AUTH=${evil}`,
      `RCPT TO:<b@r.example> ORCPT=rfc822;${evil}`,
    ]),
    ...['\u2028', '\u2029', '\u0085'].flatMap((evil) => [`EHLO c${evil}x`, `MAIL FROM:<a${evil}b@s.example> SMTPUTF8`]),
    ...['\r\nX-Evil: 1', '\0', '\u001b[2J', '\u2028'].map((evil) => `AUTH PLAIN ${base64(`\0ann${evil}\0pw`)}`),
  ])('%j is refused', async (line) => {
    const auth = { enabled: true, acceptAny: true, allowClear: true };
    const { fixture, peer } = await greeted({ auth, overrides: { users: acceptAnyUser } });
    if (line.startsWith('RCPT')) await peer.command('MAIL FROM:<a@s.example>');
    await peer.send(`${line}\r\n`);
    expect(await peer.reply()).toMatch(/^5\d\d /);
    peer.halfClose();
    await peer.untilClosed();
    expect(await fixture.ended()).toMatchObject([{ user: null, helo: 'c' }]);
  });
});

/** What JavaScript lets anyone throw. */
const circular: Record<string, unknown> = { path: '/etc/passwd' };
circular['self'] = circular;
const failures = [
  new Error('secret in /etc/passwd'),
  circular,
  {
    toString: () => {
      throw new Error('secret');
    },
  },
  Object.assign(new Error('no'), { password: 'secret' }),
  null,
] as unknown[] as Error[];

test.each(failures.map((thrown, index) => [index, thrown] as const))(
  'SEC-10 a handler that fails tells the client nothing of why (%i)',
  async (_, thrown) => {
    const { fixture, peer } = await greeted({ handler: () => ({ name: 'bad', handle: () => Promise.reject(thrown) }) });
    for (const line of ['MAIL FROM:<a@s>', 'RCPT TO:<b@r>', 'DATA']) await peer.command(line);
    const reply = await peer.command('x\r\n.');
    const [logId = ''] = fixture.observed.logIds;
    expect(logId).toMatch(/^s\w+-\w+\.1$/);
    expect(reply).toBe(`451 4.3.0 That could not be processed (log id ${logId})\r\n`);
    expect(eventsOf(fixture.observed)).toContainEqual(
      expect.objectContaining({ type: 'note', note: 'server-failed', params: { logId } }),
    );
    expect(await peer.command('NOOP')).toMatch(/^250 /);
    expect(fixture.observed.failures).toEqual([thrown]);
    expect(JSON.stringify(eventsOf(fixture.observed))).not.toMatch(/secret|passwd/);
  },
);

describe('SEC-11 who is listened to', () => {
  test('by default nobody but this machine', async () => {
    const defaults = defaultServerConfig('mail.test').listeners.map((one) => ({ ...one, port: 0 }));
    const fixture = await startFixture({ listeners: defaults });
    expect(fixture.states).toHaveLength(3);
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal, scopeid }) => !internal && (scopeid ?? 0) === 0)
      .map(({ address }) => address);
    for (const { boundPort } of fixture.states) {
      // The other family's loopback is there on most machines, and not listened on.
      for (const host of [...others, '::1']) {
        const socket = connect(boundPort ?? 0, host);
        await expect(once(socket, 'connect'), `${host}:${String(boundPort)}`).rejects.toThrow();
      }
    }
  });
});

describe('SEC-12 who somebody says to be', () => {
  test('PROXY 2 where it is not expected is no command and states nothing', async () => {
    const fixture = await startFixture();
    const peer = await fixture.connect();
    await peer.reply();
    const header = Buffer.from('\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c\xc0\0\x02\x07\x7f\0\0\x01\x1f\x90\0\x19', 'latin1');
    await peer.send(Buffer.concat([header, Buffer.from('\r\nNOOP\r\n')]));
    for (let i = 0; i < 4; i += 1) expect(await peer.reply()).toMatch(/^500 /);
    expect(await peer.reply()).toMatch(/^250 /);
    peer.halfClose();
    await peer.untilClosed();
    expect((await fixture.ended())[0]?.peer).toMatch(/^127\.0\.0\.1:/);
  });
});
