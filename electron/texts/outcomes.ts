/**
 * Outcomes in plain words: a title, one sentence of cause that names what was seen, who can act, and a remedy where one is
 * certain. What the server meant beyond its words is not guessed here; that is the explanations' work.
 */
import type { Outcome, OutcomeCode, OutcomeOf, ProxyFailure } from '../ipc/schemas/outcome.ts';
import type { Phase } from '../ipc/schemas/phase.ts';
import type { Target } from '../ipc/schemas/target.ts';
import { anomalyText } from './anomalies.ts';
import { argumentReason } from './arguments.ts';
import type { Actor } from './actors.ts';
import { phaseText } from './phases.ts';
import { quotedReply } from './replies.ts';
import { systemErrorText } from './system-errors.ts';
import { chainErrorText } from './tls.ts';
import { tokenRemedy, tokenText } from './tokens.ts';
import { duration, list, octets, plural } from './units.ts';
import { shorten, visible } from './visible.ts';

export interface OutcomeText {
  readonly title: string;
  /** One sentence, sometimes two: what happened, with what was seen. */
  readonly message: string;
  readonly actor: Actor;
  /** What to do, where that is certain. */
  readonly remedy: string | null;
}

/** What the sentences may name besides the outcome itself. */
export interface OutcomeContext {
  readonly target: Target | null;
}

type Describe<C extends OutcomeCode> = (outcome: OutcomeOf<C>, where: Where) => OutcomeText;

interface Where {
  /** "mx.example.org:25", the socket's path, or "the server". */
  readonly peer: string;
  /** The same at the beginning of a sentence: a host's name keeps its letters. */
  readonly subject: string;
  readonly port: number | null;
  readonly local: boolean;
}

function whereOf(context: OutcomeContext): Where {
  const { target } = context;
  const port = target?.port ?? null;
  if (typeof target?.path === 'string') return named(visible(target.path), null, true);
  if (typeof target?.host !== 'string') return { peer: 'the server', subject: 'The server', port, local: false };
  return named(withPort(visible(target.host), port), port, false);
}

const named = (peer: string, port: number | null, local: boolean): Where => ({ peer, subject: peer, port, local });

const withPort = (host: string, port: number | null): string => {
  if (port === null) return host;
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
};

const doing = (phase: Phase | null): string => (phase === null ? '' : ` while ${phaseText(phase).doing}`);
const start = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1);
const answer = (reply: OutcomeOf<'data-refused'>['reply']): string =>
  reply === null ? '' : ` with ${quotedReply(reply)}`;
const later = (temporary: boolean | null): string | null =>
  temporary === true ? 'The server calls this temporary: the same attempt may work later.' : null;

const sent = (bytes: Uint8Array): string => {
  if (bytes.length === 0) return '';
  let text = '';
  for (const byte of bytes.subarray(0, 80)) text += String.fromCharCode(byte);
  return ` (it began with "${shorten(visible(text.trimEnd()), 80)}")`;
};

const passwordTitles = {
  refused: 'Login refused',
  'mechanism-refused': 'Login mechanism refused',
  temporary: 'Login not possible now',
  'server-not-authenticated': 'The server did not prove itself',
  'bad-challenge': 'Login exchange not understood',
} as const;

const proxyRemedies = {
  unreachable: 'Check the address and port of the proxy, and that it runs.',
  timeout: null,
  disconnected: null,
  login: 'Give the user name in the URL of the proxy, and its password beside it.',
  forbidden: 'Have this host and port allowed on the proxy; many allow 443 alone.',
  'target-unreachable': 'Check host and port from where the proxy stands; try without the proxy.',
  'not-a-proxy': 'Check the port, and whether it is a SOCKS5 or an HTTP proxy.',
  refused: null,
} satisfies Record<ProxyFailure, string | null>;

