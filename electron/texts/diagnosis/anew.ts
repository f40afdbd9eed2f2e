/** What an experiment settled, in one sentence: what both sessions together show and no more. */
import { list } from '../units.ts';

export interface AnewFacts {
  /** The first session's end, as both show it; `isEnd`: what was seen of it and no cause. */
  readonly answer: { readonly title: string; readonly isEnd: boolean };
  /** What stops the second session, by its title. */
  readonly now: string | null;
  /** The causes that are out, by their titles. */
  readonly not: readonly string[];
}

const quoted = (titles: readonly string[]): string => list(titles.map((title) => `“${title}”`));
const stopsNow = ({ now }: AnewFacts): string =>
  now === null ? '' : ` What stops the session now is something else: “${now}”.`;

const sentences = {
  proven: ({ answer: { title, isEnd } }) =>
    isEnd
      ? `It gets past what stopped the session before (“${title}”): this way works, that one does not.`
      : `It gets past what stopped the session before, so that was it: “${title}”.`,
  narrowed: ({ not }) => `It gets past what stopped the session before, so it was not ${quoted(not)}.`,
  worked: () => 'It gets past what stopped the session before; which reason that had is not settled by it.',
  further: ({ now }) => `It gets past what stopped the session before; now something else does: “${now ?? ''}”.`,
  'speaks-tls': (facts) => `This port speaks TLS from the first octet: choose implicit TLS for it.${stopsNow(facts)}`,
  'speaks-starttls': (facts) =>
    `This port begins in plain text and offers STARTTLS: choose STARTTLS for it.${stopsNow(facts)}`,
  'speaks-plain': (facts) =>
    `This port begins in plain text, not with TLS; STARTTLS was not seen to be offered.${stopsNow(facts)}`,
  excluded: ({ not }) => `It ends in the same way, so it was not ${quoted(not)}.`,
  same: () => 'It ends in the same way: what this changes was not the reason, or not the only one.',
  other: ({ now }) => `It ends in another way: “${now ?? ''}”.`,
  stopped: () => 'It was stopped, so that nothing is settled.',
  'not-reached': () => 'It did not come to the step at which the session before ended, so that nothing is settled.',
} satisfies Readonly<Record<string, (facts: AnewFacts) => string>>;

export type Settled = keyof typeof sentences;

export const anewSentence = (settled: Settled, facts: AnewFacts): string => sentences[settled](facts);

const remedies = {
  'speaks-tls': 'Choose implicit TLS for this port.',
  'speaks-starttls': 'Choose STARTTLS for this port.',
  'speaks-plain':
    'Do not ask for TLS from the first octet on this port. For TLS take the port that has it (465), or one that offers STARTTLS (587).',
} satisfies Partial<Record<Settled, string>>;

/** What to do where it is shown with what the port begins. */
export const spokenRemedy = (spoken: keyof typeof remedies): string => remedies[spoken];
