/**
 * Export and import of profiles for the window. What was read for an import waits here, with any secret in it, until the user has
 * chosen; the window gets a token for it, and only what may be shown.
 */
import { randomUUID } from 'node:crypto';
import { exportProfiles, selected } from '../../core/profiles/exchange/export.ts';
import { incoming, isTaken, addImported, type IncomingProfile } from '../../core/profiles/exchange/add-imported.ts';
import type { ProfileBook } from '../../core/profiles/book.ts';
import { refusalState } from '../../core/profiles/kept-secrets.ts';
import { limits } from '../../core/profiles/limits.ts';
import { AppError } from '../../protocol/values/app-error.ts';
import type {
  ImportChoice,
  ImportDone,
  ImportedSecret,
  ImportPreview,
  ImportSource,
  ProfileSelection,
} from '../../protocol/values/profiles/exchange.ts';
import type { Saved } from '../../protocol/values/app/files.ts';
import type { ProfileContent, SecretKind, SecretState } from '../../protocol/values/profiles/profile.ts';
import { readImport } from '../../storage/profiles/import-reader.ts';
import { safeFileName } from '../../storage/files/safe-name.ts';
import type { Desktop } from '../desktop.ts';
import type { Files } from '../saving/files.ts';
import type { Profiles } from './profiles.ts';
import { save } from '../saving/save.ts';

/** A secret and what it stood beside: whatever became of the profile since, that is where it may go. */
interface Left {
  readonly kind: SecretKind;
  readonly value: string;
  readonly content: ProfileContent;
}

interface Waiting {
  readonly entries: readonly IncomingProfile[];
  /** Of profiles that were made; not yet kept. */
  readonly left: Map<string, Left>;
  readonly timer: NodeJS.Timeout;
}

export interface ProfileExchangeOptions {
  readonly profiles: Profiles;
  readonly files: Files;
  readonly desktop: Desktop;
  /** The built electron/storage/profiles/import-worker.ts. */
  readonly importWorker: URL;
  /** Milliseconds for which what was read is kept. */
  readonly keptMs?: number;
}

export class ProfileExchange {
  readonly #options: Required<ProfileExchangeOptions>;
  /** By token, oldest first. */
  readonly #waiting = new Map<string, Waiting>();

  constructor(options: ProfileExchangeOptions) {
    this.#options = { keptMs: limits.exchange.keptMs, ...options };
  }

  async exportText(what: ProfileSelection): Promise<string> {
    return textOf(await this.#options.profiles.book(), what);
  }

  async export(what: ProfileSelection): Promise<Saved> {
    const book = await this.#options.profiles.book();
    const text = textOf(book, what);
    return save(this.#options.desktop, {
      name: safeFileName(`${nameOf(book, what)}.json`, 'profiles.json'),
      content: async function* () {
        yield Buffer.from(text);
      },
      foreign: false,
    });
  }

  async preview(source: ImportSource): Promise<ImportPreview> {
    const text = source.from === 'text' ? source.text : await this.#options.files.settingsText(source.handle);
    const result = await readImport(text, { workerUrl: this.#options.importWorker });
    if (!result.ok) return { kind: 'refused', problem: result.problem };
    const entries = result.found.map(incoming);
    const book = await this.#options.profiles.book();
    return {
      kind: 'found',
      token: this.#keep(entries),
      form: result.form,
      entries: entries.map((entry, index) => ({
        index,
        content: entry.content,
        folder: entry.folder,
        nameTaken: isTaken(book, entry),
        notes: [...entry.notes],
        cautions: [...entry.cautions],
        secret: entry.secret?.kind ?? null,
      })),
    };
  }

  async import({ token, entries, folder, secrets }: ImportChoice): Promise<ImportDone> {
    const waiting = this.#known(token);
    const chosen = entries.map(({ index, name }) => {
      const entry = waiting.entries[index];
      if (entry === undefined)
        throw new AppError('invalid-argument', { argument: 'index', reason: 'nothing was found there' });
      return { ...entry, id: randomUUID(), content: name === undefined ? entry.content : { ...entry.content, name } };
    });
    await this.#options.profiles.adopt(addImported(chosen, folder, randomUUID));
    for (const { id, secret, content } of chosen) if (secret !== null) waiting.left.set(id, { ...secret, content });
    const states =
      secrets === 'leave'
        ? [...waiting.left].map(([id, { kind }]) => ({ id, kind, state: 'none' as const }))
        : await this.#keepSecrets(waiting, secrets);
    if (waiting.left.size === 0) this.drop(token);
    // With the marks of the secrets that were kept.
    const made = new Map((await this.#options.profiles.book()).profiles.map((profile) => [profile.id, profile]));
    return { profiles: chosen.flatMap(({ id }) => made.get(id) ?? []), secrets: states };
  }

  async importSecrets(token: string, where: 'keychain' | 'session'): Promise<ImportedSecret[]> {
    const waiting = this.#known(token);
    const states = await this.#keepSecrets(waiting, where);
    if (waiting.left.size === 0) this.drop(token);
    return states;
  }

  drop(token: string): void {
    clearTimeout(this.#waiting.get(token)?.timer);
    this.#waiting.delete(token);
  }

  close(): void {
    for (const token of [...this.#waiting.keys()]) this.drop(token);
  }

  /** One that the keychain would not take leaves the others unasked: each could wait a minute for the same locked keyring. */
  async #keepSecrets({ left }: Waiting, where: 'keychain' | 'session'): Promise<ImportedSecret[]> {
    const states: ImportedSecret[] = [];
    let refused: SecretState | null = null;
    for (const [id, found] of [...left]) {
      const { kind } = found;
      const state: SecretState = refused ?? (await this.#keepSecret(id, found, where));
      if (state === where) left.delete(id);
      else if (state !== 'too-long') refused = state;
      states.push({ id, kind, state });
    }
    return states;
  }

  async #keepSecret(id: string, found: Left, where: 'keychain' | 'session'): Promise<SecretState> {
    const { kind, value, content } = found;
    try {
      return (await this.#options.profiles.secrets.set(id, kind, value, where, content)).state;
    } catch (error) {
      return refusalState(error);
    }
  }

  #keep(entries: readonly IncomingProfile[]): string {
    const token = randomUUID();
    const timer = setTimeout(() => this.drop(token), this.#options.keptMs);
    timer.unref();
    this.#waiting.set(token, { entries, left: new Map(), timer });
    for (const [oldest] of this.#waiting) {
      if (this.#waiting.size <= limits.exchange.previews) break;
      this.drop(oldest);
    }
    return token;
  }

  #known(token: string): Waiting {
    const waiting = this.#waiting.get(token);
    if (waiting === undefined) throw new AppError('import-expired');
    return waiting;
  }
}

const textOf = (book: ProfileBook, what: ProfileSelection): string =>
  exportProfiles(book.folders, selected(book, what));

function nameOf(book: ProfileBook, what: ProfileSelection): string {
  switch (what.kind) {
    case 'all':
      return 'profiles';
    case 'folder':
      return book.folders.find(({ id }) => id === what.id)?.name ?? 'profiles';
    case 'profiles': {
      const [first, ...more] = what.ids;
      const name = book.profiles.find(({ id }) => id === first)?.content.name;
      return name === undefined || more.length > 0 ? 'profiles' : name;
    }
  }
}
