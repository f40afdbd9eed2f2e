/** Signing in from the command line: a real authorization server and keyring, a browser that the program itself asks for, and the token at a mail server. */
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startKeyring } from '../../../build/lib/machine/display.mjs';
import { addProfile, profileIn } from '../../../electron/core/profiles/book.ts';
import { profileStore } from '../../../electron/storage/profiles/store.ts';
import { content } from '../../core/profiles/samples.ts';
import {
  AUDIENCE,
  FakeBrowser,
  startAuthorizationServer,
  type AuthorizationServer,
} from '../../harness/peers/authorization-server.ts';
import { Program, type Finished, type RunOptions, type Serving } from '../program.ts';

let program: Program;
let serving: Serving;
let there: AuthorizationServer;
let keyring: Awaited<ReturnType<typeof startKeyring>> = null;
let bin: string;

const path = (): string => join(program.folder, 'config', 'Posthorn', 'profiles.json');
const store = () => profileStore(path());
const env = (): Record<string, string> => {
  const bus = Object.entries(keyring?.env ?? {});
  return { ...Object.fromEntries(bus), PATH: `${bin}:${process.env.PATH ?? ''}`, DISPLAY: ':none' };
};
const run = (args: readonly string[], options: RunOptions = {}): Promise<Finished> =>
  program.run(args, { ...options, env: { ...env(), ...options.env } });

/** Runs it, and does in a browser what it asks for. */
const login = (args: readonly string[], user: string): Promise<Finished> =>
  signingIn(['profiles', 'login', ...args], user);

async function signingIn(args: readonly string[], user: string, more: Record<string, string> = {}): Promise<Finished> {
  const child = program.spawn(args, { ...env(), ...more });
  child.stdin?.end();
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  if (child.stderr === null) throw new Error('no standard error');
  createInterface({ input: child.stderr }).on('line', (line) => {
    stderr += `${line}\n`;
    const address = /^https?:\S+$/.exec(line)?.[0] ?? /^Open (\S+) on any device/.exec(line)?.[1];
    const code = /enter the code (\S+)$/.exec(line)?.[1];
    if (address === undefined) return;
    const page = code === undefined ? address : `${address}?user_code=${code}`;
    void new FakeBrowser(user).visit(page);
  });
  const [exit] = (await once(child, 'close')) as [number | null];
  return { status: exit, stdout, stderr };
}

beforeAll(async () => {
  program = await Program.build();
  keyring = await startKeyring(join(program.folder, 'keyring'));
  // Tokens end within the time in which they are renewed: each use renews.
  there = await startAuthorizationServer({ seconds: 90 });
  serving = await program.serve([
    ...['--smtp', '0', '--starttls', 'off', '--auth-any', '--auth-mechanisms', 'XOAUTH2,OAUTHBEARER'],
    ...['--auth-token', `jwt:aud=${AUDIENCE}`],
  ]);
  bin = join(program.folder, 'bin');
  await mkdir(bin);
  await writeFile(join(bin, 'xdg-open'), `#!/bin/sh\nprintf %s "$1" > ${join(program.folder, 'opened')}\n`);
  await chmod(join(bin, 'xdg-open'), 0o755);
  const profile = (name: string) =>
    content(name, {
      connection: { target: `127.0.0.1:${serving.ports[0] ?? 0}` },
      auth: { user: 'ann@example.org', mechanisms: ['XOAUTH2'], allowClear: true },
    });
  await store().change(addProfile('p1', profile('Office'), null));
  await store().change(addProfile('p2', profile('Elsewhere'), null));
});
afterAll(async () => {
  await serving.stop();
  await there.close();
  keyring?.stop();
  await program.remove();
});

