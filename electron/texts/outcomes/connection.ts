/** Outcomes of a connection made, in words: ends, strangers, TLS, greeting and EHLO. */
import type { Outcome, OutcomeOf } from '../../protocol/values/session/outcome.ts';
import type { ChainError } from '../../protocol/values/session/tls.ts';
import { anomalyText } from '../session/anomalies.ts';
import { type OutcomeText, type Where, type Who, advice, answer, doing, later } from './parts.ts';
import { beganWith, protocolOf, protocolRemedy } from './other-protocols.ts';
import { chainErrorText } from '../session/tls.ts';
import { shorten, visible } from '../visible.ts';

const LOG_TELLS = 'What the server wrote in its log at this moment tells why.';

/** Why connections end without a word, as far as the moment tells. */
export function closedRemedy(o: OutcomeOf<'server-disconnected'>, where: Where): string | null {
  if (o.reply?.code === 421) return later(true);
  const silent = o.params.bytesReceived === 0;
  switch (o.phase) {
    case 'greeting':
      if (!silent) return LOG_TELLS;
      return where.tls
        ? 'Closed after the handshake: some servers end so when they want a client certificate and get none; else a rule on our address, or a limit on connections.'
        : 'Closed before a word, it is usually a rule on our address (block list, allow list, tcp wrappers), a limit on connections, or a service that fails as it starts: its log tells.';
    case 'tls':
      // A ServerHello was there, so versions and ciphers were agreed on.
      if (!silent)
        return 'It had begun to answer: a server that wants a client certificate ends so when it gets none or another; so does one that fails. Its log tells.';
      return 'Closed in the handshake without an alert: usually no TLS version or cipher in common (an old server: try a lowest version of 1.0), a missing certificate on its side, or a rule on our address. Its log tells.';
    default:
      return LOG_TELLS;
  }
}

/** "IMAP": what answered is known, and is no SMTP server. Null where it may be one. */
export function otherServiceIn(o: Outcome): string | null {
  if (o.code === 'security-mismatch')
    return o.params.seen === 'http' ? 'HTTP' : o.params.seen === 'other' ? protocolOf(o.params.raw) : null;
  if (o.code !== 'protocol-error' || o.params.anomaly === 'after-starttls') return null;
  return o.phase === 'greeting' || o.phase === 'tls' ? protocolOf(o.params.raw) : null;
}

export function protocolError(o: OutcomeOf<'protocol-error'>, where: Where): OutcomeText {
  const stranger = otherServiceIn(o);
  if (stranger !== null) return isStranger(stranger, o.params.raw, where);
  if (o.params.anomaly === 'after-starttls') {
    return {
      title: 'Plain text after STARTTLS',
      message: `${where.subject} agreed to STARTTLS, then sent plain text where TLS had to begin${beganWith(o.params.raw)}; nothing of it was used.`,
      actor: 'server-admin',
      remedy:
        'Either the server, or a proxy before it, did not start TLS; or somebody in between put the text in. Compare with a connection made beside the server.',
    };
  }
  return {
    title: 'Not understood',
    message: protocolMessage(o, where),
    actor: 'server-admin',
    remedy:
      o.phase === 'greeting'
        ? 'Check that a mail server is what listens on this port.'
        : 'Look for what rewrites the connection (a proxy, firewall or filter), then at the server software itself.',
  };
}

function isStranger(kind: string, raw: Uint8Array, where: Where): OutcomeText {
  return {
    title: kind === 'HTTP' ? 'Not a mail server' : 'Not an SMTP server',
    message: `${where.subject} speaks ${kind}, not ${where.lmtp ? 'LMTP' : 'SMTP'}${kind === 'HTTP' ? '' : beganWith(raw)}.`,
    actor: 'you',
    remedy: protocolRemedy(kind),
  };
}

export function greetingRefused(o: OutcomeOf<'greeting-refused'>, where: Where): OutcomeText {
  const code = o.reply?.code ?? null;
  if (code !== null && code < 400) {
    return {
      title: 'Not an SMTP greeting',
      message: `${where.subject} greeted${answer(o.reply)}; an SMTP server greets with 220.`,
      actor: 'you',
      remedy: 'Check host and port: news servers, for one, greet with 200.',
    };
  }
  const advised = advice(o);
  const first = 'It knows nothing of us yet but our address:';
  return {
    title: 'Not let in',
    message: `${where.subject} refused the session in its greeting${answer(o.reply)}.`,
    actor: advised.actor,
    remedy:
      advised.remedy ??
      (code === 521
        ? 'This host says that it never takes mail (RFC 7504): use another.'
        : o.temporary === false
          ? `${first} a block list or an allow list is the usual reason. Its words, or its log, say which.`
          : null),
  };
}

