/** A server that is asked to log in, over as many connections as the client likes: one answer for each mechanism, each line recorded. */
import { type Socket, createServer } from 'node:net';

export interface LoginAnswers {
  /** By mechanism, in the order in which they are offered: the last reply, without its line end. */
  readonly replies: Readonly<Record<string, string>>;
  /** Closes after a login that failed. */
  readonly closes?: boolean;
  /** The login is forgotten at an EHLO after it. */
  readonly forgets?: boolean;
  /** What MAIL is answered without a login. */
  readonly withoutLogin?: string;
  /** What MAIL is answered with one. */
  readonly mail?: string;
}

export interface LoginServer {
  readonly port: number;
  /** The lines of each connection, exchanges of AUTH left out. */
  readonly connections: readonly (readonly string[])[];
  /** Mechanisms in the order in which they were asked for, over all connections. */
  readonly mechanisms: readonly string[];
  /** The highest number of connections at the same time. */
  readonly most: number;
  close(): Promise<void>;
}

const b64 = (text: string): string => Buffer.from(text).toString('base64');

export async function startLoginServer(answers: LoginAnswers): Promise<LoginServer> {
  const connections: string[][] = [];
  const mechanisms: string[] = [];
  const sockets = new Set<Socket>();
  /** Those that were not ended from here. */
  const busy = new Set<Socket>();
  let most = 0;
  const server = createServer((socket) => {
    const lines: string[] = [];
    connections.push(lines);
    sockets.add(socket);
    busy.add(socket);
    most = Math.max(most, busy.size);
    socket.on('close', () => {
      sockets.delete(socket);
      busy.delete(socket);
    });
    socket.on('error', () => undefined);
    socket.write('220 mx.test\r\n');
    let [rest, asked, rounds, loggedIn, text] = ['', '', 0, false, false];
    const part = (last: string): void => {
      busy.delete(socket);
      socket.end(`${last}\r\n`);
    };
    const finish = (): void => {
      const reply = answers.replies[asked] ?? '504 5.5.4 no such mechanism';
      loggedIn = reply.startsWith('235');
      asked = '';
      if (!loggedIn && answers.closes === true) part(reply);
      else socket.write(`${reply}\r\n`);
    };
    const take = (line: string): void => {
      if (text) {
        text = line !== '.';
        if (!text) socket.write('250 2.0.0 taken\r\n');
        return;
      }
      if (asked !== '') {
        rounds -= 1;
        if (rounds <= 0) finish();
        else socket.write(`334 ${b64('Password:')}\r\n`);
        return;
      }
      lines.push(line.startsWith('AUTH') ? line.split(' ').slice(0, 2).join(' ') : line);
      const [verb = '', mechanism = '', initial] = line.split(' ');
      if (verb === 'EHLO') {
        if (answers.forgets === true) loggedIn = false;
        socket.write(`250-mx.test\r\n250 AUTH ${Object.keys(answers.replies).join(' ')}\r\n`);
      } else if (verb === 'AUTH') {
        mechanisms.push(mechanism);
        if (loggedIn) {
          socket.write('503 5.5.1 already authenticated\r\n');
          return;
        }
        asked = mechanism;
        rounds = mechanism === 'LOGIN' ? 2 : 1;
        if (initial !== undefined) finish();
        else socket.write(`334 ${mechanism === 'LOGIN' ? b64('Username:') : b64('<1.2@mx.test>')}\r\n`);
      } else if (verb === 'MAIL') {
        const refused = loggedIn ? answers.mail : answers.withoutLogin;
        socket.write(`${refused ?? '250 2.1.0 ok'}\r\n`);
      } else if (verb === 'DATA') {
        text = true;
        socket.write('354 go\r\n');
      } else if (verb === 'QUIT') part('221 2.0.0 bye');
      else socket.write('250 2.0.0 ok\r\n');
    };
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      rest += chunk;
      for (let end = rest.indexOf('\r\n'); end !== -1; end = rest.indexOf('\r\n')) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 2);
        take(line);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    connections,
    mechanisms,
    get most() {
      return most;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
