/**
 * smtplib and our library before the same random server: replies of several lines, refusals and ends at any step, drawn from a seed.
 * Only what both judge alike is drawn; where we differ on purpose, test/core/smtplib/differences.ts has it row by row.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Rule, RuleScript } from '../../harness/peers/rule-server.ts';
import type { Call } from '../../core/smtplib/scenarios.ts';
import { type SmtplibCalls, startSmtplibCalls } from '../clients/smtplib-calls.ts';
import { perform } from '../../core/smtplib/ours.ts';
import { describeWith } from '../availability.ts';
import { withScenario } from '../../core/smtplib/compare.ts';
import { randomNumbers, rounds, SEED } from '../../harness/seeds.ts';

const COUNT = rounds(60);

function draw(seed: number): { script: RuleScript; to: string[] } {
  const random = randomNumbers(seed);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const reply = (codes: readonly number[]): string => {
    const code = pick(codes);
    const words = Array.from({ length: pick([1, 1, 1, 2, 3]) }, () =>
      pick(['ok', '2.0.0 x', '', 'a-b', '\u00e9t\u00e9']),
    );
    return words.map((word, at) => `${code}${at < words.length - 1 ? '-' : ' '}${word}\r\n`).join('');
  };
  const rules: Rule[] = [];
  const rule = (match: string, codes: readonly number[], more: Partial<Rule> = {}): void => {
    if (random() < 0.5) rules.push({ match, reply: reply(codes), ...(random() < 0.08 ? { then: 'close' } : more) });
  };
  rule('^EHLO', [500, 502, 550]);
  rule('^HELO', [250, 550]);
  rule('^MAIL', [250, 250, 450, 550]);
  for (let nth = 1; nth <= 3; nth += 1) rule('^RCPT', [250, 250, 450, 550], { nth });
  rule('^<DOT>$', [250, 250]);
  const greeting = random() < 0.85 ? {} : { greeting: reply([220, 220, 450, 554]) };
  const to = Array.from({ length: pick([1, 2, 3]) }, (_, at) => `r${at}@x.test`);
  return { script: { ...greeting, rules }, to };
}

await describeWith(['python'], 'smtplib and the library before a random server', () => {
  let smtplib: SmtplibCalls;
  beforeAll(() => {
    smtplib = startSmtplibCalls();
  });
  afterAll(() => smtplib.stop());

  test(`${COUNT} servers from seed ${SEED}`, async () => {
    for (let seed = SEED; seed < SEED + COUNT; seed += 1) {
      const { script, to } = draw(seed);
      const content = { bytes: 'Subject: t\r\n\r\n.hello\r\n' };
      const calls: Call[] = [{ op: 'sendmail', from: 'a@b.test', to, content }, { op: 'noop' }, { op: 'quit' }];
      const scenario = {
        id: `${seed}`,
        title: '',
        call: '',
        lmtp: false,
        server: script,
        smtplib: { sent: [] },
      } as const;
      const theirs = await withScenario(scenario, (where) => smtplib.perform(where, calls, 20));
      const ours = await withScenario(scenario, (where) => perform(where, calls, {}));
      expect(ours, `seed ${seed}: ${JSON.stringify(script)}`).toEqual(theirs);
    }
  }, 60_000);
});
