/** The built program's survey of a list: lines, shards, going on, what disturbs it, and the exit statuses. */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Program, type Serving } from '../program.ts';

const PW = 'Zq9/tröt+horn';
let program: Program;
let serving: Serving;
let target = '';
let everywhere = '';
beforeAll(async () => {
  program = await Program.build();
  serving = await program.serve(
    ['--smtp', '0', '--smtp', '0.0.0.0:0', '--auth', 'ann:env:PW', '--hostname', 'mail.own.test'],
    { PW },
  );
  target = `127.0.0.1:${String(serving.ports[0])}`;
  everywhere = `:${String(serving.ports[1])}`;
});
afterAll(async () => {
  await serving.stop();
  await program.remove();
});

interface Line {
  readonly line: number;
  readonly target: string;
  readonly ok: boolean;
  readonly answer: string;
  readonly command?: string;
}
const linesOf = (text: string): Line[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
const targetsOf = (text: string): string[] =>
  linesOf(text)
    .filter(({ command }) => command === undefined)
    .map((one) => one.target);

function file(name: string, ...lines: readonly string[]): string {
  const path = join(program.folder, name);
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}
/** The same server by many addresses of this machine. */
const many = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `127.0.${Math.floor(index / 250)}.${(index % 250) + 1}${everywhere}`);

test('a line each, errors by line and reason, and the summary', async () => {
  const path = file('mixed.txt', '# ours', target, '', 'not a host', '127.0.0.1:1', `ann:secret@${target}`, target);
  const { status, stdout } = await program.run(['survey', '--targets', path, '--do', 'check']);
  expect(status).toBe(1);
  expect(stdout).toContain(`✔ ${target}  works`);
  expect(stdout).toContain('– line 4: not a host  is not a host name, address or socket path');
  expect(stdout).toContain('✘ 127.0.0.1:1  refused: ');
  expect(stdout).toContain('✘ 4 targets: 1 works, 3 have a problem');
  expect(stdout).toContain('Not tried');
  expect(stdout).not.toContain('secret');
  const good = await program.run(['survey', '--targets', '-', '--do', 'check'], { input: `${target}\n` });
  expect(good.status).toBe(0);
});

test('as one object, and as lines', async () => {
  const path = file('two.txt', target, 'not a host');
  const one = await program.run(['survey', '--targets', path, '--do', 'check', '--json']);
  const whole = JSON.parse(one.stdout) as { cells: unknown[]; summary: { answers: unknown[] } };
  expect(whole).toMatchObject({
    schema: 1,
    command: 'survey',
    do: 'check',
    ok: false,
    targets: { listed: 2, ours: 2, resumed: 0, ended: 2, ok: 1, failed: 1 },
    problems: [{ line: 2, target: 'not a host', code: 'not-a-target' }],
  });
  expect(whole.summary.answers).toContainEqual({ answer: 'works', count: 1 });
  const works = whole.cells.find((cell) => (cell as Line).line === 1);
  expect(works).toMatchObject({ target, state: 'works', report: { ok: true } });
  const lines = await program.run(['survey', '--targets', path, '--do', 'check', '--ndjson']);
  const parsed = linesOf(lines.stdout);
  expect(parsed.map(({ command }) => command ?? null)).toEqual([null, null, 'survey']);
  expect(parsed.find(({ line }) => line === 1)).toMatchObject({ key: { host: '127.0.0.1', line: 1 }, answer: 'works' });
});

test('shards are every target once, and stay where they are when the list grows', async () => {
  const all = many(40);
  const path = file('shards.txt', ...all);
  const shard = async (list: string, name: string): Promise<string[]> => {
    const args = ['survey', '--targets', list, '--do', 'check', '--ndjson', '--shard', name];
    return targetsOf((await program.run(args)).stdout);
  };
  const parts = [await shard(path, '1/3'), await shard(path, '2/3'), await shard(path, '3/3')];
  expect(parts.flat().sort()).toEqual([...all].sort());
  expect(Math.min(...parts.map(({ length }) => length))).toBeGreaterThan(5);
  const longer = file('longer.txt', '127.0.9.9:1', ...all.slice().reverse());
  expect((await shard(longer, '2/3')).filter((one) => one !== '127.0.9.9:1').sort()).toEqual(parts[1]?.sort());
  expect((await program.run(['survey', '--targets', path, '--do', 'check', '--shard', '4/3'])).status).toBe(2);
});

