/**
 * What keeps the window harmless whatever it shows: its own scheme instead of file://, a strict policy, no way out to the
 * network, no navigation, no second window, no permission but writing text to the clipboard.
 */
import { app, dialog, protocol, shell } from 'electron';
import type { Session } from 'electron';
import type { Sender } from './ipc.ts';
import { contentSecurityPolicy, readPage } from './page.ts';

const SCHEME = 'app';
export const APP_ORIGIN = `${SCHEME}://posthorn`;

/** Must run before the app is ready. */
export function claimScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Our window's main frame, showing our own page. A frame that is gone by now is trusted no more. */
export function isOwnPage({ senderFrame, sender }: Sender): boolean {
  if (senderFrame === null || sender.isDestroyed()) return false;
  return senderFrame === sender.mainFrame && senderFrame.origin === APP_ORIGIN;
}

export function secureSession(session: Session, pageDir: string): void {
  session.protocol.handle(SCHEME, (request) => servePage(request.url, pageDir));
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
}

/** For every page that will ever be made, whoever makes it. */
export function secureContents(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-frame-navigate', (event) => event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(({ url }) => {
      void offerToOpen(url);
      return { action: 'deny' };
    });
  });
}

/** A link may come from a server's reply: only https, and only after the user has seen where it leads. */
async function offerToOpen(url: string): Promise<void> {
  if (!URL.canParse(url)) return;
  const { protocol: scheme, href } = new URL(url);
  if (scheme !== 'https:') return;
  const { response } = await dialog.showMessageBox({
    type: 'question',
    message: 'Open this address in your browser?',
    detail: href,
    buttons: ['Open', 'Cancel'],
    defaultId: 1,
    cancelId: 1,
  });
  if (response === 0) await shell.openExternal(href);
}

async function servePage(url: string, pageDir: string): Promise<Response> {
  const { host, pathname } = new URL(url);
  const headers = { 'content-security-policy': contentSecurityPolicy("'none'"), 'x-content-type-options': 'nosniff' };
  const file = host === 'posthorn' ? await readPage(pageDir, pathname) : null;
  if (file === null) return new Response(null, { status: 404, headers });
  return new Response(file.body, { headers: { ...headers, 'content-type': file.type } });
}
