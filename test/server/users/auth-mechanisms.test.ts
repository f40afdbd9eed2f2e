/** What the test server offers where, whom it lets in, and which tokens it takes. */
import { describe, expect, test } from 'vitest';
import { acceptAnyUser, userVerifiers } from '../../../electron/core/server/users/users.ts';
import { eventsOf, startFixture, USER } from '../fixture.ts';
import { mechanisms } from '../../../electron/core/sasl/registry.ts';
import { tokenVerifier } from '../../../electron/core/server/users/tokens.ts';

const b64 = (text: string) => Buffer.from(text, 'utf8').toString('base64');
const every = mechanisms.map(({ name }) => name);

async function offered(auth: Parameters<typeof startFixture>[0]): Promise<{ clear: string; inside: string }> {
  const fixture = await startFixture({ listener: { security: 'starttls' }, ...auth });
  const peer = await fixture.connect();
  await peer.reply();
  const line = (reply: string) => /AUTH ([^\r]*)/.exec(reply)?.[1] ?? '';
  const clear = line(await peer.command('EHLO c'));
  await peer.command('STARTTLS');
  await peer.startTls({ ca: (await fixture.authority()).caPem, servername: 'localhost' });
  return { clear, inside: line(await peer.command('EHLO c')) };
}

describe('what is offered', () => {
  test('before TLS other mechanisms than inside it, and -PLUS inside alone', async () => {
    const list = ['SCRAM-SHA-256-PLUS', 'SCRAM-SHA-256', 'PLAIN'];
    const auth = { enabled: true, allowClear: true, mechanisms: list };
    expect(await offered({ auth: { ...auth, clearMechanisms: ['cram-md5', 'SCRAM-SHA-256-PLUS'] } })).toEqual({
      clear: 'CRAM-MD5',
      inside: list.join(' '),
    });
    expect(await offered({ auth })).toEqual({ clear: 'SCRAM-SHA-256 PLAIN', inside: list.join(' ') });
    expect(await offered({ auth: { ...auth, clearMechanisms: [] } })).toEqual({ clear: '', inside: list.join(' ') });
  });

  test('nothing that proves knowledge of the password where any is taken, and never NTLM', async () => {
    const auth = { enabled: true, acceptAny: true, mechanisms: every };
    expect((await offered({ auth })).inside).toBe('CRAM-MD5 PLAIN LOGIN OAUTHBEARER XOAUTH2 EXTERNAL ANONYMOUS');
  });
});

test('whoever takes anybody lets them act as anybody, and knows them by name', async () => {
  const fixture = await startFixture({
    auth: { enabled: true, acceptAny: true, allowClear: true, mechanisms: every },
    overrides: { users: acceptAnyUser },
  });
  for (const [command, user] of [
    [`AUTH PLAIN ${b64('other\0ann\0pw')}`, 'ann'],
    [`AUTH XOAUTH2 ${b64('user=ann@x.test\x01auth=Bearer t\x01\x01')}`, 'ann@x.test'],
    [`AUTH OAUTHBEARER ${b64('n,,\x01auth=Bearer t\x01\x01')}`, 'token'],
    [`AUTH EXTERNAL ${b64('ann')}`, 'ann'],
    ['AUTH EXTERNAL =', 'external'],
    ['AUTH ANONYMOUS =', 'anonymous'],
  ] as const) {
    const peer = await fixture.connect();
    await peer.reply();
    await peer.command('EHLO c');
    expect(await peer.command(command), command).toMatch(/^235 /);
    await peer.command('QUIT');
    const events = eventsOf(fixture.observed);
    expect(events.findLast((event) => event.type === 'auth')).toMatchObject({ user, tried: { ok: true } });
  }
});

