import { createServer, type AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { defaultServerConfig } from '../../../electron/core/server/defaults.ts';
import { listenerConfig, startFixture } from '../fixture.ts';

async function occupy(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return (server.address() as AddressInfo).port;
}

test('a port in use is reported; the other listeners run', async () => {
  const taken = await occupy();
  const fixture = await startFixture({
    listeners: [listenerConfig({ id: 'a', port: taken }), listenerConfig({ id: 'b' })],
  });
  expect(fixture.states.map(({ listening, error }) => [listening, error])).toEqual([
    [false, { code: 'listen-failed', reason: 'address-in-use', systemCode: 'EADDRINUSE' }],
    [true, null],
  ]);
  expect(await (await fixture.connect('b')).reply()).toMatch(/^220 /);
});

test('the next free port is taken where that is asked for', async () => {
  const taken = await occupy();
  const fixture = await startFixture({ listeners: [listenerConfig({ port: taken, nextFree: true })] });
  expect(fixture.states[0]?.listening).toBe(true);
  expect(fixture.states[0]?.boundPort).toBeGreaterThan(taken);
});

test('an address that is not of this machine', async () => {
  const fixture = await startFixture({ listeners: [listenerConfig({ host: '192.0.2.1' })] });
  expect(fixture.states[0]?.error).toMatchObject({ reason: 'address-not-available', systemCode: 'EADDRNOTAVAIL' });
});

test('listeners come and go without disturbing sessions of others', async () => {
  const fixture = await startFixture({ listeners: [listenerConfig({ id: 'a' }), listenerConfig({ id: 'b' })] });
  const onA = await fixture.connect('a');
  const onB = await fixture.connect('b');
  await onA.reply();
  await onB.reply();
  const port = fixture.states[0]?.boundPort;
  const added = await fixture.server.addListener(listenerConfig({ id: 'c', protocol: 'lmtp' }));
  expect(added).toMatchObject({ listening: true, config: { id: 'c' } });
  expect(await (await fixture.connect('c')).reply()).toContain('LMTP');
  await fixture.server.removeListener('b');
  expect(await onB.untilClosed()).toBe('421 4.3.2 The server is shutting down\r\n');
  expect(await onA.command('EHLO still here')).toMatch(/^250-/);
  expect(fixture.server.listeners().map(({ config }) => config.id)).toEqual(['a', 'c']);
  expect(fixture.server.listeners()[0]?.boundPort).toBe(port);
});

test('a new configuration holds for new sessions; a changed listener starts again, others keep their sockets', async () => {
  const a = listenerConfig({ id: 'a' });
  const b = listenerConfig({ id: 'b' });
  const fixture = await startFixture({ listeners: [a, b] });
  const before = fixture.server.listeners();
  const old = await fixture.connect('a');
  await old.reply();
  const states = await fixture.server.configure({
    ...{
      smtputf8: true,
      maxMessageBytes: 5,
      auth: { enabled: false, acceptAny: false, required: false, allowClear: false, mechanisms: [] },
    },
    hostname: 'renamed.test',
    listeners: [a, { ...b, protocol: 'lmtp' }],
  });
  expect(states[0]?.boundPort).toBe(before[0]?.boundPort);
  expect(states[1]).toMatchObject({ listening: true, config: { protocol: 'lmtp' } });
  expect(await old.command('EHLO c')).toContain('250-mail.test');
  expect(await (await fixture.connect('a')).reply()).toBe('220 renamed.test ESMTP Posthorn\r\n');
  expect(await (await fixture.connect('b')).reply()).toBe('220 renamed.test LMTP Posthorn\r\n');
});

test('stopped and started again, it listens as before', async () => {
  const fixture = await startFixture();
  await fixture.server.stop();
  expect(fixture.server.listeners()).toMatchObject([{ listening: false, boundPort: null, sessions: 0 }]);
  await fixture.server.stop();
  expect((await fixture.server.start())[0]?.listening).toBe(true);
  expect(await (await fixture.connect()).reply()).toMatch(/^220 /);
  expect((await fixture.server.start())[0]?.listening).toBe(true);
});

test('a certificate that cannot be had stops the listeners that need it, no other', async () => {
  const fixture = await startFixture({
    listeners: [listenerConfig({ id: 'a', security: 'tls' }), listenerConfig({ id: 'b' })],
    overrides: { tls: () => Promise.reject(new Error('no')) },
  });
  expect(fixture.states.map(({ listening }) => listening)).toEqual([false, true]);
  expect(fixture.observed.failures).toHaveLength(1);
});

test('the certificate is made once, when the first listener needs it', async () => {
  let asked = 0;
  const fixture = await startFixture({
    listeners: [listenerConfig({ id: 'a' })],
    overrides: {
      tls: () => {
        asked += 1;
        return Promise.reject(new Error('asked'));
      },
    },
  });
  expect(asked).toBe(0);
  await fixture.server.addListener(listenerConfig({ id: 'b', security: 'starttls' }));
  expect(asked).toBe(1);
});

test('defaults: loopback only, ports that need no privilege', () => {
  const config = defaultServerConfig('host.test');
  expect(
    config.listeners.map(({ protocol, security, host, port, nextFree }) => [protocol, security, host, port, nextFree]),
  ).toEqual([
    ['smtp', 'starttls', '127.0.0.1', 2525, true],
    ['smtp', 'tls', '127.0.0.1', 2465, true],
    ['lmtp', 'none', '127.0.0.1', 2424, true],
  ]);
  expect(config.hostname).toBe('host.test');
});
