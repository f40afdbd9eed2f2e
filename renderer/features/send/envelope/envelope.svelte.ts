/** Sender and recipients of a send test, as typed. */
import {
  parseRecipients,
  splitEnvelope,
  typedRecipients,
  withReports,
} from '../../../../electron/protocol/parse/addresses/recipients.ts';
import type { OwnReports } from '../../../../electron/protocol/parse/addresses/recipient-reports.ts';
import type { Envelope } from '../../../../electron/protocol/values/target.ts';
import type { AskedDelivery } from '../delivery/delivery-fields.ts';
import { firstDraft } from '../first-draft.ts';

export class EnvelopeForm {
  from = $state(firstDraft.from);
  to = $state(firstDraft.to);
  readonly recipients = $derived(parseRecipients(this.to));
  /** What stands there without having been typed. */
  readonly #filled = { from: firstDraft.from, to: firstDraft.to };

  /** As MAIL gets it: "<>" and an empty field are the null reverse-path. */
  get sender(): string {
    const inAngles = /<([^<>]*)>\s*$/.exec(this.from)?.[1];
    return (inAngles ?? this.from).trim();
  }

  /** With what is asked for besides. */
  complete(asked: AskedDelivery): Envelope {
    const { addresses, reports } = this.recipients;
    return {
      from: this.sender,
      to: [...addresses],
      ...(reports.length === 0 ? {} : { perRecipient: [...reports] }),
      ...asked,
    };
  }

  /** A pasted envelope with its sender goes to both fields; answers false for everything else, which is pasted as usual. */
  paste(text: string): boolean {
    const envelope = splitEnvelope(text);
    if (envelope === null) return false;
    this.from = shownSender(envelope.from);
    this.to = envelope.to.join('\n');
    return true;
  }

  /** What one recipient asks for, in place of what stood behind it. Each then stands in a line of its own. False: it cannot be typed so. */
  setReports(index: number, own: OwnReports): boolean {
    const lines = withReports(this.recipients, index, own);
    if (lines === null) return false;
    this.to = lines.join('\n');
    return true;
  }

  clearReports(): void {
    this.to = typedRecipients(this.recipients.addresses).join('\n');
  }

  /** As it was sent before. */
  fill({ from, to, perRecipient }: Envelope): void {
    this.from = shownSender(from);
    this.to = typedRecipients(to, perRecipient).join('\n');
  }

  /** From a profile, as far as nobody typed something else. */
  suggest({ from = '', to = [] }: { readonly from?: string; readonly to?: readonly string[] }): void {
    if (from !== '' && this.from === this.#filled.from) this.from = this.#filled.from = from;
    if (to.length > 0 && this.to === this.#filled.to) this.to = this.#filled.to = to.join('\n');
  }
}

const shownSender = (from: string): string => (from === '' ? '<>' : from);
