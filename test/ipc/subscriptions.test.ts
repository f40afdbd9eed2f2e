/** Streams live as long as whoever asked for them, and no longer. */
import { expect, test, vi } from 'vitest';
import { AppError } from '../../electron/protocol/values/app-error.ts';
import type { StreamEvent } from '../../electron/ipc/contract.ts';
import type { StreamSink } from '../../electron/ipc/host.ts';
import { fakeHost } from './fake-host.ts';
import { localClient } from './local-transport.ts';

type Sink = StreamSink<StreamEvent<'server.changed'>>;
const counts = (total: number): StreamEvent<'server.changed'> => ({ type: 'mailbox', total, unread: 0 });

function setUp() {
  const sinks: Sink[] = [];
  const stop = vi.fn();
  const { host } = fakeHost(
    {},
    {
      'server.changed': (_params, sink) => {
        sinks.push(sink);
        return stop;
      },
    },
  );
  return { host, sinks, stop };
}

test('events arrive in order until the subscriber leaves', async () => {
  const { host, sinks, stop } = setUp();
  const totals: number[] = [];
  const leave = localClient(host).subscribe('server.changed', {}, (event) => {
    if (event.type === 'mailbox') totals.push(event.total);
  });
  sinks[0]!.event(counts(1));
  sinks[0]!.event(counts(2));
  await vi.waitFor(() => expect(totals).toEqual([1, 2]));
  leave();
  leave();
  sinks[0]!.event(counts(3));
  await Promise.resolve();
  expect(totals).toEqual([1, 2]);
  expect(stop).toHaveBeenCalledTimes(1);
  expect(host.subscriptions).toBe(0);
});

test('all subscriptions of an owner end with it, those of others go on', async () => {
  const { host, sinks, stop } = setUp();
  const [first, second] = [{}, {}];
  const seen: string[] = [];
  const ends: unknown[] = [];
  for (const [name, owner] of [
    ['first', first],
    ['first again', first],
    ['second', second],
  ] as const) {
    localClient(host, { owner }).subscribe(
      'server.changed',
      {},
      () => seen.push(name),
      (error) => ends.push(error),
    );
  }
  expect(host.subscriptions).toBe(3);
  host.release(first);
  expect(host.subscriptions).toBe(1);
  expect(stop).toHaveBeenCalledTimes(2);
  for (const sink of sinks) sink.event(counts(1));
  await vi.waitFor(() => expect(seen).toEqual(['second']));
  expect(ends).toEqual([]);
  host.release(first);
  expect(stop).toHaveBeenCalledTimes(2);
});

test('the host ends a stream once, with or without an error', async () => {
  const { host, sinks, stop } = setUp();
  const ends: (AppError | null)[] = [];
  const client = localClient(host);
  client.subscribe(
    'server.changed',
    {},
    () => undefined,
    (error) => ends.push(error),
  );
  client.subscribe(
    'server.changed',
    {},
    () => undefined,
    (error) => ends.push(error),
  );
  sinks[0]!.end(null);
  sinks[0]!.end(null);
  sinks[1]!.end(new AppError('file-damaged'));
  await vi.waitFor(() => expect(ends).toHaveLength(2));
  expect(ends[0]).toBeNull();
  expect(ends[1]).toMatchObject({ code: 'file-damaged' });
  expect(stop).toHaveBeenCalledTimes(2);
  expect(host.subscriptions).toBe(0);
});

test('a stream that ends while it begins is stopped all the same', async () => {
  const stop = vi.fn();
  const { host } = fakeHost(
    {},
    {
      'server.changed': (_params, sink) => {
        sink.event(counts(7));
        sink.end(null);
        return stop;
      },
    },
  );
  const story: unknown[] = [];
  localClient(host).subscribe(
    'server.changed',
    {},
    (event) => story.push(event),
    (error) => story.push(error),
  );
  await vi.waitFor(() => expect(story).toEqual([counts(7), null]));
  expect(stop).toHaveBeenCalledTimes(1);
  expect(host.subscriptions).toBe(0);
});

test('an event that is not what the contract says ends the subscription, by its place', async () => {
  const { host, sinks, stop } = setUp();
  const story: unknown[] = [];
  localClient(host).subscribe(
    'server.changed',
    {},
    (event) => story.push(event),
    (error) => story.push(error),
  );
  sinks[0]!.event({ type: 'mailbox', total: -1, unread: 0 });
  await vi.waitFor(() => expect(story).toHaveLength(1));
  expect(story[0]).toMatchObject({ code: 'internal', params: { channel: 'server.changed', at: 'total' } });
  expect(stop).toHaveBeenCalledTimes(1);
});
