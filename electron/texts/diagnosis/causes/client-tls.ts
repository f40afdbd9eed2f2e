/** TLS as the client’s library judges it, in words. */
import { hostPortText } from '../../../protocol/parse/host-port.ts';
import { rfc } from '../../rfc.ts';
import { weakCertificate } from '../../session/tls.ts';
import type { DiagnosisParams, DiagnosisText } from '../types.ts';

const trust = rfc(8314, '3');
const path = rfc(5280, '6.1');

function weakOf({
  weakSubject: subject,
  weakOwn,
  weakKey: key,
  weakSignature: signature,
}: DiagnosisParams): ReturnType<typeof weakCertificate> | null {
  if (subject === undefined) return null;
  const what = key === undefined ? { signature: signature ?? '' } : { key };
  return weakCertificate({ subject, own: weakOwn === true, ...what });
}

export const clientTlsTexts = {
  'tls.certificate-expired': {
    title: 'Certificate expired',
    cause: 'The server’s certificate, or one of its issuers, has expired.',
    remedy:
      'Renew the certificate on the server and make the server load it. Check the clock of this machine if others can connect.',
    source: rfc(5280, '4.1.2.5'),
    sign: 'The certificate’s last day has passed.',
  },
  'tls.certificate-not-yet-valid': {
    title: 'Certificate not valid yet',
    cause: 'The server’s certificate, or one of its issuers, is valid only later than this machine’s clock says.',
    remedy:
      'Check the clock of this machine first; if it is right, the server has to use a certificate that is valid now.',
    source: rfc(5280, '4.1.2.5'),
  },
  'tls.name-mismatch': {
    title: 'Certificate for another name',
    cause: 'The certificate does not cover the name that the client connected to.',
    remedy:
      'Connect by a name that the certificate lists; or the server’s administrator has a certificate issued for this name. If the certificate is a stranger’s, something on the way redirects the connection.',
    source: rfc(9525, '6'),
    sign: 'The certificate lists other names, and is the same from another network.',
  },
  'tls.certificate-self-signed': {
    title: 'Self-signed certificate',
    cause: 'The server’s certificate is signed by itself, so no authority vouches for it.',
    remedy:
      'Use a certificate from an authority that clients trust; or give this certificate as a CA file if the server is yours.',
    source: trust,
  },
  'tls.certificate-untrusted-root': {
    title: 'Unknown certificate authority',
    cause: 'The certificate leads to a root that this machine does not trust.',
    remedy:
      'Use a certificate from an authority that clients trust; or give the authority’s certificate as a CA file if it is yours. A virus scanner that opens TLS on this machine looks the same.',
    source: trust,
  },
  'tls.certificate-chain-incomplete': {
    title: 'Issuer of the certificate not known',
    cause:
      'The client cannot follow the certificate to a root that it trusts: the server does not send an intermediate certificate, or the root is unknown here.',
    remedy:
      'Make the server send its intermediate certificates too (the "full chain" file); bring the client’s list of roots up to date, or give the authority’s certificate as a CA file if it is your own.',
    source: rfc(8446, '4.4.2'),
    sign: 'The server sends its own certificate alone, or an authority that this machine does not know.',
  },
  'tls.certificate-revoked': {
    title: 'Certificate revoked',
    cause: 'The authority has withdrawn the server’s certificate, or one of its issuers.',
    remedy: 'Have a new certificate issued, with a new key if the old one was exposed, and make the server load it.',
    source: rfc(5280, '5.3.1'),
  },
  'tls.revocation-unknown': {
    title: 'Revocation could not be checked',
    cause: 'The client wanted to know whether the certificate was withdrawn, and got no list or answer.',
    remedy:
      'Let this machine reach the addresses in the certificate (CRL and OCSP, plain HTTP), or do not demand the check in the client.',
    source: rfc(5280, '6.3'),
  },
  'tls.certificate-weak': {
    title: 'Certificate too weak',
    cause: (params) =>
      weakOf(params)?.cause ??
      'The key, or the algorithm that signed the certificate, is weaker than this client accepts.',
    remedy: (params) =>
      weakOf(params)?.remedy ??
      'Have a certificate issued with a key of 2048 bits or more (or on a curve), signed with SHA-256.',
    source: rfc(8446, '4.4.2.2'),
  },
  'tls.certificate-not-trusted': {
    title: 'Certificate not accepted',
    cause: 'The client did not accept the server’s certificate; the message does not say for which reason.',
    remedy:
      'Run posthorn check HOST:PORT: it names dates, names and issuer of the certificate one by one. Do not switch the check off.',
    source: path,
  },
  'client.plain-text-for-tls': {
    title: 'TLS spoken to a plain-text port',
    cause:
      'The client began TLS at once and got something that is not TLS: as a rule the port greets in plain text and offers STARTTLS.',
    remedy: ({ port }) =>
      port === undefined || port === 465
        ? 'Use STARTTLS on this port (usual on 587 and 25), or the port for implicit TLS (usually 465).'
        : `Use STARTTLS on port ${port}, or the port for implicit TLS (usually 465).`,
    source: rfc(8314, '3.3'),
    sign: 'Without TLS at once the server greets in plain text.',
  },
  'client.tls-version': {
    title: 'No TLS version in common',
    cause: 'Client and server speak no version of TLS that both allow.',
    remedy: ({ host, port }) =>
      `On the server: switch on TLS 1.2 and 1.3, with newer software if it has neither; a client that knows neither needs an update. ${host === undefined ? 'posthorn check HOST:PORT' : `posthorn check ${hostPortText(host, port ?? 25)}`} --tls-min 1.0 shows whether the server knows an older version alone.`,
    source: rfc(8996, '1'),
    sign: 'The alert is "protocol version".',
  },
  'client.tls-legacy-signature': {
    title: 'Old signature in the TLS handshake',
    cause:
      'The server signs its handshake, or its certificate is signed, by an algorithm (as SHA-1) that this client’s TLS library no longer takes.',
    remedy:
      'Server: a certificate signed with SHA-256 and a TLS library that signs with it. Until then a client can be told to take it, at less security: OpenSSL’s security level 0.',
    source: rfc(9155, '2'),
  },
  'client.tls-legacy-renegotiation': {
    title: 'Old renegotiation in the server’s TLS',
    cause: 'The server’s TLS knows no secure renegotiation, which OpenSSL 3 demands of whoever it talks to.',
    remedy:
      'Server, or the device in front of it: an update that knows RFC 5746. Until then OpenSSL’s option UnsafeLegacyServerConnect lets a client connect, at its own risk.',
    source: rfc(5746, '4.1'),
  },
  'client.tls-short-group': {
    title: 'Diffie-Hellman group too short',
    cause:
      'For the exchange of keys the server offers Diffie-Hellman numbers that are shorter than this client’s TLS library accepts; short ones can be broken (Logjam).',
    remedy:
      'On the server: a group of 2048 bits or more (smtpd_tls_dh1024_param_file in Postfix, dh_param in Dovecot, tls_dhparam in Exim), or key exchange on curves (ECDHE) first. Until then a client that offers no DHE ciphers gets past it.',
    source: rfc(9325, '4.1'),
    sign: 'The TLS library’s message names the DH key.',
  },
  'client.tls-handshake': {
    title: 'TLS handshake failed',
    cause:
      'Client and server could not agree on cipher, key exchange, key length or signature, or the server has no certificate for this connection.',
    remedy: 'The server’s log tells which; see that it has a certificate and offers today’s ciphers and key lengths.',
    source: rfc(8446, '6.2'),
    sign: 'The alert is "handshake failure".',
  },
  'client.tls-broken-off': {
    title: 'TLS handshake broken off',
    cause: 'The TLS handshake broke off or never ended, and the message does not say why.',
    remedy:
      'The server’s log at this moment tells more; posthorn check HOST:PORT tries the versions of TLS and shows where it stops.',
    source: rfc(8446, '4'),
    sign: 'The connection ends after TLS has begun and before a certificate was judged.',
  },
  'client.tls-missing': {
    title: 'The program has no TLS',
    cause: 'The client program, or the library it uses, was installed without TLS, or its TLS cannot start.',
    remedy:
      'Install or switch on its TLS module (openssl for PHP, IO::Socket::SSL for Perl, a build of curl with TLS), then try again.',
    source: rfc(3207, '4'),
  },
  'client.ca-store': {
    title: 'List of authorities not readable',
    cause: 'The client cannot read the file with the certificate authorities that it is to trust.',
    remedy: 'Correct the path in the client’s settings, or install the system’s CA certificates (ca-certificates).',
    source: path,
  },
  'client.tls-intercepted': {
    title: 'Something on the way ends TLS',
    cause: ({ issuer }) =>
      `A proxy or virus scanner stands between client and server and answers in place of the server${issuer === undefined ? '' : `: the certificate is issued by “${issuer}”`}.`,
    remedy: 'Take SMTP out of what the proxy or virus scanner opens, or connect from another network to compare.',
    source: rfc(8446, '9.3'),
    sign: 'From another network, or with the scanner off, the certificate has another issuer.',
  },
  'client.dane-failed': {
    title: 'DANE or MTA-STS not met',
    cause:
      'The recipient’s domain demands TLS that can be verified, and what its server or DNS shows does not meet it.',
    remedy:
      'The owner of the recipient’s domain has to bring TLSA records or the MTA-STS policy in line with the server’s certificate.',
    source: rfc(7672, '2.2'),
  },
} satisfies Readonly<Record<string, DiagnosisText>>;
