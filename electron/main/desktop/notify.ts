/** A notification for mail that arrives while nobody looks, one for many when many come: a load test is not an alarm. */
import { Notification } from 'electron';
import type { MessageSummary } from '../../protocol/values/server/mailbox.ts';
import { daemonMarkup, notice, type Markup } from './notice.ts';

/** What comes within this time after a notification is told together. */
const GATHER_MS = 3_000;

export class MailNotifier {
  readonly #open: (id: string) => void;
  #waiting: MessageSummary[] = [];
  #count = 0;
  #timer: NodeJS.Timeout | null = null;
  /** Held, because a notification that is collected as garbage can no longer be clicked. */
  #current: Notification | null = null;
  /** Asked once, when the first is shown. */
  #markup: Promise<Markup> | null = null;
  #closed = false;

  constructor(open: (id: string) => void) {
    this.#open = open;
  }

  message(message: MessageSummary): void {
    // The latest is what a click opens.
    this.#waiting = [message];
    this.#count += 1;
    if (this.#timer !== null) return;
    void this.#show();
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (this.#count > 0) void this.#show();
    }, GATHER_MS);
  }

  close(): void {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#current?.close();
  }

  async #show(): Promise<void> {
    const [message] = this.#waiting;
    const count = this.#count;
    this.#waiting = [];
    this.#count = 0;
    if (message === undefined || !Notification.isSupported()) return;
    this.#markup ??= daemonMarkup(process.platform);
    const notification = new Notification(notice(message, count, await this.#markup));
    if (this.#closed) return;
    notification.on('click', () => this.#open(message.id));
    this.#current?.close();
    this.#current = notification;
    notification.show();
  }
}
