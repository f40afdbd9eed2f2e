/** One scenario done by our library, and held against what smtplib did. */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { expect } from 'vitest';
import type { Difference } from './differences.ts';
import type { Performed } from './ours.ts';
import { type Scenario } from './scenarios.ts';
import { onTheWire } from './recorded.ts';
import { startRuleServer } from '../../harness/peers/rule-server.ts';

export interface Done extends Performed {
  readonly sent: readonly string[];
}

/** Has a server for itself, at the path or port that `work` is given. */
export async function withScenario(
  scenario: Scenario,
  work: (where: { readonly lmtp: boolean; readonly host: string; readonly port: number }) => Promise<Performed>,
): Promise<Done> {
  const folder = scenario.lmtp === 'unix' ? mkdtempSync(join(tmpdir(), 'posthorn-smtplib-')) : null;
  const path = folder === null ? null : join(folder, 'socket');
  const server = await startRuleServer(scenario.server, path === null ? {} : { path });
  try {
    const performed = await work({ lmtp: scenario.lmtp !== false, host: path ?? '127.0.0.1', port: server.port });
    // The client has closed; what it said last may still be on its way.
    await server.ended;
    return { ...performed, sent: onTheWire(server.heard) };
  } finally {
    await server.close();
    if (folder !== null) rmSync(folder, { recursive: true });
  }
}

/** The same, but for the difference; and the difference is one. */
export function expectSame(ours: Done, theirs: Done, difference: Difference | undefined): void {
  // Where a difference or a recording covers the last call alone, that is what is compared.
  const wanted = difference?.results ?? theirs.results;
  const last = wanted.length === 1 && ours.results.length > 1;
  const state = theirs.state === null || ours.state === null ? null : { ...theirs.state, ...difference?.state };
  const expected = { results: wanted, sent: difference?.sent ?? theirs.sent, state };
  const actual = {
    results: last ? ours.results.slice(-1) : ours.results,
    sent: shortened(ours.sent, expected.sent),
    state: state === null ? null : ours.state,
  };
  expect(actual).toEqual(expected);
  if (difference === undefined) return;
  const undiffering = { ...theirs, state: state === null ? null : theirs.state };
  expect(expected, 'no difference any more: take it off the list').not.toEqual(undiffering);
}

/** The recordings hold the beginning of a large message only. */
function shortened(sent: readonly string[], expected: readonly string[]): readonly string[] {
  return sent.map((line, at) => {
    const wanted = expected[at] ?? '';
    return /^<DATA><\d+ bytes> /.test(wanted) ? wanted : line;
  });
}
