/** The statements of the mailbox on its tables: one row a message, and the words it is found by. What may be done when is the index's. */
import type { MessageSummary } from '../../protocol/values/server/mailbox.ts';
import { searchable } from '../index/schema.ts';
import type { Sqlite, SqlRow } from '../sqlite/sqlite.ts';
import { indexedText } from './search.ts';
import type { MessageText } from './worker-protocol.ts';

/** Octets of a message, of its row. */
const SIZE = "json_extract(summary, '$.size')";
const COLUMNS = 'summary, unread, searchable';

/** A row whose text is to be read, and what was read; null where that would take more than it may. */
export interface ReadRow {
  readonly n: number;
  readonly summary: MessageSummary;
  readonly text: MessageText | null;
}

export interface Sums {
  readonly total: number;
  readonly unread: number;
  /** Of the messages. */
  readonly octets: number;
  /** Of the rows themselves. */
  readonly rowOctets: number;
}

export class MessageRows {
  readonly #db: Sqlite;

  constructor(db: Sqlite) {
    this.#db = db;
  }

  transaction<T>(work: () => T): T {
    return this.#db.transaction(work);
  }

  /** Its number. `read`: its words are inserted by the caller as well. */
  insert(summary: MessageSummary, read: boolean): number {
    const { lastInsertRowid } = this.#db.run(
      'INSERT INTO message (id, unread, searchable, summary) VALUES (?, ?, ?, ?)',
      summary.id,
      summary.unread ? 1 : 0,
      read ? searchable.yes : searchable.no,
      summaryText(summary),
    );
    return lastInsertRowid;
  }

  insertWords(n: number, summary: MessageSummary, to: string | null, tokens: string): void {
    this.#db.run(
      'INSERT INTO search (rowid, subject, sender, recipients, body) VALUES (?, ?, ?, ?, ?)',
      n,
      indexedText(summary.subject ?? ''),
      indexedText([summary.from ?? '', summary.mailFrom].join(' ')),
      indexedText([to ?? '', ...summary.rcptTo.map((recipient) => recipient.address)].join(' ')),
      tokens,
    );
  }

  /** A row may have been deleted while its text was read: then nothing. */
  insertText({ n, summary: before, text }: ReadRow): void {
    const summary = text === null ? before : { ...before, subject: text.subject, from: text.from };
    const sql = 'UPDATE message SET searchable = ?, summary = ? WHERE n = ? AND searchable = ?';
    const state = text === null ? searchable.tooComplex : searchable.yes;
    const { changes } = this.#db.run(sql, state, summaryText(summary), n, searchable.no);
    // What costs too much to read is found by its envelope and the lines of its row.
    if (changes > 0) this.insertWords(n, summary, text?.to ?? null, text?.tokens ?? '');
  }

  /** Oldest first. */
  unsearchable(limit: number): { n: number; summary: MessageSummary }[] {
    const sql = `SELECT n, ${COLUMNS} FROM message WHERE searchable = ? ORDER BY n LIMIT ?`;
    return this.#db.all(sql, searchable.no, limit).map((row) => ({ n: Number(row['n']), summary: toSummary(row) }));
  }

  countUnsearchable(): number {
    return Number(this.#db.get('SELECT count(*) AS c FROM message WHERE searchable = ?', searchable.no)?.['c'] ?? 0);
  }

  /** Newest first. `match`: a query of FTS5, null for everything; `away`: ids that are passed over. */
  page(match: string | null, away: readonly string[], limit: number, offset: number): MessageSummary[] {
    const { condition, bound } = visible(match, away);
    const sql = `SELECT ${COLUMNS} FROM message WHERE ${condition} ORDER BY n DESC LIMIT ? OFFSET ?`;
    return this.#db.all(sql, ...bound, limit, offset).map(toSummary);
  }

  countFound(match: string, away: readonly string[]): number {
    const { condition, bound } = visible(match, away);
    return Number(this.#db.get(`SELECT count(*) AS c FROM message WHERE ${condition}`, ...bound)?.['c'] ?? 0);
  }

  find(id: string): MessageSummary | null {
    const row = this.#db.get(`SELECT ${COLUMNS} FROM message WHERE id = ? AND hidden = 0`, id);
    return row === null ? null : toSummary(row);
  }

  all(): MessageSummary[] {
    return this.#db.all(`SELECT ${COLUMNS} FROM message ORDER BY n`).map(toSummary);
  }

  /** The oldest that are not hidden, oldest first. */
  oldest(limit: number): { id: string; size: number }[] {
    return this.#db
      .all(`SELECT id, ${SIZE} AS size FROM message WHERE hidden = 0 ORDER BY n LIMIT ?`, limit)
      .map((row) => ({ id: String(row['id']), size: Number(row['size']) }));
  }

  /** Whether anything changed. */
  markUnread(id: string, unread: boolean): boolean {
    const sql = 'UPDATE message SET unread = ? WHERE id = ? AND unread <> ? AND hidden = 0';
    return this.#db.run(sql, unread ? 1 : 0, id, unread ? 1 : 0).changes > 0;
  }

  /** Null where it was so, or is not there. */
  setHidden(id: string, hidden: boolean): { unread: number; size: number } | null {
    const sql = `SELECT n, unread, ${SIZE} AS size FROM message WHERE id = ? AND hidden = ?`;
    const row = this.#db.get(sql, id, hidden ? 0 : 1);
    if (row === null) return null;
    this.#db.run('UPDATE message SET hidden = ? WHERE n = ?', hidden ? 1 : 0, Number(row['n']));
    return { unread: Number(row['unread']), size: Number(row['size']) };
  }

  hiddenIds(): string[] {
    return this.#db.all('SELECT id FROM message WHERE hidden = 1').map((row) => String(row['id']));
  }

  /** False for a message that is not hidden: such a one is never removed. */
  removeHidden(id: string): boolean {
    const row = this.#db.get('SELECT n FROM message WHERE id = ? AND hidden = 1', id);
    if (row !== null) this.remove(Number(row['n']));
    return row !== null;
  }

  remove(n: number): void {
    this.#db.run('DELETE FROM search WHERE rowid = ?', n);
    this.#db.run('DELETE FROM message WHERE n = ?', n);
  }

  numbers(): { n: number; id: string }[] {
    return this.#db.all('SELECT n, id FROM message').map((row) => ({ n: Number(row['n']), id: String(row['id']) }));
  }

  sums(): Sums {
    const row = this.#db.get(
      `SELECT count(*) AS total, total(unread) AS unread, total(length(summary)) AS rows, total(${SIZE}) AS octets FROM message`,
    );
    return {
      total: Number(row?.['total'] ?? 0),
      unread: Number(row?.['unread'] ?? 0),
      octets: Number(row?.['octets'] ?? 0),
      rowOctets: Number(row?.['rows'] ?? 0),
    };
  }
}

function visible(match: string | null, away: readonly string[]): { condition: string; bound: string[] } {
  const conditions = ['hidden = 0'];
  const bound: string[] = [];
  if (away.length > 0) {
    conditions.push('id NOT IN (SELECT value FROM json_each(?))');
    bound.push(JSON.stringify(away));
  }
  if (match !== null) {
    conditions.push('n IN (SELECT rowid FROM search WHERE search MATCH ?)');
    bound.push(match);
  }
  return { condition: conditions.join(' AND '), bound };
}

/** Without what has a column of its own. */
function summaryText({ unread: _, tooComplex: __, ...rest }: MessageSummary): string {
  return JSON.stringify(rest);
}

function toSummary(row: SqlRow): MessageSummary {
  // Written by summaryText; the file is ours alone and its version was checked.
  const rest = JSON.parse(String(row['summary'])) as Omit<MessageSummary, 'unread' | 'tooComplex'>;
  const tooComplex = Number(row['searchable']) === searchable.tooComplex;
  return { ...rest, unread: Number(row['unread']) === 1, ...(tooComplex ? { tooComplex } : {}) };
}
