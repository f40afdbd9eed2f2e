/**
 * Whose reply it is, where that is certain: by the host that said it, by its greeting and EHLO lines, or by a mark in the reply that
 * nobody else writes (protocol/providers/marks.ts). Where two of these disagree, nothing is certain.
 */
import { providerOfHost } from '../../protocol/providers/find.ts';
import { FAMILIES, type ProviderFamily, providerMarks } from '../../protocol/providers/marks.ts';
import type { Provider } from '../../protocol/providers/types.ts';
import type { ExplainContext } from './context.ts';
import { fitsEnhanced } from './enhanced.ts';
import type { Enhanced, ReadReply } from './types.ts';

export interface Whose {
  readonly family: ProviderFamily | null;
  /** A provider whose host it is, with or without rules of its own. */
  readonly provider: Provider | null;
  /** "Google", for sentences. */
  readonly name: string;
  /** How that is known: "its host", "its greeting", "a mark in the reply", "a code of its own". */
  readonly by: string;
}

/** Records are looked through in their order; each preset belongs to one. */
const records = FAMILIES.map((family) => ({ family, marks: providerMarks[family] }));
const byPreset = new Map(
  records.flatMap(({ family, marks }) => (marks.presets ?? []).map((preset) => [preset, family] as const)),
);

export function familyOfHost(host: string): { family: ProviderFamily | null; provider: Provider | null } {
  const name = host.toLowerCase().replace(/\.$/, '');
  const provider = providerOfHost(name);
  const family =
    (provider === null ? undefined : byPreset.get(provider.id)) ??
    records.find(({ marks }) => marks.hosts.some((ending) => name.endsWith(ending)))?.family ??
    null;
  return { family, provider };
}

/** "220 smtp.gmail.com ESMTP ... gsmtp", "mx.zoho.com Hello": the first name of a host, and Google's mark. */
export function familyOfLine(line: string): { family: ProviderFamily | null; provider: Provider | null } {
  const text = line.toLowerCase().replace(/^[2-5][0-9][0-9][ -]/, '');
  const host = /^[a-z0-9.-]{1,255}/.exec(text)?.[0] ?? '';
  const found = familyOfHost(host);
  if (found.family !== null || found.provider !== null) return found;
  const greets = records.find(({ marks }) => marks.greets?.some((words) => text.includes(words)) === true);
  return { family: greets?.family ?? null, provider: null };
}

/** A host's full name, as an introduction has it. */
const named = /^(?:[2-5][0-9][0-9][ -])?[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}(?=[ ]|$)/i;

/** Whether a line of a greeting or EHLO answer begins with a host's full name. */
export const namesHost = (line: string): boolean => named.test(line);

function introducesStranger(line: string): boolean {
  const { family, provider } = familyOfLine(line);
  return namesHost(line) && family === null && provider === null;
}

function greetsAsAnother({ greeting, ehlo }: ExplainContext): boolean {
  const lines = [greeting, ehlo?.[0]].filter((line) => typeof line === 'string');
  return lines.length > 0 && lines.every(introducesStranger);
}

function familyOfCode(enhanced: Enhanced): ProviderFamily | null {
  const own = records.find(({ marks }) => marks.codes?.some((pattern) => fitsEnhanced(pattern, enhanced)) === true);
  return own?.family ?? null;
}

const MARK = 'a mark in the reply';
export const OWN_CODE = 'a code of its own';
/** Not certain, or a stranger. */
export const nobody: Whose = { family: null, provider: null, name: '', by: '' };

/** Null family where it is not certain. */
export function authorOf(reply: ReadReply, context: ExplainContext): Whose {
  const signs: { family: ProviderFamily | null; provider: Provider | null; by: string }[] = [];
  for (const { family, marks } of records) {
    if (marks.words?.some((one) => ` ${reply.words}`.includes(one)) === true)
      signs.push({ family, provider: null, by: MARK });
  }
  // Others write [TS..] too.
  if (/\[tss?[0-9]{2}\]/.test(reply.words) && /yahoo|aol/.test(reply.whole)) {
    signs.push({ family: 'yahoo', provider: null, by: MARK });
  }
  // A host in a log line is the one that was talked to, nearer to the reply than the context.
  for (const host of [reply.host, context.host ?? null]) {
    if (host === null) continue;
    const found = familyOfHost(host);
    // What greets under a name of its own is not certainly the provider under whose name it was called.
    if (found.family !== null && host === context.host && greetsAsAnother(context)) continue;
    signs.push({ ...found, by: 'its host' });
  }
  if (typeof context.greeting === 'string') signs.push({ ...familyOfLine(context.greeting), by: 'its greeting' });
  const [hello] = context.ehlo ?? [];
  if (hello !== undefined) signs.push({ ...familyOfLine(hello), by: 'its EHLO answer' });
  // A code says least: it speaks where nothing else is known.
  if (signs.length === 0 && reply.enhanced !== null) {
    const family = familyOfCode(reply.enhanced);
    if (family !== null) signs.push({ family, provider: null, by: OWN_CODE });
  }
  const families = new Set(signs.flatMap(({ family }) => (family === null ? [] : [family])));
  const provider = signs.find((sign) => sign.provider !== null)?.provider ?? null;
  if (families.size > 1) return nobody;
  const [family = null] = families;
  if (family === null) return provider === null ? nobody : { family, provider, name: provider.name, by: 'its host' };
  const by = signs.find((sign) => sign.family === family)?.by ?? '';
  // Google marks what a rule of its customer says: then it is that customer's wording.
  if (family === 'google' && /\bgcdp\b/.test(reply.words)) {
    return { family: 'google-customer', provider: null, name: providerMarks['google-customer'].name, by };
  }
  return { family, provider, name: providerMarks[family].name, by };
}
