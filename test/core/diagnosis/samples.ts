/** Replies of our own phrasing, of the kinds that servers write, with the cause that each names. */
import type { DiagnosisId } from '../../../electron/texts/diagnosis/all.ts';

export interface Sample {
  readonly code: number;
  readonly enhanced: string;
  readonly words: string;
  readonly id: DiagnosisId;
}

const sample = (code: number, enhanced: string, words: string, id: DiagnosisId): Sample => ({
  code,
  enhanced,
  words,
  id,
});

export const samples: readonly Sample[] = [
  sample(530, '5.7.0', 'You must authenticate before sending mail', 'phrase.login-first'),
  sample(550, '5.7.1', 'Please log in first, anonymous sending is not permitted', 'phrase.login-first'),
  sample(535, '5.7.8', 'Incorrect password', 'auth.bad-credentials'),
  sample(535, '5.7.8', 'The access token was refused', 'auth.token-refused'),
  sample(535, '5.7.8', 'Your password has expired', 'auth.credentials-expired'),
  sample(534, '5.7.9', 'An app password is required for this program', 'phrase.app-password'),
  sample(535, '5.7.8', 'The account has been suspended', 'auth.account-disabled'),
  sample(454, '4.7.0', 'The LDAP directory for logins is not available', 'auth.backend-broken'),
  sample(454, '4.7.0', 'Temporary authentication failure', 'auth.backend-broken'),
  sample(501, '5.5.2', 'The challenge response could not be decoded from base64', 'auth.exchange-broken'),
  sample(501, '5.7.0', 'Login cancelled by client', 'auth.aborted'),
  sample(504, '5.5.4', 'Authentication mechanism not supported', 'auth.mechanism-not-available'),
  sample(538, '5.7.11', 'Encryption is required for this login mechanism', 'auth.tls-first'),
  sample(503, '5.5.1', 'You are already authenticated', 'auth.already-logged-in'),
  sample(553, '5.7.1', 'This login is not allowed to send as that user', 'phrase.sender-not-owned'),
  sample(530, '5.7.0', 'STARTTLS must be issued first', 'phrase.starttls-first'),
  sample(503, '5.5.1', 'Say EHLO first', 'session.hello-missing'),
  sample(503, '5.5.1', 'Bad sequence of commands', 'session.command-order'),
  sample(503, '5.5.1', 'MAIL was already given', 'session.command-order'),
  sample(554, '5.5.1', 'No valid recipients', 'session.no-valid-recipients'),
  sample(501, '5.5.4', 'Bad value for the SIZE parameter', 'session.parameter-invalid'),
  sample(555, '5.5.4', 'Unsupported option given', 'session.parameter-unsupported'),
  sample(500, '5.5.1', 'Command not recognised', 'session.unknown-command'),
  sample(421, '4.4.2', 'Idle for too long, closing connection', 'session.idle-timeout'),
  sample(554, '5.6.0', 'Bare LF is not accepted', 'session.bare-line-end'),
  sample(500, '5.5.2', 'Line too long', 'session.line-too-long'),
  sample(503, '5.5.0', 'Improper use of command pipelining', 'session.pipelining'),
  sample(421, '4.7.0', 'Too many invalid commands', 'session.too-many-errors'),
  sample(451, '4.3.0', 'Internal server error', 'server.internal-error'),
  sample(421, '4.3.2', 'Server too busy', 'server.busy'),
  sample(421, '4.7.0', 'Too many concurrent connections', 'phrase.too-many-connections'),
  sample(452, '4.3.1', 'Out of disk space', 'server.disk-full'),
  sample(451, '4.3.5', 'Server configuration error', 'server.misconfigured'),
  sample(421, '4.3.2', 'The service is shutting down', 'server.shutting-down'),
  sample(454, '4.7.0', 'TLS not available due to a local problem', 'server.tls-not-available'),
  sample(550, '5.7.1', 'Relaying is not permitted', 'phrase.relay-denied'),
  sample(554, '5.7.1', '<someone@example.net>: relay access denied', 'phrase.relay-denied'),
  sample(550, '5.1.1', 'The recipient is unknown here', 'phrase.no-such-mailbox'),
  sample(552, '5.2.2', 'The mailbox of this recipient is full', 'phrase.mailbox-full'),
  sample(550, '5.2.1', 'This recipient has been deactivated', 'mailbox.disabled'),
  sample(550, '5.1.0', 'Sender verify failed', 'sender.verify-failed'),
  sample(554, '5.7.1', 'The sender is on our blacklist', 'sender.blocked'),
  sample(550, '5.1.8', 'The domain of the sender does not exist', 'phrase.domain-not-found'),
  sample(552, '5.3.4', 'Message size exceeds the limit of this server', 'message.too-large'),
  sample(550, '5.6.0', 'Message has more than one From header', 'message.header-duplicate'),
  sample(452, '4.5.3', 'Too many recipients in this message', 'phrase.too-many-recipients'),
];
