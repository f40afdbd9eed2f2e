/**
 * The scenarios of test/core/smtplib once more, with the smtplib of this machine instead of recordings: it and our library do the same
 * calls against the same server, and octets, results and state are compared.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SmtplibCalls, startSmtplibCalls } from '../clients/smtplib-calls.ts';
import { awaitedLimit, callsOf, scenarios } from '../../core/smtplib/scenarios.ts';
import { expectSame, withScenario } from '../../core/smtplib/compare.ts';
import { describeWith } from '../availability.ts';
import { differences } from '../../core/smtplib/differences.ts';
import { makeCertificates } from '../../harness/certificates.ts';
import { perform } from '../../core/smtplib/ours.ts';

/** In milliseconds, of the scenarios that wait for one (smtplib has one limit for everything); and of all others. */
const SHORT = 1_000;
const LONG = 20_000;

/**
 * A15: a reset may take the greeting with it or not, each time anew. E07: in later versions of Python the address parser finds an
 * address where earlier ones found a line end; the recording is of the latter.
 */
const varying: ReadonlySet<string> = new Set(['A15', 'E07']);

await describeWith(['python'], 'smtplib and the library', () => {
  let smtplib: SmtplibCalls;
  beforeAll(async () => {
    await makeCertificates();
    smtplib = startSmtplibCalls();
  });
  afterAll(() => smtplib.stop());

  test('the scenarios are all there', () => expect(scenarios.length).toBe(202));

  for (const scenario of scenarios) {
    const { id, title } = scenario;
    if (varying.has(id)) continue;
    test(`${id} ${title}`, async () => {
      const awaited = awaitedLimit[id];
      const limit = awaited === undefined ? LONG : SHORT;
      const calls = callsOf(scenario);
      const theirs = await withScenario(scenario, (where) => smtplib.perform(where, calls, limit / 1000));
      const options = awaited === undefined ? {} : { timeouts: { [awaited]: SHORT } };
      const ours = await withScenario(scenario, (where) => perform(where, calls, options));
      expectSame(ours, theirs, differences[id]);
    });
  }
});
