/**
 * One message's way through a session: MAIL, RCPT, DATA or BDAT. Where PIPELINING is offered (RFC 2920) the commands go out as one
 * group with DATA last, and the next transaction's group may follow the message text in the same segment.
 */
import type { Delivery, Outcome } from '../../../protocol/values/session/outcome.ts';
import type { ClientSession } from '../session.ts';
import type { EnvelopePlan } from '../plan/arguments.ts';
import type { MessageSource } from '../types.ts';
import type { Reply } from '../../../protocol/values/session/reply.ts';
import {
  type MessageFacts,
  chunkSize,
  judgeEnvelope,
  judgeMail,
  judgeRecipients,
  judgeSize,
  mailCommand,
  rcptCommands,
  sendMail,
  sendRecipients,
} from './transaction.ts';
import { type StepResult, done, failed } from '../step.ts';
import { countMessage } from '../plan/message-facts.ts';
import { exchange } from '../commands/operations.ts';
import type { DataResult } from './judge.ts';
import { sendChunks } from './chunks.ts';
import { sendData } from './body.ts';

export interface TransactionResult {
  readonly error: Outcome | null;
  readonly delivery: Delivery | null;
}

interface Group {
  readonly mail: Promise<StepResult<Reply>>;
  readonly recipients: readonly Promise<StepResult<Reply>>[];
  /** null with BDAT, whose chunks wait until it is known that somebody gets them. */
  readonly data: Promise<StepResult<Reply>> | null;
}

/** Counts the message; fails when its source does. */
export async function prepareTransaction(
  session: ClientSession,
  envelope: EnvelopePlan,
  message: MessageSource,
): Promise<StepResult<MailTransaction>> {
  const looked = await lookAt(session, envelope, message);
  return looked.ok ? done(new MailTransaction(session, envelope, looked.value.source, looked.value.facts)) : looked;
}

/**
 * As `lookAt`, where its turn has come: what is larger than the server's SIZE before a line end is mended, which only adds to it, is not
 * read to be refused afterwards. That is MAIL's failure, and stands at its place.
 */
export async function lookAtNow(
  session: ClientSession,
  envelope: EnvelopePlan,
  message: MessageSource,
): ReturnType<typeof lookAt> {
  const tooLarge = judgeSize(session, envelope, message.size);
  if (tooLarge === null) return lookAt(session, envelope, message);
  return session.inPhase('mail', () => Promise.resolve(failed(tooLarge)));
}

/** The message as it will be sent, and what is learnt by reading it once. */
async function lookAt(
  session: ClientSession,
  envelope: EnvelopePlan,
  message: MessageSource,
): Promise<StepResult<{ source: MessageSource; facts: MessageFacts }>> {
  // RFC 3030 section 3: a binary body has no lines to be mended.
  const source = envelope.body === 'binarymime' ? asItIs(message) : message;
  const counted = await countMessage(source, session.signal, chunkSize(session, envelope) === null);
  return counted.ok ? done({ source, facts: counted.value }) : counted;
}

function asItIs(message: MessageSource): MessageSource {
  const whole = message.constant === undefined ? {} : { constant: () => message.constant?.() ?? [] };
  return { size: message.size, lineEnds: 'raw', open: () => message.open(), ...whole };
}

export class MailTransaction {
  readonly #session: ClientSession;
  readonly #envelope: EnvelopePlan;
  readonly #message: MessageSource;
  readonly #facts: MessageFacts;
  readonly #chunks: number | null;
  #group: Group | null = null;
  #joinable: boolean | null = null;

  constructor(session: ClientSession, envelope: EnvelopePlan, message: MessageSource, facts: MessageFacts) {
    this.#session = session;
    this.#envelope = envelope;
    this.#message = message;
    this.#facts = facts;
    this.#chunks = chunkSize(session, envelope);
  }

