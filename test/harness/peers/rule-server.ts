/**
 * A server that answers by rules, for the scenarios of test/fixtures/cases/smtplib.json: the first rule whose pattern matches the
 * line wins, else the defaults. Everything the client of the first connection wrote is kept.
 */
import { type Server, type Socket, createServer } from 'node:net';
import { TLSSocket } from 'node:tls';
import { once } from 'node:events';
import { type TestCertificate, testCertificate } from '../certificates.ts';
import { weakContext } from './scripted-server.ts';

export interface Rule {
  /** On the line without its end, case ignored; `<DOT>` is the end of a message. */
  readonly match: string;
  /** Only the nth time that it matches. */
  readonly nth?: number;
  /** One character for each octet. */
  readonly reply?: string;
  readonly then?: string;
}

export interface RuleScript {
  /** null: says nothing. */
  readonly greeting?: string | null;
  readonly greeting_then?: 'close' | 'reset';
  readonly accept?: 'close' | 'hang';
  readonly rules: readonly Rule[];
}

/** `tls`: the version. `client`: the common name of the certificate that the client showed. */
export type Heard = readonly [kind: 'line' | 'data' | 'tls' | 'client', text: string];

export interface RuleServer {
  readonly port: number;
  readonly heard: readonly Heard[];
  /** Resolves when the first connection has come to its end. */
  readonly ended: Promise<void>;
  close(): Promise<void>;
}

const GREETING = '220 scripted.test ESMTP\r\n';
const defaults: readonly Rule[] = [
  { match: '^(EHLO|LHLO)\\b', reply: '250-scripted.test\r\n250-SIZE 10240000\r\n250 8BITMIME\r\n' },
  { match: '^HELO\\b', reply: '250 scripted.test\r\n' },
  { match: '^MAIL\\b', reply: '250 2.1.0 ok\r\n' },
  { match: '^RCPT\\b', reply: '250 2.1.5 ok\r\n' },
  { match: '^DATA$', reply: '354 go ahead\r\n', then: 'data' },
  { match: '^<DOT>$', reply: '250 2.0.0 queued\r\n' },
  { match: '^RSET\\b', reply: '250 2.0.0 reset\r\n' },
  { match: '^NOOP\\b', reply: '250 2.0.0 noop\r\n' },
  { match: '^QUIT\\b', reply: '221 2.0.0 bye\r\n', then: 'close' },
  { match: '^STARTTLS$', reply: '220 2.0.0 go\r\n', then: 'tls' },
  { match: '', reply: '500 5.5.2 what?\r\n' },
];

export async function startRuleServer(
  script: RuleScript,
  options: {
    readonly path?: string;
    /** By its name among those of the cases, or made by the test. */ readonly certificate?: string | TestCertificate;
    readonly requestCert?: boolean;
  } = {},
): Promise<RuleServer> {
  const heard: Heard[] = [];
  const sockets = new Set<Socket>();
  let first = true;
  let finish: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (finish = resolve));
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    // Who comes second is the engine's question whether this is TLS: it stays without an answer.
    if (!first) return;
    first = false;
    socket.once('close', finish);
    const tls = { certificate: options.certificate ?? 'valid', requestCert: options.requestCert === true };
    new Dialogue(socket, script, heard, tls).begin();
  });
  if (options.path === undefined) server.listen(0, '127.0.0.1');
  else server.listen(options.path);
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    heard,
    ended,
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

interface ServerTls {
  readonly certificate: string | TestCertificate;
  readonly requestCert: boolean;
}

class Dialogue {
  #socket: Socket;
  readonly #script: RuleScript;
  readonly #heard: Heard[];
  readonly #tls: ServerTls;
  readonly #counts = new Map<Rule, number>();
  #buffer = '';
  #mode: 'lines' | 'data' | 'deaf' = 'lines';
  /** Octets still to be read before the connection is closed. */
  #raw: number | null = null;

  constructor(socket: Socket, script: RuleScript, heard: Heard[], tls: ServerTls) {
    this.#socket = socket;
    this.#script = script;
    this.#heard = heard;
    this.#tls = tls;
  }

