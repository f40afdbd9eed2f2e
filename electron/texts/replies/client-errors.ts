/**
 * Messages of clients themselves, where no server has said anything: OpenSSL's, those of operating systems, and of the libraries that most
 * programs send mail with. Told by what is written, in lower case; the first that fits counts.
 */
import type { Actor } from '../actors.ts';
import { rfc } from '../rfc.ts';

export interface ClientError {
  readonly id: string;
  /** Any of these in the text. */
  readonly any: readonly string[];
  readonly title: string;
  readonly cause: string;
  readonly actor: Actor;
  readonly remedy: string;
  readonly source: string;
  readonly verifiedOn: string | null;
}

/** What is known of the connection, as far as the context says it. */
export interface ClientSituation {
  readonly port: number | null;
}

const libuv = 'https://docs.libuv.org/en/v1.x/errors.html';
const READ_ON = '2026-11-22';

const system = (
  id: string,
  any: readonly string[],
  title: string,
  cause: string,
  actor: Actor,
  remedy: string,
): ClientError => ({ id, any, title, cause, actor, remedy, source: libuv, verifiedOn: READ_ON });

const standard = (
  id: string,
  any: readonly string[],
  title: string,
  cause: string,
  actor: Actor,
  remedy: string,
  source: string,
): ClientError => ({ id, any, title, cause, actor, remedy, source, verifiedOn: null });

const trust = rfc(8314, '3');

