/**
 * Serves a host over loopback HTTP for a browser: `POST /call/<name>` answers once, `POST /stream/<name>` answers a line per
 * frame until either side ends it, everything else is the built page. The token makes every other local program a stranger;
 * the Host header is checked because of DNS rebinding.
 */
import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Host } from '../../electron/ipc/host.ts';
import { decodeJson, encodeJson } from '../../electron/ipc/json-codec.ts';
import type { CallAnswer, StreamFrame } from '../../electron/ipc/transport.ts';
import { contentSecurityPolicy, readPage } from '../../electron/app/page.ts';

/** Whether the request bore the token; what the host's predicate is asked about. */
export interface HttpSender {
  readonly authorised: boolean;
}

export interface HttpHost {
  readonly origin: string;
  close(): Promise<void>;
}

/** The largest call is a message source typed by hand or a .eml; what the app itself may send has no such limit. */
const MAX_BODY = 64 * 1024 * 1024;

export async function serveHttp(options: {
  readonly host: Host<HttpSender>;
  readonly token: string;
  readonly pageDir: string;
  readonly port: number;
}): Promise<HttpHost> {
  const { host, token, pageDir } = options;
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : undefined);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const names = new Set([`127.0.0.1:${port}`, `localhost:${port}`]);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const [, kind = '', name = ''] = pathname.split('/');
    if (!names.has(request.headers.host ?? '')) return void response.writeHead(421).end();
    if (request.method === 'POST' && (kind === 'call' || kind === 'stream')) {
      const sender = { authorised: sameToken(request.headers['x-posthorn-token'], token) };
      const payload = sender.authorised ? await readBody(request) : { ok: true as const, value: null };
      if (!payload.ok) return void response.writeHead(400).end();
      if (kind === 'stream') {
        stream(sender, name, payload.value, response);
        return;
      }
      const answered: CallAnswer = await host.invoke(sender, name, payload.value);
      response
        .writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
        .end(encodeJson(answered));
      return;
    }
    const file = await readPage(pageDir, pathname === '/' ? '/index.html' : pathname);
    const headers = { 'content-security-policy': contentSecurityPolicy("'self'"), 'x-content-type-options': 'nosniff' };
    if (file === null) response.writeHead(404, headers).end();
    else response.writeHead(200, { ...headers, 'content-type': file.type, 'cache-control': 'no-store' }).end(file.body);
  }

  /** The connection is the subscription's owner: they end together. */
  function stream(sender: HttpSender, name: string, params: unknown, response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' });
    response.flushHeaders();
    const tell = (frame: StreamFrame): void => {
      if (!response.destroyed) response.write(`${encodeJson(frame)}\n`);
    };
    response.once('close', () => host.release(response));
    host.subscribe(sender, response, name, params, {
      event: (event) => tell({ event }),
      end: (error) => {
        tell({ end: error });
        response.end();
      },
    });
  }

  return {
    origin: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function sameToken(given: string | string[] | undefined, token: string): boolean {
  const bytes = Buffer.from(typeof given === 'string' ? given : '');
  const expected = Buffer.from(token);
  return bytes.length === expected.length && timingSafeEqual(bytes, expected);
}

async function readBody(request: IncomingMessage): Promise<{ ok: true; value: unknown } | { ok: false }> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY) return { ok: false };
    chunks.push(chunk);
  }
  try {
    return { ok: true, value: decodeJson(Buffer.concat(chunks).toString('utf8')) };
  } catch {
    // Not JSON: the status says so, and there is nothing to repeat of it.
    return { ok: false };
  }
}
