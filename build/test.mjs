/**
 * `npm test`: sets up and builds, then the tests under Node; beside them the static checks and after those the tests of client and
 * server again, under Electron's Node (its TLS and crypto are BoringSSL); then, alone, the end-to-end tests in the real Electron; at the
 * end, as root, the life of the Debian package on a clean machine.
 * `npm test -- PART ...` runs only the tests in these files or folders, named from the root or from test/ (`core`, `e2e/shell.test.ts`). At the end stands what failed, by name; the last line adds
 * everything up: `N passed, N failed`, with `, N skipped` when there are any.
 */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { buildAll } from './lib/build-all.mjs';
import { runChecks } from './lib/checks.mjs';
import { hasApt } from './lib/machine/apt.mjs';
import { startDisplay, startKeyring } from './lib/machine/display.mjs';
import { failureLines } from './lib/failures.mjs';
import { locked, scratchFolder } from './lib/files.mjs';
import { runMain } from './lib/main.mjs';
import { filesBelow, inRoot } from './lib/paths.mjs';
import { isRoot } from './lib/run.mjs';
import { setUp } from './lib/set-up.mjs';
import { playwrightStage, vitestStage } from './lib/stages.mjs';
import { SetupError, say, tell } from './lib/talk.mjs';

const inCi = process.env.CI === 'true';
const started = Date.now();
/** @typedef {import('./lib/stages.mjs').StageResult} StageResult */
/** @typedef {import('./lib/failures.mjs').Failure} Failure */

await runMain(async () => {
  const asked = process.argv.slice(2).map(testPath);
  const endToEnd = asked.filter((path) => /^test\/(e2e|packaged)\b/.test(path));
  const installed = asked.filter((path) => /^test\/installed\b/.test(path));
  const others = asked.filter((path) => !endToEnd.includes(path) && !installed.includes(path));
  const everything = asked.length === 0;
  /** @type {StageResult[]} */
  const results = [];
  const runtime = await step(results, 'set-up', () => setUp('test'));
  if (runtime === null) return summarise(results);
  const folder = scratchFolder();
  const built = await step(results, 'build', () => locked(() => buildAll()));

  const shown = { screen: '1920x1200', framebuffer: true };
  const display = process.platform === 'linux' ? await startDisplay(folder, shown) : null;
  const keyring = process.platform === 'linux' ? await startKeyring(folder) : null;
  if (process.platform === 'linux' && keyring === null)
    say('no keyring here (dbus, gnome-keyring): its tests are skipped');
  try {
    /** @type {NodeJS.ProcessEnv} */
    const env = { ...process.env, ...display?.env, ...keyring?.env, NODE_ENV: 'test' };
    delete env.WAYLAND_DISPLAY;
    delete env.ELECTRON_RUN_AS_NODE;
    if (everything) results.push(...(await besideEachOther(runtime, env, folder)));
    else if (others.length > 0) results.push(await vitestStage('tests under Node', { env, folder, args: others }));
    if (built !== null && ((everything && hasTests('test/e2e')) || endToEnd.length > 0)) {
      const projects = ['checkout', 'package'];
      results.push(await playwrightStage('end-to-end tests in Electron', { env, folder, args: endToEnd, projects }));
    }
    if (built !== null && (everything || installed.length > 0) && canInstallPackages()) {
      const projects = ['installed'];
      results.push(await playwrightStage('the installed package', { env, folder, args: installed, projects }));
    }
  } finally {
    keyring?.stop();
    display?.stop();
  }
  return summarise(results);
});

/**
 * The stages that share nothing of the machine but its cores, half of which each way has. The tests under Node are the most, and wait
 * for servers more than they compute: they have two workers also on two cores.
 * @param {import('./lib/electron/runtime.mjs').ElectronRuntime} runtime
 * @param {NodeJS.ProcessEnv} env
 * @param {string} folder
 * @returns {Promise<StageResult[]>}
 */
