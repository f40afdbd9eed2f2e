/** The commands of docs/at-scale.md with the real GNU parallel, as Slurm and Kubernetes would start them, and the manifest by its schema. */
import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { Job } from 'kubernetes-models/batch/v1/Job';
import * as v from 'valibot';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { Program, type Serving } from '../../cli/program.ts';
import { blocksOf } from './document.ts';

const run = promisify(execFile);
let program: Program;
let serving: Serving;
let bin = '';
const hosts: string[] = [];

beforeAll(async () => {
  program = await Program.build();
  serving = await program.serve(['--smtp', '0.0.0.0:0', '--auth-any', '--hostname', 'mail.own.test']);
  for (let index = 0; index < 60; index += 1) hosts.push(`127.0.1.${index + 1}:${serving.ports[0] ?? 0}`);
  bin = join(program.folder, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'posthorn'), `#!/bin/sh\nexec '${process.execPath}' '${program.script}' "$@"\n`);
  chmodSync(join(bin, 'posthorn'), 0o755);
});
afterAll(async () => {
  await serving.stop();
  await program.remove();
});

/** A folder of its own with the list in it. */
function folder(name: string): string {
  const path = join(program.folder, name);
  mkdirSync(path);
  // The last is no server, so that each command meets a status of 1.
  writeFileSync(join(path, 'hosts.txt'), `${[...hosts, 'not a host'].join('\n')}\n`);
  return path;
}

async function shell(cwd: string, script: string, env: Record<string, string> = {}): Promise<string> {
  const path = `${bin}:${process.env.PATH ?? ''}`;
  const options = { cwd, env: { PATH: path, HOME: program.folder, LC_ALL: 'C', ...env } };
  return (await run('sh', ['-e', '-c', script], options)).stdout;
}

/** Targets by the lines of all files with this beginning. */
function targetsIn(path: string, begins: string): string[] {
  const names = readdirSync(path).filter((name) => name.startsWith(begins) && name.endsWith('.ndjson'));
  const lines = names.flatMap((name) => readFileSync(join(path, name), 'utf8').split('\n'));
  return lines.filter((line) => line !== '').map((line) => (JSON.parse(line) as { target: string }).target);
}
const everyTarget = (): string[] => [...hosts, 'not a host'].sort();

test('GNU parallel by parts, and again where it was', async () => {
  const path = folder('parallel');
  const [parts = ''] = blocksOf('GNU parallel', 'sh');
  await shell(path, parts);
  expect(targetsIn(path, 'all').sort()).toEqual(everyTarget());
  const logs = readdirSync(path).filter((name) => name.startsWith('log.'));
  expect(logs).toHaveLength(8);
  // Once more: only what could not be tried is tried again.
  await shell(path, parts);
  expect(targetsIn(path, 'all').sort()).toEqual([...everyTarget(), 'not a host'].sort());
});

test('GNU parallel through a pipe', async () => {
  const path = folder('piped');
  const [, piped = ''] = blocksOf('GNU parallel', 'sh');
  await shell(path, piped);
  expect(targetsIn(path, 'piped').sort()).toEqual(everyTarget());
});

test('the script of the Slurm array, with the variables that Slurm sets', async () => {
  const path = folder('slurm');
  const [script = ''] = blocksOf('A Slurm array', 'sh');
  expect(script).toContain('#SBATCH --array=1-8');
  for (let part = 1; part <= 8; part += 1)
    await shell(path, script, { SLURM_ARRAY_TASK_ID: String(part), SLURM_ARRAY_TASK_COUNT: '8' });
  expect(targetsIn(path, 'slurm').sort()).toEqual(everyTarget());
});

/** What of a Job the manifest uses; a name that is misspelt is none of these. */
const strictly = v.strictObject({
  apiVersion: v.literal('batch/v1'),
  kind: v.literal('Job'),
  metadata: v.strictObject({ name: v.string() }),
  spec: v.strictObject({
    completionMode: v.literal('Indexed'),
    completions: v.number(),
    parallelism: v.number(),
    backoffLimitPerIndex: v.number(),
    template: v.strictObject({
      spec: v.strictObject({
        restartPolicy: v.literal('Never'),
        containers: v.tuple([
          v.strictObject({
            name: v.string(),
            image: v.string(),
            workingDir: v.string(),
            command: v.array(v.string()),
            resources: v.strictObject({
              requests: v.record(v.picklist(['cpu', 'memory']), v.string()),
              limits: v.record(v.picklist(['cpu', 'memory']), v.string()),
            }),
            volumeMounts: v.array(
              v.strictObject({ name: v.string(), mountPath: v.string(), readOnly: v.optional(v.boolean()) }),
            ),
          }),
        ]),
        volumes: v.array(
          v.strictObject({
            name: v.string(),
            configMap: v.optional(v.strictObject({ name: v.string() })),
            persistentVolumeClaim: v.optional(v.strictObject({ claimName: v.string() })),
          }),
        ),
      }),
    }),
  }),
});

test('the manifest of the Job fits its schema, and its command is every part once', async () => {
  const [manifest = ''] = blocksOf('An indexed Job of Kubernetes', 'yaml');
  const value: unknown = parse(manifest);
  const { spec } = v.parse(strictly, value);
  const validate = (manifest: unknown): void => new Job(manifest as ConstructorParameters<typeof Job>[0]).validate();
  validate(value);
  expect(() => validate({ ...v.parse(strictly, value), spec: { completions: 'eight' } })).toThrow();
  const [container] = spec.template.spec.containers;
  const path = folder('pods');
  const [command = '', flag = '', script = ''] = container.command;
  expect([command, flag]).toEqual(['sh', '-c']);
  for (let index = 0; index < spec.completions; index += 1)
    await shell(path, script.replace('/list/hosts.txt', 'hosts.txt'), { JOB_COMPLETION_INDEX: String(index) });
  expect(targetsIn(path, 'pod').sort()).toEqual(everyTarget());
  const mounts = container.volumeMounts.map(({ name }) => name);
  expect(spec.template.spec.volumes.map(({ name }) => name)).toEqual(mounts);
});

test('a long list stays small: what has ended is not kept', async () => {
  const path = folder('long');
  const many = Array.from({ length: 3_000 }, (_, at) => `127.1.${at >> 7}.${1 + (at & 127)}:${serving.ports[0] ?? 0}`);
  writeFileSync(join(path, 'hosts.txt'), many.join('\n'));
  const args = ['survey', '--targets', join(path, 'hosts.txt'), '--do', 'check', '--security', 'none', '--ndjson'];
  const child = program.spawn(args);
  let peak = 0;
  let lines = 0;
  if (child.stdout === null) throw new Error('no output');
  for await (const _ of createInterface({ input: child.stdout })) {
    lines += 1;
    // The kernel's count of the most it ever had.
    if (lines % 500 !== 0) continue;
    const [, kibibytes = '0'] =
      /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${child.pid ?? 0}/status`, 'utf8')) ?? [];
    peak = Math.max(peak, Number(kibibytes) / 1_024);
  }
  expect(lines).toBe(3_001);
  expect(peak).toBeGreaterThan(20);
  expect(peak).toBeLessThan(250);
});
