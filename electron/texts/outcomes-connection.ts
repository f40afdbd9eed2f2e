/** Outcomes of the way to a session in words: proxies, silence, ends, strangers, TLS, greeting and EHLO. */
import type { OutcomeOf, ProxyFailure } from '../ipc/schemas/outcome.ts';
import type { ChainError } from '../ipc/schemas/tls.ts';
import type { Phase } from '../ipc/schemas/phase.ts';
import { anomalyText } from './anomalies.ts';
import { type OutcomeText, type Where, type Who, advice, answer, doing, later } from './outcome-parts.ts';
import { adviceOn } from './refusals.ts';
import { beganWith, strangerIn, strangerRemedy } from './strangers.ts';
import { systemErrorText } from './system-errors.ts';
import { chainErrorText } from './tls.ts';
import { plural } from './units.ts';
import { shorten, visible } from './visible.ts';

export const proxyRemedies = {
  unreachable: 'Check the address and port of the proxy, and that it runs.',
  timeout: null,
  disconnected: null,
  login: 'Give the user name in the URL of the proxy, and its password beside it.',
  forbidden: 'Have this host and port allowed on the proxy; many allow 443 alone.',
  'target-unreachable': 'Check host and port from where the proxy stands; try without the proxy.',
  'not-a-proxy': 'Check the port, and whether it is a SOCKS5 or an HTTP proxy.',
  refused: null,
} satisfies Record<ProxyFailure, string | null>;

/** By getaddrinfo's, the resolver's or our own code for what DNS said. */
export function dnsHelp(code: string): Pick<OutcomeText, 'title' | 'actor' | 'remedy'> {
  switch (code) {
    case 'ENOTFOUND':
    case 'ENODATA':
    case 'EAI_NONAME':
    case 'EAI_NODATA':
      return {
        title: 'Name not found',
        actor: 'you',
        remedy:
          'Check the spelling of the host name; if it is right, its owner has to publish an address for it in DNS.',
      };
    case 'EAI_ADDRFAMILY':
      return { title: 'No such address', actor: 'you', remedy: 'Leave the choice between IPv4 and IPv6 to DNS.' };
    case 'NULL_MX':
      return { title: 'Domain takes no mail', actor: 'you', remedy: 'Check the domain; no address in it takes mail.' };
    case 'LOCAL_ADDRESS':
      return {
        title: 'MX leads nowhere',
        actor: 'dns-owner',
        remedy: "The domain's MX or address records must lead to a public address.",
      };
    case 'EBADNAME':
      return {
        title: 'No host name',
        actor: 'dns-owner',
        remedy:
          'An MX record has to name a host that has an address; an IP address in it is none (RFC 5321 section 5.1).',
      };
    default:
      return {
        title: 'DNS failed',
        actor: 'network',
        remedy:
          'The name may be right: DNS gave no answer. Try again, then another DNS server; if both fail, the name servers of the domain are at fault.',
      };
  }
}

/** One address family without a route says nothing of the server while the other was tried. */
export function connectHelp(errors: readonly string[], where: Where): Who {
  const told = errors.filter((error) => error !== 'ENETUNREACH');
  const [code, ...others] = new Set(told.length === 0 ? errors : told);
  if (others.length > 0) return { actor: 'server-admin', remedy: null };
  switch (code) {
    case 'ENOENT':
      return { actor: 'you', remedy: 'There is no such socket: check its path, and that the server runs.' };
    case 'ENOTSOCK':
      return { actor: 'you', remedy: 'Check the path: this file is no socket.' };
    case 'EACCES':
    case 'EPERM':
      return where.local
        ? { actor: 'you', remedy: 'This user may not use the socket: check the permissions of it and its folders.' }
        : { actor: 'network', remedy: 'This machine forbids the connection: a firewall or a sandbox on it.' };
    case 'ECONNREFUSED':
      return {
        actor: 'server-admin',
        remedy: where.local
          ? 'Nothing is listening on this socket: check that the server runs and that this is its path.'
          : 'Nothing accepts connections on this port: check the port number and that the server runs.',
      };
    case 'ETIMEDOUT':
      return {
        actor: 'network',
        remedy: `Nothing answered: a firewall may be dropping the packets${where.port === 25 ? '. Many access and cloud networks block outgoing port 25; submission uses 587 or 465' : ''}.`,
      };
    case 'ENETUNREACH':
    case 'EHOSTUNREACH':
      return { actor: 'network', remedy: 'Check the connection of this machine to the network, and its routes.' };
    case 'EADDRNOTAVAIL':
    case 'EINVAL':
      return {
        actor: 'you',
        remedy: 'The local address must be one of this machine, and one from which the server can be reached.',
      };
    default:
      return { actor: 'server-admin', remedy: null };
  }
}

export function silentRemedy(phase: Phase | null, where: Where): string | null {
  if (phase === 'tls')
    return 'Something accepts connections here and does not speak TLS: a server for plain SMTP waits as well, or a firewall stands between. Try without implicit TLS.';
  if (phase !== 'greeting') return null;
  if (where.tls)
    return 'TLS works, so a server is there; one that says nothing then may wait for the client to begin, as web servers do (HTTPS), or may be overloaded.';
  return where.port === 25
    ? 'Something accepts connections and says nothing: a server that is overloaded or waits for slow look-ups of our name, or a firewall that answers in its place. A longer time limit tells them apart.'
    : 'Something accepts connections and says nothing: a server for implicit TLS (usually port 465) waits for the client to begin; so does a web server. Else it is overloaded, or a firewall answers in its place.';
}

