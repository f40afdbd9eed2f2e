/** Why signing in gave no token, in words: the reason, what the server said of it, and what to do. */
import type { AppErrorValue } from '../../protocol/values/app-error.ts';
import { OAUTH_FAILURES, type OAuthFailure, type SignedIn } from '../../protocol/values/profiles/oauth.ts';
import type { OAuthProvider } from '../../protocol/providers/oauth-types.ts';
import { judgeToken, type TokenUse } from '../../protocol/tokens/lens.ts';
import { tokenProblems } from '../session/tokens.ts';
import { shorten, visible } from '../visible.ts';
import { entraErrors } from './entra-errors.ts';

type Params = AppErrorValue['params'];

const text = (params: Params, name: string, most = 200): string => shorten(visible(String(params[name] ?? '')), most);

const argumentNames: Readonly<Record<string, string>> = {
  'client-id': 'The profile has no client id: sign-in needs a client that was registered with the provider.',
  'client-secret': 'This way needs the client’s secret, and none is kept for the profile.',
  issuer: 'The profile names no provider and no issuer to ask for tokens.',
};

const reasons = {
  incomplete: (p) => argumentNames[String(p.argument)] ?? 'The settings for signing in are incomplete.',
  'flow-not-allowed': (p) =>
    p.why !== undefined
      ? text(p, 'why', 300)
      : p.flow === 'device'
        ? `${text(p, 'provider')} grants no scope for mail to a device code. Sign in with the browser instead.`
        : `${text(p, 'provider')} does not grant mail this way. Sign in with the browser instead.`,
  'no-endpoint': (p) =>
    `The server describes no ${text(p, 'endpoint').replaceAll('_', ' ')}: it does not offer this way.`,
  'not-https': (p) =>
    p.url === undefined
      ? 'An address of the authorization server is not https. Nothing was sent there.'
      : `${text(p, 'url')} is not https. Nothing was sent there.`,
  redirected: (p) =>
    `${text(p, 'host')} answered with a redirect (${text(p, 'status')}), which is not followed with a secret. Check the issuer’s address.`,
  unreachable: (p) => `The authorization server cannot be reached (${text(p, 'code')}).`,
  tls: (p) => `The authorization server’s certificate did not pass (${text(p, 'code')}). Nothing was sent to it.`,
  'too-large': () =>
    'The answer of the authorization server is larger than any such answer is; it was not read further.',
  'timed-out': () => 'The authorization server did not answer in time.',
  'not-json': () => 'The server’s answer is not JSON: most likely this address is no authorization server.',
  malformed: (p) => `The server’s answer is not what the standard has there: ${text(p, 'detail', 300)}.`,
  'issuer-mismatch': () =>
    'The answer in the browser came from another authorization server than the one that was asked; it was not used (RFC 9207).',
  refused: (p) => `The authorization server refused: ${text(p, 'error')}.`,
  denied: () => 'Access was declined in the browser.',
  'no-answer': (p) =>
    `The browser did not come back within ${text(p, 'seconds')} seconds.${
      Number(p.strange ?? 0) > 0
        ? ` ${text(p, 'strange')} answers came that were not to this question; they were not used.`
        : ''
    }`,
  'port-taken': (p) =>
    p.port === undefined
      ? `No port of this machine could be opened for the browser to come back to (${text(p, 'code')}).`
      : `Port ${text(p, 'port')} of this machine is taken (${text(p, 'code')}). The browser has to come back to it: it is the one that is registered with the provider. End the program that has it, and sign in again.`,
  'no-browser': () => 'No browser could be opened here.',
  'code-expired': () => 'The code was not confirmed in time. Sign in again for a new one.',
  'not-renewable': () =>
    'The token has ended, and what renews it was revoked, has ended too, or was used already. Sign in again.',
  cancelled: () => 'Signing in was cancelled.',
} satisfies Record<OAuthFailure, (params: Params) => string>;

const isReason = (reason: unknown): reason is OAuthFailure => (OAUTH_FAILURES as readonly unknown[]).includes(reason);

/** What errors of RFC 6749 section 5.2 leave to do; others are the server's own. */
const remedies: Readonly<Record<string, string>> = {
  invalid_client: 'Check the client id and its secret.',
  invalid_grant: 'Sign in again.',
  invalid_scope: 'Check the scopes: this server does not know one of them, or does not grant it to this client.',
  unauthorized_client: 'This client is not registered for this way of signing in.',
  unsupported_grant_type: 'This server does not offer this way of signing in.',
  temporarily_unavailable: 'Try again later.',
  server_error: 'Try again later.',
};

/** What speaks against the token before it is tried: a sentence each. What is renewed by itself may have ended. */
export function signedInProblems({ token, at, renewable }: SignedIn, use: TokenUse): string[] {
  if (token === undefined) return [];
  const judged = judgeToken(token, use);
  // Nobody gives a token that has ended: by this clock it had.
  const ahead = token.expiresAt !== null && Date.parse(token.expiresAt) <= Date.parse(at);
  const problems = judged.problems.filter((one) => one !== 'expired' || (!renewable && !ahead));
  return [
    ...(ahead ? ['When it was given it had ended already, by this machine’s clock: the clock is ahead.'] : []),
    ...tokenProblems({ ...judged, problems }),
  ];
}

/** null until somebody should have read the record's sources again. `today`: YYYY-MM-DD. */
export function recordAgeText({ name, reviewBy, sources }: OAuthProvider, today: string): string | null {
  if (today < reviewBy) return null;
  const read =
    [...sources]
      .map(({ verifiedOn }) => verifiedOn)
      .sort()
      .at(-1) ?? '';
  return `What is said here of ${name} was read on ${read} and was to be read again by ${reviewBy}: it may have changed.`;
}

export interface SignInText {
  readonly title: string;
  readonly message: string;
}

/** Of an AppError `sign-in-failed`. */
export function signInText(params: Params): SignInText {
  const reason = isReason(params.reason) ? reasons[params.reason](params) : 'Signing in failed.';
  const known = typeof params.aadsts === 'number' ? entraErrors[params.aadsts] : undefined;
  const said = params.description === undefined ? '' : ` It said: ${text(params, 'description', 300)}`;
  const number = typeof params.aadsts === 'number' ? ` (AADSTS${params.aadsts})` : '';
  if (known !== undefined)
    return { title: 'Not signed in', message: `${known.meaning}${number} ${known.remedy}${said}` };
  const remedy = remedies[String(params.error ?? '')];
  return {
    title: 'Not signed in',
    message: `${reason}${number}${remedy === undefined || params.reason !== 'refused' ? '' : ` ${remedy}`}${said}`,
  };
}

/** "as ann@example.org until 2026-11-30 10:31Z for SMTP.Send, renewed by itself". */
export function signedInText({ as, until, scopes, renewable }: SignedIn): string {
  const names = scopes.filter((scope) => scope !== 'offline_access').map((scope) => shorten(visible(scope), 80));
  return [
    as === null ? 'signed in' : `signed in as ${shorten(visible(as), 100)}`,
    ...(until === null ? [] : [`until ${until.slice(0, 16).replace('T', ' ')}Z`]),
    ...(names.length === 0 ? [] : [`for ${names.join(' ')}`]),
  ]
    .join(' ')
    .concat(renewable ? ', renewed by itself' : ', not renewable');
}
