/**
 * The judge: evidence in, one diagnosis out. Of all causes that fit, the one for which most speaks; what the session disproves is taken away
 * before; where two fit alike, neither is proven and each is named. Where nothing fits, null: then the codes are all there is.
 */
import type { Phase } from '../../protocol/values/session/phase.ts';
import type { DiagnosisId } from '../../texts/diagnosis/all.ts';
import { fitsEnhanced } from '../explain/enhanced.ts';
import { OWN_CODE } from '../explain/provider.ts';
import { causes } from './causes/all.ts';
import { providersCausesOf } from './causes/providers/all.ts';
import { contradicted } from './contradictions.ts';
import type { Evidence } from './evidence.ts';
import { worthTrying } from './experiments.ts';
import { type Said, saidIn } from './lexicon/said.ts';
import { topics } from './lexicon/topics.ts';
import { limits } from './limits.ts';
import { paramsOf } from './params.ts';
import { stepOf } from './steps.ts';
import type { AskedConcept, Cause, Diagnosis, Sure, Way } from './types.ts';

interface Candidate {
  readonly cause: Cause;
  readonly score: number;
  readonly sure: Sure;
}

const worth = {
  provider: 200,
  providersCode: 8,
  concept: 10,
  when: 6,
  enhanced: 4,
  step: 3,
  code: 2,
  alternativeWithin: 3,
  worthNaming: 14,
} as const;

/** How much of a way holds; null where it does not fit. A provider's own come before what every server shares, and need no code beside words. */
function scoreOf(way: Way, own: boolean, seen: Evidence, said: Said): number | null {
  const { code, enhanced, words } = seen.reply;
  let score = (way.weight ?? 0) + (own ? ofOwn(way, seen) : 0);
  const origin = way.origin ?? (own ? 'any' : 'server');
  if (origin !== 'any' && origin !== seen.origin) return null;
  const steps = way.at ?? way.steps;
  if (steps !== undefined) {
    const step = seen.phase === null ? null : stepOf(seen.phase);
    if (step === null ? way.at !== undefined : !isAt(step, steps, seen)) return null;
    if (step !== null) score += worth.step;
  }
  if (way.codes !== undefined) {
    if (code === null ? !(own && saysMore(way)) : !way.codes.includes(code)) return null;
    if (code !== null) score += worth.code;
  }
  if (way.enhanced !== undefined) {
    if (enhanced === null || !way.enhanced.some((pattern) => fitsEnhanced(pattern, enhanced))) return null;
    score += worth.enhanced;
  }
  if (way.when !== undefined) {
    if (!way.when(seen)) return null;
    score += worth.when;
  }
  if (way.words !== undefined) {
    if (!way.words.every((asked) => [asked].flat().some((one) => words.toLowerCase().includes(one)))) return null;
    score += way.words.length * worth.concept;
  }
  if (way.says !== undefined) {
    if (!said.together(way.says)) return null;
    score += way.says.length * worth.concept;
  }
  if (way.also !== undefined) {
    if (!way.also.every((asked) => has(said, asked))) return null;
    score += way.also.length * worth.concept;
  }
  if (way.plain === true && topics.some((topic) => said.has(topic))) return null;
  return way.not?.some((concept) => said.has(concept)) === true ? null : score;
}

/** Where nothing but a code says whose reply it is, that code has not the last word on what the reply is about. */
const knownByCode = ({ words, says, also }: Way, { from }: Evidence): boolean =>
  from.by === OWN_CODE && [words, says, also].every((one) => one === undefined);

const ofOwn = (way: Way, seen: Evidence): number => (knownByCode(way, seen) ? worth.providersCode : worth.provider);

/** Over LMTP each recipient has an answer of its own behind the data (RFC 2033 section 4.2): it is about the recipient. */
const isAt = (step: Phase, steps: readonly Phase[], { target }: Evidence): boolean =>
  steps.includes(step) || (step === 'data' && target.protocol === 'lmtp' && steps.includes('rcpt'));

const saysMore = ({ words, says, also, enhanced }: Way): boolean =>
  [words, says, also, enhanced].some((one) => one !== undefined);

const has = (said: Said, asked: AskedConcept): boolean =>
  typeof asked === 'string' ? said.has(asked) : asked.some((one) => said.has(one));

/** Codes alone leave a doubt, but for those of a provider's own list. */
const sureOf = (way: Way, own: boolean): Sure =>
  way.sure ??
  (!own && way.says === undefined && way.also === undefined && way.when === undefined ? 'likely' : 'proven');

function candidateOf(cause: Cause, seen: Evidence, said: Said): Candidate | null {
  let best: Candidate | null = null;
  const own = cause.provider !== undefined;
  for (const way of cause.ways) {
    const score = scoreOf(way, own, seen, said);
    if (score !== null && (best === null || score > best.score))
      best = { cause, score, sure: sureOf(way, own && !knownByCode(way, seen)) };
  }
  return best === null || contradicted(cause, seen, said) || cause.ruledOutBy?.(seen) === true ? null : best;
}

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
    .map((cause) => candidateOf(cause, seen, said))
    .filter((candidate) => candidate !== null)
    .sort((a, b) => b.score - a.score);
  const [best, ...others] = fitting;
  if (best === undefined || best.score < least) return null;
  const close = others.filter(({ score }) => best.score - score <= worth.alternativeWithin);
  const even = close.some(({ score }) => score === best.score);
  const sure: Sure = even && best.sure === 'proven' ? 'likely' : best.sure;
  const { cause } = best;
  const named: readonly DiagnosisId[] = [
    ...close.map((other) => other.cause.id),
    ...(sure === 'proven' ? [] : (cause.alternatives ?? []).filter((id) => isPossible(id, seen, said))),
    // What fits less well is still more than a guess.
    ...(sure === 'proven' ? [] : others.filter(({ score }) => best.score - score <= worth.worthNaming)).map(
      (other) => other.cause.id,
    ),
  ];
  return {
    id: cause.id,
    params: paramsOf(seen),
    sure,
    actor: typeof cause.actor === 'function' ? cause.actor(seen) : cause.actor,
    alternatives: [...new Set(named)].filter((id) => id !== cause.id).slice(0, limits.alternatives),
    experiments: worthTrying(cause.experiments ?? [], seen),
  };
}