export function helloRefused(o: OutcomeOf<'helo-refused'>, where: Where): OutcomeText {
  const { replies } = o.params;
  const last = replies.at(-1) ?? o.reply;
  const said = where.lmtp ? 'LHLO' : replies.length > 1 ? 'EHLO, then HELO,' : 'our hello';
  // RFC 5321 section 4.2.2: codes that are about the command itself.
  const unknown = replies.length > 0 && replies.every(({ code }) => code === 500 || code === 502 || code === 530);
  const named = !unknown && last?.code !== 421 && last?.code !== 554;
  const advised = advice(o);
  return {
    title: 'Hello refused',
    message: `${where.subject} refused ${said}${answer(last)}.`,
    actor: unknown || named ? 'you' : advised.actor,
    remedy: unknown
      ? where.lmtp
        ? 'This looks like a server for SMTP, which does not know LHLO: choose SMTP as the protocol.'
        : 'Every SMTP server knows one of them. A server for LMTP refuses both: choose LMTP as the protocol. An FTP server greets with 220 too: check the port.'
      : named
        ? `Servers that judge the name we introduce ourselves by answer so: give one that is a full host name and resolves (EHLO name).${o.temporary === true ? ' The server calls this temporary.' : ''}`
        : advised.remedy,
  };
}

function protocolMessage(o: OutcomeOf<'protocol-error'>, where: Where): string {
  const seen = beganWith(o.params.raw);
  if (o.reply?.anomalies.includes('empty-line') === true)
    return `${where.subject} sent an empty line${doing(o.phase, where)}, and no reply after it.`;
  if (o.params.limit !== null) {
    return `${where.subject} sent more than a reply may hold (limit "${visible(o.params.limit)}")${doing(o.phase, where)}${seen}.`;
  }
  if (o.params.anomaly !== null) {
    return `${where.subject} sent something that is not SMTP${doing(o.phase, where)}: ${anomalyText(o.params.anomaly).title}${seen}.`;
  }
  return `${where.subject} sent something that is not an SMTP reply${doing(o.phase, where)}${seen}.`;
}

export function mismatch(o: OutcomeOf<'security-mismatch'>, where: Where): OutcomeText {
  const title = 'Wrong kind of encryption';
  const stranger = otherServiceIn(o);
  if (stranger !== null) return isStranger(stranger, o.params.raw, where);
  if (o.params.expected === 'tls') {
    const plain = o.params.seen === 'smtp';
    return {
      title,
      message: plain
        ? `${where.subject} speaks plain SMTP, but TLS from the first octet was asked for${beganWith(o.params.raw)}.`
        : `${where.subject} did not answer with TLS, although TLS from the first octet was asked for${beganWith(o.params.raw)}.`,
      actor: 'you',
      remedy: plain
        ? 'Use STARTTLS on this port (usually 587 or 25), or the port for implicit TLS (usually 465).'
        : null,
    };
  }
  return {
    title,
    message:
      o.params.seen === 'tls'
        ? `${where.subject} speaks TLS from the first octet, but plain SMTP was asked for.`
        : o.params.seen === 'silence'
          ? `${where.subject} sent no greeting, as a server does that waits for TLS from the first octet; plain SMTP was asked for.`
          : `${where.subject} did not greet as an SMTP server does${beganWith(o.params.raw)}.`,
    actor: 'you',
    remedy:
      o.params.seen === 'tls' || o.params.seen === 'silence'
        ? `Choose implicit TLS for this port (usual on 465), or another port${where.named ? `: posthorn check ${where.peer} --security tls` : ''}.`
        : null,
  };
}

const WANTS_CERTIFICATE: Who = {
  actor: 'you',
  remedy: 'The server wants a client certificate that it trusts: give one, with its key.',
};

function chainTitle(error: ChainError | null): string {
  switch (error) {
    case 'expired':
      return 'Certificate expired';
    case 'not-yet-valid':
      return 'Certificate not valid yet';
    case 'self-signed':
      return 'Self-signed certificate';
    case 'weak-key':
      return 'Key of the certificate too short';
    case 'weak-signature':
      return 'Signature of the certificate too weak';
    default:
      return 'Certificate not trusted';
  }
}

