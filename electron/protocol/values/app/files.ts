/**
 * Files the user chose. Paths never cross to the window: main opens the dialog (or takes the octets of a dropped file), keeps
 * the file for as long as the window lives, and hands out a handle.
 */
import * as v from 'valibot';
import { BytesSchema, CountSchema, IdSchema } from '../common.ts';
import { limits } from './limits.ts';

export const FileHandleSchema = v.object({
  handle: IdSchema,
  /** Base name, for display and as the attachment's name. */
  name: v.string(),
  size: CountSchema,
});
export type FileHandle = v.InferOutput<typeof FileHandleSchema>;

/** What has become of a file since it was chosen. */
export const FileStateSchema = v.object({
  handle: IdSchema,
  state: v.picklist(['same', 'changed', 'gone', 'unreadable', 'not-a-file']),
  /** Now; as it was where it cannot be had. */
  size: CountSchema,
});
export type FileState = v.InferOutput<typeof FileStateSchema>;

/**
 * What a dialog is for; decides its title, filters and whether several files may be chosen. Of a `key` or a
 * `dkim-key` the window never gets the text: it goes from the file to the keychain, or stays in main.
 */
export const FilePurposeSchema = v.picklist([
  'attachments',
  'message',
  'trust',
  'profiles',
  'certificate',
  'key',
  'dkim-key',
  'script',
  'commands',
  'targets',
]);
export type FilePurpose = v.InferOutput<typeof FilePurposeSchema>;

/** A file dropped on the window: its octets, capped; a larger one is chosen through the dialog instead. */
export const DroppedFileSchema = v.object({
  name: v.pipe(v.string(), v.maxLength(255)),
  bytes: v.pipe(
    BytesSchema,
    v.check((bytes) => bytes.length <= limits.droppedOctets, `larger than ${limits.droppedOctets / 1_048_576} MiB`),
  ),
});
export type DroppedFile = v.InferOutput<typeof DroppedFileSchema>;

/** Whether the user went through with a save dialog; `name` is the base name that was written. */
export const SavedSchema = v.object({ saved: v.boolean(), name: v.nullable(v.string()) });
export type Saved = v.InferOutput<typeof SavedSchema>;
