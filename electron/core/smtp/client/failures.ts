/** Which exception an outcome becomes. One table for the whole library; the outcome itself goes along unchanged. */
import type { Outcome } from '../../../protocol/values/session/outcome.ts';
import type { Reply } from '../../../protocol/values/session/reply.ts';
import {
  type Response,
  SmtpAuthenticationError,
  SmtpCancelled,
  SmtpConnectError,
  SmtpDataError,
  SmtpException,
  SmtpHeloError,
  SmtpNotSupportedError,
  SmtpRecipientsRefused,
  SmtpResponseException,
  SmtpSenderRefused,
  SmtpServerDisconnected,
  SmtpSocketError,
  SmtpTlsError,
  SmtpValueError,
  type ClientTransaction,
  noTransaction,
} from './errors.ts';
import { type ClientAnswer, answerOf, messageOf } from './answer.ts';
import { decodeText } from '../../wire/text.ts';

/** What the caller knows beyond the outcome. */
export interface FailureContext {
  readonly transaction?: ClientTransaction;
  readonly sender?: string;
}

export function exceptionFor(error: Outcome, context: FailureContext = {}): SmtpException {
  const transaction = context.transaction ?? noTransaction;
  const response = responseOf(error.reply, '');
  switch (error.code) {
    case 'invalid-argument':
      return new SmtpValueError(`${error.params.argument}: ${error.params.reason}`, error);
    case 'dns-failed':
      return new SmtpSocketError(`${error.params.name}: ${error.params.dnsCode}`, error, error.params.dnsCode);
    case 'connect-failed':
      return connectFailed(error);
    case 'proxy-failed':
      return new SmtpSocketError(`the proxy refused: ${error.params.answer}`, error, 'ECONNREFUSED');
    case 'timeout':
      return timedOut(error, transaction);
    case 'server-disconnected':
      if (error.phase === 'tls') return new SmtpTlsError('closed during the TLS handshake', error);
      return new SmtpServerDisconnected('connection unexpectedly closed', error, transaction);
    case 'protocol-error':
      return protocolError(error, context, transaction);
    case 'security-mismatch':
      if (error.phase === 'tls') return new SmtpTlsError(`${error.params.seen} where TLS was due`, error);
      return new SmtpConnectError(responseOf(error.reply, decodeText(error.params.raw).text), error);
    case 'greeting-refused':
      return new SmtpConnectError(response, error);
    case 'helo-refused':
      return new SmtpHeloError(response, error);
    case 'not-supported':
      return new SmtpNotSupportedError(`${error.params.keyword} is not offered by the server`, error, transaction);
    case 'starttls-refused':
    case 'command-refused':
      return new SmtpResponseException(response, error, transaction);
    case 'tls-failed':
      return new SmtpTlsError(tlsReason(error), error);
    case 'auth-unavailable':
      // Also where it may be offered after STARTTLS.
      if (error.params.offered.length === 0) return new SmtpNotSupportedError('AUTH is not offered', error);
      return new SmtpException(`no suitable authentication mechanism (${error.params.reason})`, error);
    case 'auth-failed':
      return new SmtpAuthenticationError(response, error, error.params.tried);
    case 'sender-refused':
      return new SmtpSenderRefused(response, error, transaction, context.sender ?? error.params.sender);
    case 'recipients-refused':
      return new SmtpRecipientsRefused(refusedIn(error.params.refused), error, transaction);
    case 'message-too-large':
      return tooLarge(error, context, transaction);
    case 'data-refused':
      return new SmtpDataError(response, error, transaction);
    case 'cancelled':
      return new SmtpCancelled('cancelled', error, transaction);
  }
}

/** For a command before connect() or after the end. */
export function notConnected(): SmtpServerDisconnected {
  return new SmtpServerDisconnected('please run connect() first', {
    code: 'server-disconnected',
    phase: null,
    temporary: null,
    reply: null,
    params: { bytesReceived: 0, reset: false },
  });
}

function refusedIn(refused: readonly { address: string; reply: Reply }[]): ReadonlyMap<string, ClientAnswer> {
  return new Map(refused.map(({ address, reply }) => [address, answerOf(reply)]));
}

function responseOf(reply: Reply | null, otherwise: string): Response {
  return reply === null ? { code: -1, message: otherwise } : { code: reply.code ?? -1, message: messageOf(reply) };
}

function connectFailed(error: Extract<Outcome, { code: 'connect-failed' }>): SmtpException {
  const attempts = error.params.addresses.map(({ address, error: code }) => `${address}: ${code ?? 'connected'}`);
  return new SmtpSocketError(attempts.join(', '), error, error.params.addresses.at(-1)?.error ?? 'UNKNOWN');
}

/** A peer that connects and then says nothing is smtplib's "disconnected"; before that it is the system's time-out. */
function timedOut(error: Extract<Outcome, { code: 'timeout' }>, transaction: ClientTransaction): SmtpException {
  if (error.phase === 'dns' || error.phase === 'connect' || error.phase === 'tls')
    return new SmtpSocketError(`timed out after ${error.params.limitMs} ms`, error, 'ETIMEDOUT');
  return new SmtpServerDisconnected('connection unexpectedly closed: timed out', error, transaction);
}

/** The exception of the phase, with the code -1 where none could be read; a cap is 500, as smtplib has it. */
function protocolError(
  error: Extract<Outcome, { code: 'protocol-error' }>,
  context: FailureContext,
  transaction: ClientTransaction,
): SmtpException {
  const { anomaly, limit, raw } = error.params;
  if (anomaly === 'after-starttls') return new SmtpTlsError('octets after the answer to STARTTLS', error);
  if (limit !== null) {
    const message = limit === 'reply.maxLine' ? 'Line too long.' : 'Reply too long.';
    return new SmtpResponseException({ code: 500, message }, error, transaction);
  }
  const response = responseOf(error.reply, decodeText(raw).text);
  // Said where nothing was asked: refusing what is being sent, or out of step.
  if (anomaly === 'unsolicited' && error.phase === 'data') return new SmtpDataError(response, error, transaction);
  switch (anomaly === 'malformed-code' ? error.phase : null) {
    case 'greeting':
      return new SmtpConnectError(response, error);
    case 'ehlo':
    case 'ehlo-tls':
    case 'ehlo-auth':
      return new SmtpHeloError(response, error);
    case 'auth':
      return new SmtpAuthenticationError(response, error, []);
    case 'mail':
      return new SmtpSenderRefused(response, error, transaction, context.sender ?? '');
    case 'data':
      return new SmtpDataError(response, error, transaction);
    default:
      return new SmtpResponseException(response, error, transaction);
  }
}

/** Refused by the server in MAIL or after DATA; else known before anything was said, which smtplib does not look at. */
function tooLarge(
  error: Extract<Outcome, { code: 'message-too-large' }>,
  context: FailureContext,
  transaction: ClientTransaction,
): SmtpException {
  const { size, limit } = error.params;
  if (error.reply === null)
    return new SmtpException(`${size} octets, and the server takes ${limit ?? 'fewer'}`, error, transaction);
  const answer = answerOf(error.reply);
  if (error.phase === 'mail') return new SmtpSenderRefused(answer, error, transaction, context.sender ?? '');
  return new SmtpDataError(answer, error, transaction);
}

function tlsReason({ params }: Extract<Outcome, { code: 'tls-failed' }>): string {
  switch (params.check) {
    case 'handshake':
      return params.detail;
    case 'chain':
      return `the certificate is not trusted: ${params.chainError ?? params.libraryCode ?? ''}`;
    case 'name':
      return `the certificate is for another name: ${params.detail}`;
  }
}
