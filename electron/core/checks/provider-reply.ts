/**
 * Refusals that a provider explains itself: the rules of core/explain for exactly this provider and text, by the host that was asked for
 * or a mark that only the provider writes. What the server says of itself in its greeting proves nothing here.
 */
import type { Phase } from '../../protocol/values/session/phase.ts';
import type { Reply } from '../../protocol/values/session/reply.ts';
import { readReply } from '../explain/input.ts';
import { specificRule } from '../explain/match.ts';
import { whoseReply } from '../explain/provider.ts';
import type { Check, FoundRule, SessionFacts } from './types.ts';

interface Refusal {
  readonly reply: Reply;
  readonly phase: Phase | null;
}

/** What ended the session, and each recipient's answers. */
function refusalsIn({ error, recipients }: SessionFacts): Refusal[] {
  const last = error?.reply ?? null;
  return [
    ...(error === null || last === null ? [] : [{ reply: last, phase: error.phase }]),
    ...recipients.flatMap(({ reply, final }) => [
      ...(reply === null ? [] : [{ reply, phase: 'rcpt' as const }]),
      ...(final === null ? [] : [{ reply: final, phase: 'data' as const }]),
    ]),
  ].filter(({ reply }) => reply.code !== null && reply.code >= 400);
}

/** As it stood on the wire, decoded. */
const written = ({ code, lines }: Reply): string =>
  lines.map((line, index) => `${code ?? ''}${index < lines.length - 1 ? '-' : ' '}${line}`).join('\n');

export const providerReplyCheck: Check = {
  name: 'provider-reply',
  run(facts) {
    const mechanism = facts.auth?.tried.at(-1)?.mechanism ?? null;
    const found = new Map<string, FoundRule>();
    for (const { reply, phase } of refusalsIn(facts)) {
      const read = readReply(written(reply));
      const rule = specificRule(read, phase, whoseReply(read, { host: facts.target.host }), mechanism);
      if (rule === null) continue;
      const lines = new Set(written(reply).split('\n'));
      const evidence = facts.transcript
        .filter(({ direction, text }) => direction === 'received' && lines.has(text))
        .map(({ seq }) => seq);
      const before = found.get(rule.id)?.evidence ?? [];
      const severity = reply.code !== null && reply.code < 500 ? 'warning' : 'error';
      found.set(rule.id, { rule, severity, evidence: [...new Set([...before, ...evidence])] });
    }
    return [...found.values()];
  },
};
