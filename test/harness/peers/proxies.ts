/** Proxies for tests: a SOCKS5 and an HTTP CONNECT proxy as small as they can be, and one that answers what it is told, octet by octet. */
import { type Server, type Socket, connect, createServer } from 'node:net';

export interface TestProxy {
  readonly port: number;
  /** What was asked of it, such as "connect mx.test:25 as ann:pw". */
  readonly asked: string[];
  close(): Promise<void>;
}

export interface ProxyUser {
  readonly user: string;
  readonly password: string;
}

/** `names`: where a name leads, since the proxy looks it up and not the client; `forbids`: ports that its rules do not allow. */
export interface ProxyOptions {
  readonly login?: ProxyUser;
  readonly names?: Readonly<Record<string, string>>;
  readonly forbids?: readonly number[];
}

async function listen(server: Server, asked: string[]): Promise<TestProxy> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    asked,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Exactly so many octets, whatever comes after them stays. */
function take(socket: Socket, count: number): Promise<Buffer> {
  return new Promise((resolve) => {
    const attempt = (): void => {
      const octets = socket.read(count) as Buffer | null;
      if (octets === null) return;
      socket.off('readable', attempt);
      resolve(octets);
    };
    socket.on('readable', attempt);
    attempt();
  });
}

/** The two sockets become one; the answer to the client goes out when the other side stands. */
function splice(client: Socket, host: string, port: number, ok: Buffer, failed: Buffer): void {
  const other = connect({ host, port });
  other.on('error', () => client.end(failed));
  other.once('connect', () => {
    client.write(ok);
    client.pipe(other).pipe(client);
  });
  client.on('close', () => other.destroy());
}

/** RFC 1928, CONNECT alone. */
export function startSocks(options: ProxyOptions = {}): Promise<TestProxy> {
  const asked: string[] = [];
  const serve = async (socket: Socket): Promise<void> => {
    const [, count = 0] = await take(socket, 2);
    const methods = await take(socket, count);
    const wanted = options.login === undefined ? 0 : 2;
    if (!methods.includes(wanted)) {
      socket.end(Buffer.of(5, 0xff));
      return;
    }
    socket.write(Buffer.of(5, wanted));
    let who = '';
    if (options.login !== undefined) {
      const field = async (): Promise<string> => (await take(socket, (await take(socket, 1))[0] ?? 0)).toString();
      await take(socket, 1);
      const [user, password] = [await field(), await field()];
      who = ` as ${user}:${password}`;
      const right = user === options.login.user && password === options.login.password;
      socket.write(Buffer.of(1, right ? 0 : 1));
      if (!right) {
        socket.end();
        return;
      }
    }
    const [, , , type] = await take(socket, 4);
    const length = type === 1 ? 4 : type === 4 ? 16 : ((await take(socket, 1))[0] ?? 0);
    const destination = await take(socket, length);
    const port = (await take(socket, 2)).readUInt16BE();
    const host = type === 3 ? destination.toString() : type === 1 ? destination.join('.') : destination.toString('hex');
    asked.push(`connect ${host}:${port}${who}`);
    const address = Buffer.of(0, 1, 127, 0, 0, 1, 0, 0);
    if (options.forbids?.includes(port) === true) {
      socket.end(Buffer.concat([Buffer.of(5, 2), address]));
      return;
    }
    splice(
      socket,
      options.names?.[host] ?? host,
      port,
      Buffer.concat([Buffer.of(5, 0), address]),
      Buffer.concat([Buffer.of(5, 5), address]),
    );
  };
  return listen(
    createServer((socket) => void serve(socket)),
    asked,
  );
}

/** RFC 9110 section 9.3.6. */
export function startHttpProxy(options: ProxyOptions = {}): Promise<TestProxy> {
  const asked: string[] = [];
  const serve = async (socket: Socket): Promise<void> => {
    let head = '';
    while (!head.endsWith('\r\n\r\n')) head += (await take(socket, 1)).toString('latin1');
    const [, host = '', port = '0'] = /^CONNECT (\S+):(\d+) HTTP\/1\.1\r\n/.exec(head) ?? [];
    const basic = /^Proxy-Authorization: Basic (\S+)\r$/m.exec(head)?.[1];
    const who = basic === undefined ? '' : Buffer.from(basic, 'base64').toString();
    asked.push(`connect ${host}:${port}${who === '' ? '' : ` as ${who}`}`);
    if (options.login !== undefined && who !== `${options.login.user}:${options.login.password}`) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="x"\r\n\r\nno');
      return;
    }
    if (options.forbids?.includes(Number(port)) === true) {
      socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    splice(
      socket,
      options.names?.[host] ?? host,
      Number(port),
      Buffer.from('HTTP/1.1 200 Connection established\r\nVia: test\r\n\r\n'),
      Buffer.from('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n'),
    );
  };
  return listen(
    createServer((socket) => void serve(socket)),
    asked,
  );
}

/** Says what it is told as soon as somebody connects; then closes, or waits. */
export function startLiar(says: Buffer, then: 'close' | 'wait'): Promise<TestProxy> {
  const server = createServer((socket) => {
    socket.resume();
    if (then === 'close') socket.end(says);
    else socket.write(says);
  });
  return listen(server, []);
}
