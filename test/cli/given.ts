/** What the command line reads of arguments, without running a command. */
import {
  checkEnvelope,
  delivery,
  envelope,
  extensions,
  message,
  questions,
  reports,
} from '../../electron/cli/options/message.ts';
import { behaviour, listeners } from '../../electron/cli/options/serve.ts';
import { connection, loginGroup, output, tlsGroup } from '../../electron/cli/options/session.ts';
import type { Given } from '../../electron/cli/options/types.ts';
import { parseArguments } from '../../electron/cli/parse/parse-args.ts';
import { readGroups } from '../../electron/cli/parse/read-options.ts';

export function given(...argv: string[]): Given {
  const parsed = parseArguments(argv);
  if (parsed.kind !== 'run') throw new Error('not a run');
  return parsed.given;
}

const session = { connection, tls: tlsGroup, login: loginGroup, output };

export const checkValues = (...argv: string[]) =>
  readGroups(
    { ...session, envelope: checkEnvelope, questions, reports, extensions },
    given('check', 'x.test', ...argv),
  );
export const sendValues = (...argv: string[]) =>
  readGroups({ ...session, envelope, message, delivery, reports, extensions }, given('send', 'x.test', ...argv));
export const serveValues = (...argv: string[]) => readGroups({ listeners, behaviour }, given('serve', ...argv));
