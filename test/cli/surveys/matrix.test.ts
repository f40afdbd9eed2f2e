/** The built program's port matrix against a server of its own: what is printed, exit statuses, and one login alone. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startHttpProxy } from '../../harness/peers/proxies.ts';
import { Program, type JsonLine, type Serving } from '../program.ts';

const PW = 'Zq9/tröt+horn';
let program: Program;
let serving: Serving;
let [plain, tls] = ['', ''];
beforeAll(async () => {
  program = await Program.build();
  serving = await program.serve(
    ['--smtp', '0', '--smtps', '0', '--auth', 'ann:env:PW', '--hostname', 'mail.own.test'],
    {
      PW,
    },
  );
  [plain, tls] = [String(serving.ports[0]), String(serving.ports[1])];
});
afterAll(async () => {
  await serving.stop();
  await program.remove();
});

const matrix = (...args: string[]) => program.run(['matrix', ...args], { env: { PW } });
const own = (): string[] => ['127.0.0.1', '--port', plain, '--tls-port', tls, '--ca', serving.caFile];

test('the grid, what it shows, and the command for the cell to use', async () => {
  const { status, stdout } = await matrix(...own());
  expect(stdout).toContain(`✔ 127.0.0.1: ${tls} works with TLS from the first byte`);
  expect(stdout).toMatch(new RegExp(`^ +${tls} +127\\.0\\.0\\.1 +not tried +not tried +works$`, 'm'));
  expect(stdout).toContain(`posthorn check smtps://127.0.0.1:${tls} --ca ${serving.caFile}`);
  expect(status).toBe(0);
});

test('as JSON: each cell with its state, and a report where it was a session of its own', async () => {
  const { status, stdout } = await matrix(...own(), '--json');
  const json = JSON.parse(stdout) as JsonLine & { cells: { key: { port: number; security?: string } }[] };
  expect(json).toMatchObject({ schema: 1, command: 'matrix', ok: true, best: { port: Number(tls), security: 'tls' } });
  const there = json.cells.filter(({ key }) => key.port === Number(plain));
  expect(there).toMatchObject([
    { key: { security: 'none' }, readFrom: 'starttls', report: null },
    { key: { security: 'starttls' }, state: 'works', answer: 'works', report: { command: 'check', ok: true } },
    { key: { security: 'tls' }, state: 'fails', answer: 'not-tls', report: { error: { code: 'security-mismatch' } } },
  ]);
  expect(status).toBe(0);
});

test('a line for each cell, and the rest last', async () => {
  const { stdout } = await matrix(...own(), '--ndjson');
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as JsonLine);
  expect(lines.at(-1)).toMatchObject({
    command: 'matrix',
    verdict: { title: `127.0.0.1: ${tls} works with TLS from the first byte` },
  });
  expect(lines.slice(0, -1).every((line) => 'key' in line)).toBe(true);
  const keys = lines.slice(0, -1).map(({ key }) => JSON.stringify(key));
  expect(new Set(keys).size).toBe(keys.length);
});

test('a credential is tried once, at the cell to use', async () => {
  serving.lines.length = 0;
  const good = await matrix(...own(), '--user', 'ann', '--password-env', 'PW', '--json');
  expect(JSON.parse(good.stdout)).toMatchObject({ ok: true, login: { auth: { tried: [{ ok: true }] } } });
  const wrong = await program.run(['matrix', ...own(), '--user', 'ann', '--password-env', 'PW'], { env: { PW: 'no' } });
  expect([good.status, wrong.status]).toEqual([0, 1]);
  expect(wrong.stdout).toContain(`Tried once, at ${tls}:`);
  await serving.next('auth');
  await serving.next('auth');
  expect(serving.lines.filter(({ event }) => event === 'auth')).toEqual([]);
});

test('without the root, what is in clear is all that works, and that is a problem: said, and in the status', async () => {
  const asked = ['127.0.0.1', '--port', plain, '--tls-port', tls];
  const { status, stdout } = await matrix(...asked);
  expect(stdout).toContain('not trusted');
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain('Programs that check it go no further.');
  expect(stdout).toMatch(/^Findings\n {2}✘ Unknown certificate authority \(on \d+ and \d+\)$/m);
  const json = await matrix(...asked, '--json');
  expect(JSON.parse(json.stdout)).toMatchObject({
    ok: false,
    best: { port: Number(plain), security: 'none' },
    findings: [{ id: 'tls.certificate-untrusted-root', severity: 'error', cells: [{}, {}] }],
  });
  expect([status, json.status]).toEqual([1, 1]);
});

test('statuses: a name without an address 1, a port in HOST 2, an option that cannot be 2', async () => {
  expect((await matrix('nowhere.invalid')).status).toBe(1);
  const usage = await matrix('127.0.0.1:25');
  expect([usage.status, usage.stdout]).toEqual([2, '']);
  expect((await matrix('127.0.0.1', '--ehlo', 'a b')).status).toBe(2);
  expect((await matrix('127.0.0.1', '--port', '0')).status).toBe(2);
});

test('--proxy: everything goes through it, and is said to be seen from there', async () => {
  const login = { user: 'ann', password: PW };
  const proxy = await startHttpProxy({ login, names: { 'mx.behind.test': '127.0.0.1' } });
  try {
    const via = `http://ann@127.0.0.1:${proxy.port}`;
    const trusted = ['--servername', 'localhost', '--ca', serving.caFile];
    const asked = ['mx.behind.test', '--port', plain, ...trusted, '--proxy', via];
    const done = await matrix(...asked, '--proxy-password-env', 'PW');
    expect(done.stdout).toContain(`seen from the proxy http://127.0.0.1:${proxy.port}`);
    expect(done.stdout).not.toContain(PW);
    // The command for the cell takes the proxy along.
    expect(done.stdout).toContain(`--proxy ${via}`);
    expect(proxy.asked).toContain(`connect mx.behind.test:${plain} as ann:${PW}`);
    expect(done.status).toBe(0);
    const lone = await matrix('mx.behind.test', '--proxy-password-env', 'PW');
    expect(lone.status).toBe(2);
    expect((await matrix('mx.behind.test', '--proxy', 'ftp://x')).status).toBe(2);
  } finally {
    await proxy.close();
  }
});
