/**
 * EHLO refused and HELO taken: everything that extensions bring is missing then, TLS and login among it. And EHLO answered with a
 * success that is not 250, the only one it has (RFC 5321 section 4.3.2): taken for one, but hardly the server's own answer to it.
 */
import type { Check, FoundFact, CheckedFacts } from '../types.ts';
import { weightOf } from '../use.ts';

export const helloCheck: Check = {
  name: 'hello',
  run(facts) {
    return [...refusedEhlo(facts), ...oddReply(facts)];
  },
};

function refusedEhlo({ ehlo, transcript }: CheckedFacts): FoundFact[] {
  if (ehlo.plain?.verb !== 'HELO') return [];
  const said = transcript.filter(({ phase, direction }) => phase === 'ehlo' && direction !== 'note');
  // With HELO asked for there was no EHLO to refuse.
  if (!said.some(({ direction, text }) => direction === 'sent' && text.startsWith('EHLO '))) return [];
  return [{ code: 'hello.ehlo-refused', severity: 'warning', params: {}, evidence: said.map(({ seq }) => seq) }];
}

const odd = /^(2(?!50)\d\d)(?:[ -]|$)/;

function oddReply(facts: CheckedFacts): FoundFact[] {
  const answered = facts.transcript.filter(
    ({ direction, phase, text }) =>
      direction === 'received' && (phase === 'ehlo' || phase === 'ehlo-tls') && odd.test(text),
  );
  const [first] = answered;
  if (first === undefined) return [];
  const evidence = answered.map(({ seq }) => seq);
  const params = { code: odd.exec(first.text)?.[1] ?? '', verb: facts.ehlo.plain?.verb ?? 'EHLO' };
  return [{ code: 'hello.odd-reply', severity: weightOf(facts), params, evidence }];
}
