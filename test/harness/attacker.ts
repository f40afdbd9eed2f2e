/** A mail server that records every octet and offers all there is: the one a kept secret belongs to, or the one an attacker waits at. */
import { createServer, type Server, type Socket } from 'node:net';
import { TLSSocket, createSecureContext } from 'node:tls';
import { mechanisms } from '../../electron/core/sasl/registry.ts';
import type { TestCertificate } from './certificates.ts';

export interface RecordingServer {
  readonly port: number;
  /** What clients said, as it was after TLS. */
  readonly heard: () => string;
  /** Names in certificates that clients showed. */
  readonly shown: string[];
  readonly connections: () => number;
  close(): Promise<void>;
}

export interface RecordingOptions {
  readonly tls: 'implicit' | 'starttls' | 'none';
  readonly certificate: TestCertificate;
  readonly ca: string;
  readonly host?: string;
  /** A path, instead of a port. */
  readonly path?: string;
  readonly port?: number;
}

/** It takes a SOCKS or HTTP proxy's client too, and asks for a password. */
export async function startRecording(options: RecordingOptions): Promise<RecordingServer> {
  const heard: Buffer[] = [];
  const shown: string[] = [];
  const open = new Set<Socket>();
  let connections = 0;
  const { cert, key } = options.certificate;
  const secureContext = createSecureContext({ cert, key, ca: options.ca });
  const secure = (socket: Socket): Socket => {
    const tls = new TLSSocket(socket, { isServer: true, secureContext, requestCert: true, rejectUnauthorized: false });
    tls.on('error', () => undefined);
    tls.once('secure', () => {
      const subject = tls.getPeerCertificate().subject as { CN?: string } | undefined;
      if (subject?.CN !== undefined) shown.push(subject.CN);
    });
    return tls;
  };
  const serve = (socket: Socket, greet: boolean, offerTls: boolean): void => {
    const ehlo = [
      'mx.test',
      'SIZE',
      'XCLIENT NAME ADDR LOGIN',
      ...(offerTls ? ['STARTTLS'] : []),
      `AUTH ${mechanisms.map(({ name }) => name).join(' ')}`,
    ];
    let inData = false;
    if (greet) socket.write('220 mx.test\r\n');
    const onData = (chunk: Buffer): void => {
      heard.push(chunk);
      if (chunk[0] === 5) {
        socket.write(Buffer.of(5, 2));
        return;
      }
      for (const line of chunk.toString('latin1').split('\r\n').slice(0, -1)) {
        if (inData) {
          if (line !== '.') continue;
          inData = false;
          socket.write('250 kept\r\n');
        } else if (/^(EHLO|LHLO|HELO)/i.test(line))
          socket.write(ehlo.map((one, index) => `250${index === ehlo.length - 1 ? ' ' : '-'}${one}\r\n`).join(''));
        else if (/^STARTTLS/i.test(line) && offerTls) {
          socket.off('data', onData);
          socket.write('220 go\r\n');
          serve(secure(socket), false, false);
        } else if (/^AUTH (PLAIN|XOAUTH2|OAUTHBEARER) /i.test(line)) socket.write('235 welcome\r\n');
        else if (/^AUTH CRAM-MD5/i.test(line))
          socket.write(`334 ${Buffer.from('<1.2@mx.test>').toString('base64')}\r\n`);
        else if (/^AUTH/i.test(line)) socket.write('334 \r\n');
        else if (/^DATA/i.test(line)) {
          inData = true;
          socket.write('354 go\r\n');
        } else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n');
        else if (/^[A-Za-z0-9+/=]{8,}$/.test(line)) socket.write('235 welcome\r\n');
        else socket.write('250 ok\r\n');
      }
    };
    socket.on('data', onData);
  };
  const server: Server = createServer((socket) => {
    connections += 1;
    open.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => open.delete(socket));
    if (options.tls === 'implicit') serve(secure(socket), true, false);
    else serve(socket, true, options.tls === 'starttls');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    if (options.path !== undefined) server.listen(options.path, resolve);
    else server.listen(options.port ?? 0, options.host ?? '127.0.0.1', resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    heard: () => Buffer.concat(heard).toString('latin1'),
    shown,
    connections: () => connections,
    close: () =>
      new Promise((resolve) => {
        for (const socket of open) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
