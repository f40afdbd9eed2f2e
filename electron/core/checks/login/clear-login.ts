/** AUTH with a mechanism that shows the password or token, offered before TLS: a client without TLS gives it to everybody on the path. */
import { mechanismFact } from '../../../protocol/facts/mechanisms.ts';
import { linesIn } from '../evidence.ts';
import type { Check } from '../types.ts';
import { isLocal } from '../use.ts';

export const clearLoginCheck: Check = {
  name: 'clear-login',
  run(facts) {
    const { ehlo } = facts;
    if (ehlo.plain === null || facts.target.security === 'tls' || isLocal(facts)) return [];
    const offered = ehlo.plain.capabilities
      .filter(({ keyword }) => keyword === 'AUTH')
      .flatMap(({ params }) => params.map((name) => name.toUpperCase()));
    const mechanisms = [...new Set(offered)].filter((name) => mechanismFact(name)?.readable === true);
    if (mechanisms.length === 0) return [];
    const evidence = linesIn(facts, 'received', 'ehlo').filter((seq) => /\bAUTH[ =]/i.test(textOf(facts, seq)));
    const params = { mechanisms: mechanisms.join(', ') };
    return [{ code: 'auth.offered-in-clear', severity: 'warning', params, evidence }];
  },
};

function textOf({ transcript }: Parameters<Check['run']>[0], seq: number): string {
  return transcript.find((line) => line.seq === seq)?.text ?? '';
}
