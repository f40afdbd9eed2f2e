/** The `posthorn` command that the installed app brings: same words, same statuses, no display, no second runtime. */
import type { ChildProcess } from 'node:child_process';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from '../../build/lib/paths.mjs';
import { type ScriptStep, type ScriptedServer, startScripted } from '../harness/peers/scripted-server.ts';
import { type Finished, expect, test as base } from './packaged.ts';

const greeting: ScriptStep[] = [
  { send: '220 mx.test ESMTP\r\n' },
  { expect: '^EHLO' },
  { send: '250-mx.test\r\n250-SIZE 1000\r\n250 PIPELINING\r\n' },
];

const test = base.extend<{ scripted: (script: readonly ScriptStep[]) => Promise<ScriptedServer> }>({
  scripted: async ({}, use) => {
    const servers: ScriptedServer[] = [];
    await use(async (script) => {
      const server = await startScripted(script);
      servers.push(server);
      return server;
    });
    for (const server of servers) await server.close();
  },
});

test('says its version and its usage', async ({ command }) => {
  const { version } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8')) as { version: string };
  expect(await command(['--version'])).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
  expect((await command(['--help'])).stdout).toContain('posthorn check TARGET');
  const wrong = await command(['nonsense']);
  expect(wrong).toMatchObject({ status: 2, stdout: '' });
  expect(wrong.stderr).toContain('unknown command "nonsense"');
});

test('check with --json: one object on standard output, nothing on standard error, status 0', async ({
  command,
  scripted,
}) => {
  const server = await scripted([...greeting, { tail: true }]);
  // A URL before switches: Electron for Windows refuses such a line, unless it comes after "--".
  const run = await command(['check', `smtp://127.0.0.1:${server.port}`, '--security', 'none', '--json']);
  const report = JSON.parse(run.stdout) as { ok: boolean; command: string; ehlo: { plain: { lines: string[] } } };
  expect(report).toMatchObject({ ok: true, command: 'check', error: null });
  expect(report.ehlo.plain.lines).toEqual(['mx.test', 'SIZE 1000', 'PIPELINING']);
  expect(run.stdout.trimEnd()).not.toContain('\n');
  expect(run).toMatchObject({ status: 0, stderr: '' });
  expect(server.recorded.mismatch).toBeNull();
  expect(server.recorded.lines[0]).toMatch(/^EHLO /);
});

test('check of a server that refuses: status 1, the outcome in the object', async ({ command, scripted }) => {
  const server = await scripted([{ send: '554 5.7.1 no service\r\n' }, { tail: true }]);
  const run = await command(['check', `127.0.0.1:${server.port}`, '--json']);
  expect(JSON.parse(run.stdout)).toMatchObject({ ok: false, error: { code: 'greeting-refused' } });
  expect(run.status).toBe(1);
});

test('standard input reaches a session', async ({ command, scripted }) => {
  const server = await scripted([
    ...greeting,
    { expect: '^VRFY x$' },
    { send: '252 2.1.5 perhaps\r\n' },
    { tail: true },
  ]);
  const run = await command(['raw', `127.0.0.1:${server.port}`, '--security', 'none', '--json'], {
    input: 'VRFY x\nQUIT\n',
  });
  expect(run.stdout).toContain('"code":252');
  expect(run.status).toBe(0);
});

test('options that Chromium or Node know too are left to the command line', async ({ command }) => {
  for (const option of ['--inspect', '--debug', '--headless', '--remote-debugging-port=0', '--type=renderer']) {
    const run = await command(['check', 'localhost', option]);
    expect(run).toMatchObject({ status: 2, stdout: '' });
    expect(run.stderr).toContain(option.split('=')[0]);
  }
});

test('the environment cannot make a bare Node of it', async ({ command, home }) => {
  const marker = join(home, 'marker');
  const script = join(home, 'script.cjs');
  writeFileSync(script, `require('node:fs').writeFileSync(${JSON.stringify(marker)}, '')`);
  for (const env of [{ ELECTRON_RUN_AS_NODE: '1' }, { NODE_OPTIONS: `--require ${script}` }]) {
    const run = await command(['--version'], { env });
    expect(run.status).toBe(0);
    expect(run.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  }
  expect(() => readFileSync(marker)).toThrow(/ENOENT/);
});

// Windows has no signals for another program, and its links need a privilege.
if (process.platform !== 'win32') {
  test('the app’s own server and client meet, with TLS and the mailbox’s worker', async ({ command, home }) => {
    let second: Promise<Finished> | null = null as Promise<Finished> | null;
    const serve = await command(['serve', '--json', '--smtp', '0', '--store', join(home, 'mail')], {
      onOutput: (text, child) => {
        const [first = '', ...more] = text.split('\n');
        if (more.length === 0 || second !== null) return;
        const { listeners, caFile } = JSON.parse(first) as { listeners: { port: number }[]; caFile: string };
        const target = `127.0.0.1:${listeners[0]!.port}`;
        const addresses = ['--from', 'a@example.org', '--to', 'b@example.org'];
        second = command([
          'send',
          target,
          ...addresses,
          '--subject',
          'x',
          '--text',
          'y',
          '--ca',
          caFile,
          '--json',
        ]).then((sent) => {
          child.kill('SIGTERM');
          return sent;
        });
      },
    });
    const sent = await second;
    if (sent === null) throw new Error('it never listened');
    const report = JSON.parse(sent.stdout) as Record<string, unknown>;
    expect(report).toMatchObject({ ok: true, delivery: 'all', tls: { authorized: true } });
    expect(sent.status).toBe(0);
    expect(serve.status).toBe(0);
    const events = serve.stdout
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { event: string }).event);
    expect(events).toEqual(expect.arrayContaining(['listening', 'session-start', 'message', 'session-end']));
  });

  test('an interrupt ends it with status 130', async ({ command, scripted }) => {
    const server = await scripted([{ expect: '^a greeting comes first' }]);
    let started: ChildProcess | null = null as ChildProcess | null;
    const run = command(['check', `127.0.0.1:${server.port}`, '--json'], { onStart: (child) => (started = child) });
    await expect.poll(() => server.recorded.connections).toBe(1);
    started?.kill('SIGINT');
    const { status, stdout } = await run;
    expect(status).toBe(130);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { code: 'cancelled', phase: 'greeting' } });
  });

  test('works through links, as in /usr/bin', async ({ command, packaged, home }) => {
    symlinkSync(packaged.launcher, join(home, 'first'));
    symlinkSync('first', join(home, 'posthorn'));
    expect((await command(['--version'], { program: join(home, 'posthorn') })).status).toBe(0);
  });
}
