/**
 * Every scenario recorded with the real smtplib, done by our library against the same server: the same octets, results and state,
 * but for the differences that are listed with their reasons.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Performed, perform } from './ours.ts';
import { type Scenario, callsOf, scenarios, silent } from './scenarios.ts';
import { onTheWire, recordedOf } from './recorded.ts';
import { differences } from './differences.ts';
import { makeCertificates } from '../../harness/certificates.ts';
import { startRuleServer } from '../../harness/rule-server.ts';

/** Of the rows that wait for one. */
const SHORT = 250;

beforeAll(makeCertificates);

async function performed(scenario: Scenario): Promise<Performed & { readonly sent: readonly string[] }> {
  const folder = scenario.lmtp === 'unix' ? mkdtempSync(join(tmpdir(), 'posthorn-smtplib-')) : null;
  const path = folder === null ? null : join(folder, 'socket');
  const server = await startRuleServer(scenario.server, path === null ? {} : { path });
  const timeouts = { greeting: SHORT, reply: SHORT, finalDot: SHORT, tls: SHORT };
  try {
    const where = { lmtp: scenario.lmtp !== false, host: path ?? '127.0.0.1', port: server.port };
    const ours = await perform(where, callsOf(scenario), silent.has(scenario.id) ? { timeouts } : {});
    return { ...ours, sent: onTheWire(server.heard) };
  } finally {
    await server.close();
    if (folder !== null) rmSync(folder, { recursive: true });
  }
}

/** Where smtplib raised, its recording tells of the last call alone; where nothing was called, of the connection. */
function comparable(ours: Performed, { smtplib }: Scenario): unknown {
  if (smtplib.raised !== undefined) return ours.results.slice(-1);
  return ours.results.length === 0 ? [{ returned: null }] : ours.results;
}

describe('smtplib row by row', () => {
  it('has no difference without a row', () => {
    const ids = new Set(scenarios.map(({ id }) => id));
    expect(Object.keys(differences).filter((id) => !ids.has(id))).toEqual([]);
    expect(scenarios.length).toBe(202);
  });

  for (const scenario of scenarios) {
    const { id, title } = scenario;
    // Two whose recording is not a comparison: see below.
    if (id === 'A15' || id === 'B16') continue;
    const difference = differences[id];
    it.concurrent(`${id} ${title}${difference === undefined ? '' : ' (differs)'}`, async () => {
      const calls = callsOf(scenario);
      const theirs = recordedOf(scenario.smtplib, calls.length);
      const theirSent = onTheWire(scenario.smtplib.sent);
      const ours = await performed(scenario);
      const expected = {
        results: difference?.results ?? theirs.results,
        sent: difference?.sent ?? theirSent,
        ...(theirs.state === null || ours.state === null
          ? {}
          : { state: { ...(theirs.state as object), ...difference?.state } }),
      };
      const actual = { results: comparable(ours, scenario), sent: shortened(ours.sent, expected.sent) };
      expect('state' in expected ? { ...actual, state: ours.state } : actual).toEqual(expected);
      if (difference === undefined) return;
      const same = {
        results: theirs.results,
        sent: theirSent,
        ...('state' in expected ? { state: theirs.state } : {}),
      };
      expect(expected, 'no difference any more: take it off the list').not.toEqual(same);
    });
  }

  it('A15 a reset behind the greeting: the system may drop what came before it', async () => {
    const scenario = scenarios.find(({ id }) => id === 'A15');
    if (scenario === undefined) throw new Error('A15 is gone');
    const { results } = await performed(scenario);
    const [first] = results;
    const refused = first !== undefined && 'raised' in first ? first.raised.class : null;
    expect([null, 'SmtpSocketError', 'SmtpServerDisconnected']).toContain(refused);
  });

  it('B16 an EHLO reply of 2000 lines', async () => {
    const scenario = scenarios.find(({ id }) => id === 'B16');
    if (scenario === undefined) throw new Error('B16 is gone');
    const { state } = await performed(scenario);
    expect(Object.keys((state as { features: object }).features)).toHaveLength(2001);
  });
});

/** The recordings hold the beginning of a large message only. */
function shortened(sent: readonly string[], expected: readonly string[]): readonly string[] {
  return sent.map((line, at) => {
    const wanted = expected[at] ?? '';
    return /^<DATA><\d+ bytes> /.test(wanted) ? wanted : line;
  });
}
