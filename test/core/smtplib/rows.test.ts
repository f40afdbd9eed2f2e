/**
 * Every scenario recorded with the real smtplib, done by our library against the same server: the same octets, results and state,
 * but for the differences that are listed with their reasons.
 */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Done, expectSame, withScenario } from './compare.ts';
import { type Scenario, awaitedLimit, callsOf, scenarios } from './scenarios.ts';
import { onTheWire, recordedOf } from './recorded.ts';
import { differences } from './differences.ts';
import { makeCertificates } from '../../harness/certificates.ts';
import { perform } from './ours.ts';

/** Of the rows that wait for one, in milliseconds. */
const SHORT = 250;

beforeAll(makeCertificates);

function performed(scenario: Scenario): Promise<Done> {
  const awaited = awaitedLimit[scenario.id];
  const options = awaited === undefined ? {} : { timeouts: { [awaited]: SHORT } };
  return withScenario(scenario, (where) => perform(where, callsOf(scenario), options));
}

describe('smtplib row by row', () => {
  it('has no difference without a row', () => {
    const ids = new Set(scenarios.map(({ id }) => id));
    expect(Object.keys(differences).filter((id) => !ids.has(id))).toEqual([]);
    expect(scenarios.length).toBe(202);
  });

  it('has every difference in the table of docs/library.md, and nothing else there', () => {
    const table = readFileSync('docs/library.md', 'utf8').split('| scenarios | smtplib |')[1] ?? '';
    const reported = [...table.matchAll(/^\| ((?:[A-J]\d\d(?:-\d+)?(?:, )?)+) \|/gm)].flatMap(([, ids = '']) =>
      ids.split(', '),
    );
    expect(reported.sort()).toEqual(Object.keys(differences).sort());
  });

  for (const scenario of scenarios) {
    const { id, title, smtplib } = scenario;
    // Two whose recording is not a comparison: see below.
    if (id === 'A15' || id === 'B16') continue;
    const difference = differences[id];
    it.concurrent(`${id} ${title}${difference === undefined ? '' : ' (differs)'}`, async () => {
      const theirs = recordedOf(smtplib, callsOf(scenario).length);
      const ours = await performed(scenario);
      expectSame(ours, { ...theirs, sent: onTheWire(smtplib.sent) }, difference);
    });
  }

  it('A15 a reset after the greeting: the system may drop what came before it', async () => {
    const { results } = await performed(named('A15'));
    const [first] = results;
    const refused = first !== undefined && 'raised' in first ? first.raised.class : null;
    expect([null, 'SmtpSocketError', 'SmtpServerDisconnected']).toContain(refused);
  });

  it('B16 an EHLO reply of 2000 lines', async () => {
    const { state } = await performed(named('B16'));
    expect(Object.keys((state as { features: object }).features)).toHaveLength(2001);
  });
});

function named(id: string): Scenario {
  const scenario = scenarios.find((each) => each.id === id);
  if (scenario === undefined) throw new Error(`${id} is gone`);
  return scenario;
}
