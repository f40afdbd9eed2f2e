/** The one matcher: of a provider's rules that fit a reply, the most specific; of equals, the first in its table. */
import { fitsEnhanced } from './enhanced.ts';
import type { Phase } from '../../protocol/values/session/phase.ts';
import type { Whose } from './provider.ts';
import { rulesOf } from './rules/all.ts';
import type { ReadReply, Rule, When } from './types.ts';

/** What a rule looks at: the reply, and what is known of the moment. */
interface Seen {
  readonly reply: Pick<ReadReply, 'code' | 'enhanced' | 'words'>;
  readonly phase: Phase | null;
  readonly mechanism: string | null;
}

const tokens = /^(?:XOAUTH2|OAUTHBEARER|XOAUTH)$/i;

/** How much a rule asks for; null where it does not fit. A wording says more than a code, an enhanced code more than a basic one. */
function specificity(when: When, { reply, phase, mechanism }: Seen): number | null {
  let score = 0;
  for (const wording of when.text ?? []) {
    const any = typeof wording === 'string' ? [wording] : wording;
    if (!any.some((words) => reply.words.includes(words))) return null;
    score += 16;
  }
  if (when.enhanced !== undefined) {
    const { enhanced } = reply;
    if (enhanced === null || !when.enhanced.some((pattern) => fitsEnhanced(pattern, enhanced))) return null;
    score += 4;
  }
  if (when.codes !== undefined) {
    // A rule that names its wording or enhanced code holds for text without the basic code too.
    if (reply.code === null ? when.text === undefined && when.enhanced === undefined : !when.codes.includes(reply.code))
      return null;
    score += 2;
  }
  if (when.phases !== undefined) {
    if (phase === null || !when.phases.includes(phase)) return null;
    score += 1;
  }
  if (when.login !== undefined) {
    if (mechanism === null || tokens.test(mechanism) !== (when.login === 'token')) return null;
    score += 8;
  }
  return score;
}

function bestRule(rules: readonly Rule[], seen: Seen): Rule | null {
  let best: Rule | null = null;
  let most = 0;
  for (const rule of rules) {
    const score = specificity(rule.when, seen);
    if (score !== null && score > most) {
      best = rule;
      most = score;
    }
  }
  return best;
}

/** The rule for exactly this provider and text; null where there is none. For what is no success. */
export function specificRule(
  reply: ReadReply,
  phase: Phase | null,
  whose: Whose,
  mechanism: string | null,
): Rule | null {
  if (whose.family === null || (reply.code !== null && reply.code < 400)) return null;
  return bestRule(rulesOf[whose.family]?.() ?? [], { reply, phase, mechanism });
}
