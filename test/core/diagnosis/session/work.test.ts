/** How much is looked at to explain one text: each concept once for each clause, whatever the number of causes; counted, not timed. */
import { afterEach, expect, test, vi } from 'vitest';
import { explain } from '../../../../electron/core/explain/explain.ts';
import { concepts } from '../../../../electron/core/diagnosis/lexicon/concepts.ts';
import { normalWords } from '../../../../electron/core/diagnosis/lexicon/words.ts';
import { limits } from '../../../../electron/core/diagnosis/limits.ts';
import { readCollection } from '../../../replies/rows.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

function counted(text: string): number {
  const spies = Object.values(concepts).map((concept) => vi.spyOn(concept, 'test'));
  explain(text);
  const calls = spies.reduce((sum, spy) => sum + spy.mock.calls.length, 0);
  for (const spy of spies) spy.mockRestore();
  return calls;
}

const number = Object.keys(concepts).length;

test('no concept is looked for twice in the same clause', () => {
  for (const { text } of readCollection('test/fixtures/replies').rows.slice(0, 40)) {
    const clauses = Math.max(1, normalWords(text).clauses.length);
    expect(counted(text), text).toBeLessThanOrEqual(number * clauses);
  }
});

test('a text of any length costs what its first clauses cost', () => {
  const long = `550 5.7.1 ${'This is refused; it is not said why. '.repeat(2000)}`;
  expect(counted(long)).toBeLessThanOrEqual(number * limits.clauses);
});
