/**
 * The index of the mailbox: one row per message, a full-text table, and the repair that makes it agree with the files. The
 * files are the truth; the index can be thrown away and is then made anew from them.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { MessagePage, MessageSummary } from '../../protocol/values/server/mailbox.ts';
import { limits as messageLimits } from '../../core/message/limits.ts';
import { limits } from '../limits.ts';
import type { AddItem, AddOutcome, Counts, MessageText } from './worker-protocol.ts';
import { MailboxFiles } from './files.ts';
import { plainText, readHead } from '../../core/message/read/head.ts';
import { MessageRows, type ReadRow } from './message-rows.ts';
import { wordsOf, type WaitingRow } from './waiting-row.ts';
import { headOfFile } from './text.ts';
import { ftsQuery, indexedText, isFoundIn } from './search.ts';
import { openIndex } from '../index/open.ts';
import type { Sqlite } from '../sqlite/sqlite.ts';

/** What a message is found by; null where that would take more than it may. */
export type ReadText = (id: string) => Promise<MessageText | null>;

export class MailboxIndex {
  readonly #dir: string;
  readonly #db: Sqlite;
  readonly #rows: MessageRows;
  readonly #files: MailboxFiles;
  #total = 0;
  #unread = 0;
  /** Of those that are counted. */
  #octets = 0;
  /** Messages kept, and octets; 0: all. */
  #most = 0;
  #mostOctets = 0;
  /** Counted already. Everything that looks at the rows has these written first. */
  #waiting: WaitingRow[] = [];
  #rowsFailed = false;
  /** Deleted while the index could not be written: taken out of it as soon as that works. */
  readonly #away = new Set<string>();
  readonly #readText: ReadText;
  /** A step that is under way, for whoever else asks for one. */
  #reading: Promise<boolean> | null = null;

  private constructor(dir: string, db: Sqlite, files: MailboxFiles, readText: ReadText) {
    this.#dir = dir;
    this.#db = db;
    this.#rows = new MessageRows(db);
    this.#files = files;
    this.#readText = readText;
  }

  /** Repairs its rows from the files. `db` is its own from now on; left out: the index in `dir`. */
  static async open(dir: string, readText: ReadText, db?: Sqlite): Promise<MailboxIndex> {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    // First, since it is what keeps a second process out.
    const opened = db ?? openIndex(join(dir, 'index.db'));
    const index = new MailboxIndex(dir, opened, new MailboxFiles(dir), readText);
    await index.#repair();
    return index;
  }

