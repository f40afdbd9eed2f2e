/** What is configured of a client's limits: how many recipients and messages, how long it is waited for, and that it logs in first. */
import { expect, test } from 'vitest';
import { safeParse } from 'valibot';
import { ServerConfigSchema } from '../../../electron/protocol/values/server/server.ts';
import { defaultServerConfig } from '../../../electron/core/server/defaults.ts';
import { eventsOf, startFixture, USER, type FixtureOptions } from '../fixture.ts';

async function greeted(options: FixtureOptions) {
  const fixture = await startFixture(options);
  const peer = await fixture.connect();
  await peer.reply();
  return { fixture, peer, ehlo: await peer.command('EHLO c.example') };
}

test('recipients: 452 beyond, RCPTMAX in LIMITS, and the next message has as many again', async () => {
  const { peer, ehlo } = await greeted({ config: { maxRecipients: 2 } });
  expect(ehlo).toContain('LIMITS RCPTMAX=2\r\n');
  for (let round = 0; round < 2; round += 1) {
    await peer.command('MAIL FROM:<a@s>');
    expect(await peer.command('RCPT TO:<b@r>')).toMatch(/^250 /);
    expect(await peer.command('RCPT TO:<c@r>')).toMatch(/^250 /);
    expect(await peer.command('RCPT TO:<d@r>')).toBe('452 4.5.3 Too many recipients\r\n');
    await peer.command('DATA');
    expect(await peer.command('x\r\n.')).toMatch(/^250 /);
  }
});

test('messages: a further MAIL is 421 and the end, MAILMAX in LIMITS; another session begins anew', async () => {
  const { fixture, peer, ehlo } = await greeted({ config: { maxMessages: 2 } });
  expect(ehlo).toContain('LIMITS MAILMAX=2 RCPTMAX=1000\r\n');
  // What was refused has begun no message; what was taken back has.
  expect(await peer.command('MAIL FROM:a')).toMatch(/^501 /);
  for (let round = 0; round < 2; round += 1) {
    expect(await peer.command('MAIL FROM:<a@s>')).toMatch(/^250 /);
    expect(await peer.command('MAIL FROM:<a@s>')).toMatch(/^503 /);
    expect(await peer.command('RSET')).toMatch(/^250 /);
  }
  await peer.send('MAIL FROM:<a@s>\r\nRCPT TO:<b@r>\r\n');
  expect(await peer.untilClosed()).toBe('421 4.7.0 Too many messages in this session, connect anew\r\n');
  const [ended] = await fixture.ended();
  expect(ended).toMatchObject({ endReason: 'limit' });
  expect(eventsOf(fixture.observed).at(-1)).toMatchObject({ error: { params: { limit: 'server.messages' } } });
  const again = await fixture.connect();
  await again.reply();
  await again.command('EHLO c.example');
  expect(await again.command('MAIL FROM:<a@s>')).toMatch(/^250 /);
});

test('the first command has a time of its own', async () => {
  const fixture = await startFixture({ config: { timeouts: { greeting: 300 } } });
  const silent = await fixture.connect();
  expect(await silent.reply()).toMatch(/^220 /);
  const busy = await fixture.connect();
  await busy.reply();
  await busy.command('EHLO c.example');
  expect(await silent.untilClosed()).toBe('421 4.4.2 Idle for too long\r\n');
  expect(await fixture.ended()).toMatchObject([{ endReason: 'timeout', helo: null }]);
  const error = { code: 'timeout', params: { limitMs: 300 } };
  expect(eventsOf(fixture.observed).find(({ type }) => type === 'session-end')).toMatchObject({ error });
  // Who has said something is waited for as long as usual.
  expect(await busy.command('NOOP')).toMatch(/^250 /);
});

test('each command has its time, the first one too unless it has its own', async () => {
  const { fixture, peer } = await greeted({ config: { timeouts: { command: 300 } } });
  const silent = await fixture.connect();
  expect(await silent.reply()).toMatch(/^220 /);
  expect(await peer.untilClosed()).toBe('421 4.4.2 Idle for too long\r\n');
  expect(await silent.untilClosed()).toBe('421 4.4.2 Idle for too long\r\n');
  await fixture.ended(2);
  const ends = eventsOf(fixture.observed).filter(({ type }) => type === 'session-end');
  expect(ends).toMatchObject(Array(2).fill({ error: { code: 'timeout', params: { limitMs: 300 } } }));
});

test.each(['tls', 'starttls'] as const)('a handshake has its time: %s', async (security) => {
  const fixture = await startFixture({ listener: { security }, config: { timeouts: { tls: 300 } } });
  const peer = await fixture.connect();
  if (security === 'starttls') {
    await peer.reply();
    expect(await peer.command('STARTTLS')).toMatch(/^220 /);
  }
  expect(await peer.untilClosed()).toBe('');
  expect(await fixture.ended()).toMatchObject([{ endReason: 'timeout', tls: false }]);
  const error = { code: 'timeout', phase: 'tls', params: { limitMs: 300 } };
  expect(eventsOf(fixture.observed).at(-1)).toMatchObject({ error });
});

test('a limit that is changed holds for new sessions', async () => {
  const { fixture, peer } = await greeted({ config: { maxRecipients: 1 } });
  const config = { ...defaultServerConfig('mail.test'), listeners: fixture.states.map((state) => state.config) };
  await fixture.server.configure({ ...config, maxRecipients: null, maxMessages: 7 });
  await peer.command('MAIL FROM:<a@s>');
  await peer.command('RCPT TO:<b@r>');
  expect(await peer.command('RCPT TO:<c@r>')).toMatch(/^452 /);
  const next = await fixture.connect();
  await next.reply();
  expect(await next.command('EHLO c.example')).toContain('LIMITS MAILMAX=7 RCPTMAX=1000\r\n');
});

test('a login that is required: 530 at MAIL until there is one', async () => {
  const { peer } = await greeted({ auth: { enabled: true, allowClear: true, required: true } });
  expect(await peer.command('MAIL FROM:<a@s>')).toBe('530 5.7.0 Authentication required\r\n');
  const response = Buffer.from(`\0${USER.user}\0${USER.password}`).toString('base64');
  expect(await peer.command(`AUTH PLAIN ${response}`)).toMatch(/^235 /);
  expect(await peer.command('MAIL FROM:<a@s>')).toMatch(/^250 /);
});

test('the configuration takes limits within their bounds alone', () => {
  const config = defaultServerConfig('mail.test');
  const fits = (change: object) => safeParse(ServerConfigSchema, { ...config, ...change }).success;
  expect(
    fits({ maxRecipients: 1, maxMessages: 999_999, timeouts: { greeting: 1, command: 86_400_000, tls: null } }),
  ).toBe(true);
  expect(fits({ maxRecipients: null, maxMessages: null, timeouts: null })).toBe(true);
  for (const bad of [0, 1_001, 1.5]) expect(fits({ maxRecipients: bad })).toBe(false);
  for (const bad of [0, 1_000_000]) expect(fits({ maxMessages: bad })).toBe(false);
  for (const bad of [0, -1, 0.5, 86_400_001]) expect(fits({ timeouts: { command: bad } })).toBe(false);
});
