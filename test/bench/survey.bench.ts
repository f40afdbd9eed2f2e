/**
 * What a survey of a list costs: sessions a second and memory of the built program, for 1 to 10,000 targets, against our own server; and
 * matrix and census beside the same sessions by a shell loop of openssl and of swaks.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import type * as Bundles from '../../build/lib/bundle.mjs';
import { printTable } from './table.ts';

const COUNTS = (process.env.BENCH_TARGETS ?? '1,100,1000,10000').split(',').map(Number);
const SESSIONS = 16;

interface Cost {
  readonly seconds: number;
  /** Of the whole process at its largest. */
  readonly mebibytes: number;
}

export async function run(): Promise<void> {
  // This runs bundled, from out/tools/bench; the build's own modules find their places by where they are.
  const root = resolve(dirname(process.argv[1] ?? ''), '..', '..', '..');
  const bundles = pathToFileURL(join(root, 'build', 'lib', 'bundle.mjs')).href;
  const { bundleCommandLine } = (await import(/* @vite-ignore */ bundles)) as typeof Bundles;
  const out = join(root, 'out', 'bench-survey');
  await bundleCommandLine(out);
  const folder = mkdtempSync(join(tmpdir(), 'posthorn-bench-'));
  const script = join(out, 'posthorn.js');
  const env = { PATH: process.env.PATH ?? '', HOME: folder, XDG_CONFIG_HOME: join(folder, 'config') };
  const listeners = ['--smtp', '0.0.0.0:0', '--smtps', '127.0.0.1:0', '--auth-any', '--store', 'none'];
  const server = spawn(process.execPath, [script, 'serve', '--json', ...listeners], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [line] = (await once(createInterface({ input: server.stdout }), 'line')) as [string];
    server.stdout.resume();
    const { listeners: bound } = JSON.parse(line) as { listeners: { port: number }[] };
    const [smtp = 0, smtps = 0] = bound.map(({ port }) => port);
    const program = (args: readonly string[]): Promise<Cost> =>
      costOf(process.execPath, [script, ...args], env, folder);
    await lists(program, smtp, folder);
    await besideShell(program, { smtp, smtps, env, folder });
  } finally {
    server.kill('SIGTERM');
    await once(server, 'close');
    rmSync(folder, { recursive: true, force: true });
    rmSync(out, { recursive: true, force: true });
  }
}

type RunProgram = (args: readonly string[]) => Promise<Cost>;

async function lists(program: RunProgram, port: number, folder: string): Promise<void> {
  const rows = [];
  for (const count of COUNTS) {
    const file = join(folder, 'hosts.txt');
    // An address each, so that what limits it is the number of sessions in all.
    const hosts = Array.from(
      { length: count },
      (_, at) => `127.${1 + (at >> 14)}.${(at >> 7) & 127}.${1 + (at & 127)}`,
    );
    writeFileSync(file, hosts.map((host) => `${host}:${port}\n`).join(''));
    const common = ['survey', '--targets', file, '--do', 'check', '--security', 'none'];
    for (const concurrency of [10, 64]) {
      const cost = await program([...common, '--ndjson', '--concurrency', String(concurrency)]);
      rows.push([`${count}, ${concurrency} at one time`, cost.seconds, count / cost.seconds, cost.mebibytes]);
    }
  }
  printTable('A list of targets, one session without TLS each', ['targets', 's', 'sessions/s', 'MiB'], rows);
}

interface Places {
  readonly smtp: number;
  readonly smtps: number;
  readonly env: NodeJS.ProcessEnv;
  readonly folder: string;
}

async function besideShell(program: RunProgram, { smtp, smtps, env, folder }: Places): Promise<void> {
  const shell = (script: string): Promise<Cost> => costOf('sh', ['-c', script], env, folder);
  const openssl = (port: number, starttls: boolean): string =>
    `printf 'EHLO bench.test\\r\\nQUIT\\r\\n' | openssl s_client -quiet -connect 127.0.0.1:${port}${starttls ? ' -starttls smtp' : ''} >/dev/null 2>&1 || true`;
  const swaks = (port: number, flag: string): string =>
    `swaks --quit-after EHLO --server 127.0.0.1:${port} ${flag} >/dev/null 2>&1 || true`;
  const refused = [25, 465, 587, 2525];
  const matrix = ['matrix', '127.0.0.1', '--port', String(smtp), '--tls-port', String(smtps), '--json', '--insecure'];
  const census = ['census', `127.0.0.1:${smtp}`, '--sessions', String(SESSIONS), '--json', '--insecure'];
  const plans = [
    {
      name: 'matrix, 6 ports',
      ours: matrix,
      openssl: [
        ...refused.map((port) => openssl(port, port !== 465)),
        openssl(smtp, true),
        openssl(smtp, false),
        openssl(smtps, false),
      ],
      swaks: [
        ...refused.map((port) => swaks(port, port === 465 ? '--tlsc' : '--tls')),
        swaks(smtp, '--tls'),
        swaks(smtp, '--tlsc'),
        swaks(smtps, '--tlsc'),
      ],
    },
    {
      name: `census, ${SESSIONS} sessions`,
      ours: census,
      openssl: Array.from({ length: SESSIONS }, () => openssl(smtp, true)),
      swaks: Array.from({ length: SESSIONS }, () => swaks(smtp, '--tls')),
    },
  ];
  const rows = [];
  for (const plan of plans) {
    const ours = await program(plan.ours);
    const byOpenssl = await shell(plan.openssl.join('\n'));
    const bySwaks = await shell(plan.swaks.join('\n'));
    rows.push([
      plan.name,
      ours.seconds,
      byOpenssl.seconds,
      bySwaks.seconds,
      `${(byOpenssl.seconds / ours.seconds).toFixed(1)} x`,
      `${(bySwaks.seconds / ours.seconds).toFixed(1)} x`,
    ]);
  }
  const columns = ['', 'posthorn s', 'openssl s', 'swaks s', 'openssl/posthorn', 'swaks/posthorn'];
  printTable('The same sessions by a shell loop', columns, rows);
}

/** From its start to its end. What it prints is read and thrown away. */
async function costOf(command: string, args: readonly string[], env: NodeJS.ProcessEnv, cwd: string): Promise<Cost> {
  const begun = performance.now();
  const child = spawn(command, args, { env, cwd, stdio: ['ignore', 'pipe', 'ignore'] });
  child.stdout.resume();
  let mebibytes = 0;
  const timer = setInterval(() => {
    mebibytes = Math.max(mebibytes, peakOf(child.pid ?? 0));
  }, 20);
  await once(child, 'close');
  clearInterval(timer);
  return { seconds: (performance.now() - begun) / 1_000, mebibytes };
}

/** By the kernel's own count of its highest (Linux); 0 where there is none. */
function peakOf(pid: number): number {
  try {
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024;
  } catch (error) {
    // It has ended, or this system has no such file.
    if (error instanceof Error && 'code' in error) return 0;
    throw error;
  }
}
