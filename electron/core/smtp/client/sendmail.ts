/**
 * One transaction of the library: smtplib's rules around the engine's own delivery. Taken by one recipient is success; refused
 * ends with RSET, 421 with the connection.
 */
import type { Delivery, Outcome, RecipientResult } from '../../../protocol/values/session/outcome.ts';
import type { Envelope } from '../../../protocol/values/target.ts';
import type { ClientSession } from '../session.ts';
import type { MessageSource } from '../types.ts';
import { type ClientAnswer, answerOf } from './answer.ts';
import { type StepResult, done, failed, outcome } from '../step.ts';
import { addressOnly } from './address.ts';
import { planEnvelope } from '../plan/arguments.ts';
import { prepareTransaction } from '../transaction/mail-transaction.ts';
import { reset } from '../commands/operations.ts';

/** Besides smtplib's two: whatever the engine knows of extensions, under its own names. */
export interface SendOptions extends Omit<Envelope, 'from' | 'to' | 'mailOptions' | 'rcptOptions' | 'smtputf8'> {
  /** MAIL parameters such as `BODY=8BITMIME` or `RET=HDRS`; one whose extension is not offered is left out (see forceExtensions), but SMTPUTF8. */
  readonly mailOptions?: readonly string[];
  /** RCPT parameters, the same for every recipient; likewise. */
  readonly rcptOptions?: readonly string[];
}

/** By address as given: whoever was refused, at RCPT or (LMTP) after the message. Empty when all was taken. */
export type Refused = ReadonlyMap<string, ClientAnswer>;

export interface SentMail {
  readonly step: StepResult<Refused>;
  readonly delivery: Delivery;
  readonly results: readonly RecipientResult[];
}

const notBegun = (error: Outcome): SentMail => ({ step: failed(error), delivery: 'none', results: [] });

export async function transact(
  session: ClientSession,
  from: string,
  to: readonly string[],
  message: MessageSource,
  options: SendOptions & { readonly smtputf8?: boolean },
): Promise<SentMail> {
  // smtplib says MAIL and RSET before it finds out.
  if (to.length === 0) return notBegun(outcome('recipients-refused', 'rcpt', { refused: [] }, { temporary: false }));
  const { mailOptions = [], rcptOptions = [], smtputf8, ...extensions } = options;
  const isUtf8 = (option: string) => option.toUpperCase() === 'SMTPUTF8';
  const envelope = planEnvelope(
    {
      ...extensions,
      from: addressOnly(from),
      to: to.map(addressOnly),
      mailOptions: mailOptions.filter((option) => !isUtf8(option)),
      rcptOptions: [...rcptOptions],
      smtputf8: smtputf8 === true || mailOptions.some(isUtf8),
    },
    session.plan.target.protocol,
  );
  if (!envelope.ok) return notBegun(envelope.error);
  session.transaction.clear();
  const prepared = await prepareTransaction(session, envelope.value, message);
  if (!prepared.ok) return notBegun(prepared.error);
  const transaction = prepared.value;
  const { error, delivery } = (await transaction.answered()) ?? (await transaction.complete());
  // Answered: from here on a cancel may say QUIT again.
  if (error?.reply !== null) session.transaction.forgetMessage();
  const results = session.transaction.recipients;
  session.phases.rest();
  const refused = refusedAmong(results, to);
  const step = error === null ? done(refused) : failed(withGiven(error, refused));
  if (error !== null) await afterRefusal(session, error);
  return { step, delivery: delivery ?? 'none', results };
}

function refusedAmong(results: readonly RecipientResult[], to: readonly string[]): Refused {
  const refused = new Map<string, ClientAnswer>();
  for (const { index, address, accepted, reply, final, delivery } of results) {
    const answer = accepted ? final : reply;
    if (delivery === 'no' && answer !== null) refused.set(to[index] ?? address, answerOf(answer));
  }
  return refused;
}

/** Under the addresses as the caller wrote them. */
function withGiven(error: Outcome, refused: Refused): Outcome {
  if (error.code !== 'recipients-refused') return error;
  const replies = [...refused].map(([address, { reply }]) => ({ address, reply }));
  return { ...error, params: { refused: replies } };
}

/** The server refused something, so that it may still think itself in a transaction. What it answers to RSET changes nothing. */
async function afterRefusal(session: ClientSession, error: Outcome): Promise<void> {
  const { connection } = session;
  if (error.reply === null || session.signal.aborted) return;
  if (error.reply.code === 421 || connection.bodyInProgress) connection.giveUp();
  else if (connection.usable) await session.inPhase('rset', () => reset(session));
  session.phases.rest();
}
