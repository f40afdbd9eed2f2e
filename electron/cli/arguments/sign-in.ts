/** Options of a session that signs in for its own token: what is asked of whom, and what they exclude. */
import type { SecretSource } from '../../core/ports.ts';
import type { ProfileTarget } from '../input/profile-target.ts';
import { fromEnvironment } from '../input/secrets.ts';
import { signIn as signInGroup, type SignInValues } from '../options/profiles.ts';
import type { LoginValues } from '../options/session.ts';
import { givenOf } from '../options/types.ts';
import type { Terminal } from '../output/terminal.ts';
import { UsageError } from '../status.ts';
import { oauthFrom } from './oauth.ts';

interface Given {
  readonly login: LoginValues;
  readonly signIn: SignInValues;
}

interface Session {
  readonly target: string;
  readonly from: ProfileTarget | null;
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
}

/**
 * Signs in as the user of the login, once everything else that was typed is known to be right; null where no sign-in is asked for.
 * @throws UsageError
 */
export function tokenSourceFrom(
  { login, signIn }: Given,
  { target, from, terminal, signal }: Session,
): ((user: string) => Promise<SecretSource>) | null {
  if (signIn.oauth !== true) {
    const [orphan] = givenOf(signInGroup, signIn);
    if (orphan !== undefined) throw new UsageError(`--${orphan.name} is of no use without --oauth`);
    return null;
  }
  if (login.passwordStdin === true || login.passwordEnv !== undefined)
    throw new UsageError('--oauth gets the token by signing in: --password-stdin and --password-env have no place');
  if ((login.user ?? from?.profile.content.auth?.user) === undefined)
    throw new UsageError('--oauth needs --user: whom the token is to log in');
  const content = from?.profile.content ?? null;
  const settings = oauthFrom(signIn, content?.oauth ?? null, content?.connection.target ?? target);
  const { clientSecretEnv } = signIn;
  return async (user) => {
    const clientSecret =
      clientSecretEnv === undefined ? ((await from?.clientSecret()) ?? null) : fromEnvironment(clientSecretEnv);
    const { tokenInMemory } = await import('../input/sign-in.ts');
    return tokenInMemory({ settings, clientSecret, user, target: content?.name ?? target }, terminal, signal);
  };
}
