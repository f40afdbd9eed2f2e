/** Notifications for what happens while nobody looks: mail that arrives, one for many when many come, and what changes in a watch. */
import { Notification } from 'electron';
import type { MessageSummary } from '../../protocol/values/server/mailbox.ts';
import { watchChangeText } from '../../texts/survey/watch.ts';
import type { StateOf } from '../../protocol/values/survey/state.ts';
import { daemonMarkup, notice, watchNotice, type Markup } from './notice.ts';
import { limits } from '../limits.ts';

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
    }, limits.window.gatherMs);
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

/** One notification for each watch, of what changed last: a newer one takes its place. */
export class WatchNotifier {
  readonly #open: (surveyId: string) => void;
  /** By survey; held, because one that is collected as garbage can no longer be clicked. */
  readonly #current = new Map<string, Notification>();
  #markup: Promise<Markup> | null = null;
  #closed = false;

  constructor(open: (surveyId: string) => void) {
    this.#open = open;
  }

  /** What came with the newest round. */
  async changed(surveyId: string, { host, watch }: StateOf<'watch'>): Promise<void> {
    const round = watch.changes.at(-1)?.round;
    const changes = watch.changes.filter((one) => one.round === round).map(watchChangeText);
    if (changes.length === 0 || !Notification.isSupported()) return;
    this.#markup ??= daemonMarkup(process.platform);
    const notification = new Notification(watchNotice(host, changes, await this.#markup));
    if (this.#closed) return;
    notification.on('click', () => this.#open(surveyId));
    this.#current.get(surveyId)?.close();
    this.#current.set(surveyId, notification);
    notification.show();
  }

  close(): void {
    this.#closed = true;
    for (const notification of this.#current.values()) notification.close();
    this.#current.clear();
  }
}
