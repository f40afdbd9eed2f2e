/** Users of the test server through the window's contract: made, shown once, kept as verifiers alone, changed and removed. */
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ServerConfig } from '../../../electron/protocol/values/server/server.ts';
import { check, realApp, runToEnd, type RealApp } from '../real-app.ts';

let dir: string;
const open: RealApp[] = [];

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'posthorn-users-'));
});

afterEach(async () => {
  for (const real of open.splice(0)) await real.close();
  await rm(dir, { recursive: true, force: true });
});

const ALL = [
  'SCRAM-SHA-512',
  'SCRAM-SHA-256-PLUS',
  'SCRAM-SHA-256',
  'SCRAM-SHA-1',
  'DIGEST-MD5',
  'CRAM-MD5',
  'PLAIN',
  'LOGIN',
] as const;

const named =
  (auth: Partial<ServerConfig['auth']> = {}) =>
  (config: ServerConfig): ServerConfig => ({
    ...config,
    auth: { ...config.auth, acceptAny: false, mechanisms: [...ALL], ...auth },
  });

async function opened(...args: Parameters<typeof realApp>): Promise<RealApp> {
  const real = await realApp(...args);
  open.push(real);
  return real;
}

async function login(real: RealApp, mechanism: string, secret: string, user = 'ann'): Promise<string | null> {
  const run = await runToEnd(
    real.client,
    check(real.address('smtp'), { auth: { user, mechanisms: [mechanism] }, secret }),
  );
  return run.report?.auth?.used ?? null;
}

test('a made password is answered once, works with every mechanism, and stands nowhere', async () => {
  const real = await opened(named());
  const { password, state } = await real.client.call('server.addUser', { user: 'ann', password: null });
  expect(password).toMatch(/^(?:[a-hj-km-np-z2-9]{5}-){3}[a-hj-km-np-z2-9]{5}$/);
  expect(state.users?.[0]?.user).toBe('ann');
  expect(state.users?.[0]?.mechanisms).toEqual(expect.arrayContaining([...ALL]));
  for (const mechanism of ALL) expect(await login(real, mechanism, password ?? ''), mechanism).toBe(mechanism);
  for (const mechanism of ALL) expect(await login(real, mechanism, 'wrong'), mechanism).toBeNull();
  expect(await login(real, 'PLAIN', password ?? '', 'bob')).toBeNull();
  const file = join(real.dataDir, 'server-users.json');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const kept = await readFile(file, 'utf8');
  for (const form of [password ?? '', Buffer.from(password ?? '').toString('base64')]) expect(kept).not.toContain(form);
  // Only the answer that made it has it; whatever else was reported has not.
  expect(real.seen.filter((value) => JSON.stringify(value).includes(password ?? ''))).toHaveLength(1);
  const again = await real.client.call('server.addUser', { user: 'ann', password: null });
  expect(again.password).not.toBe(password);
  expect(again.state.users).toHaveLength(1);
  expect(await login(real, 'PLAIN', password ?? '')).toBeNull();
  expect(await login(real, 'PLAIN', again.password ?? '')).toBe('PLAIN');
});

test('of a typed password no more is kept than what is offered needs', async () => {
  const real = await opened(named({ mechanisms: ['PLAIN', 'SCRAM-SHA-256'] }));
  const { password, state } = await real.client.call('server.addUser', { user: 'ann', password: 'hören' });
  expect(password).toBeNull();
  expect(state.users?.[0]?.mechanisms).not.toEqual(expect.arrayContaining(['CRAM-MD5']));
  expect(state.users?.[0]?.mechanisms).not.toEqual(expect.arrayContaining(['DIGEST-MD5']));
  const kept = JSON.parse(await readFile(join(real.dataDir, 'server-users.json'), 'utf8')) as { users: object[] };
  expect(kept.users[0]).toMatchObject({ digest: null, cram: null });
  // Offered later, it is refused to this user until there is a new password.
  await real.client.call('server.configure', { ...state.config, auth: { ...state.config.auth, mechanisms: [...ALL] } });
  expect(await login(real, 'SCRAM-SHA-256', 'hören')).toBe('SCRAM-SHA-256');
  expect(await login(real, 'CRAM-MD5', 'hören')).toBeNull();
  await real.client.call('server.addUser', { user: 'ann', password: 'hören' });
  expect(await login(real, 'CRAM-MD5', 'hören')).toBe('CRAM-MD5');
  expect(await login(real, 'DIGEST-MD5', 'hören')).toBe('DIGEST-MD5');
});

