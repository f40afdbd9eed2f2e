/** The server that killed.test.ts kills: real spool, mailbox and sockets in a process of its own. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fileSpool } from '../../electron/storage/spool/file-spool.ts';
import { openMailbox } from '../../electron/storage/mailbox/mailbox.ts';
import { createTestServer } from '../../electron/core/server/server.ts';
import { acceptAnyUser } from '../../electron/core/server/users/users.ts';
import { systemClock } from '../../electron/core/recording/clock.ts';

const [dir = '', worker = ''] = process.argv.slice(2);
const mailbox = await openMailbox({ dir, workerUrl: pathToFileURL(worker) });
const server = createTestServer({
  config: {
    hostname: 'killed.test',
    listeners: [
      { id: 'a', protocol: 'smtp', security: 'none', host: '127.0.0.1', port: 0, path: null, nextFree: false },
    ],
    maxMessageBytes: 0,
    smtputf8: true,
    auth: { enabled: false, acceptAny: false, required: false, allowClear: false, mechanisms: [] },
  },
  spool: fileSpool(join(dir, 'incoming')),
  handler: mailbox.inbox,
  users: acceptAnyUser,
  tls: () => Promise.reject(new Error('not needed')),
  clock: systemClock,
  observer: { listener: () => undefined, session: () => undefined, event: () => undefined, message: () => undefined },
});
const [state] = await server.start();
process.send?.({ port: state?.boundPort });
