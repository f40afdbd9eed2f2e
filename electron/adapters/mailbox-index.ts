/**
 * The index of the mailbox: one row per message, a full-text table, and the repair that makes it agree with the files. The
 * files are the truth; the index can be thrown away and is then made anew from them.
 */
import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { MessagePage, MessageSummary } from '../ipc/schemas/mailbox.ts';
import { limits } from '../core/wire/limits.ts';
import type { AddItem, AddOutcome, Counts } from './mailbox-protocol.ts';
import { messagePath, prepareDir, readSidecar, removeMessage, scanFiles, takeOver } from './mailbox-files.ts';
import { readHead } from './message-head.ts';
import { searchableText } from './mailbox-text.ts';
import { removeFileSync } from './file-spool.ts';
import { Sqlite, type SqlRow } from './sqlite.ts';

const SCHEMA_VERSION = 1;

const SCHEMA = `
  CREATE TABLE message (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    received_at TEXT NOT NULL,
    unread INTEGER NOT NULL,
    searchable INTEGER NOT NULL DEFAULT 0,
    summary TEXT NOT NULL
  );
  CREATE INDEX message_order ON message (received_at DESC, n DESC);
  CREATE INDEX message_unread ON message (unread) WHERE unread = 1;
  CREATE INDEX message_unsearchable ON message (n) WHERE searchable = 0;
  CREATE VIRTUAL TABLE search USING fts5 (
    subject, sender, recipients, body, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
  );
  PRAGMA user_version = ${SCHEMA_VERSION};
`;

export class MailboxIndex {
  readonly #dir: string;
  readonly #db: Sqlite;
  #total = 0;
  #unread = 0;

  private constructor(dir: string, db: Sqlite) {
    this.#dir = dir;
    this.#db = db;
  }

  /** Opens the index, or makes a new one where there is none or where it cannot be read; then repairs it from the files. */
  static open(dir: string): MailboxIndex {
    prepareDir(dir);
    const index = new MailboxIndex(dir, openDatabase(join(dir, 'index.db')));
    index.#repair();
    return index;
  }

  counts(): Counts {
    return { total: this.#total, unread: this.#unread };
  }

  /** Takes over the files, then writes all rows in one transaction. A message that fails does not touch the others. */
  addAll(items: readonly AddItem[]): AddOutcome[] {
    const outcomes = items.map((item): AddOutcome => {
      const head = readHead(item.head);
      const summary: MessageSummary = {
        ...item.message,
        id: item.id,
        size: item.size,
        sha256: item.sha256,
        unread: true,
        subject: head.subject,
        from: head.from,
      };
      try {
        takeOver(this.#dir, item, summary);
        return { ok: true, summary };
      } catch (error) {
        return { ok: false, error: String(error) };
      }
    });
    this.#db.transaction(() => {
      for (const outcome of outcomes) if (outcome.ok) this.#insert(outcome.summary);
    });
    return outcomes;
  }

