/**
 * `npm run bench [-- NAME ...]`: runs the benches (`*.bench.ts`) below this folder, all or those named, one after the
 * other, and prints their tables. A bench exports `run(): Promise<void>`; each runs in a process of its own, so that the memory
 * printed after it is its own. It may start other modules here in further processes, with `--only-this-one NAME`.
 */
/// <reference types="vite/client" />
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

interface Bench {
  readonly run?: () => Promise<void>;
}

const named = (files: Record<string, () => Promise<Bench>>) =>
  Object.fromEntries(
    Object.entries(files).map(([path, load]) => [path.replace(/^.*\/|(\.bench)?\.ts$/g, ''), load] as const),
  );

const benches = named(import.meta.glob<Bench>('./**/*.bench.ts'));
const modules = {
  ...named(import.meta.glob<Bench>(['./**/*.ts', '!./**/*.bench.ts', '!./main.ts'])),
  ...benches,
};

const onlyFlag = '--only-this-one';

async function runOne(name: string): Promise<void> {
  const bench = await modules[name]?.();
  if (bench?.run === undefined) throw new Error(`${name} has no run()`);
  if (benches[name] === undefined) {
    await bench.run();
    return;
  }
  console.log(`\n== ${name} ==`);
  const before = process.memoryUsage.rss();
  await bench.run();
  const mebibytes = (octets: number) => `${(octets / 1024 / 1024).toFixed(0)} MiB`;
  const peak = process.resourceUsage().maxRSS * 1024;
  console.log(`resident memory of this process: ${mebibytes(before)} at the start, ${mebibytes(peak)} at most`);
}

async function runAll(names: readonly string[]): Promise<void> {
  const unknown = names.filter((name) => benches[name] === undefined);
  if (unknown.length > 0) {
    console.error(`No bench called ${unknown.join(', ')}. There are: ${Object.keys(benches).join(', ')}`);
    process.exitCode = 2;
    return;
  }
  console.log(`Node ${process.versions.node}, ${process.platform} ${process.arch}`);
  for (const name of names.length > 0 ? names : Object.keys(benches)) {
    const child = fork(fileURLToPath(import.meta.url), [onlyFlag, name], { execArgv: ['--expose-gc'] });
    const [status] = (await once(child, 'exit')) as [number | null];
    if (status !== 0) process.exitCode = 1;
  }
}

const [first, second] = process.argv.slice(2);
if (first === onlyFlag && second !== undefined) await runOne(second);
else await runAll(process.argv.slice(2));
