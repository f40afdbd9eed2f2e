/**
 * The files of the mailbox: `messages/<id>.eml` holds a message's octets and nothing else, `<id>.json` beside it what was
 * spoken around it. The sidecar is written first; renaming the message into place is the moment from which it is kept.
 */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { MessageSummarySchema, type MessageSummary } from '../ipc/schemas/mailbox.ts';
import type { AddItem } from './mailbox-protocol.ts';
import { removeFileSync } from './file-spool.ts';

/** What a sidecar holds: the summary without what the reader changes. */
const SidecarSchema = v.omit(MessageSummarySchema, ['unread']);
export type Sidecar = v.InferOutput<typeof SidecarSchema>;

const ID = /^[A-Za-z0-9_-]{1,64}$/;

export function messagesDir(dir: string): string {
  return join(dir, 'messages');
}

/** Throws for anything but an identifier made here: an id from outside never becomes a path. */
export function messagePath(dir: string, id: string): string {
  if (!ID.test(id)) throw new RangeError('not a message id');
  return join(messagesDir(dir), `${id}.eml`);
}

function sidecarPath(dir: string, id: string): string {
  return join(messagesDir(dir), `${id}.json`);
}

export function prepareDir(dir: string): void {
  mkdirSync(messagesDir(dir), { recursive: true, mode: 0o700 });
}

export function takeOver(dir: string, item: AddItem, summary: MessageSummary): void {
  const { unread: _, ...sidecar } = summary;
  writeFileSync(sidecarPath(dir, item.id), JSON.stringify(sidecar satisfies Sidecar), { mode: 0o600, flag: 'wx' });
  try {
    renameSync(item.spoolPath, messagePath(dir, item.id));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    // The spool is on another file system: copy beside the target first, so that the message appears whole or not at all.
    const copy = join(messagesDir(dir), `${item.id}.copy`);
    copyFileSync(item.spoolPath, copy);
    renameSync(copy, messagePath(dir, item.id));
    removeFileSync(item.spoolPath);
  }
}

/** The message first: a sidecar alone is recognised as rubbish at the next start, a message alone would come back. */
export function removeMessage(dir: string, id: string): void {
  removeFileSync(messagePath(dir, id));
  removeFileSync(sidecarPath(dir, id));
}

export interface StoredFiles {
  /** Messages whose file is there. */
  readonly ids: ReadonlySet<string>;
}

/** Lists what is there and clears away what a killed process left half done. */
export function scanFiles(dir: string): StoredFiles {
  const names = readdirSync(messagesDir(dir));
  const ids = new Set<string>();
  for (const name of names) if (name.endsWith('.eml') && ID.test(name.slice(0, -4))) ids.add(name.slice(0, -4));
  for (const name of names) {
    if (name.endsWith('.copy')) removeFileSync(join(messagesDir(dir), name));
    // Written, but the message was never renamed into place: nobody was told that it is kept.
    if (name.endsWith('.json') && !ids.has(name.slice(0, -5))) removeFileSync(join(messagesDir(dir), name));
  }
  return { ids };
}

/** What is known of a message that the index lacks; a damaged or missing sidecar leaves an envelope of blanks. */
export function readSidecar(dir: string, id: string): Sidecar {
  const path = messagePath(dir, id);
  const stat = statSync(path);
  const parsed = existsSync(sidecarPath(dir, id)) ? parseSidecar(readFileSync(sidecarPath(dir, id), 'utf8')) : null;
  if (parsed !== null && parsed.id === id) return parsed;
  return {
    id,
    sessionId: 'unknown',
    receivedAt: stat.mtime.toISOString(),
    protocol: 'smtp',
    peer: '',
    helo: null,
    mailFrom: '',
    mailOptions: [],
    rcptTo: [],
    size: stat.size,
    sha256: '',
    tls: false,
    user: null,
    subject: null,
    from: null,
  };
}

function parseSidecar(json: string): Sidecar | null {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return null;
  }
  const result = v.safeParse(SidecarSchema, value);
  return result.success ? result.output : null;
}
