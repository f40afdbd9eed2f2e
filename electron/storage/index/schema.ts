/**
 * The tables of the one index, and the numbered steps that lead to them. The index says where things are and what lists say of them;
 * all of it can be made anew from the files, but for what the reader marked: read and unread.
 */

/** Of a message's text: not yet, read, and more than it may take: then it is found by its envelope and headers alone. */
export const searchable = { no: 0, yes: 1, tooComplex: 2 } as const;

/** Holds what mailbox/search.ts makes of the texts: tokens with blanks between them. */
const SEARCH = `
  CREATE VIRTUAL TABLE search USING fts5 (
    subject, sender, recipients, body, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
  );
`;

/** What leads from the version of that number to a later one. A step that was released is never changed: another follows it. */
export const MIGRATIONS: Readonly<Record<number, { readonly to: number; readonly sql: string }>> = {
  // A new file, as 0.1.0 made it.
  0: {
    to: 3,
    sql: `
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
    `,
  },
  1: { to: 2, sql: 'ALTER TABLE message ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0' },
  // Messages are read anew from their files: their texts are tokens now, and charsets are decided in another way.
  2: { to: 3, sql: `DROP TABLE search; ${SEARCH} UPDATE message SET searchable = 0` },
  // Runs and sessions stood in a journal of their own, or nowhere.
  3: {
    to: 4,
    sql: `
      CREATE TABLE run (id TEXT PRIMARY KEY, octets INTEGER NOT NULL, entry TEXT NOT NULL) WITHOUT ROWID;
      CREATE TABLE session (
        file TEXT NOT NULL,
        place INTEGER NOT NULL,
        octets INTEGER NOT NULL,
        summary TEXT NOT NULL,
        PRIMARY KEY (file, place)
      ) WITHOUT ROWID;
    `,
  },
};

export const SCHEMA_VERSION = 4;
/** Without one of them the file is damaged, whatever version it claims. */
export const TABLES = ['message', 'search', 'run', 'session'] as const;
