/** What the build wrote into the package.json of this program. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { VersionSchema } from '../../protocol/values/app/updates.ts';

const OwnPackageSchema = v.object({ version: VersionSchema, releaseFeed: v.optional(v.unknown()) });

/** Null where none lies there, or another. */
export function readOwnPackage(url: URL): v.InferOutput<typeof OwnPackageSchema> | null {
  // By its path, which Electron finds in an archive too.
  const path = fileURLToPath(url);
  if (!existsSync(path)) return null;
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), OwnPackageSchema), readFileSync(path, 'utf8'));
  return parsed.success ? parsed.output : null;
}
