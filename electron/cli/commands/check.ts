/** `posthorn check`: what a server says, offers and refuses; nothing is ever sent. */
import { systemClock } from '../../core/recording/clock.ts';
import { check } from '../../core/smtp/flows/check.ts';
import { connectionFrom, envelopeFrom, loginFrom } from '../arguments/connection.ts';
import { connectionSecretsFrom } from '../input/connection-secrets.ts';
import type { Command } from '../context.ts';
import { profileTarget } from '../input/profile-target.ts';
import { questionsFrom } from '../arguments/questions.ts';
import { checkReportName, finish, SessionOutput } from '../output/session.ts';

export const checkCommand: Command = async ({ operands, options, terminal, signal, stdin }) => {
  checkReportName(options);
  const target = operands[0] ?? '';
  const from = await profileTarget(target, terminal);
  const connection = await connectionFrom(target, options, from);
  // A check asks about an envelope only when it is told to.
  const asked = options.has('from') || options.has('to');
  const envelope = envelopeFrom(options, asked && from !== null ? from.profile.content.envelope : null);
  const auth = await loginFrom(options, stdin, { from, connection });
  const secrets = await connectionSecretsFrom(options, stdin, { from, connection });
  const session = new SessionOutput('check', terminal);
  const result = await check(
    { connection, auth, envelope, questions: questionsFrom(options), ...secrets },
    { emit: session.emit, signal, clock: systemClock },
  );
  const report = await session.report(result, options.has('transcript') || options.has('report'));
  return finish(report, options, terminal);
};
