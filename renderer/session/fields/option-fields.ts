/**
 * The fields of connection options as the table of options describes them: made from a connection, judged while they are typed, and made
 * into one. A flag is true or false, everything else text; '' is the usual. Limits and the PROXY header have fields of their own.
 */
import {
  connectionFields,
  connectionOptions,
  type ConnectionField,
  type FieldsWith,
} from '../../../electron/protocol/options/connection.ts';
import type { Option } from '../../../electron/protocol/options/option.ts';
import type { ConnectionOptions } from '../../../electron/protocol/values/target.ts';
import { connectionTexts, type OptionText } from '../../../electron/texts/options/connection.ts';
import { plural } from '../../../electron/texts/units.ts';

export type OptionField = Exclude<ConnectionField, FieldsWith<'form', 'own'>>;
type FlagField = FieldsWith<'form', 'flag'>;
export type OptionFields = { [K in OptionField]: K extends FlagField ? boolean : string };
/** The same, for those who go through them by name. */
export type AnyOptionFields = Record<OptionField, string | boolean>;
type Connection = Omit<ConnectionOptions, 'target'>;

const isOptionField = (field: ConnectionField): field is OptionField => connectionOptions[field].form !== 'own';
export const optionFields: readonly OptionField[] = connectionFields.filter(isOptionField);

/** Where it stands: `bar`, or a group of the drawer. */
export const fieldsAt = (place: 'bar' | 'way' | 'tls' | 'session'): OptionField[] =>
  optionFields.filter((field) => connectionOptions[field].place === place);

/** Those that a profile's form shows. */
export const profileOptionFields: readonly OptionField[] = [...fieldsAt('bar'), ...fieldsAt('way'), ...fieldsAt('tls')];

export const textsOf = (field: ConnectionField): OptionText => connectionTexts[field];

/** The usual first, then the option's values that have a name. */
export function choicesOf(field: OptionField): { readonly value: string; readonly label: string }[] {
  const { choices: values = [] }: Option = connectionOptions[field];
  const names = textsOf(field).choices ?? {};
  return ['', ...values].flatMap((value) => {
    const label = names[value];
    return label === undefined ? [] : [{ value, label }];
  });
}

/** What a field's text is read and written by; null for a flag and a choice. */
interface TextForm {
  readonly parse: (typed: string) => { readonly ok: true; readonly value: unknown } | { readonly ok: false };
  readonly write: (value: unknown) => string;
}
function textForm(field: OptionField): TextForm | null {
  const { form } = connectionOptions[field];
  // Each writes the values that it has read.
  return typeof form === 'object' ? (form as TextForm) : null;
}

const plain = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';

function fieldOf(field: OptionField, value: unknown): string | boolean {
  const { form } = connectionOptions[field];
  if (form === 'flag') return value === true;
  if (value === undefined) return '';
  return textForm(field)?.write(value) ?? plain(value);
}

export const optionFieldsOf = (connection: Partial<Connection>): OptionFields =>
  Object.fromEntries(optionFields.map((field) => [field, fieldOf(field, connection[field])])) as OptionFields;

/** Empty is nothing, and never wrong. */
export function wrongOption(field: OptionField, value: string | boolean): boolean {
  const typed = typeof value === 'string' ? value.trim() : '';
  return typed !== '' && textForm(field)?.parse(typed).ok === false;
}

/** Where a text that cannot be read may hold a password, it does not become part of a draft in a file. */
const MAY_HOLD_PASSWORD: OptionField = 'proxy';

function valueOf(field: OptionField, value: string | boolean, before: unknown): unknown {
  if (typeof value === 'boolean') return value ? true : undefined;
  const option = connectionOptions[field];
  // Octet for octet as it was in its file: nobody types it.
  if (option.form === 'pem') return value === '' ? undefined : value;
  const typed = value.trim();
  if (typed === '') return undefined;
  const read = textForm(field)?.parse(typed) ?? option.read([typed]);
  if (read.ok) return read.value;
  return option.schema.type === 'string' && field !== MAY_HOLD_PASSWORD ? typed : before;
}

/** Of the options that have a field. What is typed wrongly stays as it was typed, or as it was `before` where it is no text. */
export const optionValues = (
  fields: OptionFields,
  before: Partial<Connection>,
  shown: readonly OptionField[],
): Partial<Connection> =>
  Object.fromEntries(shown.map((field) => [field, valueOf(field, fields[field], before[field])]));

/** Of the values of one choice: '' where its label says it all. */
export function optionSummary(field: OptionField, connection: Partial<Connection>): string {
  const value = connection[field];
  const { form } = connectionOptions[field];
  const words = textsOf(field).summary;
  if (value === undefined) return '';
  if (form === 'pem') return plural(plain(value).split('-----BEGIN CERTIFICATE-----').length - 1, 'certificate');
  if (form === 'flag') return words?.('') ?? '';
  const text = textForm(field)?.write(value) ?? plain(value);
  return words?.(text) ?? text;
}
