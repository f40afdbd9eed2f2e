/** The tables of SASLprep are still those that Python's standard library has of RFC 3454. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeWith } from '../availability.ts';
import { run } from '../servers/tools.ts';

/** The text of each table, however its lines are broken. */
function tables(source: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, name = '', value = ''] of source.matchAll(/export const (\w+) =([^;]*);/g)) {
    found.set(name, [...value.matchAll(/'([^']*)'/g)].map(([, part]) => part).join(''));
  }
  return found;
}

await describeWith(['python'], 'stringprep', () => {
  test('the tracked file is what build/generate/stringprep-tables.py makes', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'posthorn-'));
    const made = join(folder, 'tables.ts');
    await run('python3', ['build/generate/stringprep-tables.py', made]);
    const [fresh, tracked] = await Promise.all(
      [made, 'electron/core/sasl/stringprep-tables.ts'].map((path) => readFile(path, 'utf8')),
    );
    await rm(folder, { recursive: true });
    expect(tables(tracked ?? '').size).toBe(6);
    expect(tables(tracked ?? '')).toEqual(tables(fresh ?? ''));
  });
});
