/** Where rows of unlike heights stand in a long list. */
import { expect, test } from 'vitest';
import { RowHeights } from '../../renderer/ui/lists/row-heights.ts';

test('rows stand at the sum of those before them, measured or guessed', () => {
  const heights = new RowHeights(20);
  heights.resize(1000);
  expect(heights.total).toBe(20_000);
  expect(heights.set(3, 50)).toBe(30);
  expect(heights.set(3, 50)).toBe(0);
  expect(heights.set(700, 10)).toBe(-10);
  expect(heights.total).toBe(20_020);
  expect([heights.offsetOf(3), heights.offsetOf(4), heights.offsetOf(701)]).toEqual([60, 110, 14_040]);
});

test('every offset is found in its row, whatever the heights', () => {
  const heights = new RowHeights(20);
  heights.resize(900);
  for (let at = 0; at < 900; at += 1) heights.set(at, 10 + ((at * 7) % 31));
  for (let at = 0; at < 900; at += 1) {
    const top = heights.offsetOf(at);
    expect(heights.indexAt(top)).toBe(at);
    expect(heights.indexAt(top + heights.heightOf(at) - 0.5)).toBe(at);
  }
  expect(heights.indexAt(-5)).toBe(0);
  expect(heights.indexAt(1e9)).toBe(899);
});

test('a list grows, shrinks and empties; rows that stay keep their measure', () => {
  const heights = new RowHeights(20);
  heights.resize(600);
  heights.set(5, 100);
  heights.resize(300);
  expect(heights.total).toBe(300 * 20 + 80);
  heights.resize(600);
  expect(heights.total).toBe(600 * 20 + 80);
  expect(heights.offsetOf(600)).toBe(heights.total);
  heights.resize(0);
  expect([heights.total, heights.count, heights.indexAt(10)]).toEqual([0, 0, 0]);
  heights.resize(2);
  expect(heights.total).toBe(40);
});
