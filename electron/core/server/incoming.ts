/**
 * A message on its way in: end of data, spool, size limit, handler, and the replies that come of it. Whatever goes wrong with
 * it, the octets are taken up to the end of data, since only then may anything be answered (RFC 5321 section 3.3).
 */
import type { SpoolFile, SpooledMessage, Spool, Clock, NewMessage } from '../ports.ts';
import { EndOfDataReader } from '../wire/end-of-data.ts';
import type { SessionJournal } from './session-journal.ts';
import type { Transaction } from './session-state.ts';
import type { HandlerReply, HandlerResult, MessageHandler } from './types.ts';
import { encodeReply, makeReply, replies } from './replies.ts';

export interface IncomingServices {
  readonly spool: Spool;
  readonly handler: MessageHandler;
  readonly clock: Clock;
  readonly journal: SessionJournal;
  readonly maxMessageBytes: number;
}

type Circumstances = Pick<NewMessage, 'sessionId' | 'protocol' | 'peer' | 'helo' | 'tls' | 'user'>;

/** Between two progress events; about thirty a second. */
const PROGRESS_MS = 33;
const NOTHING = new Uint8Array(0);

export class Incoming {
  readonly #circumstances: Circumstances;
  readonly #transaction: Transaction;
  readonly #services: IncomingServices;
  readonly #reader = new EndOfDataReader();
  #file: SpoolFile | null = null;
  #written: Promise<void> = Promise.resolve();
  #refusal: HandlerReply | null = null;
  #wireOctets = 0;
  #progressAt: number;
  #result: HandlerResult | null = null;

  constructor(circumstances: Circumstances, transaction: Transaction, services: IncomingServices) {
    this.#circumstances = circumstances;
    this.#transaction = transaction;
    this.#services = services;
    this.#progressAt = services.clock.now();
  }

  /** False when there is no place to put a message; told before it travels. */
  async open(): Promise<boolean> {
    try {
      this.#file = await this.#services.spool.create();
      return true;
    } catch (error) {
      this.#services.journal.failure(error);
      return false;
    }
  }

  /** `written` is to be awaited before the next piece; `rest` is what stands behind the end of data. */
  take(chunk: Uint8Array): { written: Promise<void> | null; done: boolean; rest: Uint8Array } {
    const { chunks, done, rest } = this.#reader.push(chunk);
    this.#wireOctets += chunk.length - (done ? rest.length : 0);
    const { maxMessageBytes, clock, journal } = this.#services;
    if (this.#refusal === null && maxMessageBytes > 0 && this.#reader.octets > maxMessageBytes)
      this.#refuse(replies.tooLarge);
    const written = this.#file !== null && chunks.length > 0 ? this.#write(this.#file, chunks) : null;
    if (written !== null) this.#written = written;
    const now = clock.now();
    if (!done && now - this.#progressAt >= PROGRESS_MS) {
      this.#progressAt = now;
      journal.fact({ type: 'body-progress', octets: this.#reader.octets, total: this.#transaction.declaredSize });
    }
    return { written, done, rest: done ? rest : NOTHING };
  }

  /** After the end of data: one reply, or for LMTP one per recipient. Never rejects. */
  async finish(): Promise<readonly HandlerReply[]> {
    const { journal } = this.#services;
    for (const [anomaly, count] of this.#reader.anomalies) journal.anomaly(anomaly, String(count));
    journal.note('data', 'body-received', { octets: this.#reader.octets });
    await this.#written;
    const file = this.#file;
    if (file === null) return this.#forAll(this.#refusal ?? replies.handlerFailed);
    this.#file = null;
    let spooled: SpooledMessage;
    try {
      spooled = await file.finish();
    } catch (error) {
      journal.failure(error);
      return this.#forAll(replies.storage);
    }
    journal.fact({ type: 'body-end', octets: spooled.size, wireOctets: this.#wireOctets, sha256: spooled.sha256 });
    return this.#handle(spooled);
  }

  /** Results per recipient, and the message itself where it was kept; after the replies were given. */
  conclude(answers: readonly HandlerReply[]): void {
    const { journal } = this.#services;
    const { recipients } = this.#transaction;
    const one = answers.length === 1 ? answers[0] : undefined;
    recipients.forEach(({ index, address }, i) => {
      const answer = one ?? answers[i];
      if (answer === undefined) return;
      const final = encodeReply(answer).reply;
      const delivery = answer.code < 300 ? 'yes' : 'no';
      journal.fact({ type: 'recipient', result: { index, address, accepted: true, reply: null, final, delivery } });
    });
    const message = this.#result?.message ?? null;
    if (message === null || !answers.some((answer) => answer.code < 300)) return;
    journal.message(message);
  }

  /** The client is gone, or never finished. */
  async abandon(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    if (file !== null) await this.#discard(file);
  }

  async #handle(spooled: SpooledMessage): Promise<readonly HandlerReply[]> {
    const { handler, clock, journal } = this.#services;
    const { mailFrom, mailOptions, recipients } = this.#transaction;
    const message: NewMessage = {
      ...this.#circumstances,
      receivedAt: clock.wall(),
      mailFrom,
      mailOptions: [...mailOptions],
      rcptTo: recipients.map(({ address, options }) => ({ address, options: [...options] })),
    };
    try {
      this.#result = await handler.handle(message, spooled);
    } catch (error) {
      journal.failure(error);
      await this.#discard(spooled);
      return this.#forAll(replies.handlerFailed);
    }
    const { reply, perRecipient, message: kept } = this.#result;
    const usual =
      kept === null
        ? makeReply(250, '2.0.0', 'Message accepted')
        : makeReply(250, '2.0.0', `Message accepted as ${kept.id}`);
    if (this.#circumstances.protocol === 'smtp' || perRecipient === undefined) return this.#forAll(reply ?? usual);
    return recipients.map((_, i) => perRecipient[i] ?? reply ?? usual);
  }

  /** RFC 2033 section 4.2: a reply for each RCPT that was accepted, also where one address was given twice. */
  #forAll(reply: HandlerReply): readonly HandlerReply[] {
    return this.#circumstances.protocol === 'smtp' ? [reply] : this.#transaction.recipients.map(() => reply);
  }

  async #write(file: SpoolFile, chunks: Uint8Array[]): Promise<void> {
    try {
      const [only] = chunks;
      // Several slices mean that dots were taken off; one copy costs less than a write for each.
      await file.write(chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks));
    } catch (error) {
      this.#services.journal.failure(error);
      this.#refuse(replies.storage);
    }
  }

  #refuse(reply: HandlerReply): void {
    this.#refusal ??= reply;
    void this.abandon();
  }

  async #discard(file: { discard(): Promise<void> }): Promise<void> {
    try {
      await file.discard();
    } catch (error) {
      this.#services.journal.failure(error);
    }
  }
}
