/** `posthorn census`: several sessions with every address of a server. Nothing is ever sent. */
import { hostSessions } from '../../../core/survey/kinds/sessions.ts';
import { limits } from '../../../protocol/values/survey/limits.ts';
import type { CensusValues } from '../../options/surveys.ts';
import type { RunCommand } from '../../options/types.ts';
import { UsageError } from '../../status.ts';
import { printGroups } from './print-groups.ts';
import { refuseBothForms, typedSession } from './run.ts';

export const runCensus: RunCommand<CensusValues> = async (context, options) => {
  refuseBothForms(options.output);
  const { connection, secrets } = await typedSession(context.operands[0] ?? '', options, context);
  if (hostSessions(connection) === null) throw new UsageError('TARGET needs a host: a Unix socket has no addresses');
  const sessions = options.many.sessions ?? limits.census.sessions;
  return printGroups({ kind: 'census', connection, sessions }, secrets, options, context);
};
