/**
 * The judge: evidence in, one diagnosis out. Of all causes that fit, the one for which most speaks; what the session disproves is taken away
 * before; where two fit alike, neither is proven and each is named. Where nothing fits, null: then the codes are all there is.
 */
import type { DiagnosisId } from '../../texts/diagnosis/all.ts';
import { type Fitting, fittingOf } from './weighing/fitting.ts';
import { causes } from './causes/all.ts';
import { providersCausesOf } from './causes/providers/all.ts';
import { contradicted } from './weighing/contradictions.ts';
import type { Evidence } from './evidence.ts';
import { worthTrying } from './experiments.ts';
import { type Said, saidIn } from './lexicon/said.ts';
import { limits } from './limits.ts';
import { nearIn } from './weighing/near.ts';
import { paramsOf } from './params.ts';
import type { Cause, Diagnosis } from './types.ts';

/** Between what speaks for two causes, counted as in fitting.ts. */
const apart = { alternativeWithin: 3, worthNaming: 14 } as const;

/** What the session disproves is no alternative either. */
function isPossible(id: DiagnosisId, seen: Evidence, said: Said): boolean {
  const cause = byId.get(id);
  return cause === undefined || (!contradicted(cause, seen, said) && cause.ruledOutBy?.(seen) !== true);
}

const byId: ReadonlyMap<DiagnosisId, Cause> = new Map(causes.map((cause) => [cause.id, cause]));

/** Null where no cause fits, or none counts `least`: no reason was given that is known here. Never throws. */
export function judge(seen: Evidence, least = -Infinity): Diagnosis | null {
  const { code } = seen.reply;
  // 252 is no success: nothing was verified.
  if (code !== null && code < 400 && code !== 252) return null;
  const said = saidIn(seen.reply.words);
  const fitting = [...providersCausesOf(seen.from.family), ...causes]
    .map((cause) => fittingOf(cause, seen, said))
    .filter((candidate) => candidate !== null)
    .sort((a, b) => b.score - a.score);
  const [best, ...others] = fitting;
  if (best === undefined || best.score < least) return null;
  const close = others.filter(({ score }) => best.score - score <= apart.alternativeWithin);
  // What may as well be another is never proven; a cause that gives no reason is no other.
  const rivals = close.filter((other) => other.cause.givesNoReason !== true);
  const sure = rivals.length > 0 && best.sure === 'proven' ? 'likely' : best.sure;
  const { cause } = best;
  const named: readonly DiagnosisId[] =
    sure === 'proven' ? [] : [...close.map((other) => other.cause.id), ...furtherNames(best, others, seen, said)];
  const open = sure === 'open';
  return {
    id: cause.id,
    params: paramsOf(seen),
    sure: open || (sure === 'likely' && cause.givesNoReason === true) ? 'code-only' : sure,
    ...(open ? { open } : {}),
    actor: typeof cause.actor === 'function' ? cause.actor(seen) : cause.actor,
    alternatives: [...new Set(named)].filter((id) => id !== cause.id).slice(0, limits.alternatives),
    experiments: worthTrying(cause.experiments ?? [], seen),
  };
}

/** What else it may be where nothing is proven: what the cause itself is mistaken for, what fits less well, what nearly fits. */
const furtherNames = (
  { cause, score: most }: Fitting,
  others: readonly Fitting[],
  seen: Evidence,
  said: Said,
): DiagnosisId[] => [
  ...(cause.alternatives ?? []).filter((id) => isPossible(id, seen, said)),
  ...others.filter(({ score }) => most - score <= apart.worthNaming).map((other) => other.cause.id),
  ...nearIn(causes, seen, said),
];