function proxyMessage(o: OutcomeOf<'proxy-failed'>, where: Where): string {
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

const describe = {
  'invalid-argument': (o) => ({
    title: 'Not valid',
    message: `${o.params.value === null ? `The value of "${o.params.argument}"` : `"${shorten(visible(o.params.value), 120)}", given for "${o.params.argument}",`} ${argumentReason(o.params.reason)}.${o.phase === null ? ' Nothing was connected.' : ''}`,
    actor: 'you',
    remedy: null,
  }),
  'dns-failed': (o) => ({
    title: 'Name not found',
    message: `${start(systemErrorText(o.params.dnsCode, `the name "${visible(o.params.name)}"`))}.`,
    actor: o.params.dnsCode === 'ENOTFOUND' || o.params.dnsCode === 'ENODATA' ? 'you' : 'network',
    remedy:
      o.params.dnsCode === 'ENOTFOUND' || o.params.dnsCode === 'ENODATA'
        ? 'Check the spelling of the host name; if it is right, its owner has to publish an address for it in DNS.'
        : null,
  }),
  'connect-failed': (o, where) => {
    const tried = o.params.addresses.map((attempt) => {
      const address = visible(attempt.address);
      return `${address}: ${systemErrorText(attempt.error ?? '', 'it')}`;
    });
    const all = (code: string): boolean =>
      o.params.addresses.length > 0 && o.params.addresses.every(({ error }) => error === code);
    const refused = all('ECONNREFUSED');
    const silent = all('ETIMEDOUT');
    return {
      title: 'Cannot connect',
      message: `No connection to ${where.peer} could be made${tried.length === 0 ? '' : ` (${tried.join('; ')})`}.`,
      actor: silent ? 'network' : 'server-admin',
      remedy: all('ENOENT')
        ? 'There is no such socket: check its path, and that the server runs.'
        : refused
          ? where.local
            ? 'Nothing is listening on this socket: check that the server runs and that this is its path.'
            : 'Nothing accepts connections on this port: check the port number and that the server runs.'
          : silent
            ? `Nothing answered: a firewall may be dropping the packets${where.port === 25 ? '. Many access and cloud networks block outgoing port 25; submission uses 587 or 465' : ''}.`
            : null,
    };
  },
  'proxy-failed': (o, where) => ({
    title: o.params.reason === 'target-unreachable' ? 'The proxy cannot connect' : 'Proxy failed',
    message: proxyMessage(o, where),
    actor: o.params.reason === 'login' || o.params.reason === 'not-a-proxy' ? 'you' : 'network',
    remedy: proxyRemedies[o.params.reason],
  }),
  timeout: (o, where) => ({
    title: 'No answer in time',
    message: `${where.subject} ${silence(o.params.bytesReceived)} within ${duration(o.params.limitMs)}${doing(o.phase)}.`,
    actor: o.phase === 'connect' || o.phase === 'dns' ? 'network' : 'server-admin',
    remedy:
      o.phase === 'greeting' && o.params.bytesReceived === 0
        ? 'A server that waits for TLS from the first octet is silent too: if this is such a port (usually 465), use implicit TLS.'
        : null,
  }),
  'server-disconnected': (o, where) => ({
    title: o.params.reset ? 'Connection reset' : 'Connection closed',
    message: `${where.subject} ${o.params.reset ? 'reset' : 'closed'} the connection${doing(o.phase)}${o.params.bytesReceived === 0 ? ', without a word' : `, after ${plural(o.params.bytesReceived, 'octet')} of an answer`}.`,
    actor: 'server-admin',
    remedy: null,
  }),
  'protocol-error': (o, where) => ({
    title: 'Not understood',
    message: protocolMessage(o, where),
    actor: 'server-admin',
    remedy: 'Check that a mail server is what listens on this port.',
  }),
  'security-mismatch': (o, where) => mismatch(o, where),
  'greeting-refused': (o, where) => ({
    title: 'Not let in',
    message: `${where.subject} refused the session in its greeting${answer(o.reply)}.`,
    actor: 'server-admin',
    remedy: later(o.temporary),
  }),
  'helo-refused': (o, where) => {
    const last = o.params.replies.at(-1) ?? o.reply;
    return {
      title: 'Hello refused',
      message: `${where.subject} refused our introduction (EHLO, HELO or LHLO)${answer(last)}.`,
      actor: 'server-admin',
      remedy: later(o.temporary),
    };
  },
  'not-supported': (o, where) => ({
    title: `${visible(o.params.keyword)} not offered`,
    message: `${where.subject} does not offer ${visible(o.params.keyword)}, which was asked for.`,
    actor: o.params.keyword === 'STARTTLS' ? 'server-admin' : 'you',
    remedy:
      o.params.keyword === 'STARTTLS'
        ? 'Use a port that offers STARTTLS, or implicit TLS if this server has it (usually port 465).'
        : null,
  }),
  'starttls-refused': (o, where) => ({
    title: 'STARTTLS refused',
    message: `${where.subject} offers STARTTLS, yet answered it${answer(o.reply)}.`,
    actor: 'server-admin',
    remedy: later(o.temporary),
  }),
  'tls-failed': (o, where) => tlsFailed(o, where),
  'auth-unavailable': (o, where) => authUnavailable(o, where),
  'auth-failed': (o, where) => ({
    title: passwordTitles[o.params.reason],
    message: authFailedMessage(o, where) + tokenText(o.params),
    actor: o.params.reason === 'temporary' || o.params.reason === 'server-not-authenticated' ? 'server-admin' : 'you',
    remedy: o.params.reason === 'temporary' ? later(true) : tokenRemedy(o.params),
  }),
  'sender-refused': (o, where) => ({
    title: 'Sender refused',
    message: `${where.subject} refused the sender <${visible(o.params.sender)}>${answer(o.reply)}.`,
    actor: o.reply?.code === 530 ? 'you' : 'server-admin',
    remedy:
      o.reply?.code === 530
        ? 'The server wants something first, usually a login or TLS: its words say which.'
        : later(o.temporary),
  }),
  'recipients-refused': (o, where) => {
    const [first] = o.params.refused;
    const all = o.params.refused.map(({ address, reply }) => `<${visible(address)}> ${quotedReply(reply)}`);
    return {
      title: o.params.refused.length === 1 ? 'Recipient refused' : 'Every recipient refused',
      message:
        o.params.refused.length === 1 && first !== undefined
          ? `${where.subject} refused the recipient <${visible(first.address)}> with ${quotedReply(first.reply)}.`
          : `${where.subject} refused every recipient${all.length === 0 ? '' : `: ${all.join('; ')}`}.`,
      actor: 'server-admin',
      remedy: later(o.temporary),
    };
  },
  'message-too-large': (o, where) => ({
    title: 'Message too large',
    message:
      o.params.limit === null
        ? `${where.subject} refused the message of ${octets(o.params.size)} for its size${answer(o.reply)}.`
        : `The message has ${octets(o.params.size)}; ${where.peer} takes at most ${octets(o.params.limit)} (its SIZE)${o.reply === null ? '' : ` and answered ${quotedReply(o.reply)}`}.`,
    actor: 'you',
    remedy: 'Send a smaller message, or have the limit raised on the server.',
  }),
  'data-refused': (o, where) => ({
    title: 'Message refused',
    message: `${where.subject} refused the message${answer(o.reply)}.`,
    actor: 'server-admin',
    remedy: later(o.temporary),
  }),
  'command-refused': (o, where) => ({
    title: 'Command refused',
    message: `${where.subject} refused ${shorten(visible(o.params.command), 80)}${answer(o.reply)}.`,
    actor: 'server-admin',
    remedy: later(o.temporary),
  }),
  cancelled: (o) => ({
    title: 'Stopped',
    message: `The run was stopped${doing(o.phase)}.`,
    actor: 'you',
    remedy: null,
  }),
} satisfies { [C in OutcomeCode]: Describe<C> };

function silence(bytesReceived: number): string {
  return bytesReceived === 0 ? 'sent nothing' : `sent ${plural(bytesReceived, 'octet')}, yet no complete answer,`;
}

function protocolMessage(o: OutcomeOf<'protocol-error'>, where: Where): string {
  const seen = sent(o.params.raw);
  if (o.params.limit !== null) {
    return `${where.subject} sent more than a reply may hold (limit "${visible(o.params.limit)}")${doing(o.phase)}${seen}.`;
  }
  if (o.params.anomaly !== null) {
    return `${where.subject} sent something that is not SMTP${doing(o.phase)}: ${anomalyText(o.params.anomaly).title}${seen}.`;
  }
  return `${where.subject} sent something that is not an SMTP reply${doing(o.phase)}${seen}.`;
}

function mismatch(o: OutcomeOf<'security-mismatch'>, where: Where): OutcomeText {
  const title = 'Wrong kind of encryption';
  if (o.params.seen === 'http') {
    return {
      title: 'Not a mail server',
      message: `${where.subject} speaks HTTP, not SMTP.`,
      actor: 'you',
      remedy: 'Check host and port: this is a web server or an HTTP proxy.',
    };
  }
  if (o.params.expected === 'tls') {
    const plain = o.params.seen === 'smtp';
    return {
      title,
      message: plain
        ? `${where.subject} speaks plain SMTP, but TLS from the first octet was asked for${sent(o.params.raw)}.`
        : `${where.subject} did not answer with TLS, although TLS from the first octet was asked for${sent(o.params.raw)}.`,
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
          : `${where.subject} did not greet as an SMTP server does${sent(o.params.raw)}.`,
    actor: 'you',
    remedy:
      o.params.seen === 'tls' || o.params.seen === 'silence'
        ? 'Choose implicit TLS for this port (usual on 465), or another port.'
        : null,
  };
}

function tlsFailed(o: OutcomeOf<'tls-failed'>, where: Where): OutcomeText {
  const detail = o.params.detail === '' ? '' : ` (${shorten(visible(o.params.detail), 200)})`;
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
      title: 'Certificate not trusted',
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

function authUnavailable(o: OutcomeOf<'auth-unavailable'>, where: Where): OutcomeText {
  const offered = list(o.params.offered.map(visible));
  const title = 'Login not possible';
  switch (o.params.reason) {
    case 'needs-tls':
      if (o.params.offered.length === 0) {
        return {
          title,
          message: `${where.subject} does not offer AUTH on this connection, which is not encrypted; it does offer STARTTLS.`,
          actor: 'you',
          remedy: 'Use STARTTLS: many servers offer login only inside TLS (RFC 4954).',
        };
      }
      return {
        title,
        message: `The password was not sent to ${where.peer}: the connection is not encrypted, or its certificate did not pass${offered === '' ? '' : `. Offered: ${offered}`}.`,
        actor: 'you',
        remedy:
          'Use STARTTLS or implicit TLS with a valid certificate; or allow a login in clear, if you accept that others can read it.',
      };
    case 'none-offered':
      return {
        title,
        message: `${where.subject} does not offer AUTH on this connection.`,
        actor: 'you',
        remedy: 'Many servers offer login only after TLS, or only on the submission ports 587 and 465.',
      };
    case 'none-usable':
      return {
        title,
        message: `${where.subject} offers no login mechanism that could be used${offered === '' ? '' : `; it offers ${offered}`}.`,
        actor: 'you',
        remedy: null,
      };
  }
}

function authFailedMessage(o: OutcomeOf<'auth-failed'>, where: Where): string {
  const mechanism = visible(o.params.mechanism);
  switch (o.params.reason) {
    case 'refused':
      return `${where.subject} refused the login by ${mechanism}${answer(o.reply)}.`;
    case 'mechanism-refused':
      return `${where.subject} refused the mechanism ${mechanism}${answer(o.reply)}; that says nothing about the password.`;
    case 'temporary':
      return `${where.subject} could not check the login by ${mechanism} now${answer(o.reply)}.`;
    case 'server-not-authenticated':
      return `${where.subject} did not prove that it knows the password (${mechanism}); the login was stopped.`;
    case 'bad-challenge':
      return `${where.subject} sent something in the ${mechanism} exchange that could not be understood${answer(o.reply)}.`;
  }
}

/** One look-up for all codes; the table's type says that none is missing. */
export function outcomeText(outcome: Outcome, context: OutcomeContext = { target: null }): OutcomeText {
  const entry = describe[outcome.code] as (outcome: Outcome, where: Where) => OutcomeText;
  return entry(outcome, whereOf(context));
}

export function outcomeMessage(outcome: Outcome, context?: OutcomeContext): string {
  return outcomeText(outcome, context).message;
}
