/** `posthorn/smtp`: SMTP and LMTP operation by operation, as Python's smtplib has them. docs/library.md shows each by an example. */
export { SmtpClient, SmtpsClient, LmtpClient } from '../core/smtp/client/client.ts';
export type { LoginOptions, SendMessageOptions } from '../core/smtp/client/client.ts';
export type { ConnectionClient } from '../core/smtp/client/connection-client.ts';
export type { ClientOptions } from '../core/smtp/client/link.ts';
export type { ClientAnswer as Answer } from '../core/smtp/client/answer.ts';
export type { AuthObject, AuthResponse } from '../core/smtp/client/auth.ts';
export type { DebugLevel } from '../core/smtp/client/debug.ts';
export type { MessageContent } from '../core/smtp/client/message.ts';
export type { Refused, SendOptions } from '../core/smtp/client/sendmail.ts';
export type { StartTlsOptions } from '../core/smtp/client/starttls.ts';
export type { DataAnswer } from '../core/smtp/client/transaction.ts';
export {
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
} from '../core/smtp/client/errors.ts';
export type { Response } from '../core/smtp/client/errors.ts';

export { sourceFromBytes, sourceFromFile } from '../core/smtp/plan/message-source.ts';
export { sendMany } from '../core/smtp/flows/send-many.ts';
export type { SendManyOptions } from '../core/smtp/flows/send-many.ts';
export type { ConnectionSecrets, MessageSource, SessionContext, SessionResult } from '../core/smtp/types.ts';
export { systemClock } from '../core/recording/clock.ts';
export type { Clock, EventSink, SecretSource } from '../core/ports.ts';

export type { SessionEvent } from '../protocol/values/session/event.ts';
export type { Delivery, Outcome, RecipientResult } from '../protocol/values/session/outcome.ts';
export type { Reply } from '../protocol/values/session/reply.ts';
export type { AuthOptions, ConnectionOptions, Envelope } from '../protocol/values/target.ts';
export type { TlsInfo } from '../protocol/values/session/tls.ts';
