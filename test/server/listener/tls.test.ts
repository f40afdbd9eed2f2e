import { connect } from 'node:net';
import { once } from 'node:events';
import { hostname } from 'node:os';
import { expect, test } from 'vitest';
import { eventsOf, listenerConfig, startFixture } from '../fixture.ts';
import { Peer } from '../peer.ts';

test('STARTTLS: offered, taken, everything before it forgotten', async () => {
  const fixture = await startFixture({ listener: { security: 'starttls' } });
  const peer = await fixture.connect();
  await peer.reply();
  expect(await peer.command('EHLO before')).toContain('250-STARTTLS\r\n');
  await peer.command('MAIL FROM:<a@s>');
  expect(await peer.command('STARTTLS now')).toBe('501 5.5.4 This command takes no argument\r\n');
  expect(await peer.command('STARTTLS')).toBe('220 2.0.0 Ready to start TLS\r\n');
  await peer.startTls({ ca: (await fixture.authority()).caPem, servername: 'localhost' });
  expect(peer.authorized).toBe(true);
  expect(await peer.command('RCPT TO:<b@r>')).toBe('503 5.5.1 Say EHLO first\r\n');
  expect(await peer.command('EHLO after')).not.toContain('STARTTLS');
  expect(await peer.command('RCPT TO:<b@r>')).toBe('503 5.5.1 Say MAIL first\r\n');
  expect(await peer.command('STARTTLS')).toBe('503 5.5.1 TLS is active already\r\n');
  await peer.command('MAIL FROM:<a@s>');
  await peer.command('RCPT TO:<b@r>');
  await peer.command('DATA');
  await peer.send('x\r\n.\r\n');
  await peer.reply();
  await peer.command('QUIT');
  expect((await fixture.ended())[0]).toMatchObject({ tls: true, helo: 'after', endReason: 'quit' });
  expect((await fixture.stored())[0]?.summary).toMatchObject({ tls: true, helo: 'after' });
  const events = eventsOf(fixture.observed);
  expect(events.find((event) => event.type === 'tls')).toMatchObject({
    info: { version: 'TLSv1.3', servername: 'localhost' },
  });
  const encrypted = events.flatMap((event) => (event.type === 'line' && event.encrypted ? [event.text] : []));
  expect(encrypted[0]).toBe('RCPT TO:<b@r>');
});

test('what was pipelined after STARTTLS is dropped and reported, never obeyed', async () => {
  const fixture = await startFixture({ listener: { security: 'starttls' } });
  const peer = await fixture.connect();
  await peer.reply();
  await peer.command('EHLO c');
  const injected = 'EHLO evil\r\nMAIL FROM:<evil@s>\r\nRCPT TO:<b@r>\r\n';
  await peer.send(`STARTTLS\r\n${injected}`);
  expect(await peer.reply()).toMatch(/^220 /);
  await peer.startTls({ ca: (await fixture.authority()).caPem, servername: 'localhost' });
  expect(await peer.anything(300)).toBe(false);
  expect(await peer.command('DATA')).toBe('503 5.5.1 Say EHLO first\r\n');
  const events = eventsOf(fixture.observed);
  expect(events).toContainEqual(
    expect.objectContaining({
      type: 'anomaly',
      anomaly: 'plaintext-after-starttls',
      detail: `${injected.length} octets`,
    }),
  );
  expect(events).toContainEqual(expect.objectContaining({ type: 'note', note: 'commands-dropped-before-tls' }));
  expect(events.some((event) => event.type === 'line' && event.text.includes('evil'))).toBe(false);
});

test('STARTTLS required: nothing but EHLO, NOOP, RSET, HELP and QUIT before it', async () => {
  const fixture = await startFixture({
    listener: { security: 'starttls-required' },
    auth: { enabled: true, allowClear: true },
  });
  const peer = await fixture.connect();
  await peer.reply();
  expect(await peer.command('EHLO c')).not.toContain('AUTH');
  for (const line of ['MAIL FROM:<a@s>', 'RCPT TO:<b@r>', 'DATA', 'VRFY x', 'AUTH PLAIN AAAA']) {
    expect(await peer.command(line), line).toBe('530 5.7.0 Say STARTTLS first\r\n');
  }
  for (const line of ['NOOP', 'RSET', 'HELP']) expect(await peer.command(line), line).toMatch(/^2/);
});

