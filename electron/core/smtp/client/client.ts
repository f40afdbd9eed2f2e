/**
 * SMTP as a library, operation by operation: what Python's smtplib.SMTP offers, over this engine. Every operation throws the classes of
 * errors.ts and nothing else for what a peer does; operations called at the same time run one after the other. The table of
 * differences from smtplib is in docs/library.md.
 */
import type { AuthOptions } from '../../../protocol/values/target.ts';
import type { SecretSource } from '../../ports.ts';
import type { ClientSession } from '../session.ts';
import type { ClientAnswer } from './answer.ts';
import { type AuthObject, authenticateWith } from './auth.ts';
import { ConnectionClient } from './connection-client.ts';
import { helloIfNeeded, sendHelloAs } from './hello.ts';
import { type MessageContent, contentSource, readContent } from './message.ts';
import { type Refused, type SendOptions, type SentMail, transact } from './sendmail.ts';
import { type DataAnswer, sendDataAnd, sendMailAs, sendRcptAs } from './transaction.ts';
import { noTransaction } from './errors.ts';
import { type StartTlsOptions, prepareStartTls } from './starttls.ts';
import { type StepResult, done, failed, outcome } from '../step.ts';
import { addressOnly } from './address.ts';
import { authenticate } from '../auth/auth.ts';
import { checkAuth } from '../plan/arguments.ts';
import { reset } from '../commands/operations.ts';
import { has } from '../../wire/ehlo.ts';
import { upgrade } from '../reach/establish.ts';

export interface LoginOptions extends Pick<AuthOptions, 'authzid' | 'mechanisms' | 'allowClear'> {
  /** smtplib's way: after a refused credential the next mechanism is tried. May lock the account; false unless asked for. */
  readonly fallThrough?: boolean;
  /** true: always where the mechanism has one; false: never; absent: as is best for the mechanism. */
  readonly initialResponseOk?: boolean;
}

export interface SendMessageOptions extends SendOptions {
  /** Absent: from the header. */
  readonly from?: string;
  readonly to?: readonly string[];
}

export class SmtpClient extends ConnectionClient {
  helo(name = ''): Promise<ClientAnswer> {
    return this.answer((session) => sendHelloAs(session, this.memory, 'HELO', name));
  }

  /** LHLO where LMTP is spoken. */
  ehlo(name = ''): Promise<ClientAnswer> {
    return this.answer((session) => sendHelloAs(session, this.memory, session.lmtp ? 'LHLO' : 'EHLO', name));
  }

  /** EHLO, else HELO, unless either was said before. SmtpHeloError when both are refused. */
  async ehloOrHeloIfNeeded(): Promise<void> {
    await this.link.run((session) => helloIfNeeded(session, this.memory));
  }

  verify(address: string): Promise<ClientAnswer> {
    return this.command(`VRFY ${addressOnly(address)}`);
  }

  /** smtplib has both names. */
  vrfy(address: string): Promise<ClientAnswer> {
    return this.verify(address);
  }

  expn(address: string): Promise<ClientAnswer> {
    return this.command(`EXPN ${addressOnly(address)}`);
  }

  /** The text alone. */
  async help(args = ''): Promise<string> {
    return (await this.command(args === '' ? 'HELP' : `HELP ${args}`)).message;
  }

  noop(): Promise<ClientAnswer> {
    return this.command('NOOP');
  }

  rset(): Promise<ClientAnswer> {
    return this.answer(async (session) => {
      const step = await session.inPhase('rset', () => reset(session));
      session.phases.rest();
      return step;
    });
  }

  /** MAIL with any address and, after EHLO, the options as they are. Returns whatever is answered. */
  mail(sender: string, options: readonly string[] = []): Promise<ClientAnswer> {
    return this.answer((session) => sendMailAs(session, sender, options));
  }

  rcpt(recipient: string, options: readonly string[] = []): Promise<ClientAnswer> {
    return this.answer((session) => sendRcptAs(session, recipient, options));
  }

  /** DATA and the message. Returns the final answer whatever it is; SmtpDataError when DATA is not answered with 354. */
  async data(content: MessageContent): Promise<DataAnswer> {
    return this.link.run((session) => sendDataAnd(session, content, () => this.link.replies));
  }

