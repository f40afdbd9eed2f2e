/**
 * What the library throws: smtplib's classes under names of our own, with the same attributes, each around the engine's outcome.
 * Nowhere else in the core is a failure an exception; see failures.ts for which becomes which.
 */
import type { Delivery, Outcome, RecipientResult, TriedMechanism } from '../../../protocol/values/session/outcome.ts';
import type { Reply } from '../../../protocol/values/session/reply.ts';
import type { ClientAnswer } from './answer.ts';

/** Base of all: smtplib's SMTPException. */
export class SmtpException extends Error {
  /** The engine's word on it: code, phase, parameters, and the reply with its octets. */
  readonly outcome: Outcome;
  /** What became of the message; null where none was to be sent. */
  readonly delivery: Delivery | null;
  /** Each recipient of the transaction, with every answer; empty outside of sendmail and sendMessage. */
  readonly results: readonly RecipientResult[];

  constructor(message: string, outcome: Outcome, transaction: ClientTransaction = noTransaction) {
    super(message);
    this.name = new.target.name;
    this.outcome = outcome;
    this.delivery = transaction.delivery;
    this.results = transaction.results;
  }

  /** The server's answer that led to this; null where there was none. */
  get reply(): Reply | null {
    return this.outcome.reply;
  }
}

export interface ClientTransaction {
  readonly delivery: Delivery | null;
  readonly results: readonly RecipientResult[];
}

export const noTransaction: ClientTransaction = { delivery: null, results: [] };

/** ValueError and UnicodeEncodeError: an argument that must not or cannot be sent. Nothing was. */
export class SmtpValueError extends SmtpException {}

/** OSError: no such name, no connection, or no answer to a TLS handshake in time. */
export class SmtpSocketError extends SmtpException {
  /** The system's or resolver's code, such as ECONNREFUSED; of several addresses tried, the last one's. */
  readonly code: string;

  constructor(message: string, outcome: Outcome, code: string) {
    super(message, outcome);
    this.code = code;
  }
}

/** ssl.SSLError: the handshake failed, or the certificate did not pass. */
export class SmtpTlsError extends SmtpException {}

/** Closed or silent where a reply was due, or used before connect. */
export class SmtpServerDisconnected extends SmtpException {}

/** The command or option is not offered. */
export class SmtpNotSupportedError extends SmtpException {}

/** Stopped by the caller's signal; smtplib has no such thing. */
export class SmtpCancelled extends SmtpException {}

/** A reply that is a refusal; -1 where it has no code that could be read, as with smtplib. */
export class SmtpResponseException extends SmtpException {
  readonly smtpCode: number;
  /** The lines' text, joined by line feeds. */
  readonly smtpError: string;

  constructor(response: Response, outcome: Outcome, transaction?: ClientTransaction) {
    super(`(${response.code}, ${JSON.stringify(response.message)})`, outcome, transaction);
    this.smtpCode = response.code;
    this.smtpError = response.message;
  }
}

export type Response = Pick<ClientAnswer, 'code' | 'message'>;

export class SmtpConnectError extends SmtpResponseException {}

export class SmtpHeloError extends SmtpResponseException {}

export class SmtpDataError extends SmtpResponseException {}

export class SmtpAuthenticationError extends SmtpResponseException {
  /** Every mechanism tried, in order, with its reply. */
  readonly tried: readonly TriedMechanism[];

  constructor(response: Response, outcome: Outcome, tried: readonly TriedMechanism[]) {
    super(response, outcome);
    this.tried = tried;
  }
}

export class SmtpSenderRefused extends SmtpResponseException {
  readonly sender: string;

  constructor(response: Response, outcome: Outcome, transaction: ClientTransaction, sender: string) {
    super(response, outcome, transaction);
    this.sender = sender;
  }
}

/** All of them were refused. */
export class SmtpRecipientsRefused extends SmtpException {
  /** By address as given; of the same kind as what sendmail returns. */
  readonly recipients: ReadonlyMap<string, ClientAnswer>;

  constructor(recipients: ReadonlyMap<string, ClientAnswer>, outcome: Outcome, transaction: ClientTransaction) {
    const lines = [...recipients].map(
      ([address, { code, message }]) => `${address}: (${code}, ${JSON.stringify(message)})`,
    );
    super(`{${lines.join(', ')}}`, outcome, transaction);
    this.recipients = recipients;
  }
}
