/** A release feed on loopback, over TLS with an authority of its own, that answers with whatever octets a test wants. */
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { AddressInfo, Socket } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';
import { publicKeyText, signedFeed } from '../../../build/package/release-feed.mjs';
import { makeCertificates, testAuthority, testCertificate } from '../certificates.ts';

export const sampleRelease = {
  feed: 'posthorn-releases',
  schema: 1,
  version: '99.1.0',
  date: '2026-11-30T12:00:00.000Z',
  notes: 'Finds what nobody found.\nIs quicker.',
  page: 'https://releases.example/99.1.0',
  files: ['deb', 'rpm', 'AppImage'].flatMap((kind) =>
    ['x64', 'arm64'].map((arch) => ({
      name: `Posthorn-99.1.0-linux-${arch}.${kind}`,
      kind,
      arch,
      url: `https://releases.example/99.1.0/Posthorn-99.1.0-linux-${arch}.${kind}`,
      size: 90_000_000,
      sha256: 'ab'.repeat(32),
    })),
  ),
};

export interface FeedServer {
  /** As a build's package.json has it. */
  readonly config: { readonly url: string; readonly publicKey: string; readonly ca: string };
  readonly privateKey: KeyObject;
  /** What each connection sent, in order. */
  readonly asked: readonly string[];
  /** Connections that are still open. */
  readonly open: number;
  /** What the next ones get, once their request is whole; the connection is theirs to end. */
  answer(how: (socket: TLSSocket) => void): void;
  /** A whole answer of status 200. */
  serve(body: string): void;
  /** Signed by its key: the sample, but for these. */
  release(changes?: object): void;
  close(): Promise<void>;
}

export const httpAnswer = (body: string, status = '200 OK', more = ''): string =>
  `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n${more}Connection: close\r\n\r\n${body}`;

export async function startFeed(): Promise<FeedServer> {
  await makeCertificates();
  const { key, cert } = testCertificate('valid');
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  let answer = (socket: TLSSocket): void => void socket.end();
  const server = createServer({ key, cert }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    let text = '';
    socket.on('data', (octets: Buffer) => {
      text += octets.toString('latin1');
      if (!text.endsWith('\r\n\r\n')) return;
      asked.push(text);
      answer(socket);
    });
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const config = {
    url: `https://127.0.0.1:${port}/posthorn/feed.json`,
    publicKey: publicKeyText(publicKey),
    ca: testAuthority(),
  };
  const serve = (body: string): void => {
    answer = (socket) => void socket.end(httpAnswer(body));
  };
  return {
    config,
    privateKey,
    asked,
    get open() {
      return sockets.size;
    },
    answer: (how) => {
      answer = how;
    },
    serve,
    release: (changes = {}) => serve(signedFeed({ ...sampleRelease, ...changes }, privateKey)),
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
