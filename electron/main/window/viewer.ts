/**
 * The HTML of a captured message, in a view of its own above the page: another session, no script, no preload, nothing to
 * request but the one document and the images that the message itself brings. Whatever is hostile in it ends here.
 */
import { randomUUID } from 'node:crypto';
import { app, session, WebContentsView, type BrowserWindow, type Session, type WebContents } from 'electron';
import { embeddedImagesFit } from '../../core/message/html/embedded-images.ts';
import { limits } from '../limits.ts';
import { AppError } from '../../protocol/values/app-error.ts';
import type { ViewBounds } from '../../protocol/values/app/viewer.ts';
import type { Desktop, ViewDocument } from '../../app/desktop.ts';

/** Registered with the app's own scheme, before the app is ready; see security.ts. */
export const MAIL_SCHEME = 'mail';
/** In memory alone: a name without "persist:". */
const PARTITION = 'mail-view';
/** The discard port of this machine: should anything ever get as far as the network, this is where it ends. */
export const DEAD_END = '127.0.0.1:9';

interface Shown {
  readonly view: WebContentsView;
  readonly window: BrowserWindow;
  bounds: ViewBounds;
  zoom: number;
}

export class MailViewer {
  readonly #window: () => BrowserWindow | null;
  #session: Promise<Session> | null = null;
  #document: { readonly host: string; readonly content: ViewDocument } | null = null;
  #shown: Shown | null = null;

  constructor(window: () => BrowserWindow | null) {
    this.#window = window;
  }

  readonly desktop: Desktop['viewer'] = {
    show: (document, bounds, zoom) => this.#show(document, bounds, zoom),
    bounds: (bounds) => {
      if (this.#shown === null) return;
      this.#shown.bounds = bounds;
      this.#place(this.#shown);
    },
    hide: () => this.hide(),
  };

  hide(): void {
    const shown = this.#shown;
    this.#shown = null;
    this.#document = null;
    if (shown !== null) close(shown);
  }

  async #show(content: ViewDocument, bounds: ViewBounds, zoom: number): Promise<void> {
    this.#session ??= this.#prepare();
    const own = await this.#session;
    this.hide();
    const window = this.#window();
    if (window === null || window.isDestroyed()) return;
    // A host for each document: one message cannot name the parts of another.
    const host = randomUUID();
    this.#document = { host, content };
    const view = new WebContentsView({ webPreferences: preferences(own) });
    const shown = { view, window, bounds, zoom };
    this.#shown = shown;
    view.setBackgroundColor('#ffffff');
    const { webContents } = view;
    webContents.on('before-input-event', (event, input) => {
      // Out of the message by keyboard, as out of any other part of the window.
      if (input.type !== 'keyDown' || !['Escape', 'F6'].includes(input.key)) return;
      event.preventDefault();
      window.webContents.focus();
    });
    const address = `${MAIL_SCHEME}://${host}/`;
    const unwatch = watchMemory(webContents, () => {
      end('memory');
      webContents.forcefullyCrashRenderer();
    });
    const end = (reason: 'memory' | 'crashed'): void => {
      unwatch();
      if (this.#shown !== shown) return;
      this.#shown = null;
      this.#document = null;
      content.ended(new AppError('view-ended', { reason, mebibytes: limits.mailbox.viewMemory / 1_048_576 }));
      // Not while its own event is handled.
      setImmediate(() => close(shown));
    };
    webContents.once('render-process-gone', () => end('crashed'));
    webContents.once('destroyed', unwatch);
    keepAt(webContents, address);
    window.contentView.addChildView(view);
    this.#place(shown);
    const back = keepFocus(window, webContents);
    // Rejects when another message takes its place meanwhile, which is no failure.
    await webContents.loadURL(address).catch(() => undefined);
    back();
    if (this.#shown === shown) this.#place(shown);
  }

  /** The page counts in its own pixels, which its zoom stretches. */
  #place({ view, window, bounds, zoom }: Shown): void {
    if (window.isDestroyed() || view.webContents.isDestroyed()) return;
    const seen = bounds.width > 0 && bounds.height > 0;
    view.setVisible(seen);
    if (!seen) return;
    const scale = window.webContents.getZoomFactor();
    const edge = (value: number): number => Math.round(value * scale);
    const x = edge(bounds.x);
    const y = edge(bounds.y);
    view.setBounds({ x, y, width: edge(bounds.x + bounds.width) - x, height: edge(bounds.y + bounds.height) - y });
    view.webContents.setZoomFactor(Math.min(5, Math.max(0.25, zoom * scale)));
  }

  async #prepare(): Promise<Session> {
    const own = session.fromPartition(PARTITION, { cache: false });
    own.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
    own.setPermissionCheckHandler(() => false);
    own.setDevicePermissionHandler(() => false);
    own.on('will-download', (event) => event.preventDefault());
    own.setSpellCheckerEnabled(false);
    own.webRequest.onBeforeRequest(({ url, resourceType }, answer) => {
      const host = this.#document?.host;
      const isDocument = resourceType === 'mainFrame' && host !== undefined && url === `${MAIL_SCHEME}://${host}/`;
      answer({ cancel: !isDocument && !(resourceType === 'image' && /^(cid|data):/i.test(url)) });
    });
    own.protocol.handle(MAIL_SCHEME, (request) => this.#serveDocument(request.url));
    own.protocol.handle('cid', (request) => this.#serveImage(request.url));
    await own.setProxy({ mode: 'fixed_servers', proxyRules: DEAD_END, proxyBypassRules: '<-loopback>' });
    return own;
  }

  #serveDocument(url: string): Response {
    const document = this.#document;
    if (document?.host !== new URL(url).host) return new Response(null, { status: 404 });
    const html = withoutFrames(document.content.html);
    return new Response(html, {
      headers: {
        // Decoded once, where the message was parsed; a charset that the HTML declares for itself is not asked.
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': policy(embeddedImagesFit(html)),
        'x-content-type-options': 'nosniff',
        'x-dns-prefetch-control': 'off',
        'referrer-policy': 'no-referrer',
      },
    });
  }

  async #serveImage(url: string): Promise<Response> {
    const image = await this.#document?.content.related(contentId(url));
    if (image === undefined || image === null) return new Response(null, { status: 404 });
    return new Response(Uint8Array.from(image.bytes), {
      headers: { 'content-type': image.mimeType, 'x-content-type-options': 'nosniff' },
    });
  }
}

