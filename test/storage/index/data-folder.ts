/** A copy of a data folder of an earlier version, and what the storage of this one finds in such a folder. */
import { chmod, cp, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HistoryFiles } from '../../../electron/storage/history/files.ts';
import { openIndex } from '../../../electron/storage/index/open.ts';
import { RecordRows, type RecordIndex } from '../../../electron/storage/index/records.ts';
import { MailboxIndex } from '../../../electron/storage/mailbox/message-index.ts';
import { searchReading } from '../../../electron/storage/mailbox/text.ts';
import { SessionFiles } from '../../../electron/storage/sessions/files.ts';
import type { HistoryEntry } from '../../../electron/protocol/values/app/history.ts';
import type { MessageSummary } from '../../../electron/protocol/values/server/mailbox.ts';
import type { SessionSummary } from '../../../electron/protocol/values/server/server.ts';

/** Of the fixtures; bundled code gets it from whoever starts it. */
export const fixtures = join(import.meta.dirname, '../../fixtures/data-folder');

export interface Shown {
  readonly messages: readonly MessageSummary[];
  readonly runs: readonly HistoryEntry[];
  readonly sessions: readonly SessionSummary[];
}

export interface Opened extends Shown {
  /** Messages with each of three words. */
  readonly found: readonly number[];
}

/** Git keeps no modes; the app's files are the user's alone. */
export async function copyFixture(to: string): Promise<void> {
  await cp(join(fixtures, '0.1.0'), to, { recursive: true });
  for (const path of await filesIn(to)) await chmod(join(to, path), 0o600);
}

export async function expected(): Promise<Shown> {
  const text = await readFile(join(fixtures, '0.1.0.expected.json'), 'utf8');
  const { mailbox, history, sessions } = JSON.parse(text) as {
    mailbox: { messages: MessageSummary[] };
    history: { entries: HistoryEntry[] };
    sessions: SessionSummary[];
  };
  return sorted({ messages: mailbox.messages, runs: history.entries, sessions });
}

/** What was written once and is read ever after. */
const TRUTH = /\.(?:eml|run|pem|log)$|^(?:profiles|profile-drafts|server|server-users|settings|window)\.json$/;

/** By path, in base64. */
export async function truthIn(folder: string): Promise<Record<string, string>> {
  const names = (await filesIn(folder)).filter((name) => TRUTH.test(name));
  const read = names.map(async (name) => [name, (await readFile(join(folder, name))).toString('base64')] as const);
  return Object.fromEntries(await Promise.all(read));
}

export async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

/**
 * Opens and repairs all of it as the app's worker and its main thread do, makes the mail searchable, and closes it. Once a folder and
 * process: see Sqlite.close().
 */
export async function openedStorage(dir: string): Promise<Opened> {
  const mailboxDir = join(dir, 'mailbox');
  const db = openIndex(join(dir, 'index.db'), join(mailboxDir, 'index.db'));
  const mailbox = await MailboxIndex.open(mailboxDir, async (id) => searchReading(mailboxDir, id), db);
  try {
    const index = recordIndex(new RecordRows(db));
    const runs = await new HistoryFiles(join(dir, 'history'), index).open();
    const sessions = await SessionFiles.open(join(dir, 'sessions'), index);
    while (await mailbox.indexText(100));
    const { messages } = mailbox.list(0, 1_000, '');
    return {
      ...sorted({
        messages,
        runs: runs.map(({ entry }) => entry),
        sessions: sessions.found.map(({ summary }) => summary),
      }),
      found: ['rhein', 'caf', 'fox'].map((word) => mailbox.list(0, 10, word).total),
    };
  } finally {
    mailbox.close();
  }
}

/** Without a worker in between. */
export const recordIndex = (rows: RecordRows): RecordIndex => ({
  runs: async () => rows.runs(),
  keepRuns: async (given) => rows.keepRuns(given),
  dropRuns: async (ids) => rows.dropRuns(ids),
  sessions: async () => rows.sessions(),
  keepSessions: async (given) => rows.keepSessions(given),
  dropSessionFiles: async (files) => rows.dropSessionFiles(files),
});

const sorted = ({ messages, runs, sessions }: Shown): Shown => ({
  messages: messages.toSorted(byId),
  runs: runs.toSorted(byId),
  sessions: sessions.toSorted(byId),
});

const byId = (a: { readonly id: string }, b: { readonly id: string }): number => (a.id < b.id ? -1 : 1);
