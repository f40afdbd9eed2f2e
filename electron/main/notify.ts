/** A notification for mail that arrives while nobody looks, one for many when many come: a load test is not an alarm. */
import { Notification } from 'electron';
import type { MessageSummary } from '../ipc/schemas/mailbox.ts';
import { shorten, visible } from '../texts/visible.ts';

/** What comes within this time after a notification is told together. */
const GATHER_MS = 3_000;

export class MailNotifier {
  readonly #open: (id: string) => void;
  #waiting: MessageSummary[] = [];
  #count = 0;
  #timer: NodeJS.Timeout | null = null;
  /** Held, because a notification that is collected as garbage can no longer be clicked. */
  #current: Notification | null = null;

  constructor(open: (id: string) => void) {
    this.#open = open;
  }

  message(message: MessageSummary): void {
    // The latest is what a click opens.
    this.#waiting = [message];
    this.#count += 1;
    if (this.#timer !== null) return;
    this.#tell();
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (this.#count > 0) this.#tell();
    }, GATHER_MS);
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#current?.close();
  }

  #tell(): void {
    const [message] = this.#waiting;
    const count = this.#count;
    this.#waiting = [];
    this.#count = 0;
    if (message === undefined || !Notification.isSupported()) return;
    const notification = new Notification(notice(message, count));
    notification.on('click', () => this.#open(message.id));
    this.#current?.close();
    this.#current = notification;
    notification.show();
  }
}

/** Words of strangers, as text. */
export function notice(message: MessageSummary, count: number): { title: string; body: string } {
  if (count > 1) return { title: 'Posthorn', body: `${count} messages arrived` };
  const subject = visible(message.subject ?? '').trim();
  const from = visible(message.from ?? (message.mailFrom === '' ? '<>' : message.mailFrom));
  return { title: shorten(subject === '' ? '(no subject)' : subject, 120), body: `From ${shorten(from, 120)}` };
}
