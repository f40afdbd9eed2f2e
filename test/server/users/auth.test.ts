import { expect, test } from 'vitest';
import { acceptAnyUser } from '../../../electron/core/server/users/users.ts';
import { eventsOf, startFixture, USER } from '../fixture.ts';

const b64 = (text: string) => Buffer.from(text, 'utf8').toString('base64');
const PLAIN = b64(`\0${USER.user}\0${USER.password}`);
const options = { auth: { enabled: true, allowClear: true } } as const;

async function greeted(over: Parameters<typeof startFixture>[0] = options) {
  const fixture = await startFixture(over);
  const peer = await fixture.connect();
  await peer.reply();
  const ehlo = await peer.command('EHLO c');
  return { fixture, peer, ehlo };
}

/** Nothing that was reported holds the password, in clear or encoded. */
function expectNoSecret(events: unknown, ...secrets: string[]): void {
  const reported = JSON.stringify(events);
  for (const secret of secrets) {
    for (const form of [secret, b64(secret), PLAIN, Buffer.from(secret).toString('hex')])
      expect(reported).not.toContain(form);
    expect(reported).not.toContain(JSON.stringify([...Buffer.from(secret)]).slice(1, -1));
  }
}

test('PLAIN with an initial response, PLAIN without, LOGIN: each answered octet for octet', async () => {
  for (const dialogue of [
    [[`AUTH PLAIN ${PLAIN}`, '235 2.7.0 Authentication succeeded\r\n']],
    [
      ['auth plain', '334 \r\n'],
      [PLAIN, '235 2.7.0 Authentication succeeded\r\n'],
    ],
    [
      ['AUTH LOGIN', `334 ${b64('Username:')}\r\n`],
      [b64(USER.user), `334 ${b64('Password:')}\r\n`],
      [b64(USER.password), '235 2.7.0 Authentication succeeded\r\n'],
    ],
    [
      [`AUTH LOGIN ${b64(USER.user)}`, `334 ${b64('Password:')}\r\n`],
      [b64(USER.password), '235 2.7.0 Authentication succeeded\r\n'],
    ],
  ] as const) {
    const { fixture, peer, ehlo } = await greeted();
    expect(ehlo).toContain('250-AUTH PLAIN LOGIN\r\n');
    for (const [line, reply] of dialogue) expect(await peer.command(line)).toBe(reply);
    expect(await peer.command('AUTH PLAIN')).toBe('503 5.5.1 Authenticated already\r\n');
    await peer.command('QUIT');
    expect((await fixture.ended())[0]?.user).toBe(USER.user);
    const events = eventsOf(fixture.observed);
    expect(events.find((event) => event.type === 'auth')).toMatchObject({ user: USER.user, tried: { ok: true } });
    expectNoSecret(events, USER.password);
  }
});

test('refusals: wrong, malformed, cancelled; none authenticates and the session lives', async () => {
  const { fixture, peer } = await greeted();
  expect(await peer.command(`AUTH PLAIN ${b64(`\0${USER.user}\0wrong`)}`)).toBe('535 5.7.8 Credentials refused\r\n');
  expect(await peer.command(`AUTH PLAIN ${b64(`other\0${USER.user}\0${USER.password}`)}`)).toMatch(/^535 /);
  expect(await peer.command('AUTH PLAIN !!!')).toBe('501 5.5.2 The response is not base64\r\n');
  expect(await peer.command(`AUTH PLAIN ${b64('no nul')}`)).toMatch(/^501 5\.5\.2 /);
  expect(await peer.command('AUTH PLAIN =')).toMatch(/^501 /);
  expect(await peer.command('AUTH LOGIN')).toMatch(/^334 /);
  expect(await peer.command('*')).toBe('501 5.7.0 Authentication cancelled\r\n');
  expect(await peer.command('AUTH')).toMatch(/^501 /);
  expect(await peer.command('AUTH PLAIN a b')).toMatch(/^501 /);
  expect(await peer.command('AUTH CRAM-MD5')).toBe('504 5.5.4 Mechanism not recognised\r\n');
  expect(await peer.command('MAIL FROM:<a@s>')).toMatch(/^250 /);
  expect(await peer.command(`AUTH PLAIN ${PLAIN}`)).toBe('503 5.5.1 Not inside a transaction\r\n');
  await peer.command('RSET');
  expect(await peer.command(`AUTH PLAIN ${PLAIN}`)).toMatch(/^235 /);
  expectNoSecret(eventsOf(fixture.observed), USER.password, 'wrong');
});