describe.skipIf(process.platform !== 'linux')('signing in', () => {
  test('what is missing is named by its option', async () => {
    const server = await run(['profiles', 'login', 'Office', '--client-id', 'desktop']);
    expect(server).toMatchObject({ status: 2 });
    expect(server.stderr).toContain('--provider');
    const client = await run(['profiles', 'login', 'Office', '--provider', there.issuer]);
    expect(client).toMatchObject({ status: 2 });
    expect(client.stderr).toContain('--client-id');
    const display = await run(['profiles', 'login', 'Office', '--provider', there.issuer, '--client-id', 'x'], {
      env: { DISPLAY: '' },
    });
    expect(display).toMatchObject({ status: 2 });
    expect(display.stderr).toContain('--device');
  });

  test('with the browser; the profile says as whom and until when, and the token works', async () => {
    const { status, stdout, stderr } = await login(
      [...['Office', '--provider', there.issuer, '--client-id', 'desktop'], ...['--scope', 'smtp.send', '--json']],
      'ann@example.org',
    );
    expect({ status, stderr }).toMatchObject({ status: 0 });
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ command: 'profiles login', ok: true },
      signedIn: { as: 'ann@example.org', scopes: ['smtp.send'], renewable: true },
    });
    expect(await readFile(join(program.folder, 'opened'), 'utf8')).toContain(`${there.issuer}/auth?`);
    const before = there.asked.filter((one) => one === '/token').length;
    const verified = await run(['profiles', 'verify', 'Office', '--json']);
    expect(verified).toMatchObject({ status: 0 });
    expect(JSON.parse(verified.stdout)).toMatchObject({ ok: true, verified: { mechanism: 'XOAUTH2' } });
    // It was about to end, so it was renewed once.
    expect(there.asked.filter((one) => one === '/token')).toHaveLength(before + 1);
    expect((await run(['profiles', 'verify', 'Office'])).status).toBe(0);
    expect(there.asked.filter((one) => one === '/token')).toHaveLength(before + 2);
  });

  test('with a code elsewhere', async () => {
    const { status, stdout } = await login(['Office', '--device'], 'bob@example.org');
    expect(status).toBe(0);
    expect(stdout).toContain('signed in as bob@example.org');
  }, 60_000);

  test('no token stands in the file of profiles; signing out revokes and forgets', async () => {
    const file = await readFile(path(), 'utf8');
    expect(file).toContain('"signedIn"');
    expect(file).not.toMatch(/eyJ[\w-]{10}/);
    const before = there.asked.filter((one) => one === '/token/revocation').length;
    const out = await run(['profiles', 'logout', 'Office', '--json']);
    expect(JSON.parse(out.stdout)).toMatchObject({ ok: true, revoked: true });
    expect(there.asked.filter((one) => one === '/token/revocation')).toHaveLength(before + 1);
    expect(profileIn((await store().read()).book, 'p1')).toMatchObject({ secrets: [], signedIn: null });
    expect((await run(['profiles', 'verify', 'Office', '--json'])).status).toBe(3);
  });

  test('a refusal ends with status 1 and the server’s words', async () => {
    const { status, stderr, stdout } = await login(
      ['Elsewhere', '--provider', there.issuer, '--client-id', 'daemon', '--client-credentials', '--json'],
      'ann',
    );
    expect({ status, stderr }).toMatchObject({ status: 2 });
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: 'sign-in-failed', params: { argument: 'client-secret' } },
    });
    const wrong = await run(['profiles', 'login', 'Elsewhere', '--client-secret-env', 'S', '--json'], {
      env: { S: 'wrong-secret-of-the-client' },
    });
    expect(wrong.status).toBe(1);
    expect(JSON.parse(wrong.stdout)).toMatchObject({
      error: { params: { reason: 'refused', error: 'invalid_client' } },
    });
    expect(wrong.stdout + wrong.stderr).not.toContain('wrong-secret-of-the-client');
  });
});

