/** NAME=VALUE as it is typed: attributes of XCLIENT and XFORWARD. */
import { bad, good, type Typed } from './result.ts';

export type Attributes = Record<string, string>;

/** Each text is one, whatever its value holds. */
export function parseAttributeList(texts: readonly string[]): Typed<Attributes> {
  const pairs = texts.map((text): [string, string] => {
    const equals = text.indexOf('=');
    return [text.slice(0, Math.max(0, equals)), text.slice(equals + 1)];
  });
  return pairs.some(([name]) => name === '') ? bad('bad-value') : good(Object.fromEntries(pairs));
}

/** "ADDR=192.0.2.1 NAME=client.example", with blanks or commas between. */
export function parseAttributes(text: string): Typed<Attributes> {
  const parts = text.split(/[\s,]+/).filter((part) => part !== '');
  const pairs = parts.map((part) => /^([A-Za-z]+)=(.+)$/.exec(part));
  if (pairs.some((pair) => pair === null)) return bad('bad-value');
  return good(Object.fromEntries(pairs.map((pair) => [(pair?.[1] ?? '').toUpperCase(), pair?.[2] ?? ''])));
}

export const attributesText = (attributes: Readonly<Attributes>): string =>
  Object.entries(attributes)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
