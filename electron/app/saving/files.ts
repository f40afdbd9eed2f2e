/**
 * Files the window may name: it gets a handle, main keeps the path. The octets of dropped files lie in a folder of the app's
 * own, readable by this user alone, for as long as they are needed: until they are let go, and those of the send test that is kept after a
 * restart too. What else a killed process left there goes at the next start.
 */
import { createHash, randomUUID } from 'node:crypto';
import { access, constants, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type FileMark, isSameMark, type MarkedFile, markOf } from '../../core/smtp/plan/file-mark.ts';
import { safeFileName } from '../../storage/files/safe-name.ts';
import { limits as exchangeLimits } from '../../core/profiles/limits.ts';
import { limits as typedLimits } from '../../protocol/parse/limits.ts';
import { limits as filesLimits } from '../limits.ts';
import { AppError } from '../../protocol/values/app-error.ts';
import type { DroppedFile, FileHandle, FilePurpose, FileState } from '../../protocol/values/app/files.ts';
import type { ProfileContent } from '../../protocol/values/profiles/profile.ts';
import { shorten, visible } from '../../texts/visible.ts';
import type { Desktop } from '../desktop.ts';

interface Entry {
  readonly path: string;
  /** What it was when it was chosen, or taken anew. */
  readonly mark: FileMark;
  readonly file: FileHandle;
  /** Null for dropped octets, whatever they are for. */
  readonly purpose: FilePurpose | null;
  /** Of a key: the purpose that the user was shown. */
  readonly owner: KeyOwner | null;
}

/** The profile that a key is chosen for, as it was then. */
export interface KeyOwner {
  readonly id: string;
  readonly content: ProfileContent;
}

export class Files {
  readonly #dir: string;
  readonly #desktop: Desktop;
  readonly #entries = new Map<string, Entry>();
  /** Digests of what the user chose to be trusted. */
  readonly #roots = new Set<string>();

  constructor(dir: string, desktop: Desktop) {
    this.#dir = dir;
    this.#desktop = desktop;
  }

  /** Clears away what a killed process left, but for those paths: what is being prepared goes on after a restart. */
  async open(keep: () => Promise<readonly string[]> = async () => []): Promise<void> {
    await this.#clear(await keep());
  }

