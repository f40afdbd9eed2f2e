/**
 * The command table: what each command checks and changes, in RFC 5321's order of checks (known, allowed now, well-formed).
 * Values in, values out: no socket, no event. What cannot be done here is returned as an action for session/line.ts.
 */
import type { Phase } from '../../../protocol/values/session/phase.ts';
import { parseChunkSize } from '../../wire/body/chunk.ts';
import { checkEhloName } from '../../../protocol/parse/ehlo-name.ts';
import { mechanismsOnOffer, capabilityLines, offers } from './capabilities.ts';
import { helpOn } from './help.ts';
import { mail, rcpt } from './mail.ts';
import { parseXclient } from './xclient.ts';
import { makeReply, replies } from './replies.ts';
import type { HandlerReply } from '../handlers/types.ts';
import type { SessionConfig, SessionState } from '../session/state.ts';
import type { CommandAction } from '../session/types.ts';

type Command = (args: string, state: SessionState, config: SessionConfig) => CommandAction;

const answer = (reply: HandlerReply): CommandAction => ({ kind: 'reply', reply });

const table: Readonly<Record<string, Command>> = {
  EHLO: (args, state, config) =>
    config.protocol === 'lmtp' ? answer(replies.lmtpHelo) : greet('EHLO', args, state, config),
  HELO: (args, state, config) =>
    config.protocol === 'lmtp' ? answer(replies.lmtpHelo) : greet('HELO', args, state, config),
  LHLO: (args, state, config) =>
    config.protocol === 'smtp' ? answer(replies.smtpLhlo) : greet('LHLO', args, state, config),
  MAIL: (args, state, config) => {
    if (state.helo === null) return answer(answerHello(config));
    const barred = barrier(state, config);
    if (barred !== null) return answer(barred);
    if (state.transaction !== null) return answer(replies.nestedMail);
    // The session is of no more use for mail; whoever connects anew goes on.
    if (state.transactions >= (config.server.maxMessages ?? Infinity))
      return { kind: 'leave', reply: replies.tooManyMessages, limit: 'server.messages' };
    return answer(mail(args, state, config));
  },
  RCPT: (args, state, config) => {
    if (state.helo === null) return answer(answerHello(config));
    if (state.transaction === null) return answer(barrier(state, config) ?? replies.mailFirst);
    return answer(rcpt(args, state, config));
  },
  DATA: data,
  BDAT: chunk,
  STARTTLS: startTls,
  AUTH: auth,
  RSET: (args, state) => {
    if (args !== '') return answer(replies.noArgument);
    state.reset();
    return answer(replies.flushed);
  },
  NOOP: () => answer(replies.ok),
  QUIT: (args) => (args === '' ? { kind: 'quit' } : answer(replies.noArgument)),
  HELP: (args, _, config) => answer(config.hidden.has('HELP') ? replies.notImplemented : helpOn(args)),
  VRFY: (args, state, config) => {
    if (config.hidden.has('VRFY')) return answer(replies.notImplemented);
    const barred = barrier(state, config);
    if (barred !== null) return answer(barred);
    return answer(args === '' ? replies.argumentNeeded : replies.cannotVerify);
  },
  EXPN: () => answer(replies.notImplemented),
  ETRN: (args, state, config) => {
    if (!offers('ETRN', state, config)) return answer(replies.notImplemented);
    if (state.helo === null) return answer(answerHello(config));
    const barred = barrier(state, config);
    if (barred !== null) return answer(barred);
    if (state.transaction !== null) return answer(replies.inTransaction);
    // RFC 1985 section 5: @ in front means the hosts below it too, # names a queue.
    const node = args.replace(/^[@#]/, '');
    return answer(checkEhloName(node).ok ? replies.nothingQueued : replies.argumentNeeded);
  },
  XCLIENT: (args, state, config) => {
    if (!offers('XCLIENT', state, config)) return answer(replies.unknownCommand);
    if (state.transaction !== null) return answer(replies.inTransaction);
    const stated = parseXclient(args, state.stated);
    return stated === null ? answer(replies.xclientSyntax) : { kind: 'stated', stated };
  },
  TURN: () => answer(replies.notImplemented),
};

const commands: ReadonlyMap<string, Command> = new Map(Object.entries(table));

export function isKnownCommand(verb: string): boolean {
  return commands.has(verb);
}

/** Judges a command and changes the state by it. */
export function perform(verb: string, args: string, state: SessionState, config: SessionConfig): CommandAction {
  const command = commands.get(verb);
  return command === undefined ? answer(replies.unknownCommand) : command(args, state, config);
}

/** What a command belongs to in the timeline. */
export function phaseOfCommand(verb: string, state: SessionState): Phase {
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
    case 'BDAT':
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

function answerHello(config: SessionConfig): HandlerReply {
  return config.protocol === 'lmtp' ? replies.lhloFirst : replies.heloFirst;
}

function greet(
  verb: 'EHLO' | 'HELO' | 'LHLO',
  args: string,
  state: SessionState,
  config: SessionConfig,
): CommandAction {
  // Names are taken as they come, wrong ones too: what a client calls itself is one of the things to be seen.
  if (args === '') return answer(replies.heloArgument);
  state.hello(verb, args);
  if (verb === 'HELO') return answer(makeReply(250, null, config.server.hostname));
  return answer(ehloReply(state, config));
}

/** Made once for a listener and all that its offer depends on: a thousand sessions share its octets and all that is read out of them. */
const ehloReplies = new WeakMap<SessionConfig, Map<string, HandlerReply>>();

function ehloReply(state: SessionState, config: SessionConfig): HandlerReply {
  let known = ehloReplies.get(config);
  if (known === undefined) {
    known = new Map();
    ehloReplies.set(config, known);
  }
  const circumstances = `${state.encrypted ? 'encrypted' : 'plain'} ${state.user === null ? 'anyone' : 'user'}`;
  let reply = known.get(circumstances);
  if (reply === undefined) {
    reply = makeReply(250, null, config.server.hostname, ...capabilityLines(state, config));
    known.set(circumstances, reply);
  }
  return reply;
}

function data(args: string, state: SessionState, config: SessionConfig): CommandAction {
  if (state.helo === null) return answer(answerHello(config));
  if (args !== '') return answer(replies.noArgument);
  const refusal = notReady(state, config);
  if (refusal !== null) return answer(refusal);
  if (state.transaction?.chunked === true) return answer(replies.mixedData);
  if (state.transaction?.body === 'binarymime') return answer(replies.binaryNeedsChunks);
  return { kind: 'data' };
}

/** RFC 3030 section 2. Whatever is wrong, the octets come all the same; only where their number cannot be read there is no going on. */
function chunk(args: string, state: SessionState, config: SessionConfig): CommandAction {
  const size = parseChunkSize(args);
  if (!size.ok) return { kind: 'leave', reply: replies.chunkSyntax };
  const known = offers('CHUNKING', state, config);
  const refusal = !known ? replies.notImplemented : state.helo === null ? answerHello(config) : notReady(state, config);
  return { kind: 'chunk', size: size.octets, last: size.last, refusal };
}

function notReady(state: SessionState, config: SessionConfig): HandlerReply | null {
  const { transaction } = state;
  if (transaction === null) return barrier(state, config) ?? replies.mailFirst;
  if (transaction.recipients.length > 0) return null;
  // RFC 2033 section 4.2 wants 503 of LMTP where RFC 5321 section 3.3 allows 554.
  const refused = transaction.refusedRecipients > 0 && config.protocol === 'smtp';
  return refused ? replies.noValidRecipients : replies.recipientFirst;
}

function startTls(args: string, state: SessionState, config: SessionConfig): CommandAction {
  if (config.security === 'none' || config.hidden.has('STARTTLS')) return answer(replies.notImplemented);
  if (state.encrypted) return answer(replies.tlsActive);
  if (args !== '') return answer(replies.noArgument);
  return { kind: 'starttls' };
}

function auth(args: string, state: SessionState, config: SessionConfig): CommandAction {
  if (!config.server.auth.enabled || config.hidden.has('AUTH')) return answer(replies.notImplemented);
  if (state.helo === null) return answer(answerHello(config));
  if (state.helo.verb === 'HELO') return answer(replies.heloFirst);
  if (config.security === 'starttls-required' && !state.encrypted) return answer(replies.startTlsFirst);
  if (state.user !== null) return answer(replies.authDone);
  if (state.transaction !== null) return answer(replies.inTransaction);
  const [mechanism = '', initial = null, ...more] = args === '' ? [] : args.split(/[ \t]+/);
  if (mechanism === '' || more.length > 0) return answer(replies.authSyntax);
  const name = mechanism.toUpperCase();
  if (!mechanismsOnOffer(state, config).includes(name)) {
    const hiddenByTls = mechanismsOnOffer({ encrypted: true }, config).includes(name);
    return answer(hiddenByTls ? replies.authNeedsTls : replies.authMechanism);
  }
  return { kind: 'auth', mechanism: name, initial };
}
