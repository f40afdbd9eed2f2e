/** `posthorn check`: what a server says, offers and refuses; nothing is ever sent. */
import { systemClock } from '../../core/recording/clock.ts';
import { check } from '../../core/smtp/flows/check.ts';
import { connectionFrom, loginFrom } from '../arguments/connection.ts';
import { tokenSourceFrom } from '../arguments/sign-in.ts';
import { envelopeFrom } from '../arguments/envelope.ts';
import { connectionSecretsFrom } from '../input/connection-secrets.ts';
import type { EnvelopeValues, QuestionValues } from '../options/message.ts';
import type { SignInValues } from '../options/profiles.ts';
import type { LoginValues, OutputValues, SessionValues } from '../options/session.ts';
import type { RunCommand } from '../options/types.ts';
import { profileTarget } from '../input/profile-target.ts';
import { questionsFrom } from '../arguments/questions.ts';
import { checkReportName, finish, SessionOutput } from '../output/session.ts';

interface Values extends SessionValues, EnvelopeValues {
  readonly login: LoginValues;
  readonly signIn: SignInValues;
  readonly questions: QuestionValues;
  readonly output: OutputValues;
}

export const runCheck: RunCommand<Values> = async ({ operands, terminal, signal, stdin }, options) => {
  const { output } = options;
  checkReportName(output);
  const target = operands[0] ?? '';
  const from = await profileTarget(target, terminal);
  const connection = await connectionFrom(target, options, from);
  // A check asks about an envelope only when it is told to.
  const asked = options.envelope?.from !== undefined || options.envelope?.to !== undefined;
  const envelope = envelopeFrom(options, asked && from !== null ? from.profile.content.envelope : null);
  const token = tokenSourceFrom(options, { target, from, terminal, signal });
  const auth = await loginFrom(options.login, stdin, { from, connection, token });
  const secrets = await connectionSecretsFrom(options, stdin, { from, connection });
  const session = new SessionOutput('check', terminal);
  const result = await check(
    { connection, auth, envelope, questions: questionsFrom(options.questions), ...secrets },
    { emit: session.emit, signal, clock: systemClock },
  );
  const report = await session.report(result, output.transcript === true || output.report !== undefined, {
    connection,
    auth: auth?.options ?? null,
    envelope,
  });
  return finish(report, output, terminal);
};
