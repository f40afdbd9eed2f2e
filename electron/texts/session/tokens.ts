/** What is wrong with an access token, in words: what the server said in the exchange, and what the token says of itself. */
import type { OutcomeOf, TokenFacts, TokenProblem } from '../../protocol/values/session/outcome.ts';
import { list } from '../units.ts';
import { shorten, visible } from '../visible.ts';

type Params = OutcomeOf<'auth-failed'>['params'];

const some = (texts: readonly string[]): string =>
  texts.length === 0 ? 'none' : list(texts.map((one) => shorten(visible(one), 80)));

const problems = {
  expired: (facts) => `It expired at ${facts.expiresAt ?? 'an unknown time'}.`,
  'not-yet-valid': () => 'It is not valid yet.',
  'wrong-audience': (facts) =>
    `Its audience is ${some(facts.audience)}, where this provider wants ${some((facts.wanted?.audience ?? []).slice(0, 2))}.`,
  'missing-scope': (facts) =>
    `Its scopes are ${some(facts.scopes)}, where this provider wants ${some(facts.wanted?.scopes ?? [])}.`,
  'other-user': (facts) =>
    `It belongs to ${shorten(visible(facts.user ?? 'somebody else'), 80)}, not to the given user.`,
} satisfies Record<TokenProblem, (facts: TokenFacts) => string>;

/** Sentences to be put behind the message; "" when nothing is known. */
export function tokenText({ refusal, token }: Params): string {
  const { status = null, scope = null } = refusal ?? {};
  const said = [
    ...(status === null ? [] : [`status ${shorten(visible(status), 40)}`]),
    ...(scope === null ? [] : [`scope ${shorten(visible(scope), 120)}`]),
  ];
  const sentences = [
    ...(said.length === 0 ? [] : [`Of the token it said: ${said.join(', ')}.`]),
    ...(token === undefined ? [] : token.problems.map((problem) => problems[problem](token))),
  ];
  return sentences.map((sentence) => ` ${sentence}`).join('');
}

/** What to do about it, where that is certain. */
export function tokenRemedy({ token }: Params): string | null {
  const [problem] = token?.problems ?? [];
  if (problem === undefined) return null;
  if (problem === 'expired') return 'Get a fresh token with the refresh token; access tokens often last an hour.';
  if (problem === 'not-yet-valid') return "Compare this machine's clock with the right time.";
  if (problem === 'other-user') return 'Give the mailbox that the token is for as the user.';
  const scope = token?.wanted?.scopes[0];
  return scope === undefined
    ? null
    : `Ask for a token with the scope ${visible(scope)} of this provider's mail service.`;
}
