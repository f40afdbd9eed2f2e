/** A word alone proves nothing: advice, names, single words and another's matters make no cause certain. And codes are read where they stand. */
import { describe, expect, test } from 'vitest';
import { explain } from '../../../../electron/core/explain/explain.ts';
import type { Phase } from '../../../../electron/protocol/values/session/phase.ts';

const first = (text: string, phase: Phase | null = null) => explain(text, { phase }).findings[0];

describe('what is not claimed', () => {
  test.each<[string, Phase | null, string]>([
    ['550 Not delivered. Please make sure your server has SPF, a PTR and a good HELO', 'data', 'phrase.spf-failed'],
    ['551 Principal account unavailable', 'mail', 'phrase.no-such-mailbox'],
    ['554 <a@example.org>: Sender address rejected: match of table 7', 'rcpt', 'phrase.sender-not-owned'],
    ['550 You have no permission to send Internet mail', 'rcpt', 'phrase.sender-not-owned'],
    ['550 5.5.1 Protocol error', null, 'auth.exchange-broken'],
    ['550 rejected, dsn=5.7.1, blocked by the gateway', 'data', 'message.bounce-invalid'],
    ['501 5.7.1 The recipient requires encrypted message transmission', 'data', 'message.attachment-unscannable'],
    ['550 5.1.1 The length of the address exceeds the maximum', 'rcpt', 'message.too-large'],
    ['550 The maximum allowed is 998 octets, you sent 1532', 'data', 'message.too-large'],
    ['501 5.5.2 AUTH must have a word after it', null, 'phrase.login-first'],
    ['550 /var/lib/x: is a directory', null, 'auth.backend-broken'],
    ['503 5.1.1 Internal error during delivery', null, 'session.command-order'],
    ['451 The mail server(s) for the domain may be temporarily unreachable', 'rcpt', 'reputation.held-off'],
    ['421 4.7.26 Slowed down: rate limited because it is unauthenticated', 'data', 'rate.too-fast'],
    ['550 5.7.321 The destination mail server must support TLS to get this', 'data', 'phrase.starttls-first'],
    [
      'status=bounced (cannot update mailbox /var/mail/x. error writing message: File too large)',
      null,
      'message.too-large',
    ],
    ['tool: cannot set X509 CRL file /etc/x.crl: decoding error', null, 'tls.revocation-unknown'],
    ['tls: first record does not look like a TLS handshake, failed to connect', null, 'client.tls-broken-off'],
    ['OpenSSL error: SSL_connect returned=1 errno=0 state=error: unsupported protocol', null, 'client.tls-broken-off'],
  ])('%s', (text, phase, not) => {
    const found = first(text, phase);
    expect(found?.sure === 'code-only' ? null : found?.id).not.toBe(not);
  });
});

describe('what is not certain', () => {
  test.each<[string, Phase | null]>([
    ['550 Your host is listed', null],
    ['450 4.7.1 <pc.example.org>: Helo command rejected: Access denied', 'rcpt'],
    ['550 Account disabled', null],
    ['451 Rejected, this is spam', 'data'],
    ['504 hello there', 'auth'],
    ['451 4.4.3 Temporary error occurred', 'data'],
    ['550 We encountered the following problem while validating', 'data'],
    ['451 4.2.0 Timeout while waiting', 'rcpt'],
  ])('%s', (text, phase) => {
    expect(first(text, phase)?.sure).not.toBe('proven');
  });
});

describe('what is said in other words', () => {
  test.each<[string, Phase | null, string]>([
    ['550 We do not relay mail that is not local', 'rcpt', 'phrase.relay-denied'],
    ['553 that domain is not in our list of allowed rcpthosts', 'rcpt', 'phrase.relay-denied'],
    ['554 mx.example.com no service for your host', 'greeting', 'phrase.client-refused'],
    ['521 You are not permitted to connect', 'greeting', 'phrase.client-refused'],
    ['502 5.5.2 Syntax error, command unrecognized', 'auth', 'auth.not-offered'],
    ['503 Please authorize yourself before sending', 'mail', 'phrase.login-first'],
    ['553 sorry, your EHLO is in our badhelo list', 'ehlo', 'sender-policy.hello-refused'],
    ['451 a non-FQDN EHLO is not accepted here', 'ehlo', 'phrase.hello-name'],
    ['554 Infected: Win.Trojan.Example-1', 'data', 'content.virus'],
    ['552 The attached office macros are not taken', 'data', 'message.attachment-forbidden'],
    ['550 The text matches a blacklisted regular expression', 'data', 'content.rule'],
    ['452 the account does not have enough space', 'rcpt', 'phrase.mailbox-full'],
    ['550 Your mail was blacklisted by the recipient', 'data', 'recipient.blocks-sender'],
    ['450 queryMx ESERVFAIL', 'rcpt', 'server.name-lookup-failed'],
    ['451 4.4.0 Proxying failed, session x', 'rcpt', 'server.backend-unreachable'],
    ['postfix/postscreen[7]: PREGREET 14 after 0.1 from [192.0.2.2]:50: EHLO x', null, 'session.spoke-too-early'],
    ['postfix/smtpd[7]: warning: non-SMTP command from h[192.0.2.2]: GET / HTTP/1.1', null, 'session.not-smtp'],
    [
      'postfix/local[7]: warning: hash:/etc/aliases is unavailable. open database: No such file',
      null,
      'server.lookup-broken',
    ],
    ['Error: errno: -4077 code: ESOCKET syscall: read', null, 'client.reset'],
    ['x.example.org: SSL hostname validation failed', null, 'tls.name-mismatch'],
    ['the server did not issue a STARTTLS', null, 'client.starttls-not-offered'],
    ['Mailbox unavailable. The server response was: you must authenticate first', null, 'phrase.login-first'],
  ])('%s', (text, phase, id) => {
    expect(first(text, phase)?.id).toBe(id);
  });
});

describe('codes are read where they stand', () => {
  test.each<[string, number | null]>([
    ['SMTP Error: [554] 5.7.1 No', 554],
    ['sending failed: 4.7.1 Ratelimit "user" exceeded (451)', 451],
    ['postfix/smtpd[450]: connect from x', null],
  ])('%s', (text, code) => {
    expect(explain(text).code).toBe(code);
  });
});
