/**
 * Whether a stranger answers under a provider's name. Only of providers whose every server is known to introduce itself by a name of its
 * own: where greeting and EHLO answer name another host, something on the way answers in the provider's place.
 */
import { familyOfHost, familyOfLine } from '../explain/provider.ts';
import type { Family } from '../explain/types.ts';
import type { Evidence } from './evidence.ts';

const introduced: ReadonlySet<Family> = new Set(['google', 'microsoft', 'yahoo']);

/** A host's full name, as an introduction has it. */
const named = /^(?:[2-5][0-9][0-9][ -])?[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}(?=[ ]|$)/i;

export function answersForAnother({ target, session }: Evidence): boolean {
  if (target.host === null) return false;
  const { family } = familyOfHost(target.host);
  if (family === null || !introduced.has(family)) return false;
  const lines = [session.greeting, session.ehlo?.[0] ?? null].filter((line) => line !== null);
  return lines.length > 0 && lines.every((line) => named.test(line) && familyOfLine(line).family !== family);
}
