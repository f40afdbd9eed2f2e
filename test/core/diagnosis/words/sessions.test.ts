/** Wordings of our own for what goes wrong with logins, sessions, servers and limits; and what looks like them and is not. */
import { expect, test } from 'vitest';
import { explain } from '../../../../electron/core/explain/explain.ts';
import type { Phase } from '../../../../electron/protocol/values/session/phase.ts';

const first = (text: string, phase: Phase | null = null) => explain(text, { phase }).findings[0];

test.each<[string, Phase | null, string]>([
  ['503 AUTH not available until TLS is on', 'auth', 'auth.tls-first'],
  ['535 SMTP is switched off for this mailbox', 'auth', 'auth.disabled-for-account'],
  ['503 No identity change allowed', 'auth', 'auth.already-logged-in'],
  ['451 Can not verify your password at the moment', 'auth', 'auth.backend-broken'],
  ['501 Too many values', 'auth', 'auth.exchange-broken'],
  ['550 You have to authenticate with SMTP-after-POP', 'mail', 'phrase.login-first'],
  ['501 Unknown RCPT argument', 'rcpt', 'session.parameter-unsupported'],
  ['503 No HELO yet', 'mail', 'session.hello-missing'],
  ['554 Speaking before our SMTP greeting', 'greeting', 'session.spoke-too-early'],
  ['421 Too many useless commands', null, 'session.too-many-errors'],
  ['421 Too many erroneous commands, closing connection', null, 'session.too-many-errors'],
  ['421 Too many sessions', 'greeting', 'phrase.too-many-connections'],
  ['500 This is no web server', null, 'session.not-smtp'],
  ['421 No free worker', 'greeting', 'server.busy'],
  ['451 Could not create the queue file', 'data', 'server.internal-error'],
  [
    '421 The client gave no SSL certificate: client did not send a certificate',
    'starttls',
    'phrase.client-certificate',
  ],
  ['450 192.0.2.1 exceeded 20 messages per 5 minutes', 'mail', 'rate.too-fast'],
])('%s', (text, phase, id) => {
  expect(first(text, phase)?.id).toBe(id);
});

test.each<[string, string]>([
  ['Unable to connect over TLS', 'client.tls-broken-off'],
  ['The fingerprint does not match', 'tls.certificate-not-trusted'],
  ['Server identity could not be verified', 'tls.name-mismatch'],
  ['Failed to load the OpenSSL library', 'client.tls-missing'],
  ['Logon attempt refused', 'client.login-refused'],
  ['DNS lookup failed: host mail.example.org was not found', 'client.name-not-found'],
  ['connect to private/scanner: Connection refused', 'server.backend-unreachable'],
  ['No sender address set', 'client.misconfigured'],
])('%s', (text, id) => {
  expect(first(text)?.id).toBe(id);
});

test.each<[string, Phase | null, string]>([
  ['553 Unable to authenticate you with those details', 'auth', 'auth.backend-broken'],
  ['550 5.7.1 Your domain does not meet the required authentication level', 'data', 'phrase.login-first'],
  ['421 Closing connection, too many errors', null, 'phrase.too-many-connections'],
  ['No recipient was accepted', null, 'client.no-recipients'],
  ['Could not send, and the reason is a secret', null, 'server.internal-error'],
])('%s', (text, phase, id) => {
  expect(first(text, phase)?.id).not.toBe(id);
});
