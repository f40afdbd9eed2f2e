/** A mail server for a test of the window: answers line by line as the test says, listens on a port of its own. */
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { startTcpPeer } from '../../harness/peers/tcp-peer.ts';

export interface Peer {
  readonly port: number;
  close(): Promise<void>;
}

/** The answer to one line of the client, line ends included; null: none at all, or one that `say` gives later. */
export type Answer = (line: string, say: (text: string) => void) => string | null;

/** PEM of a key and its certificate, and when TLS begins: with the first octet, or after a 220 to STARTTLS. */
export interface PeerTls {
  readonly key: string;
  readonly cert: string;
  readonly implicit?: boolean;
}

export function startPeer(
  greeting: string | null,
  answer: Answer,
  tls: PeerTls | null = null,
  at: Parameters<typeof startTcpPeer>[1] = {},
): Promise<Peer> {
  return startTcpPeer((connection) => {
    let socket: Socket = connection;
    let rest = '';
    let inData = false;
    const say = (text: string | null): void => {
      if (text !== null) socket.write(text);
      if (text?.startsWith('221') === true || text?.startsWith('421') === true) socket.end();
    };
    const take = (chunk: Buffer): void => {
      const lines = (rest + chunk.toString('latin1')).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (inData && line !== '.') continue;
        const text = answer(line, say);
        inData = text?.startsWith('354') === true;
        say(text);
        if (tls !== null && /^STARTTLS/i.test(line) && text?.startsWith('220') === true) encrypt(tls);
      }
    };
    const encrypt = ({ key, cert }: PeerTls): void => {
      connection.off('data', take);
      socket = new TLSSocket(connection, { isServer: true, key, cert });
      socket.on('error', () => connection.destroy());
      socket.on('data', take);
    };
    if (tls?.implicit === true) encrypt(tls);
    else connection.on('data', take);
    say(greeting);
  }, at);
}

/** Offers much, refuses the password and one kind of recipient, in the words such servers use. */
export function choosy(name: string): Promise<Peer> {
  return startPeer(`220 ${name} ESMTP ready\r\n`, (line) => {
    if (/^EHLO/i.test(line)) {
      return ['PIPELINING', 'SIZE 52428800', 'ENHANCEDSTATUSCODES', '8BITMIME', 'CHUNKING', 'AUTH PLAIN LOGIN']
        .reduce((lines, each) => [...lines, each], [`${name} greets you`])
        .map((each, index, all) => `250${index === all.length - 1 ? ' ' : '-'}${each}\r\n`)
        .join('');
    }
    if (/^AUTH/i.test(line)) return '535 5.7.8 Error: authentication failed: the user name or password is wrong\r\n';
    if (/^RCPT TO:<unknown/i.test(line)) {
      return '550-5.1.1 The e-mail account that you tried to reach does not exist.\r\n550 5.1.1 Check the address for typing errors.\r\n';
    }
    if (/^RCPT TO:<busy/i.test(line)) return '450 4.2.0 Greylisted, try again in 5 minutes\r\n';
    if (/^DATA/i.test(line)) return '354 End data with <CR><LF>.<CR><LF>\r\n';
    if (line === '.') return '250 2.0.0 Ok: queued as 4Zq7Lk2bYz\r\n';
    if (/^QUIT/i.test(line)) return '221 2.0.0 Bye\r\n';
    return '250 2.0.0 Ok\r\n';
  });
}
