/** A secret longer than an entry of the keychain may be: in parts, each an entry of its own, and a first entry that names them. */
import { createHash } from 'node:crypto';
import { limits } from '../limits.ts';

const MARK = 'posthorn-parts:1:';

export const partAccount = (account: string, part: number): string => `${account}#${part + 1}`;

/** `first` is the entry itself. Null when it is longer than so many parts. `octets`: what one entry takes, of UTF-8. */
export function splitSecret(secret: string, octets: number): { first: string; parts: string[] } | null {
  // A secret that looks like our mark must not be read as one.
  if (Buffer.byteLength(secret) <= octets && !secret.startsWith(MARK)) return { first: secret, parts: [] };
  const parts: string[] = [];
  let part = '';
  let used = 0;
  for (const char of secret) {
    const more = Buffer.byteLength(char);
    if (used + more > octets) {
      parts.push(part);
      part = '';
      used = 0;
    }
    part += char;
    used += more;
  }
  parts.push(part);
  if (parts.length > limits.keychain.parts) return null;
  return { first: `${MARK}${parts.length}:${digest(secret)}`, parts };
}

/** Null when a part is missing, or one is left of another secret. */
export async function joinParts(
  first: string,
  part: (index: number) => Promise<string | null>,
): Promise<string | null> {
  if (!first.startsWith(MARK)) return first;
  const [count = '', hash = ''] = first.slice(MARK.length).split(':');
  const parts: string[] = [];
  for (let index = 0; index < Math.min(Number(count), limits.keychain.parts); index += 1) {
    const text = await part(index);
    if (text === null) return null;
    parts.push(text);
  }
  const secret = parts.join('');
  return digest(secret) === hash ? secret : null;
}

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url');
