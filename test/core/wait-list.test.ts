/** Who waits in a row, and that those who have left it stay nowhere: sessions join and leave such rows thousands of times a second. */
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { onAbort } from '../../electron/core/recording/on-abort.ts';
import { TimeLimit } from '../../electron/core/recording/time-limit.ts';
import { WaitList } from '../../electron/core/recording/wait-list.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as (options: { readonly type: 'minor' | 'major' }) => void;

test('everyone waits in the order of arrival and leaves once, from wherever in the row', () => {
  const list = new WaitList<string>();
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => list.add(name));
  expect(list.values()).toEqual(['a', 'b', 'c', 'd']);
  expect([b, b, d, a].map((place) => place !== undefined && list.remove(place))).toEqual([true, false, true, true]);
  expect([list.values(), list.size, list.first]).toEqual([['c'], 1, c]);
  list.add('e');
  expect(list.values()).toEqual(['c', 'e']);
  expect(c !== undefined && list.remove(c)).toBe(true);
  expect(list.values()).toEqual(['e']);
});

/** Objects that each holds, of 16 octets at least. */
const HELD = 500;
const ROUNDS = 1_000;
const AT_ONCE = 10;

type Join = (held: readonly object[]) => () => void;

/** Octets by which the old generation grows while so many come and go, ten at one time, and the young alone is collected. */
function growth(join: Join): number {
  const leaving: (() => void)[] = [];
  // What is not young any more when it is replaced is the first of the chain.
  const pass = (rounds: number): void => {
    for (let round = 0; round < rounds; round += 1) {
      leaving.push(join(objects()));
      if (leaving.length > AT_ONCE) leaving.shift()?.();
      if (round % 50 === 0) collect({ type: 'minor' });
    }
  };
  pass(ROUNDS);
  collect({ type: 'major' });
  const before = oldOctets();
  pass(ROUNDS);
  const grown = oldOctets() - before;
  for (const leave of leaving) leave();
  return grown;
}

/** Made one by one: what Array.from makes so often V8 soon makes in the old generation. */
function objects(): object[] {
  const made: object[] = [];
  for (let value = 0; value < HELD; value += 1) made.push({ value });
  return made;
}

function oldOctets(): number {
  return getHeapSpaceStatistics()
    .filter(({ space_name: name }) => name.startsWith('old'))
    .reduce((sum, { space_used_size: used }) => sum + used, 0);
}

const { signal } = new AbortController();
const rows: readonly { readonly what: string; readonly join: Join }[] = [
  {
    what: 'limits in time',
    join: (held) => {
      const limit = new TimeLimit(60_000, () => expect.unreachable(String(held.length)));
      return () => limit.lift();
    },
  },
  { what: 'who waits for a stop', join: (held) => onAbort(signal, () => expect.unreachable(String(held.length))) },
];

test.each(rows)('$what: who has come and gone is not kept by those that come after', ({ join }) => {
  expect(growth(join)).toBeLessThan((ROUNDS * HELD * 16) / 10);
});
