/** The app's server in a process of its own, with everything that it keeps: for soak.test.ts, which floods it and looks at its memory. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { defaultServerConfig } from '../../electron/core/server/defaults.ts';
import { composeApp } from '../../electron/app/compose.ts';
import { writeFileSync } from 'node:fs';

const [dir = '', worker = ''] = process.argv.slice(2);
const defaults = defaultServerConfig('soak.example');
const [listener] = defaults.listeners;
if (listener === undefined) throw new Error('there is a listener by default');
// Where two addresses of this machine can be told apart.
const config = {
  ...defaults,
  listeners: [{ ...listener, protocol: 'smtp', security: 'none', host: '0.0.0.0', port: 0, nextFree: false }],
  auth: { ...defaults.auth, enabled: true, acceptAny: true, allowClear: true },
};
writeFileSync(join(dir, 'server.json'), JSON.stringify({ schema: 1, run: true, config }));
const app = composeApp({
  dataDir: dir,
  mailboxWorker: pathToFileURL(worker),
  info: { version: '0.0.0', runtime: 'node', versions: {} },
  log: () => undefined,
});
const state = await app.server.open();
// As a window does.
app.server.feed.follow({ event: () => undefined, end: () => undefined });
process.send?.({ port: state.listeners[0]?.boundPort });
const timer = setInterval(() => {
  const { rss, heapUsed, external, arrayBuffers } = process.memoryUsage();
  process.send?.({ rss, heapUsed, external, arrayBuffers, sessions: app.server.state().listeners[0]?.sessions });
}, 500);
process.once('message', () => {
  clearInterval(timer);
  void app.close().then(() => process.exit(0));
});
