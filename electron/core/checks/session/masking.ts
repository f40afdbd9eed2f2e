/**
 * Firewalls that "inspect" SMTP overwrite what they do not know: the greeting with asterisks, keywords of EHLO with X. Postfix
 * knows them by the same marks (smtp_pix_workarounds).
 */
import { isMasked } from '../../../protocol/facts/keywords.ts';
import { linesIn } from '../evidence.ts';
import type { Check } from '../types.ts';
import { weightOf } from '../use.ts';

/** More asterisks than anything else; a few digits and letters of the original are left. */
export function isMaskedGreeting(text: string): boolean {
  const stars = text.split('*').length - 1;
  return stars >= 4 && stars * 2 > text.replaceAll(' ', '').length;
}

export const maskingCheck: Check = {
  name: 'masking',
  run(facts) {
    const { greeting, ehlo } = facts;
    const stages = [ehlo.plain, ehlo.tls, ehlo.auth];
    const keywords = stages.flatMap((stage) => stage?.capabilities ?? []).map(({ keyword }) => keyword);
    const masked = [...new Set(keywords.filter(isMasked))];
    const greets = isMaskedGreeting(greeting?.lines[0] ?? '');
    if (masked.length === 0 && !greets) return [];
    const shown = new Set(masked);
    const evidence = [
      ...(greets ? linesIn(facts, 'received', 'greeting') : []),
      ...facts.transcript
        .filter(({ direction, text }) => direction === 'received' && shown.has(keywordOf(text)))
        .map(({ seq }) => seq),
    ];
    const params = { keywords: masked.join(', '), greeting: greets ? 1 : 0, tls: facts.tls === null ? 0 : 1 };
    const severity = facts.tls === null ? weightOf(facts) : ('warning' as const);
    return [{ code: 'session.masked', severity, params, evidence }];
  },
};

/** "250-XXXXXXXA" -> "XXXXXXXA" */
function keywordOf(line: string): string {
  return /^\d{3}[- ]([^\s=]+)/.exec(line)?.[1]?.toUpperCase() ?? '';
}