async function besideEachOther({ executable, version }, env, folder) {
  const half = Math.max(1, Math.floor(availableParallelism() / 2));
  const engine = ['test/core/', 'test/server/'].filter(hasTests);
  const underNode = vitestStage('tests under Node', {
    ...{ env, folder, beside: true },
    args: [`--maxWorkers=${Math.max(2, half)}`],
  });
  const others = async () => {
    const results = [await staticChecks(folder, half)];
    if (engine.length > 0) {
      const args = ['--project', 'node', `--maxWorkers=${half}`, ...engine];
      const name = `client and server tests under Electron ${version}`;
      results.push(await vitestStage(name, { executable, env, folder, args, beside: true }));
    }
    return results;
  };
  const [fromNode, fromOthers] = await Promise.all([underNode, others()]);
  return [...fromOthers.slice(0, 1), fromNode, ...fromOthers.slice(1)];
}

/** Making a clean machine is root's, and so is installing in it. */
function canInstallPackages() {
  const can = process.platform === 'linux' && isRoot && hasApt;
  if (!can) say('the Debian package is installed and tried on Debian and Ubuntu as root alone; not here');
  return can;
}

/**
 * A step before the tests: its failure is reported and counted, and the last line is still printed.
 * @template T
 * @param {StageResult[]} results
 * @param {string} name
 * @param {() => Promise<T>} work
 * @returns {Promise<T | null>}
 */
async function step(results, name, work) {
  const count = (/** @type {Failure[]} */ failures) => {
    const failed = failures.length;
    results.push({ name, counts: { passed: 1 - failed, failed, skipped: 0 }, skippedTests: [], failures });
  };
  try {
    const value = await work();
    count([]);
    return value;
  } catch (error) {
    tell(error);
    count([{ name, error: error instanceof Error ? error.message : String(error) }]);
    return null;
  }
}

/** What a person names a part of the tests by: a path from the root, or from test/. @param {string} part @returns {string} */
function testPath(part) {
  if (part.startsWith('-')) return part;
  const path = part.replace(/^\.\//, '').replace(/\/$/, '');
  const found = [path, `test/${path}`].find((candidate) => existsSync(inRoot(candidate)));
  if (found === undefined) throw new SetupError(`no such file or folder, here or in test/: ${part}`);
  return found;
}

/** @param {string} folder */
function hasTests(folder) {
  return filesBelow(folder.replace(/\/$/, ''), (path) => path.endsWith('.test.ts')).length > 0;
}

/** @param {string} folder @param {number} atOnce @returns {Promise<StageResult>} */
async function staticChecks(folder, atOnce) {
  const checks = await runChecks(folder, atOnce);
  const failures = checks.filter(({ ok }) => !ok).map(({ name, output }) => ({ name, error: output }));
  const failed = failures.length;
  const counts = { passed: checks.length - failed, failed, skipped: 0 };
  return { name: 'static checks', counts, skippedTests: [], failures };
}

/** @param {StageResult[]} results @returns {number} the exit status */
function summarise(results) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  process.stdout.write('\n');
  const unsure = results.map(({ name, secondTry = [] }) => ({ name, failures: secondTry }));
  for (const text of failureLines(unsure, 'passed at the second try only')) process.stdout.write(`${text}\n`);
  for (const text of failureLines(results)) process.stdout.write(`${text}\n`);
  for (const { name, counts, skippedTests } of results) {
    total.passed += counts.passed;
    total.failed += counts.failed;
    total.skipped += counts.skipped;
    process.stdout.write(`${name}: ${line(counts)}\n`);
    for (const test of skippedTests) process.stdout.write(`  skipped: ${test}\n`);
  }
  if (inCi && total.skipped > 0) process.stdout.write('In CI a skipped test is a failure.\n');
  process.stdout.write(`after ${Math.round((Date.now() - started) / 1000)} s\n`);
  process.stdout.write(`${line(total)}\n`);
  return total.failed > 0 || (inCi && total.skipped > 0) ? 1 : 0;
}

/** @param {import('./lib/stages.mjs').Counts} counts */
function line({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
