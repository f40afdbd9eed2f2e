/**
 * A message on its way in: end of data, spool, size limit, handler, and the replies that come of it. Whatever goes wrong with
 * it, the octets are taken up to the end of data, since only then may anything be answered (RFC 5321 section 3.3).
 */
import type { SpoolFile, SpooledMessage, Spool, Clock, NewMessage } from '../../ports.ts';
import type { Anomaly } from '../../../protocol/values/session/reply.ts';
import type { EndOfDataPart } from '../../wire/body/end-of-data.ts';
import { globOf } from '../script/runtime.ts';
import type { RecipientAnswer } from '../script/plan.ts';
import type { SessionJournal } from './journal.ts';
import type { Recipient, Transaction } from './transaction.ts';
import type { HandlerReply, HandlerResult, MessageHandler } from '../handlers/types.ts';
import { encodeReply, failedReply, lookAlikeReply, makeReply, replies } from '../commands/replies.ts';
import { limits } from '../limits.ts';

export interface IncomingServices {
  readonly spool: Spool;
  readonly handler: MessageHandler;
  readonly clock: Clock;
  readonly journal: SessionJournal;
  readonly maxMessageBytes: number;
  readonly refuseBareLineEnds: boolean;
}

/** Takes the octets of a message out of what a client sends: EndOfDataReader for DATA, ChunkReader for BDAT. */
export interface BodyReader {
  push(chunk: Uint8Array): EndOfDataPart;
  readonly octets: number;
  readonly anomalies: ReadonlyMap<Anomaly, number>;
  /** The first sequence that another server might take for the end of data. */
  readonly lookAlike: string | null;
}

type Circumstances = Pick<NewMessage, 'sessionId' | 'protocol' | 'peer' | 'helo' | 'tls' | 'user'>;

const NOTHING = new Uint8Array(0);
const accepted = makeReply(250, '2.0.0', 'Message accepted');

export class IncomingMessage {
  readonly #circumstances: Circumstances;
  readonly #transaction: Transaction;
  readonly #services: IncomingServices;
  readonly #reader: BodyReader;
  #file: SpoolFile | null = null;
  #written: Promise<void> | null = null;
  #refusal: HandlerReply | null = null;
  #wireOctets = 0;
  #progressAt: number;
  #result: HandlerResult | null = null;
  #overrides: readonly RecipientAnswer[] = [];

  constructor(circumstances: Circumstances, transaction: Transaction, reader: BodyReader, services: IncomingServices) {
    this.#reader = reader;
    this.#circumstances = circumstances;
    this.#transaction = transaction;
    this.#services = services;
    this.#progressAt = services.clock.now();
  }

  /** Of the message so far. */
  get octets(): number {
    return this.#reader.octets;
  }

  /** Why the message will not be taken, as far as that is known. */
  get refusal(): HandlerReply | null {
    return this.#refusal;
  }

  /** False when there is no place to put a message; said before it travels. */
  open(): boolean | Promise<boolean> {
    const failed = (error: unknown): false => {
      this.#services.journal.failure(error);
      return false;
    };
    const take = (file: SpoolFile): true => {
      this.#file = file;
      return true;
    };
    try {
      const file = this.#services.spool.create();
      return file instanceof Promise ? file.then(take, failed) : take(file);
    } catch (error) {
      return failed(error);
    }
  }

  /** The message will not be taken; its octets still are. The first reason counts. */
  refuse(reply: HandlerReply): void {
    this.#refusal ??= reply;
    void this.abandon();
  }

  /** What certain recipients are answered whatever becomes of the message. */
  override(answers: readonly RecipientAnswer[]): void {
    if (answers.length === 0) return;
    this.#overrides = answers;
    const own = this.#transaction.recipients.map(({ address }) => this.#overrideFor(address));
    const [first] = own;
    const all = own.every((reply) => reply !== null && reply.code >= 400);
    // SMTP has one answer for all; where nobody is to have the message, it is not kept either.
    const refused = own.find((reply) => reply !== null && reply.code >= 400);
    if (this.#circumstances.protocol === 'smtp' && refused !== undefined && refused !== null) this.refuse(refused);
    else if (all && first !== undefined && first !== null) this.refuse(first);
  }

  #overrideFor(address: string): HandlerReply | null {
    return this.#overrides.find((answer) => globOf(answer.address).test(address))?.reply ?? null;
  }

