/**
 * The app without Electron: the same services behind loopback HTTP, for driving every screen in a browser. Prints the address
 * to open, token included. `npm run harness -- [--data DIR] [--port N]`; without --data everything is kept in a folder that goes
 * away with the program. The page is the built one: run `npm run build` first.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createHost } from '../../electron/ipc/host.ts';
import { announcement } from '../../electron/app/server/announce.ts';
import { composeApp } from '../../electron/app/compose.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { serveHttp, type HttpSender } from './http-host.ts';

const { values } = parseArgs({ options: { data: { type: 'string' }, port: { type: 'string', default: '0' } } });
const dataDir = values.data === undefined ? await mkdtemp(join(tmpdir(), 'posthorn-harness-')) : resolve(values.data);
const log = (line: string): void => console.error(`posthorn: ${line}`);

const app = composeApp({
  dataDir,
  mailboxWorker: new URL('mailbox-worker.js', import.meta.url),
  info: { version: packageJson.version, runtime: 'node', versions: { node: process.versions.node } },
  log,
});
const token = randomBytes(32).toString('base64url');
const http = await serveHttp({
  host: createHost<HttpSender>({
    handlers: app.handlers,
    streams: app.streams,
    trusted: ({ authorised }) => authorised,
    log,
  }),
  token,
  pageDir: resolve('out', 'renderer'),
  port: Number(values.port),
});

const { listeners } = await app.server.open();
for (const listener of listeners) console.log(announcement(listener));
console.log(`${http.origin}/#token=${token}`);

await new Promise<void>((stop) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop());
});
await http.close();
await app.close();
if (values.data === undefined) await rm(dataDir, { recursive: true, force: true });