test('interrupted it ends at once with what there is, and goes on where it was', async () => {
  const all = many(120);
  const path = file('long.txt', ...all);
  const out = join(program.folder, 'out.ndjson');
  const args = ['survey', '--targets', path, '--do', 'check', '--output', out, '--resume', out, '--ndjson'];
  const child = program.spawn([...args, '--concurrency', '2']);
  const lines: Line[] = [];
  if (child.stdout === null) throw new Error('no output');
  const closed = once(child, 'close') as Promise<[number | null]>;
  let interruptedAt = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(JSON.parse(line) as Line);
    if (lines.length === 10) {
      interruptedAt = performance.now();
      child.kill('SIGINT');
    }
  }
  expect((await closed)[0]).toBe(130);
  expect(performance.now() - interruptedAt).toBeLessThan(5_000);
  expect(lines.at(-1)).toMatchObject({ command: 'survey', stopped: true, ok: false });
  const kept = targetsOf(readFileSync(out, 'utf8'));
  expect(kept).toEqual(lines.slice(0, -1).map((one) => one.target));
  expect(kept.length).toBeLessThan(120);
  // Whoever was killed in the middle of a line is no reason to lose it, or the next.
  writeFileSync(out, `${readFileSync(out, 'utf8')}{"target":"127.0.0.7${everywhere}","do":"che`);
  const rest = await program.run(args);
  expect(linesOf(rest.stdout).filter(({ ok }) => !ok)).toEqual([]);
  expect(rest.status).toBe(0);
  expect(rest.stderr).toContain('half a line at its end is taken off');
  expect(targetsOf(readFileSync(out, 'utf8')).sort()).toEqual([...all].sort());
  expect(linesOf(rest.stdout).at(-1)).toMatchObject({
    targets: { listed: 120, ours: 120, resumed: kept.length, ended: 120, ok: 120 },
  });
  // Of another task it is not there yet.
  const tls = await program.run([
    'survey',
    '--targets',
    path,
    '--do',
    'tls',
    '--resume',
    out,
    '--shard',
    '1/60',
    '--json',
  ]);
  expect(JSON.parse(tls.stdout)).toMatchObject({ targets: { resumed: 0 } });
});

test('a disk that is full is waited for, and no line is lost', async () => {
  const disk = join(program.folder, 'disk');
  mkdirSync(disk);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', disk]);
  try {
    const filler = join(disk, 'filler');
    writeFileSync(filler, Buffer.alloc(200_000));
    const all = many(60);
    const out = join(disk, 'out.ndjson');
    const child = program.spawn(['survey', '--targets', file('full.txt', ...all), '--do', 'check', '--output', out]);
    if (child.stderr === null) throw new Error('no output');
    const closed = once(child, 'close') as Promise<[number | null]>;
    child.stdout?.resume();
    const [said] = (await once(createInterface({ input: child.stderr }), 'line')) as [string];
    expect(said).toContain('takes no more (ENOSPC)');
    rmSync(filler);
    execFileSync('mount', ['-o', 'remount,size=4m', disk]);
    expect((await closed)[0]).toBe(0);
    expect(targetsOf(readFileSync(out, 'utf8')).sort()).toEqual([...all].sort());
  } finally {
    execFileSync('umount', [disk]);
  }
});

test('a reader that goes away ends it, and the file has what had ended', async () => {
  const all = many(200);
  const out = join(program.folder, 'kept.ndjson');
  const args = ['survey', '--targets', file('gone.txt', ...all), '--do', 'check', '--ndjson', '--output', out];
  const child = program.spawn(args);
  const closed = once(child, 'close') as Promise<[number | null]>;
  child.stdout?.once('data', () => child.stdout?.destroy());
  expect((await closed)[0]).not.toBe(0);
  const kept = targetsOf(readFileSync(out, 'utf8'));
  expect(kept.length).toBeGreaterThan(0);
  expect(kept.length).toBeLessThan(200);
  expect(statSync(out).mode & 0o777).toBe(0o600);
});

test('accounts of a table: a login each, and never twice after a refusal', async () => {
  const path = file(
    'accounts.csv',
    'host;port;user;profile;note',
    `127.0.0.1;${target.slice(10)};ann;;"a; b"`,
    `127.0.0.1;${target.slice(10)};bob;;`,
    `localhost;${target.slice(10)};bob;;`,
    ';;;missing;',
  );
  const args = [
    '--do',
    'verify',
    '--ca',
    serving.caFile,
    '--servername',
    '127.0.0.1',
    '--password-env',
    'PW',
    '--json',
  ];
  serving.lines.length = 0;
  const { status, stdout, stderr } = await program.run(['survey', '--targets', path, ...args], { env: { PW } });
  expect(status).toBe(1);
  expect(stderr).toContain('columns that mean nothing here: note');
  const { cells } = JSON.parse(stdout) as {
    cells: (Line & { login: string | null; problem: { code: string } | null })[];
  };
  const byLine = [...cells].sort((a, b) => a.line - b.line);
  expect(byLine.map(({ ok, answer, problem }) => [ok, answer, problem?.code ?? null])).toEqual([
    [true, 'works', null],
    [false, 'login-refused', null],
    [false, 'not-tried', 'refused-before'],
    [false, 'not-tried', 'profile'],
  ]);
  expect(stdout).not.toContain(PW);
  const secrets = file('secrets.csv', 'host,user,password', `127.0.0.1,ann,${PW}`);
  const refused = await program.run(['survey', '--targets', secrets, '--do', 'verify']);
  expect([refused.status, refused.stderr.includes(PW)]).toEqual([2, false]);
  expect(refused.stderr).toContain('do not belong in a file');
});

test('wrong usage', async () => {
  const path = file('one.txt', target);
  for (const args of [
    ['--do', 'check'],
    ['--targets', path],
    ['--targets', path, '--do', 'send'],
    ['--targets', path, '--do', 'check', '--json', '--ndjson'],
    ['--targets', path, '--do', 'check', '--user', 'ann'],
    ['--targets', path, '--do', 'check', '--concurrency', '0'],
    ['--targets', join(program.folder, 'missing.txt'), '--do', 'check'],
  ])
    expect([args, (await program.run(['survey', ...args])).status]).toEqual([args, 2]);
});
