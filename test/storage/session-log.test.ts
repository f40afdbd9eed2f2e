import { appendFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSessionLog } from '../../electron/storage/sessions/log.ts';
import { eventWeight } from '../../electron/core/recording/event-weight.ts';
import { limits } from '../../electron/storage/limits.ts';
import type { SessionEvent } from '../../electron/protocol/values/session/event.ts';
import type { SessionSummary } from '../../electron/protocol/values/server/server.ts';
import { temporaryDir } from '../server/fixture.ts';

function summary(id: string, over: Partial<SessionSummary> = {}): SessionSummary {
  return {
    id,
    listenerId: 'smtp',
    protocol: 'smtp',
    startedAt: '2026-01-02T03:04:05.000Z',
    endedAt: null,
    peer: '127.0.0.1:1',
    helo: null,
    tls: false,
    user: null,
    messages: 0,
    rejected: 0,
    endReason: null,
    ...over,
  };
}

function line(seq: number, text = 'NOOP'): SessionEvent {
  return {
    seq,
    tMs: seq,
    type: 'line',
    direction: 'received',
    phase: 'command',
    encrypted: false,
    text,
    raw: new Uint8Array([1, 2, 255]),
    anomalies: ['8bit'],
    hidden: null,
  };
}

const ended = { endedAt: '2026-01-02T03:04:06.000Z', endReason: 'quit' } as const;

test('running and ended sessions, newest first, with their events', async () => {
  const log = await openSessionLog({ dir: null });
  log.session(summary('a'));
  log.event('a', line(1));
  log.session(summary('b'));
  log.session(summary('a', ended));
  expect((await log.list(10)).map(({ id, endedAt }) => [id, endedAt !== null])).toEqual([
    ['b', false],
    ['a', true],
  ]);
  expect(await log.list(1)).toHaveLength(1);
  expect(await log.events('a')).toEqual([line(1)]);
  expect(await log.events('b')).toEqual([]);
  await expect(log.events('c')).rejects.toMatchObject({ code: 'session-not-found' });
  await log.close();
});

test('ended sessions come back after a restart, octets included', async () => {
  const dir = await temporaryDir();
  const log = await openSessionLog({ dir });
  for (const id of ['a', 'b']) {
    log.session(summary(id));
    log.event(id, line(1, `from ${id}`));
    log.session(summary(id, ended));
  }
  log.session(summary('running'));
  await log.close();
  const again = await openSessionLog({ dir });
  expect((await again.list(10)).map(({ id }) => id)).toEqual(['b', 'a']);
  expect(await again.events('a')).toEqual([line(1, 'from a')]);
  again.session(summary('c'));
  again.session(summary('c', ended));
  await again.close();
  expect((await (await openSessionLog({ dir })).list(10)).map(({ id }) => id)).toEqual(['c', 'b', 'a']);
});

test('a record that a killed process left half written hides nothing before or after it', async () => {
  const dir = await temporaryDir();
  const log = await openSessionLog({ dir });
  log.session(summary('a', ended));
  await log.close();
  const [name = ''] = await readdir(dir);
  await appendFile(join(dir, name), Buffer.from([0, 0, 0, 200, 0, 0, 1, 0, 123]));
  const again = await openSessionLog({ dir });
  again.session(summary('b', ended));
  await again.close();
  expect((await (await openSessionLog({ dir })).list(10)).map(({ id }) => id)).toEqual(['b', 'a']);
});

test('a session without end keeps its beginning and its latest events', async () => {
  const log = await openSessionLog({ dir: null });
  log.session(summary('a'));
  const count = limits.sessionLog.events * 3;
  for (let seq = 1; seq <= count; seq += 1) log.event('a', line(seq));
  const events = await log.events('a');
  expect(events.length).toBeLessThanOrEqual(limits.sessionLog.events);
  expect(events[0]?.seq).toBe(1);
  expect(events[limits.sessionLog.headEvents - 1]?.seq).toBe(limits.sessionLog.headEvents);
  expect(events.at(-1)?.seq).toBe(count);
});

