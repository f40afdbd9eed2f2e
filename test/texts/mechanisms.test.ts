/** What the window says of the test server's mechanisms is what the server has. */
import { expect, test } from 'vitest';
import { mechanisms } from '../../electron/core/sasl/mechanisms.ts';
import { mechanismText, servedMechanisms } from '../../electron/texts/mechanisms.ts';

test('the same mechanisms, in the same order, with the same needs', () => {
  const served = mechanisms.filter(({ server }) => server !== null);
  const facts = served.map(({ name, secret, provesServer, needsBinding }) => ({
    name,
    takes: secret,
    provesServer,
    insideTls: needsBinding,
  }));
  const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : 1);
  expect([...servedMechanisms].sort(byName)).toEqual(facts.sort(byName));
  for (const { name } of servedMechanisms) expect(mechanismText(name).meaning).not.toBe('Not known here.');
});