test('users are there at the next start, and gone when removed; a server of another name has no DIGEST-MD5 for them', async () => {
  const first = await opened(undefined, dir);
  const { config } = await first.client.call('server.state', {});
  await first.client.call('server.configure', named()(config));
  const made = await first.client.call('server.addUser', { user: 'ann', password: null });
  await first.client.call('server.addUser', { user: 'bob', password: 'x' });
  await first.app.close();

  const second = await opened(undefined, dir);
  const state = await second.client.call('server.state', {});
  expect(state.users?.map(({ user }) => user)).toEqual(['ann', 'bob']);
  expect(await login(second, 'SCRAM-SHA-512', made.password ?? '')).toBe('SCRAM-SHA-512');
  expect(await login(second, 'DIGEST-MD5', made.password ?? '')).toBe('DIGEST-MD5');
  const renamed = await second.client.call('server.configure', { ...state.config, hostname: 'other.example' });
  expect(renamed.users?.[0]?.mechanisms).not.toEqual(expect.arrayContaining(['DIGEST-MD5']));
  expect(await login(second, 'DIGEST-MD5', made.password ?? '')).toBeNull();
  const left = await second.client.call('server.removeUser', { user: 'ann' });
  expect(left.users?.map(({ user }) => user)).toEqual(['bob']);
  expect(await login(second, 'PLAIN', made.password ?? '')).toBeNull();
  expect(await login(second, 'PLAIN', 'x', 'bob')).toBe('PLAIN');
});

test('mechanisms are chosen apart for clear and for TLS, and tokens by a rule', async () => {
  const real = await opened(named({ mechanisms: ['PLAIN', 'XOAUTH2'], clearMechanisms: ['SCRAM-SHA-256'] }));
  await real.client.call('server.addUser', { user: 'ann', password: 'pw' });
  const offered = async (security: 'none' | 'starttls') => {
    const connection = { target: real.address('smtp'), security };
    const run = await runToEnd(real.client, check(real.address('smtp'), { connection }));
    const { plain, tls } = run.report?.ehlo ?? {};
    const last = security === 'none' ? plain : tls;
    return last?.capabilities.find(({ keyword }) => keyword === 'AUTH')?.params;
  };
  expect(await offered('none')).toEqual(['SCRAM-SHA-256']);
  expect(await offered('starttls')).toEqual(['PLAIN', 'XOAUTH2']);
  expect(await login(real, 'XOAUTH2', 'a.token')).toBeNull();
  const { config } = await real.client.call('server.state', {});
  await real.client.call('server.configure', { ...config, auth: { ...config.auth, tokens: { kind: 'any' } } });
  expect(await login(real, 'XOAUTH2', 'a.token')).toBe('XOAUTH2');
  const claims = Buffer.from(JSON.stringify({ aud: 'mail', upn: 'ann' })).toString('base64url');
  await real.client.call('server.configure', {
    ...config,
    auth: { ...config.auth, tokens: { kind: 'jwt', claims: { aud: 'mail' } } },
  });
  expect(await login(real, 'XOAUTH2', `e30.${claims}.x`)).toBe('XOAUTH2');
  expect(await login(real, 'XOAUTH2', 'a.token')).toBeNull();
});

test('a name or password with control characters is refused before anything is made', async () => {
  const real = await opened(named());
  for (const given of [
    { user: '', password: null },
    { user: 'a\nb', password: null },
    { user: 'ann', password: 'a\0b' },
  ])
    await expect(real.client.call('server.addUser', given)).rejects.toMatchObject({ code: 'invalid-argument' });
  expect((await real.client.call('server.state', {})).users).toEqual([]);
});
