/** Composition of the app in Electron: what there is, what knows what, and in which order it begins and ends. */
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, nativeTheme, session } from 'electron';
import { createHost } from '../ipc/host.ts';
import { electronDesktop } from './desktop.ts';
import { serveIpc, type Sender } from './ipc.ts';
import { setMenu } from './menu.ts';
import { claimScheme, isOwnPage, secureContents, secureSession } from './security.ts';
import { announcement } from './services/announce.ts';
import { composeApp, type App } from './services/compose.ts';
import { Shell } from './shell.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const preloadPath = here('../preload/preload.cjs');
const pageDir = here('../renderer');

/** After this the process ends whatever is still open; every message answered with 250 is safe by then. */
const CLOSE_LIMIT_MS = 5_000;

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const log = (line: string): void => void process.stderr.write(`posthorn: ${line}\n`);
// A terminal that was closed is no reason to fall over: without a listener the write error would end the app.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

// Chromium's own switch. Electron sets the path after the app's name whatever it says, and Chromium's part follows that path.
const askedDataDir = app.commandLine.getSwitchValue('user-data-dir');
if (askedDataDir !== '') app.setPath('userData', resolve(askedDataDir));

claimScheme();
secureContents();

if (app.requestSingleInstanceLock()) begin();
else app.quit();

function begin(): void {
  const dataDir = app.getPath('userData');
  const shell = new Shell({ preloadPath, statePath: join(dataDir, 'window.json'), log });
  const desktop = electronDesktop(
    () => shell.window,
    () => shell.changed(),
  );
  const posthorn = composeApp({
    dataDir,
    mailboxWorker: new URL('mailbox-worker.js', import.meta.url),
    info: {
      version: app.getVersion(),
      runtime: 'electron',
      versions: { electron: process.versions.electron, chrome: process.versions.chrome, node: process.versions.node },
    },
    desktop,
    log,
  });
  const { handlers, streams, server, settings } = posthorn;
  serveIpc(createHost<Sender>({ handlers, streams, trusted: isOwnPage, log }));

  // At the same time as the window: neither waits for the other.
  void server.open().then(({ listeners, problem }) => {
    for (const listener of listeners) say(announcement(listener));
    if (problem !== null) log(`the test server could not start: ${problem.code} ${JSON.stringify(problem.params)}`);
  });
  // The settings first: the window's very first picture has the theme that was chosen.
  void Promise.all([app.whenReady(), posthorn.ready, shell.ready]).then(() => {
    const apply = (): void => {
      nativeTheme.themeSource = settings.current.theme;
    };
    settings.onChange(apply);
    apply();
    setMenu((action) => posthorn.events.tell({ type: 'action', action }));
    secureSession(session.defaultSession, pageDir);
    shell.begin(posthorn, () => desktop.closeViewer());
  });

  app.on('second-instance', () => shell.show());
  app.on('activate', () => shell.show());
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  endCleanly(posthorn, shell);
}

/** Quitting waits for the server's sessions to get their 421 and for the mailbox to close, but not for ever. */
function endCleanly(posthorn: App, shell: Shell): void {
  let closing = false;
  app.on('before-quit', () => shell.end());
  app.on('will-quit', (event) => {
    event.preventDefault();
    if (closing) return;
    closing = true;
    const end = (): void => app.exit(0);
    setTimeout(end, CLOSE_LIMIT_MS);
    posthorn.close().then(end, (error: unknown) => {
      log(`closing failed: ${error instanceof Error ? error.name : typeof error}`);
      app.exit(1);
    });
  });
}
