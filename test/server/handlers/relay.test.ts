/** Messages passed on: the next server's results are ours, loops end, and nothing goes out where nobody asked for it. */
import { expect, test } from 'vitest';
import { proxyHandler } from '../../../electron/core/server/handlers/proxy.ts';
import { routeHandler } from '../../../electron/core/server/handlers/route.ts';
import { sinkHandler } from '../../../electron/core/server/handlers/sink.ts';
import { systemClock } from '../../../electron/core/recording/clock.ts';
import type { MessageHandler } from '../../../electron/core/server/handlers/types.ts';
import { startFixture, type Fixture, type FixtureOptions } from '../fixture.ts';

async function relayTo(upstream: Fixture, options: FixtureOptions = {}): Promise<Fixture> {
  const handler = passOn(upstream);
  return startFixture({ ...options, config: { magicRecipients: false, ...options.config }, handler: () => handler });
}

function passOn(upstream: Fixture): MessageHandler {
  const protocol = upstream.states[0]?.config.protocol ?? 'smtp';
  return proxyHandler({
    connection: { target: `127.0.0.1:${upstream.states[0]?.boundPort ?? 0}`, protocol, security: 'none' },
    auth: null,
    hostname: 'mail.test',
    clock: systemClock,
    signal: new AbortController().signal,
    events: () => undefined,
  });
}

async function deliver(fixture: Fixture, to: readonly string[], message: string, verb = 'EHLO'): Promise<string[]> {
  const peer = await fixture.connect();
  await peer.reply();
  await peer.command(`${verb} c`);
  await peer.command('MAIL FROM:<a@s.example> RET=HDRS');
  for (const address of to) await peer.command(`RCPT TO:<${address}> NOTIFY=NEVER`);
  await peer.command('DATA');
  await peer.send(`${message}\r\n.\r\n`);
  const replies: string[] = [];
  for (let i = 0; i < (verb === 'LHLO' ? to.length : 1); i += 1) replies.push(await peer.reply());
  return replies;
}

test('a message is passed on octet for octet below our header, its options with it', async () => {
  const upstream = await startFixture();
  const relay = await relayTo(upstream);
  expect(await deliver(relay, ['b@r.example'], 'Subject: x\r\n\r\n..')).toEqual(['250 2.0.0 Passed on\r\n']);
  const [stored] = await upstream.stored();
  expect(stored?.data.toString()).toMatch(
    /^X-Posthorn-Relay: mail\.test\r\nX-Peer: 127\.0\.0\.1:\d+\r\nSubject: x\r\n\r\n\.\r\n$/,
  );
  expect(stored?.summary.mailOptions).toContain('RET=HDRS');
  expect(stored?.summary.rcptTo).toEqual([{ address: 'b@r.example', options: ['NOTIFY=NEVER'] }]);
});

test('results of recipients come back: each its own over LMTP, named in the text over SMTP', async () => {
  const upstream = await startFixture();
  const to = ['b@r.example', '550-5.1.1@error.test'];
  const lmtp = await relayTo(upstream, { listener: { protocol: 'lmtp' } });
  expect(await deliver(lmtp, to, 'x', 'LHLO')).toEqual([
    '250 2.0.0 Passed on\r\n',
    '550 5.1.1 As the address asks\r\n',
  ]);
  const smtp = await relayTo(upstream);
  expect(await deliver(smtp, to, 'x')).toEqual([
    '250-2.0.0 Passed on, but not for all\r\n250 2.0.0 <550-5.1.1@error.test> refused: 550 As the address asks\r\n',
  ]);
  expect(await deliver(smtp, ['450@error.test'], 'x')).toEqual(['450 4.0.0 As the address asks\r\n']);
  expect(await upstream.stored()).toHaveLength(2);
});

test('over LMTP, whom a recipient of magic is refused for does not get the message from the next server', async () => {
  const upstream = await startFixture({ config: { magicRecipients: false } });
  const relay = await relayTo(upstream, { listener: { protocol: 'lmtp' }, config: { magicRecipients: true } });
  expect(await deliver(relay, ['data-550@error.test', 'b@r.example'], 'x', 'LHLO')).toEqual([
    '550 5.0.0 As the address asks\r\n',
    '250 2.0.0 Passed on\r\n',
  ]);
  const [stored] = await upstream.stored();
  expect(stored?.summary.rcptTo.map(({ address }) => address)).toEqual(['b@r.example']);
});

