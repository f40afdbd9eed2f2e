/** The test server of the app: over the mailbox, the log of sessions, the users and the authority that lie in its data folder. */
import { hostname } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../core/recording/clock.ts';
import { defaultServerConfig } from '../../core/server/defaults.ts';
import { createTestServer } from '../../core/server/server.ts';
import type { ConnectionOptions } from '../../protocol/values/target.ts';
import { ensureAuthority } from '../../storage/authority/store.ts';
import { jsonFile } from '../../storage/files/json-file.ts';
import { openMailbox } from '../../storage/mailbox/mailbox.ts';
import { openSessionLog } from '../../storage/sessions/log.ts';
import { fileSpool } from '../../storage/spool/file-spool.ts';
import type { DataIndex } from '../data-index.ts';
import { isOwnListener } from './own-server.ts';
import { ServerSettingsSchema } from './parts.ts';
import { ServerService } from './server.ts';
import { ServerUsers, StoredUsersSchema } from './users.ts';

interface ServerPlace {
  readonly dataDir: string;
  readonly index: DataIndex;
  readonly mailboxWorker: URL;
  /** How many messages are kept, once that is known. */
  readonly retained: () => Promise<number>;
  readonly log: (line: string) => void;
}

interface OwnServer {
  readonly server: ServerService;
  /** Our own authority as PEM where a connection leads to our own listener; null anywhere else. */
  readonly ownCa: (connection: ConnectionOptions) => string | null;
}

export function serverIn({ dataDir, index, mailboxWorker, retained, log }: ServerPlace): OwnServer {
  let caPem: string | null = null;
  const authority = () => ensureAuthority(join(dataDir, 'authority'));
  const server = new ServerService({
    settings: jsonFile(join(dataDir, 'server.json'), ServerSettingsSchema),
    defaults: () => defaultServerConfig(hostname()),
    mailbox: async () => {
      const dir = join(dataDir, 'mailbox');
      const mailbox = await openMailbox({ dir, workerUrl: mailboxWorker, index: await index.open() });
      await mailbox.retain(await retained());
      return mailbox;
    },
    sessions: async () => openSessionLog({ dir: join(dataDir, 'sessions'), index: await index.records() }),
    users: new ServerUsers(jsonFile(join(dataDir, 'server-users.json'), StoredUsersSchema)),
    create: (config, mailbox, observer, users) =>
      createTestServer({
        config,
        spool: fileSpool(join(dataDir, 'mailbox', 'spool')),
        handler: mailbox.inbox,
        users,
        tls: async () => {
          const own = await authority();
          caPem = own.caPem;
          if (own.replaced)
            log('the certificate authority was made anew: programs that trust the one before need the new one');
          return own.issue();
        },
        badTls: async (kind) => (await authority()).issueBad(kind),
        clock: systemClock,
        observer,
      }),
    caPem: () => caPem,
    log,
  });
  return {
    server,
    ownCa: (connection) => (isOwnListener(connection, server.state().listeners) ? caPem : null),
  };
}
