/**
 * The name a server greets with: RFC 5321 section 4.2 wants its domain name, fully qualified, or its address as a literal. On this
 * machine a short name is the true one.
 */
import { parseDomain } from '../../../protocol/parse/domain.ts';
import { linesIn } from '../evidence.ts';
import type { Check } from '../types.ts';
import { isLocal } from '../use.ts';
import { isMaskedGreeting } from './masking.ts';

type Kind = 'none' | 'no-name' | 'literal' | 'localhost' | 'short';

export const greetingNameCheck: Check = {
  name: 'greeting-name',
  run(facts) {
    const { greeting } = facts;
    const text = greeting?.lines[0] ?? '';
    if (greeting?.code !== 220 || isMaskedGreeting(text)) return [];
    // Decoration before the name is odd and misleads nobody.
    const name = text.split(/\s+/).find((word) => /[\p{L}\p{N}]/u.test(word)) ?? '';
    const kind = kindOf(name);
    if (kind === null) return [];
    if (isLocal(facts) && kind !== 'none' && kind !== 'no-name') return [];
    const evidence = linesIn(facts, 'received', 'greeting').slice(0, 1);
    return [{ code: 'server.greeting-name', severity: 'info', params: { name, kind }, evidence }];
  },
};

/** null for a name with which nothing is wrong. */
function kindOf(name: string): Kind | null {
  if (name === '') return 'none';
  const parsed = parseDomain(name.replace(/\.$/, ''));
  if (!parsed.ok) return 'no-name';
  const { ascii, literal } = parsed.value;
  if (literal) return 'literal';
  const labels = ascii.toLowerCase().split('.');
  // Numbers alone at the end are an address, or the enhanced code of a greeting without a name.
  if (/^\d+$/.test(labels.at(-1) ?? '')) return 'no-name';
  if (labels[0] === 'localhost' || labels.at(-1) === 'localhost') return 'localhost';
  return labels.length === 1 ? 'short' : null;
}
