/** After all targets: a list of checksums, and detached signatures where a key is named in the environment. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { run } from '../lib/run.mjs';
import { SetupError } from '../lib/talk.mjs';

/**
 * macOS and Windows sign inside their packages; Linux distributions check a signature beside the file. The key itself stays with
 * gpg: only its name is in the environment.
 * @param {import('electron-builder').BuildResult} result
 * @returns {Promise<string[]>} further artifacts
 */
export async function signLinuxArtifacts({ outDir, artifactPaths }) {
  const artifacts = artifactPaths.filter((path) => !path.endsWith('.blockmap')).sort();
  if (artifacts.length === 0) return [];
  const list = join(outDir, `SHA256SUMS-${process.platform}-${process.arch}`);
  const lines = [];
  for (const path of artifacts) lines.push(`${await sha256(path)}  ${basename(path)}\n`);
  await writeFile(list, lines.join(''));
  const key = process.env.POSTHORN_GPG_KEY ?? '';
  if (process.platform !== 'linux' || key === '') return [list];
  const signatures = [];
  for (const path of [...artifacts, list]) {
    const args = ['--batch', '--yes', '--armor', '--local-user', key, '--detach-sign', path];
    const { status, output } = await run('gpg', args, { capture: true });
    if (status !== 0) throw new SetupError(`gpg could not sign ${basename(path)}:\n${output.trim()}`);
    signatures.push(`${path}.asc`);
  }
  return [list, ...signatures];
}

/** @param {string} path */
async function sha256(path) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
