/** The directive lists of DIGEST-MD5 (RFC 2831 section 7): `name=token` and `name="quoted"`, commas between. */
import { latin1 } from '../wire/text.ts';
import { readUtf8 } from './text.ts';

export type Directives = ReadonlyMap<string, readonly string[]>;

const one = /[ \t\r\n,]*([!#$%&'*+.^_`|~0-9A-Za-z-]+)[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))[ \t]*(?:,|$)/sy;

/** null for what is no such list. UTF-8 where it is, else Latin-1 (RFC 2831 section 2.1.1, charset). */
export function readDirectives(bytes: Uint8Array): Directives | null {
  const text = readUtf8(bytes) ?? latin1(bytes);
  const found = new Map<string, string[]>();
  let at = 0;
  while (at < text.length && !/^[ \t\r\n,]*$/.test(text.slice(at))) {
    one.lastIndex = at;
    const match = one.exec(text);
    if (match === null) return null;
    const [, name = '', quoted, token = ''] = match;
    const value = quoted === undefined ? token : quoted.replace(/\\(.)/gs, '$1');
    const key = name.toLowerCase();
    found.set(key, [...(found.get(key) ?? []), value]);
    at = one.lastIndex;
  }
  return found;
}

/** The value of a directive that may stand once only; null when it is missing or repeated. */
export function only(directives: Directives, name: string): string | null {
  const [value, more] = directives.get(name) ?? [];
  return value === undefined || more !== undefined ? null : value;
}

export const quote = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;