const table: readonly ClientError[] = [
  standard(
    'client.plain-text-for-tls',
    [
      'wrong version number',
      'unknown protocol',
      'packet length too long',
      'err_ssl_wrong_version',
      'wrong_version_number',
    ],
    'TLS spoken to a plain-text port',
    'The client began TLS at once and got something that is not TLS: as a rule the port greets in plain text and offers STARTTLS.',
    'you',
    'Use STARTTLS on this port (usual on 587 and 25), or the port for implicit TLS (usually 465).',
    rfc(8314, '3.3'),
  ),
  standard(
    'tls.certificate-expired',
    ['certificate has expired', 'certificate expired', 'cert_has_expired', 'certificate is expired'],
    'Certificate expired',
    'The server’s certificate, or one of its issuers, has expired.',
    'server-admin',
    'Renew the certificate on the server and make the server load it. Check the clock of this machine if others can connect.',
    rfc(5280, '4.1.2.5'),
  ),
  standard(
    'tls.certificate-not-yet-valid',
    ['certificate is not yet valid', 'cert_not_yet_valid'],
    'Certificate not valid yet',
    'The server’s certificate, or one of its issuers, is valid only later.',
    'server-admin',
    'Check the clock of this machine first; if it is right, the server has to use a certificate that is valid now.',
    rfc(5280, '4.1.2.5'),
  ),
  standard(
    'tls.name-mismatch',
    [
      'hostname mismatch',
      "doesn't match",
      'does not match certificate',
      'altnames',
      'altname_invalid',
      'certificate is not valid for',
      'no alternative certificate subject name matches',
      'certificate name mismatch',
      'remotecertificatenamemismatch',
    ],
    'Certificate for another name',
    'The certificate does not cover the name that the client connected to.',
    'server-admin',
    'Connect by a name that the certificate lists, or have a certificate issued for this name. If the certificate is a stranger’s, something on the way redirects the connection.',
    rfc(9525, '6'),
  ),
  standard(
    'tls.certificate-untrusted-root',
    [
      'self signed certificate in certificate chain',
      'self-signed certificate in certificate chain',
      'self_signed_cert_in_chain',
    ],
    'Unknown certificate authority',
    'The certificate leads to a root that this machine does not trust.',
    'server-admin',
    'Use a certificate from an authority that clients trust; or give the authority’s certificate as a CA file if it is yours. A virus scanner that opens TLS on this machine looks the same.',
    trust,
  ),
  standard(
    'tls.certificate-self-signed',
    ['self signed certificate', 'self-signed certificate', 'depth_zero_self_signed_cert'],
    'Self-signed certificate',
    'The server’s certificate is signed by itself, so no authority vouches for it.',
    'server-admin',
    'Use a certificate from an authority that clients trust; or give this certificate as a CA file if the server is yours.',
    trust,
  ),
  standard(
    'tls.certificate-chain-incomplete',
    [
      'unable to get local issuer certificate',
      'unable to verify the first certificate',
      'unable_to_verify_leaf_signature',
      'unable_to_get_issuer_cert',
      'unable to find valid certification path',
      'certificate signed by unknown authority',
      'certificate verify failed',
    ],
    'Issuer of the certificate not known',
    'The client cannot follow the certificate to a root that it trusts: the server does not send an intermediate certificate, or the root is unknown here.',
    'server-admin',
    'Make the server send its intermediate certificates too (the "full chain" file); bring the client’s list of roots up to date, or give the authority’s certificate as a CA file if it is your own.',
    rfc(8446, '4.4.2'),
  ),
  standard(
    'client.tls-version',
    [
      'unsupported protocol',
      'alert protocol version',
      'no protocols available',
      'unsupported_protocol',
      'version too low',
      'inappropriate_protocol',
    ],
    'No TLS version in common',
    'Client and server speak no version of TLS that both allow.',
    'server-admin',
    'Switch on TLS 1.2 and 1.3 on the server; update a client that knows neither.',
    rfc(8996),
  ),
  standard(
    'client.tls-handshake',
    [
      'handshake failure',
      'no shared cipher',
      'sslv3 alert handshake',
      'handshake_failure',
      'dh key too small',
      'dh_key_too_small',
    ],
    'TLS handshake failed',
    'Client and server could not agree on the terms of TLS: no cipher or key that both accept, or no certificate on the server.',
    'server-admin',
    'The server’s log tells which; see that it has a certificate and offers today’s ciphers.',
    rfc(8446, '6.2'),
  ),
  standard(
    'client.starttls-not-offered',
    [
      'starttls extension not supported',
      'starttls not supported',
      'starttls is required, but host',
      'server does not support starttls',
      "doesn't support starttls",
      'smtpnotsupportederror: starttls',
    ],
    'STARTTLS not offered',
    'The client wanted STARTTLS, and the server’s answer to EHLO does not offer it.',
    'you',
    'Check the port: on 465 TLS begins at once, without STARTTLS. If it is missing on 587 or 25, it is switched off on the server, or something on the way hides it.',
    rfc(3207, '4'),
  ),
  standard(
    'client.auth-not-offered',
    [
      'smtp auth extension not supported',
      'auth extension not supported',
      'no suitable authentication method',
      'authentication not supported',
      'missing auth extension',
      'does not support authentication',
      "server doesn't support auth",
    ],
    'No login offered that the client could use',
    'The server’s answer to EHLO offers no AUTH, or none of the mechanisms that the client knows.',
    'you',
    'Start TLS before the login, and use a submission port (587 or 465): many servers offer AUTH only there and only inside TLS.',
    rfc(4954, '3'),
  ),
  standard(
    'client.greeting-missing',
    [
      'greeting never received',
      'failed reading initial',
      'no greeting',
      'timed out while receiving the initial server greeting',
    ],
    'No greeting came',
    'The connection was made, and the server said nothing: a port for implicit TLS waits for the client to begin TLS.',
    'you',
    'On port 465, use implicit TLS. On other ports, wait longer: some servers hold their greeting back; compare from another network.',
    rfc(8314, '3.3'),
  ),
  system(
    'client.dns-failed',
    ['eai_again', 'temporary failure in name resolution', 'host not found, try again', 'eservfail'],
    'DNS did not answer',
    'The name of the server could not be looked up: the resolver gave no answer.',
    'network',
    'Try again, then another DNS server; check that this machine has a network.',
  ),
  system(
    'client.name-not-found',
    [
      'enotfound',
      'name or service not known',
      'nodename nor servname',
      'getaddrinfo failed',
      'no such host',
      'could not resolve host',
      'unknownhostexception',
      'host not found',
      'errno 11001',
      'name does not resolve',
      'eai_noname',
      'name service error',
    ],
    'Host name not found',
    'The name of the server has no address in DNS.',
    'you',
    'Check the spelling of the host name; if it is right, its owner has to publish an address for it in DNS.',
  ),
  system(
    'client.refused',
    ['econnrefused', 'connection refused', 'actively refused', 'errno 111', 'winerror 10061', 'wsaeconnrefused'],
    'Connection refused',
    'The host is there, and nothing accepts connections on this port.',
    'server-admin',
    'Check the port (587 or 465 for submission, 25 between servers) and that the mail server runs and listens on this address.',
  ),
  system(
    'client.timed-out',
    [
      'etimedout',
      'connection timed out',
      'connection timeout',
      'operation timed out',
      'i/o timeout',
      'errno 110',
      'winerror 10060',
      'failed to respond after a period of time',
      'timed out',
    ],
    'No answer in time',
    'Nothing came back within the time limit: packets are dropped somewhere on the way, or the server is down.',
    'network',
    'Look for a firewall on this machine, in the network and before the server; try from another network, and another port of the same server.',
  ),
  system(
    'client.no-route',
    [
      'ehostunreach',
      'enetunreach',
      'no route to host',
      'network is unreachable',
      'errno 101',
      'errno 113',
      'winerror 10051',
      'winerror 10065',
    ],
    'No way to the server',
    'This machine has no route to the server’s address.',
    'network',
    'Check network and routes; where the address is IPv6 and this machine has none, use IPv4.',
  ),
  system(
    'client.reset',
    ['econnreset', 'connection reset', 'errno 104', 'winerror 10054', 'forcibly closed'],
    'Connection reset',
    'The connection was made and then broken off, by the server or by something on the way.',
    'server-admin',
    'The server’s log at this moment tells whether it was the server; else look for a firewall or filter that breaks SMTP off.',
  ),
  {
    id: 'client.login-refused',
    any: ['login denied', 'could not authenticate', 'failed to authenticate'],
    title: 'Login refused',
    cause: 'The server refused the login; the message does not say with which reply.',
    actor: 'you',
    remedy:
      'Switch the program’s debug output on and look at the server’s answer to AUTH: its code and words tell the reason.',
    source: 'https://curl.se/libcurl/c/libcurl-errors.html',
    verifiedOn: READ_ON,
  },
  {
    id: 'client.no-connection',
    any: [
      'could not connect to smtp host',
      'failed to connect to',
      'could not connect to',
      "couldn't connect to",
      'unable to connect to',
    ],
    title: 'No connection',
    cause: 'The program got no connection to the server; the message does not say why.',
    actor: 'you',
    remedy: 'Run posthorn check HOST:PORT from the same machine: it tells name, address, port and TLS apart.',
    source: 'https://curl.se/libcurl/c/libcurl-errors.html',
    verifiedOn: READ_ON,
  },
  system(
    'client.closed',
    [
      'connection unexpectedly closed',
      'unexpected socket close',
      'lost connection',
      'server disconnected',
      'remote host closed',
      'unexpected eof',
      'eof occurred in violation',
      'epipe',
      'broken pipe',
      'connection closed',
    ],
    'Connection closed without a word',
    'The server, or something on the way, closed the connection where an answer was due.',
    'server-admin',
    'The server’s log at this moment tells why: a rule on the client’s address, a limit, or a service that failed.',
  ),
];

/** Clouds and providers of access that drop outgoing port 25, as a sending service tells its customers. */
const port25: Pick<ClientError, 'cause' | 'remedy' | 'source' | 'verifiedOn'> = {
  cause:
    'Nothing came back from port 25 within the time limit; many providers of access and clouds block outgoing connections to it.',
  remedy:
    'To submit mail, use 587 or 465. To deliver to other servers from here, have port 25 opened by the provider, or send through a relay.',
  source: 'https://postmarkapp.com/support/article/common-smtp-connection-errors',
  verifiedOn: READ_ON,
};

/** `text` in lower case. Null where it holds no such message. */
export function clientErrorIn(text: string, situation: ClientSituation): ClientError | null {
  const found = table.find(({ any }) => any.some((words) => text.includes(words)));
  if (found === undefined) return null;
  if (found.id === 'client.timed-out' && situation.port === 25) return { ...found, ...port25 };
  if (found.id === 'client.plain-text-for-tls' && situation.port !== null && situation.port !== 465) {
    return { ...found, remedy: `Use STARTTLS on port ${situation.port}, or the port for implicit TLS (usually 465).` };
  }
  return found;
}
