/** The servers that the server bench drives, each in a process of its own: ours, and what it is compared with. */
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import { SMTPServer } from 'smtp-server';
import { fileSpool } from '../../../electron/storage/spool/file-spool.ts';
import { openMailbox } from '../../../electron/storage/mailbox/mailbox.ts';
import { discardingSpool } from '../../../electron/storage/spool/memory-spool.ts';
import { openSessionLog } from '../../../electron/storage/sessions/log.ts';
import { sinkHandler } from '../../../electron/core/server/handlers/sink.ts';
import { createTestServer } from '../../../electron/core/server/server.ts';
import { acceptAnyUser } from '../../../electron/core/server/users/users.ts';
import { systemClock } from '../../../electron/core/recording/clock.ts';

const KINDS = ['floor', 'smtp-server', 'smtp-server-files', 'discarding', 'storing'] as const;
export type ChildKind = (typeof KINDS)[number];
/** Asked of the child, and its answers. */
export type Ask = 'collect' | 'stop';
export type Answer = { kind: 'port'; port: number } | { kind: 'collected' };

const MAX_BYTES = 1_073_741_824;

/** Started by the bench with a kind as argument; does nothing otherwise. */
export async function run(): Promise<void> {
  const kind = KINDS.find((one) => one === process.argv[4]);
  if (kind === undefined || process.send === undefined) return;
  const tell = (answer: Answer) => process.send?.(answer);
  const server = await start(kind);
  process.on('message', (ask: Ask) => {
    if (ask === 'collect') {
      globalThis.gc?.();
      tell({ kind: 'collected' });
      return;
    }
    void server.stop().then(() => process.disconnect());
  });
  tell({ kind: 'port', port: server.port });
  await new Promise((resolve) => process.once('disconnect', resolve));
}

interface Started {
  readonly port: number;
  stop(): Promise<void>;
}

function start(kind: ChildKind): Promise<Started> {
  switch (kind) {
    case 'floor':
      return startFloor();
    case 'smtp-server':
      return startSmtpServer(null);
    case 'smtp-server-files':
      return startSmtpServer(mkdtempSync(join(tmpdir(), 'posthorn-bench-')));
    case 'discarding':
    case 'storing':
      return startOurs(kind);
  }
}

/** About what Node can do at all: looks for line ends and for the end of data, judges nothing. */
async function startFloor(): Promise<Started> {
  const server = createServer({ noDelay: true }, (socket) => {
    let data = false;
    let tail = '';
    socket.write('220 floor ESMTP\r\n');
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      if (data) {
        tail = (tail + chunk.subarray(-5).toString('latin1')).slice(-5);
        if (tail !== '\r\n.\r\n') return;
        data = false;
        tail = '';
        socket.write('250 ok\r\n');
        return;
      }
      const text = chunk.toString('latin1');
      let replies = '';
      for (const line of text.split('\r\n').slice(0, -1)) {
        data = line === 'DATA';
        if (line === 'QUIT') {
          socket.end('221 bye\r\n');
          return;
        }
        replies += data ? '354 go\r\n' : '250 ok\r\n';
      }
      socket.write(replies);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, stop: async () => void server.close() };
}

/** `dir`: each message goes to a file, which gets its name when it is whole: what ours promises too, without an index. */
async function startSmtpServer(dir: string | null): Promise<Started> {
  let serial = 0;
  const keep = async (stream: Readable) => {
    serial += 1;
    const part = join(dir ?? '', `${serial}.part`);
    await pipeline(stream, createWriteStream(part, { flags: 'wx' }));
    await rename(part, join(dir ?? '', `${serial}.eml`));
  };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    logger: false,
    size: MAX_BYTES,
    onData: (stream, _, done) => {
      if (dir !== null) {
        keep(stream).then(
          () => done(),
          (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
        );
        return;
      }
      stream.resume();
      stream.on('end', () => done());
    },
  });
  server.on('error', () => undefined);
  const port = await new Promise<number>((resolve) => {
    const listening = server.listen(0, '127.0.0.1', () => resolve((listening.address() as AddressInfo).port));
  });
  return {
    port,
    stop: async () => {
      server.close(() => undefined);
      if (dir !== null) rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function startOurs(kind: 'discarding' | 'storing'): Promise<Started> {
  const dir = mkdtempSync(join(tmpdir(), 'posthorn-bench-'));
  const workerUrl = pathToFileURL(join(dirname(process.argv[1] ?? ''), 'mailbox-worker.js'));
  const mailbox = kind === 'storing' ? await openMailbox({ dir, workerUrl }) : null;
  const log = await openSessionLog({ dir: join(dir, 'sessions') });
  const server = createTestServer({
    config: {
      hostname: 'bench.test',
      listeners: [
        { id: 'smtp', protocol: 'smtp', security: 'none', host: '127.0.0.1', port: 0, path: null, nextFree: false },
      ],
      maxMessageBytes: MAX_BYTES,
      smtputf8: true,
      auth: { enabled: false, acceptAny: false, required: false, allowClear: false, mechanisms: [] },
    },
    spool: mailbox === null ? discardingSpool() : fileSpool(join(dir, 'incoming')),
    handler: mailbox === null ? sinkHandler() : mailbox.inbox,
    users: acceptAnyUser,
    tls: () => Promise.reject(new Error('not needed')),
    clock: systemClock,
    observer: {
      listener: () => undefined,
      session: (summary) => log.session(summary),
      event: (id, event) => log.event(id, event),
      message: () => undefined,
      failure: (_, error) => console.error(error),
    },
  });
  const [state] = await server.start();
  return {
    port: state?.boundPort ?? 0,
    stop: async () => {
      await server.stop();
      await log.close();
      await mailbox?.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
