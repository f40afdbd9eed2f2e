/**
 * Causes that nearly fit: some of what they ask for is in the words, and another word, the code or the step is missing. No claim rests on
 * them; where an answer is not proven they are named as what it may be as well.
 */
import type { DiagnosisId } from '../../../texts/diagnosis/all.ts';
import { contradicted } from './contradictions.ts';
import type { Evidence } from '../evidence.ts';
import { predicates } from '../lexicon/predicates.ts';
import type { Said } from '../lexicon/said.ts';
import { stepOf } from '../steps.ts';
import type { AskedConcept, Cause, Way } from '../types.ts';

/** What speaks for a cause and what is missing or speaks against it, on the scale of fitting.ts. */
const worth = { concept: 10, missing: -7, step: 2, against: -5 } as const;

/** A predicate alone is said of anything. */
const namesSubject = (said: Said, asked: AskedConcept): boolean =>
  [asked].flat().some((one) => !(one in predicates) && said.has(one));
const has = (said: Said, asked: AskedConcept): boolean => [asked].flat().some((one) => said.has(one));

/** Null where what the way is about, which stands first of what it asks for, is not in the words. */
function nearness(way: Way, seen: Evidence, said: Said): number | null {
  const asked = [...(way.says ?? []), ...(way.also ?? [])];
  const [about] = asked;
  if (about === undefined || !namesSubject(said, about)) return null;
  const there = asked.filter((one) => has(said, one)).length;
  const shown = way.when?.(seen) !== false;
  // What a way says beyond its concepts it says only where it is whole.
  const more = shown && there === asked.length ? (way.weight ?? 0) / 2 : 0;
  let score = there * worth.concept + (asked.length - there) * worth.missing + more;
  const steps = way.at ?? way.steps;
  if (steps !== undefined && seen.phase !== null)
    score += steps.includes(stepOf(seen.phase)) ? worth.step : worth.against;
  const { code } = seen.reply;
  const origin = way.origin ?? 'server';
  const against = [
    way.not?.some((one) => said.has(one)) === true,
    way.codes !== undefined && code !== null && !way.codes.includes(code),
    origin !== 'any' && origin !== seen.origin,
    !shown,
  ];
  return score + against.filter(Boolean).length * worth.against;
}

/** The nearest first; none that the session disproves. */
export function nearIn(causes: readonly Cause[], seen: Evidence, said: Said): DiagnosisId[] {
  return causes
    .map((cause) => ({
      cause,
      score: Math.max(...cause.ways.map((way) => nearness(way, seen, said) ?? 0)),
    }))
    .filter(({ cause, score }) => score > 0 && !contradicted(cause, seen, said) && cause.ruledOutBy?.(seen) !== true)
    .sort((a, b) => b.score - a.score)
    .map(({ cause }) => cause.id);
}
