/**
 * Our own form of exported profiles: JSON with a version, without a secret. Of those it says which kinds a profile had, so that
 * whoever imports it knows what to ask for.
 */
import * as v from 'valibot';
import { ProfileContentSchema, ProfileFolderSchema, SECRET_KINDS } from '../../../protocol/values/profiles/profile.ts';

/** What makes a file one of ours. */
export const FORMAT = 'posthorn-profiles';
/** Rises when earlier versions would misread it; then each version that went before needs a migration. */
export const EXPORT_SCHEMA = 1;

/** Ids are of the file alone: they say which profile is in which folder. */
export const ExportedFolderSchema = v.pick(ProfileFolderSchema, ['id', 'name', 'colour']);
export const ExportedProfileSchema = v.object({
  folder: v.nullable(ProfileFolderSchema.entries.id),
  /** Kinds it had; the secrets themselves are not in the file. */
  secrets: v.pipe(v.array(v.picklist(SECRET_KINDS)), v.maxLength(SECRET_KINDS.length)),
  content: ProfileContentSchema,
});

export interface ExportDocument {
  readonly format: typeof FORMAT;
  readonly schema: typeof EXPORT_SCHEMA;
  readonly folders: readonly v.InferOutput<typeof ExportedFolderSchema>[];
  readonly profiles: readonly v.InferOutput<typeof ExportedProfileSchema>[];
}

/** Somebody typed a password into a field that takes an address; `user:password@` becomes `user@`. */
export function withoutPassword(address: string): string {
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(address)?.[0] ?? '';
  return `${scheme}${address.slice(scheme.length).replace(/^([^:@/?#]*):[^]*@/, '$1@')}`;
}
