/** What is remembered of the release feed from one start to the next: the last one that was taken, and the version that is passed over. */
import { join } from 'node:path';
import * as v from 'valibot';
import { IsoTimeSchema } from '../../protocol/values/common.ts';
import { ReleaseSchema, VersionSchema } from '../../protocol/values/app/updates.ts';
import { jsonFile, type JsonFile } from './json-file.ts';

const UpdateMemorySchema = v.object({
  schema: v.literal(1),
  checkedAt: v.nullable(IsoTimeSchema),
  /** Its date is what a copy from before is known by. */
  release: v.nullable(ReleaseSchema),
  passedOver: v.nullable(VersionSchema),
});
export type UpdateMemory = v.InferOutput<typeof UpdateMemorySchema>;

export const noUpdateMemory: UpdateMemory = { schema: 1, checkedAt: null, release: null, passedOver: null };

export const updateMemoryIn = (dataDir: string): JsonFile<UpdateMemory> =>
  jsonFile(join(dataDir, 'updates.json'), UpdateMemorySchema);
