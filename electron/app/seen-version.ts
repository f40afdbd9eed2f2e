/** Which version ran here last, so that an update can be noticed once. */
import { join } from 'node:path';
import * as v from 'valibot';
import { jsonFile } from '../storage/files/json-file.ts';

const SeenSchema = v.object({ schema: v.literal(1), version: v.pipe(v.string(), v.maxLength(64)) });

/**
 * The version that ran before, where it was another one; null at a first start too. This one stands there from now on. Never rejects: a
 * file that cannot be read or written costs a word about an update.
 */
export async function versionBefore(
  dataDir: string,
  version: string,
  log: (line: string) => void,
): Promise<string | null> {
  const file = jsonFile(join(dataDir, 'version.json'), SeenSchema);
  try {
    const seen = await file.load();
    if (seen?.version === version) return null;
    await file.save({ schema: 1, version });
    return seen?.version ?? null;
  } catch (error) {
    log(`the version that ran before is not known: ${error instanceof Error ? error.message : typeof error}`);
    return null;
  }
}
