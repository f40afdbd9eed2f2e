/** `posthorn check`: what a server says, offers and refuses; nothing is ever sent. */
import { systemClock } from '../../core/session/clock.ts';
import { check } from '../../core/smtp/flows/check.ts';
import { connectionFrom, envelopeFrom, loginFrom } from '../connection-args.ts';
import { connectionSecretsFrom } from '../connection-secrets.ts';
import type { Question } from '../../core/smtp/types.ts';
import type { Command } from '../context.ts';
import type { OptionValues } from '../parse-args.ts';
import { checkReportName, finish, SessionOutput } from '../session-output.ts';

/** In the order of the help; each kind in its own order. */
function questionsFrom(options: OptionValues): Question[] {
  const all = (option: string, command: Question['command']): Question[] =>
    options.all(option).map((argument) => ({ command, argument }));
  return [...all('vrfy', 'VRFY'), ...all('expn', 'EXPN'), ...all('etrn', 'ETRN'), ...all('help-topic', 'HELP')];
}

export const checkCommand: Command = async ({ operands, options, terminal, signal, stdin }) => {
  checkReportName(options);
  const connection = await connectionFrom(operands[0] ?? '', options);
  const envelope = envelopeFrom(options);
  const auth = await loginFrom(options, stdin);
  const secrets = await connectionSecretsFrom(options, stdin);
  const session = new SessionOutput('check', terminal);
  const result = await check(
    { connection, auth, envelope, questions: questionsFrom(options), ...secrets },
    { emit: session.emit, signal, clock: systemClock },
  );
  return finish(session.report(result, options.has('transcript') || options.has('report')), options, terminal);
};
