/**
 * The command table: what each command checks and changes, in RFC 5321's order of checks (known, allowed now, well-formed).
 * Values in, values out: no socket, no event. What cannot be done here is returned as an action for session.ts.
 */
import type { Phase } from '../../ipc/schemas/phase.ts';
import { parsePathArgument, type PathArgument } from '../wire/address.ts';
import type { HandlerReply } from './types.ts';
import type { ReadPath, SessionConfig, SessionState } from './session-state.ts';
import { authMechanisms, capabilityLines } from './capabilities.ts';
import { judgeMailParameters, judgeRcptParameters, parameterText } from './parameters.ts';
import { makeReply, replies } from './replies.ts';

export type Action =
  | { readonly kind: 'reply'; readonly reply: HandlerReply }
  | { readonly kind: 'data' }
  | { readonly kind: 'starttls' }
  | { readonly kind: 'auth'; readonly mechanism: string; readonly initial: string | null }
  | { readonly kind: 'quit' };

/** Addresses that a session remembers. */
const KNOWN_PATHS = 16;

type Command = (args: string, state: SessionState, config: SessionConfig) => Action;

const answer = (reply: HandlerReply): Action => ({ kind: 'reply', reply });

const commands: Readonly<Record<string, Command>> = {
  EHLO: (args, state, config) =>
    config.protocol === 'lmtp' ? answer(replies.lmtpHelo) : greet('EHLO', args, state, config),
  HELO: (args, state, config) =>
    config.protocol === 'lmtp' ? answer(replies.lmtpHelo) : greet('HELO', args, state, config),
  LHLO: (args, state, config) =>
    config.protocol === 'smtp' ? answer(replies.smtpLhlo) : greet('LHLO', args, state, config),
  MAIL: mail,
  RCPT: rcpt,
  DATA: data,
  STARTTLS: startTls,
  AUTH: auth,
  RSET: (args, state) => {
    if (args !== '') return answer(replies.noArgument);
    state.transaction = null;
    return answer(replies.flushed);
  },
  NOOP: () => answer(replies.ok),
  QUIT: (args) => (args === '' ? { kind: 'quit' } : answer(replies.noArgument)),
  HELP: () => answer(replies.help),
  VRFY: (args, state, config) => {
    const barred = barrier(state, config);
    if (barred !== null) return answer(barred);
    return answer(args === '' ? replies.argumentNeeded : replies.cannotVerify);
  },
  EXPN: () => answer(replies.notImplemented),
  ETRN: () => answer(replies.notImplemented),
  BDAT: () => answer(replies.notImplemented),
  TURN: () => answer(replies.notImplemented),
};

export function isKnownCommand(verb: string): boolean {
  return Object.hasOwn(commands, verb);
}

/** Judges a command and changes the state by it. */
export function perform(verb: string, args: string, state: SessionState, config: SessionConfig): Action {
  const command = isKnownCommand(verb) ? commands[verb] : undefined;
  return command === undefined ? answer(replies.unknownCommand) : command(args, state, config);
}

/** What a command belongs to in the timeline. */
export function phaseOf(verb: string, state: SessionState): Phase {
  switch (verb) {
    case 'EHLO':
    case 'HELO':
    case 'LHLO':
      return state.user !== null ? 'ehlo-auth' : state.encrypted ? 'ehlo-tls' : 'ehlo';
    case 'STARTTLS':
      return 'starttls';
    case 'AUTH':
      return 'auth';
    case 'MAIL':
      return 'mail';
    case 'RCPT':
      return 'rcpt';
    case 'DATA':
      return 'data';
    case 'RSET':
      return 'rset';
    case 'QUIT':
      return 'quit';
    default:
      return 'command';
  }
}

/** What must be done first: TLS where required (RFC 3207 section 4), then AUTH where required (RFC 4954 section 6). */
function barrier(state: SessionState, config: SessionConfig): HandlerReply | null {
  if (config.security === 'starttls-required' && !state.encrypted) return replies.startTlsFirst;
  if (config.server.auth.enabled && config.server.auth.required && state.user === null) return replies.authFirst;
  return null;
}

function sayHello(config: SessionConfig): HandlerReply {
  return config.protocol === 'lmtp' ? replies.lhloFirst : replies.heloFirst;
}

function greet(verb: 'EHLO' | 'HELO' | 'LHLO', args: string, state: SessionState, config: SessionConfig): Action {
  // Names are taken as they come, wrong ones too: what a client calls itself is one of the things to be seen.
  if (args === '') return answer(replies.heloArgument);
  state.helo = { verb, name: args };
  // RFC 5321 section 4.1.4: EHLO acts like RSET.
  state.transaction = null;
  if (verb === 'HELO') return answer(makeReply(250, null, config.server.hostname));
  return answer(makeReply(250, null, config.server.hostname, ...capabilityLines(state, config)));
}

