/** Where the profiles stand in the list: their order, and the folders. */
import type { Profile, ProfileFolder } from '../../../electron/protocol/values/profiles/profile.ts';
import type { AppState } from '../../app/app.svelte.ts';
import type { ProfileGroup } from './profile-list.ts';

/** What it knows of the profiles, and how it asks for something. */
interface ListedProfiles {
  readonly profiles: readonly Profile[];
  readonly folders: readonly ProfileFolder[];
  readonly groups: readonly ProfileGroup[];
}

export class ProfileFolders {
  readonly #app: AppState;
  readonly #listed: ListedProfiles;
  /** Does what the user asked for; false, and reported, when it failed. */
  readonly #call: (work: () => Promise<unknown>) => Promise<boolean>;

  constructor(app: AppState, listed: ListedProfiles, call: (work: () => Promise<unknown>) => Promise<boolean>) {
    this.#app = app;
    this.#listed = listed;
    this.#call = call;
  }

  async move(ids: string[], folder: string | null, before: string | null): Promise<void> {
    await this.#call(() => this.#app.client.call('profiles.move', { ids, folder, before }));
  }

  /** By one place among its neighbours; for the keyboard. */
  async shift(profile: Profile, by: 1 | -1): Promise<void> {
    const siblings = this.#listed.groups.find(({ folder }) => (folder?.id ?? null) === profile.folder)?.profiles ?? [];
    const at = siblings.findIndex(({ id }) => id === profile.id);
    const to = at + by;
    if (at === -1 || to < 0 || to >= siblings.length) return;
    await this.move([profile.id], profile.folder, siblings[by === 1 ? to + 1 : to]?.id ?? null);
  }

  async save(id: string | null, name: string): Promise<void> {
    if (name.trim() === '') return;
    const colour = this.#listed.folders.find((folder) => folder.id === id)?.colour ?? null;
    await this.#call(() => this.#app.client.call('profiles.saveFolder', { id, name: name.trim(), colour }));
  }

  async saveColour({ id, name }: ProfileFolder, colour: ProfileFolder['colour']): Promise<void> {
    await this.#call(() => this.#app.client.call('profiles.saveFolder', { id, name, colour }));
  }

  /** Its profiles stay. */
  async delete({ id, name, colour }: ProfileFolder): Promise<void> {
    const ids = this.#listed.profiles.filter((profile) => profile.folder === id).map((profile) => profile.id);
    await this.#call(async () => {
      await this.#app.client.call('profiles.deleteFolder', { id });
      const back = async (): Promise<void> => {
        await this.#app.client.call('profiles.saveFolder', { id, name, colour });
        await this.#app.client.call('profiles.move', { ids, folder: id, before: null });
      };
      this.#app.undos.offer(`The folder “${name}” is gone; its profiles are not`, () => void this.#call(back));
    });
  }
}
