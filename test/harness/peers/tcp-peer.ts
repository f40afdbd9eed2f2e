/** A server on a free port of loopback that does with each connection what the test says; and a port on which nobody listens. */
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

export interface TcpPeer {
  readonly port: number;
  connections(): number;
  /** Somebody has connected. */
  readonly reached: Promise<void>;
  /** Breaks off what is still open. */
  close(): Promise<void>;
}

/** Without `onConnection` it takes connections and says nothing. */
export async function startTcpPeer(
  onConnection: (socket: Socket) => void = () => undefined,
  { host = '127.0.0.1', port = 0 }: { readonly host?: string; readonly port?: number } = {},
): Promise<TcpPeer> {
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // A client that resets is none of the server's failures.
    socket.on('error', () => undefined);
    onConnection(socket);
  });
  const reached = new Promise<void>((resolve) => server.once('connection', () => resolve()));
  server.listen(port, host);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    reached,
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

export async function closedPort(): Promise<number> {
  const peer = await startTcpPeer();
  await peer.close();
  return peer.port;
}
