/**
 * Profiles as the window sees them: the file's content without what is being deleted, and what changed in it since, whoever
 * changed it. The file is read with the first question, not when the app starts.
 */
import { randomUUID } from 'node:crypto';
import { UndoGrace } from '../../storage/undo-grace.ts';
import * as books from '../../core/profiles/book.ts';
import { controlIn } from '../../core/profiles/check-content.ts';
import { ProfileSecrets } from '../../core/profiles/secrets.ts';
import { ProfileSignIn } from '../../core/profiles/sign-in.ts';
import { verificationOf } from '../../core/profiles/verification.ts';
import type { ProfileStore, SecretStore } from '../../core/ports.ts';
import type { StreamSink } from '../../ipc/host.ts';
import { AppError, type AppErrorValue } from '../../protocol/values/app-error.ts';
import type {
  Profile,
  ProfileChange,
  ProfileContent,
  ProfileFolder,
  ProfileList,
  Verification,
} from '../../protocol/values/profiles/profile.ts';
import type { ConnectionOptions } from '../../protocol/values/target.ts';
import type { ProfileDrafts } from './drafts.ts';
import { TypedChecks } from '../runs/typed-checks.ts';
import type { FinishedRun } from '../runs/past-runs.ts';

export interface ProfilesOptions {
  readonly store: ProfileStore;
  readonly keychain: SecretStore;
  readonly drafts: ProfileDrafts;
  /** See ProfileSecretsOptions. */
  readonly isOwn: (connection: ConnectionOptions) => Promise<boolean>;
  readonly log: (line: string) => void;
}

type Sink = StreamSink<ProfileChange>;

export class Profiles {
  readonly secrets: ProfileSecrets;
  readonly signIn: ProfileSignIn;
  readonly drafts: ProfileDrafts;
  readonly #options: ProfilesOptions;
  readonly #grace: UndoGrace;
  readonly #followers = new Set<Sink>();
  readonly #typed = new TypedChecks();
  readonly #changes = new Set<Promise<void>>();
  #book: books.ProfileBook | null = null;
  #problem: AppErrorValue | null = null;
  #opening: Promise<books.ProfileBook> | null = null;
  #unwatch: (() => void) | null = null;
  #waiting = false;

