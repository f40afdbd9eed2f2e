/** The app as main composes it, on free ports and in a folder of its own, behind a host as the window has it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inject } from 'vitest';
import { defaultServerConfig } from '../../electron/core/server/defaults.ts';
import { createHost, type Host } from '../../electron/ipc/host.ts';
import type { SecretStore } from '../../electron/core/ports.ts';
import type { Client } from '../../electron/ipc/client.ts';
import type { RunRequest, RunSnapshot } from '../../electron/protocol/values/app/run.ts';
import type { ServerConfig } from '../../electron/protocol/values/server/server.ts';
import type { Desktop } from '../../electron/app/desktop.ts';
import { composeApp, type App } from '../../electron/app/compose.ts';
import { localClient, type TestSender } from './local-transport.ts';

export interface RealApp {
  readonly app: App;
  readonly host: Host<TestSender>;
  readonly client: Client;
  /** Everything that reached the window's side. */
  readonly seen: unknown[];
  readonly logged: string[];
  readonly dataDir: string;
  /** Host and port of the first listener with that id. */
  address(id: string): string;
  close(): Promise<void>;
}

/** `dataDir`: that of an app that was closed before; removed by whoever made it. */
export async function realApp(
  change: (config: ServerConfig) => ServerConfig = (config) => config,
  dataDir?: string,
  keychain?: SecretStore,
  desktop?: Desktop,
): Promise<RealApp> {
  const dir = dataDir ?? (await mkdtemp(join(tmpdir(), 'posthorn-ipc-')));
  if (dataDir === undefined) {
    const defaults = defaultServerConfig('test.example');
    const config = change({ ...defaults, listeners: defaults.listeners.map((one) => ({ ...one, port: 0 })) });
    await writeFile(join(dir, 'server.json'), JSON.stringify({ schema: 1, run: true, config }));
  }
  const logged: string[] = [];
  const seen: unknown[] = [];
  const log = (line: string): void => void logged.push(line);
  const app = composeApp({
    dataDir: dir,
    mailboxWorker: pathToFileURL(join(inject('workersDir'), 'mailbox-worker.js')),
    info: { version: '0.0.0', runtime: 'node', versions: {} },
    ...(keychain === undefined ? {} : { keychain }),
    ...(desktop === undefined ? {} : { desktop }),
    log,
  });
  const host = createHost<TestSender>({
    handlers: app.handlers,
    streams: app.streams,
    trusted: (sender) => sender.trusted,
    log,
  });
  await app.server.open();
  return {
    app,
    host,
    client: localClient(host, { seen }),
    seen,
    logged,
    dataDir: dir,
    address(id) {
      const state = app.server.state().listeners.find(({ config }) => config.id === id);
      return `127.0.0.1:${state?.boundPort ?? 0}`;
    },
    async close() {
      await app.close();
      if (dataDir === undefined) await rm(dir, { recursive: true, force: true });
    },
  };
}

/** Starts a run, follows it to its end, and answers everything about it. */
export async function runToEnd(client: Client, request: RunRequest): Promise<RunSnapshot> {
  const { runId } = await client.call('runs.start', request);
  await new Promise<void>((resolve, reject) => {
    client.subscribe(
      'runs.events',
      { runId },
      () => undefined,
      (error) => (error === null ? resolve() : reject(error)),
    );
  });
  return client.call('runs.snapshot', { runId, afterSeq: 0 });
}

export const check = (target: string, more: Partial<Extract<RunRequest, { command: 'check' }>> = {}): RunRequest => ({
  command: 'check',
  connection: { target, ehloName: 'client.example' },
  auth: null,
  secret: null,
  envelope: null,
  ...more,
});

export const message = (target: string, text: string): Extract<RunRequest, { command: 'send' }> => ({
  command: 'send',
  connection: { target, ehloName: 'client.example' },
  auth: null,
  secret: null,
  envelope: { from: 'from@example.org', to: ['to@example.org'] },
  message: { kind: 'source', source: text },
  dryRun: false,
});
