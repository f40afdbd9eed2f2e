/**
 * Cold start and idle memory of the window, beside a window with nothing in it: the same Electron, the same switches, in turns.
 * A start ends when the first screen has been painted, a character typed into its first field has been taken, and the picture
 * after that is out.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { electronRuntime, ElectronApp, root } from './electron-app.ts';
import { memoryOf, processorMs, type Memory } from './process-memory.ts';
import { printTable } from '../table.ts';

const ROUNDS = 9;
/** Later rounds also wait for this long and have their memory counted. */
const MEMORY_ROUNDS = 4;
const SETTLE_MS = 8_000;
/** The project's marks: how much above an empty window. */
const START_MARK_MS = 400;
const MEMORY_MARK = 60 * 1024 * 1024;

interface Measured {
  readonly startMs: number;
  /** Processor time of all processes by then: what other work on the machine hardly changes. */
  readonly cpuMs: number;
  readonly memory: Memory | null;
}

const FIELD = 'main input, body > input';

async function measure(folder: string, dataDir: string, env: NodeJS.ProcessEnv, settle: boolean): Promise<Measured> {
  const app = new ElectronApp(await electronRuntime(), folder, [`--user-data-dir=${dataDir}`], env);
  try {
    await app.attach();
    await app.until(
      `document.visibilityState === 'visible' && document.querySelector('${FIELD}') !== null &&
       performance.getEntriesByName('first-contentful-paint').length > 0`,
    );
    await app.type(FIELD, 'x');
    await app.until(`document.querySelector('${FIELD}').value.endsWith('x')`);
    await app.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))');
    const startMs = performance.now() - app.spawnedAt;
    const cpuMs = processorMs(app.child.pid ?? 0);
    if (!settle) return { startMs, cpuMs, memory: null };
    await wait(SETTLE_MS);
    return { startMs, cpuMs, memory: memoryOf(app.child.pid ?? 0) };
  } finally {
    await app.quit();
  }
}

const middle = (numbers: readonly number[]): number => {
  const sorted = [...numbers].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
};
const mebibytes = (octets: number): string => `${(octets / 1024 / 1024).toFixed(1)} MiB`;

/** A window like ours in everything that is not its content. */
async function emptyApp(folder: string): Promise<void> {
  const main = `import { app, BrowserWindow } from 'electron';
void app.whenReady().then(() => {
  const webPreferences = { sandbox: true, spellcheck: false };
  const window = new BrowserWindow({ width: 1280, height: 800, show: false, webPreferences });
  window.once('ready-to-show', () => window.show());
  void window.loadFile('index.html');
});
`;
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'empty', type: 'module', main: 'main.js' }));
  await writeFile(join(folder, 'main.js'), main);
  await writeFile(
    join(folder, 'index.html'),
    '<!doctype html><meta charset="utf-8"><title>Empty</title><input aria-label="Nothing">Nothing here.\n',
  );
}

/** `env`: with a display. `temporary`: a folder for data, removed by the caller. */
export async function benchStart(env: NodeJS.ProcessEnv, temporary: string): Promise<void> {
  const empty = await mkdtemp(join(temporary, 'empty-'));
  await emptyApp(empty);
  const ourData = join(temporary, 'ours');
  const emptyData = join(temporary, 'theirs');
  const appFolder = process.env.POSTHORN_APP_FOLDER ?? root;

  // Each for the first time, once: files come from the disk, Posthorn makes its certificate authority and database.
  const firstEmpty = await measure(empty, emptyData, env, false);
  const firstOurs = await measure(appFolder, ourData, env, false);

  const ours: Measured[] = [];
  const theirs: Measured[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const settle = round >= ROUNDS - MEMORY_ROUNDS;
    theirs.push(await measure(empty, emptyData, env, settle));
    ours.push(await measure(appFolder, ourData, env, settle));
  }
  await rm(empty, { recursive: true });

  const start = (of: readonly Measured[]): number => middle(of.map(({ startMs }) => startMs));
  const cpu = (of: readonly Measured[]): number => middle(of.map(({ cpuMs }) => cpuMs));
  const memory = (of: readonly Measured[], which: 'pss' | 'own'): number =>
    middle(of.flatMap((each) => (each.memory === null ? [] : [each.memory[which]])));
  const spread = (of: readonly Measured[]): string => {
    const all = of.map(({ startMs }) => Math.round(startMs));
    return `${Math.min(...all)} to ${Math.max(...all)}`;
  };
  printTable(
    `From spawning the process to a painted screen that takes input, median of ${ROUNDS} starts in turns`,
    ['', 'ms', 'from, to', 'very first start', 'processor ms'],
    [
      ['Posthorn', start(ours).toFixed(0), spread(ours), firstOurs.startMs.toFixed(0), cpu(ours).toFixed(0)],
      ['empty window', start(theirs).toFixed(0), spread(theirs), firstEmpty.startMs.toFixed(0), cpu(theirs).toFixed(0)],
    ],
  );
  verdict('cold start', start(ours) - start(theirs), START_MARK_MS, (ms) => `${ms.toFixed(0)} ms`);
  printTable(
    `Memory of all processes ${SETTLE_MS / 1000} s after that, median of ${MEMORY_ROUNDS}`,
    ['', 'PSS', 'private'],
    [
      ['Posthorn', mebibytes(memory(ours, 'pss')), mebibytes(memory(ours, 'own'))],
      ['empty window', mebibytes(memory(theirs, 'pss')), mebibytes(memory(theirs, 'own'))],
    ],
  );
  printTable(
    'PSS by process, of the last start',
    ['', ...kinds(ours).map(([kind]) => kind)],
    [
      ['Posthorn', ...kinds(ours).map(([, octets]) => mebibytes(octets))],
      ['empty window', ...kinds(theirs).map(([, octets]) => mebibytes(octets))],
    ],
  );
  verdict('idle memory', memory(ours, 'pss') - memory(theirs, 'pss'), MEMORY_MARK, mebibytes);
}

function kinds(of: readonly Measured[]): [string, number][] {
  const sums = new Map<string, number>();
  for (const { kind, pss } of of.at(-1)?.memory?.processes ?? []) sums.set(kind, (sums.get(kind) ?? 0) + pss);
  return [...sums].sort(([a], [b]) => a.localeCompare(b));
}

function verdict(what: string, above: number, mark: number, text: (value: number) => string): void {
  console.log(
    `${what}: ${text(above)} above an empty window; the mark is ${text(mark)}: ${above <= mark ? 'met' : 'MISSED'}`,
  );
}