test('memory and disk stay bounded over many sessions; the oldest go', { timeout: 60_000 }, async () => {
  const dir = await temporaryDir();
  const log = await openSessionLog({ dir });
  const text = 'x'.repeat(8_000);
  const count = limits.sessionLog.sessions + 500;
  for (let i = 0; i < count; i += 1) {
    const id = `s${i}`;
    log.session(summary(id));
    for (let seq = 1; seq <= 5; seq += 1) log.event(id, line(seq, text));
    log.session(summary(id, ended));
    if (i % 200 === 0) await log.close();
  }
  await log.close();
  const listed = await log.list(10_000);
  expect(listed).toHaveLength(limits.sessionLog.sessions);
  expect(listed[0]?.id).toBe(`s${count - 1}`);
  expect(await log.events(`s${count - 1000}`)).toHaveLength(5);
  const names = await readdir(dir);
  expect(names.length).toBeLessThanOrEqual(limits.sessionLog.files);
  let octets = 0;
  for (const name of names) octets += (await stat(join(dir, name))).size;
  expect(octets).toBeLessThan(limits.sessionLog.files * limits.sessionLog.fileOctets * 2);
});

test('a session is cut by octets too: its beginning and its latest stay, and what is left out is said in its place', async () => {
  const log = await openSessionLog({ dir: null });
  log.session(summary('a'));
  const text = 'x'.repeat(4_000);
  for (let seq = 1; seq <= 3_000; seq += 1) log.event('a', line(seq, text));
  const events = await log.events('a');
  expect(events.reduce((sum, event) => sum + eventWeight(event), 0)).toBeLessThan(
    limits.sessionLog.sessionOctets * 1.1,
  );
  expect(events[0]?.seq).toBe(1);
  expect(events.at(-1)?.seq).toBe(3_000);
  const at = events.findIndex(({ type }) => type === 'note');
  expect(events[at]).toMatchObject({ note: 'left-out', seq: at + 1 });
  const gap = (events[at + 1]?.seq ?? 0) - (events[at - 1]?.seq ?? 0) - 1;
  expect(events[at]).toMatchObject({ params: { events: gap } });
  for (const [i, event] of events.entries()) if (i > 0) expect(event.seq).toBeGreaterThan(events[i - 1]?.seq ?? 0);
});

test('a flood from one address costs the sessions of that address', async () => {
  const log = await openSessionLog({ dir: null });
  const quiet = { peer: '192.0.2.7:1000' };
  log.session(summary('quiet', quiet));
  for (let seq = 1; seq <= 100; seq += 1) log.event('quiet', line(seq));
  const text = 'x'.repeat(4_000);
  const flood = Array.from({ length: 1_261 }, (_, i) => `flood${i}`);
  flood.forEach((id, i) => log.session(summary(id, { peer: `198.51.100.9:${i + 1}` })));
  for (let seq = 1; seq <= 200; seq += 1) for (const id of flood) log.event(id, line(seq, text));
  let held = 0;
  for (const id of flood) for (const event of await log.events(id)) held += eventWeight(event);
  // The notes in place of what is gone are made when it is asked for.
  expect(held).toBeLessThan(limits.sessionLog.memoryOctets * 1.05);
  expect(held).toBeGreaterThan(limits.sessionLog.memoryOctets / 2);
  expect((await log.events('flood7')).at(-1)?.seq).toBe(200);
  expect((await log.events('quiet')).map(({ seq }) => seq)).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
});

test('names that clients give themselves are cut for the list', async () => {
  const log = await openSessionLog({ dir: null });
  log.session(summary('a', { helo: 'h'.repeat(4_000), user: 'u'.repeat(9_000) }));
  const [listed] = await log.list(1);
  expect(listed?.helo).toHaveLength(limits.sessionLog.nameLength);
  expect(listed?.user).toHaveLength(limits.sessionLog.nameLength);
});