  counts(): Counts {
    return { total: this.#total, unread: this.#unread };
  }

  /**
   * Takes over the files. A message that fails does not touch the others. The rows are left to writeRows(): files and envelopes
   * are what a killed process is repaired from, so nobody who waits for an answer need wait for them.
   */
  addAll(items: readonly AddItem[]): AddOutcome[] {
    // An index that cannot be written takes no more mail.
    if (this.#rowsFailed || this.#waiting.length >= limits.mailbox.batch) this.writeRows();
    const octets = items.map(beginning);
    const heads = octets.map((start, i) => readHead(start, start.length === items[i]?.size));
    const summaries = items.map((item, i): MessageSummary => {
      const { id, size, sha256, message } = item;
      return {
        ...message,
        id,
        size,
        sha256,
        unread: true,
        subject: heads[i]?.subject ?? null,
        from: heads[i]?.from ?? null,
      };
    });
    this.#files.note(summaries);
    const outcomes = summaries.map((summary, i): AddOutcome => {
      try {
        this.#files.keep(items[i]?.source ?? '', summary.id);
        return { ok: true, summary };
      } catch (error) {
        return { ok: false, error: String(error) };
      }
    });
    outcomes.forEach((outcome, i) => {
      const head = heads[i];
      const start = octets[i];
      if (!outcome.ok || head === undefined || start === undefined) return;
      this.#waiting.push({ summary: outcome.summary, head, start });
      this.#count(1, 1, outcome.summary.size);
    });
    this.#forgetOldest();
    return outcomes;
  }

  /** All rows that wait, in one transaction. Throws when the index cannot be written; they wait on then. */
  writeRows(): void {
    const rows = this.#waiting;
    if (rows.length === 0 && this.#away.size === 0) return;
    this.#rowsFailed = true;
    this.#rows.transaction(() => {
      for (const { summary, head, start } of rows) {
        const n = this.#rows.insert(summary, head.plain !== null);
        // Text that reads as it stands is made searchable at once; what needs a reading of the message comes later.
        if (head.plain !== null) this.#rows.insertWords(n, summary, head.to, indexedText(plainText(start, head.plain)));
      }
      for (const id of this.#away) this.#rows.setHidden(id, true);
    });
    this.#rowsFailed = false;
    this.#waiting = [];
    this.#away.clear();
  }

  /** An index that cannot be written is read all the same: what waits for its row stands in front, since it came last. */
  list(offset: number, limit: number, search: string): MessagePage {
    const waiting = this.#stillWaiting();
    const match = ftsQuery(search);
    const away = [...this.#away];
    const ahead = match === null ? waiting : waiting.filter((row) => isFoundIn(search, wordsOf(row)));
    const first = ahead.slice(offset, offset + limit).map(({ summary }) => summary);
    const rest = this.#rows.page(match, away, limit - first.length, Math.max(0, offset - ahead.length));
    const messages = [...first, ...rest];
    if (match === null) return { ...this.counts(), messages };
    return {
      total: this.#rows.countFound(match, away) + ahead.length,
      unread: this.#unread,
      messages,
      unsearched: this.#rows.countUnsearchable(),
    };
  }

  summary(id: string): MessageSummary | null {
    const waiting = this.#stillWaiting().find((row) => row.summary.id === id);
    if (waiting !== undefined) return waiting.summary;
    if (this.#away.has(id)) return null;
    return this.#rows.find(id);
  }

  /** Newest first; none, unless the index cannot be written. */
  #stillWaiting(): WaitingRow[] {
    try {
      this.writeRows();
    } catch {
      // Whoever reads need not know; the next message is refused with the reason.
    }
    return this.#waiting.filter(({ summary }) => !this.#away.has(summary.id)).toReversed();
  }

  markRead(id: string, read: boolean): boolean {
    this.writeRows();
    const changed = this.#rows.markUnread(id, !read);
    if (changed) this.#unread += read ? -1 : 1;
    return changed;
  }

  /** Out of sight, or back in it. Where the index cannot be written, it is kept in mind: deleting is what makes room on a full disk. */
  hide(ids: readonly string[], hidden: boolean): void {
    try {
      this.#hideRows(ids, hidden);
    } catch (error) {
      const known = hidden ? ids.filter((id) => !this.#away.has(id)) : ids.filter((id) => this.#away.has(id));
      // Back in sight comes what is hidden in mind alone.
      if (!hidden && known.length < ids.length) throw error;
      for (const id of known) {
        if (!hidden) this.#away.delete(id);
        const summary = this.summary(id);
        if (summary === null) continue;
        if (hidden) this.#away.add(id);
        this.#count(hidden ? -1 : 1, summary.unread ? 1 : 0, summary.size);
      }
    }
  }

  #hideRows(ids: readonly string[], hidden: boolean): void {
    this.writeRows();
    const changed = this.#rows.transaction(() => ids.flatMap((id) => this.#rows.setHidden(id, hidden) ?? []));
    for (const { unread, size } of changed) this.#count(hidden ? -1 : 1, unread, size);
  }

  #count(sign: 1 | -1, unread: number, octets: number): void {
    this.#total += sign;
    this.#octets += sign * octets;
    this.#unread += sign * unread;
  }

  /** Rows first: should the process die before the files are gone, they come back rather than being lost by half. */
  purge(ids: readonly string[]): void {
    if (this.#away.size > 0) this.#makeRoom(ids.filter((id) => this.#away.has(id)));
    const gone = this.#rows.transaction(() => ids.filter((id) => this.#rows.removeHidden(id)));
    for (const id of gone) this.#files.remove(id);
  }

  /** Files first: a row without one goes when the mailbox is next opened. */
  #makeRoom(ids: readonly string[]): void {
    for (const id of ids) this.#files.remove(id);
    this.#waiting = this.#waiting.filter(({ summary }) => !ids.includes(summary.id));
    this.#stillWaiting();
  }

  /** From now on the newest are kept, and so many octets of them; 0: all. */
  retain(most: number, octets: number): void {
    this.#most = most;
    this.#mostOctets = octets;
    this.#forgetOldest();
  }

  #forgetOldest(): void {
    const tooMany = this.#most === 0 ? 0 : Math.max(0, this.#total - this.#most);
    let tooMuch = this.#mostOctets === 0 ? 0 : this.#octets - this.#mostOctets;
    if (tooMany === 0 && tooMuch <= 0) return;
    this.writeRows();
    const ids: string[] = [];
    // The newest stays whatever it is.
    for (const { id, size } of this.#rows.oldest(tooMuch > 0 ? this.#total - 1 : tooMany)) {
      if (ids.length >= tooMany && tooMuch <= 0) break;
      ids.push(id);
      tooMuch -= size;
    }
    this.hide(ids, true);
    this.purge(ids);
  }

  /** Makes up to `limit` messages searchable; true while there are more. They are read elsewhere, and new ones are taken meanwhile. */
  indexText(limit: number): Promise<boolean> {
    this.#reading ??= this.#indexText(limit).finally(() => (this.#reading = null));
    return this.#reading;
  }

  async #indexText(limit: number): Promise<boolean> {
    this.writeRows();
    const rows = this.#rows.unsearchable(limit);
    const texts: ReadRow[] = [];
    for (const { n, summary } of rows) texts.push({ n, summary, text: await this.#readText(summary.id) });
    for (let rest = this.#writeTexts(texts); rest.length > 0; rest = this.#writeTexts(rest)) await setImmediate();
    return texts.length > 0 && rows.length === limit;
  }

  /** As many as are written within their time, one at least; answers the others. */
  #writeTexts(texts: readonly ReadRow[]): readonly ReadRow[] {
    const until = performance.now() + limits.mailbox.indexMs;
    let done = 0;
    if (texts.length === 0) return texts;
    this.#rows.transaction(() => {
      for (const text of texts) {
        if (done > 0 && performance.now() > until) break;
        done += 1;
        this.#rows.insertText(text);
      }
    });
    return texts.slice(done);
  }

