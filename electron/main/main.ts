/** Composition of the app in Electron: what there is, what knows what, and in which order it begins and ends. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, nativeTheme, session } from 'electron';
import { electronDesktop } from './desktop/desktop.ts';
import { serveIpc, type IpcSender } from './transport/ipc.ts';
import { messageFile, messageFileIn } from './desktop/message-file.ts';
import { setMenu } from './desktop/menu.ts';
import { claimScheme, closeResolver, isOwnPage, secureContents, secureSession } from './window/security.ts';
import type { App } from '../app/compose.ts';
import type { Desktop } from '../app/desktop.ts';
import { LogLines } from '../app/log-lines.ts';
import { settingsIn, type SettingsService } from '../app/settings.ts';
import { Shell } from './desktop/shell.ts';
import { limits } from './limits.ts';

/** Put in when it is built: the Electron that releases are made of. */
declare const RELEASE_ELECTRON: string;

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const preloadPath = here('../preload/preload.cjs');
const pageDir = here('../renderer');

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const lines = new LogLines();
const log = (line: string): void => {
  lines.add(line);
  process.stderr.write(`posthorn: ${line}\n`);
};
// A terminal that was closed is no reason to fall over: without a listener the write error would end the app.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

// Chromium's own switch. Electron sets the path after the app's name whatever it says, and Chromium's part follows that path.
const askedDataDir = app.commandLine.getSwitchValue('user-data-dir');
if (askedDataDir !== '') app.setPath('userData', resolve(askedDataDir));

claimScheme();
closeResolver();
secureContents();

if (app.requestSingleInstanceLock()) begin();
else app.quit();

function begin(): void {
  const dataDir = app.getPath('userData');
  const settings = settingsIn(dataDir, log);
  const shell = new Shell({
    preloadPath,
    statePath: join(dataDir, 'window.json'),
    settings,
    onWindowGone: () => desktop.closeViewer(),
    log,
  });
  const desktop = electronDesktop(
    () => shell.window,
    () => shell.changed(),
  );

  // The settings first: the window's very first picture has the theme that was chosen.
  const opened = Promise.all([app.whenReady(), settings.open(), shell.ready]).then(() => {
    const apply = (): void => {
      nativeTheme.themeSource = settings.current.theme;
    };
    settings.onChange(apply);
    apply();
    setMenu((action) => void posthorn.then(({ events }) => events.notify({ type: 'action', action })));
    const handedOut = secureSession(session.defaultSession, pageDir);
    const painted = shell.open();
    // Not to be waited for here.
    return { painted, begun: Promise.race([handedOut, painted]) };
  });
  // All that is behind the window is read and put together while the page's script runs: before, it would only stand in its way.
  const posthorn = opened.then(({ begun }) => begun).then(() => compose(dataDir, settings, desktop));
  posthorn.catch(fail);
  serveIpc(
    posthorn.then(async ({ handlers, streams }) => {
      const { createHost } = await import('../ipc/host.ts');
      return createHost<IpcSender>({ handlers, streams, trusted: isOwnPage, log });
    }),
  );
  void Promise.all([opened, posthorn]).then(async ([{ painted }, composed]) => {
    shell.serve(composed);
    // Starting it makes keys and opens a database, for which the first picture should not have to wait.
    await painted;
    if (!shell.ending) await startServer(composed);
  });

  /** A message file comes with the start, with a second start, or from the Finder; nothing else that comes so is looked at. */
  const showMessage = (path: string | null): void => {
    if (path !== null) void posthorn.then((composed) => composed.showMessage(path));
  };
  showMessage(messageFileIn(process.argv, process.cwd()));
  app.on('second-instance', (_event, argv, folder) => {
    shell.show();
    showMessage(messageFileIn(argv, folder));
  });
  app.on('open-file', (event, path) => {
    event.preventDefault();
    shell.show();
    showMessage(messageFile(path, '/'));
  });
  app.on('activate', () => shell.show());
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  endCleanly(posthorn, shell);
}

async function compose(dataDir: string, settings: SettingsService, desktop: Desktop): Promise<App> {
  const [{ composeApp }, { readFeedConfig }, { installedAs }] = await Promise.all([
    import('../app/compose.ts'),
    import('../core/updates/feed.ts'),
    import('../core/updates/newer.ts'),
  ]);
  return composeApp({
    dataDir,
    settings,
    mailboxWorker: new URL('mailbox-worker.js', import.meta.url),
    info: {
      version: app.getVersion(),
      runtime: 'electron',
      versions: {
        electron: process.versions.electron,
        // Development may run on another.
        ...(process.versions.electron === RELEASE_ELECTRON ? {} : { releases: RELEASE_ELECTRON }),
        chrome: process.versions.chrome,
        node: process.versions.node,
      },
    },
    feed: readFeedConfig(ownPackage().releaseFeed),
    installedAs: installedAs({
      platform: process.platform,
      env: process.env,
      execPath: process.execPath,
      exists: existsSync,
    }),
    desktop,
    log,
    logged: () => lines.all,
    documents: app.isPackaged
      ? {
          licences: join(process.resourcesPath, 'third-party-notices.txt'),
          changes: join(process.resourcesPath, 'changes.txt'),
        }
      : {
          licences: join(app.getAppPath(), 'dist', 'third-party-notices.txt'),
          changes: join(app.getAppPath(), 'CHANGELOG.md'),
        },
  });
}

/** What the build wrote into the app's own package.json. */
function ownPackage(): { readonly releaseFeed?: unknown } {
  const own: unknown = JSON.parse(readFileSync(join(app.getAppPath(), 'package.json'), 'utf8'));
  return typeof own === 'object' && own !== null ? own : {};
}

async function startServer({ server }: App): Promise<void> {
  const { listeners, problem } = await server.open();
  const { announcement } = await import('../app/server/announce.ts');
  for (const listener of listeners) print(announcement(listener));
  if (problem !== null) log(`the test server could not start: ${problem.code} ${JSON.stringify(problem.params)}`);
}

/** A window with nothing behind it is of no use. */
function fail(error: unknown): void {
  log(`could not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  app.exit(1);
}

/** Quitting waits for the server's sessions to get their 421 and for the mailbox to close, but not for ever. */
function endCleanly(posthorn: Promise<App>, shell: Shell): void {
  let closing = false;
  app.on('before-quit', () => shell.end());
  app.on('will-quit', (event) => {
    event.preventDefault();
    if (closing) return;
    closing = true;
    let held = (): boolean => false;
    const end = (): void => {
      // An end that waits for no thread: nothing is left to be written, and the system's question may stay open for days.
      if (held()) process.kill(process.pid, 'SIGKILL');
      app.exit(0);
    };
    setTimeout(end, limits.window.closeMs);
    posthorn
      .then((composed) => {
        ({ held } = composed);
        return composed.close();
      })
      // What the window reported at its close is written after it.
      .then(() => shell.kept())
      .then(end, (error: unknown) => {
        log(`closing failed: ${error instanceof Error ? error.name : typeof error}`);
        app.exit(1);
      });
  });
}