function chainRemedy(error: ChainError | null): string {
  switch (error) {
    case 'expired':
      return 'Renew the certificate on the server and make the server load it.';
    case 'not-yet-valid':
      return 'Check the clock of this machine first; if it is right, the server has to use a certificate that is valid now.';
    case 'self-signed':
      return 'Use a certificate from an authority that clients trust; or, if the server is yours, give this one as a CA file or accept it by its fingerprint.';
    case 'untrusted-root':
      return 'Use a certificate from an authority that clients trust; or, if the authority is yours, give its certificate as a CA file.';
    case 'incomplete-chain':
      return 'Make the server send its intermediate certificates too (the "full chain" file); or, if the authority is yours, give its certificate as a CA file.';
    case 'weak-key':
      return 'Have a certificate issued with an RSA key of 2048 bits or more, or a key on a curve.';
    case 'weak-signature':
      return 'Have a certificate issued that is signed with SHA-256.';
    default:
      return 'Have a new certificate issued by an authority that clients trust.';
  }
}

const withheld = (o: OutcomeOf<'tls-failed'>): boolean => o.params.withheld ?? o.phase === 'auth';

export function tlsFailed(o: OutcomeOf<'tls-failed'>, where: Where): OutcomeText {
  const detail = o.params.detail === '' ? '' : ` (${shorten(visible(o.params.detail).replace(/\.$/, ''), 200)})`;
  if (o.params.check === 'name') {
    return {
      title: 'Certificate for another name',
      message: `The certificate of ${where.peer} is not for the name that was asked for${detail}${withheld(o) ? '; the password was not sent' : ''}.`,
      // The chain was judged first: it is a good certificate for other names, so the name that was typed is as open to change.
      actor: 'you',
      remedy:
        'Connect by a name that the certificate lists; or the server’s administrator has a certificate issued for this one.',
    };
  }
  if (o.params.check === 'chain') {
    return {
      title: chainTitle(o.params.chainError),
      message: `${chainErrorText(o.params.chainError ?? 'other').slice(0, -1)}${detail}; so ${where.peer} is not proven to be who it says it is${withheld(o) ? ', and the password was not sent' : ''}.`,
      actor: 'server-admin',
      remedy: chainRemedy(o.params.chainError),
    };
  }
  const code = o.params.libraryCode === null ? '' : ` [${visible(o.params.libraryCode)}]`;
  return {
    title: 'TLS handshake failed',
    message: `TLS could not be agreed on with ${where.peer}${detail}${code}.`,
    ...handshakeHelp(o.params.detail, o.params.libraryCode ?? ''),
  };
}

const firstAlert = (detail: string): string | undefined => /\balert ([a-z]+_[a-z_]+)/.exec(detail)?.[1];

const alertOf = (detail: string, libraryCode: string): string =>
  firstAlert(detail) ?? libraryCode.split('_ALERT_')[1]?.toLowerCase() ?? '';

const ofClientCertificate: ReadonlySet<string> = new Set([
  'certificate_required',
  'bad_certificate',
  'unknown_ca',
  'certificate_unknown',
  'certificate_expired',
  'unsupported_certificate',
]);

/** The server ended the handshake for the certificate that this side did not show, or showed in vain. */
export function wantsClientCertificate(detail: string, libraryCode: string): boolean {
  const alert = alertOf(detail, libraryCode);
  // Version and cipher were agreed on by then: what TLS 1.2 calls so is the client certificate that did not come.
  return ofClientCertificate.has(alert) || (firstAlert(detail) === undefined && alert === 'handshake_failure');
}

/**
 * By the alert (RFC 8446 section 6.2): as the first record it stands in the detail; after the server's hello only the library saw it
 * (ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED). What our own library complains of is not told apart.
 */
function handshakeHelp(detail: string, libraryCode: string): Who {
  const actor = 'server-admin';
  if (wantsClientCertificate(detail, libraryCode)) return WANTS_CERTIFICATE;
  switch (alertOf(detail, libraryCode)) {
    case 'protocol_version':
      return {
        actor,
        remedy:
          'No TLS version in common: an old server may know 1.0 alone (try that as the lowest), a new one 1.3 alone. It should offer 1.2 and 1.3.',
      };
    case 'handshake_failure':
    case 'insufficient_security':
      return {
        actor,
        remedy: 'No cipher in common, or the server has no certificate that it could use: its log tells.',
      };
    case 'unrecognized_name':
      return {
        actor,
        remedy: 'The server has no certificate for the name sent (SNI): connect by a name that it serves.',
      };
    case 'internal_error':
      return {
        actor,
        remedy: 'Something is wrong in the server itself, often its certificate or key file: its log tells.',
      };
    default:
      return { actor, remedy: null };
  }
}
