/** What client programs say: the cause in their words, in the last error of a log or a chain, and never in what went well before it. */
import { describe, expect, test } from 'vitest';
import { explain } from '../../../electron/core/explain/explain.ts';

const first = (text: string): string => explain(text).findings[0]?.id ?? 'none';

describe('no connection', () => {
  test.each([
    ['connect ECONNREFUSED 198.51.100.4:587', 'client.refused'],
    ['CONNECT: CONNECTION REFUSED', 'client.refused'],
    ['dial tcp 198.51.100.4:2525: connect: connection refused', 'client.refused'],
    ['caught java.net.ConnectException: Connection refused (Connection refused)', 'client.refused'],
    ['mailer: cannot connect to relay.example.org: Connection timed out', 'client.timed-out'],
    ['Error: connect ETIMEDOUT 198.51.100.4:587', 'client.timed-out'],
    ['connect: Network is unreachable', 'client.no-route'],
    ['[Errno 101] Network is unreachable', 'client.no-route'],
    ['java.net.NoRouteToHostException: No route to host', 'client.no-route'],
    ['lookup relay.example.org: no such host', 'client.name-not-found'],
    ['php_network_getaddresses: getaddrinfo failed: Name or service not known', 'client.name-not-found'],
    ['getaddrinfo EAI_AGAIN relay.example.org', 'client.dns-failed'],
    ['lookup relay.example.org on 10.0.0.2:53: read udp 10.0.0.9:4000->10.0.0.2:53: i/o timeout', 'client.dns-failed'],
    ['write: broken pipe', 'client.closed'],
    ['read ECONNRESET', 'client.reset'],
    [
      'lost connection with mx.example.net[198.51.100.4] while receiving the initial server greeting',
      'client.closed-before-greeting',
    ],
    [
      'conversation with mx.example.net timed out while receiving the initial server greeting',
      'client.greeting-missing',
    ],
    ['Read timed out', 'client.read-timeout'],
    ['Got bad greeting from host, response: +OK POP3 ready', 'client.other-service'],
    ['socket: Permission denied (13)', 'client.socket-forbidden'],
    ['dial failed: the proxy refused the connection (HTTP error code 407)', 'client.proxy-refused'],
    ['proxyconnect: proxy responded with HTTP status 502 Bad Gateway', 'client.proxy-refused'],
  ])('%s', (text, id) => {
    expect(first(text)).toBe(id);
  });

  test('no IPv6 on this machine is for whoever runs it', () => {
    const [found] = explain('connect to mx.example.net[2001:db8::25]:25: Cannot assign requested address').findings;
    expect(found).toMatchObject({ id: 'client.no-route', actor: 'you' });
  });

  test('a number of HTTP is no code of SMTP', () => {
    expect(explain('HTTP error code 403 (Forbidden)').code).toBeNull();
    expect(explain('HTTPS proxy said 503').code).toBeNull();
  });

  test('plain text on port 465 is named where the port is', () => {
    expect(first('smtp://mail.example.org:465: timed out while reading')).toBe('client.plain-on-tls-port');
    expect(first('smtp://mail.example.org:587: timed out while reading')).toBe('client.read-timeout');
  });
});

describe('TLS', () => {
  test.each([
    ['error:0A00014D:SSL routines::legacy sigalg disallowed or unsupported', 'client.tls-legacy-signature'],
    ['ssl.SSLError: [SSL: UNSAFE_LEGACY_RENEGOTIATION_DISABLED]', 'client.tls-legacy-renegotiation'],
    ['SSL routines::ee key too small and ca md too weak', 'tls.certificate-weak'],
    ['SSLException: Unable to parse TLS packet header', 'client.plain-text-for-tls'],
    ['verify error: certificate has expired', 'tls.certificate-expired'],
    [
      'x509: certificate has expired or is not yet valid: current time 2026-01-01T00:00:00Z is after 2025-12-31T00:00:00Z',
      'tls.certificate-expired',
    ],
    [
      'x509: certificate has expired or is not yet valid: current time 2026-01-01T00:00:00Z is before 2026-12-31T00:00:00Z',
      'tls.certificate-not-yet-valid',
    ],
    [
      "certificate verify failed: Hostname mismatch, certificate is not valid for 'smtp.example.org'",
      'tls.name-mismatch',
    ],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls.name-mismatch'],
    ['certificate verify failed (self signed certificate in certificate chain)', 'tls.certificate-untrusted-root'],
    ['certificate verify failed (self signed certificate)', 'tls.certificate-self-signed'],
    ['x509: certificate signed by unknown authority', 'tls.certificate-chain-incomplete'],
    [
      'PKIX path building failed: unable to find valid certification path to requested target',
      'tls.certificate-chain-incomplete',
    ],
    ['certificate verify failed: certificate revoked', 'tls.certificate-revoked'],
    ['SSL3_GET_RECORD:wrong version number', 'client.plain-text-for-tls'],
    ['tls: first record does not look like a TLS handshake', 'client.plain-text-for-tls'],
    ['tlsv1 alert protocol version', 'client.tls-version'],
    ['sslv3 alert handshake failure', 'client.tls-handshake'],
    ['SSL routines::dh key too small', 'client.tls-short-group'],
    ['Remote host terminated the handshake', 'client.tls-broken-off'],
    ['Unable to find the socket transport "tls" - did you forget to enable it', 'client.tls-missing'],
  ])('%s', (text, id) => {
    expect(first(text)).toBe(id);
  });
});