  /** `written` is to be awaited before the next piece; `rest` is what follows the end of data. */
  take(chunk: Uint8Array): { written: Promise<void> | null; done: boolean; rest: Uint8Array } {
    const { chunks, done, rest } = this.#reader.push(chunk);
    this.#wireOctets += chunk.length - (done ? rest.length : 0);
    const { maxMessageBytes, clock, journal } = this.#services;
    if (this.#refusal === null && maxMessageBytes > 0 && this.#reader.octets > maxMessageBytes)
      this.refuse(replies.tooLarge);
    const written = this.#file !== null && chunks.length > 0 ? this.#write(this.#file, chunks) : null;
    if (written !== null) this.#written = written;
    if (!done) {
      const now = clock.now();
      if (now - this.#progressAt >= limits.server.progressMs) {
        this.#progressAt = now;
        journal.fact({ type: 'body-progress', octets: this.#reader.octets, total: this.#transaction.declaredSize });
      }
    }
    return { written, done, rest: done ? rest : NOTHING };
  }

  /** After the end of data: one reply, or for LMTP one per recipient. Never rejects. */
  finish(): readonly HandlerReply[] | Promise<readonly HandlerReply[]> {
    const { journal, refuseBareLineEnds } = this.#services;
    const { anomalies, lookAlike } = this.#reader;
    if (anomalies.size > 0) {
      for (const [anomaly, count] of anomalies) journal.anomaly(anomaly, String(count));
      if (refuseBareLineEnds && lookAlike !== null) this.refuse(lookAlikeReply(lookAlike));
      else if (refuseBareLineEnds && (anomalies.has('bare-lf') || anomalies.has('bare-cr')))
        this.refuse(replies.bareLineEnds);
    }
    journal.note('data', 'body-received', { octets: this.#reader.octets });
    const written = this.#written;
    return written === null ? this.#close() : written.then(() => this.#close());
  }

  #close(): readonly HandlerReply[] | Promise<readonly HandlerReply[]> {
    const file = this.#file;
    if (file === null) return this.#forAll(this.#refusal ?? replies.storage);
    this.#file = null;
    const failed = (error: unknown) => {
      this.#services.journal.failure(error);
      return this.#forAll(replies.storage);
    };
    try {
      const spooled = file.finish();
      return spooled instanceof Promise ? spooled.then((one) => this.#handle(one), failed) : this.#handle(spooled);
    } catch (error) {
      return failed(error);
    }
  }

  /** Results per recipient, and that a message was taken, itself where it was kept; after the replies were given. */
  conclude(answers: readonly HandlerReply[]): void {
    const { journal } = this.#services;
    const { recipients } = this.#transaction;
    const one = answers.length === 1 ? answers[0] : undefined;
    recipients.forEach(({ index, address }, i) => {
      const answer = one ?? answers[i];
      if (answer === undefined) return;
      const final = encodeReply(answer).reply;
      const delivery = answer.code < 300 ? 'yes' : 'no';
      journal.recipient({ index, address, accepted: true, reply: null, final, delivery });
    });
    if (!answers.some((answer) => answer.code < 300)) return;
    journal.message(this.#result?.message ?? null);
  }

  /** The client is gone, or never finished. */
  async abandon(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    if (file !== null) await this.#discard(file);
  }

  #handle(spooled: SpooledMessage): readonly HandlerReply[] | Promise<readonly HandlerReply[]> {
    const { handler, clock, journal } = this.#services;
    const { mailFrom, mailOptions } = this.#transaction;
    journal.bodyEnd(spooled.size, this.#wireOctets, spooled.sha256);
    const { sessionId, protocol, peer, helo, tls, user } = this.#circumstances;
    // One by one: copied together, each message would cost V8 a new shape.
    const message: NewMessage = {
      sessionId,
      protocol,
      peer,
      helo,
      tls,
      user,
      receivedAt: clock.wall(),
      mailFrom,
      mailOptions: [...mailOptions],
      rcptTo: this.#passedOn().map(({ address, options }) => ({ address, options: [...options] })),
    };
    const failed = async (error: unknown) => {
      const reply = failedReply(journal.failure(error));
      await this.#discard(spooled);
      return this.#forAll(isFull(error) ? replies.storage : reply);
    };
    try {
      const result = handler.handle(message, spooled);
      return result instanceof Promise ? result.then((one) => this.#answers(one)).catch(failed) : this.#answers(result);
    } catch (error) {
      return failed(error);
    }
  }

  #answers(result: HandlerResult): readonly HandlerReply[] {
    this.#result = result;
    const { reply, perRecipient, message: kept } = result;
    const usual = kept === null ? accepted : makeReply(250, '2.0.0', `Message accepted as ${kept.id}`);
    if (this.#circumstances.protocol === 'smtp') return [reply ?? usual];
    const passedOn = this.#passedOn();
    let at = 0;
    return this.#transaction.recipients.map((recipient) => {
      const own = passedOn.includes(recipient) ? (perRecipient?.[at++] ?? null) : null;
      return this.#overrideFor(recipient.address) ?? own ?? reply ?? usual;
    });
  }

  /** Recipients that the handler hears of. Whom a script refuses must not get the message from the next server all the same. */
  #passedOn(): readonly Recipient[] {
    const { recipients } = this.#transaction;
    if (this.#services.handler.relays !== true || this.#overrides.length === 0) return recipients;
    return recipients.filter(({ address }) => (this.#overrideFor(address)?.code ?? 0) < 400);
  }

  /** RFC 2033 section 4.2: a reply for each RCPT that was accepted, also where one address was given twice. */
  #forAll(reply: HandlerReply): readonly HandlerReply[] {
    return this.#circumstances.protocol === 'smtp' ? [reply] : this.#transaction.recipients.map(() => reply);
  }

  /** Null when it is done already. */
  #write(file: SpoolFile, chunks: Uint8Array[]): Promise<void> | null {
    const failed = (error: unknown) => {
      this.#services.journal.failure(error);
      this.refuse(replies.storage);
    };
    const [only] = chunks;
    try {
      // Several slices mean that dots were taken off; one copy costs less than a write for each.
      const written = file.write(chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks));
      return written instanceof Promise ? written.catch(failed) : null;
    } catch (error) {
      failed(error);
      return null;
    }
  }

  async #discard(file: { discard(): Promise<void> }): Promise<void> {
    try {
      await file.discard();
    } catch (error) {
      this.#services.journal.failure(error);
    }
  }
}

/** A handler that has no room left, as the system or SQLite says it; other threads hand their errors over as text. */
function isFull(error: unknown): boolean {
  if (!(error instanceof Error))
    return typeof error === 'string' && /\b(?:ENOSPC|EDQUOT|SQLITE_FULL)\b|disk is full/.test(error);
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOSPC' || code === 'EDQUOT' || code === 'SQLITE_FULL' || isFull(error.cause);
}
