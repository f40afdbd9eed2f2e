/** MAIL, RCPT and DATA one by one, the way a person tries out a server: nothing is judged but what could break out of the line. */
import type { EventOf } from '../../../protocol/values/session/event.ts';
import type { Reply } from '../../../protocol/values/session/reply.ts';
import type { ClientSession } from '../session.ts';
import { type ClientAnswer, answerOf } from './answer.ts';
import { type MessageContent, contentSource } from './message.ts';
import { type StepResult, done, failed, outcome } from '../step.ts';
import { checkArgument, invalidArgument } from '../../wire/command.ts';
import { countMessage } from '../plan/message-facts.ts';
import { addressOnly, quoteAddress } from './address.ts';
import { exchange } from '../commands/operations.ts';
import { has } from '../../wire/ehlo.ts';
import { isPositive } from '../../wire/reply.ts';
import { sendData } from '../transaction/body.ts';

/** The last answer of DATA; with LMTP the first of them. */
export interface DataAnswer extends ClientAnswer {
  /** SMTP: one. LMTP: one for each recipient taken since MAIL, in order. */
  readonly answers: readonly ClientAnswer[];
}

/** Transactions in which SMTPUTF8 was asked for, and other characters than ASCII may stand. */
const international = new WeakSet<ClientSession>();

export async function sendMailAs(
  session: ClientSession,
  sender: string,
  options: readonly string[],
): Promise<StepResult<Reply>> {
  const esmtp = session.ehlo !== null && session.ehlo.verb !== 'HELO';
  const utf8 = esmtp && options.some((option) => option.toUpperCase() === 'SMTPUTF8');
  if (utf8 && session.ehlo !== null && !has(session.ehlo, 'SMTPUTF8'))
    return failed(outcome('not-supported', 'mail', { keyword: 'SMTPUTF8' }, { temporary: false }));
  if (utf8) international.add(session);
  else international.delete(session);
  const line = pathLine(session, 'MAIL FROM:', 'sender', sender, esmtp ? options : []);
  if (!line.ok) return line;
  session.transaction.begin();
  const step = await session.inPhase('mail', () => exchange(session, { text: line.value }));
  session.phases.rest();
  if (!step.ok) return step;
  session.recorder.sender(addressOnly(sender), step.value);
  if (!isPositive(step.value)) session.transaction.refuseSender();
  return step;
}

export async function sendRcptAs(
  session: ClientSession,
  recipient: string,
  options: readonly string[],
): Promise<StepResult<Reply>> {
  const esmtp = session.ehlo !== null && session.ehlo.verb !== 'HELO';
  const line = pathLine(session, 'RCPT TO:', 'recipient', recipient, esmtp ? options : []);
  if (!line.ok) return line;
  const step = await session.inPhase('rcpt', () => exchange(session, { text: line.value }));
  session.phases.rest();
  if (!step.ok) return step;
  const reply = step.value;
  const index = session.transaction.recipients.length;
  const address = addressOnly(recipient);
  const result = { index, address, accepted: isPositive(reply), reply, final: null, delivery: 'no' as const };
  session.transaction.addRecipient(result);
  session.recorder.recipient(result);
  return step;
}

/** `repliesSoFar`: those of this operation. The final answers are results; only without them is there a failure. */
export async function sendDataAnd(
  session: ClientSession,
  content: MessageContent,
  repliesSoFar: () => readonly EventOf<'reply'>[],
): Promise<StepResult<DataAnswer>> {
  const source = contentSource(content);
  if (!source.ok) return source;
  const facts = await countMessage(source.value, session.signal);
  if (!facts.ok) return facts;
  session.transaction.beginData();
  const { connection } = session;
  const sent = await session.inPhase('data', async () => {
    const asked = exchange(session, { text: 'DATA' });
    const { error } = await sendData(session, source.value, facts.value, asked);
    return error === null ? done(null) : failed(error);
  });
  session.phases.rest();
  const answers = repliesSoFar()
    .filter(({ command }) => command === '.')
    .map(({ reply }) => answerOf(reply));
  const [first] = answers;
  if (first !== undefined && connection.usable && !connection.bodyInProgress) {
    session.transaction.forgetMessage();
    return done({ ...first, answers });
  }
  if (!sent.ok) return sent;
  // LMTP, and nobody was taken: RFC 2033 section 4.2 leaves no answer to wait for.
  return failed(outcome('server-disconnected', 'data', { bytesReceived: 0, reset: false }, { temporary: true }));
}

function pathLine(
  session: ClientSession,
  verb: string,
  argument: string,
  address: string,
  options: readonly string[],
): StepResult<string> {
  const line = [verb + quoteAddress(address), ...options].join(' ');
  const unsafe = checkArgument(argument, line);
  if (unsafe !== null) return failed(unsafe);
  // Without SMTPUTF8 a server may read such octets as anything.
  if (/[^\x00-\x7f]/.test(line) && !international.has(session))
    return failed(invalidArgument(argument, address.slice(0, 200), 'bad-address'));
  return done(line);
}