describe('the client itself', () => {
  test.each([
    ['STARTTLS is required, but relay.example.org does not offer it', 'client.starttls-not-offered'],
    ['no compatible authentication mechanism found', 'auth.mechanism-not-available'],
    ['no recipients were given: message has no recipients', 'client.no-recipients'],
    ['address relay: missing port in address', 'client.misconfigured'],
    ['sh: /usr/sbin/sendmail: not found', 'client.no-local-mailer'],
    ['Unable to authenticate to the outgoing server relay.example.org', 'client.login-refused'],
  ])('%s', (text, id) => {
    expect(first(text)).toBe(id);
  });
});

describe('which text decides', () => {
  test('a banner and successes before the error decide nothing', () => {
    expect(
      first('220 mx.example.net ESMTP ready\n250-mx.example.net\n250 STARTTLS\nread: Connection reset by peer'),
    ).toBe('client.reset');
    expect(
      first('S: 220 ready\nC: EHLO a\nS: 250 OK\nError: read ECONNRESET\n    at TCP.onStreamRead (node:net:1)'),
    ).toBe('client.reset');
  });

  test('a success alone stays one', () => {
    expect(explain('221 2.0.0 mx.example.net closing connection').findings[0]?.severity).toBe('ok');
    expect(explain('250 2.0.0 OK: queued, connection closed').findings[0]?.severity).toBe('ok');
  });

  test("a server's reply inside a client's exception is the server's", () => {
    expect(
      first("smtplib.SMTPSenderRefused: (530, b'5.7.0 Must issue a STARTTLS command first', 'a@example.org')"),
    ).toBe('phrase.starttls-first');
    expect(first('MailException: Could not connect; nested: 554 5.7.1 <b@example.net>: Relay access denied')).toBe(
      'phrase.relay-denied',
    );
  });

  test('a server that says connection refused refuses the client, and not the network', () => {
    expect(first('554 5.7.1 Connection refused')).not.toBe('client.refused');
  });

  test('the innermost cause of a chain decides', () => {
    expect(
      first(
        'MessagingException: Could not connect to SMTP host: a.example.org, port: 587;\n  nested exception is:\n\tjava.net.ConnectException: Connection refused\n\tat java.net.Socket.connect(Socket.java:1)',
      ),
    ).toBe('client.refused');
  });

  test('without its decisive words nothing is proven', () => {
    for (const text of [
      'Error: mailer',
      'status=deferred (host mx.example.net)',
      'curl: (55)',
      'Traceback',
      'port 465',
    ]) {
      expect(explain(text).findings[0]?.sure, text).not.toBe('proven');
    }
  });
});

describe('what is no reply', () => {
  test('numbers of lines and ports', () => {
    for (const text of ['read ECONNRESET\n    at Mail.send (Mail.java:503)', 'read ECONNRESET in a.php on line 450'])
      expect(explain(text)).toMatchObject({ code: null, findings: [{ id: 'client.reset' }] });
  });

  test('the Status of a report, where its diagnostic is the sending server’s own', () => {
    expect(
      first(
        'Reporting-MTA: dns; a.example.org\nAction: delayed\nStatus: 4.4.1\nDiagnostic-Code: X-Postfix; connect to mx.example.net[198.51.100.4]:25: Connection refused',
      ),
    ).toBe('client.refused');
  });

  test('a refusal without its code after a banner is still the server’s', () => {
    expect(first('220 mx.example.net ESMTP\nThe server response was: 5.7.0 Must issue a STARTTLS command first')).toBe(
      'phrase.starttls-first',
    );
  });
});
