/** A mail server with implicit TLS whose settings are the test's: client certificates wanted or not, versions. Says just enough SMTP. */
import { type Server, createServer, type TlsOptions } from 'node:tls';
import type { Socket } from 'node:net';

export interface TlsPeer {
  readonly port: number;
  /** Of the certificate each client showed, or "none". */
  readonly clients: string[];
  close(): Promise<void>;
}

/** Old versions and weak keys need OpenSSL's lowest level; BoringSSL does not know the word. */
function tolerant(options: TlsOptions): Server {
  try {
    return createServer({ ...options, ciphers: 'DEFAULT:@SECLEVEL=0' });
  } catch {
    return createServer(options);
  }
}

export async function startTlsPeer(options: TlsOptions, keywords: readonly string[] = ['SIZE']): Promise<TlsPeer> {
  const clients: string[] = [];
  const sockets = new Set<Socket>();
  const server = tolerant(options);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('tlsClientError', () => undefined);
  server.on('secureConnection', (socket) => {
    const subject = socket.getPeerCertificate().subject as { CN?: string } | undefined;
    clients.push(subject?.CN ?? 'none');
    socket.on('error', () => undefined);
    socket.write('220 mx.test\r\n');
    socket.setEncoding('latin1').on('data', (text: string) => {
      for (const line of text.split('\r\n').slice(0, -1)) {
        if (line.startsWith('EHLO')) {
          const lines = ['mx.test', ...keywords];
          socket.write(lines.map((one, i) => `250${i === lines.length - 1 ? ' ' : '-'}${one}\r\n`).join(''));
        } else if (line === 'QUIT') socket.end('221 bye\r\n');
        else socket.write('250 ok\r\n');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    clients,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
