/** Each attack on the server in the collection of cases has a test here that bears its name. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { filesBelow, inRoot } from '../../../build/lib/paths.mjs';

interface Attack {
  readonly id: string;
  readonly area: string;
}

test('none is left out', () => {
  const cases = new URL('../../fixtures/cases/security.json', import.meta.url);
  const { tests } = JSON.parse(readFileSync(cases, 'utf8')) as { tests: Attack[] };
  const attacks = tests.filter(({ area }) => area === 'server').map(({ id }) => id);
  expect(attacks).toHaveLength(12);
  const titles = filesBelow('test/server', (name) => name.endsWith('.test.ts')).flatMap(
    (name) => readFileSync(inRoot(name), 'utf8').match(/^ *(?:test|describe|\]\)|'SEC).*$/gm) ?? [],
  );
  for (const id of attacks)
    expect(
      titles.filter((title) => title.includes(id)),
      id,
    ).not.toEqual([]);
});
