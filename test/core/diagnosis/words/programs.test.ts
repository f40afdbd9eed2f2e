/** What client programs say of their own accord: each in its own words, and without a reason where they give none. */
import { describe, expect, test } from 'vitest';
import { explain } from '../../../../electron/core/explain/explain.ts';

const found = (text: string) => {
  const [first] = explain(text).findings;
  return first === undefined ? null : { id: first.id, sure: first.sure };
};

describe('the code that .NET says in words', () => {
  test.each([
    ['Mailbox unavailable. The server response was: 5.7.1 Relaying denied', 550],
    ['Mailbox unavailable. The server response was: 4.2.0 Greylisted', 450],
    ['Service not available, closing transmission channel. The server response was: Too many connections', 421],
    ['Command not implemented. The server response was: Command not implemented', 502],
    ['Mailbox name not allowed. The server response was: not in my list', 553],
    // Said of every code that it has no words for.
    ['Syntax error, command unrecognized. The server response was: no', null],
    ['Something else. The server response was: no', null],
    ['Transaction failed. The server response was: 535 5.7.8 no', 535],
  ])('%s: %s', (text, code) => {
    expect(explain(`System.Net.Mail.SmtpException: ${text}`).code).toBe(code);
  });

  test('is what decides where the words do not', () => {
    const said = 'Bad sequence of commands. The server response was: authentication is required here';
    expect(found(`System.Net.Mail.SmtpException: ${said}`)).toEqual({ id: 'phrase.login-first', sure: 'proven' });
  });
});

describe('an error of a program', () => {
  test.each([
    ["x509: cannot validate certificate for 192.0.2.5 because it doesn't contain any IP SANs", 'tls.name-mismatch'],
    ['invalid peer certificate: NotValidForName', 'tls.name-mismatch'],
    [
      "TLS certificate verification failed: the certificate hasn't got a known issuer",
      'tls.certificate-chain-incomplete',
    ],
    ['failed to lookup address information: nodename nor servname provided, or not known', 'client.name-not-found'],
    ['Error: queryA EREFUSED smtp.example.com', 'client.dns-failed'],
    ['The SMTP server has unexpectedly disconnected.', 'client.closed'],
    ['network read error: the operation timed out', 'client.read-timeout'],
    ['The server "smtp.example.com" refused to allow a connection on port 587.', 'client.refused'],
    ['smtp: A line must not contain CR or LF', 'client.bad-address'],
    ['ArgumentError: SMTP From address may not be blank: nil', 'client.misconfigured'],
    ['wrong host name', 'client.misconfigured'],
    ['The Outgoing server (SMTP) does not seem to support encrypted passwords.', 'auth.mechanism-not-available'],
    ['*** Auth not attempted, requested type not available', 'auth.mechanism-not-available'],
    // swaks says so after the server refused each that was tried.
    ['*** No authentication type succeeded', 'client.login-refused'],
    ['Error: Internationalized mailbox name not allowed', 'client.smtputf8-not-offered'],
    ['sender verify fail for <ann@nowhere.example>: Unrouteable address', 'sender.verify-failed'],
    [
      'defer (-42) H=h [203.0.113.5]: authentication required but authentication attempt(s) failed',
      'client.login-refused',
    ],
    ['submission-login: Disconnected: Connection closed (auth failed, 1 attempts in 2 secs)', 'client.login-refused'],
    ['improper command pipelining after EHLO from unknown[203.0.113.7]: QUIT', 'session.pipelining'],
    ['421-4.7.28 Gmail has detected an unusual rate of unsolicited mail from your IP', 'google.unusual-rate'],
    ['(0x80090331): they do not possess a common algorithm', 'client.tls-version'],
  ])('%s: %s', (text, id) => {
    expect(found(text)?.id).toBe(id);
  });
});

describe('a sentence that gives no reason', () => {
  test('says that the server’s words are missing', () => {
    for (const text of [
      'msmtp: recipient address bob@example.com not accepted by the server',
      'msmtp: envelope from address ann@example.com not accepted by the server',
      'The sender address was rejected by the server.',
    ])
      expect(found(text)).toEqual({ id: 'client.reason-left-out', sure: 'code-only' });
  });

  test('gives way to the reason that it quotes', () => {
    const head = 'SMTP Error: The following recipients failed: bob@example.com';
    expect(found(head)?.sure).toBe('code-only');
    expect(found(`${head}: Relay access denied`)?.id).toBe('phrase.relay-denied');
    expect(found(`${head}: User unknown`)?.id).toBe('phrase.no-such-mailbox');
    const quoted =
      'recipient address bob@example.com not accepted by the server\nserver message: 550 5.1.1 User unknown';
    expect(found(quoted)?.id).toBe('phrase.no-such-mailbox');
  });

  test('does not name block lists as what it may be, because a predicate alone is about anything', () => {
    const [first] = explain('The sender address was rejected by the server.').findings;
    expect(first?.alternatives.map(({ id }) => id)).not.toContain('reputation.list-answers-with-error');
  });
});
