/**
 * What keeps the window harmless whatever it shows: its own scheme instead of file://, a strict policy, no way out to the
 * network, no navigation, no second window, no permission but writing text to the clipboard.
 */
import { app, protocol } from 'electron';
import type { Session, WebContents } from 'electron';
import type { IpcSender } from '../transport/ipc.ts';
import { offerToOpen } from '../desktop/dialogs.ts';
import { contentSecurityPolicy, readPage } from '../../app/page.ts';
import { DEAD_END, MAIL_SCHEME } from './viewer.ts';

const SCHEME = 'app';
export const APP_ORIGIN = `${SCHEME}://posthorn`;

/** Must run before the app is ready. */
export function claimScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
    // An origin of its own for each message, and no other privilege.
    { scheme: MAIL_SCHEME, privileges: { standard: true } },
  ]);
}

/**
 * No name is ever looked up by Chromium, in any session: a message could ask for one by a hint that neither the policy nor a
 * request handler sees, and whoever owns the name would learn that it was read. Our own page has no names, and the sessions
 * with servers resolve through Node. The dead end stays, as an address. Must run before the app is ready.
 */
export function closeResolver(): void {
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND , EXCLUDE 127.0.0.1');
  // Nor by a resolver of its own, which would ask whether the system's speaks DNS over HTTPS.
  void app.whenReady().then(() => app.configureHostResolver({ enableBuiltInResolver: false, secureDnsMode: 'off' }));
}

/** Our window's main frame, showing our own page. A frame that is gone by now is trusted no more. */
export function isOwnPage({ senderFrame, sender }: IpcSender): boolean {
  if (senderFrame === null || sender.isDestroyed()) return false;
  return senderFrame === sender.mainFrame && senderFrame.origin === APP_ORIGIN;
}

/** Resolves once the page has been handed its script. */
export function secureSession(session: Session, pageDir: string): Promise<void> {
  const handedOut = new Promise<void>((resolve) => {
    session.protocol.handle(SCHEME, async ({ url }) => {
      const response = await servePage(url, pageDir);
      if (url.endsWith('.js')) resolve();
      return response;
    });
  });
  // The page asks main for everything; the network is main's alone. The policy says so too, but does not cover prefetches.
  session.webRequest.onBeforeRequest(
    { urls: ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'ftp://*/*', 'file://*/*'] },
    (_details, answer) => answer({ cancel: true }),
  );
  session.setPermissionRequestHandler((_contents, permission, answer) =>
    answer(permission === 'clipboard-sanitized-write'),
  );
  session.setPermissionCheckHandler((_contents, permission) => permission === 'clipboard-sanitized-write');
  session.setDevicePermissionHandler(() => false);
  // A session has one even where no window does, and it asks for its dictionaries at the start.
  session.setSpellCheckerEnabled(false);
  session.on('will-download', (event) => event.preventDefault());
  // Nothing of Chromium's has a way to the network: the sessions with servers are Node's.
  void session.setProxy({ mode: 'fixed_servers', proxyRules: DEAD_END, proxyBypassRules: '<-loopback>' });
  return handedOut;
}

/** For every page that will ever be made, whoever makes it. */
export function secureContents(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => event.preventDefault());
    // The first of the two to be asked; what it refuses never reaches the other.
    contents.on('will-frame-navigate', (event) => {
      event.preventDefault();
      // Our own page has no links that navigate; those of a message are offered to the browser.
      if (event.isMainFrame && isMail(contents)) offer(event.url);
    });
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(({ url }) => {
      offer(url);
      return { action: 'deny' };
    });
  });
}

const isMail = (contents: WebContents): boolean => contents.getURL().startsWith(`${MAIL_SCHEME}:`);

function offer(url: string): void {
  offerToOpen(url).catch((error: unknown) => {
    process.stderr.write(`posthorn: an address could not be opened: ${error instanceof Error ? error.name : ''}\n`);
  });
}

async function servePage(url: string, pageDir: string): Promise<Response> {
  const { host, pathname } = new URL(url);
  const headers = { 'content-security-policy': contentSecurityPolicy("'none'"), 'x-content-type-options': 'nosniff' };
  const file = host === 'posthorn' ? await readPage(pageDir, pathname) : null;
  if (file === null) return new Response(null, { status: 404, headers });
  return new Response(file.body, { headers: { ...headers, 'content-type': file.type } });
}
