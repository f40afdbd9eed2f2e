/**
 * What a session knows, and the only way to change it: named transitions, each legal from certain stages. An illegal one throws, since
 * it is a mistake of ours. Values only: no socket, no event.
 */
import type { Outcome } from '../../../protocol/values/session/outcome.ts';
import type { ListenerSecurity, ServerConfig, SessionEndReason } from '../../../protocol/values/server/server.ts';
import type { Protocol } from '../../../protocol/values/connection.ts';
import type { ChannelBinding } from '../../sasl/types.ts';
import type { parsePathArgument } from '../../wire/path-argument.ts';
import {
  IllegalTransition,
  SERVER_TRANSITIONS,
  type SessionMode,
  type SessionStage,
  type SessionTransition,
} from './transitions.ts';
import { OpenTransaction, type MailSender, type Transaction } from './transaction.ts';

/** Everything configured that a session needs, as it was when the session began. */
export interface SessionConfig {
  readonly protocol: Protocol;
  readonly security: ListenerSecurity;
  readonly server: ServerConfig;
  readonly limits: ServerLimits;
  /** Keywords that are neither offered nor understood. */
  readonly hidden: ReadonlySet<string>;
  /** The connection begins with a PROXY header. */
  readonly proxyProtocol: boolean;
}

/** Caps of one session; the defaults and their reasons are in server/limits.ts. */
export interface ServerLimits {
  /** Octets of a command line without its CRLF. */
  readonly commandLine: number;
  /** Octets of an AUTH command or of a line of its exchange. */
  readonly authLine: number;
  /** Octets of one over-long line that are read and thrown away before the session is ended. */
  readonly skippedLine: number;
  readonly commands: number;
  readonly errors: number;
  readonly recipients: number;
  /** Sessions of the whole server at the same time. */
  readonly connections: number;
  /** Of those from one address. Not over a Unix socket, nor after a PROXY header, where all come from one. */
  readonly connectionsPerSource: number;
  /** Of those on one listener. */
  readonly connectionsPerListener: number;
  /** Octets of input that wait to be looked at, of one session. */
  readonly queuedInput: number;
  /** Octets that all sessions together keep in memory. */
  readonly bufferedOctets: number;
  /** From the greeting to the end of the first command; null: as commandMs. */
  readonly greetingMs: number | null;
  /** From one reply to the end of the next command. */
  readonly commandMs: number;
  /** Between two pieces of a message. */
  readonly dataIdleMs: number;
  readonly tlsMs: number;
  readonly sessionMs: number;
  /** Of a session that a script has fallen silent: its client is waited for. */
  readonly stallMs: number;
  readonly proxyHeader: { readonly text: number; readonly binary: number };
  /** How long a closed session waits for the client's own close. */
  readonly lingerMs: number;
  /** Octets of replies that may wait for a client that does not read them. */
  readonly unreadReplies: number;
}

/** What XCLIENT or a PROXY header said; null where they were silent. */
export interface StatedPeer {
  readonly peer: string | null;
  readonly helo: string | null;
  readonly user: string | null;
}

export type ReadPath = ReturnType<typeof parsePathArgument>;

/** Verb and name of an accepted greeting. */
export interface Hello {
  readonly verb: 'EHLO' | 'HELO' | 'LHLO';
  readonly name: string;
}

/** How a session ended, as far as whoever closed it knows. */
export interface SessionEnding {
  readonly reason: SessionEndReason;
  readonly error: Outcome | null;
}

/** The only owner of a session's mode, of what was said in it and of its transaction. */
export class SessionState {
  #mode: SessionMode = 'connected';
  #greeted = false;
  #ending: SessionEnding | null = null;
  #helo: Hello | null = null;
  #encrypted = false;
  #bindings: readonly ChannelBinding[] = [];
  #clientNames: readonly string[] = [];
  #user: string | null = null;
  #stated: StatedPeer | null = null;
  #transaction: OpenTransaction | null = null;
  #commands = 0;
  #transactions = 0;
  #errors = 0;
  /** Addresses judged lately, by what followed FROM: or TO:. */
  readonly paths = new Map<string, { readonly withoutDomain: 'any' | 'postmaster'; readonly path: ReadPath }>();

  get mode(): SessionMode {
    return this.#mode;
  }

