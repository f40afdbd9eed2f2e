/** The fields of what is asked for besides sender and recipients, from the table of options: what is typed, what it means, and back. */
import * as v from 'valibot';
import type { KeywordName } from '../../../../electron/protocol/facts/keywords.ts';
import { dsnOptions, envelopeOptions, keywordsFor } from '../../../../electron/protocol/options/envelope.ts';
import { isRowOf, recordOf, rowNames } from '../../../../electron/protocol/options/row.ts';
import { type Envelope, EnvelopeSchema } from '../../../../electron/protocol/values/target.ts';
import { dsnTexts, envelopeTexts } from '../../../../electron/texts/options/envelope.ts';
import type { FieldWords } from '../../../../electron/texts/options/words.ts';

export type AskedDelivery = Omit<Envelope, 'from' | 'to'>;
type DsnName = keyof typeof dsnOptions;
type EnvelopeName = keyof typeof envelopeOptions;
export type DeliveryName = DsnName | EnvelopeName;

const isDsn = (name: DeliveryName): name is DsnName => isRowOf(dsnOptions, name);
export const deliveryNames: readonly DeliveryName[] = [...rowNames(dsnOptions), ...rowNames(envelopeOptions)];
export const deliveryRow = (name: DeliveryName) => (isDsn(name) ? dsnOptions[name] : envelopeOptions[name]);
export const deliveryTexts = (name: DeliveryName): FieldWords => (isDsn(name) ? dsnTexts[name] : envelopeTexts[name]);

/** As typed and chosen; an empty text, or false, is what is not asked for. Several of a few are their words between commas. */
export type DeliveryTyped = Record<DeliveryName, string | boolean>;

export const usualDelivery = (): DeliveryTyped =>
  recordOf(deliveryNames, (name): string | boolean => (deliveryRow(name).form === 'flag' ? false : ''));

type Reading = { readonly value: unknown } | { readonly wrong: string } | null;

/** Null where it is not asked for. */
export function readDelivery(name: DeliveryName, typed: string | boolean): Reading {
  const row = deliveryRow(name);
  const { form, read } = row;
  if (form === 'flag') return typed === true ? { value: true } : null;
  const text = String(typed).trim();
  if (text === '') return null;
  const result = read('repeat' in row ? text.split(/\s+/) : [text]);
  if (!result.ok) return { wrong: deliveryTexts(name).form ?? 'This cannot be used' };
  return inRange(name, result.value) ? { value: result.value } : { wrong: deliveryTexts(name).form ?? 'Out of range' };
}

function inRange(name: DeliveryName, value: unknown): boolean {
  const row = deliveryRow(name);
  if (!('range' in row) || typeof value !== 'number') return true;
  const [least, most] = row.range;
  return value >= least && value <= most;
}

/** Of words that can be had together, "never" stands alone. */
export function withWord<const Word extends string>(words: readonly Word[], word: Word, wanted: boolean): Word[] {
  const others = words.filter((one) => one !== word && one !== 'never' && word !== 'never');
  return wanted ? [...others, word] : others;
}

const WithoutAddresses = v.omit(EnvelopeSchema, ['from', 'to']);

/** What MAIL and RCPT are to ask for; a text that is wrong is left out, its field says so. */
export function askedDelivery(typed: DeliveryTyped): AskedDelivery {
  const given: [string, unknown][] = [];
  const dsn: [string, unknown][] = [];
  for (const name of deliveryNames) {
    const reading = readDelivery(name, typed[name]);
    if (reading !== null && 'value' in reading) (isDsn(name) ? dsn : given).push([name, reading.value]);
  }
  if (dsn.length > 0) given.push(['dsn', Object.fromEntries(dsn)]);
  return v.parse(WithoutAddresses, Object.fromEntries(given));
}

/** The other way, of a kept draft or a past run. */
export function deliveryTyped({ dsn = {}, ...own }: AskedDelivery): DeliveryTyped {
  const values: Readonly<Record<string, unknown>> = { ...dsn, ...own };
  return recordOf(deliveryNames, (name): string | boolean => {
    const value = values[name];
    if (deliveryRow(name).form === 'flag') return value === true;
    if (Array.isArray(value)) return value.join('repeat' in deliveryRow(name) ? ' ' : ',');
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  });
}

/** The keywords that a server has to offer for what is asked. */
export function neededKeywords(typed: DeliveryTyped): KeywordName[] {
  const needed = deliveryNames.flatMap((name) => {
    const reading = readDelivery(name, typed[name]);
    return reading !== null && 'value' in reading ? keywordsFor(deliveryRow(name), reading.value) : [];
  });
  return [...new Set(needed)];
}

/** What is asked for, by the labels of its fields; empty where all is as usual. */
export const deliveryWords = (typed: DeliveryTyped): string =>
  deliveryNames
    .filter((name) => readDelivery(name, typed[name]) !== null)
    .map((name) => wordOf(name, typed[name]))
    .join('; ');

function wordOf(name: DeliveryName, typed: string | boolean): string {
  const { label, choices = {} } = deliveryTexts(name);
  if (typeof typed === 'boolean') return label;
  const said = typed
    .split(',')
    .map((word) => choices[word] ?? word)
    .join(', ');
  return `${label}: ${said.charAt(0).toLowerCase()}${said.slice(1)}`;
}