test('a password in clear is asked for inside TLS only, unless configured otherwise', async () => {
  const { fixture, peer, ehlo } = await greeted({ listener: { security: 'starttls' }, auth: { enabled: true } });
  expect(ehlo).not.toContain('AUTH');
  expect(await peer.command('AUTH PLAIN')).toBe('538 5.7.11 This mechanism needs encryption: say STARTTLS first\r\n');
  await peer.command('STARTTLS');
  await peer.startTls({ ca: (await fixture.authority()).caPem, servername: 'localhost' });
  expect(await peer.command('EHLO c')).toContain('AUTH PLAIN LOGIN');
  expect(await peer.command(`AUTH PLAIN ${PLAIN}`)).toMatch(/^235 /);
});

test('authentication required', async () => {
  const { peer } = await greeted({ auth: { enabled: true, allowClear: true, required: true } });
  for (const line of ['MAIL FROM:<a@s>', 'RCPT TO:<b@r>', 'DATA', 'VRFY x']) {
    expect(await peer.command(line), line).toBe('530 5.7.0 Authentication required\r\n');
  }
  await peer.command(`AUTH PLAIN ${PLAIN}`);
  expect(await peer.command('MAIL FROM:<a@s> AUTH=a+40s')).toMatch(/^250 /);
});

test('clients that do not wait for 334 leave no password in the transcript', async () => {
  const { fixture, peer } = await greeted({ auth: { enabled: true, allowClear: true, mechanisms: ['PLAIN'] } });
  // LOGIN is refused, yet the client sends user and password after it.
  await peer.send(`AUTH LOGIN\r\n${b64(USER.user)}\r\n${b64(USER.password)}\r\nNOOP\r\n`);
  expect(await peer.reply()).toMatch(/^504 /);
  expect(await peer.reply()).toMatch(/^500 /);
  expect(await peer.reply()).toMatch(/^500 /);
  expect(await peer.reply()).toMatch(/^250 /);
  await peer.command(`AUTHPLAIN ${PLAIN}`);
  await peer.command(`AUTH=PLAIN ${PLAIN}`);
  await peer.command(`AUTH ${PLAIN}`);
  expectNoSecret(eventsOf(fixture.observed), USER.password);
  expect(JSON.stringify([...fixture.observed.sessions.values()])).not.toContain(PLAIN);
});

test('lines over the limit of RFC 4954 are refused, also in mid-exchange', async () => {
  const { fixture, peer } = await greeted();
  expect(await peer.command(`AUTH PLAIN ${'QUFB'.repeat(3000)}`)).toMatch(/^(535|501) /);
  expect(await peer.command('AUTH PLAIN')).toBe('334 \r\n');
  expect(await peer.command('QUFB'.repeat(3500))).toBe('500 5.5.6 Authentication exchange line is too long\r\n');
  expect(await peer.command('NOOP')).toMatch(/^250 /);
  expect(JSON.stringify(eventsOf(fixture.observed))).not.toContain('QUFBQUFB');
});

test('a user check that fails is 454 without a word of the reason', async () => {
  const { fixture, peer } = await greeted({
    ...options,
    overrides: {
      users: { ...acceptAnyUser, verify: () => Promise.reject(new Error('database at /secret/path')) },
    },
  });
  expect(await peer.command(`AUTH PLAIN ${PLAIN}`)).toBe('454 4.7.0 Authentication is not possible for now\r\n');
  expect(fixture.observed.failures).toHaveLength(1);
  expect(JSON.stringify(eventsOf(fixture.observed))).not.toContain('/secret/path');
  expect(await peer.command('NOOP')).toMatch(/^250 /);
});
