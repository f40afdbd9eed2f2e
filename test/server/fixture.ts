/** A test server with everything real: spool, mailbox, worker, sockets; and all it told its observer. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inject, onTestFinished } from 'vitest';
import { fileSpool } from '../../electron/storage/spool/file-spool.ts';
import { messagePath } from '../../electron/storage/mailbox/files.ts';
import { openMailbox, type MailboxStore } from '../../electron/storage/mailbox/mailbox.ts';
import type { Authority } from '../../electron/core/tls/authority/authority.ts';
import { ensureAuthority } from '../../electron/storage/authority/store.ts';
import { createTestServer } from '../../electron/core/server/server.ts';
import { userVerifiers } from '../../electron/core/server/users/users.ts';
import { systemClock } from '../../electron/core/recording/clock.ts';
import type { MessageHandler } from '../../electron/core/server/handlers/types.ts';
import type { TestServer, TestServerOptions } from '../../electron/core/server/types.ts';
import type { SessionEvent } from '../../electron/protocol/values/session/event.ts';
import type {
  ListenerConfig,
  ListenerState,
  ServerConfig,
  SessionSummary,
} from '../../electron/protocol/values/server/server.ts';
import type { MessageSummary } from '../../electron/protocol/values/server/mailbox.ts';
import { Peer } from './peer.ts';

export const USER = { user: 'testuser', password: 'testpass' };

export interface Fixture {
  readonly server: TestServer;
  readonly mailbox: MailboxStore;
  readonly dir: string;
  readonly authority: () => Promise<Authority>;
  readonly states: readonly ListenerState[];
  readonly observed: Observed;
  /** A connected client of the listener with this id (the first one by default), from an address of this machine. */
  connect(id?: string, from?: string): Promise<Peer>;
  stored(): Promise<{ summary: MessageSummary; data: Buffer }[]>;
  /** Resolves when a session has ended. */
  ended(count?: number): Promise<SessionSummary[]>;
}

export interface Observed {
  readonly events: Map<string, SessionEvent[]>;
  readonly sessions: Map<string, SessionSummary>;
  readonly messages: MessageSummary[];
  readonly failures: unknown[];
  /** Of the failures, in their order. */
  readonly logIds: string[];
  readonly listeners: ListenerState[];
}

export interface FixtureOptions {
  readonly listener?: Partial<ListenerConfig>;
  readonly listeners?: readonly ListenerConfig[];
  readonly config?: Partial<ServerConfig>;
  readonly auth?: Partial<ServerConfig['auth']>;
  readonly limits?: TestServerOptions['limits'];
  readonly handler?: (mailbox: MailboxStore) => MessageHandler;
  readonly overrides?: Partial<TestServerOptions>;
}

export function listenerConfig(over: Partial<ListenerConfig> = {}): ListenerConfig {
  return {
    id: 'smtp',
    protocol: 'smtp',
    security: 'none',
    host: '127.0.0.1',
    port: 0,
    path: null,
    nextFree: false,
    ...over,
  };
}

export function workerUrl(): URL {
  return pathToFileURL(join(inject('workersDir'), 'mailbox-worker.js'));
}

export async function temporaryDir(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'posthorn-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

export async function startFixture(options: FixtureOptions = {}): Promise<Fixture> {
  const dir = await temporaryDir();
  const mailbox = await openMailbox({ dir, workerUrl: workerUrl() });
  let authority: Promise<Authority> | null = null;
  const ensure = () => (authority ??= ensureAuthority(join(dir, 'ca')));
  const observed: Observed = {
    events: new Map(),
    sessions: new Map(),
    messages: [],
    failures: [],
    logIds: [],
    listeners: [],
  };
  let changed: (() => void) | null = null;
  const server = createTestServer({
    config: {
      hostname: 'mail.test',
      listeners: [...(options.listeners ?? [listenerConfig(options.listener)])],
      maxMessageBytes: 33_554_432,
      smtputf8: true,
      auth: {
        enabled: false,
        acceptAny: false,
        required: false,
        allowClear: false,
        mechanisms: ['PLAIN', 'LOGIN'],
        ...options.auth,
      },
      ...options.config,
    },
    spool: fileSpool(join(dir, 'incoming')),
    handler: options.handler?.(mailbox) ?? mailbox.inbox,
    users: userVerifiers([USER]),
    tls: async () => (await ensure()).issue(),
    badTls: async (kind) => (await ensure()).issueBad(kind),
    clock: systemClock,
    observer: {
      listener: (state) => observed.listeners.push(state),
      session: (summary) => {
        observed.sessions.set(summary.id, summary);
        changed?.();
      },
      event: (id, event) => {
        const events = observed.events.get(id);
        if (events === undefined) observed.events.set(id, [event]);
        else events.push(event);
      },
      message: (message) => observed.messages.push(message),
      failure: (_, error, logId) => {
        observed.failures.push(error);
        observed.logIds.push(logId ?? '');
      },
    },
    ...(options.limits === undefined ? {} : { limits: options.limits }),
    ...options.overrides,
  });
  const states = await server.start();
  const peers: Peer[] = [];
  onTestFinished(async () => {
    for (const peer of peers) peer.destroy();
    await server.stop();
    await mailbox.close();
  });
  return {
    server,
    mailbox,
    dir,
    authority: ensure,
    states,
    observed,
    async connect(id, from) {
      const state = server.listeners().find((one) => id === undefined || one.config.id === id);
      if (state?.listening !== true) throw new Error(`no such listener: ${JSON.stringify(state)}`);
      const peer = await Peer.connect(
        state.config.path === null
          ? { port: state.boundPort ?? 0, ...(from === undefined ? {} : { from }) }
          : { path: state.config.path },
      );
      peers.push(peer);
      return peer;
    },
    async stored() {
      const page = await mailbox.list({ offset: 0, limit: 500, search: '' });
      const oldestFirst = [...page.messages].reverse();
      return Promise.all(
        oldestFirst.map(async (summary) => ({ summary, data: await readFile(messagePath(dir, summary.id)) })),
      );
    },
    async ended(count = 1) {
      for (;;) {
        const done = [...observed.sessions.values()].filter((session) => session.endedAt !== null);
        if (done.length >= count) return done;
        await new Promise<void>((resolve) => {
          changed = resolve;
        });
      }
    },
  };
}

/** Everything a session told, oldest first; of the only session unless an id is given. */
export function eventsOf(observed: Observed, id?: string): SessionEvent[] {
  return id === undefined ? [...observed.events.values()].flat() : (observed.events.get(id) ?? []);
}
