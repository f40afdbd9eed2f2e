/** `posthorn profiles set-secret NAME`: a secret of a profile, from standard input or the environment into the keychain. */
import { jsonValue } from '../../../core/report/json.ts';
import { secretKindText } from '../../../texts/app/agreements.ts';
import { visible } from '../../../texts/visible.ts';
import { openProfiles, profileNamed } from '../../input/profiles.ts';
import { passwordFrom } from '../../input/secrets.ts';
import type { SetSecretValues } from '../../options/profiles.ts';
import type { RunCommand } from '../../options/types.ts';
import { status } from '../../status.ts';

export const runSetSecret: RunCommand<SetSecretValues> = async (
  { operands, terminal, stdin },
  { secret: given, output },
) => {
  const { out } = terminal;
  const { book, secrets } = await openProfiles(terminal);
  const { id, content } = profileNamed(book, operands[0] ?? '');
  const { kind = 'password' } = given;
  const secret = await (await passwordFrom(given, stdin)).read();
  const { state } = await secrets.set(id, kind, secret, 'keychain');
  if (output.json)
    out.line(JSON.stringify(jsonValue({ schema: 1, command: 'profiles set-secret', ok: true, kind, state })));
  else out.line(`${visible(content.name)}: ${secretKindText(kind)} kept in the keychain`);
  return status.ok;
};
