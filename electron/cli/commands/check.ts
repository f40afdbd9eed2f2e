/** `posthorn check`: what a server says, offers and refuses; nothing is ever sent. */
import { systemClock } from '../../core/session/clock.ts';
import { check } from '../../core/smtp/flows/check.ts';
import { connectionFrom, envelopeFrom, loginFrom } from '../connection-args.ts';
import { connectionSecretsFrom } from '../connection-secrets.ts';
import type { Command } from '../context.ts';
import { checkReportName, finish, SessionOutput } from '../session-output.ts';

export const checkCommand: Command = async ({ operands, options, terminal, signal, stdin }) => {
  checkReportName(options);
  const connection = await connectionFrom(operands[0] ?? '', options);
  const envelope = envelopeFrom(options);
  const auth = await loginFrom(options, stdin);
  const secrets = await connectionSecretsFrom(options, stdin);
  const session = new SessionOutput('check', terminal);
  const result = await check(
    { connection, auth, envelope, ...secrets },
    { emit: session.emit, signal, clock: systemClock },
  );
  return finish(session.report(result, options.has('transcript') || options.has('report')), options, terminal);
};