  /** The engine's mechanisms, strongest first unless `mechanisms` says otherwise. Returns the last answer. */
  async login(user: string, password: string | SecretSource, options: LoginOptions = {}): Promise<ClientAnswer> {
    const { fallThrough, initialResponseOk, ...rest } = options;
    const auth: AuthOptions = {
      ...rest,
      user,
      ...(fallThrough === undefined ? {} : { tryAllMechanisms: fallThrough }),
      ...(initialResponseOk === undefined ? {} : { initialResponse: initialResponseOk }),
    };
    const secret = typeof password === 'string' ? { read: () => Promise.resolve(password) } : password;
    return this.answer(async (session) => {
      const refused = checkAuth(auth);
      if (refused !== null) return failed(refused);
      const greeted = await helloIfNeeded(session, this.memory);
      if (!greeted.ok) return greeted;
      const step = await session.inPhase('auth', () => authenticate(session, auth, secret));
      session.phases.rest();
      const reply = this.link.replies.at(-1)?.reply;
      // "already authenticated" (RFC 4954 section 4), which smtplib takes for success.
      const already = !step.ok && step.error.code === 'auth-failed' && step.error.reply?.code === 503;
      if (!step.ok && !already) return step;
      this.memory.authenticated = true;
      // Never: what is a success was answered.
      if (reply === undefined) return failed(outcome('cancelled', 'auth', {}));
      return done(reply);
    });
  }

  /** AUTH with a mechanism of the caller's own; 235 and 503 are returned, everything else is SmtpAuthenticationError. */
  auth(
    mechanism: string,
    authObject: AuthObject,
    options: { readonly initialResponseOk?: boolean } = {},
  ): Promise<ClientAnswer> {
    const initial = options.initialResponseOk !== false;
    return this.answer(async (session) => {
      const step = await session.inPhase('auth', () => authenticateWith(session, mechanism, authObject, initial));
      session.phases.rest();
      if (step.ok) this.memory.authenticated = true;
      return step;
    });
  }

  /**
   * Says EHLO if needed, STARTTLS, and does the handshake; what was learnt before is forgotten. SmtpNotSupportedError when it is not
   * offered, SmtpTlsError (and the end of the connection) when the certificate does not pass and `insecure` was not asked for.
   */
  starttls(options: StartTlsOptions = {}): Promise<ClientAnswer> {
    return this.answer(async (session) => {
      const prepared = await prepareStartTls(session, options);
      if (!prepared.ok) return prepared;
      const greeted = await helloIfNeeded(session, this.memory);
      if (!greeted.ok) return greeted;
      const offered = session.ehlo !== null && has(session.ehlo, 'STARTTLS');
      // RFC 3207 section 4.2: not to be offered, and not to be used, once TLS is active.
      if (!offered || session.connection.encrypted)
        return failed(outcome('not-supported', 'starttls', { keyword: 'STARTTLS' }, { temporary: false }));
      const step = await upgrade(session);
      session.phases.rest();
      if (!step.ok) return step;
      this.memory.forget();
      const unverified = session.certificateFailure('tls');
      if (unverified === null) return step;
      session.connection.fail(unverified);
      return failed(unverified);
    });
  }

  /**
   * A whole transaction. Resolves when at least one recipient was taken, with those that were not. The connection stays open after
   * a refusal, unless it was 421.
   */
  async sendmail(
    from: string,
    to: string | readonly string[],
    content: MessageContent,
    options: SendOptions = {},
  ): Promise<Refused> {
    return this.#transaction(from, async (session) => {
      const source = contentSource(content);
      if (!source.ok) return source;
      return transact(session, from, typeof to === 'string' ? [to] : to, source.value, options);
    });
  }

  /** sendmail with the envelope read from the header; Bcc and Resent-Bcc are not sent. */
  async sendMessage(content: MessageContent, options: SendMessageOptions = {}): Promise<Refused> {
    return this.#transaction(options.from, async (session) => {
      const read = await readContent(content, options);
      if (!read.ok) return read;
      const { from: _from, to: _to, ...rest } = options;
      const { from, to, message, utf8Header } = read.value;
      // RFC 6531 section 3.4: a header in UTF-8 needs it too. Where it is not offered such mail goes out as it always has.
      const smtputf8 = utf8Header && session.ehlo !== null && has(session.ehlo, 'SMTPUTF8');
      return transact(session, from, to, message, { ...rest, smtputf8 });
    });
  }

  #transaction(
    sender: string | undefined,
    work: (session: ClientSession) => Promise<StepResult<never> | SentMail>,
  ): Promise<Refused> {
    let transaction = noTransaction;
    return this.link.run(
      async (session) => {
        const greeted = await helloIfNeeded(session, this.memory);
        if (!greeted.ok) return greeted;
        const result = await work(session);
        if ('ok' in result) return result;
        transaction = result;
        this.link.delivery = result.delivery;
        return result.step;
      },
      () => ({ transaction, ...(sender === undefined ? {} : { sender }) }),
    );
  }
}

/** TLS from the first octet: smtplib's SMTP_SSL. Port 465 unless another is given. */
export class SmtpsClient extends SmtpClient {
  protected override readonly security = 'tls';
}

/** LMTP over TCP, port 24 unless another is given, or over a Unix socket. Each recipient has an answer of its own after the message. */
export class LmtpClient extends SmtpClient {
  protected override readonly protocol = 'lmtp';

  lhlo(name = ''): Promise<ClientAnswer> {
    return this.ehlo(name);
  }
}
