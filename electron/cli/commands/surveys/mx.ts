/** `posthorn mx`: a whole session with every address of every MX host of a domain. Nothing is ever sent. */
import type { HostSurveyValues } from '../../options/surveys.ts';
import type { RunCommand } from '../../options/types.ts';
import { connectionFrom } from '../../arguments/connection.ts';
import { refuse } from '../../arguments/refuse.ts';
import { refusedArgument } from '../../../core/smtp/flows/check.ts';
import { connectionSecretsFrom } from '../../input/connection-secrets.ts';
import { profileTarget } from '../../input/profile-target.ts';
import { printGroups } from './print-groups.ts';
import { refuseBothForms } from './run.ts';

export const runMx: RunCommand<HostSurveyValues> = async (context, options) => {
  refuseBothForms(options.output);
  const typed = context.operands[0] ?? '';
  const from = await profileTarget(typed, context.terminal);
  const { target, everyAddress: _every, mx: _mx, ...connection } = await connectionFrom(typed, options, from);
  // Read as --mx reads it: a domain or a mail address.
  refuse(refusedArgument({ connection: { ...connection, target, mx: true }, auth: null, envelope: null }));
  const { secrets } = await connectionSecretsFrom(options, context.stdin, {
    from,
    connection: { ...connection, target },
  });
  return printGroups({ kind: 'mx', domain: target, connection }, secrets, options, context);
};
