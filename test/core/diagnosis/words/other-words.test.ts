/** The same reason in the words of reports, logs, client programs and other languages. */
import { expect, test } from 'vitest';
import { explain } from '../../../../electron/core/explain/explain.ts';
import type { Phase } from '../../../../electron/protocol/values/session/phase.ts';

const first = (text: string, phase: Phase | null = null) => explain(text, { phase }).findings[0];

test.each<[string, Phase | null, string]>([
  // Whose quota it is.
  ['552 The mailbox has passed its storage limit', 'rcpt', 'phrase.mailbox-full'],
  ['452 4.2.2 Recipient has gone over his disk allocation', 'rcpt', 'phrase.mailbox-full'],
  ['554 That mailbox is at capacity', 'rcpt', 'phrase.mailbox-full'],
  ['552 b@example.net has used all of the allotted space', 'rcpt', 'phrase.mailbox-full'],
  ['We could not deliver your message to b@example.net: the person is over disc quota', null, 'phrase.mailbox-full'],
  ['550 5.4.5 Daily sending quota exceeded for your account', 'data', 'sender.allowance-used-up'],
  // What follows the general sentence, in the list, or as the reason of a delay.
  [
    'postfix/smtpd[1]: warning: h[192.0.2.5]: SASL LOGIN authentication failed: unsupported mechanism',
    null,
    'auth.mechanism-not-available',
  ],
  [
    'postfix/smtpd[1]: warning: h[192.0.2.5]: SASL LOGIN authentication failed: encryption needed to use mechanism',
    null,
    'auth.tls-first',
  ],
  ['535 Login failed: could not connect to imap.example.org', 'auth', 'auth.backend-broken'],
  [
    'Still undelivered after 4 hours, will keep trying. Reason: mx.example.net: connection refused',
    null,
    'client.refused',
  ],
  ['Your message was not delivered within 2 days and has been given up', null, 'client.queue-expired'],
  ['dsn=5.4.6, status=bounced (mail forwarding loop for b@example.net)', null, 'server.mail-loop'],
  ['no valid recipients\nFailed addresses follow:\n b@example.net ... unknown host', null, 'phrase.domain-not-found'],
  // A server's log: what it refused, with the envelope after it; who said nothing more, who went away.
  [
    'postfix/postscreen[1]: NOQUEUE: reject: RCPT from [192.0.2.9]:47407: 550 5.7.1 Service unavailable; client [192.0.2.9] blocked using bl.spamcop.net; from=<a@example.net>, to=<b@example.org>, proto=ESMTP, helo=<h.example.net>',
    null,
    'phrase.block-list',
  ],
  [
    'postfix/cleanup[1]: A1: milter-reject: END-OF-MESSAGE from h[192.0.2.9]: 5.7.1 Spam message rejected; from=<a@example.net> to=<b@example.org> proto=ESMTP helo=<h.example.net>',
    null,
    'phrase.spam',
  ],
  ['postfix/smtpd[1]: lost connection after RCPT from h.example.net[192.0.2.9]', null, 'session.connection-broke'],
  ['postfix/smtpd[1]: timeout after DATA from h.example.net[192.0.2.9]', null, 'session.idle-timeout'],
  [
    'host mx.example.net[192.0.2.9] said: 552 Message too big (in reply to MAIL FROM command)',
    null,
    'message.too-large',
  ],
  // A server's log of its own helpers.
  [
    'postfix/smtpd[1]: warning: milter unix:/run/filter.sock: read error in initial handshake',
    null,
    'server.scan-failed',
  ],
  ['postfix/smtpd[1]: fatal: no SASL authentication mechanisms', null, 'auth.backend-broken'],
  // A filter's limit on who sends stands after Postfix's words about the recipient.
  [
    '450 4.7.1 <b@example.net>: Recipient address rejected: Too many connections, throttled',
    'rcpt',
    'phrase.too-many-connections',
  ],
  ['550 5.1.1 <>: Sender address rejected: User unknown in local table', 'mail', 'sender.null-refused'],
  // Something answered, and it was no mail server; nothing was answered, as there is no way.
  ['no greeting: HTTP/1.0 403 Forbidden', null, 'client.other-service'],
  [
    "javax.mail.MessagingException: Couldn't connect to host, port: mx.example.net, 465; timeout -1; nested exception is: java.net.NoRouteToHostException: No route to host",
    null,
    'client.no-route',
  ],
  // Advice after the verdict is no verdict.
  ['550 Rejected due to spam classification. Make sure that SPF and PTR are set up', 'data', 'phrase.spam'],
  // Before anything was sent.
  ['Mail error: message has no sender', null, 'client.misconfigured'],
  ['could not initialize the Cyrus SASL library', null, 'client.misconfigured'],
  ['Error: missing recipient', null, 'client.no-recipients'],
  ['{error,{missing_requirement,"mx.example.net",tls}}', null, 'client.starttls-not-offered'],
  // An address that the domain does not name.
  ['550 The domain example.com does not authorise 192.0.2.1 to send', 'mail', 'phrase.spf-failed'],
  ['550 192.0.2.1 is not permitted to send mail from example.com', 'rcpt', 'phrase.spf-failed'],
  // Other languages.
  ['Erreur SMTP (535) : échec d’authentification.', null, 'auth.bad-credentials'],
  ['Fehler: Das Server-Zertifikat ist abgelaufen', null, 'tls.certificate-expired'],
  ['Nie można nawiązać połączenia z serwerem', null, 'client.no-connection'],
  ['550 Пользователь не найден', 'rcpt', 'phrase.no-such-mailbox'],
  ['552 Ящик получателя переполнен', 'rcpt', 'phrase.mailbox-full'],
  ['550 收件人不存在', 'rcpt', 'phrase.no-such-mailbox'],
  ['535 用户名或密码错误', 'auth', 'auth.bad-credentials'],
])('%s', (text, phase, id) => {
  expect(first(text, phase)?.id).toBe(id);
});

test.each<[string, Phase | null, string]>([
  ['550 Could not send (1 failure out of 3 recipients)', 'data', 'phrase.too-many-recipients'],
  [
    'Your message could not be delivered for 4 hours. It will be retried until it is 5 days old',
    null,
    'client.queue-expired',
  ],
  ['550 b@example.net is not an active address at this host', 'rcpt', 'mailbox.disabled'],
  ['550 192.0.2.1 is not permitted to send mail from example.com', 'rcpt', 'phrase.sender-not-owned'],
  ['TLS not available on server for temporary reason', 'starttls', 'client.tls-missing'],
  ['450 4.7.1 <b@example.net>: Recipient address rejected: Rate limit reached', 'rcpt', 'recipient.rate-limited'],
  ['554 Too many errors: the sender is out of quota', 'mail', 'phrase.mailbox-full'],
])('%s is not %s', (text, phase, id) => {
  expect(first(text, phase)?.id).not.toBe(id);
});
