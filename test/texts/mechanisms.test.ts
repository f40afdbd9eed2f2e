/** What is said of mechanisms everywhere is what the engine does. */
import { expect, test } from 'vitest';
import { mechanisms } from '../../electron/core/sasl/registry.ts';
import { gradeOf, MECHANISMS } from '../../electron/protocol/facts/mechanisms.ts';
import { mechanismText } from '../../electron/texts/session/mechanisms.ts';

test('the same mechanisms, in the same order, with the same needs', () => {
  const done = mechanisms.map(({ name, secret, clearText, provesServer, needsBinding, server }) => ({
    name,
    takes: secret,
    readable: clearText,
    provesServer,
    insideTls: needsBinding,
    served: server !== null,
  }));
  const said = MECHANISMS.map(({ name, takes, readable, provesServer, insideTls, served }) => ({
    name,
    takes,
    readable,
    provesServer,
    insideTls,
    served,
  }));
  expect(said).toEqual(done);
});

test.each(MECHANISMS.map(({ name }) => name))('%s has a meaning and a grade', (name) => {
  expect(mechanismText(name).meaning).not.toBe('Not known here.');
  expect(gradeOf(name.toLowerCase()).grade).not.toBe('unknown');
});

test('a name that nobody knows has neither', () => {
  expect(mechanismText('constructor')).toEqual({
    name: 'CONSTRUCTOR',
    meaning: 'Not known here.',
    grade: 'unknown',
    reference: null,
  });
});
