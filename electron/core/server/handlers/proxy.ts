/**
 * Passes every message on to a real server (smtpd's PureProxy): with our own client, at once, and with its results as our reply.
 * Off unless somebody configures it. What was asked for in the envelope is asked for again where the next server offers it.
 */
import type { Outcome, RecipientResult } from '../../../protocol/values/session/outcome.ts';
import type { Reply } from '../../../protocol/values/session/reply.ts';
import type { ConnectionOptions } from '../../../protocol/values/target.ts';
import type { Clock, EventSink, NewMessage, SpooledMessage } from '../../ports.ts';
import { systemClock } from '../../recording/clock.ts';
import { send } from '../../smtp/flows/send.ts';
import type { SendFlowOptions } from '../../smtp/types.ts';
import type { HandlerReply, HandlerResult, MessageHandler } from './types.ts';
import { makeReply } from '../commands/replies.ts';
import { limits } from '../limits.ts';

export interface ProxyOptions {
  /** The upstream server; smtpd's remote address. */
  readonly connection: ConnectionOptions;
  /** Absent: nobody logs in there. */
  readonly auth?: SendFlowOptions['auth'];
  /** Our name, in the header that a loop is known by. */
  readonly hostname: string;
  readonly clock?: Clock;
  /** Stops what is under way. */
  readonly signal?: AbortSignal;
  /** Gets the events of the session with the upstream server. */
  readonly events?: EventSink;
}

/** A copy in every message that we pass on; one that comes back with it has gone in a circle. */
const MARK = 'X-Posthorn-Relay';

export function proxyHandler(options: ProxyOptions): MessageHandler {
  const { events = () => undefined, signal = new AbortController().signal, clock = systemClock } = options;
  return {
    name: 'proxy',
    relays: true,
    handle: async (message, spooled) => {
      const refusal = looped(spooled, options.hostname) ?? (await refuseNul(spooled));
      if (refusal !== null) {
        await spooled.discard();
        return { reply: refusal, message: null };
      }
      const result = await send(sendOptions(options, message, spooled), {
        emit: events,
        signal,
        clock,
      });
      await spooled.discard();
      return answer(message, result.error, result.recipients);
    },
  };
}

/** In the header section as far as the spool's head reaches. */
function looped({ head }: SpooledMessage, hostname: string): HandlerReply | null {
  const text = Buffer.from(head).toString('latin1');
  const [headers = ''] = text.split(/\r?\n\r?\n/, 1);
  const lines = headers.split(/\r?\n/);
  const hops = lines.filter((line) => /^Received:/i.test(line)).length;
  const marked = lines.some((line) => line.toLowerCase() === `${MARK}: ${hostname}`.toLowerCase());
  return marked || hops > limits.server.hops ? makeReply(554, '5.4.6', 'This message goes round in circles') : null;
}

/**
 * NUL has no place in a message but inside BINARYMIME (RFC 5322 section 4.1, RFC 3030), and servers that drop it see ends of data
 * where there are none: CRLF NUL . CRLF hides a second message from us and not from them. Found before anything is sent.
 */
async function refuseNul(spooled: SpooledMessage): Promise<HandlerReply | null> {
  for await (const chunk of spooled.stream()) if (chunk.includes(0)) return hasNul;
  return null;
}

const hasNul = makeReply(554, '5.6.0', 'NUL in the message: it is not passed on');

function sendOptions(options: ProxyOptions, message: NewMessage, spooled: SpooledMessage): SendFlowOptions {
  const { connection, auth = null, hostname } = options;
  const header = Buffer.from(`${MARK}: ${hostname}\r\nX-Peer: ${message.peer}\r\n`, 'latin1');
  const mailOptions = message.mailOptions.filter((option) => !/^(?:SIZE|BODY|SMTPUTF8|AUTH)\b/.test(option));
  return {
    connection,
    auth,
    envelope: {
      from: message.mailFrom,
      to: message.rcptTo.map(({ address }) => address),
      smtputf8: message.mailOptions.includes('SMTPUTF8'),
      ...(mailOptions.length === 0 ? {} : { mailOptions }),
      ...rcptOptions(message),
    },
    message: {
      size: header.length + spooled.size,
      lineEnds: 'normalise',
      open: () => withHeader(header, spooled),
    },
    dryRun: false,
  };
}

/** One set for all recipients is what a client's envelope can say; where they differ, none is. */
function rcptOptions({ rcptTo }: NewMessage): { rcptOptions?: string[] } {
  const options = rcptTo[0]?.options ?? [];
  const same = rcptTo.every((one) => one.options.join(' ') === options.join(' '));
  return same && options.length > 0 ? { rcptOptions: [...options] } : {};
}

async function* withHeader(header: Uint8Array, spooled: SpooledMessage): AsyncIterable<Uint8Array> {
  yield header;
  yield* spooled.stream();
}

/** LMTP hears of each recipient; SMTP hears the first refusal where all were refused, and of the others in the text of the 250. */
function answer({ rcptTo }: NewMessage, error: Outcome | null, recipients: readonly RecipientResult[]): HandlerResult {
  const general = error === null ? null : refusal(error);
  const results = rcptTo.map((_, i) => recipients.find(({ index }) => index === i));
  const perRecipient = results.map((result) =>
    result?.delivery === 'yes' ? ours : (passedOn(result) ?? general ?? unknown),
  );
  const refused = perRecipient.filter((reply) => reply !== ours);
  const [first] = refused;
  if (first === undefined) return { reply: ours, perRecipient, message: null };
  if (refused.length === rcptTo.length) return { reply: general ?? first, perRecipient, message: null };
  const lines = rcptTo.flatMap(({ address }, i) => {
    const reply = perRecipient[i];
    return reply === undefined || reply === ours ? [] : [`<${address}> refused: ${reply.code} ${reply.lines[0] ?? ''}`];
  });
  return { reply: makeReply(250, '2.0.0', 'Passed on, but not for all', ...lines), perRecipient, message: null };
}

const ours = makeReply(250, '2.0.0', 'Passed on');
const unknown = makeReply(451, '4.4.0', 'The next server gave no answer');

function passedOn(result: RecipientResult | undefined): HandlerReply | null {
  const reply = result?.final ?? result?.reply ?? null;
  return reply === null ? null : again(reply);
}

function refusal({ reply, code, temporary }: Outcome): HandlerReply {
  const said = reply === null ? null : again(reply);
  if (said !== null) return said;
  return temporary === false
    ? makeReply(554, '5.4.0', `The next server could not be used (${code})`)
    : makeReply(451, '4.4.1', `The next server could not be used (${code})`);
}

/** Null for what is no refusal. 421 would close our own session, which is nobody's wish. */
function again({ code, enhancedCode, lines }: Reply): HandlerReply | null {
  if (code === null || code < 400) return null;
  const texts = lines.map((line) => line.replace(/^[245]\.\d{1,3}\.\d{1,3} ?/, ''));
  return makeReply(code === 421 ? 451 : code, enhancedCode, ...texts);
}