test('a server that is not there is 451; a message that comes round again is refused', async () => {
  const upstream = await startFixture();
  const relay = await relayTo(upstream);
  expect(await deliver(relay, ['b@r.example'], 'X-Posthorn-Relay: mail.test\r\n\r\nx')).toEqual([
    '554 5.4.6 This message goes round in circles\r\n',
  ]);
  const hops = 'Received: by x\r\n'.repeat(101);
  expect(await deliver(relay, ['b@r.example'], `${hops}\r\nx`)).toEqual([
    '554 5.4.6 This message goes round in circles\r\n',
  ]);
  await upstream.server.stop();
  expect((await deliver(relay, ['b@r.example'], 'x'))[0]).toMatch(/^451 4\.4\.1 .*\(connect-failed\)\r\n$/);
  expect(await upstream.stored()).toEqual([]);
});

test('route: chosen recipients to one handler, the others to the next', async () => {
  const upstream = await startFixture();
  const chosen: string[][] = [];
  const list: MessageHandler = {
    name: 'list',
    handle: async (message, spooled) => {
      chosen.push(message.rcptTo.map(({ address }) => address));
      await spooled.discard();
      return { reply: null, message: null };
    },
  };
  const handler = routeHandler((address) => address.endsWith('@list.example'), list, passOn(upstream));
  const fixture = await startFixture({ handler: () => handler });
  await deliver(fixture, ['x@list.example', 'b@r.example', 'y@list.example'], 'both');
  await deliver(fixture, ['x@list.example'], 'one');
  await deliver(fixture, ['b@r.example'], 'other');
  expect(chosen).toEqual([['x@list.example', 'y@list.example'], ['x@list.example']]);
  const stored = await upstream.stored();
  expect(stored.map(({ summary }) => summary.rcptTo.map(({ address }) => address))).toEqual([
    ['b@r.example'],
    ['b@r.example'],
  ]);
  expect(routeHandler(() => true, { ...sinkHandler(), wants: 'text' }, list).wants).toBe('text');
});

test.each([
  ['after a line end', 'x\r\n\0.\r\nMAIL FROM:<eve@e.example>'],
  ['between CR and LF', 'x\r\0\n.\r\0\ny'],
  ['at the end', 'x\0'],
])('NUL %s is never passed on, whether by DATA or BDAT', async (_, message) => {
  const upstream = await startFixture();
  const relay = await relayTo(upstream);
  const refusal = '554 5.6.0 NUL in the message: it is not passed on\r\n';
  expect(await deliver(relay, ['b@r.example'], message)).toEqual([refusal]);
  const lmtp = await relayTo(upstream, { listener: { protocol: 'lmtp' } });
  expect(await deliver(lmtp, ['b@r.example', 'c@r.example'], message, 'LHLO')).toEqual([refusal, refusal]);
  const peer = await relay.connect();
  await peer.reply();
  for (const line of ['EHLO c', 'MAIL FROM:<a@s.example> BODY=BINARYMIME', 'RCPT TO:<b@r.example>'])
    await peer.command(line);
  await peer.send(`BDAT ${message.length} LAST\r\n${message}`);
  expect(await peer.reply()).toBe(refusal);
  expect(upstream.observed.sessions.size).toBe(0);
});

test('line ends that others might take for the end of data are CRLF, and their dots stuffed, when they are passed on', async () => {
  const upstream = await startFixture();
  const relay = await relayTo(upstream);
  for (const end of ['\n', '\r']) {
    const message = `x${end}.${end}MAIL FROM:<eve@e.example>${end}.\r\ny`;
    expect(await deliver(relay, ['b@r.example'], message)).toEqual(['250 2.0.0 Passed on\r\n']);
  }
  const stored = await upstream.stored();
  expect(stored).toHaveLength(2);
  for (const { data, summary } of stored) {
    expect(data.toString().replace(/^(?:X-\S+: .*\r\n)+/, '')).toBe(
      'x\r\n.\r\nMAIL FROM:<eve@e.example>\r\n.\r\ny\r\n',
    );
    expect(summary.mailFrom).toBe('a@s.example');
  }
  const events = [...upstream.observed.events.values()].flat();
  expect(events.filter((event) => event.type === 'anomaly')).toEqual([]);
});