  async choose(purpose: FilePurpose, owner: KeyOwner | null = null): Promise<FileHandle[]> {
    const words = owner === null ? undefined : shorten(visible(owner.content.connection.target), 100);
    const paths = await this.#desktop.chooseFiles(purpose, words);
    const chosen: FileHandle[] = [];
    for (const path of paths) {
      const name = basename(path);
      chosen.push(this.#keep({ path, name, mark: await markOf(path, name) }, purpose, owner));
    }
    return chosen;
  }

  /**
   * A file that was chosen in an earlier run: what it was then where that is known, else as if it were chosen anew. Rejects with AppError
   * `file-unreadable`.
   */
  async adopt({
    path,
    name,
    mark,
  }: Pick<MarkedFile, 'path' | 'name'> & { mark?: FileMark | undefined }): Promise<FileHandle> {
    const now = await markOf(path, name);
    // What lies in the app's own folder goes with its handle.
    return this.#keep({ path, name, mark: mark ?? now }, dirname(path) === this.#dir ? null : 'attachments');
  }

  /** By its handle, as long as that stands. */
  known(handle: string): FileHandle | null {
    return this.#entries.get(handle)?.file ?? null;
  }

  /** What has become of files that are to be sent. */
  async states(handles: readonly string[]): Promise<FileState[]> {
    return Promise.all(
      handles.map(async (handle): Promise<FileState> => {
        const { path, name, mark } = this.toBeSent(handle);
        try {
          const now = await markOf(path, name);
          await access(path, constants.R_OK);
          return { handle, state: isSameMark(now, mark) ? 'same' : 'changed', size: now.size };
        } catch (error) {
          return { handle, state: stateOf(error), size: mark.size };
        }
      }),
    );
  }

  /** As it is now, under the same handle. Rejects with AppError `file-unreadable`. */
  async accept(handle: string): Promise<FileHandle> {
    const entry = this.#entry(handle);
    const { path, name } = this.toBeSent(handle);
    const mark = await markOf(path, name);
    const file = { handle, name, size: mark.size };
    this.#entries.set(handle, { ...entry, file, mark });
    return file;
  }

  async drop({ name, bytes }: DroppedFile): Promise<FileHandle> {
    let held = bytes.length;
    for (const { purpose, file } of this.#entries.values()) if (purpose === null) held += file.size;
    if (held > filesLimits.files.droppedOctets)
      throw new AppError('invalid-argument', { argument: 'bytes', reason: 'too-much' });
    await mkdir(this.#dir, { recursive: true, mode: 0o700 });
    const path = join(this.#dir, randomUUID());
    await writeFile(path, bytes, { mode: 0o600, flag: 'wx' });
    const known = safeFileName(name, 'file');
    return this.#keep({ path, name: known, mark: await markOf(path, known) }, null);
  }

  async release(handles: readonly string[]): Promise<void> {
    for (const handle of handles) {
      const entry = this.#entries.get(handle);
      this.#entries.delete(handle);
      if (entry?.purpose === null) await rm(entry.path, { force: true });
    }
  }

  /** Of certificates only those: a key that stands beside them, as many tools write both, stays in its file. */
  async text(handle: string): Promise<string> {
    const { purpose, file } = this.#entry(handle);
    if (purpose !== 'certificate') {
      const text = await this.#text(handle, 'trust', filesLimits.files.textOctets);
      this.#roots.add(digest(file.name, text));
      return text;
    }
    return blocks(await this.#text(handle, 'certificate', filesLimits.files.textOctets), isCertificate).join('');
  }

  /** Whether this is what stood in a file of that name, which the user chose in the dialog for trusted roots. */
  choseRoots(name: string, text: string): boolean {
    return this.#roots.has(digest(name, text));
  }

  /**
   * For the keychain, never for the window, and for the profile alone that it was chosen for.
   * @throws AppError `invalid-argument` where there is none
   */
  async privateKey(handle: string, profileId: string): Promise<{ pem: string; owner: KeyOwner }> {
    const { owner } = this.#entry(handle);
    if (owner?.id !== profileId) throw new AppError('invalid-argument', { argument: 'handle', reason: 'purpose' });
    const text = await this.#text(handle, 'key', filesLimits.files.textOctets);
    const [key] = blocks(text, isKey);
    if (key !== undefined) return { pem: key, owner };
    const { name } = this.#entry(handle).file;
    throw new AppError('invalid-argument', { argument: name, reason: 'it holds no private key in PEM form' });
  }

  /** Of a file chosen for `profiles`; it may hold a password, and goes no further than main. */
  settingsText(handle: string): Promise<string> {
    // Octets, of which there are up to three in a UTF-16 unit.
    return this.#text(handle, 'profiles', exchangeLimits.exchange.ownLength * 3);
  }

  /** Of a file chosen for `dkim-key`. The window never gets the text. */
  async dkimKey(handle: string): Promise<{ pem: string; name: string }> {
    const text = await this.#text(handle, 'dkim-key', filesLimits.files.textOctets);
    const { name } = this.#entry(handle).file;
    const [pem] = blocks(text, isKey);
    if (pem !== undefined) return { pem, name };
    throw new AppError('invalid-argument', { argument: name, reason: 'it holds no private key in PEM form' });
  }

  /** Of a file chosen for `script`, to be judged here. */
  scriptText(handle: string): Promise<string> {
    return this.#text(handle, 'script', filesLimits.files.textOctets);
  }

  /** Of a file chosen for `commands`. Whoever wrote a login into it shows it to the window: its user chose the file for that. */
  commandsText(handle: string): Promise<string> {
    // Octets, of which there are up to three in a UTF-16 unit.
    return this.#text(handle, 'commands', typedLimits.commandList * 3);
  }

  /** Of a file chosen for `targets`. */
  targetsText(handle: string): Promise<string> {
    return this.#text(handle, 'targets', typedLimits.targetListOctets);
  }

  /** Of a file chosen for `script`, to speak of it. */
  nameOf(handle: string): string {
    return this.#entry(handle).file.name;
  }

  /** To be sent: what was chosen or dropped for that, and never a key or another program's settings. The path goes no further. */
  toBeSent(handle: string): MarkedFile {
    return this.#chosenFor(handle, ['attachments', 'message']);
  }

  /** To be shown as a message: what was chosen or dropped as one. The window reads it then. */
  toBeShown(handle: string): MarkedFile {
    return this.#chosenFor(handle, ['message']);
  }

  /** What was dropped was chosen for anything of that kind. */
  #chosenFor(handle: string, purposes: readonly FilePurpose[]): MarkedFile {
    const { path, file, purpose, mark } = this.#entry(handle);
    if (purpose !== null && !purposes.includes(purpose))
      throw new AppError('invalid-argument', { argument: 'handle', reason: 'purpose' });
    return { path, name: file.name, mark };
  }

  /** The same at the end. */
  async close(keep: () => Promise<readonly string[]> = async () => []): Promise<void> {
    this.#entries.clear();
    await this.#clear(await keep());
  }

  async #clear(kept: readonly string[]): Promise<void> {
    const own = kept.filter((path) => dirname(path) === this.#dir);
    if (own.length === 0) return rm(this.#dir, { recursive: true, force: true });
    const found = await readdir(this.#dir).catch(() => []);
    for (const name of found)
      if (!own.includes(join(this.#dir, name))) await rm(join(this.#dir, name), { recursive: true, force: true });
  }

  async #text(handle: string, wanted: FilePurpose, octets: number): Promise<string> {
    const { path, purpose, file } = this.#entry(handle);
    if (purpose !== wanted) throw new AppError('invalid-argument', { argument: 'handle', reason: 'purpose' });
    const { size } = await markOf(path, file.name);
    if (size > octets) throw new AppError('file-damaged', { file: file.name });
    return readFile(path, 'utf8');
  }

  #keep({ path, name, mark }: MarkedFile, purpose: FilePurpose | null, owner: KeyOwner | null = null): FileHandle {
    if (this.#entries.size >= filesLimits.files.handles) throw new AppError('invalid-argument', { argument: 'files' });
    const file = { handle: randomUUID(), name, size: mark.size };
    this.#entries.set(file.handle, { path, mark, file, purpose, owner });
    return file;
  }

  #entry(handle: string): Entry {
    const entry = this.#entries.get(handle);
    if (entry === undefined) throw new AppError('file-unreadable', { systemCode: 'ENOENT' });
    return entry;
  }
}

const digest = (name: string, text: string): string => createHash('sha256').update(`${name}\0${text}`).digest('hex');

const DASHES = '-----';
const BEGIN = '-----BEGIN ';
const isCertificate = (label: string): boolean => label === 'CERTIFICATE';
const isKey = (label: string): boolean => label === 'PRIVATE KEY' || label.endsWith(' PRIVATE KEY');

/** PEM blocks of a kind, each with its line end (RFC 7468). */
function blocks(text: string, wanted: (label: string) => boolean): string[] {
  const found: string[] = [];
  for (let at = text.indexOf(BEGIN); at !== -1; at = text.indexOf(BEGIN, at + BEGIN.length)) {
    const content = text.indexOf(DASHES, at + BEGIN.length);
    const end = content === -1 ? -1 : text.indexOf(DASHES, content + DASHES.length);
    if (end === -1) break;
    const label = text.slice(at + BEGIN.length, content);
    const last = `-----END ${label}-----`;
    if (wanted(label) && text.startsWith(last, end))
      found.push(`${text.slice(at, end + last.length).replaceAll('\r\n', '\n')}\n`);
  }
  return found;
}

function stateOf(error: unknown): Exclude<FileState['state'], 'same' | 'changed'> {
  const code =
    error instanceof AppError ? error.params.systemCode : error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'gone';
  return code === 'not a file' ? 'not-a-file' : 'unreadable';
}
