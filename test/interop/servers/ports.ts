/** Free TCP ports, and whether somebody listens. */
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';

export type Endpoint = { readonly port: number } | { readonly path: string };

/** All are held at once, so that no number comes twice; another process may still take one before the server does. */
export async function freePorts(count: number): Promise<number[]> {
  const held: Server[] = [];
  try {
    for (let i = 0; i < count; i += 1) held.push(await listen());
    return held.map((server) => (server.address() as AddressInfo).port);
  } finally {
    await Promise.all(held.map((server) => new Promise((resolve) => server.close(resolve))));
  }
}

function listen(): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}

export function accepts(endpoint: Endpoint): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect('port' in endpoint ? { port: endpoint.port, host: '127.0.0.1' } : { path: endpoint.path });
    const settle = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
  });
}
