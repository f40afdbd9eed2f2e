/** The static checks, each counted as one test: types per layer, components, lint, format, direction of imports, leftovers. */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { layers } from '../layers.mjs';
import { readJson } from './files.mjs';
import { filesBelow, inRoot } from './paths.mjs';
import { run } from './run.mjs';
import { say } from './talk.mjs';

/** @typedef {{ name: string, ok: boolean, output: string }} CheckResult */

const sourceFolders = ['electron', 'renderer', 'test', 'build'];

/** @param {string} name @param {string} script below node_modules @param {string[]} args */
function tool(name, script, args) {
  return async () => {
    const started = Date.now();
    const { status, output } = await run(process.execPath, [inRoot('node_modules', ...script.split('/')), ...args], {
      cwd: inRoot(),
      capture: true,
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
    });
    return [report({ name, ok: status === 0, output }, started)];
  };
}

/** @param {CheckResult} result @param {number} started */
function report(result, started) {
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  say(`${result.ok ? 'ok    ' : 'FAILED'} ${result.name} (${seconds} s)`);
  if (!result.ok) process.stdout.write(`${result.output.trim()}\n`);
  return result;
}

/** @param {string} folder for results @returns {(() => Promise<CheckResult[]>)[]} the slow ones first */
function tasks(folder) {
  const hasComponents = filesBelow('renderer', (path) => path.endsWith('.svelte')).length > 0;
  return [
    tool('lint (eslint)', 'eslint/bin/eslint.js', ['.', '--max-warnings', '0']),
    async () => {
      const started = Date.now();
      const file = join(folder, 'types.json');
      const { output } = await run(process.execPath, [inRoot('build', 'typecheck.mjs'), '--json', file], {
        cwd: inRoot(),
        capture: true,
      });
      const results = /** @type {CheckResult[] | null} */ (readJson(file));
      if (results === null)
        return layers.map((layer) => report({ name: `types ${layer}`, ok: false, output }, started));
      return results.map((result) => report(result, started));
    },
    ...(hasComponents
      ? [
          tool('components (svelte-check)', 'svelte-check/bin/svelte-check', [
            ...['--workspace', 'renderer', '--tsconfig', 'tsconfig.json'],
            ...['--output', 'human', '--fail-on-warnings'],
          ]),
        ]
      : []),
    tool('format (prettier)', 'prettier/bin/prettier.cjs', ['--check', '--log-level', 'warn', '.']),
    tool('direction of imports (dependency-cruiser)', 'dependency-cruiser/bin/dependency-cruise.mjs', [
      ...['--config', '.dependency-cruiser.cjs', '--output-type', 'err-long'],
      ...sourceFolders.filter((source) => filesBelow(source).length > 0),
    ]),
    tool('unused files, exports and dependencies (knip)', 'knip/bin/knip.js', ['--no-progress', '--no-config-hints']),
    tool('what tests and gallery alone reach (knip)', 'knip/bin/knip.js', [
      ...['--production', '--no-progress', '--no-config-hints'],
    ]),
  ];
}

/**
 * @param {string} folder a scratch folder
 * @param {number} atOnce how many run side by side
 * @returns {Promise<CheckResult[]>}
 */
export async function runChecks(folder, atOnce = Math.min(availableParallelism(), 3)) {
  const waiting = tasks(folder);
  /** @type {CheckResult[]} */
  const results = [];
  const worker = async () => {
    for (let task = waiting.shift(); task !== undefined; task = waiting.shift()) results.push(...(await task()));
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}
