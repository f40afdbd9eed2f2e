/** One text over HTTP at one path, for programs that fetch it again and again. Nothing else is served, and nothing is taken in. */
import { type Server, createServer } from 'node:http';
import { limits } from '../../limits.ts';
import { AppError } from '../../../../protocol/values/app-error.ts';

export interface TextPage {
  readonly port: number;
  /** What is open is closed. */
  close(): Promise<void>;
}

interface Page {
  readonly path: string;
  readonly contentType: string;
  readonly text: () => Promise<string>;
}

/** Port 0 takes a free one. @throws AppError `listen-failed` */
export async function serveTextPage(host: string, port: number, page: Page): Promise<TextPage> {
  const server = createServer(
    { headersTimeout: limits.textPage.head, requestTimeout: limits.textPage.head },
    (request, response) => {
      const path = request.url?.split('?', 1)[0];
      if (path !== page.path || (request.method !== 'GET' && request.method !== 'HEAD')) {
        response.writeHead(path === page.path ? 405 : 404, { 'content-type': 'text/plain' });
        response.end(`${page.path}\n`);
        return;
      }
      page.text().then(
        (text) => {
          response.writeHead(200, { 'content-type': page.contentType });
          response.end(request.method === 'HEAD' ? '' : text);
        },
        () => {
          response.writeHead(500);
          response.end();
        },
      );
    },
  );
  server.maxConnections = limits.textPage.connections;
  await listen(server, host, port);
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException): void => {
      const params = { host, port, systemCode: error.code ?? 'unknown' };
      reject(new AppError('listen-failed', params, { cause: error }));
    };
    server.once('error', failed);
    server.listen(port, host, () => {
      server.removeListener('error', failed);
      resolve();
    });
  });
}
