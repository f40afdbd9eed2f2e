/**
 * The one thing that a start's arguments may bring: a message file to be shown. It ends in .eml, it is there, and it is a regular file;
 * everything else that a link, a file manager or another program passes on does nothing.
 */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ENDING = /\.eml$/i;

/** `argv` with the program first; `folder`: what a relative path is relative to. The last one, where there are several. */
export function messageFileIn(argv: readonly string[], folder: string): string | null {
  const end = argv.indexOf('--');
  const before = argv.slice(1, end < 0 ? undefined : end).filter((argument) => !argument.startsWith('-'));
  const given = [...before, ...(end < 0 ? [] : argv.slice(end + 1))];
  return given.map((argument) => messageFile(argument, folder)).findLast((path) => path !== null) ?? null;
}

/** The absolute path of a message file, or null. */
export function messageFile(argument: string, folder: string): string | null {
  if (!ENDING.test(argument)) return null;
  const path = pathOf(argument, folder);
  return path !== null && ENDING.test(path) && isRegularFile(path) ? path : null;
}

/** File managers pass paths, and launchers of an AppImage file: URLs of this machine. */
function pathOf(argument: string, folder: string): string | null {
  if (argument === '' || argument.includes('\0')) return null;
  if (!/^file:/i.test(argument)) return resolve(folder, argument);
  try {
    const url = new URL(argument);
    return url.host === '' ? fileURLToPath(url) : null;
  } catch {
    return null;
  }
}

function isRegularFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