  constructor(options: ProfilesOptions) {
    this.#options = options;
    this.drafts = options.drafts;
    this.#grace = new UndoGrace((ids) => this.#remove(ids));
    const parts = { change: (change: books.BookChange) => this.#change(change), book: () => this.#read() };
    this.secrets = new ProfileSecrets({
      ...parts,
      keychain: options.keychain,
      // A run that finds its access token about to end renews it first.
      renew: (id, force) => this.signIn.renew(id, force),
      changed: (id) => this.#notify([{ type: 'secrets', id }]),
      isOwn: options.isOwn,
      logsIn: async (id, secret) => {
        await this.#change(this.#typed.change(id, secret));
      },
    });
    this.signIn = new ProfileSignIn({ ...parts, secrets: this.secrets });
  }

  async list(): Promise<ProfileList> {
    return this.#view(await this.#read());
  }

  /** Without what is being deleted. */
  async book(): Promise<books.ProfileBook> {
    const book = await this.#read();
    return { ...book, profiles: this.#view(book).profiles };
  }

  /** @throws AppError `profile-not-found` */
  async known(id: string): Promise<Profile> {
    return books.profileIn(await this.book(), id);
  }

  /** Profiles of an import. */
  async adopt(change: books.BookChange): Promise<void> {
    await this.#change(change);
  }

  async save(id: string | null, rev: number, folder: string | null, content: ProfileContent): Promise<Profile> {
    const control = controlIn(content);
    if (control !== null)
      throw new AppError('invalid-argument', { argument: control, reason: 'it holds a control character' });
    const saved = id ?? randomUUID();
    const change = id === null ? books.addProfile(saved, content, folder) : books.saveProfile(saved, rev, content);
    const profile = books.profileIn(await this.#change(change), saved);
    await this.drafts.drop([id]);
    return profile;
  }

  async duplicate(id: string): Promise<Profile> {
    const copy = randomUUID();
    await this.#change(books.duplicateProfile(id, copy));
    const original = books.profileIn(await this.#read(), id);
    // The copy is there; that the keychain does not answer is shown where its secret is asked for.
    await this.secrets
      .copy(original, copy)
      .catch((error: unknown) => this.#complain('a secret could not be copied', error));
    return books.profileIn(await this.#read(), copy);
  }

  delete(ids: readonly string[]): void {
    this.#grace.hold(ids);
    this.#notify([{ type: 'removed', ids: [...ids] }]);
  }

  async restore(ids: readonly string[]): Promise<void> {
    const back = new Set(this.#grace.release(ids));
    const { profiles } = await this.list();
    this.#notify([{ type: 'profiles', profiles: profiles.filter(({ id }) => back.has(id)) }]);
  }

  async move(ids: readonly string[], folder: string | null, before: string | null): Promise<void> {
    await this.#change(books.moveProfiles(ids, folder, before));
  }

  async saveFolder(id: string | null, name: string, colour: ProfileFolder['colour']): Promise<ProfileFolder> {
    const saved = id ?? randomUUID();
    const { folders } = await this.#change(books.saveFolder({ id: saved, name, colour }));
    return folders.find((folder) => folder.id === saved) ?? { id: saved, name, colour, position: 0 };
  }

  async deleteFolder(id: string): Promise<void> {
    await this.#change(books.removeFolder(id));
  }

  async moveFolder(id: string, before: string | null): Promise<void> {
    await this.#change(books.moveFolder(id, before));
  }

  /** A run ended: how a check went is kept with its profile, also where that is saved only now. Never rejects. */
  async finished({ runId, request, report, startedAt }: FinishedRun): Promise<void> {
    if (request.command !== 'check') return;
    const { quitAfter: _, ...connection } = request.connection;
    const verified = verificationOf(report, startedAt, { runId });
    const asked = { connection, auth: request.auth };
    if (request.profileId === undefined) {
      if (request.auth !== null && request.secret !== null) this.#typed.add(asked, request.secret, verified);
      return;
    }
    await this.verified(request.profileId, asked, verified);
  }

  /** Kept where the profile still asks the same. Never rejects. */
  async verified(
    id: string,
    asked: Pick<ProfileContent, 'connection' | 'auth'>,
    verified: Verification,
  ): Promise<void> {
    await this.#change(books.markVerified(id, asked, verified)).catch((error: unknown) =>
      this.#complain('a verification could not be kept', error),
    );
  }

  waitsForKeychain(waiting: boolean): void {
    this.#waiting = waiting;
    this.#notify([{ type: 'keychain', waiting }]);
  }

  follow(sink: Sink): () => void {
    const state = { open: true };
    void this.list().then((list) => {
      if (!state.open) return;
      sink.event({ type: 'all', list });
      if (this.#waiting) sink.event({ type: 'keychain', waiting: true });
      this.#followers.add(sink);
    });
    return () => {
      state.open = false;
      this.#followers.delete(sink);
    };
  }

  async close(): Promise<void> {
    await this.#grace.close();
    // How a check went is written after its run has ended.
    await Promise.all(this.#changes);
    this.#unwatch?.();
    for (const sink of this.#followers) sink.end(null);
    this.#followers.clear();
  }

  #view({ folders, profiles }: books.ProfileBook): ProfileList {
    return {
      folders: [...folders],
      profiles: profiles.filter(({ id }) => !this.#grace.has(id)),
      problem: this.#problem,
    };
  }

  /** What is known; read once, then kept up to date. */
  #read(): Promise<books.ProfileBook> {
    if (this.#book !== null) return Promise.resolve(this.#book);
    this.#opening ??= this.#options.store.read().then(({ book, problem }) => {
      this.#book ??= book;
      this.#problem = problem;
      if (problem !== null) this.#options.log(`the profiles: ${problem.code} ${JSON.stringify(problem.params)}`);
      try {
        this.#unwatch = this.#options.store.watch(() => void this.#reread());
      } catch (error) {
        // Reading and changing go on; only what other processes change is then seen late.
        this.#complain('the profiles are not watched', error);
      }
      return this.#book;
    });
    return this.#opening;
  }

  async #reread(): Promise<void> {
    const { book, problem } = await this.#options.store.read();
    this.#book = book;
    this.#problem = problem;
    this.#notify([{ type: 'all', list: this.#view(book) }]);
  }

  /** Kept in hand until it stands on disk: closing waits for it. */
  #change(change: books.BookChange): Promise<books.ProfileBook> {
    const made = this.#make(change);
    const settled = made.then(
      () => undefined,
      () => undefined,
    );
    this.#changes.add(settled);
    void settled.then(() => this.#changes.delete(settled));
    return made;
  }

  async #make(change: books.BookChange): Promise<books.ProfileBook> {
    const before = await this.#read();
    const book = await this.#options.store.change(change);
    this.#book = book;
    this.#notify(this.#differences(before, book));
    return book;
  }

  #differences(before: books.ProfileBook, after: books.ProfileBook): ProfileChange[] {
    const had = new Map(before.profiles.map((profile) => [profile.id, JSON.stringify(profile)]));
    const here = new Set(after.profiles.map(({ id }) => id));
    const profiles = after.profiles.filter(
      (one) => had.get(one.id) !== JSON.stringify(one) && !this.#grace.has(one.id),
    );
    const ids = before.profiles.map(({ id }) => id).filter((id) => !here.has(id));
    const folders = JSON.stringify(before.folders) !== JSON.stringify(after.folders);
    return [
      ...(folders ? [{ type: 'folders' as const, folders: [...after.folders] }] : []),
      ...(profiles.length > 0 ? [{ type: 'profiles' as const, profiles }] : []),
      ...(ids.length > 0 ? [{ type: 'removed' as const, ids }] : []),
    ];
  }

  #notify(changes: readonly ProfileChange[]): void {
    for (const sink of this.#followers) for (const change of changes) sink.event(change);
  }

  /** The grace is over. First the profiles, which remembers their entries; then the entries, as far as the keychain answers. */
  async #remove(ids: readonly string[]): Promise<void> {
    try {
      await this.#change(books.removeProfiles(ids));
      this.secrets.forget(ids);
      await this.drafts.drop(ids);
      await this.secrets.removeOrphans();
    } catch (error) {
      this.#complain('what was deleted could not be removed altogether', error);
    }
  }

  #complain(what: string, error: unknown): void {
    this.#options.log(`${what}: ${error instanceof Error ? error.message : typeof error}`);
  }
}
