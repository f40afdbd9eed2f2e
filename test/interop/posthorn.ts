/** Runs the built command line as people do: a process of its own, arguments, environment, standard streams. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { expect } from 'vitest';
import { ReportJson } from './cli-json.ts';

const entry = fileURLToPath(new URL('../../build/posthorn.mjs', import.meta.url));

export interface Finished {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Login {
  readonly user: string;
  readonly password: string;
}

/** A home of its own: nothing of the person who runs the tests is read or written. */
export async function withHome<T>(use: (env: NodeJS.ProcessEnv) => Promise<T>): Promise<T> {
  const home = await mkdtemp(join(tmpdir(), 'posthorn-home-'));
  try {
    return await use({ PATH: process.env.PATH, HOME: home, XDG_CONFIG_HOME: home, XDG_DATA_HOME: home });
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

export function startPosthorn(args: readonly string[], env: NodeJS.ProcessEnv) {
  return spawn(process.execPath, [entry, ...args], { env, stdio: ['pipe', 'pipe', 'pipe'] });
}

export async function runPosthorn(args: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<Finished> {
  return withHome(async (home) => {
    const child = startPosthorn(args, { ...home, ...more });
    const collected = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
    child.stdout.on('data', (chunk: Buffer) => collected.stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => collected.stderr.push(chunk));
    child.stdin.end();
    const [status] = (await once(child, 'close')) as [number | null];
    const text = (chunks: Buffer[]) => Buffer.concat(chunks).toString();
    return { status, stdout: text(collected.stdout), stderr: text(collected.stderr) };
  });
}

export interface Reported {
  readonly status: number | null;
  readonly report: ReportJson;
}

/**
 * `check` or `send` with --json. Whatever the test is about, it is checked that stdout holds one object of CLI.md's shape and
 * nothing else, that `ok` says the same as the exit status, and that no secret shows, plain or encoded.
 */
export async function report(
  command: 'check' | 'send',
  args: readonly string[],
  login: Login | null = null,
): Promise<Reported> {
  const credentials = login === null ? [] : ['--user', login.user, '--password-env', 'INTEROP_PASSWORD'];
  const env = login === null ? {} : { INTEROP_PASSWORD: login.password };
  const { status, stdout, stderr } = await runPosthorn(
    [command, ...args, ...credentials, '--json', '--transcript'],
    env,
  );
  if (login !== null) for (const form of shownForms(login)) expect(stdout + stderr).not.toContain(form);
  const lines = stdout.split('\n').filter((line) => line !== '');
  expect(lines, `stdout of posthorn ${[command, ...args].join(' ')}; stderr: ${stderr}`).not.toEqual([]);
  const parsed: unknown = JSON.parse(stdout);
  const report = v.parse(ReportJson, parsed);
  expect(report.command).toBe(command);
  expect(report.ok).toBe(status === 0);
  return { status, report };
}

function shownForms({ user, password }: Login): string[] {
  const encode = (text: string) => Buffer.from(text).toString('base64').replace(/=+$/, '');
  return [password, encode(password), encode(`\0${user}\0${password}`)];
}

/** The phases that were gone through, in order. Whether an address literal has a `dns` phase is of no interest here. */
export function phaseNames(report: ReportJson): string[] {
  return report.phases.map((phase) => phase.name).filter((name) => name !== 'dns');
}

export function failedPhases(report: ReportJson): string[] {
  return report.phases.filter((phase) => !phase.ok).map((phase) => phase.name);
}

export function keywords(ehlo: ReportJson['ehlo']['plain']): string[] {
  return (ehlo?.capabilities ?? []).map((capability) => capability.keyword);
}
