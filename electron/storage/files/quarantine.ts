/**
 * The mark that an operating system puts on files from elsewhere, so that it warns before it opens or runs one. Linux has none.
 */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';

export interface MarkingSystem {
  readonly platform: NodeJS.Platform;
  readonly write: (path: string, text: string) => Promise<void>;
  readonly run: (program: string, args: readonly string[]) => Promise<unknown>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

const thisSystem: MarkingSystem = {
  platform: process.platform,
  write: (path, text) => writeFile(path, text),
  run: (program, args) => promisify(execFile)(program, [...args], { timeout: 5_000 }),
  now: Date.now,
};

/**
 * Marks the file as downloaded. False where it could not be: a file system without streams or attributes cannot carry the mark,
 * which is no reason not to save. `path` is absolute.
 */
export async function markAsForeign(path: string, system: MarkingSystem = thisSystem): Promise<boolean> {
  try {
    if (system.platform === 'win32') {
      // Zone 3 is the internet.
      await system.write(`${path}:Zone.Identifier`, '[ZoneTransfer]\r\nZoneId=3\r\n');
    } else if (system.platform === 'darwin') {
      // Flags, seconds in hexadecimal, who wrote it, an id: as browsers write it for what they download.
      const seconds = Math.floor(system.now() / 1000).toString(16);
      const mark = `0081;${seconds};Posthorn;${randomUUID().toUpperCase()}`;
      await system.run('/usr/bin/xattr', ['-w', 'com.apple.quarantine', mark, path]);
    }
    return true;
  } catch {
    return false;
  }
}
