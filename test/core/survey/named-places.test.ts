/** NamedPlaces by name: all at once or none, in turn, and nobody waits for ever. */
import { expect, test } from 'vitest';
import * as fc from 'fast-check';
import { NamedPlaces } from '../../../electron/core/survey/targets/named-places.ts';

const never = new AbortController().signal;

test('who waits for two names holds neither meanwhile', async () => {
  const places = new NamedPlaces(() => 1);
  expect(places.tryTake(['a'])).toBe(true);
  const both = places.take(['a', 'b'], never);
  expect(places.tryTake(['b'])).toBe(true);
  places.give(['a']);
  // Now it waits for b, and a is free for others.
  expect(places.tryTake(['a'])).toBe(true);
  places.give(['a', 'b']);
  expect(await both).toBe(true);
  expect(places.tryTake(['a'])).toBe(false);
});

test('who is stopped while he waits gets nothing and leaves nothing', async () => {
  const places = new NamedPlaces(() => 1);
  const stop = new AbortController();
  places.tryTake(['a']);
  const waiting = places.take(['a'], stop.signal);
  const next = places.take(['a'], never);
  stop.abort();
  expect(await waiting).toBe(false);
  places.give(['a']);
  expect(await next).toBe(true);
  expect(await places.take(['b'], stop.signal)).toBe(false);
  expect(places.tryTake(['b'])).toBe(true);
});

test('whatever is asked for, everybody gets his turn and no name is taken more often than there are places', async () => {
  const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'all'), { minLength: 1 });
  await fc.assert(
    fc.asyncProperty(fc.array(names, { maxLength: 40 }), fc.integer({ min: 1, max: 3 }), async (asked, most) => {
      const places = new NamedPlaces((name) => (name === 'all' ? 2 : most));
      const taken = new Map<string, number>();
      let over = false;
      await Promise.all(
        asked.map(async (wanted) => {
          await places.take(wanted, never);
          for (const name of wanted) {
            taken.set(name, (taken.get(name) ?? 0) + 1);
            over ||= (taken.get(name) ?? 0) > (name === 'all' ? 2 : most);
          }
          await Promise.resolve();
          for (const name of wanted) taken.set(name, (taken.get(name) ?? 0) - 1);
          places.give(wanted);
        }),
      );
      expect(over).toBe(false);
    }),
  );
});
