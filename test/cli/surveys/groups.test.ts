/** The built program's surveys of addresses, MX hosts and back ends: what is printed, as what, and the exit statuses. */
import { once } from 'node:events';
import { type Socket, createServer } from 'node:net';
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

test('a profile stands for a target, its host and port for a matrix', async () => {
  const input = `account own\nhost 127.0.0.1\nport ${port}\ntls off\n`;
  expect((await program.run(['profiles', 'import', '-'], { input })).status).toBe(0);
  const census = await program.run(['census', 'profile:own', '--sessions', '2', '--json']);
  expect(JSON.parse(census.stdout)).toMatchObject({ ok: true, cells: [{ key: { port: Number(port) } }, {}] });
  const matrix = await program.run(['matrix', 'profile:own', '--json']);
  const { cells } = JSON.parse(matrix.stdout) as { cells: { key: { port: number }; answer: string }[] };
  expect(cells.filter(({ key }) => key.port === Number(port)).map(({ answer }) => answer)).toContain('works');
  expect((await program.run(['matrix', 'profile:none'])).status).toBe(3);
});

test('interrupted, it prints what there is and exits with 130', async () => {
  // Nobody greets there: it would wait for a minute.
  const mute = createServer((socket) => socket.on('error', () => undefined).resume());
  await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
  const connected = once(mute, 'connection');
  const address = mute.address();
  const silent = typeof address === 'object' && address !== null ? address.port : 0;
  const child = program.spawn(['census', `127.0.0.1:${silent}`, '--json']);
  let stdout = '';
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  const [socket] = (await connected) as [Socket];
  const closed = once(socket, 'close');
  child.kill('SIGINT');
  expect(await once(child, 'close')).toEqual([130, null]);
  await closed;
  expect(JSON.parse(stdout)).toMatchObject({ ok: false, stopped: true, inferences: [{ code: 'stopped' }] });
  await new Promise((resolve) => mute.close(resolve));
});
