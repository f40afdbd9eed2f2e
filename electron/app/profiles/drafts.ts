/** Edits of profiles that were not saved, kept across a reload and a crash. Read with the first question, written at once. */
import * as v from 'valibot';
import type { JsonFile } from '../../storage/files/json-file.ts';
import { ProfileDraftSchema, type ProfileDraft } from '../../protocol/values/profiles/profile.ts';

export const StoredDraftsSchema = v.object({ schema: v.literal(1), drafts: v.array(ProfileDraftSchema) });
type StoredDrafts = v.InferOutput<typeof StoredDraftsSchema>;

export class ProfileDrafts {
  readonly #file: JsonFile<StoredDrafts>;
  readonly #log: (line: string) => void;
  #drafts: Promise<ProfileDraft[]> | null = null;

  constructor(file: JsonFile<StoredDrafts>, log: (line: string) => void) {
    this.#file = file;
    this.#log = log;
  }

  list(): Promise<ProfileDraft[]> {
    this.#drafts ??= this.#file.load().then(
      (stored) => stored?.drafts ?? [],
      (error: unknown) => {
        // They are a convenience, and the file was set aside.
        this.#log(`edits kept of profiles could not be read: ${error instanceof Error ? error.message : typeof error}`);
        return [];
      },
    );
    return this.#drafts;
  }

  keep(draft: ProfileDraft): Promise<void> {
    return this.#replace([draft.id], [draft]);
  }

  drop(ids: readonly (string | null)[]): Promise<void> {
    return this.#replace(ids, []);
  }

  async #replace(ids: readonly (string | null)[], added: ProfileDraft[]): Promise<void> {
    const before = await this.list();
    const drafts = [...before.filter(({ id }) => !ids.includes(id)), ...added];
    if (drafts.length === before.length && added.length === 0) return;
    this.#drafts = Promise.resolve(drafts);
    await this.#file.save({ schema: 1, drafts });
  }
}