test('implicit TLS, for every name and address in the certificate', async () => {
  const fixture = await startFixture({ listener: { security: 'tls' } });
  const [{ boundPort } = { boundPort: 0 }] = fixture.states;
  const ca = (await fixture.authority()).caPem;
  for (const servername of ['localhost', hostname()]) {
    const peer = await Peer.connectTls({ port: boundPort ?? 0 }, { ca, servername });
    expect(await peer.reply()).toBe('220 mail.test ESMTP Posthorn\r\n');
    expect(await peer.command('EHLO c')).not.toContain('STARTTLS');
    expect(await peer.command('STARTTLS')).toMatch(/^503 /);
    peer.destroy();
  }
  const byAddress = await Peer.connectTls({ port: boundPort ?? 0 }, { ca, rejectUnauthorized: false });
  // BoringSSL alone takes no authority that is constrained to addresses; our client does (authority-constraints.test.ts).
  expect(byAddress.authorized).toBe(!('electron' in process.versions));
  byAddress.destroy();
});

test('plain text on an implicit TLS port ends the session as tls-failed, without an answer in clear', async () => {
  const fixture = await startFixture({ listener: { security: 'tls' } });
  const peer = await fixture.connect();
  await peer.send('EHLO c\r\n');
  const rest = Buffer.from(await peer.untilClosed(), 'latin1');
  if (rest.length > 0) expect(rest[0]).toBe(0x15);
  expect((await fixture.ended())[0]).toMatchObject({ endReason: 'tls-failed', tls: false });
  expect(eventsOf(fixture.observed).at(-1)).toMatchObject({
    type: 'session-end',
    error: { code: 'tls-failed', params: { check: 'handshake' } },
  });
});

test('a TLS handshake on a plain port is recognised', async () => {
  const fixture = await startFixture();
  const [{ boundPort } = { boundPort: 0 }] = fixture.states;
  await expect(Peer.connectTls({ port: boundPort ?? 0 }, { rejectUnauthorized: false })).rejects.toThrow();
  await fixture.ended();
  expect(eventsOf(fixture.observed).at(-1)).toMatchObject({
    type: 'session-end',
    error: { code: 'security-mismatch', params: { expected: 'plain', seen: 'tls' } },
  });
});

test('a client that goes in mid-handshake, or never begins it, leaves no session behind', async () => {
  const fixture = await startFixture({ listener: { security: 'tls' }, limits: { tlsMs: 200 } });
  const [{ boundPort } = { boundPort: 0 }] = fixture.states;
  const gone = connect(boundPort ?? 0, '127.0.0.1');
  await once(gone, 'connect');
  gone.write(Buffer.from('16030100ff010000fb', 'hex'));
  gone.destroy();
  const silent = connect(boundPort ?? 0, '127.0.0.1');
  silent.on('error', () => silent.destroy());
  const ended = await fixture.ended(2);
  expect(ended.map(({ endReason }) => endReason).sort()).toEqual(['timeout', 'tls-failed']);
  expect(fixture.server.listeners()[0]?.sessions).toBe(0);
});

test('a client that does not trust the certificate ends the session', async () => {
  const fixture = await startFixture({ listener: { security: 'tls' } });
  const [{ boundPort } = { boundPort: 0 }] = fixture.states;
  await expect(
    Peer.connectTls({ port: boundPort ?? 0 }, { servername: 'localhost', maxVersion: 'TLSv1.2' }),
  ).rejects.toThrow(/self.signed|verify/);
  expect((await fixture.ended())[0]?.endReason).toMatch(/^(tls-failed|client-reset|client-closed)$/);
});

test('TLS over a Unix socket works too', async () => {
  const { temporaryDir } = await import('../fixture.ts');
  const path = `${await temporaryDir()}/s`;
  const fixture = await startFixture({
    listeners: [listenerConfig({ path, host: null, port: null, security: 'starttls' })],
  });
  const peer = await fixture.connect();
  await peer.reply();
  await peer.command('EHLO c');
  await peer.command('STARTTLS');
  await peer.startTls({ ca: (await fixture.authority()).caPem, servername: 'localhost' });
  expect(await peer.command('EHLO c')).toMatch(/^250-/);
});
