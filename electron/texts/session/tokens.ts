/** What is wrong with an access token, in words: what the server said in the exchange, and what the token says of itself. */
import type { OutcomeOf, TokenFacts, TokenProblem } from '../../protocol/values/session/outcome.ts';
import { oauthProvider } from '../../protocol/providers/oauth.ts';
import { list } from '../units.ts';
import { shorten, visible } from '../visible.ts';

type Params = OutcomeOf<'auth-failed'>['params'];

const some = (texts: readonly string[]): string =>
  texts.length === 0 ? 'none' : list(texts.map((one) => shorten(visible(one), 80)));

const makerName = ({ maker, issuer }: TokenFacts): string =>
  oauthProvider(maker ?? '')?.name ?? shorten(visible(issuer ?? 'another server'), 80);

const problems = {
  expired: (facts) => `It expired at ${facts.expiresAt ?? 'an unknown time'}.`,
  'clock-behind': (facts) =>
    `It was issued at ${facts.issuedAt ?? 'a time'} which this machine’s clock has not reached: the clock is behind.`,
  'other-maker': (facts) => `It is a token of ${makerName(facts)}, and this mail server is not theirs.`,
  'id-token': (facts) =>
    `It is an ID token of ${makerName(facts)}: it says who somebody is. A login wants the access token.`,
  'not-yet-valid': () => 'It is not valid yet.',
  'wrong-audience': (facts) =>
    `Its audience is ${some(facts.audience)}, where this provider wants ${some((facts.wanted?.audience ?? []).slice(0, 2))}.`,
  'missing-scope': (facts) =>
    `Its scopes are ${some(facts.scopes)}, where this provider wants ${some(facts.wanted?.scopes ?? [])}.`,
  'other-user': (facts) =>
    `It belongs to ${shorten(visible(facts.user ?? 'somebody else'), 80)}, not to the given user.`,
} satisfies Record<TokenProblem, (facts: TokenFacts) => string>;

/** Sentences to be put after the message; "" when nothing is known. */
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

/** What is wrong with it, a sentence each; for whoever has not sent it yet. */
export const tokenProblems = (facts: TokenFacts): string[] => facts.problems.map((problem) => problems[problem](facts));

const second = (iso: string | null): string | null => (iso === null ? null : `${iso.slice(0, 19).replace('T', ' ')}Z`);

/** What it says of itself, by name and value. */
export function tokenRows(facts: TokenFacts): [name: string, value: string][] {
  const { form, maker, issuer, audience, scopes, subject, user, tenant, issuedAt = null, expiresAt } = facts;
  const name = oauthProvider(maker ?? '')?.name ?? null;
  const kind = form === 'opaque' ? 'opaque: nothing in it can be read' : 'JWT, its signature not checked';
  const rows: [string, string | null][] = [
    ['Form', name === null ? kind : `${kind} (as ${name} has them)`],
    ['Issuer', issuer],
    ['Audience', audience.join(' ')],
    ['Scopes', scopes.join(' ')],
    ['User', user ?? subject],
    ['Tenant', tenant],
    ['Issued', second(issuedAt)],
    ['Valid until', second(expiresAt)],
  ];
  return rows.flatMap(([label, value]) =>
    value === null || value === '' ? [] : [[label, shorten(visible(value), 200)] as [string, string]],
  );
}

/** What to do about it, where that is certain. */
export function tokenRemedy({ token }: Params): string | null {
  const [problem] = token?.problems ?? [];
  if (problem === undefined) return null;
  if (problem === 'expired') return 'Get a fresh token with the refresh token; access tokens often last an hour.';
  if (problem === 'not-yet-valid' || problem === 'clock-behind')
    return "Compare this machine's clock with the right time.";
  if (problem === 'other-user') return 'Give the mailbox that the token is for as the user.';
  if (problem === 'other-maker') return 'Sign in with the provider of this mail server, and give its access token.';
  if (problem === 'id-token') return 'Give the access token of the same answer.';
  const scope = token?.wanted?.scopes[0];
  return scope === undefined
    ? null
    : `Ask for a token with the scope ${visible(scope)} of this provider's mail service.`;
}
