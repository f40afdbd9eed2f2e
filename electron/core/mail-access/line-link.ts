/** A connection that is TLS from the first octet, verified before a word is said, and its lines. Everything together has one time limit. */
import { isIP } from 'node:net';
import { type TLSSocket, connect } from 'node:tls';
import { onAbort } from '../recording/on-abort.ts';
import { TimeLimit } from '../recording/time-limit.ts';
import { clientContext } from '../tls/trust.ts';
import { limits } from './limits.ts';

export interface LinkOptions {
  readonly host: string;
  readonly port: number;
  /** What the certificate has to be for. */
  readonly servername: string;
  /** PEM of additional roots. */
  readonly ca: string | null;
  readonly signal: AbortSignal;
  /** In place of the usual limits, where more is asked for than a login. */
  readonly most?: { readonly octets: number; readonly milliseconds: number };
}

/** Why there is no answer, in few words. */
export class LinkFailure extends Error {
  override readonly name = 'LinkFailure';
}

export class LineLink {
  readonly #socket: TLSSocket;
  #buffer = '';
  #octets = 0;
  #failure: LinkFailure | null = null;
  #wake: () => void = () => undefined;
  readonly #lift: () => void;

  private constructor(
    socket: TLSSocket,
    { signal, most = { octets: limits.all, milliseconds: limits.whole } }: LinkOptions,
  ) {
    this.#socket = socket;
    const limit = new TimeLimit(most.milliseconds, () => this.#fail('no answer in time'));
    const lift = onAbort(signal, () => this.#fail('stopped'));
    this.#lift = () => {
      limit.lift();
      lift();
    };
    socket.on('data', (chunk: Buffer) => {
      this.#octets += chunk.length;
      this.#buffer += chunk.toString('latin1');
      if (this.#octets > most.octets) this.#fail('the server says too much');
      this.#wake();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => this.#fail(error.code ?? error.message));
    socket.on('close', () => this.#fail('the server closed the connection'));
    if (signal.aborted) this.#fail('stopped');
  }

  /** @throws LinkFailure where nobody answers, or the certificate does not pass */
  static async open(options: LinkOptions): Promise<LineLink> {
    const { host, port, servername, ca } = options;
    const socket = connect({
      host,
      port,
      secureContext: clientContext({ ca, minVersion: 'TLSv1.2', maxVersion: 'TLSv1.3', identity: null }),
      // SNI is for names alone (RFC 6066 section 3); the certificate is compared with either.
      ...(isIP(servername) === 0 ? { servername } : {}),
    });
    const link = new LineLink(socket, options);
    let isSecured = false;
    // With `rejectUnauthorized`, which is the default, a certificate that does not pass is an error before this.
    socket.once('secureConnect', () => {
      isSecured = true;
      link.#wake();
    });
    await link.#until(() => isSecured);
    return link;
  }

  #fail(reason: string): void {
    this.#failure ??= new LinkFailure(reason);
    this.#socket.destroy();
    this.#wake();
  }

  async #until(isThere: () => boolean): Promise<void> {
    while (!isThere()) {
      if (this.#failure !== null) throw this.#failure;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** Without its end. @throws LinkFailure */
  async line(): Promise<string> {
    await this.#until(() => this.#buffer.includes('\n') || this.#buffer.length > limits.line);
    const end = this.#buffer.indexOf('\n');
    if (end === -1 || end > limits.line) {
      this.#fail('a line that is too long');
      throw this.#failure ?? new LinkFailure('closed');
    }
    const line = this.#buffer.slice(0, end).replace(/\r$/, '');
    this.#buffer = this.#buffer.slice(end + 1);
    return line;
  }

  /** So many octets as they are. @throws LinkFailure */
  async octets(count: number): Promise<Buffer> {
    await this.#until(() => this.#buffer.length >= count);
    const octets = Buffer.from(this.#buffer.slice(0, count), 'latin1');
    this.#buffer = this.#buffer.slice(count);
    return octets;
  }

  /** CRLF is added. */
  send(line: string): void {
    this.#socket.write(`${line}\r\n`);
  }

  /** Courtesy: everything is settled before, whatever comes of it. */
  async leave(line: string): Promise<void> {
    const limit = new TimeLimit(limits.goodbye, () => this.#fail('no goodbye'));
    this.send(line);
    try {
      await this.line();
    } catch (error) {
      if (!(error instanceof LinkFailure)) throw error;
    } finally {
      limit.lift();
    }
  }

  close(): void {
    this.#lift();
    this.#failure ??= new LinkFailure('closed');
    this.#socket.destroy();
  }
}
