/** State of the profiles: what there is, the one that is edited, and what its secret's place is. */
import { AppError } from '../../../electron/ipc/errors.ts';
import type {
  Profile,
  ProfileChange,
  ProfileContent,
  ProfileDraft,
  ProfileFolder,
  SecretState,
} from '../../../electron/ipc/schemas/profiles.ts';
import { appErrorText } from '../../../electron/texts/app-errors.ts';
import type { AppState } from '../../app/app.svelte.ts';
import type { InspectorState } from '../inspector/inspector.svelte.ts';
import { ProfileForm } from './profile-form.svelte.ts';
import { groupProfiles, withChanged } from './profile-list.ts';

export class ProfilesState {
  profiles: readonly Profile[] = $state.raw([]);
  folders: readonly ProfileFolder[] = $state.raw([]);
  search = $state('');
  form: ProfileForm | null = $state.raw(null);
  /** Of the profile that is edited; null while it is asked for. */
  secret: SecretState | null = $state(null);
  /** The keychain has been asked and does not answer: it probably waits for the user. */
  waiting = $state(false);
  /** Why the last thing asked for was not done; null when it was. */
  problem: string | null = $state(null);
  /** The keychain would not take the secret; it can be kept in memory instead. */
  sessionOffered = $state(false);
  readonly groups = $derived(groupProfiles(this.profiles, this.folders, this.search));
  readonly edited = $derived(this.profiles.find(({ id }) => id === this.form?.id) ?? null);
  #app: AppState;
  #inspector: InspectorState;
  #drafts: readonly ProfileDraft[] = [];

  constructor(app: AppState, inspector: InspectorState) {
    this.#app = app;
    this.#inspector = inspector;
  }