function close({ view, window }: Shown): void {
  if (!window.isDestroyed()) window.contentView.removeChildView(view);
  if (!view.webContents.isDestroyed()) view.webContents.close();
}

/**
 * Loading a message would take the keys to it, away from the list that it was chosen in. From Electron 36 on `focusOnNavigation` keeps it
 * from that; until then whatever it takes is given back, as long as the window is the one in front. Answers what ends the watch.
 */
function keepFocus(window: BrowserWindow, contents: WebContents): () => void {
  const giveBack = (): void => {
    if (window.isDestroyed() || contents.isDestroyed() || !contents.isFocused()) return;
    if (window.isFocused()) window.webContents.focus();
  };
  // Not while its own event is handled.
  const taken = (): void => void setImmediate(giveBack);
  contents.on('focus', taken);
  window.once('focus', taken);
  return () => {
    taken();
    if (!contents.isDestroyed()) contents.off('focus', taken);
    // The window may come to the front after the message is there.
    setTimeout(() => window.off('focus', taken), limits.mailbox.viewFocusMs);
  };
}

/** Whatever a message makes the engine build takes memory of its process alone, and no more than the limit. Answers its end. */
function watchMemory(contents: WebContents, exceeded: () => void): () => void {
  const timer = setInterval(() => {
    if (contents.isDestroyed()) return clearInterval(timer);
    const pid = contents.getOSProcessId();
    const own = app.getAppMetrics().find((process) => process.pid === pid);
    // In KiB.
    if ((own?.memory.workingSetSize ?? 0) * 1_024 > limits.mailbox.viewMemory) exceeded();
  }, limits.mailbox.viewMemoryEveryMs);
  return () => clearInterval(timer);
}

/**
 * A link to about:blank and its like is no request, asks no event that could refuse it, and takes the process along when it is
 * stopped on its way: the message is put back where it was.
 */
function keepAt(contents: WebContents, address: string): void {
  // Once for each time it was there: a message that does not load is not tried for ever.
  let there = false;
  contents.on('did-navigate', (_event, url) => {
    there ||= url === address;
  });
  contents.on('did-stop-loading', () => {
    if (!there || contents.getURL() === address) return;
    there = false;
    // Not while its own event is handled.
    setImmediate(() => {
      if (!contents.isDestroyed()) void contents.loadURL(address).catch(() => undefined);
    });
  });
}

/**
 * Frames and plugins are refused by the policy anyway, but for empty ones, and some of those end the process. The parser never
 * sees their tags: a start tag's name stands in the source as it is, since nothing in it can be escaped.
 */
function withoutFrames(html: string): string {
  return html.replace(/(<\/?)(i?frame|frameset|object|embed|portal|fencedframe)(?=[\s/>])/gi, '$1x-$2');
}

/** "cid:" and the Content-ID, percent-encoded (RFC 2392). */
function contentId(url: string): string {
  const encoded = url.slice('cid:'.length);
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}

/** `sandbox` without more also stops what runs by itself: refreshing to elsewhere, submitting forms, playing media. */
function policy(embedded: boolean): string {
  return [
    "default-src 'none'",
    `img-src cid:${embedded ? ' data:' : ''}`,
    "style-src 'unsafe-inline'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    'sandbox allow-popups',
  ].join('; ');
}

const preferences = (own: Session): Electron.WebPreferences => ({
  session: own,
  javascript: false,
  focusOnNavigation: false,
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  webSecurity: true,
  webviewTag: false,
  plugins: false,
  webgl: false,
  navigateOnDragDrop: false,
  safeDialogs: true,
  disableDialogs: true,
  enableWebSQL: false,
  spellcheck: false,
});
