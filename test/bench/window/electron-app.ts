/**
 * An app in Electron for the window bench, driven through Chromium's debugging pipe: no port, no inspector in the main process,
 * and nothing in the page that was not there before.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join, resolve } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import type * as BenchPage from '../../../build/lib/electron/bench-page.mjs';
import type * as Builds from '../../../build/lib/build-all.mjs';
import type * as Display from '../../../build/lib/machine/display.mjs';
import type * as Runtime from '../../../build/lib/electron/runtime.mjs';

/** This runs bundled, from out/tools/bench; the build's own modules find their places by where they are. */
export const root = resolve(dirname(process.argv[1] ?? ''), '..', '..', '..');

const fromBuild = async <T>(name: string): Promise<T> =>
  (await import(/* @vite-ignore */ pathToFileURL(join(root, 'build', 'lib', name)).href)) as T;

export const startDisplay: typeof Display.startDisplay = async (...given) =>
  (await fromBuild<typeof Display>('machine/display.mjs')).startDisplay(...given);
export const buildAll: typeof Builds.buildAll = async (...given) =>
  (await fromBuild<typeof Builds>('build-all.mjs')).buildAll(...given);
export const buildListPage: typeof BenchPage.buildListPage = async (...given) =>
  (await fromBuild<typeof BenchPage>('electron/bench-page.mjs')).buildListPage(...given);
export const electronRuntime = async (): Promise<Runtime.ElectronRuntime> =>
  (await fromBuild<typeof Runtime>('electron/runtime.mjs')).electronRuntime();

type Params = Readonly<Record<string, unknown>>;
interface Incoming {
  readonly id?: number;
  readonly sessionId?: string;
  readonly method?: string;
  readonly params?: Params;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/** How long an app may take for one thing before the bench gives up. */
const PATIENCE_MS = 30_000;

export class ElectronApp {
  readonly child: ChildProcess;
  /** `performance.now()` just before the process was made. */
  readonly spawnedAt: number;
  readonly #to: Writable;
  readonly #waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  readonly #listeners = new Set<(method: string, params: Params) => void>();
  #serial = 0;
  #session: string | undefined;

  /** `folder`: what Electron is told to run; `args`: switches beside those that every start needs. */
  constructor(runtime: Runtime.ElectronRuntime, folder: string, args: readonly string[], env: NodeJS.ProcessEnv) {
    this.spawnedAt = performance.now();
    this.child = spawn(runtime.executable, [...runtime.args, folder, '--remote-debugging-pipe', ...args], {
      env,
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    });
    this.#to = this.child.stdio[3] as Writable;
    this.#to.on('error', () => undefined);
    let rest: Buffer[] = [];
    (this.child.stdio[4] as Readable).on('data', (chunk: Buffer) => {
      let from = 0;
      for (let end = chunk.indexOf(0); end >= 0; end = chunk.indexOf(0, from)) {
        this.#take(JSON.parse(Buffer.concat([...rest, chunk.subarray(from, end)]).toString('utf8')) as Incoming);
        rest = [];
        from = end + 1;
      }
      rest.push(chunk.subarray(from));
    });
    this.child.once('exit', (status) => {
      for (const { reject } of this.#waiting.values()) reject(new Error(`the app ended with status ${status}`));
      this.#waiting.clear();
    });
  }

  /** Resolves as soon as there is a page to talk to. */
  async attach(): Promise<void> {
    const attached = new Promise<void>((done, fail) => {
      setTimeout(() => fail(new Error('no page appeared')), PATIENCE_MS).unref();
      this.#listeners.add((method, params) => {
        if (method !== 'Target.attachedToTarget' || this.#session !== undefined) return;
        const { sessionId, targetInfo } = params as { sessionId: string; targetInfo: { type: string } };
        if (targetInfo.type !== 'page') return;
        this.#session = sessionId;
        done();
      });
    });
    await this.browser('Target.setAutoAttach', { autoAttach: true, flatten: true, waitForDebuggerOnStart: false });
    await attached;
  }

  browser(method: string, params: Params = {}): Promise<unknown> {
    return this.#call(method, params, undefined);
  }

  page(method: string, params: Params = {}): Promise<unknown> {
    return this.#call(method, params, this.#session);
  }

  on(listener: (method: string, params: Params) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** What the expression gives in the page, as JSON; a promise is awaited. */
  async evaluate<T>(expression: string): Promise<T> {
    const answer = (await this.page('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    })) as { result: { value: T }; exceptionDetails?: { exception?: { description?: string }; text: string } };
    const { exceptionDetails: failure } = answer;
    if (failure !== undefined) throw new Error(failure.exception?.description ?? failure.text);
    return answer.result.value;
  }

  /** Asks again and again until the answer is true. A page that is being replaced has none yet. */
  async until(expression: string): Promise<void> {
    const limit = performance.now() + PATIENCE_MS;
    for (;;) {
      const met = await this.evaluate<boolean>(expression).catch((error: unknown) => {
        if (this.child.exitCode !== null) throw error;
        return false;
      });
      if (met) return;
      if (performance.now() > limit) throw new Error(`never true in the page: ${expression}`);
      await new Promise((later) => setTimeout(later, 2));
    }
  }

  /** A click and one character, by the way that real input takes. Resolves when the page has handled both. */
  async type(selector: string, text: string): Promise<void> {
    const { x, y } = await this.evaluate<{ x: number; y: number }>(
      `(() => { const r = document.querySelector(${JSON.stringify(selector)}).getBoundingClientRect();
        return { x: r.x + r.width / 2, y: r.y + r.height / 2 }; })()`,
    );
    const button = { x, y, button: 'left', clickCount: 1 };
    await this.page('Input.dispatchMouseEvent', { type: 'mousePressed', ...button });
    await this.page('Input.dispatchMouseEvent', { type: 'mouseReleased', ...button });
    await this.page('Input.dispatchKeyEvent', { type: 'char', text });
  }

  /** Closes it as a user does. */
  async quit(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const gone = once(this.child, 'exit');
    const late = setTimeout(() => this.child.kill('SIGKILL'), PATIENCE_MS);
    await this.browser('Browser.close').catch(() => undefined);
    await gone;
    clearTimeout(late);
  }

  #call(method: string, params: Params, sessionId: string | undefined): Promise<unknown> {
    const id = (this.#serial += 1);
    return new Promise((answer, reject) => {
      this.#waiting.set(id, { resolve: answer, reject });
      this.#to.write(`${JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) })}\0`);
    });
  }

  #take({ id, method, params, result, error }: Incoming): void {
    if (method !== undefined) for (const listener of this.#listeners) listener(method, params ?? {});
    const waiting = id === undefined ? undefined : this.#waiting.get(id);
    if (id === undefined || waiting === undefined) return;
    this.#waiting.delete(id);
    if (error === undefined) waiting.resolve(result);
    else waiting.reject(new Error(error.message));
  }
}
