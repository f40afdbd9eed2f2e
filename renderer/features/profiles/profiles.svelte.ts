/** State of the profiles: what there is and the one that is edited. */
import { AppError } from '../../../electron/protocol/values/app-error.ts';
import type {
  Profile,
  ProfileChange,
  ProfileContent,
  ProfileDraft,
  ProfileFolder,
  SecretKind,
} from '../../../electron/protocol/values/profiles/profile.ts';
import { appErrorText } from '../../../electron/texts/app/app-errors.ts';
import type { AppState } from '../../app/app.svelte.ts';
import type { InspectorPort, SendPort } from '../../app/ports.ts';
import type { OpenedProfile } from '../../session/target/connection-form.svelte.ts';
import { ExchangeState } from './import/exchange.svelte.ts';
import { ProfileForm } from './editor/form.svelte.ts';
import { byPosition, groupProfiles, withChanged } from './profile-list.ts';
import { ProfileFolders } from './profile-folders.ts';
import { SignInState } from './sign-in.svelte.ts';
import { SecretsState, typedSecret } from './profile-secrets.svelte.ts';

export class ProfilesState {
  profiles: readonly Profile[] = $state.raw([]);
  folders: readonly ProfileFolder[] = $state.raw([]);
  search = $state('');
  form: ProfileForm | null = $state.raw(null);
  readonly exchange: ExchangeState;
  /** The id of the one that is being dragged. */
  dragged: string | null = $state(null);
  readonly secrets: SecretsState;
  readonly signIn: SignInState;
  /** Their order, and the folders. */
  readonly places: ProfileFolders;
  /** Why the last thing asked for was not done; null when it was. */
  problem: string | null = $state(null);
  readonly groups = $derived(groupProfiles(this.profiles, this.folders, this.search));
  readonly orderedFolders = $derived([...this.folders].sort(byPosition));
  readonly favourites = $derived(this.profiles.filter(({ content }) => content.favourite).sort(byName));
  readonly edited = $derived(this.profiles.find(({ id }) => id === this.form?.id) ?? null);
  /** What happened elsewhere to the profile whose edits are not saved here. */
  readonly conflict: 'changed' | 'deleted' | null = $derived.by(() => {
    const { form, edited } = this;
    const unsaved = (form?.id ?? null) === null;
    if (form === null || unsaved || !form.changed || this.#busy) return null;
    if (edited === null) return 'deleted';
    return edited.rev > form.rev ? 'changed' : null;
  });
  /** A change of our own is under way; its event may come before its answer. */
  #busy = $state(false);
  #app: AppState;
  #inspector: InspectorPort;
  #send: SendPort;
  #drafts: readonly ProfileDraft[] = [];

  constructor(app: AppState, inspector: InspectorPort, send: SendPort) {
    this.#app = app;
    this.#inspector = inspector;
    this.#send = send;
    this.secrets = new SecretsState(app, {
      form: () => this.form,
      call: (work) => this.#call(work),
      background: (work) => this.#background(work),
    });
    this.signIn = new SignInState(app, {
      call: (work) => this.#call(work),
      changed: () => this.secrets.ask(),
    });
    this.places = new ProfileFolders(app, this, (work) => this.#call(work));
    this.exchange = new ExchangeState(app, (imported) => {
      this.#put(imported);
      if (imported[0] !== undefined) this.edit(imported[0]);
    });
  }

  /** The answer ends it. */
  follow(): () => void {
    void this.#background(async () => {
      const kept = await this.#app.client.call('profiles.drafts', {});
      // What was typed while they were asked for is newer.
      this.#drafts = [...kept.filter(({ id }) => !this.#drafts.some((draft) => draft.id === id)), ...this.#drafts];
    });
    return this.#app.client.subscribe(
      'profiles.changed',
      {},
      (change) => this.#changed(change),
      (error) => this.#app.report(error ?? new AppError('disconnected')),
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
    const { id, rev, folder, content, typed } = form;
    const draft = { id, rev, folder, content, ...(Object.keys(typed).length === 0 ? {} : { typed }) };
    this.#drafts = [...this.#drafts.filter((each) => each.id !== id), ...(form.changed ? [draft] : [])];
    await this.#background(() =>
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

  /** Whether all of it is kept; a secret that the keychain would not take stays typed. */
  async save(): Promise<boolean> {
    const form = this.form;
    if (form === null) return false;
    form.tried = true;
    if (Object.keys(form.errors).length > 0) return false;
    return this.#own(async () => {
      const { id, rev, folder, content, secrets } = form;
      if (id === null || form.changed) {
        await this.#write({ id, rev, folder, content });
        if (this.form !== null) this.form.secrets = secrets;
      }
      const saved = this.form?.id ?? null;
      for (const [kind, secret] of Object.entries(secrets) as [SecretKind, string][]) {
        if (saved !== null && secret !== '') await this.secrets.put(saved, kind, secret, 'keychain');
      }
    });
  }

  /** The edits alone; what is typed of secrets stays typed. Whether they are saved. */
  async saveEdits(form: ProfileForm): Promise<boolean> {
    form.tried = true;
    if (Object.keys(form.errors).length > 0) return false;
    return this.#own(async () => {
      const { id, rev, folder, content, secrets } = form;
      await this.#write({ id, rev, folder, content });
      if (this.form !== null) this.form.secrets = secrets;
    });
  }

  /** Edits of a profile that was changed or deleted elsewhere become one of their own, with its secrets where it still is there. */
  async keepAsCopy(form: ProfileForm): Promise<void> {
    const { id, folder, content } = form;
    if (id === null) return;
    await this.#own(async () => {
      const there = this.edited !== null;
      const copy = there ? await this.#app.client.call('profiles.duplicate', { id }) : null;
      const name = there ? `${content.name.slice(0, 190)} (mine)` : content.name;
      await this.#write({ id: copy?.id ?? null, rev: copy?.rev ?? 0, folder, content: { ...content, name } });
      await this.#app.client.call('profiles.dropDraft', { id });
      this.#drafts = this.#drafts.filter((draft) => draft.id !== id);
    });
  }

  async #write(input: {
    id: string | null;
    rev: number;
    folder: string | null;
    content: ProfileContent;
  }): Promise<void> {
    const profile = await this.#app.client.call('profiles.save', input);
    this.#drafts = this.#drafts.filter((draft) => draft.id !== input.id);
    this.#put([profile]);
    this.edit(profile);
  }

  async duplicate(id: string): Promise<void> {
    await this.#call(async () => {
      const copy = await this.#app.client.call('profiles.duplicate', { id });
      this.#put([copy]);
      this.edit(copy);
    });
  }

  async delete(profile: Profile): Promise<void> {
    await this.#own(async () => {
      const ids = [profile.id];
      await this.#app.client.call('profiles.delete', { ids });
      if (this.form?.id === profile.id) this.form = null;
      this.#app.undos.offer(
        `“${profile.content.name}” was deleted`,
        () => void this.#call(() => this.#app.client.call('profiles.restore', { ids })),
      );
    });
  }

  /** PEM from a file; null where none was chosen. */
  async chooseCertificates(): Promise<string | null> {
    let pem: string | null = null;
    await this.#call(async () => {
      const [file] = await this.#app.client.call('files.choose', { purpose: 'certificate' });
      if (file === undefined) return;
      const { text } = await this.#app.client.call('files.text', { handle: file.handle });
      await this.#app.client.call('files.release', { handles: [file.handle] });
      if (text === '')
        throw new AppError('invalid-argument', { argument: file.name, reason: 'it holds no certificate in PEM form' });
      pem = text;
    });
    return pem;
  }

  /** The check with AUTH, as edited; how it ends is kept in the profile when it is as saved. */
  verify(): void {
    const form = this.form;
    if (form === null) return;
    this.#app.go('inspector');
    this.#inspector.checkProfile(opened(form.id, form.content), typedSecret(form));
  }

  /** From what was done with a profile to its editor, as it was left. Null: one that was not saved, which still stands there. */
  comeBack(id: string | null): void {
    const profile = this.profiles.find((each) => each.id === id);
    if (profile !== undefined && this.form?.id !== id) this.edit(profile);
    this.#app.go('profiles');
  }

  /** A test message through the profile, as edited. */
  send(): void {
    const form = this.form;
    if (form === null) return;
    this.#inspector.openProfile(opened(form.id, form.content), typedSecret(form));
    this.#send.fromInspector();
  }

  /** The profile as edited, for another screen, with the password that was typed here. */
  edits(): { readonly profile: OpenedProfile; readonly password: string } | null {
    const { form } = this;
    return form === null ? null : { profile: opened(form.id, form.content), password: typedSecret(form) };
  }

  /** Into the inspector, without running. */
  use({ id, content }: Profile): void {
    this.#app.go('inspector');
    this.#inspector.openProfile(opened(id, content));
  }

  #show(form: ProfileForm): void {
    this.form = form;
    this.problem = null;
    void this.secrets.ask();
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
        this.secrets.waiting = change.waiting;
        break;
      case 'secrets':
        break;
    }
    this.#followElsewhere();
  }

  /** Without edits of its own the form shows what is saved now. */
  #followElsewhere(): void {
    const { form, edited } = this;
    const unsaved = (form?.id ?? null) === null;
    if (form === null || unsaved || form.changed || this.#busy) return;
    if (edited === null) this.form = null;
    else if (edited.rev > form.rev) this.#show(new ProfileForm(edited, null));
  }

  #put(changed: readonly Profile[]): void {
    this.profiles = withChanged(this.profiles, changed);
  }

  async #own(work: () => Promise<void>): Promise<boolean> {
    this.#busy = true;
    try {
      return await this.#call(work);
    } finally {
      this.#busy = false;
    }
  }

  /** Whether it was done. What was typed stays in any case. */
  async #call(work: () => Promise<unknown>): Promise<boolean> {
    const done = await this.#background(work);
    if (done) this.problem = null;
    return done;
  }

  /** What the user did not ask for: that it went well takes away no words about what they did. */
  async #background(work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      if (!(error instanceof AppError) || error.code === 'disconnected') this.#app.report(error);
      else if (error.code === 'profile-changed' || error.code === 'profile-not-found') await this.#reread();
      else {
        this.problem = appErrorText(error).message;
        this.secrets.failed(error);
      }
      return false;
    }
  }

  /** Somebody else was first: with what they did, the choice can be shown. */
  async #reread(): Promise<void> {
    this.problem = null;
    await this.#background(async () => {
      const list = await this.#app.client.call('profiles.list', {});
      this.#changed({ type: 'all', list });
    });
  }
}

const byName = (a: Profile, b: Profile): number => a.content.name.localeCompare(b.content.name);

const opened = (id: string | null, { name, connection, auth, envelope }: ProfileContent): OpenedProfile => ({
  id,
  name,
  connection,
  auth,
  envelope,
});
