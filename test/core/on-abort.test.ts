/** Who waits for a stop: each is called once, in order, whatever the others do, and a signal has one listener however many wait. */
import { getEventListeners } from 'node:events';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { filesBelow, inRoot } from '../../build/lib/paths.mjs';
import { onAbort } from '../../electron/core/recording/on-abort.ts';

test('all are called once, in the order in which they began to wait; who was taken off is not', () => {
  const controller = new AbortController();
  const called: string[] = [];
  const lifts = ['a', 'b', 'c', 'd'].map((name) => onAbort(controller.signal, () => called.push(name)));
  lifts[1]?.();
  controller.abort();
  controller.abort();
  expect(called).toEqual(['a', 'c', 'd']);
});

test('who is taken off by another one, meanwhile, is not called; who joins meanwhile is not either', () => {
  const controller = new AbortController();
  const called: string[] = [];
  onAbort(controller.signal, () => {
    called.push('first');
    lift();
    onAbort(controller.signal, () => called.push('too late'));
  });
  const lift = onAbort(controller.signal, () => called.push('taken off'));
  controller.abort();
  expect(called).toEqual(['first']);
});

test('a signal that is aborted already calls nobody', () => {
  onAbort(AbortSignal.abort(), () => expect.unreachable())();
});

test('the same function waits twice when it was given twice', () => {
  const controller = new AbortController();
  let calls = 0;
  const count = (): void => void (calls += 1);
  const lift = onAbort(controller.signal, count);
  onAbort(controller.signal, count);
  onAbort(controller.signal, count);
  lift();
  controller.abort();
  expect(calls).toBe(2);
});

test('a hundred that wait are one listener', () => {
  const { signal } = new AbortController();
  for (let i = 0; i < 100; i += 1) onAbort(signal, () => undefined);
  expect(getEventListeners(signal, 'abort')).toHaveLength(1);
});

test('nothing of the core and the command line listens to a signal by itself', () => {
  const own = 'electron/core/recording/on-abort.ts';
  const sources = [...filesBelow('electron/core'), ...filesBelow('electron/cli')].filter((path) => path !== own);
  expect(sources.length).toBeGreaterThan(200);
  const listening = sources.filter((path) =>
    /addEventListener\(|addAbortListener/.test(readFileSync(inRoot(path), 'utf8')),
  );
  expect(listening).toEqual([]);
});
