/** Outcomes of reaching a server at all, in words: DNS, connections, proxies, silence. */
import type { AddressAttempt, OutcomeOf, ProxyFailure } from '../../protocol/values/session/outcome.ts';
import type { Phase } from '../../protocol/values/session/phase.ts';
import { type OutcomeText, type Where, type Who, doing } from './parts.ts';
import { systemErrorText } from './system-errors.ts';
import { duration, plural } from '../units.ts';
import { shorten, visible } from '../visible.ts';

export const proxyRemedies = {
  unreachable: 'Check the address and port of the proxy, and that it runs.',
  timeout:
    'Check the port, and whether it is a SOCKS5 or an HTTP proxy. If it is right, the proxy itself waits for the server: try without it.',
  disconnected:
    'Check the port, and whether it is a SOCKS5 or an HTTP proxy; some proxies close on whom they do not know.',
  login: 'Give the user name in the URL of the proxy, and its password beside it.',
  forbidden: 'Have this host and port allowed on the proxy; many allow 443 alone.',
  'target-unreachable': 'Check host and port from where the proxy stands; try without the proxy.',
  'not-a-proxy': 'Check the port, and whether it is a SOCKS5 or an HTTP proxy.',
  refused:
    'Its answer, or its log, says why; many proxies connect to port 443 alone, or not to addresses of every kind.',
} satisfies Record<ProxyFailure, string | null>;

const DNS_REMEDY =
  'The name may be right: DNS gave no answer. Try again, then another DNS server; if both fail, the name servers of the domain are at fault.';

export function timedOut(o: OutcomeOf<'timeout'>, where: Where): OutcomeText {
  const limit = duration(o.params.limitMs);
  if (o.phase === 'dns') {
    return {
      title: 'DNS did not answer',
      message: `DNS did not answer within ${limit} when asked for ${where.host}.`,
      actor: 'network',
      remedy: DNS_REMEDY,
    };
  }
  return {
    title: 'No answer in time',
    message: `${where.subject} ${silence(o.params.bytesReceived)} within ${limit}${doing(o.phase, where)}.`,
    actor: o.phase === 'connect' ? 'network' : 'server-admin',
    remedy: o.params.bytesReceived === 0 ? silentRemedy(o.phase, where) : partRemedy(o.phase),
  };
}

const start = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1);

/** Codes of sockets stand for the DNS server, which could not be asked. */
const unasked = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ECONNRESET', 'EACCES', 'EPERM']);

export function dnsMessage(code: string, name: string): string {
  if (unasked.has(code))
    return `The name "${name}" could not be looked up: the DNS server could not be asked (${code}).`;
  // An IPv6 address has colons, an IPv4 address nothing but digits and dots.
  if (code === 'EAI_ADDRFAMILY' && (name.includes(':') || /^[0-9.]+$/.test(name)))
    return `The address ${name} is not of the family that was asked for (${code}).`;
  return `${start(systemErrorText(code, `the name "${name}"`))}.`;
}

export const proxyActor = (reason: ProxyFailure): 'you' | 'network' =>
  reason === 'login' || reason === 'not-a-proxy' || reason === 'unreachable' ? 'you' : 'network';

/** By getaddrinfo's, the resolver's or our own code for what DNS said. */
export function dnsHelp(code: string, name: string, where: Where): Pick<OutcomeText, 'title' | 'actor' | 'remedy'> {
  // Another name than the one asked about stands in the MX records of that.
  const named = where.named && !where.peer.startsWith(name);
  if (named && (code === 'ENOTFOUND' || code === 'ENODATA')) {
    return {
      title: 'MX host not found',
      actor: 'dns-owner',
      remedy: `The MX records of the domain name ${name}: they have to name hosts that have an address.`,
    };
  }
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
      return {
        title: 'No such address',
        actor: 'you',
        remedy:
          'Leave the choice between IPv4 and IPv6 open, and with it a local address, which makes the same choice.',
      };
    case 'NO_MX':
      return {
        title: 'Domain takes no mail',
        actor: 'you',
        remedy: 'Check the spelling of the domain; if it is right, its owner has to publish MX records for it.',
      };
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
      return { title: 'DNS failed', actor: 'network', remedy: DNS_REMEDY };
  }
}

/** One address family without a route says nothing of the server while the other was tried. */
type Attempt = Pick<AddressAttempt, 'family' | 'error'> & Partial<Pick<AddressAttempt, 'address'>>;

const noWayOut: ReadonlySet<string> = new Set(['ENETUNREACH', 'EADDRNOTAVAIL', 'EAFNOSUPPORT']);

