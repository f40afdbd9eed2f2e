/** The tables of the mailbox's index, the steps from older ones, and what is done with an index that cannot be read. */
import { existsSync } from 'node:fs';
import { removeFileSync } from '../spool/file-spool.ts';
import { Sqlite } from '../sqlite/sqlite.ts';

/** Of a message's text: not yet, read, and more than it may take: then it is found by its envelope and headers alone. */
export const searchable = { no: 0, yes: 1, tooComplex: 2 } as const;

const SCHEMA_VERSION = 3;

/** Holds what mailbox-search.ts makes of the texts: tokens with blanks between them. */
const SEARCH = `
  CREATE VIRTUAL TABLE search USING fts5 (
    subject, sender, recipients, body, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
  );
`;

const SCHEMA = `
  CREATE TABLE message (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    unread INTEGER NOT NULL,
    searchable INTEGER NOT NULL DEFAULT 0,
    summary TEXT NOT NULL,
    hidden INTEGER NOT NULL DEFAULT 0
  );
  CREATE INDEX message_unsearchable ON message (n) WHERE searchable = 0;
  ${SEARCH}
  PRAGMA user_version = ${SCHEMA_VERSION};
`;

/** What leads from the version of that number to the next. */
const UPGRADES: Readonly<Record<number, string>> = {
  0: SCHEMA,
  // Messages are read anew from their files: their texts are tokens now, and charsets are decided in another way.
  2: `DROP TABLE search; ${SEARCH} UPDATE message SET searchable = 0; PRAGMA user_version = 3;`,
  1: `ALTER TABLE message ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0; PRAGMA user_version = 2;`,
};

/** Damaged, or of a version we do not know: a new one is made, since the files hold everything. */
export function openDatabase(path: string): Sqlite {
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
    const version = (): number => Number(db.get('PRAGMA user_version')?.['user_version'] ?? 0);
    for (let at = version(); at !== SCHEMA_VERSION; at = version()) {
      const upgrade = UPGRADES[at];
      if (upgrade === undefined) throw new Error(`index has version ${at}`);
      db.transaction(() => db.exec(upgrade));
    }
    db.get('SELECT count(*) AS c FROM message');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}
