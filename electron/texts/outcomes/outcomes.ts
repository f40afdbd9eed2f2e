/**
 * Outcomes in plain words: a title, one sentence of cause that names what was seen, who can act, and a remedy where one is
 * certain. What the server meant beyond its words is not guessed here; that is the explanations' work.
 */
import type { Outcome, OutcomeCode, OutcomeOf } from '../../protocol/values/session/outcome.ts';
import type { Target } from '../../protocol/values/target.ts';
import { argumentReason } from '../app/arguments.ts';
import { type OutcomeText, type Where, advice, answer, doing, later } from './parts.ts';
import { closedRemedy, greetingRefused, helloRefused, mismatch, protocolError, tlsFailed } from './connection.ts';
import { authFailedMessage, authUnavailable, loginHelp, passwordTitles } from './login.ts';
import {
  connectHelp,
  dnsHelp,
  dnsMessage,
  isWithoutIpv6,
  proxyActor,
  proxyMessage,
  proxyRemedies,
  timedOut,
} from './reach.ts';
import { recipientAdvice } from './recipients.ts';
import { quotedReply } from '../replies/quoted.ts';
import { systemErrorText } from './system-errors.ts';
import { tokenText } from '../session/tokens.ts';
import { octets, plural } from '../units.ts';
import { shorten, visible } from '../visible.ts';
import { hostPortText } from '../../protocol/parse/host-port.ts';

/** What the sentences may name besides the outcome itself. */
export interface OutcomeContext {
  readonly target: Target | null;
  /** What the user calls an argument, where that is not its name here: the option of a command line. */
  readonly nameOf?: (argument: string) => string;
}

type Describe<C extends OutcomeCode> = (outcome: OutcomeOf<C>, where: Where) => OutcomeText;

function whereOf(context: OutcomeContext): Where {
  const { target } = context;
  const port = target?.port ?? null;
  const nameOf = context.nameOf ?? ((argument: string): string => argument);
  const how = {
    port,
    local: false,
    named: false,
    lmtp: target?.protocol === 'lmtp',
    tls: target?.security === 'tls',
    nameOf,
  };
  if (typeof target?.path === 'string')
    return { ...how, ...named(visible(target.path)), host: visible(target.path), port: null, local: true };
  if (typeof target?.host !== 'string')
    return { ...how, peer: 'the server', subject: 'The server', host: 'the server' };
  const host = visible(target.host);
  return { ...how, ...named(withPort(host, port)), host, named: true };
}

const named = (peer: string): Pick<Where, 'peer' | 'subject'> => ({ peer, subject: peer });

const withPort = (host: string, port: number | null): string => (port === null ? host : hostPortText(host, port));

