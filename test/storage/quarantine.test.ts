/** The system's mark for files from elsewhere: what is written and run on each platform, and that its lack hinders nothing. */
import { expect, test } from 'vitest';
import { markAsForeign, type MarkingSystem } from '../../electron/storage/files/quarantine.ts';

function system(platform: NodeJS.Platform, broken = false): MarkingSystem & { readonly done: unknown[] } {
  const done: unknown[] = [];
  const act = async (...what: unknown[]): Promise<void> => {
    if (broken) throw new Error('ENOTSUP');
    done.push(what);
  };
  return { platform, done, write: act, run: act, now: () => 0x6500_0000 * 1000 };
}

test('Windows: a stream beside the content', async () => {
  const windows = system('win32');
  expect(await markAsForeign('C:\\x\\a.eml', windows)).toBe(true);
  expect(windows.done).toEqual([['C:\\x\\a.eml:Zone.Identifier', '[ZoneTransfer]\r\nZoneId=3\r\n']]);
});

test('macOS: an extended attribute', async () => {
  const mac = system('darwin');
  expect(await markAsForeign('/x/-a b.eml', mac)).toBe(true);
  expect(mac.done).toEqual([
    [
      '/usr/bin/xattr',
      ['-w', 'com.apple.quarantine', expect.stringMatching(/^0081;65000000;Posthorn;[0-9A-F-]{36}$/), '/x/-a b.eml'],
    ],
  ]);
});

test('elsewhere nothing', async () => {
  const linux = system('linux');
  expect(await markAsForeign('/x/a', linux)).toBe(true);
  expect(linux.done).toEqual([]);
});

test.each(['win32', 'darwin'] as const)('%s: what cannot be marked is said, and no error', async (platform) => {
  expect(await markAsForeign('/x/a', system(platform, true))).toBe(false);
});
