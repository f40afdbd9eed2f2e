/** The send test that is being prepared, kept across a reload, a crash and a restart: everything but its secrets. */
import * as v from 'valibot';
import type { FileHandle } from '../../protocol/values/app/files.ts';
import { type FoundDraft, SendDraftSchema, type SendDraft } from '../../protocol/values/app/outgoing.ts';
import { AppError } from '../../protocol/values/app-error.ts';
import type { JsonFile } from '../../storage/files/json-file.ts';
import type { Files } from '../saving/files.ts';

const KeptFileSchema = v.object({ handle: v.string(), name: v.string(), path: v.string() });
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
    const stored = await this.#file.load().catch((error: unknown) => {
      // It is a convenience, and the file was set aside.
      this.#log(`the kept send test could not be read: ${error instanceof Error ? error.name : typeof error}`);
      return null;
    });
    if (!stored?.draft) return null;
    const { draft, files } = stored;
    const gone: string[] = [];
    const adopt = async (handle: string): Promise<FileHandle | null> => {
      const kept = files.find((one) => one.handle === handle);
      if (kept === undefined) return null;
      try {
        return await this.#files.adopt(kept);
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

  async keep(draft: SendDraft): Promise<void> {
    const handles = [...draft.attachments, ...(draft.messageFile === null ? [] : [draft.messageFile])];
    const files = handles.map((handle): KeptFile => ({ handle, ...this.#files.toBeSent(handle) }));
    await this.#file.save({ schema: 1, draft, files });
  }

  async drop(): Promise<void> {
    await this.#file.save({ schema: 1, draft: null, files: [] });
  }
}