/** RFC 4291 section 2.5.6. It is there without any other IPv6, and each interface has such a network of its own. */
const isLinkLocal = ({ address }: Attempt): boolean => /^fe[89ab][0-9a-f]:/i.test(address ?? '');

const neverLeft = ({ family, error }: Attempt): boolean => family === 6 && error !== null && noWayOut.has(error);

/** It is this side that has no IPv6, and nothing of the server: the packet never left. */
export const isWithoutIpv6 = (attempt: Attempt): boolean => neverLeft(attempt) && !isLinkLocal(attempt);

export function connectHelp(attempts: readonly Attempt[], where: Where): Who {
  const reachable = attempts.filter((attempt) => !isWithoutIpv6(attempt));
  if (attempts.length > 0 && reachable.length === 0)
    return {
      actor: 'you',
      remedy:
        'This machine has no IPv6: no address or no route of its own for it. Use the server’s IPv4 address (--family 4), or give this machine IPv6. Where a local address was given, it has to be one of this machine.',
    };
  if (attempts.length > 0 && attempts.every((attempt) => isLinkLocal(attempt) && neverLeft(attempt)))
    return {
      actor: 'you',
      remedy:
        'A link-local address (fe80::/10) is reached through one interface of this machine: name that after a percent sign, as in [fe80::1%eth0]:25, and see that it is there and up.',
    };
  const { actor, remedy } = helpFor(reachable, where);
  const without = reachable.length < attempts.length && remedy !== null;
  return { actor, remedy: without ? `${remedy} IPv6 could not be tried: this machine has none.` : remedy };
}

function helpFor(attempts: readonly Attempt[], where: Where): Who {
  const reachable = attempts.filter(({ error }) => error !== 'ENETUNREACH');
  const [code, ...others] = new Set((reachable.length === 0 ? attempts : reachable).map(({ error }) => error ?? ''));
  if (others.length > 0) {
    return {
      actor: 'server-admin',
      remedy:
        'The addresses fail in different ways. Where the connection is refused, a machine answers on which nothing listens at this port; where nothing answers, it is off or a firewall drops the packets. DNS should name only those that serve.',
    };
  }
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
          ? 'Nothing is listening there: check that the server runs, that this is its path, and that it is a socket at all.'
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

function silentRemedy(phase: Phase | null, where: Where): string | null {
  if (phase === 'tls' && !where.tls)
    return 'The server agreed to STARTTLS, and its TLS does not begin: it hangs, or a firewall in between lets nothing but SMTP through. Its log tells.';
  if (phase === 'tls')
    return 'Something accepts connections here and does not speak TLS: a server for plain SMTP waits as well, or a firewall stands between. Try without implicit TLS.';
  if (phase === 'auth')
    return 'The server waits for what checks its passwords (a directory, a database, another server), or slows down logins on purpose: its log tells. A longer limit shows whether it answers at all.';
  if (phase !== 'greeting')
    return 'The server answered before, so it is there: it waits for something itself, such as a look-up of our name, a policy service or a filter. Its log tells; a longer limit shows whether it answers at all.';
  if (where.tls)
    return 'TLS works, so a server is there; one that says nothing then may wait for the client to begin, as web servers do (HTTPS), or may be overloaded.';
  // A pause before the greeting is custom there, so that nobody has looked whether it waits for TLS.
  return where.port === 25 || where.port === 24
    ? `Something accepts connections and says nothing: a server that is overloaded or waits for slow look-ups of our name, or a firewall that answers in its place. A longer time limit tells them apart.${where.named ? ` Whether it waits for TLS from the first octet: posthorn check ${where.peer} --security tls` : ''}`
    : 'Something accepts connections and says nothing: a server for implicit TLS (usually port 465) waits for the client to begin; so does a web server. Else it is overloaded, or a firewall answers in its place.';
}

/** A part of an answer came. Greetings in two parts are a known trick against impatient senders (postscreen's teaser). */
const partRemedy = (phase: Phase | null): string =>
  phase === 'greeting'
    ? 'Servers that try the patience of strangers send the first line of their greeting at once and the rest seconds later: allow more time. Else it hung in mid-answer.'
    : 'It hung in mid-answer, or something in between (a proxy, firewall or filter) holds the rest back: its log tells which.';

function silence(bytesReceived: number): string {
  return bytesReceived === 0 ? 'sent nothing' : `sent ${plural(bytesReceived, 'octet')}, yet no complete answer,`;
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
