/**
 * The stages of `npm test` that run tests, each counted from its runner's own JSON report. A runner that fails without a
 * failed test (a file that does not load, an error outside any test) counts as one failure more: nothing fails unseen.
 */
import { join } from 'node:path';
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
 * @typedef {{ name: string, counts: Counts, skippedTests: string[] }} StageResult
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

/**
 * @typedef {{ status: string, fullName: string }} VitestTest
 * @typedef {{ name: string, status: string, assertionResults: VitestTest[] }} VitestFile
 * @param {unknown} report
 * @param {number} status
 */
export function countVitest(report, status) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  /** @type {string[]} */
  const skippedTests = [];
  const { testResults = [] } = /** @type {{ testResults?: VitestFile[] }} */ (report ?? {});
  for (const file of testResults) {
    for (const test of file.assertionResults) {
      if (test.status === 'passed') counts.passed++;
      else if (test.status === 'failed') counts.failed++;
      else {
        counts.skipped++;
        skippedTests.push(test.fullName);
      }
    }
    // The file itself: an error while it was loaded, or in a hook.
    if (file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed')) counts.failed++;
  }
  if (status !== 0 && counts.failed === 0) counts.failed++;
  return { counts, skippedTests };
}

/**
 * @param {string} name
 * @param {{ env: NodeJS.ProcessEnv, folder: string, args: readonly string[] }} options
 * @returns {Promise<StageResult>}
 */
export async function playwrightStage(name, { env, folder, args }) {
  const report = join(folder, 'playwright.json');
  const status = await runStage(
    name,
    false,
    process.execPath,
    [
      inRoot('node_modules', '@playwright', 'test', 'cli.js'),
      'test',
      '--pass-with-no-tests',
      '--reporter=list,json',
      ...args,
    ],
    { ...env, PATH: widePath(), PLAYWRIGHT_JSON_OUTPUT_FILE: report },
  );
  return { name, ...countPlaywright(readJson(report), status) };
}

/**
 * @typedef {{ title: string, tests: { status: string }[] }} PlaywrightSpec
 * @typedef {{ title: string, specs?: PlaywrightSpec[], suites?: PlaywrightSuite[] }} PlaywrightSuite
 * @param {unknown} report
 * @param {number} status
 */
export function countPlaywright(report, status) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  /** @type {string[]} */
  const skippedTests = [];
  /** @param {PlaywrightSuite} suite */
  const walk = (suite) => {
    for (const spec of suite.specs ?? []) {
      for (const test of spec.tests) {
        if (test.status === 'expected') counts.passed++;
        else if (test.status === 'skipped') {
          counts.skipped++;
          skippedTests.push(`${suite.title} ${spec.title}`);
        } else counts.failed++;
      }
    }
    for (const inner of suite.suites ?? []) walk(inner);
  };
  const { suites = [], errors = [] } = /** @type {{ suites?: PlaywrightSuite[], errors?: unknown[] }} */ (report ?? {});
  for (const suite of suites) walk(suite);
  counts.failed += errors.length;
  if (status !== 0 && counts.failed === 0) counts.failed++;
  return { counts, skippedTests };
}
