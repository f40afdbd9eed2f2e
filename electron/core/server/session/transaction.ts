/** A mail transaction (RFC 5321 section 3.3): its envelope, its recipients and their counts. Only the session's state changes one. */

export interface Recipient {
  /** Position among all RCPT commands of the transaction, refused ones counted. */
  readonly index: number;
  readonly address: string;
  readonly options: readonly string[];
}

export type BodyType = '7bit' | '8bitmime' | 'binarymime';

/** What MAIL said. */
export interface MailSender {
  readonly mailFrom: string;
  readonly mailOptions: readonly string[];
  readonly smtputf8: boolean;
  readonly body: BodyType;
  readonly declaredSize: number | null;
}

/** As everybody but its owner sees it. */
export interface Transaction extends MailSender {
  readonly recipients: readonly Recipient[];
  /** Of the RCPT arguments that were accepted. */
  readonly envelopeOctets: number;
  /** RCPT commands that were refused; DATA then answers 554 rather than 503. */
  readonly refusedRecipients: number;
  /** A chunk was taken, so that DATA is none of the ways to go on (RFC 3030 section 2). */
  readonly chunked: boolean;
}

export class OpenTransaction implements Transaction {
  readonly mailFrom: string;
  readonly mailOptions: readonly string[];
  readonly smtputf8: boolean;
  readonly body: BodyType;
  readonly declaredSize: number | null;
  readonly #recipients: Recipient[] = [];
  #envelopeOctets = 0;
  #refusedRecipients = 0;
  #chunked = false;

  constructor({ mailFrom, mailOptions, smtputf8, body, declaredSize }: MailSender) {
    this.mailFrom = mailFrom;
    this.mailOptions = mailOptions;
    this.smtputf8 = smtputf8;
    this.body = body;
    this.declaredSize = declaredSize;
  }

  get recipients(): readonly Recipient[] {
    return this.#recipients;
  }

  get envelopeOctets(): number {
    return this.#envelopeOctets;
  }

  get refusedRecipients(): number {
    return this.#refusedRecipients;
  }

  get chunked(): boolean {
    return this.#chunked;
  }

  /** `octets`: of the argument of RCPT. */
  accept(address: string, options: readonly string[], octets: number): void {
    const index = this.#recipients.length + this.#refusedRecipients;
    this.#recipients.push({ index, address, options });
    this.#envelopeOctets += octets;
  }

  refuse(): void {
    this.#refusedRecipients += 1;
  }

  chunk(): void {
    this.#chunked = true;
  }
}
