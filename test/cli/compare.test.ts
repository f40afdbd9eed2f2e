/** The built program against two servers of its own: what differs, exit statuses, and whose secret goes where. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { startKeyring } from '../../build/lib/machine/display.mjs';
import { profileStore } from '../../electron/storage/profiles/store.ts';
import { addProfile } from '../../electron/core/profiles/book.ts';
import { type Comparison, ComparisonSchema } from '../../electron/protocol/values/session/comparison.ts';
import { content } from '../core/profiles/samples.ts';
import { closedPort, startTcpPeer } from '../harness/peers/tcp-peer.ts';
import { Program, type Finished, type RunOptions, type Serving } from './program.ts';

const SECRET = 'pä$$ w0rd';
const OTHER = 'Zq9/tröt+horn';
const forms = [SECRET, OTHER, `\0ann\0${SECRET}`].flatMap((form) => [form, Buffer.from(form).toString('base64')]);
const login = ['--user', 'ann', '--password-env', 'PW'];

let program: Program;
let first: Serving;
let second: Serving;
let a = '';
let b = '';
let smtps = '';
/** Everything any of the programs printed. */
const printed: string[] = [];

beforeAll(async () => {
  program = await Program.build();
  const common = ['--auth', 'ann:env:PW', '--hostname'];
  first = await program.serve(['--smtp', '0', '--smtps', '0', ...common, 'mx1.own.test'], { PW: SECRET });
  // After the first, which makes the authority that both use.
  const other = ['--smtp', '0', ...common, 'mx2.own.test', '--max-size', '5000000', '--smtputf8', 'off'];
  second = await program.serve(other, { PW: SECRET });
  a = `127.0.0.1:${first.ports[0] ?? 0}`;
  smtps = `smtps://127.0.0.1:${first.ports[1] ?? 0}`;
  b = `127.0.0.1:${second.ports[0] ?? 0}`;
});
afterAll(async () => {
  await Promise.all([first.stop(), second.stop()]);
  await program.remove();
});

async function run(args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  const env = { DBUS_SESSION_BUS_ADDRESS: 'disabled:', PW: SECRET, ...options.env };
  const finished = await program.run(['compare', ...args], { ...options, env });
  printed.push(finished.stdout, finished.stderr);
  return finished;
}

function parsed(stdout: string): Comparison {
  const revive = (_: string, value: unknown): unknown => {
    if (typeof value !== 'object' || value === null || !('raw' in value) || typeof value.raw !== 'string') return value;
    return { ...value, raw: new Uint8Array(Buffer.from(value.raw, 'base64')) };
  };
  return v.parse(ComparisonSchema, JSON.parse(stdout, revive));
}
const json = async (args: readonly string[], options?: RunOptions): Promise<Comparison> =>
  parsed((await run([...args, '--json'], options)).stdout);
const pathsOf = ({ differences }: Comparison): string[] => differences.map(({ path }) => path);

