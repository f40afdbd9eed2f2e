/** MAIL and RCPT: paths and parameters judged, the transaction begun and filled. */
import { parsePathArgument, type PathArgument } from '../../wire/path-argument.ts';
import { offers } from './capabilities.ts';
import { judgeMailParameters, judgeRcptParameters, parameterText, type Offered } from './parameters.ts';
import { replies } from './replies.ts';
import type { ReadPath, SessionConfig, SessionState } from '../session/state.ts';
import { limits } from '../limits.ts';
import type { HandlerReply } from '../handlers/types.ts';

/** The command is allowed now. */
export function mail(args: string, state: SessionState, config: SessionConfig): HandlerReply {
  const from = /^FROM:/i.test(args) ? readPath(args.slice(5), state, 'postmaster') : null;
  if (from === null) return replies.mailSyntax;
  if (!from.ok) return pathReply(from.reason, replies.mailSyntax, replies.badSender);
  const params = judgeMailParameters(from.value.params, offered(state, config));
  if (!params.ok) return params.reply;
  if (from.value.nonAscii && !params.value.smtputf8) return replies.needsSmtputf8;
  state.beginMail({
    mailFrom: from.value.path,
    mailOptions: parameterText(from.value.params),
    smtputf8: params.value.smtputf8,
    body: params.value.body,
    declaredSize: params.value.declaredSize,
  });
  return replies.senderOk;
}

/** A transaction is open. */
export function rcpt(args: string, state: SessionState, config: SessionConfig): HandlerReply {
  if (state.transaction === null) return replies.mailFirst;
  const reply = judgeRecipient(args, state, config);
  if (reply !== replies.recipientOk) state.refuseRecipient();
  return reply;
}

function judgeRecipient(args: string, state: SessionState, config: SessionConfig): HandlerReply {
  const { transaction } = state;
  if (transaction === null) return replies.mailFirst;
  if (transaction.chunked) return replies.mixedData;
  const withoutDomain = config.protocol === 'lmtp' ? 'any' : 'postmaster';
  const to = /^TO:/i.test(args) ? readPath(args.slice(3), state, withoutDomain) : null;
  if (to === null) return replies.rcptSyntax;
  if (!to.ok) return pathReply(to.reason, replies.rcptSyntax, replies.badRecipient);
  if (isNullPath(to.value)) return replies.badRecipient;
  const refused = to.value.params.length === 0 ? null : judgeRcptParameters(to.value.params, offered(state, config));
  if (refused !== null) return refused;
  if (to.value.nonAscii && !transaction.smtputf8) return replies.needsSmtputf8;
  if (transaction.recipients.length >= config.limits.recipients) return replies.tooManyRecipients;
  if (transaction.envelopeOctets + args.length > limits.server.envelopeOctets) return replies.tooManyRecipients;
  state.addRecipient(to.value.path, parameterText(to.value.params), args.length);
  return replies.recipientOk;
}

function offered(state: SessionState, config: SessionConfig): Offered {
  return {
    esmtp: state.helo?.verb !== 'HELO',
    has: (keyword) => offers(keyword, state, config),
    maxMessageBytes: config.server.maxMessageBytes,
  };
}

/** A session says the same few addresses again and again; the judgement of a text never changes. */
function readPath(text: string, state: SessionState, withoutDomain: 'any' | 'postmaster'): ReadPath {
  const known = state.paths.get(text);
  if (known?.withoutDomain === withoutDomain) return known.path;
  const path = parsePathArgument(text, { withoutDomain });
  if (state.paths.size >= limits.server.knownPaths) state.paths.clear();
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
