/** docs/security.md claims nothing that is not there: the tests it names exist, and its limits have the values of the code. */
import { existsSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { filesBelow, inRoot } from '../../build/lib/paths.mjs';

const page = readFileSync(inRoot('docs', 'security.md'), 'utf8');
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('|') && !/^\| (they can|what|---) /.test(line))
  .map((line) => line.split('|').slice(1, -1));

/** Of every room, wherever one is. */
const rooms = await Promise.all(
  filesBelow('electron', (path) => path.endsWith('/limits.ts')).map(
    async (path) => (await import(pathToFileURL(inRoot(path)).href)) as { limits: unknown },
  ),
);

function valueOf(path: string): unknown {
  const found = rooms.map(({ limits }) => {
    let value: unknown = limits;
    for (const name of path.split('.')) {
      value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
    }
    return value;
  });
  const values = [...new Set(found.filter((value) => value !== undefined))];
  // One name for two limits could be neither documented nor told from the other in an outcome.
  expect({ path, values }).toEqual({ path, values: [expect.anything()] });
  return values[0];
}

const quoted = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
const isLimit = (cell: string): boolean =>
  quoted(cell).some((name) => /^[a-z]\w*(\.\w+)+$/i.test(name) && !name.includes('/'));

test('every row about an attack names a test, and every test it names exists', () => {
  const attacks = rows.filter(([, middle = '']) => !isLimit(middle));
  expect(attacks.length).toBeGreaterThan(20);
  const without = attacks.filter((cells) => !quoted(cells.at(-1) ?? '').some((name) => name.startsWith('test/')));
  expect(without).toEqual([]);
  const named = [...page.matchAll(/`(test\/[^`]+)`/g)].map(([, path = '']) => path);
  expect(named.filter((path) => !existsSync(inRoot(...path.split('/'))))).toEqual([]);
});

test('every limit has the value that the code has', () => {
  const claims = rows.filter(([, middle = '']) => isLimit(middle));
  expect(claims.length).toBeGreaterThan(10);
  for (const [what = '', names = '', value = ''] of claims) {
    const claimed = [...value.matchAll(/\d[\d,]*/g)].map(([digits]) => Number(digits.replaceAll(',', '')));
    expect({ what, values: claimed }).toEqual({ what, values: quoted(names).map(valueOf) });
  }
});