const LOG_TELLS = 'What the server wrote in its log at this moment tells why.';

/** Why connections end without a word, as far as the moment tells. */
export function closedRemedy(o: OutcomeOf<'server-disconnected'>, where: Where): string | null {
  if (o.reply?.code === 421) return later(true);
  const silent = o.params.bytesReceived === 0;
  switch (o.phase) {
    case 'greeting':
      if (!silent) return LOG_TELLS;
      return where.tls
        ? 'Closed behind the handshake: some servers end so when they want a client certificate and get none; else a rule on our address, or a limit on connections.'
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

export function protocolError(o: OutcomeOf<'protocol-error'>, where: Where): OutcomeText {
  const stranger = o.phase === 'greeting' || o.phase === 'tls' ? strangerIn(o.params.raw) : null;
  if (stranger !== null && o.params.anomaly !== 'after-starttls') return isStranger(stranger, o.params.raw, where);
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
    remedy: strangerRemedy(kind),
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
  const named = !unknown && adviceOn(last) === null && last?.code !== 421 && last?.code !== 554;
  const advised = advice({ reply: last, temporary: o.temporary });
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

export function silence(bytesReceived: number): string {
  return bytesReceived === 0 ? 'sent nothing' : `sent ${plural(bytesReceived, 'octet')}, yet no complete answer,`;
}

function protocolMessage(o: OutcomeOf<'protocol-error'>, where: Where): string {
  const seen = beganWith(o.params.raw);
  if (o.params.limit !== null) {
    return `${where.subject} sent more than a reply may hold (limit "${visible(o.params.limit)}")${doing(o.phase)}${seen}.`;
  }
  if (o.params.anomaly !== null) {
    return `${where.subject} sent something that is not SMTP${doing(o.phase)}: ${anomalyText(o.params.anomaly).title}${seen}.`;
  }
  return `${where.subject} sent something that is not an SMTP reply${doing(o.phase)}${seen}.`;
}

export function mismatch(o: OutcomeOf<'security-mismatch'>, where: Where): OutcomeText {
  const title = 'Wrong kind of encryption';
  const stranger = o.params.seen === 'http' ? 'HTTP' : o.params.seen === 'other' ? strangerIn(o.params.raw) : null;
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
        ? 'Choose implicit TLS for this port (usual on 465), or another port.'
        : null,
  };
}

function chainTitle(error: ChainError | null): string {
  switch (error) {
    case 'expired':
      return 'Certificate expired';
    case 'not-yet-valid':
      return 'Certificate not valid yet';
    case 'self-signed':
      return 'Self-signed certificate';
    default:
      return 'Certificate not trusted';
  }
}

export function tlsFailed(o: OutcomeOf<'tls-failed'>, where: Where): OutcomeText {
  const detail = o.params.detail === '' ? '' : ` (${shorten(visible(o.params.detail).replace(/\.$/, ''), 200)})`;
  if (o.params.check === 'name') {
    return {
      title: 'Certificate for another name',
      message: `The certificate of ${where.peer} is not for the name that was asked for${detail}.`,
      actor: 'server-admin',
      remedy: 'Connect by a name that the certificate lists, or have a certificate issued for this one.',
    };
  }
  if (o.params.check === 'chain') {
    return {
      title: chainTitle(o.params.chainError),
      message: `${chainErrorText(o.params.chainError ?? 'other').slice(0, -1)}${detail}; the connection to ${where.peer} was not used.`,
      actor: 'server-admin',
      remedy: null,
    };
  }
  const code = o.params.libraryCode === null ? '' : ` [${visible(o.params.libraryCode)}]`;
  return {
    title: 'TLS handshake failed',
    message: `TLS could not be agreed on with ${where.peer}${detail}${code}.`,
    actor: 'server-admin',
    remedy: null,
  };
}

export function proxyMessage(o: OutcomeOf<'proxy-failed'>, where: Where): string {
  const proxy = `The proxy ${visible(o.params.proxy)}`;
  const answered = o.params.answer === '' ? '' : ` (it answered "${shorten(visible(o.params.answer), 200)}")`;
  switch (o.params.reason) {
    case 'unreachable':
      return `${proxy} could not be reached: ${systemErrorText(o.params.answer, 'its name')}.`;
    case 'timeout':
      return `${proxy} did not answer in time.`;
    case 'disconnected':
      return `${proxy} closed the connection before it had answered${o.params.answer === '' ? '' : `; it began with "${shorten(visible(o.params.answer), 80)}"`}.`;
    case 'login':
      return `${proxy} wants a login, or refused the one given${answered}.`;
    case 'forbidden':
      return `${proxy} does not allow connections to ${where.peer}${answered}.`;
    case 'target-unreachable':
      return `${proxy} could not connect to ${where.peer}${answered}.`;
    case 'not-a-proxy':
      return `${proxy} did not answer as such a proxy does${answered}.`;
    case 'refused':
      return `${proxy} did not make the connection${answered}.`;
  }
}
