/** The send test that is being prepared, kept across a reload, a crash and a restart: everything but its secrets. */
import * as v from 'valibot';
import type { FileHandle } from '../../protocol/values/app/files.ts';
import { type FoundDraft, SendDraftSchema, type SendDraft } from '../../protocol/values/app/outgoing.ts';
import { limits } from '../../protocol/parse/limits.ts';
import { AppError } from '../../protocol/values/app-error.ts';
import { markOf } from '../../core/smtp/plan/file-mark.ts';
import type { JsonFile } from '../../storage/files/json-file.ts';
import type { Files } from '../saving/files.ts';

const KeptFileSchema = v.object({
  handle: v.string(),
  name: v.string(),
  path: v.string(),
  /** What it was when it was chosen. */
  mark: v.optional(v.object({ size: v.number(), modifiedMs: v.number(), inode: v.number() })),
});
type KeptFile = v.InferOutput<typeof KeptFileSchema>;
export const StoredSendDraftSchema = v.object({
  schema: v.literal(1),
  draft: v.nullable(SendDraftSchema),
  files: v.array(KeptFileSchema),
});
export type StoredSendDraft = v.InferOutput<typeof StoredSendDraftSchema>;

export class SendDrafts {
  readonly #file: JsonFile<StoredSendDraft>;
  readonly #files: Files;
  readonly #log: (line: string) => void;

  constructor(file: JsonFile<StoredSendDraft>, files: Files, log: (line: string) => void) {
    this.#file = file;
    this.#files = files;
    this.#log = log;
  }

  /** Null where there is none. */
  async find(): Promise<FoundDraft | null> {
    const stored = await this.#load();
    if (!stored?.draft) return null;
    const { draft, files } = stored;
    const gone: string[] = [];
    const adopt = async (handle: string): Promise<FileHandle | null> => {
      const kept = files.find((one) => one.handle === handle);
      if (kept === undefined) return null;
      try {
        // A page that was loaded anew goes on with what is held.
        const held = this.#files.known(handle);
        if (held === null) return await this.#files.adopt(kept);
        await markOf(kept.path, kept.name);
        return held;
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        gone.push(kept.name);
        return null;
      }
    };
    const attachments: FileHandle[] = [];
    for (const handle of draft.attachments) {
      const found = await adopt(handle);
      if (found !== null) attachments.push(found);
    }
    const messageFile = draft.messageFile === null ? null : await adopt(draft.messageFile);
    return { draft, attachments, messageFile, gone };
  }

  /** Where the files lie of what is kept. */
  async paths(): Promise<string[]> {
    const stored = await this.#load();
    return stored?.draft ? stored.files.map(({ path }) => path) : [];
  }

  /** Rejects with AppError `invalid-argument` for one that is larger than is kept; the one before stays. */
  async keep(draft: SendDraft): Promise<void> {
    if (JSON.stringify(draft).length > limits.sendDraft)
      throw new AppError('invalid-argument', { argument: 'draft', reason: 'too-much' });
    const handles = [...draft.attachments, ...(draft.messageFile === null ? [] : [draft.messageFile])];
    const files = handles.map((handle): KeptFile => ({ handle, ...this.#files.toBeSent(handle) }));
    await this.#file.save({ schema: 1, draft, files });
  }

  async drop(): Promise<void> {
    await this.#file.save({ schema: 1, draft: null, files: [] });
  }

  #load(): Promise<StoredSendDraft | null> {
    return this.#file.load().catch((error: unknown) => {
      // It is a convenience, and the file was set aside.
      this.#log(`the kept send test could not be read: ${error instanceof Error ? error.name : typeof error}`);
      return null;
    });
  }
}