describe('two servers', () => {
  test('JSON: both checks, and the differences by path; they alone are no failure', async () => {
    const { status, stdout, stderr } = await run([a, b, '--json']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const comparison = parsed(stdout);
    expect(comparison).toMatchObject({ ok: true, a: { command: 'check', ok: true }, b: { ok: true } });
    expect(comparison.a).not.toHaveProperty('transcript.0.direction', 'sent');
    expect(comparison.differences).toContainEqual({ path: 'ehlo.plain.SIZE', a: ['33554432'], b: ['5000000'] });
    expect(comparison.differences).toContainEqual({ path: 'ehlo.tls.SMTPUTF8', a: [], b: null });
    // The certificates are made by one authority for the names of this machine and each server's own.
    expect(pathsOf(comparison).filter((path) => !path.startsWith('tls.chain[0].'))).toEqual([
      'target.port',
      'ehlo.plain.SIZE',
      'ehlo.plain.SMTPUTF8',
      'ehlo.tls.SIZE',
      'ehlo.tls.SMTPUTF8',
    ]);
  });

  test('one server with itself', async () => {
    expect((await json([a, a])).differences).toEqual([]);
    const { stdout } = await run([a, a]);
    expect(stdout).toMatch(/^✔ Both answer the same\.\n {2}A ✔ 127/);
    expect(stdout).toMatch(/Same on both\n {2}greeting, \d+ keywords before TLS, TLSv1\.3/);
  });

  test('for people: one sentence, two columns of 80, no colours; what is repeated after TLS is said in a line', async () => {
    const { status, stdout } = await run([a, b]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^✔ Same but for \d things: SIZE, SMTPUTF8 and certificate\.\n/);
    expect(stdout).toMatch(/^ {2}SIZE +33554432, 32 MiB +5000000, 4\.77 MiB$/m);
    expect(stdout).toMatch(/^ {2}SMTPUTF8 +offered +–$/m);
    expect(stdout).toMatch(/After TLS\n {2}As before +SIZE, SMTPUTF8$/m);
    expect(stdout).not.toContain('8BITMIME');
    expect(stdout).not.toContain('\u001b');
    for (const line of stdout.split('\n')) expect(Array.from(line).length).toBeLessThanOrEqual(80);
    const full = (await run([a, b, '--transcript'])).stdout;
    expect(full).toContain('A: Transcript');
    expect(full.match(/> STARTTLS/g)).toHaveLength(2);
  });

  test('a problem on one side: status 1, and what it never came to is not told as a difference', async () => {
    const port = await closedPort();
    const { status, stdout } = await run([a, `127.0.0.1:${port}`, '--json']);
    expect(status).toBe(1);
    const comparison = parsed(stdout);
    expect(comparison).toMatchObject({ ok: false, a: { ok: true }, b: { ok: false } });
    expect(pathsOf(comparison)).toEqual(['target.port', 'error.code']);
    const human = await run([`127.0.0.1:${port}`, a]);
    expect(human.stdout).toMatch(/^✘ B works, A does not \(Cannot connect\)\.\n/);
    expect(human.stdout).toContain('ECONNREFUSED');
  });

  test('STARTTLS beside implicit TLS: only the way there differs', async () => {
    const paths = pathsOf(await json([a, smtps, '--insecure']));
    expect(paths.filter((path) => !path.startsWith('findings'))).toEqual(['target.port', 'target.security']);
  });

  test.each(['md', 'html', 'json'])('a report as .%s has both sides and the differences', async (format) => {
    const file = join(program.folder, `compared.${format}`);
    expect((await run([a, b, '--report', file])).status).toBe(0);
    const text = await readFile(file, 'utf8');
    for (const part of ['SMTPUTF8', 'mx1.own.test', 'mx2.own.test', 'STARTTLS']) expect(text).toContain(part);
    if (format !== 'json') expect(text).toContain('Before TLS');
    else expect(parsed(text).b.transcript?.length).toBeGreaterThan(5);
  });

  test('an envelope is asked about on both', async () => {
    const comparison = await json([a, b, '--from', 'a@x.test', '--to', 'refused+550@error.test']);
    expect(comparison.a.recipients).toHaveLength(1);
    expect(comparison.b.recipients).toHaveLength(1);
  });
});

describe('statuses', () => {
  test.each([
    [['x'], 'TARGET is missing'],
    [['x', 'y', '--report', 'r.pdf'], '--report'],
    [['x', 'y', '--password-env', 'PW'], '--password-env needs --user'],
    [['x', 'y', '--proxy-password-env', 'PW'], '--proxy-password-env needs --proxy'],
    [['x', 'y', '--auth', 'PLAIN'], '--auth is of no use without --user'],
  ])('%j: status 2', async (args, words) => {
    const { status, stdout, stderr } = await run(args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(words);
  });

  test('a refused argument of one side: nothing is connected on the other either', async () => {
    const server = await startTcpPeer((socket) => socket.destroy());
    const { status, stdout, stderr } = await run([`127.0.0.1:${server.port}`, 'bad host', '--json']);
    const reached = server.connections();
    await server.close();
    expect({ status, reached }).toEqual({ status: 2, reached: 0 });
    expect(stderr).toContain('"bad host"');
    expect(JSON.parse(stdout)).toMatchObject({ command: 'compare', ok: false, error: { code: 'invalid-argument' } });
  });

  test('SIGINT stops both: status 130', async () => {
    const silent = await startTcpPeer();
    const child = program.spawn(['compare', `127.0.0.1:${silent.port}`, a, '--json']);
    let stdout = '';
    child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
    await silent.reached;
    child.kill('SIGINT');
    expect(await closed).toBe(130);
    await silent.close();
    expect(parsed(stdout)).toMatchObject({ ok: false, a: { error: { code: 'cancelled' } } });
  });
});

describe('logins', () => {
  const kept = (target: string, auth: { user: string } | null) =>
    content(target, { connection: { target, insecure: true }, auth });
  beforeAll(async () => {
    const store = profileStore(join(program.folder, 'config', 'Posthorn', 'profiles.json'));
    await store.change(addProfile('p1', { ...kept(a, { user: 'ann' }), name: 'One' }, null));
    await store.change(addProfile('p2', { ...kept(b, { user: 'bob' }), name: 'Two' }, null));
    await store.change(addProfile('p3', { ...kept(b, null), name: 'Open' }, null));
  });
  const logins = async (serving: Serving, count: number): Promise<unknown[]> =>
    Promise.all(Array.from({ length: count }, async () => (await serving.next('auth')).user));

  test('given with --user it goes to both; standard input is read once', async () => {
    const given = ['--user', 'ann', '--password-stdin', '--ca', first.caFile];
    const comparison = await json([a, b, ...given], { input: `${SECRET}\nnot this\n` });
    expect(comparison).toMatchObject({ ok: true, a: { auth: { used: 'PLAIN' } }, b: { auth: { used: 'PLAIN' } } });
    expect([await logins(first, 1), await logins(second, 1)]).toEqual([['ann'], ['ann']]);
  });

  test('one refusal is one difference', async () => {
    const wrong = { env: { PW: 'wrong one' } };
    const { stdout, status } = await run([a, b, ...login, '--insecure', '--allow-clear-auth'], wrong);
    expect(status).toBe(1);
    expect(stdout).toMatch(
      /^✘ Neither works, for the same reason \(User name or password not accepted\)\. Else\s+the same but for/,
    );
    expect([await logins(first, 1), await logins(second, 1)]).toEqual([['ann'], ['ann']]);
  });

  test('a profile without its password ends both, and says whose is missing', async () => {
    const { status, stdout } = await run(['profile:One', 'profile:Two', '--json']);
    expect(status).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ command: 'compare', ok: false, error: { code: 'secret-missing' } });
  });

  test('a password without a user would be one profile’s at the other’s server: refused', async () => {
    const { status, stderr } = await run(['profile:One', 'profile:Two', '--password-env', 'PW']);
    expect(status).toBe(2);
    expect(stderr).toContain('--password-env needs --user');
  });

  test('a user of one profile’s without a password is not enough for the other', async () => {
    const { status, stderr } = await run(['profile:One', 'profile:Open', '--user', 'ann']);
    expect(status).toBe(2);
    expect(stderr).toContain('--user needs a password');
  });

  test.runIf(process.platform === 'linux')(
    'each profile logs in with its own kept password, at its own server alone',
    async () => {
      const keyring = await startKeyring(join(program.folder, 'keyring'));
      expect(keyring, 'gnome-keyring and dbus are installed').not.toBeNull();
      if (keyring === null) return;
      const options = ['--smtp', '0', '--starttls', 'off', '--auth-mechanisms', 'SCRAM-SHA-256'];
      const own = await program.serve([...options, '--auth', 'ann:env:PW'], { PW: SECRET });
      const others = await program.serve([...options, '--auth', 'bob:env:PW'], { PW: OTHER });
      try {
        const { env } = keyring;
        for (const [name, user, secret, serving] of [
          ['kept-a', 'ann', SECRET, own],
          ['kept-b', 'bob', OTHER, others],
        ] as const) {
          const input = `account ${name}\nhost 127.0.0.1\nport ${serving.ports[0] ?? 0}\nuser ${user}\npassword ${secret}\ntls off\n`;
          const done = await program.run(['profiles', 'import', '-', '--json'], { input, env });
          expect(JSON.parse(done.stdout)).toMatchObject({ ok: true });
        }
        const both = await json(['profile:kept-a', 'profile:kept-b'], { env });
        expect(both).toMatchObject({
          a: { auth: { used: 'SCRAM-SHA-256' } },
          b: { auth: { used: 'SCRAM-SHA-256' } },
          ok: true,
        });
        const open = await json(['profile:kept-a', `127.0.0.1:${others.ports[0] ?? 0}`], { env });
        expect(open.b.auth).toBeNull();
        expect(open.differences).toContainEqual({ path: 'auth.used', a: 'SCRAM-SHA-256', b: null });
        expect([await logins(own, 2), await logins(others, 1)]).toEqual([['ann', 'ann'], ['bob']]);
        expect(others.lines.filter(({ event }) => event === 'auth')).toEqual([]);
      } finally {
        await Promise.all([own.stop(), others.stop()]);
        keyring.stop();
      }
    },
  );

  test('no secret is printed', () => {
    expect(printed.length).toBeGreaterThan(10);
    for (const text of printed) for (const form of [...forms, 'wrong one']) expect(text).not.toContain(form);
  });
});
