/** Runs a TypeScript program of ours under Node: `node build/run-ts.mjs FILE [arguments]`. Bundled first, with the workers beside it. */
import { existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { installDependencies } from './lib/dependencies.mjs';
import { locked } from './lib/files.mjs';
import { runMain } from './lib/main.mjs';
import { inRoot } from './lib/paths.mjs';
import { SetupError } from './lib/talk.mjs';

const [file = '', ...rest] = process.argv.slice(2);
const source = inRoot(file);
const name = basename(file, '.ts');
const outDir = inRoot('out', 'tools', basename(dirname(source)));

await runMain(async () => {
  if (file === '' || !existsSync(source)) throw new SetupError(`there is no ${file === '' ? 'file named' : file}`);
  await locked(async () => {
    await installDependencies();
    const { bundleForNode, workerEntries } = await import('./lib/bundle.mjs');
    await bundleForNode({ entries: { [name]: source, ...workerEntries() }, outDir });
  });
  process.argv = [process.execPath, source, ...rest];
  await import(pathToFileURL(`${outDir}/${name}.js`).href);
  return Number(process.exitCode ?? 0);
});
