/** Messages that go by themselves or offer an undo, and times as they are shown. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Toasts } from '../../renderer/ui/overlay/toasts.svelte.ts';
import { ageText } from '../../renderer/ui/age.ts';
import { clockTime, fullTime } from '../../renderer/ui/time.ts';

describe('messages', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  test('go by themselves, those with an action later', () => {
    const toasts = new Toasts();
    toasts.show({ message: 'Saved.' });
    toasts.show({ message: 'Deleted.', action: { label: 'Undo', run: () => undefined } });
    vi.advanceTimersByTime(6_000);
    expect(toasts.items.map((toast) => toast.message)).toEqual(['Deleted.']);
    vi.advanceTimersByTime(7_000);
    expect(toasts.items).toEqual([]);
  });

  test('stay while they are looked at, and no more than four', () => {
    const toasts = new Toasts();
    toasts.hold(true);
    for (let at = 1; at <= 6; at += 1) toasts.show({ message: `${at}` });
    vi.advanceTimersByTime(60_000);
    expect(toasts.items.map((toast) => toast.message)).toEqual(['3', '4', '5', '6']);
    toasts.hold(false);
    vi.advanceTimersByTime(5_000);
    expect(toasts.items).toEqual([]);
  });

  test('do what they offer once, the newest first', () => {
    const toasts = new Toasts();
    const done: string[] = [];
    for (const name of ['first', 'second'])
      toasts.show({ message: name, action: { label: 'Undo', run: () => done.push(name) } });
    toasts.act();
    toasts.act();
    toasts.act();
    expect(done).toEqual(['second', 'first']);
  });
});

test('times are those of a log: ISO dates and 24 hours', () => {
  const at = new Date(2026, 2, 2, 15, 4, 5);
  expect(fullTime(at.toISOString())).toBe('2026-03-02 15:04:05');
  expect(clockTime(at.toISOString(), new Date(2026, 2, 2, 23))).toBe('15:04:05');
  expect(clockTime(at.toISOString(), new Date(2026, 2, 3))).toBe('2026-03-02 15:04');
  expect(ageText(at.toISOString(), at.getTime() + 30 * 86_400_000)).toBe('2026-03-02');
});

test('ages take the least room', () => {
  const now = Date.parse('2026-03-02T12:00:00Z');
  expect(
    ['2026-03-02T11:59:40Z', '2026-03-02T11:55:00Z', '2026-03-02T09:00:00Z', '2026-02-27T12:00:00Z'].map((iso) =>
      ageText(iso, now),
    ),
  ).toEqual(['now', '5 m', '3 h', '3 d']);
});
