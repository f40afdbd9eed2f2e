/** EHLO refused and HELO taken: everything that extensions bring is missing then, TLS and login among it. */
import type { Check } from './types.ts';

export const helloCheck: Check = {
  name: 'hello',
  run(facts) {
    if (facts.ehlo.plain?.verb !== 'HELO') return [];
    const said = facts.transcript.filter(({ phase, direction }) => phase === 'ehlo' && direction !== 'note');
    // With HELO asked for there was no EHLO to refuse.
    if (!said.some(({ direction, text }) => direction === 'sent' && text.startsWith('EHLO '))) return [];
    return [{ code: 'hello.ehlo-refused', severity: 'warning', params: {}, evidence: said.map(({ seq }) => seq) }];
  },
};
