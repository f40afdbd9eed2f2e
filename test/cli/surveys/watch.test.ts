/** The built program's watch: lines for people and programs, numbers for Prometheus, its end and its exit statuses. */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type JsonLine, Program, type Serving } from '../program.ts';

const PW = 'Zq9/tröt+horn';
let program: Program;
let serving: Serving;
let target = '';
beforeAll(async () => {
  program = await Program.build();
  serving = await program.serve(['--smtp', '0', '--auth', 'ann:env:PW', '--hostname', 'mail.own.test'], { PW });
  target = `127.0.0.1:${String(serving.ports[0])}`;
});
afterAll(async () => {
  await serving.stop();
  await program.remove();
});

const watch = (...args: string[]) =>
  program.run(['watch', target, '--every', '10ms', '--ca', serving.caFile, ...args], { env: { PW } });

test('a line a round, and the summary', async () => {
  const { status, stdout } = await watch('--rounds', '3');
  const lines = stdout.split('\n');
  expect(lines.filter((line) => /^\d\d:\d\d:\d\d ✔ works /.test(line))).toHaveLength(3);
  expect(stdout).toContain(`✔ ${target}: 3 rounds, all went well, nothing changed`);
  expect(stdout).toMatch(/The certificate ends in \d+ days \(\d{4}-\d\d-\d\d\)\./);
  expect(stdout).toMatch(/^ +greeting .+ms .+ms .+ms +3$/m);
  expect(status).toBe(0);
});

test.each(['--json', '--ndjson'])('%s: a line for each round, and one with the rest last', async (option) => {
  const { stdout } = await watch('--rounds', '2', option);
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as JsonLine);
  expect(lines).toMatchObject([
    { schema: 1, event: 'round', round: 1, ok: true, answer: 'works', error: null },
    { event: 'round', round: 2 },
    { command: 'watch', ok: true, ended: 'done', rounds: 2, failed: 0, changed: 0, changes: [], last: { ok: true } },
  ]);
});

test('numbers for Prometheus: in a file that others may read, and over HTTP while it runs', async () => {
  const file = join(program.folder, 'posthorn.prom');
  expect((await watch('--rounds', '4', '--metrics', file)).status).toBe(0);
  const text = await readFile(file, 'utf8');
  expect(text).toContain(`posthorn_up{target="${target}"} 1`);
  expect(text).toContain(`posthorn_rounds_total{target="${target}",answer="works"} 4`);
  expect(text).toContain(`posthorn_phase_duration_seconds_count{target="${target}",phase="tls"} 4`);
  expect(text).toMatch(/^posthorn_certificate_expiry_timestamp_seconds\{.+\} \d{10}/m);

  const child = program.spawn(['watch', target, '--every', '60s', '--metrics', '0', '--ca', serving.caFile, '--json']);
  if (child.stdout === null || child.stderr === null) throw new Error('no pipes');
  const [notice] = (await once(createInterface(child.stderr), 'line')) as [string];
  const [url = ''] = /http:\S+/.exec(notice) ?? [];
  const lines: string[] = [];
  const stdout = createInterface(child.stdout).on('line', (line) => lines.push(line));
  await once(stdout, 'line');
  const answer = await fetch(url);
  expect(answer.headers.get('content-type')).toContain('text/plain');
  expect(await answer.text()).toContain(`posthorn_up{target="${target}"} 1`);
  expect((await fetch(url.replace('/metrics', '/'))).status).toBe(404);
  // Between two rounds.
  child.kill('SIGINT');
  expect(await once(child, 'close')).toEqual([130, null]);
  // `ok` is what the status is: the round went well, and the watch was broken off.
  expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ ok: false, ended: 'stopped', rounds: 1, failed: 0 });
});

test('a login that is refused ends it after one attempt', async () => {
  const wrong = await program.run(
    ['watch', target, '--every', '10ms', '--ca', serving.caFile, '--user', 'ann', '--password-env', 'PW', '--json'],
    { env: { PW: 'no' } },
  );
  const last = JSON.parse(wrong.stdout.trimEnd().split('\n').at(-1) ?? '') as JsonLine;
  expect(last).toMatchObject({ ok: false, ended: 'auth-failed', rounds: 1 });
  expect(wrong.status).toBe(1);
});

test('wrong usage is refused before anything is connected', async () => {
  const tries = [
    ['watch', 'mx.example.org', '--every', '9s'],
    ['watch', target, '--every', 'often'],
    ['watch', target, '--rounds', '0'],
    ['watch', target, '--metrics', '/no/such/folder/x.prom', '--rounds', '1'],
    // A port with a digit too many is no file.
    ['watch', target, '--metrics', '91150', '--rounds', '1'],
  ];
  expect(await Promise.all(tries.map(async (args) => (await program.run(args)).status))).toEqual([2, 2, 2, 2, 2]);
});
