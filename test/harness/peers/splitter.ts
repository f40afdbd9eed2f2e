/** Several servers behind one port: each connection goes to the next of them, as a load balancer hands them out. */
import { type Socket, connect, createServer } from 'node:net';

export interface Splitter {
  readonly port: number;
  /** Connections until now. */
  readonly connections: () => number;
  close(): Promise<void>;
}

/** `pick`: of the connection with this number, from 0, the port that it goes to. */
export async function startSplitter(
  ports: readonly number[],
  pick = (index: number): number => index % ports.length,
): Promise<Splitter> {
  const sockets = new Set<Socket>();
  let connections = 0;
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    return socket;
  };
  const server = createServer((near) => {
    const port = ports[pick(connections)] ?? 0;
    connections += 1;
    const far = keep(connect(port, '127.0.0.1'));
    keep(near).pipe(far).pipe(near);
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    connections: () => connections,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