test('each message of an exchange is reported decoded, without its secret', async () => {
  const fixture = await startFixture({ auth: { enabled: true, allowClear: true, mechanisms: ['LOGIN', 'PLAIN'] } });
  const peer = await fixture.connect();
  await peer.reply();
  await peer.command('EHLO c');
  await peer.command('AUTH LOGIN');
  await peer.command(b64(USER.user));
  await peer.command(b64(USER.password));
  const notes = eventsOf(fixture.observed).flatMap((event) =>
    event.type === 'note' && event.note === 'sasl-message' ? [event.params] : [],
  );
  expect(notes).toEqual([
    { mechanism: 'LOGIN', from: 'server', prompt: 'Username:' },
    { mechanism: 'LOGIN', from: 'client', user: USER.user },
    { mechanism: 'LOGIN', from: 'server', prompt: 'Password:' },
    { mechanism: 'LOGIN', from: 'client', password: '***' },
  ]);
});

describe('tokens', () => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const jwt = (claims: object) => `${part({ alg: 'none' })}.${part(claims)}.c2ln`;
  const now = Math.floor(Date.now() / 1000);

  test('any', async () => {
    expect(await tokenVerifier({ kind: 'any' })('ann', 'x')).toEqual({ user: 'ann' });
  });

  test('none', async () => {
    expect(await tokenVerifier(null)('ann', 'x')).toMatchObject({ refusal: { status: 'invalid_token' } });
  });

  test('one', async () => {
    const verify = tokenVerifier({ kind: 'fixed', token: 'right' });
    expect(await verify('ann', 'right')).toEqual({ user: 'ann' });
    expect(await verify('ann', 'wrong')).toMatchObject({ refusal: { status: 'invalid_token' } });
  });

  test.each([
    [{ aud: 'mail' }, 'ann', { user: 'ann' }],
    [{ aud: ['web', 'mail'], sub: 'ann' }, null, { user: 'ann' }],
    [{ aud: 'mail', sub: 'bob' }, 'ann', { refusal: { status: 'invalid_token' } }],
    [{ aud: 'web' }, 'ann', { refusal: { status: 'invalid_token' } }],
    [{ aud: 'mail', exp: now - 1 }, 'ann', { refusal: { status: 'invalid_token' } }],
    [{ aud: 'mail', exp: now + 60, email: 'ann@x.test' }, 'ann@x.test', { user: 'ann@x.test' }],
    [{}, 'ann', { refusal: { status: 'invalid_token' } }],
  ])('a JWT with claims %j for %s', async (claims, user, verdict) => {
    expect(await tokenVerifier({ kind: 'jwt', claims: { aud: 'mail' } })(user, jwt(claims))).toMatchObject(verdict);
  });

  test('a scope that is missing is named', async () => {
    const verify = tokenVerifier({ kind: 'jwt', claims: { scope: 'send' } });
    expect(await verify('ann', jwt({ scope: 'read' }))).toMatchObject({
      refusal: { status: 'insufficient_scope', scope: 'send' },
    });
    expect(await verify('ann', jwt({ scope: 'read send' }))).toEqual({ user: 'ann' });
    expect(await verify('ann', 'no token')).toMatchObject({ refusal: { status: 'invalid_token' } });
  });
});

test('of a user only what the mechanisms need is kept', async () => {
  const ann = [{ user: 'ann', password: 'geheim' }];
  const none = userVerifiers(ann, { realm: 'r', mechanisms: ['PLAIN'], tokens: null });
  expect(await none.digest('ann', 'r')).toBeNull();
  expect(await none.cram('ann', '<c>', '0'.repeat(32))).toBe(false);
  const scram = userVerifiers(ann, { realm: 'r', mechanisms: ['scram-sha-1-plus', 'DIGEST-MD5'], tokens: null });
  expect((await scram.scram('ann', 'sha1')).storedKey).toHaveLength(20);
  // Not prepared for: as of an unknown user, which fits nothing, another key at each asking.
  expect((await scram.scram('ann', 'sha256')).storedKey).not.toEqual((await scram.scram('ann', 'sha256')).storedKey);
  expect((await scram.scram('ann', 'sha1')).storedKey).toEqual((await scram.scram('ann', 'sha1')).storedKey);
  expect(await scram.digest('ann', 'r')).toHaveLength(16);
  expect(await scram.digest('ann', 'other realm')).toBeNull();
});
