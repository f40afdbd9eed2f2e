/** The built program's verify: one attempt, what it prints, and the exit statuses. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Program, type Serving } from '../program.ts';

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

const verify = (password: string, ...args: string[]) =>
  program.run(['verify', target, '--ca', serving.caFile, '--user', 'ann', '--password-env', 'PW', ...args], {
    env: { PW: password },
  });

test('a login that works, and may this sender write', async () => {
  const { status, stdout } = await verify(PW, '--from', 'ann@own.test', '--to', 'bob@own.test');
  expect(stdout).toContain(`✔ ${target}: the login works`);
  expect(stdout).toContain('ann@own.test may write to every recipient asked about.');
  expect(status).toBe(0);
});

test('a login that is refused, as JSON, with one attempt', async () => {
  serving.lines.length = 0;
  const { status, stdout } = await verify('wrong', '--json');
  expect(JSON.parse(stdout)).toMatchObject({
    schema: 1,
    command: 'verify',
    ok: false,
    cells: [{ state: 'fails', answer: 'login-refused', report: { error: { code: 'auth-failed' } } }],
    inferences: [{ code: 'login-refused' }],
  });
  expect(status).toBe(1);
  expect(stdout).not.toContain('wrong');
  await serving.next('auth');
  await serving.next('session-end');
  expect(serving.lines.filter(({ event }) => event === 'auth')).toEqual([]);
});

test('--ndjson: a line for each cell, and the rest last', async () => {
  const { status, stdout } = await verify(PW, '--all-mechanisms', '--ndjson');
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const last = lines.pop();
  expect(lines.length).toBeGreaterThan(1);
  for (const line of lines) {
    expect(line).toMatchObject({ state: 'works' });
    expect(line).toHaveProperty('key.mechanism');
  }
  expect(last).toMatchObject({ schema: 1, command: 'verify', ok: true });
  expect(last).not.toHaveProperty('cells');
  expect(status).toBe(0);
});

test('each mechanism, and what was wrongly typed', async () => {
  const all = JSON.parse((await verify(PW, '--all-mechanisms', '--json')).stdout) as { cells: { state: string }[] };
  expect(all.cells.length).toBeGreaterThan(1);
  expect(all.cells.every(({ state }) => state === 'works')).toBe(true);
  expect((await verify(PW, '--also', 'nntp')).status).toBe(2);
  expect((await verify(PW, '--from', 'ann@own.test')).status).toBe(2);
  expect((await program.run(['verify', target])).status).toBe(2);
});
