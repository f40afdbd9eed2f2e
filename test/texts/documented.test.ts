/** What docs/events.md and docs/ipc.md list is what there is: every event, note, call and stream by its name. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { contract } from '../../electron/ipc/contract.ts';
import { NOTES, SessionEventSchema } from '../../electron/protocol/values/session/event.ts';

const named = (path: string): Set<string> =>
  new Set([...readFileSync(path, 'utf8').matchAll(/`([a-zA-Z.-]+)`/g)].map(([, name]) => name ?? ''));

test.each<[string, string, readonly string[]]>([
  ['events', 'docs/events.md', SessionEventSchema.options.map((option) => option.entries.type.literal)],
  ['notes', 'docs/events.md', NOTES],
  ['calls', 'docs/ipc.md', Object.keys(contract.calls)],
  ['streams', 'docs/ipc.md', Object.keys(contract.streams)],
])('%s', (_, path, names) => {
  const known = named(path);
  expect(names.length).toBeGreaterThan(3);
  expect(names.filter((name) => !known.has(name))).toEqual([]);
});
