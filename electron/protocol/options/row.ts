/**
 * A row of a table of options (way.ts, tls.ts, login.ts, envelope.ts): the schema of the option's value, optional, and beside it all
 * that is known of the option. A table is so the entries of a schema as it stands, and each value has its type by its row.
 */
import * as v from 'valibot';
import { bad, good, type Result } from '../parse/result.ts';
import type { Option } from './option.ts';

/** Where it stands in the window: in the target bar, in one of the groups of the drawer, or with the login. */
export type OptionPlace = 'bar' | 'way' | 'tls' | 'session' | 'login';

/** Its value as one line of text, read as it is typed. `write` gives '' for what is no value of the option. */
export interface TextForm {
  readonly parse: (typed: string) => Result<unknown>;
  readonly write: (value: unknown) => string;
}

/** Its field; `own`: a component or fields of its own (renderer/session/fields). */
type Form = 'flag' | 'choice' | 'pem' | 'own' | TextForm;

/**
 * Whether it decides who gets a kept secret. `same`: the secret goes nowhere where it differs. `same-or-none`: it takes protection
 * away, and may be given up again. `own`: core/profiles/secret-binding.ts compares it. `free`: whoever gets the secret is the same
 * whatever it says, and why.
 */
export type Secrets = 'same' | 'same-or-none' | 'own' | { readonly free: string };

/** Of a connection, or of a login. */
export interface SessionOption extends Option {
  readonly wrapped: v.GenericSchema;
  readonly place: OptionPlace;
  readonly form: Form;
  readonly secrets: Secrets;
  /** In settings from elsewhere: core/profiles/exchange/cautions.ts says what it does to a profile's safety. */
  readonly imported: 'harmless' | 'judged';
}

export const row = <S extends v.GenericSchema, O extends Option, const A extends object>(
  schema: S,
  option: O,
  about: A,
) => ({ ...v.optional(schema), ...option, ...about });

/** What is typed is kept as it is typed; the parser only says whether it can be used. */
export const asTyped = (parse: (typed: string) => { readonly ok: boolean }): TextForm => ({
  parse: (typed) => (parse(typed).ok ? good(typed) : bad('bad-value')),
  write: (value) => (typeof value === 'string' ? value : ''),
});

/** Of values that are no text. */
export const textForm = <T>(
  schema: v.GenericSchema<T>,
  parse: (typed: string) => Result<T>,
  write: (value: T) => string,
): TextForm => ({ parse, write: (value) => (v.is(schema, value) ? write(value) : '') });

/** Rows of `Table` that say `Value` under `Key`. */
export type RowsWith<Table, Key extends string, Value> = {
  [K in keyof Table]: Table[K] extends Readonly<Record<Key, Value>> ? K : never;
}[keyof Table];

export const isRowOf = <T extends object>(table: T, name: PropertyKey): name is keyof T => Object.hasOwn(table, name);

/** In their order. */
export const rowNames = <T extends object>(table: T): (keyof T & string)[] =>
  Object.keys(table).filter((name): name is keyof T & string => isRowOf(table, name));

/** A value for each of the names. */
export function recordOf<K extends string, V>(names: readonly K[], valueOf: (name: K) => V): Record<K, V> {
  const record = Object.fromEntries(names.map((name) => [name, valueOf(name)]));
  if (!hasEach(record, names)) throw new Error('a name is no name of a member');
  return record;
}

const hasEach = <K extends string, V>(record: Record<string, V>, names: readonly K[]): record is Record<K, V> =>
  names.every((name) => Object.hasOwn(record, name));
