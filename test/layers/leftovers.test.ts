/** What is checked besides types, lint and direction: format, leftovers, the lockfile, and that no failed test is left uncounted. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as prettier from 'prettier';
import { expect, test } from 'vitest';
import { failureLines } from '../../build/lib/failures.mjs';
import { countPlaywright, countVitest } from '../../build/lib/stages.mjs';
import { inRoot } from '../../build/lib/paths.mjs';

test('prettier tells our format from another', async () => {
  const filepath = inRoot('electron', 'core', 'probe.ts');
  const options = { ...(await prettier.resolveConfig(filepath)), filepath };
  expect(await prettier.check("export const name = 'posthorn';\n", options)).toBe(true);
  expect(await prettier.check('export const name = "posthorn"\n', options)).toBe(false);
});

test('knip names a file, an export and a package that nobody uses', () => {
  const folder = mkdtempSync(join(tmpdir(), 'posthorn-knip-'));
  try {
    mkdirSync(join(folder, 'electron', 'core'), { recursive: true });
    const write = (path: string, text: string): void => writeFileSync(join(folder, path), text);
    write('package.json', JSON.stringify({ name: 'probe', type: 'module', dependencies: { valibot: '1.5' } }));
    write('knip.json', JSON.stringify({ entry: ['electron/core/entry.ts'], project: ['electron/**/*.ts'] }));
    write('electron/core/entry.ts', "import { used } from './part.ts';\nused();\n");
    write('electron/core/part.ts', 'export function used(): void {}\nexport function unused(): void {}\n');
    write('electron/core/alone.ts', 'export {};\n');
    const knip = inRoot('node_modules', 'knip', 'bin', 'knip.js');
    const { status, stdout } = spawnSync(process.execPath, [knip, '--no-progress'], { cwd: folder, encoding: 'utf8' });
    expect(status).toBe(1);
    for (const name of ['electron/core/alone.ts', 'unused', 'valibot']) expect(stdout).toContain(name);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

