/** An exported name has one meaning: no two files of the product export the same one. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { filesBelow, inRoot } from '../../build/lib/paths.mjs';

/** Each room's own: the limits of a room are in its limits.ts, and are called so wherever they are. */
const OF_EACH_ROOM: ReadonlySet<string> = new Set(['limits']);

const DEFINITION =
  /^export (?:declare )?(?:abstract )?(?:async )?(?:type|interface|class|const|let|function\*?|enum) ([A-Za-z_$][\w$]*)/gm;

/** Names with the files that define them; what is exported again under its name is the same thing. */
function definitions(read: (path: string) => string, paths: readonly string[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const path of paths)
    for (const [, name = ''] of read(path).matchAll(DEFINITION))
      found.set(name, (found.get(name) ?? new Set()).add(path));
  return found;
}

const shared = (found: ReadonlyMap<string, ReadonlySet<string>>): [string, string[]][] =>
  [...found].flatMap(([name, paths]) =>
    paths.size > 1 && !OF_EACH_ROOM.has(name) ? [[name, [...paths]] as [string, string[]]] : [],
  );

test('no two files export one name', () => {
  const paths = ['electron', 'renderer'].flatMap((top) => filesBelow(top, (path) => path.endsWith('.ts')));
  const found = definitions((path) => readFileSync(inRoot(path), 'utf8'), paths);
  expect(found.size).toBeGreaterThan(1_000);
  expect(shared(found)).toEqual([]);
});

test('one that two files export is named with both', () => {
  const texts: Readonly<Record<string, string>> = {
    'a.ts': 'export interface Step {}\nexport const limits = 1;\n',
    'b.ts': "export type Step = 1;\nexport const limits = 2;\nexport type { Other } from './c.ts';\n",
    'c.ts': 'export async function Other() {}\nconst Step = 1;\n  export const Step = 2;\n',
  };
  expect(shared(definitions((path) => texts[path] ?? '', Object.keys(texts)))).toEqual([['Step', ['a.ts', 'b.ts']]]);
});
