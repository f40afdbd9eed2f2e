/** The tables of options: schema, command line, fields and what goes out on the wire are made from the same rows. */
import { describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { commands } from '../../../electron/cli/definitions/all.ts';
import { optionsOf } from '../../../electron/cli/parse/find.ts';
import { optionOf } from '../../../electron/cli/parse/argument-names.ts';
import { planEnvelope } from '../../../electron/core/smtp/plan/arguments.ts';
import { connectionOptions } from '../../../electron/protocol/options/connection.ts';
import {
  dsnOptions,
  envelopeOptions,
  extensionOptions,
  keywordsFor,
} from '../../../electron/protocol/options/envelope.ts';
import { loginOptions } from '../../../electron/protocol/options/login.ts';
import type { Option } from '../../../electron/protocol/options/option.ts';
import { recordOf } from '../../../electron/protocol/options/row.ts';
import {
  AuthOptionsSchema,
  ConnectionOptionsSchema,
  DsnOptionsSchema,
  EnvelopeSchema,
} from '../../../electron/protocol/values/target.ts';
import { connectionTexts } from '../../../electron/texts/options/connection.ts';
import { dsnTexts, envelopeTexts } from '../../../electron/texts/options/envelope.ts';
import { loginTexts } from '../../../electron/texts/options/login.ts';
import type { FieldWords } from '../../../electron/texts/options/words.ts';

const tables: readonly (readonly [string, Readonly<Record<string, Option>>, Readonly<Record<string, FieldWords>>])[] = [
  ['connection', connectionOptions, connectionTexts],
  ['login', loginOptions, loginTexts],
  ['envelope', envelopeOptions, envelopeTexts],
  ['reports', dsnOptions, dsnTexts],
];
/** `serve` has options of its own under the same names. */
const asking = commands.filter(({ name }) => name !== 'serve');
const taken = new Map(asking.flatMap((command) => optionsOf(command).map((option) => [option.name, option])));

test('what a schema has beside its tables is what no option stands for', () => {
  const beyond = (schema: { readonly entries: object }, table: object): string[] =>
    Object.keys(schema.entries).filter((name) => !Object.hasOwn(table, name));
  expect(beyond(ConnectionOptionsSchema, connectionOptions)).toEqual(['target']);
  expect(beyond(AuthOptionsSchema, loginOptions)).toEqual(['user']);
  expect(beyond(EnvelopeSchema, envelopeOptions)).toEqual(['from', 'to', 'dsn', 'perRecipient']);
  expect(beyond(DsnOptionsSchema, dsnOptions)).toEqual([]);
});

describe.each(tables)('%s', (_, options, words) => {
  test.each(Object.entries(options))('%s is taken by a command, with the help of its texts', (key, option) => {
    expect(taken.get(option.name)?.help).toBe(words[key]?.help);
  });
  test('what can be chosen can be read, and has a name', () => {
    for (const [key, { choices = [], read }] of Object.entries(options)) {
      for (const value of choices) expect(read([value]).ok, `${key} ${value}`).toBe(true);
      const names = words[key]?.choices;
      if (names !== undefined && choices.length > 0)
        expect(
          choices.some((value) => Object.hasOwn(names, value)),
          key,
        ).toBe(true);
    }
  });
});

test('an argument of the engine is named as its option is typed', () => {
  for (const [prefix, table] of [
    ['', { ...connectionOptions, ...loginOptions, ...envelopeOptions }],
    ['dsn.', dsnOptions],
  ] as const)
    for (const [key, { name }] of Object.entries<Option>(table)) expect(optionOf(`${prefix}${key}`)).toBe(`--${name}`);
});

test('what was given on the command line is what the schema takes', () => {
  const typed: Readonly<Record<string, string>> = {
    notify: 'success,delay',
    deliverBy: '60;R',
    mtPriority: '-3',
    statedSize: '1000',
    holdFor: '60',
    chunking: '4096',
    maxRecipients: '50',
  };
  for (const [key, row] of Object.entries({ ...envelopeOptions, ...dsnOptions })) {
    const { choices = [] }: Option = row;
    const read = row.read([typed[key] ?? choices[0] ?? 'x']);
    expect(read.ok && v.is(row, read.value), key).toBe(true);
  }
});

describe('keywords', () => {
  test('depend on the value where it decides', () => {
    expect(keywordsFor(envelopeOptions.requiretls, true)).toEqual(['REQUIRETLS']);
    expect(keywordsFor(envelopeOptions.body, '7bit')).toEqual([]);
    expect(keywordsFor(envelopeOptions.body, 'binarymime')).toEqual(['BINARYMIME', 'CHUNKING']);
    expect(keywordsFor(envelopeOptions.chunking, 'auto')).toEqual([]);
    expect(keywordsFor(envelopeOptions.chunking, 4096)).toEqual(['CHUNKING']);
  });

  test('and parameters on the wire are those of the rows', () => {
    const plan = planEnvelope(
      {
        from: 'a@example.org',
        to: ['b@example.org'],
        dsn: { notify: ['failure'], ret: 'hdrs', envid: 'x', orcpt: 'rfc822' },
        requiretls: true,
        deliverBy: '60',
        mtPriority: 3,
        holdFor: 60,
        rrvs: '2030-01-31T08:00:00Z',
        verp: '+=',
      },
      'smtp',
    );
    const asked = plan.ok ? [...plan.value.asked, ...plan.value.to.flatMap((one) => one.asked)] : [];
    // All that a row names, or it would be asked for in vain; one hold excludes the other.
    const named = Object.values({ ...extensionOptions, ...dsnOptions }).flatMap(({ parameter }) => parameter ?? []);
    expect(asked.map(({ text }) => text.split('=')[0]).sort()).toEqual(
      named.filter((parameter) => parameter !== 'HOLDUNTIL').sort(),
    );
    const rows = Object.values({ ...envelopeOptions, ...dsnOptions });
    for (const { text, keyword } of asked) {
      const [parameter] = text.split('=');
      const row = rows.find((each) => each.parameter === parameter);
      expect(row?.keywords, text).toEqual([keyword]);
    }
  });
});

test('a record has a value for each name', () => {
  expect(recordOf(['a', 'b'], (name) => name.length)).toEqual({ a: 1, b: 1 });
});