  /** The answer ends it. */
  follow(): () => void {
    void this.#call(async () => {
      const kept = await this.#app.client.call('profiles.drafts', {});
      // What was typed while they were asked for is newer.
      this.#drafts = [...kept.filter(({ id }) => !this.#drafts.some((draft) => draft.id === id)), ...this.#drafts];
    });
    return this.#app.client.subscribe(
      'profiles.changed',
      {},
      (change) => this.#changed(change),
      (error) => this.#app.tell(error ?? new AppError('disconnected')),
    );
  }

  edit(profile: Profile | null): void {
    const draft = this.#drafts.find(({ id }) => id === (profile?.id ?? null)) ?? null;
    this.#show(new ProfileForm(profile, draft));
  }

  /** "Save this server as a profile". */
  editNew(content: ProfileContent): void {
    this.#show(new ProfileForm(null, { id: null, rev: 0, folder: null, content }));
    this.#app.go('profiles');
  }

  /** Kept by main, so that a reload or a crash loses nothing typed; its secret excepted. */
  async keepDraft(): Promise<void> {
    const form = this.form;
    if (form === null) return;
    const { id, rev, folder } = form;
    const draft = { id, rev, folder, content: form.content() };
    this.#drafts = [...this.#drafts.filter((each) => each.id !== id), ...(form.changed ? [draft] : [])];
    await this.#call(() =>
      form.changed
        ? this.#app.client.call('profiles.keepDraft', draft)
        : this.#app.client.call('profiles.dropDraft', { id }),
    );
  }

  async revert(): Promise<void> {
    const id = this.form?.id ?? null;
    this.#drafts = this.#drafts.filter((draft) => draft.id !== id);
    await this.#call(() => this.#app.client.call('profiles.dropDraft', { id }));
    if (this.edited === null) this.form = null;
    else this.edit(this.edited);
  }

  async save(): Promise<void> {
    const form = this.form;
    if (form === null || form.nameError !== undefined) return;
    await this.#call(async () => {
      const { id, rev, folder } = form;
      const profile = await this.#app.client.call('profiles.save', { id, rev, folder, content: form.content() });
      this.#drafts = this.#drafts.filter((draft) => draft.id !== id);
      this.#put([profile]);
      this.edit(profile);
    });
  }

  async duplicate(id: string): Promise<void> {
    await this.#call(async () => {
      const copy = await this.#app.client.call('profiles.duplicate', { id });
      this.#put([copy]);
      this.edit(copy);
    });
  }

  async delete(profile: Profile): Promise<void> {
    await this.#call(async () => {
      const ids = [profile.id];
      await this.#app.client.call('profiles.delete', { ids });
      if (this.form?.id === profile.id) this.form = null;
      this.#app.toasts.show({
        message: `“${profile.content.name}” was deleted`,
        action: { label: 'Undo', run: () => void this.#call(() => this.#app.client.call('profiles.restore', { ids })) },
      });
    });
  }

  async move(ids: string[], folder: string | null, before: string | null): Promise<void> {
    await this.#call(() => this.#app.client.call('profiles.move', { ids, folder, before }));
  }

  /** By one place among its neighbours; for the keyboard. */
  async shift(profile: Profile, by: 1 | -1): Promise<void> {
    const siblings = this.groups.find(({ folder }) => (folder?.id ?? null) === profile.folder)?.profiles ?? [];
    const at = siblings.findIndex(({ id }) => id === profile.id);
    const to = at + by;
    if (at === -1 || to < 0 || to >= siblings.length) return;
    await this.move([profile.id], profile.folder, siblings[by === 1 ? to + 1 : to]?.id ?? null);
  }

  async saveFolder(id: string | null, name: string): Promise<void> {
    if (name.trim() === '') return;
    const colour = this.folders.find((folder) => folder.id === id)?.colour ?? null;
    await this.#call(() => this.#app.client.call('profiles.saveFolder', { id, name: name.trim(), colour }));
  }

  async deleteFolder({ id, name, colour }: ProfileFolder): Promise<void> {
    const ids = this.profiles.filter((profile) => profile.folder === id).map((profile) => profile.id);
    await this.#call(async () => {
      await this.#app.client.call('profiles.deleteFolder', { id });
      const back = async (): Promise<void> => {
        await this.#app.client.call('profiles.saveFolder', { id, name, colour });
        await this.#app.client.call('profiles.move', { ids, folder: id, before: null });
      };
      this.#app.toasts.show({
        message: `The folder “${name}” is gone; its profiles are not`,
        action: { label: 'Undo', run: () => void this.#call(back) },
      });
    });
  }

  async setSecret(id: string, secret: string, where: 'keychain' | 'session'): Promise<boolean> {
    return this.#call(async () => {
      this.secret = (await this.#app.client.call('secrets.set', { id, kind: 'password', secret, where })).state;
      this.sessionOffered = false;
    });
  }

  async removeSecret(id: string): Promise<void> {
    await this.#call(async () => {
      this.secret = (await this.#app.client.call('secrets.remove', { id, kind: 'password' })).state;
    });
  }

  /** The check with AUTH, as edited; how it ends is kept in the profile when it is as saved. */
  verify(): void {
    const form = this.form;
    if (form === null) return;
    const { connection, auth } = form.content();
    this.#app.go('inspector');
    this.#inspector.checkProfile(form.id, connection, auth);
  }

  /** For the palette: into the inspector, without running. */
  use(profile: Profile): void {
    this.#app.go('inspector');
    this.#inspector.openProfile(profile.id, profile.content.connection, profile.content.auth);
  }

  #show(form: ProfileForm): void {
    this.form = form;
    this.problem = null;
    this.sessionOffered = false;
    void this.#askSecret();
  }

  async #askSecret(): Promise<void> {
    const id = this.form?.id ?? null;
    this.secret = id === null ? 'none' : null;
    if (id === null) return;
    await this.#call(async () => {
      const states = await this.#app.client.call('secrets.status', { id });
      if (this.form?.id === id) this.secret = states.find(({ kind }) => kind === 'password')?.state ?? 'none';
    });
  }

  #changed(change: ProfileChange): void {
    switch (change.type) {
      case 'all':
        this.profiles = change.list.profiles;
        this.folders = change.list.folders;
        if (change.list.problem !== null) this.problem = appErrorText(change.list.problem).message;
        break;
      case 'profiles':
        this.#put(change.profiles);
        break;
      case 'removed':
        this.profiles = this.profiles.filter(({ id }) => !change.ids.includes(id));
        break;
      case 'folders':
        this.folders = change.folders;
        break;
      case 'keychain':
        this.waiting = change.waiting;
        break;
      case 'secrets':
        break;
    }
  }

  #put(changed: readonly Profile[]): void {
    this.profiles = withChanged(this.profiles, changed);
  }

  /** Whether it was done. What was typed stays in any case. */
  async #call(work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work();
      this.problem = null;
      return true;
    } catch (error) {
      if (!(error instanceof AppError) || error.code === 'disconnected') this.#app.tell(error);
      else {
        this.problem = appErrorText(error).message;
        this.sessionOffered = error.code === 'secret-store-unavailable' && error.params.reason !== 'too-long';
      }
      return false;
    }
  }
}
