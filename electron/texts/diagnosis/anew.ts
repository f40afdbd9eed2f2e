/** What an experiment settled, in one sentence: what both sessions together show and no more. */
import { list } from '../units.ts';

/** `answer`: the cause by its title; `not`: the causes that are out, by theirs. */
export interface AnewFacts {
  readonly answer: string | null;
  readonly not: readonly string[];
}

const quoted = (titles: readonly string[]): string => list(titles.map((title) => `“${title}”`));

const sentences = {
  proven: ({ answer }) => `It gets past what stopped the session before, so that was it: “${answer ?? ''}”.`,
  narrowed: ({ not }) => `It gets past what stopped the session before, so it was not ${quoted(not)}.`,
  worked: () => 'It gets past what stopped the session before; which reason that had is not settled by it.',
  further: ({ answer }) => `It gets past what stopped the session before; now something else does: “${answer ?? ''}”.`,
  excluded: ({ not }) => `It ends in the same way, so it was not ${quoted(not)}.`,
  same: () => 'It ends in the same way: what this changes was not the reason, or not the only one.',
  other: ({ answer }) => `It ends in another way: “${answer ?? ''}”.`,
  stopped: () => 'It was stopped, so that nothing is settled.',
  'not-reached': () => 'It did not come to the step at which the session before ended, so that nothing is settled.',
} satisfies Readonly<Record<string, (facts: AnewFacts) => string>>;

export type Settled = keyof typeof sentences;

export const anewSentence = (settled: Settled, facts: AnewFacts): string => sentences[settled](facts);
