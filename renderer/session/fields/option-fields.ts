/**
 * The fields of the options of a connection and a login, as the tables of options describe them: made from values, judged while they are
 * typed, and made into values. A flag is true or false, everything else text; '' is the usual. What has `own` fields is not here.
 */
import { connectionOptions } from '../../../electron/protocol/options/connection.ts';
import { loginOptions } from '../../../electron/protocol/options/login.ts';
import type { Option } from '../../../electron/protocol/options/option.ts';
import {
  type OptionPlace,
  recordOf,
  rowNames,
  type RowsWith,
  type TextForm,
} from '../../../electron/protocol/options/row.ts';
import type { AuthOptions, ConnectionOptions } from '../../../electron/protocol/values/target.ts';
import { connectionTexts } from '../../../electron/texts/options/connection.ts';
import { loginTexts } from '../../../electron/texts/options/login.ts';
import type { OptionText } from '../../../electron/texts/options/words.ts';
import { plural } from '../../../electron/texts/units.ts';

export const fieldOptions = { ...connectionOptions, ...loginOptions } as const;
const texts: Readonly<Record<keyof typeof fieldOptions, OptionText>> = { ...connectionTexts, ...loginTexts };

type Field = keyof typeof fieldOptions;
export type OptionField = Exclude<Field, RowsWith<typeof fieldOptions, 'form', 'own'>>;
type FlagField = RowsWith<typeof fieldOptions, 'form', 'flag'>;
type LineField = Exclude<OptionField, FlagField>;
export type OptionFields = Record<FlagField, boolean> & Record<LineField, string>;
/** The same, for those who go through them by name. */
export type AnyOptionFields = Record<OptionField, string | boolean>;
/** What they are made from. */
type Values = Partial<Omit<ConnectionOptions, 'target'> & Omit<AuthOptions, 'user'>>;

const isFlag = (field: Field): field is FlagField => fieldOptions[field].form === 'flag';
const isLine = (field: Field): field is LineField => fieldOptions[field].form !== 'own' && !isFlag(field);
const isOptionField = (field: Field): field is OptionField => isFlag(field) || isLine(field);
export const optionFields: readonly OptionField[] = rowNames(fieldOptions).filter(isOptionField);

export const fieldsAt = (place: OptionPlace): OptionField[] =>
  optionFields.filter((field) => fieldOptions[field].place === place);

/** Those of a connection that a profile's form shows. */
export const profileOptionFields: readonly OptionField[] = [...fieldsAt('bar'), ...fieldsAt('way'), ...fieldsAt('tls')];

export const textsOf = (field: Field): OptionText => texts[field];

/** The usual first, then the option's values that have a name. */
export function choicesOf(field: OptionField): { readonly value: string; readonly label: string }[] {
  const { choices: values = [] }: Option = fieldOptions[field];
  const names = textsOf(field).choices ?? {};
  return ['', ...values].flatMap((value) => {
    const label = names[value];
    return label === undefined ? [] : [{ value, label }];
  });
}

/** What a field's text is read and written by; null for a flag and a choice. */
function textForm(field: OptionField): TextForm | null {
  const { form } = fieldOptions[field];
  return typeof form === 'object' ? form : null;
}

const plain = (value: unknown): string => {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
};

const lineOf = (field: LineField, value: unknown): string =>
  value === undefined ? '' : (textForm(field)?.write(value) ?? plain(value));

export const optionFieldsOf = (values: Values): OptionFields => ({
  ...recordOf(optionFields.filter(isFlag), (field) => values[field] === true),
  ...recordOf(optionFields.filter(isLine), (field) => lineOf(field, values[field])),
});

/** Empty is nothing, and never wrong. */
export function wrongOption(field: OptionField, value: string | boolean): boolean {
  const typed = typeof value === 'string' ? value.trim() : '';
  return typed !== '' && textForm(field)?.parse(typed).ok === false;
}

/** Where a text that cannot be read may hold a password, it does not become part of a draft in a file. */
const MAY_HOLD_PASSWORD: OptionField = 'proxy';

function valueOf(field: OptionField, value: string | boolean, before: unknown): unknown {
  if (typeof value === 'boolean') return value ? true : undefined;
  const option = fieldOptions[field];
  // Octet for octet as it was in its file: nobody types it.
  if (option.form === 'pem') return value === '' ? undefined : value;
  const typed = value.trim();
  if (typed === '') return undefined;
  const read = textForm(field)?.parse(typed) ?? option.read([typed]);
  if (read.ok) return read.value;
  return option.wrapped.type === 'string' && field !== MAY_HOLD_PASSWORD ? typed : before;
}

/** Of the options that have a field. What is typed wrongly stays as it was typed, or as it was `before` where it is no text. */
export const optionValues = (fields: OptionFields, before: Values, shown: readonly OptionField[]): Values =>
  Object.fromEntries(shown.map((field) => [field, valueOf(field, fields[field], before[field])]));

/** Of the values of one choice: '' where its label says it all. */
export function optionSummary(field: OptionField, values: Values): string {
  const value = values[field];
  const { form } = fieldOptions[field];
  const words = textsOf(field).summary;
  if (value === undefined) return '';
  if (form === 'pem') return plural(plain(value).split('-----BEGIN CERTIFICATE-----').length - 1, 'certificate');
  if (form === 'flag') return words?.('') ?? '';
  const text = textForm(field)?.write(value) ?? plain(value);
  return words?.(text) ?? text;
}
