/** Deletions that can be taken back: the newest first, for a minute, with or without their messages. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { UNDO_MS, Undos } from '../../renderer/app/undo/undos.svelte.ts';
import { limits } from '../../electron/storage/limits.ts';
import { Toasts } from '../../renderer/ui/overlay/toasts.svelte.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp(): { toasts: Toasts; undos: Undos; done: string[]; offer: (name: string) => void } {
  const toasts = new Toasts();
  const undos = new Undos(toasts);
  const done: string[] = [];
  return { toasts, undos, done, offer: (name) => undos.offer(`${name} deleted`, () => done.push(name)) };
}

test('each is taken back once, the newest first, whether its message is still there or not', () => {
  const { toasts, undos, done, offer } = setUp();
  for (const name of ['a', 'b', 'c']) offer(name);
  toasts.act();
  expect(done).toEqual(['c']);
  // Long after the messages went by themselves.
  vi.advanceTimersByTime(UNDO_MS - 1);
  expect(toasts.items).toEqual([]);
  expect(undos.items.map(({ message }) => message)).toEqual(['a deleted', 'b deleted']);
  undos.undo();
  undos.undo();
  undos.undo();
  expect(done).toEqual(['c', 'b', 'a']);
  expect(undos.newest).toBeNull();
});

test('by whichever way, its message goes with it', () => {
  const { toasts, undos, offer } = setUp();
  offer('a');
  expect(toasts.undoable?.message).toBe('a deleted');
  undos.undo();
  expect(toasts.items).toEqual([]);
});

test('a message that is dismissed, or pushed out by others, takes nothing along', () => {
  const { toasts, undos, done, offer } = setUp();
  offer('a');
  for (let at = 0; at < 6; at += 1) toasts.show({ message: `${at}` });
  for (const { id } of toasts.items) toasts.dismiss(id);
  undos.undo();
  expect(done).toEqual(['a']);
});

test('after a minute it is offered no more, and main still had it', () => {
  const { undos, done, offer } = setUp();
  offer('a');
  vi.advanceTimersByTime(UNDO_MS);
  expect(undos.newest).toBeNull();
  undos.undo();
  expect(done).toEqual([]);
  expect(UNDO_MS).toBeGreaterThanOrEqual(60_000);
  expect(limits.undo.graceMs).toBeGreaterThan(UNDO_MS);
});
