/** What a reading has to say about a message besides showing it: labels that are wrong, and what was too much. */
import type { ReadingNote } from '../../../protocol/values/server/mailbox.ts';

export type { ReadingNote };
export type NoteCode = ReadingNote['code'];

export const plainNote = (code: NoteCode, part: number | null = null): ReadingNote => ({
  ...{ code, part, field: null, declared: null, read: null, guessed: false },
});
