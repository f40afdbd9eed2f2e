/** A scripted client on a real socket: writes octets, reads complete replies, knows nothing of SMTP beyond their form. */
import { connect, type Socket } from 'node:net';
import { connect as tlsConnect, TLSSocket, type ConnectionOptions } from 'node:tls';
import { once } from 'node:events';

export interface Where {
  readonly host?: string;
  readonly port?: number;
  readonly path?: string;
  /** An address of this machine to come from. */
  readonly from?: string;
}

/** Generous: a guard against hanging, not a measure. */
const GUARD_MS = 15_000;

export class Peer {
  #socket: Socket;
  readonly #plain: Socket;
  #received = '';
  #ended = false;
  #error: Error | null = null;
  #wake: (() => void) | null = null;

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.#plain = socket;
    this.#listen(socket);
  }

  static async connect(where: Where): Promise<Peer> {
    const from = where.from === undefined ? {} : { localAddress: where.from };
    const socket =
      where.path === undefined
        ? connect({ port: where.port ?? 0, host: where.host ?? '127.0.0.1', ...from })
        : connect(where.path);
    const peer = new Peer(socket);
    await once(socket, 'connect');
    return peer;
  }

  static async connectTls(where: Where, options: ConnectionOptions): Promise<Peer> {
    const socket = tlsConnect({ host: where.host ?? '127.0.0.1', port: where.port ?? 0, ...options });
    const peer = new Peer(socket);
    await once(socket, 'secureConnect');
    return peer;
  }

  get closed(): boolean {
    return this.#ended;
  }

  /** What was received and not taken yet. */
  get pending(): string {
    return this.#received;
  }

  async send(octets: string | Uint8Array): Promise<void> {
    if (this.#socket.destroyed || this.#socket.writableEnded) return;
    const bytes = typeof octets === 'string' ? Buffer.from(octets, 'utf8') : octets;
    if (!this.#socket.write(bytes))
      await Promise.race([once(this.#socket, 'drain'), once(this.#socket, 'close')]).catch(() => undefined);
  }

  /** One octet a segment, as far as the system allows. */
  async drip(text: string): Promise<void> {
    for (const octet of Buffer.from(text, 'utf8')) {
      await this.send(Uint8Array.of(octet));
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** The next complete reply with its line ends; '' when the connection ends before. */
  async reply(guardMs = GUARD_MS): Promise<string> {
    const until = Date.now() + guardMs;
    for (;;) {
      const reply = takeReply(this.#received);
      if (reply !== null) {
        this.#received = this.#received.slice(reply.length);
        return reply;
      }
      if (this.#ended) return '';
      if (!(await this.#more(until - Date.now())))
        throw new Error(`no reply; received so far: ${JSON.stringify(this.#received)}`);
    }
  }

  /** Sends a command line, gives its reply. */
  async command(line: string): Promise<string> {
    await this.send(`${line}\r\n`);
    return this.reply();
  }

  /** Everything until the server closes. */
  async untilClosed(guardMs = GUARD_MS): Promise<string> {
    const until = Date.now() + guardMs;
    while (!this.#ended) if (!(await this.#more(until - Date.now()))) throw new Error('not closed');
    const rest = this.#received;
    this.#received = '';
    return rest;
  }

  /** True when something is received, or the server closes, within the time. */
  async anything(ms: number): Promise<boolean> {
    return this.#received !== '' || this.#ended || this.#more(ms);
  }

  async startTls(options: ConnectionOptions): Promise<void> {
    this.#plain.removeAllListeners('data');
    const secured = tlsConnect({ socket: this.#plain, ...options });
    this.#socket = secured;
    this.#listen(secured);
    await once(secured, 'secureConnect');
  }

  /** The certificate was checked and found good. */
  get authorized(): boolean {
    return this.#socket instanceof TLSSocket && this.#socket.authorized;
  }

  halfClose(): void {
    this.#socket.end();
  }

  reset(): void {
    this.#plain.resetAndDestroy();
  }

  destroy(): void {
    this.#socket.destroy();
    this.#plain.destroy();
  }

  #listen(socket: Socket): void {
    socket.on('data', (chunk: Buffer) => {
      this.#received += chunk.toString('latin1');
      this.#wake?.();
    });
    const ended = () => {
      this.#ended = true;
      this.#wake?.();
    };
    socket.on('end', ended);
    socket.on('close', ended);
    socket.on('error', (error) => {
      this.#error ??= error;
      ended();
    });
  }

  async #more(ms: number): Promise<boolean> {
    if (ms <= 0) return false;
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#wake = null;
        resolve(false);
      }, ms);
      this.#wake = () => {
        clearTimeout(timer);
        this.#wake = null;
        resolve(true);
      };
    });
  }
}

function takeReply(text: string): string | null {
  let at = 0;
  for (;;) {
    const end = text.indexOf('\r\n', at);
    if (end === -1) return null;
    if (text[at + 3] !== '-') return text.slice(0, end + 2);
    at = end + 2;
  }
}
