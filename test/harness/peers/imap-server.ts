/** A mailbox over IMAP inside TLS for tests: as much of RFC 9051 as looking for a message takes, each answer the test's to change. */
import { createInterface } from 'node:readline';
import { createServer, type TLSSocket } from 'node:tls';
import { testCertificate } from '../certificates.ts';

export interface MailboxScript {
  readonly login?: string;
  readonly examine?: string;
  /** Answers to the searches, in turn; the last stays. */
  readonly searches?: readonly string[];
  /** In place of those: asked with each search. */
  readonly search?: () => string;
  readonly fetch?: (tag: string) => string;
  /** What is there, read when it is asked for. */
  readonly message?: () => string;
}

const whole = (octets: string, tag: string): string => {
  const length = Buffer.byteLength(octets, 'latin1');
  return `* 1 FETCH (UID 7 RFC822.SIZE ${length} BODY[]<0> {${length}}\r\n${octets})\r\n${tag} OK done\r\n`;
};

export interface ImapServer {
  readonly port: number;
  readonly heard: readonly string[];
  /** Those that stand. */
  connections(): number;
  close(): Promise<void>;
}

export async function startImap(box: MailboxScript = {}): Promise<ImapServer> {
  const heard: string[] = [];
  const sockets = new Set<TLSSocket>();
  const searches = [...(box.searches ?? ['* SEARCH 7'])];
  const answerTo = (line: string): string => {
    const tag = line.slice(0, line.indexOf(' '));
    if (line.includes('CAPABILITY')) return `* CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR\r\n${tag} OK done\r\n`;
    if (line.includes('AUTHENTICATE')) return `${tag} ${box.login ?? 'OK in'}\r\n`;
    if (line.includes('EXAMINE')) return `* 1 EXISTS\r\n${tag} ${box.examine ?? 'OK [READ-ONLY] opened'}\r\n`;
    if (line.includes('SEARCH') && box.search !== undefined) return `${box.search()}\r\n${tag} OK done\r\n`;
    if (line.includes('SEARCH'))
      return `${(searches.length > 1 ? searches.shift() : searches[0]) ?? ''}\r\n${tag} OK done\r\n`;
    if (line.includes('FETCH')) return box.fetch?.(tag) ?? whole(box.message?.() ?? '', tag);
    return `${tag} OK done\r\n`;
  };
  const server = createServer(testCertificate('valid'), (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    socket.write('* OK ready\r\n');
    createInterface(socket).on('line', (line) => {
      heard.push(line);
      socket.write(Buffer.from(answerTo(line), 'latin1'));
    });
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    heard,
    connections: () => sockets.size,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
