/** What a send test asks for besides sender and recipients, as typed, and what is wrong of it. */
import { RepetitionForm } from './repetition.svelte.ts';
import {
  type AskedDelivery,
  type DeliveryTyped,
  deliveryNames,
  askedDelivery,
  deliveryTexts,
  deliveryTyped,
  deliveryWords,
  neededKeywords,
  readDelivery,
  usualDelivery,
} from './delivery-fields.ts';

export class DeliveryForm {
  /** Only asked: MAIL and RCPT, then RSET; nothing is sent. */
  dryRun = $state(false);
  readonly repetition = new RepetitionForm();
  typed: DeliveryTyped = $state(usualDelivery());
  readonly asked: AskedDelivery = $derived(askedDelivery(this.typed));
  readonly words: string = $derived(deliveryWords(this.typed));
  readonly needed: readonly string[] = $derived(neededKeywords(this.typed));
  /** The first field whose text cannot be used, in words; null when all can. */
  readonly wrong: string | null = $derived.by(() => {
    for (const name of deliveryNames) {
      const reading = readDelivery(name, this.typed[name]);
      if (reading !== null && 'wrong' in reading) return `${deliveryTexts(name).label}: ${reading.wrong}`;
    }
    if (this.repetition.wrong !== null) return this.repetition.wrong;
    if (this.typed.holdFor !== '' && this.typed.holdUntil !== '') return 'Hold for and hold until exclude each other';
    return null;
  });

  fill(delivery: AskedDelivery): void {
    this.typed = deliveryTyped(delivery);
  }

  reset(): void {
    this.typed = usualDelivery();
  }
}
