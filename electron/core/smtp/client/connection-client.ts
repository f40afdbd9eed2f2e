/**
 * What every client of the library is: a connection, made and ended, what is known of it, and any command over it. The operations are in
 * client.ts.
 */
import type { EventSink } from '../../ports.ts';
import type { Protocol } from '../../../protocol/values/connection.ts';
import type { TlsInfo } from '../../../protocol/values/session/tls.ts';
import type { ClientSession } from '../session.ts';
import { type ClientAnswer, answerOf } from './answer.ts';
import { type ClientOptions, type Destination, Link } from './link.ts';
import { type DebugLevel, debugSink } from './debug.ts';
import { HelloMemory, localName } from './hello.ts';
import { SmtpConnectError, SmtpResponseException, SmtpServerDisconnected } from './errors.ts';
import { type StepResult, failed, outcome } from '../step.ts';
import { checkArgument } from '../../wire/command.ts';
import { defaultEhloName } from '../plan/target.ts';
import { exchange } from '../commands/operations.ts';
import { featuresOf } from './features.ts';
import { isTemporary } from '../../wire/reply.ts';
import { hostPortText } from '../../../protocol/parse/host-port.ts';

export class ConnectionClient {
  protected readonly protocol: Protocol = 'smtp';
  protected readonly security: Destination['security'] = 'starttls-if-offered';
  protected readonly link: Link;
  protected readonly memory = new HelloMemory();
  readonly #options: ClientOptions;
  /** Of the connection under way, or the last one, for what can be read of it. */
  protected last: ClientSession | null = null;
  #stopDebug: () => void = () => undefined;

  constructor(options: ClientOptions = {}) {
    this.#options = options;
    this.link = new Link(options);
  }

  /** True from connect() until close(), quit() or whatever ended the connection. */
  get connected(): boolean {
    return this.link.session !== null;
  }

  /** The name said with EHLO. Where none was asked for, an address literal may change with the connection's own address. */
  get localHostname(): string {
    const { session } = this.link;
    return session === null ? (this.#options.localHostname ?? defaultEhloName()) : localName(session);
  }

  /** Text of the last answer to HELO; null when none was said, or forgotten by STARTTLS, quit() or connect(). */
  get heloResp(): string | null {
    return this.memory.helo;
  }

  /** Likewise of EHLO or LHLO. */
  get ehloResp(): string | null {
    return this.memory.ehlo;
  }

  /** The last greeting was EHLO or LHLO, and taken. */
  get doesEsmtp(): boolean {
    const verb = this.last?.ehlo?.verb;
    return verb === 'EHLO' || verb === 'LHLO';
  }

  /** Keywords in lower case, with what follows them. */
  get esmtpFeatures(): ReadonlyMap<string, string> {
    return featuresOf(this.last?.ehlo ?? null);
  }

  /** The case of the keyword does not matter. */
  hasExtn(keyword: string): boolean {
    return this.esmtpFeatures.has(keyword.toLowerCase());
  }

  /** Of the connection under way; null in clear. */
  get tls(): TlsInfo | null {
    return this.last?.tls ?? null;
  }

  /** Every event of this and later connections. Returns how to stop. */
  subscribe(sink: EventSink): () => void {
    return this.link.subscribe(sink);
  }

  /** 0 is silence. Without `write` the lines go to standard error, as with smtplib. */
  setDebugLevel(level: 0 | DebugLevel, write: (line: string) => void = toStandardError): void {
    this.#stopDebug();
    this.#stopDebug = () => undefined;
    if (level !== 0) this.#stopDebug = this.subscribe(debugSink(level, write, this.#options.localAddress ?? null));
  }

  /**
   * `host` is a name, an address, `host:port` (only with exactly one colon and no port given), `[v6]:port`, or the path of a Unix socket.
   * Port 0 or absent: the protocol's own. Returns the greeting whatever its code; anything but 220 is for the caller to judge.
   */
  async connect(host = 'localhost', port = 0): Promise<ClientAnswer> {
    this.memory.forget();
    this.last = null;
    const target = withPort(host === '' ? 'localhost' : host, port);
    const reply = await this.link.connect({ target, protocol: this.protocol, security: this.security });
    this.last = this.link.session;
    return answerOf(reply);
  }

  /** connect(), and SmtpConnectError for a greeting other than 220: what smtplib's constructor does with a host. */
  async open(host?: string, port?: number): Promise<ClientAnswer> {
    const answer = await this.connect(host, port);
    if (answer.code === 220) return answer;
    await this.close();
    const { reply } = answer;
    const error = outcome('greeting-refused', 'greeting', {}, { temporary: isTemporary(reply), reply });
    throw new SmtpConnectError(answer, error);
  }

  /** Any command. Returns whatever is answered; AUTH lines are hidden in events. STARTTLS is only said here: see starttls(). */
  docmd(command: string, args = ''): Promise<ClientAnswer> {
    return this.command(args === '' ? command : `${command} ${args}`);
  }

  /** QUIT, then closes, whatever the answer. What a server offered is forgotten; the next connect() starts clean. */
  async quit(): Promise<ClientAnswer> {
    const answer = await this.command('QUIT');
    this.memory.forget();
    this.last = null;
    await this.close();
    return answer;
  }

  /** Closes without QUIT. Never throws; does nothing without a connection. */
  close(): Promise<void> {
    return this.link.close();
  }

  /**
   * smtplib's `with`: runs the work, then QUIT and close in any case. SmtpResponseException when QUIT is not answered with 221; that the
   * server has gone by then is no failure. What the work throws comes before that.
   */
  async use<T>(work: (client: this) => Promise<T>): Promise<T> {
    const [worked] = await Promise.allSettled([work(this)]);
    const [left] = await Promise.allSettled([this.#leave()]);
    await this.close();
    if (worked.status === 'rejected') throw worked.reason;
    if (left.status === 'rejected') throw left.reason;
    return worked.value;
  }

  async #leave(): Promise<void> {
    let answer: ClientAnswer;
    try {
      answer = await this.command('QUIT');
    } catch (error) {
      if (error instanceof SmtpServerDisconnected) return;
      throw error;
    }
    if (answer.code === 221) return;
    const { reply } = answer;
    const error = outcome('command-refused', 'quit', { command: 'QUIT' }, { temporary: isTemporary(reply), reply });
    throw new SmtpResponseException(answer, error);
  }

  protected async answer(
    operation: (session: ClientSession) => Promise<StepResult<ClientAnswer['reply']>>,
  ): Promise<ClientAnswer> {
    return answerOf(await this.link.run(operation));
  }

  protected command(line: string): Promise<ClientAnswer> {
    return this.answer(async (session) => {
      const unsafe = checkArgument('command', line.replaceAll('\t', ' '), { secret: /^\s*AUTH/i.test(line) });
      if (unsafe !== null) return failed(unsafe);
      const { connection } = session;
      const typed = this.link.lines?.read(line, connection.lastCode);
      const step = await exchange(session, typed?.sent ?? { text: line });
      if (step.ok) this.link.lines?.answered(line, step.value);
      return step;
    });
  }
}

/** With a port given, colons in the host are part of an IPv6 address. */
function withPort(host: string, port: number): string {
  return port === 0 || host.startsWith('/') ? host : hostPortText(host, port);
}

function toStandardError(line: string): void {
  process.stderr.write(`${line}\n`);
}
