/**
 * The other end of the browser's redirect (RFC 8252 section 7.3): a listener on loopback that takes one answer with the right state and
 * closes. Any page or program on this machine can send something there: what is not our answer is refused, counted, and changes nothing.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { timingSafeEqual } from 'node:crypto';
import { onAbort } from '../recording/on-abort.ts';
import { OAuthError } from './failure.ts';
import { limits } from './limits.ts';

export interface RedirectOptions {
  readonly host: '127.0.0.1' | 'localhost';
  /** As it was registered, with its first slash. */
  readonly path: string;
  /** That was registered; 0: any that is free. */
  readonly port?: number;
  /** What the answer has to repeat. */
  readonly state: string;
  /** Ends it with `cancelled`. */
  readonly signal: AbortSignal;
  /** Milliseconds; the limit unless a test says otherwise. */
  readonly waitMs?: number;
}

export interface RedirectListener {
  /** For the question, and again for the code. */
  readonly uri: string;
  /** The answer's URL. Rejects with OAuthError `no-answer` or `cancelled`. */
  readonly answer: Promise<URL>;
  /** Ends it; only after an answer the browser is still shown its page. */
  dispose(): void;
  /** Nothing listens any more. */
  readonly closed: Promise<void>;
}

const FAREWELL = '/signed-in';

const pages = {
  done: ['Signed in', 'You can close this page and go back to Posthorn.'],
  refused: ['Not signed in', 'The provider said no. Posthorn shows why; you can close this page.'],
  strange: ['Not an answer that is waited for', 'Posthorn takes an answer with the state of its own question only.'],
  over: ['Already answered', 'Posthorn has taken an answer; this one was not used.'],
} as const;

/** A page without script, style or address of anything: the browser keeps nothing of the answer. */
function reply(response: ServerResponse, status: number, [title, text]: readonly [string, string]): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'",
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    connection: 'close',
  });
  response.end(
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><h1>${title}</h1><p>${text}</p></html>\n`,
  );
}

function sameText(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
}

const serverOptions = {
  maxHeaderSize: limits.oauth.redirect,
  headersTimeout: limits.oauth.request,
  requestTimeout: limits.oauth.request,
};

class OneAnswer implements RedirectListener {
  readonly answer: Promise<URL>;
  readonly #options: RedirectOptions;
  readonly #servers: Server[] = [];
  #settle: { take: (url: URL) => void; fail: (error: OAuthError) => void } | null = null;
  #timer: NodeJS.Timeout | null = null;
  /** Answers that were not ours. */
  #strange = 0;
  #port = 0;
  readonly closed: Promise<void>;
  #ended: () => void = () => undefined;
  #forgetSignal = (): void => undefined;

  constructor(options: RedirectOptions) {
    this.#options = options;
    this.answer = new Promise((take, fail) => {
      this.#settle = { take, fail };
    });
    this.closed = new Promise((ended) => {
      this.#ended = ended;
    });
    // Whoever closes it early need not have asked for the answer.
    this.answer.catch(() => undefined);
  }

  get uri(): string {
    return `http://${this.#options.host}:${this.#port}${this.#options.path}`;
  }

  /** Rejects with OAuthError `port-taken`. */
  async listen(): Promise<void> {
    const { host, port = 0, signal, waitMs = limits.oauth.browser } = this.#options;
    this.#port = await this.#bind('127.0.0.1', port);
    if (host === 'localhost') await this.#bindToo('::1', this.#port);
    this.#timer = setTimeout(
      () => this.#fail(new OAuthError('no-answer', { seconds: Math.round(waitMs / 1000), strange: this.#strange })),
      waitMs,
    );
    this.#forgetSignal = onAbort(signal, () => this.dispose());
    if (signal.aborted) this.dispose();
  }

  dispose(): void {
    this.#fail(new OAuthError('cancelled'));
  }

  async #bind(address: string, port: number): Promise<number> {
    const server = createServer(serverOptions, (request, response) => this.#take(request, response));
    server.maxConnections = limits.oauth.redirectConnections;
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen({ host: address, port, exclusive: true }, resolve);
      });
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      throw new OAuthError('port-taken', { code, ...(port === 0 ? {} : { port }) });
    }
    this.#servers.push(server);
    return (server.address() as AddressInfo).port;
  }

  /** Browsers may look for `localhost` at ::1 first. Without IPv6, or with another program at that port, they go on to 127.0.0.1. */
  async #bindToo(address: string, port: number): Promise<void> {
    try {
      await this.#bind(address, port);
    } catch (error) {
      if (!(error instanceof OAuthError)) throw error;
    }
  }

  #take(request: IncomingMessage, response: ServerResponse): void {
    const { host, path, state } = this.#options;
    const asked = request.url ?? '';
    const base = `http://${host}:${this.#port}`;
    // Another name that leads here is another page's doing (DNS rebinding).
    const ours = request.headers.host === `${host}:${this.#port}` && asked.startsWith('/') && URL.canParse(asked, base);
    const url = ours ? new URL(asked, base) : null;
    if (url === null || request.method !== 'GET') return this.#refuse(response, 400);
    if (url.pathname === FAREWELL) {
      reply(response, 200, url.searchParams.has('refused') ? pages.refused : pages.done);
      if (this.#settle === null) response.once('finish', () => this.#end());
      return;
    }
    // What browsers ask for by themselves.
    if (url.pathname !== path) return reply(response, 404, pages.strange);
    if (this.#settle === null) return reply(response, 409, pages.over);
    const states = url.searchParams.getAll('state');
    if (states.length !== 1 || !sameText(states[0] ?? '', state)) return this.#refuse(response, 400);
    // The code leaves the address bar and stays out of the browser's history.
    const refused = url.searchParams.has('error') ? '?refused' : '';
    response.writeHead(303, { location: `${FAREWELL}${refused}`, 'cache-control': 'no-store', connection: 'close' });
    response.end();
    this.#settle.take(url);
    this.#settled();
    this.#timer = setTimeout(() => this.#end(), limits.oauth.farewell);
  }

  #refuse(response: ServerResponse, status: number): void {
    this.#strange += 1;
    reply(response, status, pages.strange);
  }

  #fail(error: OAuthError): void {
    if (this.#settle === null) return;
    this.#settle.fail(error);
    this.#settled();
    this.#end();
  }

  #settled(): void {
    this.#settle = null;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#forgetSignal();
  }

  #end(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    const closing = this.#servers.splice(0).map(
      (server) =>
        new Promise<void>((resolve) => {
          server.close(() => resolve());
          server.closeAllConnections();
        }),
    );
    void Promise.all(closing).then(this.#ended);
  }
}

/** Rejects with OAuthError `port-taken`. Its answer rejects with `no-answer` or `cancelled`. */
export async function listenForRedirect(options: RedirectOptions): Promise<RedirectListener> {
  const listener = new OneAnswer(options);
  await listener.listen();
  return listener;
}
