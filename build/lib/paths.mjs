/** Where things are in the checkout. Node's built-ins only: set-up runs before anything is installed. */
import { readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** @param {...string} parts @returns {string} */
export const inRoot = (...parts) => join(root, ...parts);

/**
 * Every file below a folder, as paths from the root with forward slashes, sorted. A folder that is not there has none.
 * @param {string} folder from the root
 * @param {(path: string) => boolean} [wanted]
 * @returns {string[]}
 */
export function filesBelow(folder, wanted = () => true) {
  /** @type {string[]} */
  const found = [];
  /** @param {string} at */
  const walk = (at) => {
    for (const entry of listFolder(inRoot(at))) {
      const path = `${at}/${entry.name}`;
      if (entry.isDirectory()) {
        if (entry.name !== 'node_modules') walk(path);
      } else if (entry.isFile() && wanted(path)) found.push(path);
    }
  };
  walk(folder);
  return found.sort();
}

/** @param {string} path */
function listFolder(path) {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** @param {unknown} error @returns {boolean} whether it says that a file or folder is not there */
export function isMissing(error) {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
