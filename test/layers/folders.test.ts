/** No folder holds more files than can be looked over at once; what grows beyond that is split by subject. */
import { expect, test } from 'vitest';
import { filesBelow } from '../../build/lib/paths.mjs';

const MOST = 15;

/** Data, one file a case or an entry: nobody looks it over, and a subject more is a file more. */
const isData = (folder: string): boolean => /(^|\/)(fixtures|tables|__pycache__)(\/|$)/.test(folder);

test('no folder has more than fifteen files of its own', () => {
  const counts = new Map<string, number>();
  for (const path of ['electron', 'renderer', 'build', 'test'].flatMap((top) => filesBelow(top))) {
    const folder = path.slice(0, path.lastIndexOf('/'));
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  expect(counts.size).toBeGreaterThan(100);
  expect([...counts].filter(([folder, count]) => count > MOST && !isData(folder))).toEqual([]);
});
