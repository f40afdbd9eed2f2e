/**
 * The real app for a test: its own data folder, what it printed, and how it ends. When a test fails, its logs and a picture of
 * the window are attached.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, test as base, type ElectronApplication, type Page } from '@playwright/test';
import { electronRuntime } from '../../../build/lib/electron/runtime.mjs';
import { inRoot } from '../../../build/lib/paths.mjs';
import { defaultServerConfig } from '../../../electron/core/server/defaults.ts';
import type { ServerSettings } from '../../../electron/app/server/parts.ts';

export interface RunningApp {
  readonly electron: ElectronApplication;
  readonly page: Page;
  /** Lines on standard output so far. */
  readonly printed: readonly string[];
  /** What the page wrote to its console, errors and refused policies among it. */
  readonly console: readonly string[];
  /** Quits as a user does, and resolves when the process has ended. */
  quit(): Promise<void>;
}

/** The built app: that of the checkout, or a copy elsewhere that no build running at the same time takes away. */
export const appFolder = process.env.POSTHORN_APP_FOLDER ?? inRoot();

interface OwnStart {
  readonly folder?: string;
  readonly args?: readonly string[];
}

interface Fixtures {
  /** False for a first start as users have it; true for listeners on ports that nobody else on this machine uses. */
  seeded: boolean;
  /** Made for this test, removed after it; two starts of one test share it. */
  dataDir: string;
  /**
   * `environment`: what is different from the tests' own; undefined takes a variable away. `through`: a program that starts
   * the one named by its first argument. `own`: another app than the tests' own, and what its start is given.
   */
  launch: (environment?: NodeJS.ProcessEnv, through?: string, own?: OwnStart) => Promise<RunningApp>;
  app: RunningApp;
  /** Starts the app once more beside one that runs, with arguments as a desktop gives them, and resolves with its exit status. */
  startAgain: (...args: string[]) => Promise<number | null>;
}

export const test = base.extend<Fixtures>({
  seeded: [true, { option: true }],

  dataDir: async ({ seeded }, use) => {
    const dir = await mkdtemp(join(tmpdir(), 'posthorn-e2e-'));
    if (seeded) await writeFile(join(dir, 'server.json'), JSON.stringify(await quietSettings()));
    await use(dir);
    await rm(dir, { recursive: true, force: true });
  },

  launch: async ({ dataDir }, use, testInfo) => {
    const started: RunningApp[] = [];
    await use(async (environment, through, own) => {
      const app = await start(dataDir, environment, through, own);
      started.push(app);
      return app;
    });
    const failed = testInfo.status !== testInfo.expectedStatus;
    for (const [index, app] of started.entries()) {
      if (failed) {
        await testInfo.attach(`output ${index + 1}`, { body: app.printed.join('\n'), contentType: 'text/plain' });
        await testInfo.attach(`console ${index + 1}`, { body: app.console.join('\n'), contentType: 'text/plain' });
        if (!app.page.isClosed()) {
          await testInfo.attach(`window ${index + 1}`, { body: await app.page.screenshot(), contentType: 'image/png' });
        }
      }
      await app.quit();
    }
  },

  app: async ({ launch }, use) => {
    await use(await launch());
  },

  // No Playwright in between: a process that ends at once takes its debugging connection along, and that error is nobody's to catch.
  startAgain: async ({ dataDir }, use) => {
    await use(async (...given) => {
      const { executable, args } = electronRuntime();
      const child = spawn(executable, [...args, appFolder, `--user-data-dir=${dataDir}`, ...given], {
        stdio: 'ignore',
      });
      const [status] = (await once(child, 'exit')) as [number | null];
      return status;
    });
  },
});

export { expect } from '@playwright/test';

/** The settings of a first start, on free ports: other programs do talk to the usual ones. */
async function quietSettings(): Promise<ServerSettings> {
  const config = defaultServerConfig('test.example');
  const listeners = await Promise.all(config.listeners.map(async (one) => ({ ...one, port: await freePort() })));
  return { schema: 1, run: true, config: { ...config, listeners } };
}

const defined = (environment: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined));

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/**
 * What tests evaluate in the main process runs from its event loop. The inspector itself evaluates in the middle of whatever runs, and there
 * an address that is parsed (`session.fetch`, say) takes the place of the one that Node's own loader is about to read.
 */
function fromTheLoop(asked: unknown): () => unknown {
  const source = `(electron, given) => new Promise((resolve, reject) => {
    setImmediate(() => Promise.resolve().then(() => (${String(asked)})(electron, given)).then(resolve, reject));
  })`;
  return Object.assign(() => undefined, { toString: () => source });
}

/**
 * The inspector holds the promise of an evaluation weakly: where memory is collected in that moment, the answer is lost although the work
 * was done. All that the tests evaluate in the main process may be done twice.
 */
function repeatLostAnswers(electron: ElectronApplication): void {
  const evaluate = electron.evaluate.bind(electron);
  const repeated = async (asked: unknown, given?: unknown): Promise<unknown> => {
    try {
      return await evaluate(fromTheLoop(asked), given);
    } catch (error) {
      if (!String(error).includes('promise was garbage collected')) throw error;
      return evaluate(fromTheLoop(asked), given);
    }
  };
  electron.evaluate = repeated as typeof evaluate;
}

async function start(
  dataDir: string,
  environment: NodeJS.ProcessEnv = {},
  through?: string,
  { folder = appFolder, args: given = [] }: OwnStart = {},
): Promise<RunningApp> {
  const { executable, args } = electronRuntime();
  const electron = await _electron.launch({
    executablePath: through ?? executable,
    args: [...args, folder, `--user-data-dir=${dataDir}`, ...given],
    env: defined({ ...process.env, ...environment }),
  });
  repeatLostAnswers(electron);
  const printed: string[] = [];
  const consoleLines: string[] = [];
  const child = electron.process();
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => printed.push(...chunk.toString('utf8').trimEnd().split('\n')));
  }
  const page = await electron.firstWindow();
  page.on('console', (message) => consoleLines.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => consoleLines.push(`uncaught: ${error.message}`));
  let ended = false;
  electron.once('close', () => (ended = true));
  return {
    electron,
    page,
    printed,
    console: consoleLines,
    async quit() {
      if (ended) return;
      const gone = electron.waitForEvent('close');
      // Quitting may take the connection along that carries the answer. An app that does not quit is seen by the wait below.
      const lost = (error: unknown): void => {
        if (!String(error).includes('closed')) throw error;
      };
      await electron.evaluate(({ app }) => void setImmediate(() => app.quit())).catch(lost);
      await gone;
    },
  };
}