  get stage(): SessionStage {
    if (this.#mode !== 'command') return this.#mode;
    if (this.#transaction !== null) return this.#transaction.recipients.length > 0 ? 'recipients' : 'mail';
    return this.#helo === null ? 'greeted' : 'ready';
  }

  /** Set by whoever closed; null: the way in which the socket ended says it. */
  get ending(): SessionEnding | null {
    return this.#ending;
  }

  /** Of the last accepted EHLO, HELO or LHLO since the start or the TLS handshake. */
  get helo(): Hello | null {
    return this.#helo;
  }

  get encrypted(): boolean {
    return this.#encrypted;
  }

  /** What SASL can be bound to; none without TLS. */
  get bindings(): readonly ChannelBinding[] {
    return this.#bindings;
  }

  /** By the TLS client certificate; see tls/client-certificate.ts. */
  get clientNames(): readonly string[] {
    return this.#clientNames;
  }

  get user(): string | null {
    return this.#user;
  }

  get stated(): StatedPeer | null {
    return this.#stated;
  }

  get transaction(): Transaction | null {
    return this.#transaction;
  }

  /** Begun since the start. */
  get transactions(): number {
    return this.#transactions;
  }

  may(transition: SessionTransition): boolean {
    return SERVER_TRANSITIONS[transition].has(this.stage);
  }

  expectHeader(): void {
    this.#check('expectHeader');
    this.#mode = 'header';
  }

  /** `stated`: null where the header named nobody. */
  endHeader(stated: StatedPeer | null): void {
    this.#check('endHeader');
    this.#mode = 'connected';
    this.#stated = stated;
  }

  greet(): void {
    this.#check('greet');
    this.#greeted = true;
    this.#mode = 'command';
  }

  startTls(): void {
    this.#check('startTls');
    this.#mode = 'tls';
  }

  /** RFC 3207 section 4.2: everything said before is forgotten. */
  endTls(bindings: readonly ChannelBinding[], clientNames: readonly string[]): void {
    this.#check('endTls');
    this.#mode = this.#greeted ? 'command' : 'connected';
    this.#encrypted = true;
    this.#bindings = bindings;
    this.#clientNames = clientNames;
    this.#helo = null;
    this.#user = null;
    this.#transaction = null;
  }

  /** RFC 5321 section 4.1.4: EHLO acts like RSET. */
  hello(verb: Hello['verb'], name: string): void {
    this.#check('hello');
    this.#helo = { verb, name };
    this.#transaction = null;
  }

  statePeer(stated: StatedPeer): void {
    this.#check('statePeer');
    this.#helo = null;
    this.#user = stated.user;
    this.#stated = stated;
  }

  beginAuth(): void {
    this.#check('beginAuth');
    this.#mode = 'auth';
  }

  /** `user`: null where nobody was let in. */
  endAuth(user: string | null): void {
    this.#check('endAuth');
    this.#mode = 'command';
    if (user !== null) this.#user = user;
  }

  beginMail(sender: MailSender): void {
    this.#check('beginMail');
    this.#transactions += 1;
    this.#transaction = new OpenTransaction(sender);
  }

  /** `octets`: of the argument of RCPT. */
  addRecipient(address: string, options: readonly string[], octets: number): void {
    this.#check('addRecipient');
    this.#transaction?.accept(address, options, octets);
  }

  refuseRecipient(): void {
    this.#check('refuseRecipient');
    this.#transaction?.refuse();
  }

  reset(): void {
    this.#check('reset');
    this.#transaction = null;
  }

  beginData(): void {
    this.#check('beginData');
    this.#mode = 'data';
  }

  beginChunk(): void {
    this.#check('beginChunk');
    this.#transaction?.chunk();
    this.#mode = 'data';
  }

  skipChunk(): void {
    this.#check('skipChunk');
    this.#mode = 'data';
  }

  /** The transaction goes on. */
  endChunk(): void {
    this.#check('endChunk');
    this.#mode = 'command';
  }

  endMessage(): void {
    this.#check('endMessage');
    this.#transaction = null;
    this.#commands = 0;
    if (this.#mode === 'data') this.#mode = 'command';
  }

  stall(): void {
    this.#check('stall');
    this.#mode = 'stalled';
  }

  close(ending: SessionEnding | null): void {
    this.#check('close');
    this.#mode = 'closed';
    this.#ending = ending;
  }

  /** Their number since the start or the last message. */
  countCommand(): number {
    this.#commands += 1;
    return this.#commands;
  }

  /** Their number since the start. */
  countError(): number {
    this.#errors += 1;
    return this.#errors;
  }

  #check(transition: SessionTransition): void {
    if (!this.may(transition)) throw new IllegalTransition(transition, this.stage);
  }
}