  list(offset: number, limit: number, search: string): MessagePage {
    const match = ftsQuery(search);
    if (match === null) {
      const rows = this.#db.all(
        'SELECT summary, unread FROM message ORDER BY received_at DESC, n DESC LIMIT ? OFFSET ?',
        limit,
        offset,
      );
      return { ...this.counts(), messages: rows.map(toSummary) };
    }
    const found = this.#db.get('SELECT count(*) AS c FROM search WHERE search MATCH ?', match);
    const rows = this.#db.all(
      `SELECT summary, unread FROM message WHERE n IN (SELECT rowid FROM search WHERE search MATCH ?)
       ORDER BY received_at DESC, n DESC LIMIT ? OFFSET ?`,
      match,
      limit,
      offset,
    );
    return { total: Number(found?.['c'] ?? 0), unread: this.#unread, messages: rows.map(toSummary) };
  }

  summary(id: string): MessageSummary | null {
    const row = this.#db.get('SELECT summary, unread FROM message WHERE id = ?', id);
    return row === null ? null : toSummary(row);
  }

  markRead(id: string, read: boolean): boolean {
    const { changes } = this.#db.run(
      'UPDATE message SET unread = ? WHERE id = ? AND unread <> ?',
      read ? 0 : 1,
      id,
      read ? 0 : 1,
    );
    this.#unread += read ? -changes : changes;
    return changes > 0;
  }

  /** Rows first: should the process die before the files are gone, they come back rather than being lost by half. */
  delete(ids: readonly string[]): number {
    const gone: string[] = [];
    this.#db.transaction(() => {
      for (const id of ids) {
        const row = this.#db.get('SELECT n, unread FROM message WHERE id = ?', id);
        if (row === null) continue;
        this.#db.run('DELETE FROM search WHERE rowid = ?', Number(row['n']));
        this.#db.run('DELETE FROM message WHERE n = ?', Number(row['n']));
        this.#total -= 1;
        this.#unread -= Number(row['unread']);
        gone.push(id);
      }
    });
    for (const id of gone) removeMessage(this.#dir, id);
    return gone.length;
  }

  /** Makes up to `limit` messages searchable; true while there are more. Kept out of the way of incoming messages. */
  async indexText(limit: number): Promise<boolean> {
    const rows = this.#db.all('SELECT n, id, summary FROM message WHERE searchable = 0 ORDER BY n LIMIT ?', limit);
    const texts: { n: number; subject: string; sender: string; recipients: string; body: string }[] = [];
    for (const row of rows) {
      const summary = toSummary({ ...row, unread: 0 });
      const head = readFileHead(messagePath(this.#dir, summary.id));
      const found = await searchableText(head);
      texts.push({
        n: Number(row['n']),
        subject: summary.subject ?? '',
        sender: [summary.from ?? '', summary.mailFrom].join(' '),
        recipients: [found.to ?? '', ...summary.rcptTo.map((recipient) => recipient.address)].join(' '),
        body: found.body,
      });
    }
    if (texts.length === 0) return false;
    this.#db.transaction(() => {
      for (const { n, subject, sender, recipients, body } of texts) {
        // A row may have been deleted while its text was read.
        const { changes } = this.#db.run('UPDATE message SET searchable = 1 WHERE n = ? AND searchable = 0', n);
        if (changes === 0) continue;
        this.#db.run(
          'INSERT INTO search (rowid, subject, sender, recipients, body) VALUES (?, ?, ?, ?, ?)',
          n,
          subject,
          sender,
          recipients,
          body,
        );
      }
    });
    return rows.length === limit;
  }

  close(): void {
    this.#db.close();
  }

  #insert(summary: MessageSummary): void {
    const { unread, ...rest } = summary;
    this.#db.run(
      'INSERT INTO message (id, received_at, unread, summary) VALUES (?, ?, ?, ?)',
      summary.id,
      summary.receivedAt,
      unread ? 1 : 0,
      JSON.stringify(rest),
    );
    this.#total += 1;
    if (unread) this.#unread += 1;
  }

  #repair(): void {
    const { ids } = scanFiles(this.#dir);
    const indexed = new Set(this.#db.all('SELECT id FROM message').map((row) => String(row['id'])));
    this.#db.transaction(() => {
      for (const id of indexed) {
        if (ids.has(id)) continue;
        this.#db.run('DELETE FROM search WHERE rowid = (SELECT n FROM message WHERE id = ?)', id);
        this.#db.run('DELETE FROM message WHERE id = ?', id);
      }
      for (const id of [...ids].sort()) {
        if (indexed.has(id)) continue;
        const sidecar = readSidecar(this.#dir, id);
        const head = sidecar.sha256 === '' ? readHead(readFileHead(messagePath(this.#dir, id))) : sidecar;
        this.#insert({ ...sidecar, subject: head.subject, from: head.from, unread: true });
      }
    });
    this.#total = Number(this.#db.get('SELECT count(*) AS c FROM message')?.['c'] ?? 0);
    this.#unread = Number(this.#db.get('SELECT count(*) AS c FROM message WHERE unread = 1')?.['c'] ?? 0);
  }
}

function openDatabase(path: string): Sqlite {
  try {
    return prepared(path);
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    if (code === 'SQLITE_BUSY') throw error;
    if (!existsSync(path)) throw error;
    // Damaged, or of a version we do not know: the files hold everything, so the index is made anew.
    for (const suffix of ['', '-wal', '-shm']) removeFileSync(path + suffix);
    return prepared(path);
  }
}

function prepared(path: string): Sqlite {
  const db = new Sqlite(path);
  try {
    const version = Number(db.get('PRAGMA user_version')?.['user_version'] ?? 0);
    if (version === 0) db.transaction(() => db.exec(SCHEMA));
    else if (version !== SCHEMA_VERSION) throw new Error(`index has version ${version}`);
    db.get('SELECT count(*) AS c FROM message');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function toSummary(row: SqlRow): MessageSummary {
  // Written by #insert from a value of that type; the file is ours alone and its version was checked.
  const rest = JSON.parse(String(row['summary'])) as Omit<MessageSummary, 'unread'>;
  return { ...rest, unread: Number(row['unread']) === 1 };
}

function readFileHead(path: string): Uint8Array {
  const fd = openSync(path, 'r');
  try {
    const buffer = Buffer.allocUnsafe(limits.mailbox.searchOctets);
    return buffer.subarray(0, readSync(fd, buffer, 0, buffer.length, 0));
  } finally {
    closeSync(fd);
  }
}

/** What the user typed as words to be found, each as the beginning of a word; never as FTS5 syntax. Null: everything. */
export function ftsQuery(search: string): string | null {
  const words = search
    .slice(0, limits.mailbox.searchLength)
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
  if (words.length === 0) return null;
  return words.map((word) => `"${word.replaceAll('"', '""').replaceAll('\0', '')}"*`).join(' ');
}