const describe = {
  'invalid-argument': (o, where) => ({
    title: 'Not valid',
    message: `${o.params.value === null ? `The value of "${where.nameOf(o.params.argument)}"` : `"${shorten(visible(o.params.value), 120)}", given for "${where.nameOf(o.params.argument)}",`} ${argumentReason(o.params.reason, o.params.argument, o.params.value)}.${o.phase === null ? ' Nothing was connected.' : ''}`,
    actor: 'you',
    remedy: null,
  }),
  'dns-failed': (o, where) => ({
    ...dnsHelp(o.params.dnsCode, visible(o.params.name), where),
    message: dnsMessage(o.params.dnsCode, visible(o.params.name)),
  }),
  'connect-failed': (o, where) => {
    const tried = o.params.addresses.map((attempt) => {
      const address = visible(attempt.address);
      return `${address}: ${isWithoutIpv6(attempt) ? 'this machine has no IPv6' : systemErrorText(attempt.error ?? '', 'it')}`;
    });
    return {
      title: 'Cannot connect',
      message: `No connection to ${where.peer} could be made${tried.length === 0 ? '' : ` (${tried.join('; ')})`}.`,
      ...connectHelp(o.params.addresses, where),
    };
  },
  'proxy-failed': (o, where) => ({
    title: o.params.reason === 'target-unreachable' ? 'The proxy cannot connect' : 'Proxy failed',
    message: proxyMessage(o, where),
    actor: proxyActor(o.params.reason),
    remedy: proxyRemedies[o.params.reason],
  }),
  timeout: (o, where) => timedOut(o, where),
  'server-disconnected': (o, where) => ({
    title: o.params.reset ? 'Connection reset' : 'Connection closed',
    message: `${where.subject} ${o.params.reset ? 'reset' : 'closed'} the connection${doing(o.phase, where)}${o.params.bytesReceived === 0 ? ', without a word' : `, after ${plural(o.params.bytesReceived, 'octet')} of an answer`}.`,
    actor: 'server-admin',
    remedy: closedRemedy(o, where),
  }),
  'protocol-error': (o, where) => protocolError(o, where),
  'security-mismatch': (o, where) => mismatch(o, where),
  'greeting-refused': (o, where) => greetingRefused(o, where),
  'helo-refused': (o, where) => helloRefused(o, where),
  'not-supported': (o, where) => ({
    title: `${visible(o.params.keyword)} not offered`,
    message: `${where.subject} does not offer ${visible(o.params.keyword)}, which ${o.params.keyword === 'SMTPUTF8' ? 'was asked for or an address needs that is not ASCII' : 'was asked for'}.`,
    actor: o.params.keyword === 'STARTTLS' ? 'server-admin' : 'you',
    remedy: missing(o.params.keyword),
  }),
  'starttls-refused': (o, where) => ({
    title: 'STARTTLS refused',
    message: `${where.subject} offers STARTTLS, yet answered it${answer(o.reply)}.`,
    actor: 'server-admin',
    remedy: `${o.temporary === true ? 'The server calls this temporary; more often' : 'Usually'} its certificate or key is missing or cannot be read, so that TLS does not start in it; or something in between answers for it. Its log tells.`,
  }),
  'tls-failed': (o, where) => tlsFailed(o, where),
  'auth-unavailable': (o, where) => authUnavailable(o, where),
  'auth-failed': (o, where) => ({
    title: passwordTitles[o.params.reason],
    message: authFailedMessage(o, where) + tokenText(o.params),
    ...loginHelp(o),
  }),
  'sender-refused': (o, where) => ({
    title: 'Sender refused',
    message: `${where.subject} refused the sender <${visible(o.params.sender)}>${answer(o.reply)}.`,
    ...advice(o),
  }),
  'recipients-refused': (o, where) => {
    // The same address twice with the same answer is one refusal.
    const each = new Map(o.params.refused.map((one) => [`${one.address} ${quotedReply(one.reply)}`, one]));
    const refused = [...each.values()];
    const [first] = refused;
    const all = refused.map(({ address, reply }) => `<${visible(address)}> ${quotedReply(reply)}`);
    return {
      title: refused.length === 1 ? 'Recipient refused' : 'Every recipient refused',
      message:
        refused.length === 1 && first !== undefined
          ? `${where.subject} refused the recipient <${visible(first.address)}> with ${quotedReply(first.reply)}.`
          : `${where.subject} refused every recipient${all.length === 0 ? '' : `: ${all.join('; ')}`}.`,
      ...(recipientAdvice(o.params.refused) ?? advice(o)),
    };
  },
  'message-too-large': (o, where) => ({
    title: 'Message too large',
    message:
      o.params.limit === null || (o.params.size <= o.params.limit && o.reply !== null)
        ? `${where.subject} refused the message of ${octets(o.params.size)} for its size${answer(o.reply)}${o.params.limit === null ? '' : `, although it states a limit of ${octets(o.params.limit)} (its SIZE)`}.`
        : `The message has ${octets(o.params.size)}; ${where.peer} takes at most ${octets(o.params.limit)} (its SIZE)${o.reply === null ? '' : ` and answered ${quotedReply(o.reply)}`}.`,
    actor: 'you',
    remedy: 'Send a smaller message, or have the limit raised on the server.',
  }),
  'data-refused': (o, where) => {
    const odd = o.reply !== null && o.reply.code !== null && o.reply.code < 400;
    return {
      title: odd ? 'Answer that does not fit' : 'Message refused',
      message: odd
        ? `${where.subject} answered${answer(o.reply)}, which is no answer that fits here.`
        : `${where.subject} refused the message${answer(o.reply)}.`,
      ...advice(o),
    };
  },
  'command-refused': (o, where) => ({
    title: 'Command refused',
    message: `${where.subject} refused ${shorten(visible(o.params.command), 80)}${answer(o.reply)}.`,
    actor: 'server-admin',
    remedy: /^X(?:CLIENT|FORWARD)\b/.test(o.params.command) ? TRUSTED_ONLY : later(o.temporary),
  }),
  cancelled: (o, where) => ({
    title: 'Stopped',
    message: `The run was stopped${doing(o.phase, where)}.`,
    actor: 'you',
    remedy: null,
  }),
} satisfies { [C in OutcomeCode]: Describe<C> };

const TRUSTED_ONLY =
  'The server takes this only from addresses that it trusts: in Postfix smtpd_authorized_xclient_hosts and smtpd_authorized_xforward_hosts.';

function missing(keyword: string): string | null {
  if (keyword === 'STARTTLS')
    return 'Use a port that offers STARTTLS, or implicit TLS if this server has it (usually port 465).';
  if (keyword === 'SMTPUTF8') return 'Use an address in ASCII, or a server that offers SMTPUTF8 (RFC 6531).';
  // Postfix leaves them out of its answer where the client is not authorized.
  return /^X(?:CLIENT|FORWARD)\b/.test(keyword) ? TRUSTED_ONLY : null;
}

/** One look-up for all codes; the table's type says that none is missing. */
export function outcomeText(outcome: Outcome, context: OutcomeContext = { target: null }): OutcomeText {
  const entry = describe[outcome.code] as (outcome: Outcome, where: Where) => OutcomeText;
  return entry(outcome, whereOf(context));
}

export function outcomeMessage(outcome: Outcome, context?: OutcomeContext): string {
  return outcomeText(outcome, context).message;
}
