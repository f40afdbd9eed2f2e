/** The built program's surveys of addresses, MX hosts and back ends: what is printed, as what, and the exit statuses. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type JsonLine, Program, type Serving } from '../program.ts';

let program: Program;
let serving: Serving;
let port = '';
beforeAll(async () => {
  program = await Program.build();
  serving = await program.serve(['--smtp', '0', '--hostname', 'mail.own.test'], {});
  port = String(serving.ports[0]);
});
afterAll(async () => {
  await serving.stop();
  await program.remove();
});

test('census: the groups, what they show, and the same as JSON', async () => {
  const args = ['census', `127.0.0.1:${port}`, '--sessions', '3', '--ca', serving.caFile];
  const drawn = await program.run(args);
  expect(drawn.stdout).toContain(`✔ 127.0.0.1:${port}: one kind of answer in 3 sessions`);
  expect(drawn.stdout).toContain('All 3 sessions got the same answers');
  const json = JSON.parse((await program.run([...args, '--json'])).stdout) as JsonLine;
  expect(json).toMatchObject({
    schema: 1,
    command: 'census',
    ok: true,
    target: { host: `127.0.0.1:${port}`, port: Number(port), protocol: 'smtp' },
    clusters: [{ id: 1, cells: [{ round: 1 }, { round: 2 }, { round: 3 }] }],
    inferences: [{ code: 'alike' }],
    verdict: { title: `127.0.0.1:${port}: one kind of answer in 3 sessions` },
  });
  expect(drawn.status).toBe(0);
});

test('a line for each session, and the rest last', async () => {
  const { stdout } = await program.run(['census', `127.0.0.1:${port}`, '--sessions', '2', '--ndjson']);
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as JsonLine);
  expect(lines).toMatchObject([
    { key: { round: 1 }, answer: 'works', report: { command: 'check' } },
    { key: { round: 2 }, answer: 'works' },
    { command: 'census', clusters: [{ id: 1 }] },
  ]);
  expect(lines[2]).not.toHaveProperty('cells');
});

test('addresses and mx print the same shape; a name that is nowhere is a problem', async () => {
  const addresses = await program.run(['addresses', `127.0.0.1:${port}`, '--ca', serving.caFile, '--json']);
  expect(JSON.parse(addresses.stdout)).toMatchObject({ command: 'addresses', ok: true, cells: [{ state: 'works' }] });
  const mx = await program.run(['mx', `127.0.0.1:${port}`, '--json']);
  expect(JSON.parse(mx.stdout)).toMatchObject({
    command: 'mx',
    route: { via: 'literal' },
    cells: [{ state: 'works' }],
  });
  const nowhere = await program.run(['addresses', 'nowhere.invalid']);
  expect([nowhere.status, nowhere.stdout]).toEqual([1, expect.stringContaining('Nothing was tried')]);
});

test('wrong usage is refused before anything is connected', async () => {
  const statuses = await Promise.all(
    [
      ['census', `127.0.0.1:${port}`, '--sessions', '0'],
      ['census', '/run/lmtp'],
      ['addresses', 'a b'],
      ['mx', '127.0.0.1', '--json', '--ndjson'],
    ].map(async (args) => (await program.run(args)).status),
  );
  expect(statuses).toEqual([2, 2, 2, 2]);
});
