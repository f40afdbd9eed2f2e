/** A folder and those above it, of mode 0700. */
import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Node's own `recursive` never ends below a folder that answers ENOENT to whoever makes one in it, as /proc does. Rejects with the
 * system's error, ENOTDIR where something else has the name.
 */
export async function makeFolder(path: string): Promise<void> {
  if (await isFolder(path)) return;
  if (dirname(path) !== path) await makeFolder(dirname(path));
  await mkdir(path, { mode: 0o700 }).catch(async (error: unknown) => {
    // Somebody else made it in between: that is as good.
    if (!(await isFolder(path))) throw error;
  });
}

/** Rejects with ENOTDIR where something else has the name. */
async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  if (found !== null && !found.isDirectory())
    throw Object.assign(new Error(`${path} is no folder`), { code: 'ENOTDIR' });
  return found !== null;
}
