/** A server that answers the nth thing it hears with the nth of given octets, whatever they are, and then closes. */
import { type Socket, createServer } from 'node:net';
import { once } from 'node:events';
import { TLSSocket } from 'node:tls';

export interface Puppet {
  readonly port: number;
  /** Lines heard, and `<message>` for an end of data. */
  readonly heard: readonly string[];
  close(): Promise<void>;
}

/** Octets in pieces; each piece is written when the event loop comes round again. */
export type Answer = readonly Uint8Array[];

/**
 * `answers[0]` is the greeting. When they run out the connection is closed. `closes` false: the server falls silent instead. With a
 * certificate an answer to STARTTLS that begins with 220 is followed by a handshake, whatever else it held.
 */
export async function startPuppet(
  answers: readonly Answer[],
  closes = true,
  certificate: { readonly key: string; readonly cert: string } | null = null,
): Promise<Puppet> {
  const heard: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    serve(socket, answers, heard, closes, certificate);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as { port: number }).port,
    heard,
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function serve(
  first: Socket,
  answers: readonly Answer[],
  heard: string[],
  closes: boolean,
  certificate: { readonly key: string; readonly cert: string } | null,
): void {
  let socket = first;
  let next = 0;
  let buffer = '';
  let inMessage = false;
  let pending: Promise<void> = Promise.resolve();
  const answer = (): void => {
    const octets = answers[next];
    next += 1;
    pending = pending.then(async () => {
      if (octets === undefined) {
        if (closes) socket.end();
        return;
      }
      for (const piece of octets) {
        if (!socket.destroyed) socket.write(piece);
        await new Promise((resolve) => setImmediate(resolve));
      }
    });
    // Only what a client can read as 354 is followed by a message.
    inMessage = octets !== undefined && /^354[^0-9]/.test(Buffer.concat(octets).toString('latin1'));
  };
  const encrypt = (): void => {
    const said = Buffer.concat([...(answers[next - 1] ?? [])]).toString('latin1');
    if (certificate === null || heard.at(-1) !== 'STARTTLS' || !said.startsWith('220 ')) return;
    // What comes from now on is the handshake's, however early.
    first.pause();
    pending = pending.then(() => {
      first.off('data', received);
      buffer = '';
      const tls = new TLSSocket(first, { isServer: true, ...certificate });
      tls.on('error', () => first.destroy());
      tls.on('data', received);
      socket = tls;
    });
  };
  const received = (chunk: Buffer): void => {
    buffer += chunk.toString('latin1');
    for (;;) {
      const end = inMessage ? endOfMessage(buffer) : buffer.indexOf('\n') + 1;
      if (end <= 0) return;
      heard.push(inMessage ? '<message>' : buffer.slice(0, end).trimEnd());
      buffer = buffer.slice(end);
      answer();
      encrypt();
    }
  };
  answer();
  first.on('data', received);
}

function endOfMessage(buffer: string): number {
  if (buffer.startsWith('.\r\n')) return 3;
  const at = buffer.indexOf('\r\n.\r\n');
  return at === -1 ? 0 : at + 5;
}
