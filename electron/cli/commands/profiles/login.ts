/** `posthorn profiles login NAME`: an access token for a profile, by the browser, a code, or as the program itself; kept in the keychain. */
import { isDeepStrictEqual } from 'node:util';
import { saveProfile } from '../../../core/profiles/book.ts';
import { jsonValue } from '../../../core/report/json.ts';
import { AppError } from '../../../protocol/values/app-error.ts';
import { signedInText } from '../../../texts/app/oauth.ts';
import { visible } from '../../../texts/visible.ts';
import { oauthFrom } from '../../arguments/oauth.ts';
import { openProfiles, profileNamed } from '../../input/profiles.ts';
import { fromEnvironment } from '../../input/secrets.ts';
import { checkWay, terminalWays } from '../../input/sign-in.ts';
import type { LoginProfileValues } from '../../options/profiles.ts';
import type { RunCommand } from '../../options/types.ts';
import { profileSummary } from '../../output/profiles.ts';
import { status, UsageError } from '../../status.ts';

export const runLogin: RunCommand<LoginProfileValues> = async ({ operands, terminal, signal }, { tokens, output }) => {
  const { out, err } = terminal;
  const { book, store, secrets, signIn } = await openProfiles(terminal);
  const { id, rev, content } = profileNamed(book, operands[0] ?? '');
  if (content.auth === null)
    throw new UsageError('this profile has no user to log in as; give it one in the window, or import it with one');
  const oauth = oauthFrom(tokens, content.oauth ?? null, content.connection.target);
  checkWay(oauth, terminal);
  if (!isDeepStrictEqual(oauth, content.oauth)) await store.change(saveProfile(id, rev, { ...content, oauth }));
  const { clientSecretEnv: secretName } = tokens;
  try {
    if (secretName !== undefined) await secrets.set(id, 'client-secret', fromEnvironment(secretName), 'keychain');
    const signedIn = await signIn.signIn(id, { signal, where: 'keychain', ...terminalWays(terminal) });
    const after = (await store.read()).book;
    const profile = profileNamed(after, operands[0] ?? '');
    if (output.json)
      out.line(
        JSON.stringify(
          jsonValue({
            ...{ schema: 1, command: 'profiles login', ok: true },
            profile: profileSummary(after, profile),
            signedIn,
          }),
        ),
      );
    else out.line(`${visible(content.name)}: ${signedInText(signedIn)}`);
    return status.ok;
  } catch (error) {
    if (error instanceof AppError && error.code === 'secret-store-unavailable')
      err.line(
        'posthorn: without a keychain a token is kept for one run alone: posthorn check profile:NAME --oauth signs in and keeps it in memory.',
      );
    throw error;
  }
};