  /** Its commands may share a segment with the end of the message before it. */
  get joinable(): boolean {
    return (this.#joinable ??= this.#judgeJoinable());
  }

  get begun(): boolean {
    return this.#group !== null;
  }

  /** Sends the whole group. Only where it is joinable. */
  begin(): void {
    const { connection, phases, transaction } = this.#session;
    transaction.begin();
    const mail = mailCommand(this.#session, this.#envelope, this.#facts);
    const recipients = rcptCommands(this.#session, this.#envelope);
    phases.begin('mail');
    const sendAhead = (phase: 'rcpt' | 'data', text: string) => {
      phases.speakAhead(phase);
      return exchange(this.#session, { text });
    };
    connection.together(() => {
      this.#group = {
        mail: exchange(this.#session, { text: mail }),
        recipients: recipients.map((text) => sendAhead('rcpt', text)),
        // RFC 2920 section 3.1: DATA may stand at the end of a group alone.
        data: this.#chunks === null ? sendAhead('data', 'DATA') : null,
      };
    });
    phases.speakAhead('data');
  }

  /** Up to the message itself. A result when it does not come to that; null when it is the message's turn. */
  async answered(): Promise<TransactionResult | null> {
    if (!this.begun && this.joinable) this.begin();
    const group = this.#group;
    return group === null ? this.#stepByStep() : this.#groupAnswered(group);
  }

  /** `alongside` is called when the last octets of the message are written: what it writes goes with them. */
  async complete(alongside?: () => void): Promise<TransactionResult> {
    const session = this.#session;
    const { phases, transaction } = session;
    phases.speakAhead('data');
    // BDAT has no 354: its place is before the first chunk.
    if (this.#chunks !== null && (await session.stopsAfter('data'))) return undelivered(null);
    transaction.beginData();
    return phases.run(
      'data',
      () => this.#sendMessage(alongside),
      ({ error }) => error === null,
    );
  }

  #sendMessage(alongside?: () => void): Promise<DataResult> {
    this.#noteOddBody();
    if (this.#chunks === null) return sendData(this.#session, this.#message, this.#facts, this.#go(), alongside);
    const { pipelining } = this.#envelope;
    return sendChunks(this.#session, this.#message, this.#facts, { octets: this.#chunks, pipelining });
  }

  /** Sent all the same: what the server makes of them is its answer. A binary body has no lines. */
  #noteOddBody(): void {
    if (this.#envelope.body === 'binarymime') return;
    const { longLines, eightBit, bareLineEnds } = this.#facts;
    const { connection } = this.#session;
    if (longLines !== undefined && longLines !== null) connection.note('long-body-lines', { ...longLines });
    if (bareLineEnds !== undefined) connection.note('bare-line-ends', { ...bareLineEnds });
    if (eightBit && !this.#session.offers('8BITMIME')) connection.note('eight-bit-body');
  }

  #judgeJoinable(): boolean {
    const { plan } = this.#session;
    const stops = [plan.quitAfter, plan.dropAfter].some((point) => point === 'mail' || point === 'rcpt');
    const whole = !stops && plan.xforward.length === 0;
    const offered = this.#session.offers('PIPELINING') && this.#envelope.pipelining;
    return whole && offered && judgeEnvelope(this.#session, this.#envelope, this.#facts) === null;
  }

  #go(): Promise<StepResult<Reply>> {
    return this.#group?.data ?? exchange(this.#session, { text: 'DATA' });
  }

  async #stepByStep(): Promise<TransactionResult | null> {
    const session = this.#session;
    const mail = await session.inPhase('mail', () => sendMail(session, this.#envelope, this.#facts));
    if (!mail.ok) return undelivered(mail.error);
    if (await session.stopsAfter('mail')) return undelivered(null);
    const rcpt = await session.inPhase('rcpt', () => sendRecipients(session, this.#envelope));
    if (!rcpt.ok) return undelivered(rcpt.error);
    return (await session.stopsAfter('rcpt')) ? undelivered(null) : null;
  }

  async #groupAnswered(group: Group): Promise<TransactionResult | null> {
    const session = this.#session;
    const { phases, transaction } = session;
    transaction.takeUp();
    const mail = judgeMail(session, this.#envelope, this.#facts, await group.mail);
    phases.end('mail', mail.ok);
    if (!mail.ok) return this.#abandoned(group, mail.error);
    phases.beginAnswers('rcpt');
    const rcpt = await judgeRecipients(session, this.#envelope, group.recipients);
    phases.end('rcpt', rcpt.ok);
    return rcpt.ok ? null : this.#abandoned(group, rcpt.error);
  }

  /**
   * Nobody gets the message, but DATA is out. A server that answers 354 all the same wants its message text: a dot alone, and whatever
   * it says to that, nothing was delivered (RFC 2920 section 3.1).
   */
  async #abandoned(group: Group, error: Outcome): Promise<TransactionResult> {
    const session = this.#session;
    await Promise.all(group.recipients);
    const go = group.data === null ? null : await group.data;
    if (go?.ok === true && go.value.code === 354) {
      await exchange(session, { text: '.' });
      session.transaction.end();
    }
    return undelivered(error);
  }
}

const undelivered = (error: Outcome | null): TransactionResult => ({ error, delivery: 'none' });