  begin(): void {
    const { accept, greeting, greeting_then: then } = this.#script;
    this.#socket.on('data', this.#received);
    if (accept === 'close') {
      this.#mode = 'deaf';
      this.#socket.end();
      return;
    }
    if (accept === 'hang') this.#mode = 'deaf';
    else this.#say(greeting === undefined ? GREETING : (greeting ?? ''));
    if (then !== undefined) this.#after(then);
  }

  readonly #received = (chunk: Buffer): void => {
    this.#buffer += chunk.toString('latin1');
    this.#read();
  };

  #say(text: string): void {
    if (text !== '') this.#socket.write(Buffer.from(text, 'latin1'));
  }

  #read(): void {
    for (;;) {
      if (this.#raw !== null) {
        if (this.#buffer.length < this.#raw) return;
        this.#mode = 'deaf';
        this.#raw = null;
        this.#socket.destroy();
      }
      if (this.#mode === 'deaf') return;
      const line = this.#mode === 'data' ? this.#message() : this.#line();
      if (line === null) return;
      this.#answer(line);
    }
  }

  #line(): string | null {
    const end = this.#buffer.indexOf('\n');
    if (end === -1) return null;
    const raw = this.#buffer.slice(0, end + 1);
    this.#buffer = this.#buffer.slice(end + 1);
    this.#heard.push(['line', raw]);
    return raw.replace(/\r?\n$/, '');
  }

  #message(): string | null {
    const empty = this.#buffer.startsWith('.\r\n');
    const at = empty ? 0 : this.#buffer.indexOf('\r\n.\r\n');
    if (at === -1) return null;
    const end = at + (empty ? 3 : 5);
    this.#heard.push(['data', this.#buffer.slice(0, end)]);
    this.#buffer = this.#buffer.slice(end);
    this.#mode = 'lines';
    return '<DOT>';
  }

  #answer(line: string): void {
    const rule =
      this.#script.rules.find((each) => this.#matches(each, line)) ?? defaults.find((each) => fits(each, line));
    this.#say(rule?.reply ?? '');
    if (rule?.then !== undefined) this.#after(rule.then);
  }

  #matches(rule: Rule, line: string): boolean {
    if (!fits(rule, line)) return false;
    const count = (this.#counts.get(rule) ?? 0) + 1;
    this.#counts.set(rule, count);
    return rule.nth === undefined || rule.nth === count;
  }

  #after(then: string): void {
    switch (then) {
      case 'data':
        this.#mode = 'data';
        return;
      case 'close':
        this.#mode = 'deaf';
        this.#socket.end();
        return;
      case 'reset':
        this.#mode = 'deaf';
        this.#socket.resetAndDestroy();
        return;
      case 'hang':
        this.#mode = 'deaf';
        return;
      case 'garbage':
        this.#mode = 'deaf';
        this.#socket.once('data', () => this.#socket.end('\0\x01NOT TLS AT ALL\r\n'));
        return;
      case 'tls':
        this.#startTls();
        return;
      default:
        this.#raw = Number(/^raw:(\d+)$/.exec(then)?.[1] ?? 0);
    }
  }

  #startTls(): void {
    this.#socket.off('data', this.#received);
    this.#buffer = '';
    const { certificate, requestCert } = this.#tls;
    const { key, cert } = typeof certificate === 'string' ? testCertificate(certificate) : certificate;
    const secureContext = weakContext({ key, cert });
    const tls = new TLSSocket(this.#socket, { isServer: true, secureContext, requestCert, rejectUnauthorized: false });
    tls.on('error', () => this.#socket.destroy());
    tls.once('secure', () => {
      this.#heard.push(['tls', tls.getProtocol() ?? '']);
      if (requestCert) this.#heard.push(['client', tls.getPeerX509Certificate()?.subject ?? '']);
    });
    tls.on('data', this.#received);
    this.#socket = tls;
  }
}

function fits(rule: Rule, line: string): boolean {
  return new RegExp(rule.match, 'i').test(line);
}
