/** Words of the findings that judge what works: nothing failed by it today. Part of the table in findings.ts. */
import { rfc } from '../rfc.ts';
import { duration, plural } from '../units.ts';
import { day, type FindingParams, type FindingTable, get } from './finding-words.ts';

/** What a server usually does between a step and its answer. */
const slowSteps: Readonly<Record<string, { readonly of: string; readonly usual: string; readonly look: string }>> = {
  greeting: {
    of: 'The greeting',
    usual:
      'the name of the client’s address is looked up (PTR), block lists (DNSBL) are asked, an ident query (RFC 1413) to the client runs into its limit, or the greeting is held back on purpose to catch senders that do not wait',
    look: 'Try its DNS servers for the PTR record of the client’s address and for each block list that it asks; switch off ident queries; look for a greeting delay (postscreen_greet_wait in Postfix, a delay in acl_smtp_connect in Exim).',
  },
  ehlo: {
    of: 'The answer to EHLO',
    usual:
      'the name given with EHLO and the name of the client’s address (PTR) are looked up, block lists (DNSBL) are asked, or the client is slowed down on purpose (tarpit)',
    look: 'Try its DNS servers for these names; look for a delay in the rules for EHLO.',
  },
  mail: {
    of: 'The answer to MAIL',
    usual:
      'the sender’s domain is looked up (MX, SPF), the sender is verified by a callout to its own mail server, or a policy service is asked',
    look: 'Try its DNS servers for the sender’s domain; see whether sender verification or a policy service waits for somebody who does not answer.',
  },
  rcpt: {
    of: 'The answer to RCPT',
    usual:
      'block lists (DNSBL) are asked, the recipient is verified by a callout to the next server or in a directory, a policy or greylisting service is asked, or the client is slowed down on purpose (tarpit)',
    look: 'See which of its restrictions for recipients waits: callouts, directory, policy service and block lists each have their limit of time in its configuration.',
  },
  data: {
    of: 'The answer to the message',
    usual:
      'a content filter (spam or virus scanner) reads the message before it is taken, DKIM and DMARC are looked up, or the message is handed on or delivered first',
    look: 'Look at the filter’s log for the time of each test; network tests of spam filters are the usual ones. A client that gives up here sends the message again, and it arrives twice (RFC 1047).',
  },
};

const names: Readonly<Record<string, (name: string) => string>> = {
  none: () => 'The greeting is 220 and no name after it; it has to begin with the server’s domain name.',
  'no-name': (name) =>
    `The greeting begins with “${name}”, which is no host name; it has to begin with the server’s domain name.`,
  literal: (name) =>
    `The server greets with its address, ${name}. That is allowed to one that has no name, and a server that takes mail for a domain has one.`,
  localhost: (name) =>
    `The server greets as ${name}, which is each machine’s name for itself: nobody can tell from it which server answers.`,
  short: (name) =>
    `The server greets as “${name}”, which is no fully qualified name: if it is one at all, its domain is missing.`,
};

export const judging = {
  'tls.offered-again': () => ({
    title: 'STARTTLS still offered inside TLS',
    cause:
      'After the handshake the server offers STARTTLS once more, which it must not. A proxy before it that ends TLS and hands the session on in clear does that, or a server that forgets the state of the session; a client that takes up the offer fails.',
    actor: 'server-admin',
    remedy:
      'Where a proxy or load balancer ends TLS, switch off STARTTLS on the server behind it, or let TLS through to the server; else update the server.',
    source: rfc(3207, '4.2'),
    verifiedOn: null,
  }),
  'tls.certificate-ends-soon': (p) => ({
    title: p.days === 0 ? 'Certificate ends within a day' : `Certificate ends in ${plural(Number(p.days ?? 1), 'day')}`,
    cause: `The server's certificate (${get(p, 'subject')}) is valid until ${day(p, 'validTo')}. Most of its life is over and it has not been renewed, or the server has not loaded the new one.`,
    actor: 'server-admin',
    remedy:
      'See whether it is renewed by a program that runs, and whether the server loads the new certificate afterwards; many need a reload for that.',
    source: rfc(5280, '4.1.2.5'),
    verifiedOn: null,
  }),
  'server.greeting-name': (p) => ({
    title: 'Greeting without a proper host name',
    cause: (names[String(p.kind)] ?? names['no-name'])?.(get(p, 'name')) ?? '',
    actor: 'server-admin',
    remedy:
      'Set the server’s fully qualified name: myhostname in Postfix, primary_hostname in Exim. It is best the one that its address resolves to.',
    source: rfc(5321, p.kind === 'literal' ? '4.1.3' : '4.2'),
    verifiedOn: null,
  }),
  'server.no-size-limit': (p) => ({
    title: get(p, 'number') === '' ? 'SIZE without a number' : 'No fixed limit of size',
    cause:
      get(p, 'number') === ''
        ? 'SIZE has no number, so the server says nothing of how large a message may be: one that is too large is refused only at MAIL, or after it was sent.'
        : 'SIZE 0 means that the server has no fixed limit of size. Other limits, such as free space, hold all the same.',
    actor: 'server-admin',
    remedy:
      'Nothing, if that is meant. Else set a limit and have it announced: message_size_limit in Postfix, message_size_limit in Exim.',
    source: rfc(1870, '4'),
    verifiedOn: null,
  }),
  'server.confirms-addresses': (p) => ({
    title: 'VRFY tells strangers whether an address exists',
    cause: `VRFY was answered with ${get(p, 'codes') || '250'} to one who has not logged in: ${p.yes === 1 ? 'it confirms an address' : 'it says that there is no such address'}${p.yes === 1 ? '' : ', so that those it does not refuse stand out'}. Senders of spam try names so.`,
    actor: 'server-admin',
    remedy:
      'Refuse VRFY to strangers, or answer 252 to everything: disable_vrfy_command = yes in Postfix; acl_smtp_vrfy left unset in Exim.',
    source: rfc(5321, '7.3'),
    verifiedOn: null,
  }),
  'server.trusts-client': () => ({
    title: 'XCLIENT offered to this client',
    cause:
      'The server offers XCLIENT, so it counts this client among those it trusts: whoever connects from here may state another address, host name or login, and the server applies its rules, relaying among them, to what was stated. A front end (proxy, content filter) needs that; an ordinary client does not.',
    actor: 'server-admin',
    remedy:
      'Nothing, if this machine is such a front end. Else take its address out of the trusted ones: smtpd_authorized_xclient_hosts in Postfix.',
    source: 'https://www.postfix.org/XCLIENT_README.html',
    verifiedOn: null,
  }),
  'session.slow-step': (p) => {
    const { of, usual, look } = stepOf(p);
    return {
      title: `${of} took ${duration(Number(p.durationMs ?? 5_000))}`,
      cause: `${of} came after ${duration(Number(p.durationMs ?? 5_000))}. Usually this is why: ${usual}. Nothing in the session says which.`,
      actor: 'server-admin',
      remedy: look,
      source: rfc(5321, '4.5.3.2'),
      verifiedOn: null,
    };
  },
} satisfies FindingTable;

function stepOf(params: FindingParams): { readonly of: string; readonly usual: string; readonly look: string } {
  const unknown = { of: 'An answer', usual: 'the server waits for another one', look: 'Look at its log.' };
  return slowSteps[String(params.step)] ?? unknown;
}
