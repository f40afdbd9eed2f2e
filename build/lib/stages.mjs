/**
 * The stages of `npm test` that run tests, each counted from its runner's own JSON report. A runner that fails without a
 * failed test (a file that does not load, an error outside any test) counts as one failure more: nothing fails unseen.
 */
import { join, relative } from 'node:path';
import { readJson } from './files.mjs';
import { inRoot } from './paths.mjs';
import { run, widePath } from './run.mjs';
import { say } from './talk.mjs';

/**
 * Runs a stage's program. Beside another stage its output is kept and shown when it ends: what two say at once is no use.
 * @param {string} name
 * @param {boolean} beside
 * @param {string} command
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
async function runStage(name, beside, command, args, env) {
  say(beside ? `${name}: begun, shown when they end` : name);
  const { status, output } = await run(command, args, { cwd: inRoot(), env, capture: beside });
  if (beside) process.stdout.write(`posthorn: ${name}\n${output.trimEnd()}\n`);
  return status;
}

/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 * @typedef {import('./failures.mjs').Failure} Failure
 * `secondTry`: what failed once and then passed. Counted as passed, and named as loudly as a failure: it may well be a fault.
 * @typedef {{ name: string, counts: Counts, skippedTests: string[], failures: Failure[], secondTry?: Failure[] }} StageResult
 */

/**
 * @param {string} name
 * @param {{ executable?: string, env: NodeJS.ProcessEnv, folder: string, args: readonly string[], beside?: boolean }} options
 *   executable: an Electron to be used as Node; without it this Node. beside: another stage runs at the same time
 * @returns {Promise<StageResult>}
 */
export async function vitestStage(name, { executable, env, folder, args, beside = false }) {
  const report = join(folder, `${name.replaceAll(/\W+/g, '-')}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const status = await runStage(
    name,
    beside,
    executable ?? process.execPath,
    [inRoot('node_modules', 'vitest', 'vitest.mjs'), 'run', '--passWithNoTests', ...reporters, ...args],
    { ...env, PATH: widePath(), ...(executable === undefined ? {} : { ELECTRON_RUN_AS_NODE: '1' }) },
  );
  return { name, ...countVitest(readJson(report), status) };
}

/** No report names it. @type {Failure} */
const OUTSIDE = { name: 'an error outside any test, or a runner that died before its report', error: '' };

/** @param {string} path absolute, as vitest gives it */
function fromRoot(path) {
  return path.startsWith(inRoot()) ? relative(inRoot(), path) : path;
}

/**
 * @typedef {{ status: string, fullName: string, failureMessages?: string[] }} VitestTest
 * @typedef {{ name: string, status: string, message?: string, assertionResults: VitestTest[] }} VitestFile
 * @param {unknown} report
 * @param {number} status
 */
export function countVitest(report, status) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  /** @type {string[]} */
  const skippedTests = [];
  /** @type {Failure[]} */
  const failures = [];
  const { testResults = [] } = /** @type {{ testResults?: VitestFile[] }} */ (report ?? {});
  for (const file of testResults) {
    const path = fromRoot(file.name);
    for (const test of file.assertionResults) {
      if (test.status === 'passed') counts.passed++;
      else if (test.status === 'failed') {
        failures.push({ name: `${path} ${test.fullName}`, error: test.failureMessages?.[0] ?? '' });
      } else {
        counts.skipped++;
        skippedTests.push(test.fullName);
      }
    }
    // The file itself: an error while it was loaded, or in a hook.
    if (file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'))
      failures.push({ name: path, error: file.message ?? '' });
  }
  if (status !== 0 && failures.length === 0) failures.push(OUTSIDE);
  counts.failed = failures.length;
  return { counts, skippedTests, failures };
}

/**
 * @param {string} name
 * @param {{ env: NodeJS.ProcessEnv, folder: string, args: readonly string[], projects: readonly string[] }} options projects: of
 *   playwright.config.ts
 * @returns {Promise<StageResult>}
 */
export async function playwrightStage(name, { env, folder, args, projects }) {
  const report = join(folder, `${projects.join('-')}.json`);
  const status = await runStage(
    name,
    false,
    process.execPath,
    [
      inRoot('node_modules', '@playwright', 'test', 'cli.js'),
      'test',
      '--pass-with-no-tests',
      '--reporter=list,json',
      ...projects.map((project) => `--project=${project}`),
      ...args,
    ],
    { ...env, PATH: widePath(), PLAYWRIGHT_JSON_OUTPUT_FILE: report },
  );
  return { name, ...countPlaywright(readJson(report), status) };
}

/**
 * @typedef {{ message?: string }} PlaywrightError
 * @typedef {{ status: string, results?: { error?: PlaywrightError }[] }} PlaywrightTest
 * @typedef {{ title: string, tests: PlaywrightTest[] }} PlaywrightSpec
 * @typedef {{ title: string, specs?: PlaywrightSpec[], suites?: PlaywrightSuite[] }} PlaywrightSuite
 * @param {unknown} report
 * @param {number} status
 */
export function countPlaywright(report, status) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  /** @type {string[]} */
  const skippedTests = [];
  /** @type {Failure[]} */
  const failures = [];
  /** @type {Failure[]} */
  const secondTry = [];
  /** @param {PlaywrightSuite} suite @param {string} above */
  const walk = (suite, above) => {
    const path = above === '' ? suite.title : `${above} ${suite.title}`;
    for (const spec of suite.specs ?? []) {
      for (const test of spec.tests) {
        if (test.status === 'expected') counts.passed++;
        else if (test.status === 'skipped') {
          counts.skipped++;
          skippedTests.push(`${suite.title} ${spec.title}`);
        } else {
          const error = test.results?.find((result) => result.error !== undefined)?.error;
          const failure = { name: `${path} ${spec.title}`, error: error?.message ?? '' };
          if (test.status === 'flaky') {
            counts.passed++;
            secondTry.push(failure);
          } else failures.push(failure);
        }
      }
    }
    for (const inner of suite.suites ?? []) walk(inner, path);
  };
  const { suites = [], errors = [] } = /** @type {{ suites?: PlaywrightSuite[], errors?: PlaywrightError[] }} */ (
    report ?? {}
  );
  for (const suite of suites) walk(suite, '');
  for (const error of errors) failures.push({ name: 'outside any test', error: error.message ?? '' });
  if (status !== 0 && failures.length === 0) failures.push(OUTSIDE);
  counts.failed = failures.length;
  return { counts, skippedTests, failures, secondTry };
}