describe.skipIf(process.platform !== 'linux')('a check that signs in for its own token', () => {
  const target = (): string[] => ['check', `127.0.0.1:${serving.ports[0] ?? 0}`, '--allow-clear-auth', '--json'];
  const server = (client = 'desktop'): string[] => ['--provider', there.issuer, '--client-id', client];
  const scope = ['--scope', 'smtp.send'];

  test('with the browser: the token is read and used, kept nowhere and printed nowhere', async () => {
    const { status, stdout, stderr } = await signingIn(
      [...target(), '--user', 'ann@example.org', '--oauth', ...server(), ...scope, '--transcript'],
      'ann@example.org',
    );
    expect({ status, stderr }).toMatchObject({ status: 0 });
    expect(JSON.parse(stdout)).toMatchObject({
      ok: true,
      auth: { used: 'OAUTHBEARER', token: { form: 'jwt', audience: [AUDIENCE], scopes: ['smtp.send'], problems: [] } },
    });
    const file = await readFile(path(), 'utf8');
    for (const token of there.issued) {
      expect(stdout + stderr).not.toContain(token);
      expect(file).not.toContain(token);
    }
  });

  test('with a code elsewhere, in words', async () => {
    const args = target().filter((one) => one !== '--json');
    const { status, stdout, stderr } = await signingIn(
      [...args, '--user', 'bob@example.org', '--oauth', ...server(), ...scope, '--device'],
      'bob@example.org',
    );
    expect({ status, stderr }).toMatchObject({ status: 0 });
    expect(stderr).toMatch(/Open http:\S+ on any device and enter the code \S+/);
    expect(stdout).toContain(`Audience: ${AUDIENCE}`);
    expect(stdout).toContain('User: bob@example.org');
  }, 60_000);

  test('as the program itself; without a keychain as well', async () => {
    const { status, stdout } = await signingIn(
      [
        ...target(),
        '--user',
        'daemon',
        '--oauth',
        ...server('daemon'),
        '--client-credentials',
        ...scope,
        '--client-secret-env',
        'S',
      ],
      'nobody',
      { S: 'daemon-secret', DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere/bus' },
    );
    expect({ status, stdout }).toMatchObject({ status: 0 });
    expect(JSON.parse(stdout)).toMatchObject({ auth: { token: { subject: 'daemon' } } });
  });

  test('a refusal by the authorization server: nothing is connected, its words are shown', async () => {
    const before = serving.lines.length;
    const { status, stdout } = await signingIn(
      [
        ...target(),
        '--user',
        'daemon',
        '--oauth',
        ...server('daemon'),
        '--client-credentials',
        '--client-secret-env',
        'S',
      ],
      'nobody',
      { S: 'wrong-secret-of-the-client' },
    );
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: 'sign-in-failed', params: { error: 'invalid_client' } },
    });
    expect(stdout).not.toContain('wrong-secret-of-the-client');
    expect(serving.lines).toHaveLength(before);
  });

  test.each([
    ['--client-id is of no use without --oauth', ['--user', 'a', '--client-id', 'x', '--password-env', 'P']],
    ['--password-stdin and --password-env have no place', ['--user', 'a', '--oauth', '--password-env', 'P']],
    ['--oauth needs --user', ['--oauth']],
    ['--provider', ['--user', 'a', '--oauth', '--client-id', 'x']],
    ['--client-id', ['--user', 'a', '--oauth', '--provider', 'google']],
    [
      'exclude each other',
      ['--user', 'a', '--oauth', '--provider', 'google', '--client-id', 'x', '--device', '--browser'],
    ],
  ])('wrong usage says %s', async (words, args) => {
    const { status, stderr } = await run([...target(), ...args], { env: { P: 'secret' } });
    expect(status).toBe(2);
    expect(stderr).toContain(words);
  });

  test('without a browser it says what to do, by what the provider grants', async () => {
    const bare = { env: { DISPLAY: '' } };
    const other = await run([...target(), '--user', 'a', '--oauth', ...server()], bare);
    expect(other.status).toBe(2);
    expect(other.stderr).toContain('--device signs in with a browser elsewhere');
    const google = await run(
      [...target(), '--user', 'a', '--oauth', '--provider', 'google', '--client-id', 'x', '--client-secret-env', 'S'],
      { env: { DISPLAY: '', S: 's' } },
    );
    expect(google.stderr).toContain('Google grants mail to no device code');
    expect(google.stderr).toContain('--password-stdin');
  });
});

test('without a keychain nobody signs in for nothing: it says what keeps a token in memory', async () => {
  const before = there.asked.length;
  const { status, stderr } = await run(
    ['profiles', 'login', 'Elsewhere', '--provider', there.issuer, '--client-id', 'desktop', '--browser'],
    { env: { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere/bus' } },
  );
  expect(status).toBe(3);
  expect(stderr).toContain('posthorn check profile:NAME --oauth');
  expect(there.asked).toHaveLength(before);
});
