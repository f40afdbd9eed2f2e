/**
 * The one owner of what is known of the transaction under way or just done: MAIL said, recipients taken or refused, how far the message
 * has come. Moves by named transitions alone; one that cannot be here is a fault of this program, never of a peer.
 */
import type { RecipientResult } from '../../../protocol/values/session/outcome.ts';

/**
 * `none`: nothing under way. `mail`: MAIL is said, recipients are. `data`: DATA or BDAT is said, nothing that the server could take for a
 * whole message. `message`: 354 came, or the last chunk is begun. `sent`: the final dot, or the last chunk, went out whole and is not
 * answered: delivery is unknown. `answered`: it is. `stopped`: the message will never be whole.
 */
export const CLIENT_STAGES = ['none', 'mail', 'data', 'message', 'sent', 'answered', 'stopped'] as const;
export type TransactionStage = (typeof CLIENT_STAGES)[number];

type Stages = Readonly<Partial<Record<TransactionStage, TransactionStage>>>;

const same = (...stages: readonly TransactionStage[]): Stages => Object.fromEntries(stages.map((one) => [one, one]));
const all = (to: TransactionStage, ...stages: readonly TransactionStage[]): Stages =>
  Object.fromEntries(stages.map((one) => [one, to]));

/** From where to where each leads; whence it is missing, it is illegal. The library's caller may say MAIL, RCPT and DATA in any order. */
export const CLIENT_TRANSITIONS = {
  /** MAIL is about to be said. After a message whose answer is due it belongs to the next transaction, which is not taken up yet. */
  begin: { ...all('mail', 'none', 'mail', 'data', 'answered', 'stopped'), sent: 'sent' },
  /** The next transaction, whose group went out with the end of the message before it, is this one now. */
  takeUp: all('mail', 'none'),
  refuseSender: all('none', 'mail'),
  addRecipient: same('none', 'mail', 'data', 'answered', 'stopped'),
  beginData: all('data', 'none', 'mail', 'data', 'answered', 'stopped'),
  beginMessage: all('message', 'data'),
  sendLast: all('sent', 'message'),
  stopMessage: all('stopped', 'message'),
  /** The final word on each recipient. Refused before the message, the transaction goes on until RSET. */
  settle: { sent: 'answered', ...same('data', 'stopped') },
  /** RSET, or whatever else ends it without a message. What became of a message is known as before. */
  end: { ...all('none', 'none', 'mail', 'data'), ...same('answered', 'stopped') },
  /** What became of the message concerns nobody any more: a cancel says RSET and QUIT again. */
  forgetMessage: { ...all('none', 'none', 'answered', 'stopped'), ...same('mail', 'data') },
  renew: all('none', ...CLIENT_STAGES),
} as const satisfies Record<string, Stages>;

export type TransactionTransition = keyof typeof CLIENT_TRANSITIONS;

/** What may only be read of it outside. */
export interface TransactionView {
  readonly open: boolean;
}

export class TransactionState implements TransactionView {
  #stage: TransactionStage = 'none';
  /** The server may think itself in it: from MAIL until its refusal, the answers to the message, or RSET. */
  #open = false;
  /** MAIL of the next one is out, and the message of this one not answered. */
  #followed = false;
  #count = 0;
  #recipients: RecipientResult[] = [];

  get stage(): TransactionStage {
    return this.#stage;
  }

  /** Between MAIL and the end of its transaction; of the one after it, when that is taken up. */
  get open(): boolean {
    return this.#open;
  }

  /** The first message octet may have been said: from now on a cancel says nothing more, or the server might take half a message. */
  get messageBegun(): boolean {
    return ['message', 'sent', 'answered', 'stopped'].includes(this.#stage);
  }

  /** Of the connection: transactions begun. */
  get count(): number {
    return this.#count;
  }

  /** By position in the envelope. */
  get recipients(): readonly RecipientResult[] {
    return this.#recipients;
  }

  /** The recipients that are to be answered for with LMTP (RFC 2033 section 4.2). */
  get accepted(): number {
    return this.#recipients.filter(({ accepted }) => accepted).length;
  }

  begin(): void {
    if (this.#stage === 'sent' && this.#followed)
      throw new Error('a third transaction begins before the first is answered');
    this.#followed = this.#stage === 'sent';
    this.#go('begin');
    this.#count += 1;
    if (this.#followed) return;
    this.#open = true;
    this.#recipients = [];
  }

  /** Nothing to do where it was begun alone. */
  takeUp(): void {
    if (!this.#followed) return;
    this.#go('takeUp');
    this.#followed = false;
    this.#open = true;
    this.#recipients = [];
  }

  refuseSender(): void {
    this.#go('refuseSender');
    this.#open = false;
  }

  addRecipient(result: RecipientResult): void {
    this.#go('addRecipient');
    this.#recipients.push(result);
  }

  beginData(): void {
    this.#go('beginData');
  }

  beginMessage(): void {
    this.#go('beginMessage');
  }

  sendLast(): void {
    this.#go('sendLast');
  }

  stopMessage(): void {
    this.#go('stopMessage');
  }

  settle(results: readonly RecipientResult[]): void {
    if (this.#stage === 'sent') this.#open = false;
    this.#go('settle');
    this.#recipients = [...results];
  }

  end(): void {
    this.#go('end');
    this.#open = false;
  }

  forgetMessage(): void {
    this.#go('forgetMessage');
  }

  /** The same, and its recipients: another one is going to begin. */
  clear(): void {
    this.#go('forgetMessage');
    this.#recipients = [];
  }

  /** Another connection in place of this one. The recipients stay what the session has found out last. */
  renew(): void {
    this.#go('renew');
    this.#open = false;
    this.#followed = false;
    this.#count = 0;
  }

  #go(transition: TransactionTransition): void {
    const to = (CLIENT_TRANSITIONS[transition] as Stages)[this.#stage];
    if (to === undefined) throw new Error(`${transition} cannot be where the transaction is at ${this.#stage}`);
    this.#stage = to;
  }
}