interface Locked {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

test('SEC-67: the lockfile holds the binaries of every platform, each with its integrity, and names no registry', () => {
  const text = readFileSync(inRoot('package-lock.json'), 'utf8');
  const { packages } = JSON.parse(text) as { packages: Record<string, Locked> };
  // As Node looks a package up: beside the one that asks, then in each folder above.
  const isLocked = (from: string, name: string): boolean => {
    const above = from === '' ? [] : from.split(/\/?node_modules\//).slice(1);
    return [...above.keys(), above.length].some((depth) => {
      const folder = above.slice(0, depth).map((part) => `node_modules/${part}/`);
      return `${folder.join('')}node_modules/${name}` in packages;
    });
  };
  const missing = Object.entries(packages).flatMap(([folder, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => !isLocked(folder, name)),
  );
  expect(missing).toEqual([]);
  const unsafe = Object.entries(packages).filter(([folder, { integrity }]) => folder !== '' && integrity === undefined);
  expect(unsafe.map(([folder]) => folder)).toEqual([]);
  expect(Object.values(packages).filter(({ resolved }) => resolved !== undefined)).toEqual([]);
});

const passed = { status: 'passed', fullName: 'a' };

test('a vitest report is counted, skips by name', () => {
  const skipped = { status: 'pending', fullName: 'needs Postfix' };
  const file = { name: 'x', status: 'passed', assertionResults: [passed, skipped, { ...skipped, status: 'todo' }] };
  expect(countVitest({ testResults: [file] }, 0)).toEqual({
    counts: { passed: 1, failed: 0, skipped: 2 },
    skippedTests: ['needs Postfix', 'needs Postfix'],
    failures: [],
  });
});

test.each([
  ['a file that does not load', { testResults: [{ name: 'x', status: 'failed', assertionResults: [] }] }, 1, 0],
  ['an error outside any test', { testResults: [{ name: 'x', status: 'passed', assertionResults: [passed] }] }, 1, 1],
  ['a runner that dies before it reports', null, 1, 0],
])('%s is a failure', (_what, report, status, alsoPassed) => {
  expect(countVitest(report, status).counts).toEqual({ passed: alsoPassed, failed: 1, skipped: 0 });
});

test('a Playwright report is counted through its suites, errors outside tests included', () => {
  const spec = (title: string, status: string): object => ({ title, tests: [{ status }] });
  const inner = { title: 'inner', specs: [spec('b', 'unexpected'), spec('c', 'flaky'), spec('d', 'skipped')] };
  const report = { suites: [{ title: 'file', specs: [spec('a', 'expected')], suites: [inner] }], errors: [{}] };
  expect(countPlaywright(report, 1).counts).toEqual({ passed: 2, failed: 2, skipped: 1 });
  expect(countPlaywright(null, 1).counts).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test('what failed is named, with its file and the first line of its error', () => {
  const bad = { status: 'failed', fullName: 'group works', failureMessages: ['AssertionError: 1 is not 2\n    at x'] };
  const file = { name: inRoot('test', 'x.test.ts'), status: 'failed', assertionResults: [passed, bad] };
  const broken = {
    name: inRoot('test', 'y.test.ts'),
    status: 'failed',
    message: 'no such module',
    assertionResults: [],
  };
  const vitest = { name: 'tests under Node', ...countVitest({ testResults: [file, broken] }, 1) };
  const spec = {
    title: 'shows',
    tests: [{ status: 'unexpected', results: [{ error: { message: '\u001b[31mE\u001b[39m' } }] }],
  };
  const inner = { title: 'a group', specs: [spec] };
  const report = { suites: [{ title: 'e2e/a.test.ts', suites: [inner] }], errors: [{ message: 'no browser' }] };
  const playwright = { name: 'end-to-end tests', ...countPlaywright(report, 1) };
  const dead = { name: 'under Electron', ...countVitest(null, 1) };
  const fine = { name: 'fine', ...countVitest({ testResults: [] }, 0) };
  expect(failureLines([vitest, fine, playwright, dead])).toEqual([
    'failed, tests under Node:',
    `  ${join('test', 'x.test.ts')} group works: AssertionError: 1 is not 2`,
    `  ${join('test', 'y.test.ts')}: no such module`,
    'failed, end-to-end tests:',
    '  e2e/a.test.ts a group shows: E',
    '  outside any test: no browser',
    'failed, under Electron:',
    '  an error outside any test, or a runner that died before its report',
  ]);
});

test('what passes at the second try only is named with the error of the first', () => {
  const results = [{ error: { message: 'session closed' } }, {}];
  const specs = [{ title: 'hides', tests: [{ status: 'flaky', results }] }];
  const counted = countPlaywright({ suites: [{ title: 'e2e/a.test.ts', specs }] }, 0);
  expect(counted.counts).toEqual({ passed: 1, failed: 0, skipped: 0 });
  const unsure = [{ name: 'end-to-end tests', failures: counted.secondTry }];
  expect(failureLines(unsure, 'passed at the second try only')).toEqual([
    'passed at the second try only, end-to-end tests:',
    '  e2e/a.test.ts hides: session closed',
  ]);
});

test('of many failures twenty lines are shown, a share for each stage, and the rest is counted', () => {
  const failures = Array.from({ length: 90 }, (_, i) => ({ name: `t${i}`, error: 'x'.repeat(9_999) }));
  const lines = failureLines([
    { name: 'one', failures },
    { name: 'two', failures: failures.slice(0, 3) },
  ]);
  expect(lines.length).toBeLessThanOrEqual(20);
  expect(lines.every((line) => line.length <= 300)).toBe(true);
  expect(lines).toContain('failed, one:');
  expect(lines).toContain('  and 82 more');
  expect(lines.filter((line) => /^ {2}t[012]: x/.test(line))).toHaveLength(6);
});