  close(): void {
    // Rows that cannot be written are made from the files when it is next opened.
    this.#stillWaiting();
    this.#db.close();
    this.#files.close();
  }

  /** Makes the rows agree with the files: the files are the truth. */
  async #repair(): Promise<void> {
    // Deleted before a process that was killed could carry it out.
    this.purge(this.#rows.hiddenIds());
    const missing = this.#files.scan();
    this.#rows.transaction(() => {
      for (const { n, id } of this.#rows.numbers()) if (!missing.delete(id)) this.#rows.remove(n);
      if (missing.size === 0) return;
      for (const envelope of this.#files.envelopes(missing)) {
        const head = envelope.sha256 === '' ? headOfFile(this.#dir, envelope.id) : envelope;
        this.#rows.insert({ ...envelope, subject: head.subject, from: head.from, unread: true }, false);
      }
    });
    const { total, unread, octets, rowOctets } = this.#rows.sums();
    this.#total = total;
    this.#unread = unread;
    this.#octets = octets;
    await this.#files.compact(() => this.#rows.all(), rowOctets);
  }
}

/** Enough of a message for its list row and, where it is plain text, for its words. */
function beginning({ source, head }: AddItem): Uint8Array {
  if (typeof source === 'string') return head ?? new Uint8Array(0);
  return source.subarray(0, messageLimits.mailbox.listHeadOctets);
}
