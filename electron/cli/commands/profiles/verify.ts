/** `posthorn profiles verify NAME`: the check with the profile's login. Nothing is sent; the profile remembers how it ended. */
import { markVerified } from '../../../core/profiles/book.ts';
import { verificationOf } from '../../../core/profiles/verification.ts';
import { jsonValue, reportJson } from '../../../core/report/json.ts';
import { systemClock } from '../../../core/recording/clock.ts';
import { check } from '../../../core/smtp/flows/check.ts';
import { connectionFrom, loginFrom } from '../../arguments/connection.ts';
import { connectionSecretsFrom } from '../../input/connection-secrets.ts';
import type { several } from '../../options/profiles.ts';
import type { OutputValues, password } from '../../options/session.ts';
import type { RunCommand, Values as ValuesOf } from '../../options/types.ts';
import { profileSummary } from '../../output/profiles.ts';
import { openProfiles, profileNamed } from '../../input/profiles.ts';
import { targetOf } from '../../input/profile-target.ts';
import { checkReportName, exitStatusOf, finish, keepReport, SessionOutput } from '../../output/session.ts';
import { UsageError } from '../../status.ts';
import { verifyProfilesOf } from './verify-all.ts';

interface Values {
  readonly several: ValuesOf<typeof several>;
  readonly login: ValuesOf<typeof password>;
  readonly output: OutputValues;
}

export const runVerify: RunCommand<Values> = async (context, { several: many, login, output }) => {
  const { operands, terminal, signal, stdin } = context;
  checkReportName(output);
  const ways = [operands.length > 0, many.all === true, many.folder !== undefined].filter((given) => given).length;
  if (ways !== 1) throw new UsageError('profiles verify needs one of NAME, --folder NAME and --all');
  if (operands.length === 0) {
    if (login.passwordEnv !== undefined || login.passwordStdin === true)
      throw new UsageError('one password for several accounts is nobody’s: each profile is verified with its own');
    if (output.report !== undefined || output.transcript === true)
      throw new UsageError('--report and --transcript are of one profile');
    return verifyProfilesOf(many.folder ?? null, output.json === true, context);
  }
  const { book, store, secrets: kept } = await openProfiles(terminal);
  const profile = profileNamed(book, operands[0] ?? '');
  if (profile.content.auth === null)
    throw new UsageError('this profile has no user to log in as; posthorn check profile:NAME checks the server alone');
  const from = targetOf(profile, kept);
  const connection = await connectionFrom('', {}, from);
  const auth = await loginFrom(login, stdin, { from, connection });
  const secrets = await connectionSecretsFrom({}, stdin, { from, connection });
  const session = new SessionOutput('check', terminal);
  const result = await check(
    { connection, auth, envelope: null, ...secrets },
    { emit: session.emit, signal, clock: systemClock },
  );
  const report = await session.report(result, true, { connection, auth: auth?.options ?? null, envelope: null });
  const verified = verificationOf(report, report.startedAt);
  // Who stops it has learnt nothing about the login.
  if (report.error?.code !== 'cancelled') {
    const asked = { connection: profile.content.connection, auth: profile.content.auth };
    await store.change(markVerified(profile.id, asked, verified));
  }
  if (!output.json) return finish(report, output, terminal);
  const { id, name, folder } = profileSummary(book, profile);
  terminal.out.line(
    JSON.stringify(
      jsonValue({
        schema: 1,
        command: 'profiles verify',
        ok: report.ok,
        error: report.error,
        profile: { id, name, folder },
        verified,
        check: reportJson(report, { transcript: output.transcript ?? false }),
      }),
    ),
  );
  await keepReport(report, output);
  return exitStatusOf(report);
};
