/** A run of which main has dropped the oldest events: the window takes what there is, and does not ask for them for ever. */
import { expect, test } from 'vitest';
import { createClient } from '../../../electron/ipc/client.ts';
import type { Transport } from '../../../electron/ipc/transport.ts';
import { LiveRun } from '../../../renderer/session/run.svelte.ts';
import { fakeTransport } from '../fake/transport.ts';

/** As many events of the beginning are gone. */
const DROPPED = 4;

test('a snapshot that begins later is taken as it is, once', async () => {
  const fake = fakeTransport({ messages: 0, pace: 0 });
  let snapshots = 0;
  const without = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if ('events' in value && Array.isArray(value.events))
      return { ...value, events: value.events.filter(({ seq }: { seq: number }) => seq > DROPPED) };
    return 'value' in value ? { ...value, value: without(value.value) } : value;
  };
  const invoke: Transport['invoke'] = async (channel, payload) => {
    const answer = await fake.invoke(channel, payload);
    if (channel !== 'runs.snapshot') return answer;
    snapshots += 1;
    return without(answer);
  };
  const subscribe: Transport['subscribe'] = (channel, params, onEvent, onEnd) =>
    fake.subscribe(channel, params, (event) => onEvent(without(event)), onEnd);
  const client = createClient({ ...fake, invoke, subscribe });
  const run = LiveRun.start(client, {
    command: 'check',
    connection: { target: '127.0.0.1:2525' },
    auth: null,
    secret: null,
    envelope: null,
  });
  await run.ended;
  expect(run.status).toBe('done');
  expect(run.log.lastSeq).toBeGreaterThan(DROPPED);
  expect(snapshots).toBeLessThan(5);
});
