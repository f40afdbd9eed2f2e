/** `posthorn profiles logout NAME`: the profile's tokens are revoked where the provider can do that, and forgotten here in any case. */
import { jsonValue } from '../../../core/report/json.ts';
import { visible } from '../../../texts/visible.ts';
import { openProfiles, profileNamed } from '../../input/profiles.ts';
import type { PlainValues } from '../../options/profiles.ts';
import type { RunCommand } from '../../options/types.ts';
import { status } from '../../status.ts';

export const runLogout: RunCommand<PlainValues> = async ({ operands, terminal, signal }, { output }) => {
  const { out } = terminal;
  const { book, signIn } = await openProfiles(terminal);
  const { id, content } = profileNamed(book, operands[0] ?? '');
  const revoked = await signIn.signOut(id, signal);
  if (output.json) out.line(JSON.stringify(jsonValue({ schema: 1, command: 'profiles logout', ok: true, revoked })));
  else
    out.line(
      `${visible(content.name)}: tokens forgotten${revoked ? ', and revoked at the provider' : '; the provider offers no way to revoke them here'}`,
    );
  return status.ok;
};
