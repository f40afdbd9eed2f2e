/**
 * Findings in words. `FindingCode` is made from this table, so a check cannot name a code that has no text.
 */
import { type Anomaly, ANOMALIES } from '../../protocol/values/session/reply.ts';
import { CHAIN_ERRORS, type ChainError } from '../../protocol/values/session/tls.ts';
import { anomalyText } from './anomalies.ts';
import { rfc } from '../rfc.ts';
import { systemErrorText } from '../outcomes/system-errors.ts';
import { chainErrorText, weakCertificate } from './tls.ts';
import { plural } from '../units.ts';
import { day, type FindingParams, type FindingTable, type FindingText, get } from './finding-words.ts';
import { judging } from './judging-findings.ts';

const isChainError = (value: unknown): value is ChainError => CHAIN_ERRORS.some((error) => error === value);
const isAnomaly = (value: unknown): value is Anomaly => ANOMALIES.some((anomaly) => anomaly === value);

/** Whose certificate is blamed, to begin a sentence with. */
const ownerOf = (p: FindingParams): string =>
  p.own === 1
    ? `The server's certificate (${get(p, 'subject')})`
    : `The certificate of the issuer ${get(p, 'blamed')}, which vouches for the server's own (${get(p, 'subject')}),`;

const table = {
  ...judging,
  'tls.certificate-expired': (p) => ({
    title: 'Certificate expired',
    cause:
      get(p, 'blamedTo') === ''
        ? `The certificate for ${get(p, 'subject')} or one of its issuers has expired; the server's own is valid until ${day(p, 'validTo')}.`
        : `${ownerOf(p)} expired on ${day(p, 'blamedTo')}.`,
    actor: 'server-admin',
    remedy: 'Renew the certificate on the server and make the server load it.',
    source: rfc(5280, '4.1.2.5'),
    verifiedOn: null,
  }),
  'tls.certificate-not-yet-valid': (p) => ({
    title: 'Certificate not valid yet',
    cause:
      get(p, 'blamedFrom') === ''
        ? `The certificate for ${get(p, 'subject')} or one of its issuers is not valid yet; the server's own is valid from ${day(p, 'validFrom')}.`
        : `${ownerOf(p)} is not valid before ${day(p, 'blamedFrom')}.`,
    actor: 'server-admin',
    remedy:
      'Check the clock of this machine first; if it is right, the server has to use a certificate that is valid now.',
    source: rfc(5280, '4.1.2.5'),
    verifiedOn: null,
  }),
  'tls.certificate-self-signed': (p) => ({
    title: 'Self-signed certificate',
    cause: `The server's certificate (${get(p, 'subject')}) is signed by itself, so no authority vouches for it.`,
    actor: 'server-admin',
    remedy:
      'Use a certificate from an authority that clients trust; or give this certificate as a CA file if the server is yours.',
    source: rfc(8314, '3'),
    verifiedOn: null,
  }),
  'tls.certificate-untrusted-root': (p) => ({
    title: 'Unknown certificate authority',
    cause: `The certificate (${get(p, 'subject')}, issued by ${get(p, 'issuer')}) leads to a root that this machine does not trust.`,
    actor: 'server-admin',
    remedy:
      'Use a certificate from an authority that clients trust; or give the authority’s certificate as a CA file if it is yours.',
    source: rfc(8314, '3'),
    verifiedOn: null,
  }),
  'tls.certificate-chain-incomplete': (p) => ({
    // With an issuer known, what is missing may as well be a root of somebody's own as another link.
    title:
      Number(p.certificates ?? 1) > 1 ? 'Issuer of the certificate chain not known' : 'Incomplete certificate chain',
    cause: `The issuer ${get(p, 'blamedIssuer') || get(p, 'issuer')} of ${Number(p.certificates ?? 1) > 1 ? `${get(p, 'blamed')}, the last of the chain,` : "the server's certificate"} is neither sent by the server nor known here, so trust cannot be followed to a root.`,
    actor: 'server-admin',
    remedy:
      'Make the server send its intermediate certificates too (the "full chain" file), or use an authority that clients trust; if the issuer is an authority of your own, give its certificate as a CA file.',
    source: rfc(8446, '4.4.2'),
    verifiedOn: null,
  }),
  'tls.certificate-not-trusted': (p) => {
    const error = p.chainError;
    if (error === 'weak-key' || error === 'weak-signature') {
      const weak = { subject: get(p, 'blamed') || get(p, 'subject'), own: p.own === 1 || get(p, 'blamed') === '' };
      const what = error === 'weak-key' ? { key: get(p, 'blamedKey') } : { signature: get(p, 'blamedSignature') };
      return { ...weakCertificate({ ...weak, ...what }), actor: 'server-admin', verifiedOn: null };
    }
    const code = get(p, 'libraryCode');
    return {
      title: 'Certificate not trusted',
      cause: `${chainErrorText(isChainError(error) ? error : 'other').slice(0, -1)}: ${get(p, 'subject')}${code === '' ? '' : ` (${code})`}.`,
      actor: 'server-admin',
      remedy: 'Have a new certificate issued by an authority that clients trust.',
      source: rfc(8314, '3'),
      verifiedOn: null,
    };
  },
  'tls.name-mismatch': (p) => {
    const nameless = p.hosts === 0;
    return {
      title: nameless ? 'Certificate without subject alternative names' : 'Certificate for another name',
      cause: nameless
        ? `The certificate (${get(p, 'subject') || 'without a subject'}) has no subject alternative names with a host in them, so it covers no name, ${get(p, 'name')} neither: the common name of the subject does not count any more.`
        : `The certificate does not cover ${get(p, 'name')}; it is for ${get(p, 'altNames') || get(p, 'subject') || 'no name at all'}.`,
      // With a certificate that is good for other names the typed name is what is easiest to change.
      actor: nameless || p.trusted === 0 ? 'server-admin' : 'you',
      remedy: nameless
        ? `Have a certificate issued that lists ${get(p, 'name')} among its subject alternative names.`
        : 'Connect by a name that the certificate lists; or the server’s administrator has a certificate issued for this name.',
      source: rfc(9525, '6'),
      verifiedOn: null,
    };
  },
  'tls.old-version': (p) => ({
    title: `${get(p, 'version') || 'An old TLS'} in use`,
    cause: `The server agreed on ${get(p, 'version') || 'an old TLS'}, which is not to be used any more and most clients refuse. Unless that was the highest version asked for here, it has nothing newer.`,
    actor: 'server-admin',
    remedy: 'Switch off TLS 1.0 and 1.1 on the server, and on 1.2 and 1.3, with newer software if need be.',
    source: rfc(8996),
    verifiedOn: null,
  }),
  'hello.ehlo-refused': () => ({
    title: 'EHLO refused',
    cause: 'The server refused EHLO and took HELO: so it offers no extension, neither TLS nor a login.',
    actor: 'server-admin',
    remedy:
      'Look for a firewall or filter in between that inspects SMTP and knows HELO alone: compare with a connection made beside the server. Else have EHLO allowed on it.',
    source: rfc(5321, '3.2'),
    verifiedOn: null,
  }),
  'session.proxy-header-not-expected': () => ({
    title: 'PROXY header not expected',
    cause:
      'The server answered the PROXY protocol header as if it were a command, so it does not take one from us on this port; it knows nothing of the client that the header names, and what it answered next may be out of step.',
    actor: 'you',
    remedy:
      'Leave the header out; or have it taken: smtpd_upstream_proxy_protocol = haproxy for this port in Postfix, hosts_proxy in Exim, haproxy = yes in the listener of Dovecot.',
    source: 'https://www.postfix.org/postconf.5.html#smtpd_upstream_proxy_protocol',
    verifiedOn: null,
  }),
  'session.goodbye': () => ({
    title: 'Session ended by the server',
    cause:
      'The server took its leave with 421 before it was asked to. All that was to be done here had been done; whoever wanted more would not have got it.',
    actor: 'server-admin',
    remedy:
      'Its words, or its log at this moment, say why: a limit on connections or time, a service that is going down, or a client certificate that it wants and did not get are the usual reasons.',
    source: rfc(5321, '3.8'),
    verifiedOn: null,
  }),
  'tls.not-offered': (p) => ({
    title: p.submission === 0 ? 'No TLS offered' : 'No TLS where mail is submitted',
    cause: `The server does not offer STARTTLS${get(p, 'port') === '' ? '' : ` on port ${get(p, 'port')}`}, so ${p.submission === 0 ? 'mail crosses the network in clear' : 'passwords and mail would cross the network in clear'}.`,
    actor: 'server-admin',
    remedy:
      p.submission === 0
        ? 'Give the server a certificate and switch on STARTTLS for this port.'
        : 'Switch on STARTTLS for this port, or offer submission with implicit TLS on port 465.',
    source: p.submission === 0 ? rfc(3207) : rfc(8314, '3'),
    verifiedOn: null,
  }),
  'tls.fell-back-to-clear': (p) => ({
    title: 'STARTTLS refused, everything after it went in clear',
    cause: `The server offers STARTTLS, answered it with ${get(p, 'reply') === '' ? 'a refusal' : `“${get(p, 'reply')}”`}, and the session went on without encryption, because TLS was wanted only if offered.`,
    actor: 'server-admin',
    remedy:
      "Look at the server's log: usually its certificate or key is missing or cannot be read. To send nothing in clear, ask for STARTTLS (--security starttls).",
    source: rfc(3207, '4'),
    verifiedOn: null,
  }),
  'auth.offered-in-clear': (p) => ({
    title: 'Login offered without TLS',
    cause: `Before TLS the server offers AUTH ${get(p, 'mechanisms')}: a client that does not use TLS sends its password readable to everybody on the way.`,
    actor: 'server-admin',
    remedy:
      'Offer these only after STARTTLS: smtpd_tls_auth_only = yes in Postfix; auth_advertise_hosts made to depend on tls_in_cipher in Exim.',
    source: rfc(4954, '4'),
    verifiedOn: null,
  }),
  'session.masked': (p) => ({
    title: 'Something in between overwrites the session',
    cause: `${p.greeting === 1 ? `The greeting is overwritten with asterisks${get(p, 'keywords') === '' ? '' : `, and so are keywords of EHLO (${get(p, 'keywords')})`}` : `Keywords of EHLO are overwritten (${get(p, 'keywords')})`}, as firewalls do that inspect SMTP. ${p.tls === 1 ? 'Commands that they do not know may be altered too.' : 'What they hide cannot be used: STARTTLS and AUTH are usually among it.'}`,
    actor: 'network',
    remedy:
      'Switch off the inspection of SMTP for this connection in the firewall (on Cisco devices "inspect esmtp", once "fixup protocol smtp"), or use port 465 or 587, which such devices mostly leave alone.',
    source: 'https://www.postfix.org/postconf.5.html#smtp_pix_workarounds',
    verifiedOn: null,
  }),
  'hello.odd-reply': (p) => ({
    title: `${get(p, 'verb') || 'EHLO'} answered with ${get(p, 'code') || 'an odd code'}`,
    cause: `The only success ${get(p, 'verb') || 'EHLO'} has is 250; ${get(p, 'code') || 'another code'} was taken for one. ${p.code === '220' ? '220 is a greeting: a filter in between may have answered, or the answers are one out of step. ' : ''}No extension that was not listed can be relied on, TLS and login among them.`,
    actor: 'server-admin',
    remedy:
      'Compare with a connection made beside the server: if it answers 250 there, a firewall or filter in between answers for it; else the server itself is to be mended.',
    source: rfc(5321, '4.3.2'),
    verifiedOn: null,
  }),
  'connect.address-dead': (p) => ({
    title: `${p.family6 === 1 ? 'IPv6 address' : 'Address'}${Number(p.count ?? 1) > 1 ? 'es' : ''} without a server`,
    cause: `${get(p, 'addresses') || 'One address'} took no connection (${systemErrorText(String(p.error ?? ''), 'connecting')}), while another address of the same name did. Senders that try ${Number(p.count ?? 1) > 1 ? 'these' : 'it'} first are held up, and those that try no other fail.`,
    actor: 'server-admin',
    remedy: `Make the server answer there, or have the address taken out of DNS${p.family6 === 1 ? ' (the AAAA record)' : ''}.`,
    source: rfc(5321, '5.1'),
    verifiedOn: null,
  }),
  'connect.no-route': (p) => ({
    title: p.family6 === 1 ? 'No IPv6 from here' : 'No way to an address from here',
    cause: `This machine knows no way to ${get(p, 'addresses') || 'one address'} (${systemErrorText(String(p.error ?? ''), 'connecting')}); another address was used. That says nothing of the server.`,
    actor: 'network',
    remedy:
      p.family6 === 1
        ? 'To judge the server over IPv6, run this from a network that has it; --family 4 leaves these addresses out.'
        : 'Look at the routes of this machine if the address should be reached.',
    source: rfc(5321, '5.1'),
    verifiedOn: null,
  }),
  'message.long-lines': (p) => ({
    title: 'Lines too long in the message',
    cause: `${plural(Number(p.lines ?? 1), 'line')} of the message longer than 998 octets (the longest ${get(p, 'longest')}). No server has to take more; some refuse such mail, others break the lines, which spoils signatures and attachments.`,
    actor: 'you',
    remedy:
      'Have the program that makes the message encode its text as quoted-printable or base64 (Content-Transfer-Encoding), and fold long header lines.',
    source: rfc(5321, '4.5.3.1.6'),
    verifiedOn: null,
  }),
  'message.eight-bit': () => ({
    title: '8-bit text without 8BITMIME',
    cause:
      'The message holds octets above 127, and the server does not offer 8BITMIME. It may refuse them, or take the eighth bit off, which turns letters into others.',
    actor: 'you',
    remedy:
      'Have the program that makes the message encode its text as quoted-printable or base64 (Content-Transfer-Encoding) where the server does not offer 8BITMIME.',
    source: rfc(6152, '3'),
    verifiedOn: null,
  }),
  'server.lists-members': (p) => ({
    title: 'Names who stands behind an address',
    cause: `The answer ${get(p, 'code') || '250'} to ${get(p, 'command') || 'VRFY'} shows a mailbox to one who has not logged in: senders of spam collect them so.`,
    actor: 'server-admin',
    remedy:
      'Refuse the command to strangers: disable_vrfy_command = yes in Postfix; acl_smtp_vrfy and acl_smtp_expn left unset in Exim.',
    source: rfc(5321, '7.3'),
    verifiedOn: null,
  }),
  'tls.implicit': (p) => ({
    title: 'TLS from the first octet',
    cause: `Port ${get(p, 'port')} gave no greeting: it waits for TLS to begin at once. The session went on so, over a further connection.`,
    actor: 'you',
    remedy: 'Choose implicit TLS for this port: that spares the wait, and other programs have to be told as well.',
    source: rfc(8314, '3'),
    verifiedOn: null,
  }),
  'mx.host-failed': (p) => ({
    title: `The MX host ${get(p, 'host')} did not take part`,
    cause: `${get(p, 'message') || 'It refused, or did not answer.'} The next was tried, as a sending server does.`,
    actor: 'server-admin',
    remedy:
      'Mend that host, or take its MX record out: senders lose time on it, and those that give up at a refusal bring no mail at all.',
    source: rfc(5321, '5.1'),
    verifiedOn: null,
  }),
  'auth.lock-out': (p) => ({
    title: 'Login attempts limited',
    cause: `To one of the login attempts the server answered ${get(p, 'reply')}: it counts them, and no further mechanism was tried.`,
    actor: 'mailbox-admin',
    remedy:
      'Wait as long as the server says, or have the account unlocked: each further attempt may make the lock longer.',
    source: rfc(4954, '9'),
    verifiedOn: null,
  }),
  'wire.anomaly': (p) => {
    const anomaly = p.anomaly;
    const text = isAnomaly(anomaly) ? anomalyText(anomaly) : { title: get(p, 'anomaly'), meaning: '' };
    const count = typeof p.count === 'number' && p.count > 1 ? ` Seen on ${plural(p.count, 'line')}.` : '';
    return {
      title: `Odd on the wire: ${text.title}`,
      cause: `${text.meaning}${count}`,
      actor: 'server-admin',
      remedy:
        'If mail suffers, look for what rewrites the connection (a proxy, firewall or filter), then at the server software itself.',
      source: rfc(5321),
      verifiedOn: null,
    };
  },
} satisfies FindingTable;

export type FindingCode = keyof typeof table;

export function findingText(code: FindingCode, params: FindingParams): FindingText {
  return table[code](params);
}

export const FINDING_CODES = Object.keys(table) as FindingCode[];
