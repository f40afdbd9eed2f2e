/** Which causes fit, and how much speaks for each: evidence and words against the ways of a cause. Which of them it is, the judge says. */
import type { Phase } from '../../../protocol/values/session/phase.ts';
import { fitsEnhanced } from '../../explain/enhanced.ts';
import { OWN_CODE } from '../../explain/provider.ts';
import { contradicted } from './contradictions.ts';
import type { Evidence } from '../evidence.ts';
import type { Said } from '../lexicon/said.ts';
import { topics } from '../lexicon/topics.ts';
import { stepOf } from '../steps.ts';
import type { AskedConcept, Cause, Way } from '../types.ts';

export interface Fitting {
  readonly cause: Cause;
  /** The way in which it shows itself most. */
  readonly way: Way;
  readonly score: number;
  readonly sure: NonNullable<Way['sure']>;
}

const worth = {
  provider: 200,
  providersCode: 8,
  concept: 10,
  when: 6,
  enhanced: 4,
  step: 3,
  code: 2,
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

/** Over LMTP each recipient has an answer of its own after the data (RFC 2033 section 4.2): it is about the recipient. */
const isAt = (step: Phase, steps: readonly Phase[], { target }: Evidence): boolean =>
  steps.includes(step) || (step === 'data' && target.protocol === 'lmtp' && steps.includes('rcpt'));

const saysMore = ({ words, says, also, enhanced }: Way): boolean =>
  [words, says, also, enhanced].some((one) => one !== undefined);

const has = (said: Said, asked: AskedConcept): boolean =>
  typeof asked === 'string' ? said.has(asked) : asked.some((one) => said.has(one));

/** Codes alone leave a doubt, but for those of a provider's own list. */
const sureOf = (way: Way, own: boolean): Fitting['sure'] =>
  way.sure ??
  (!own && way.says === undefined && way.also === undefined && way.when === undefined ? 'likely' : 'proven');

/** Null where it does not fit, or is disproved. */
export function fittingOf(cause: Cause, seen: Evidence, said: Said): Fitting | null {
  let best: Fitting | null = null;
  const own = cause.provider !== undefined;
  for (const way of cause.ways) {
    const score = scoreOf(way, own, seen, said);
    if (score !== null && (best === null || score > best.score))
      best = { cause, way, score, sure: sureOf(way, own && !knownByCode(way, seen)) };
  }
  return best === null || contradicted(cause, seen, said) || cause.ruledOutBy?.(seen) === true ? null : best;
}
