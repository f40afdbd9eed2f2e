/**
 * MAIL and RCPT: what of the envelope and its parameters this server can take, and what became of each recipient. Parameters
 * go out only where their extension is offered (RFC 5321 section 4.1.1.11).
 */
import type { Outcome, RecipientResult } from '../../ipc/schemas/outcome.ts';
import type { Reply } from '../../ipc/schemas/reply.ts';
import type { ClientSession } from './session.ts';
import type { EnvelopePlan } from './arguments.ts';
import type { Mailbox } from '../wire/address.ts';
import { type Step, done, failed, outcome } from './step.ts';
import { has, sizeLimit } from '../wire/ehlo.ts';
import { isPositive, isTemporary } from '../wire/reply.ts';
import { exchange } from './operations.ts';

/** What is known of the message before it is sent; nulls where it was not counted. */
export interface MessageFacts {
  /** Octets with line ends normalised, before dot-stuffing: what SIZE= means (RFC 1870 section 5). */
  readonly octets: number | null;
  readonly eightBit: boolean;
  /** Nothing has to be changed but for dot-stuffing. */
  readonly clean: boolean;
}

/** EHLO keyword by which each MAIL or RCPT parameter is offered, where the two differ. */
const offeredAs: Readonly<Record<string, string>> = {
  BODY: '8BITMIME',
  RET: 'DSN',
  ENVID: 'DSN',
  NOTIFY: 'DSN',
  ORCPT: 'DSN',
  BY: 'DELIVERBY',
  HOLDFOR: 'FUTURERELEASE',
  HOLDUNTIL: 'FUTURERELEASE',
};

/** Everything that can be known to fail before MAIL is said; null when the server can take the envelope. */
export function judgeEnvelope(
  session: ClientSession,
  envelope: EnvelopePlan,
  facts: MessageFacts | null,
): Outcome | null {
  const { ehlo } = session;
  const offers = (keyword: string) => ehlo !== null && has(ehlo, keyword);
  const missing = (keyword: string) => outcome('not-supported', 'mail', { keyword }, { temporary: false });
  if (envelope.smtputf8 && !offers('SMTPUTF8')) return missing('SMTPUTF8');
  if (envelope.body === '8bitmime' && !offers('8BITMIME')) return missing('8BITMIME');
  const limit = ehlo === null ? null : sizeLimit(ehlo);
  const size = envelope.size ?? facts?.octets ?? null;
  if (size !== null && typeof limit === 'number' && size > limit) {
    return outcome('message-too-large', 'mail', { size, limit }, { temporary: false });
  }
  return null;
}

export async function sayMail(
  session: ClientSession,
  envelope: EnvelopePlan,
  facts: MessageFacts | null,
): Promise<Step<Reply>> {
  const { connection } = session;
  const refused = judgeEnvelope(session, envelope, facts);
  if (refused !== null) return failed(refused);
  const path = envelope.from === null ? '' : written(envelope.from, envelope.smtputf8);
  connection.transaction = true;
  const step = await exchange(session, {
    text: ['MAIL FROM:<' + path + '>', ...mailParameters(session, envelope, facts)].join(' '),
  });
  if (!step.ok) return step;
  const reply = step.value;
  session.recorder.record({ type: 'sender', address: envelope.fromText, reply });
  if (isPositive(reply)) return step;
  connection.transaction = false;
  const declared = envelope.size ?? facts?.octets ?? null;
  // 552 to MAIL is RFC 1870's "message too big"; with X.2.2 it is a full mailbox.
  if (reply.code === 552 && declared !== null && !/\.2\.\d+$/.test(reply.enhancedCode ?? '')) {
    const limit = session.ehlo === null ? null : sizeLimit(session.ehlo);
    const params = { size: declared, limit: typeof limit === 'number' ? limit : null };
    return failed(outcome('message-too-large', 'mail', params, { temporary: false, reply }));
  }
  return failed(
    outcome('sender-refused', 'mail', { sender: envelope.fromText }, { temporary: isTemporary(reply), reply }),
  );
}

/** Every recipient, in order. Fails when none was taken; after 421 nobody else is asked. */
export async function sayRecipients(session: ClientSession, envelope: EnvelopePlan): Promise<Step<RecipientResult[]>> {
  const results: RecipientResult[] = [];
  session.recipients = results;
  const parameters = offeredOnly(session, envelope.rcptOptions);
  for (const [index, { text, mailbox }] of envelope.to.entries()) {
    const path = written(mailbox, envelope.smtputf8);
    const step = await exchange(session, { text: [`RCPT TO:<${path}>`, ...parameters].join(' ') });
    if (!step.ok) return step;
    const reply = step.value;
    const result: RecipientResult = {
      index,
      address: text,
      accepted: isPositive(reply),
      reply,
      final: null,
      delivery: 'no',
    };
    results.push(result);
    session.recorder.record({ type: 'recipient', result });
    if (reply.code === 421) return failed(refusedAll(results, reply));
  }
  const last = results.at(-1)?.reply ?? null;
  return results.some(({ accepted }) => accepted) ? done(results) : failed(refusedAll(results, last));
}

function refusedAll(results: readonly RecipientResult[], reply: Reply | null): Outcome {
  const refused = results.flatMap(({ address, accepted, reply: answer }) =>
    accepted || answer === null ? [] : [{ address, reply: answer }],
  );
  const temporary = refused.every((one) => isTemporary(one.reply) === true);
  return outcome('recipients-refused', 'rcpt', { refused }, { temporary, reply });
}

/** With SMTPUTF8 as written, else with A-labels. */
function written(mailbox: Mailbox, smtputf8: boolean): string {
  return smtputf8 ? mailbox.text : mailbox.wire;
}

function mailParameters(session: ClientSession, envelope: EnvelopePlan, facts: MessageFacts | null): string[] {
  const { ehlo } = session;
  const given = offeredOnly(session, envelope.mailOptions);
  if (ehlo === null) return given;
  const parameters: string[] = [];
  const own = (keyword: string) => given.some((option) => option.toUpperCase().startsWith(keyword));
  const size = envelope.size ?? facts?.octets ?? null;
  if (size !== null && has(ehlo, 'SIZE') && !own('SIZE=')) parameters.push(`SIZE=${size}`);
  if (has(ehlo, '8BITMIME') && !own('BODY=')) {
    if (envelope.body === '8bitmime' || (envelope.body === null && facts?.eightBit === true))
      parameters.push('BODY=8BITMIME');
    else if (envelope.body === '7bit') parameters.push('BODY=7BIT');
  }
  if (envelope.smtputf8 && !own('SMTPUTF8')) parameters.push('SMTPUTF8');
  return [...parameters, ...given];
}

/** The others are left out and said so: a server that does not know a parameter must refuse the command (RFC 5321 4.1.1.11). */
function offeredOnly(session: ClientSession, options: readonly string[]): string[] {
  const { ehlo } = session;
  return options.filter((option) => {
    const name = (option.split('=')[0] ?? '').toUpperCase();
    const keyword = offeredAs[name] ?? name;
    const offered = ehlo !== null && has(ehlo, keyword);
    if (!offered) session.connection.note('option-not-offered', { option, keyword });
    return offered;
  });
}