function mail(args: string, state: SessionState, config: SessionConfig): Action {
  if (state.helo === null) return answer(sayHello(config));
  const barred = barrier(state, config);
  if (barred !== null) return answer(barred);
  if (state.transaction !== null) return answer(replies.nestedMail);
  const from = /^FROM:/i.test(args) ? readPath(args.slice(5), state, 'postmaster') : null;
  if (from === null) return answer(replies.mailSyntax);
  if (!from.ok) return answer(pathReply(from.reason, replies.mailSyntax, replies.badSender));
  const params = judgeMailParameters(from.value.params, {
    esmtp: state.helo.verb !== 'HELO',
    smtputf8: config.server.smtputf8,
    auth: authMechanisms(state, config).length > 0 || state.user !== null,
    maxMessageBytes: config.server.maxMessageBytes,
  });
  if (!params.ok) return answer(params.reply);
  if (from.value.nonAscii && !params.value.smtputf8) return answer(replies.needsSmtputf8);
  state.transaction = {
    mailFrom: from.value.path,
    mailOptions: parameterText(from.value.params),
    smtputf8: params.value.smtputf8,
    declaredSize: params.value.declaredSize,
    recipients: [],
    refusedRecipients: 0,
  };
  return answer(replies.senderOk);
}

function rcpt(args: string, state: SessionState, config: SessionConfig): Action {
  if (state.helo === null) return answer(sayHello(config));
  const { transaction } = state;
  if (transaction === null) return answer(barrier(state, config) ?? replies.mailFirst);
  const reply = judgeRecipient(args, state, config);
  if (reply !== replies.recipientOk) transaction.refusedRecipients += 1;
  return answer(reply);
}

function judgeRecipient(args: string, state: SessionState, config: SessionConfig): HandlerReply {
  const { transaction } = state;
  if (transaction === null) return replies.mailFirst;
  const withoutDomain = config.protocol === 'lmtp' ? 'any' : 'postmaster';
  const to = /^TO:/i.test(args) ? readPath(args.slice(3), state, withoutDomain) : null;
  if (to === null) return replies.rcptSyntax;
  if (!to.ok) return pathReply(to.reason, replies.rcptSyntax, replies.badRecipient);
  if (isNullPath(to.value)) return replies.badRecipient;
  const refused = judgeRcptParameters(to.value.params);
  if (refused !== null) return refused;
  if (to.value.nonAscii && !transaction.smtputf8) return replies.needsSmtputf8;
  if (transaction.recipients.length >= config.limits.recipients) return replies.tooManyRecipients;
  const index = transaction.recipients.length + transaction.refusedRecipients;
  transaction.recipients.push({ index, address: to.value.path, options: parameterText(to.value.params) });
  return replies.recipientOk;
}

/** A session says the same few addresses again and again; the judgement of a text never changes. */
function readPath(text: string, state: SessionState, withoutDomain: 'any' | 'postmaster'): ReadPath {
  const known = state.paths.get(text);
  if (known?.withoutDomain === withoutDomain) return known.path;
  const path = parsePathArgument(text, { withoutDomain });
  if (state.paths.size >= KNOWN_PATHS) state.paths.clear();
  // Not the parameters of a thousand recipients: only what is short is worth keeping.
  if (text.length <= 128) state.paths.set(text, { withoutDomain, path });
  return path;
}

function isNullPath(path: PathArgument): boolean {
  return path.mailbox === null;
}

function pathReply(reason: string, syntax: HandlerReply, address: HandlerReply): HandlerReply {
  if (reason === 'no-brackets' || reason === 'bad-route') return syntax;
  return reason === 'bad-parameter' ? replies.badParameter : address;
}

function data(args: string, state: SessionState, config: SessionConfig): Action {
  if (state.helo === null) return answer(sayHello(config));
  if (args !== '') return answer(replies.noArgument);
  const { transaction } = state;
  if (transaction === null) return answer(barrier(state, config) ?? replies.mailFirst);
  if (transaction.recipients.length > 0) return { kind: 'data' };
  // RFC 2033 section 4.2 wants 503 of LMTP where RFC 5321 section 3.3 allows 554.
  const refused = transaction.refusedRecipients > 0 && config.protocol === 'smtp';
  return answer(refused ? replies.noValidRecipients : replies.recipientFirst);
}

function startTls(args: string, state: SessionState, config: SessionConfig): Action {
  if (config.security === 'none') return answer(replies.notImplemented);
  if (state.encrypted) return answer(replies.tlsActive);
  if (args !== '') return answer(replies.noArgument);
  return { kind: 'starttls' };
}

function auth(args: string, state: SessionState, config: SessionConfig): Action {
  if (!config.server.auth.enabled) return answer(replies.notImplemented);
  if (state.helo === null) return answer(sayHello(config));
  if (state.helo.verb === 'HELO') return answer(replies.heloFirst);
  if (config.security === 'starttls-required' && !state.encrypted) return answer(replies.startTlsFirst);
  if (state.user !== null) return answer(replies.authDone);
  if (state.transaction !== null) return answer(replies.inTransaction);
  const [mechanism = '', initial = null, ...more] = args === '' ? [] : args.split(/[ \t]+/);
  if (mechanism === '' || more.length > 0) return answer(replies.authSyntax);
  const name = mechanism.toUpperCase();
  if (!authMechanisms(state, config).includes(name)) {
    const hiddenByTls = authMechanisms({ ...state, encrypted: true }, config).includes(name);
    return answer(hiddenByTls ? replies.authNeedsTls : replies.authMechanism);
  }
  return { kind: 'auth', mechanism: name, initial };
}
