/**
 * Puts the app together without Electron: services over the core and the adapters, handlers over the services. The window's
 * main process and the harness differ only in what they hand in here and in what carries the contract.
 */
import { hostname } from 'node:os';
import { join } from 'node:path';
import { fileSpool } from '../../adapters/file-spool.ts';
import { jsonFile } from '../../adapters/json-file.ts';
import { openMailbox } from '../../adapters/mailbox.ts';
import { openSessionLog } from '../../adapters/session-log.ts';
import { composeMessage } from '../../core/message/build.ts';
import { ReportFold } from '../../core/report/fold.ts';
import { defaultServerConfig } from '../../core/server/defaults.ts';
import { inboxHandler } from '../../core/server/handlers/inbox.ts';
import { createTestServer } from '../../core/server/server.ts';
import { acceptAnyUser, userVerifiers } from '../../core/server/users.ts';
import { systemClock } from '../../core/session/clock.ts';
import { check } from '../../core/smtp/flows/check.ts';
import { send } from '../../core/smtp/flows/send.ts';
import { defaultEhloName } from '../../core/smtp/target.ts';
import { ensureAuthority } from '../../core/tls/authority.ts';
import type { AppInfo } from '../../ipc/contract.ts';
import type { Handlers, Streams } from '../../ipc/host.ts';
import { appHandlers } from '../handlers/app.ts';
import { mailboxHandlers } from '../handlers/mailbox.ts';
import { runsHandlers, runsStreams } from '../handlers/runs.ts';
import { serverHandlers, serverStreams } from '../handlers/server.ts';
import { isOwnListener } from './own-server.ts';
import { Runs } from './runs.ts';
import { ServerService } from './server.ts';
import { ServerSettingsSchema } from './server-parts.ts';

export interface AppOptions {
  /** Everything the app keeps is below it. */
  readonly dataDir: string;
  /** The built electron/adapters/mailbox-worker.ts. */
  readonly mailboxWorker: URL;
  readonly info: Omit<AppInfo, 'defaultEhloName' | 'platform'>;
  /** One line about an unexpected error; without payload. */
  readonly log: (line: string) => void;
}

export interface App {
  readonly handlers: Handlers;
  readonly streams: Streams;
  readonly server: ServerService;
  /** Ends runs, then sessions, then the mailbox. Resolves when nothing is left to do. */
  close(): Promise<void>;
}

export function composeApp({ dataDir, mailboxWorker, info, log }: AppOptions): App {
  let caPem: string | null = null;
  const server = new ServerService({
    settings: jsonFile(join(dataDir, 'server.json'), ServerSettingsSchema),
    defaults: () => defaultServerConfig(hostname()),
    mailbox: () => openMailbox({ dir: join(dataDir, 'mailbox'), workerUrl: mailboxWorker }),
    sessions: () => openSessionLog({ dir: join(dataDir, 'sessions') }),
    create: (config, mailbox, observer) =>
      createTestServer({
        config,
        spool: fileSpool(join(dataDir, 'mailbox', 'spool')),
        handler: inboxHandler(mailbox),
        users: config.auth.acceptAny ? acceptAnyUser : userVerifiers([]),
        tls: async () => {
          const authority = await ensureAuthority(join(dataDir, 'authority'));
          caPem = authority.caPem;
          return authority.issue();
        },
        clock: systemClock,
        observer,
      }),
    caPem: () => caPem,
    log,
  });
  const runs = new Runs({
    check,
    send,
    compose: composeMessage,
    fold: (command) => new ReportFold(command),
    clock: systemClock,
    ownCa: (connection) => (isOwnListener(connection, server.state().listeners) ? caPem : null),
    log,
  });
  return {
    handlers: {
      ...appHandlers({ ...info, platform: process.platform, defaultEhloName: defaultEhloName() }),
      ...runsHandlers(runs),
      ...serverHandlers(server),
      ...mailboxHandlers(server),
    },
    streams: { ...runsStreams(runs), ...serverStreams(server) },
    server,
    async close() {
      await runs.close();
      await server.close();
    },
  };
}
