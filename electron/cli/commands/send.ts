/** `posthorn send`: a test message, once or many times, and what became of it. */
import { reportJson } from '../../core/report/json.ts';
import { systemClock } from '../../core/recording/clock.ts';
import { send } from '../../core/smtp/flows/send.ts';
import { planTarget } from '../../core/smtp/plan/target.ts';
import type { MessageSource } from '../../core/smtp/types.ts';
import type { Report } from '../../protocol/values/session/report.ts';
import type { ConnectionOptions } from '../../protocol/values/target.ts';
import { verdictText } from '../../texts/outcomes/verdict.ts';
import { duration } from '../../texts/units.ts';
import { connectionFrom, loginFrom } from '../arguments/connection.ts';
import { envelopeFrom } from '../arguments/envelope.ts';
import { connectionSecretsFrom } from '../input/connection-secrets.ts';
import type { CommandContext } from '../context.ts';
import type { delivery as deliveryGroup, EnvelopeValues, MessageValues, SignatureValues } from '../options/message.ts';
import type { LoginValues, OutputValues, SessionValues } from '../options/session.ts';
import type { RunCommand, Values as ValuesOf } from '../options/types.ts';
import { messageFrom } from '../arguments/message.ts';
import { signingFrom } from '../arguments/signature.ts';
import { profileTarget } from '../input/profile-target.ts';
import { checkReportName, exitStatusOf, finish, SessionOutput } from '../output/session.ts';
import { type ExitStatus, status, UsageError } from '../status.ts';
import { isLoopback } from '../../protocol/parse/loopback.ts';

interface Values extends SessionValues, EnvelopeValues {
  readonly login: LoginValues;
  readonly message: MessageValues;
  readonly signature: SignatureValues;
  readonly delivery: ValuesOf<typeof deliveryGroup>;
  readonly output: OutputValues;
}

export const runSend: RunCommand<Values> = async (context, options) => {
  const { operands, terminal, signal, stdin } = context;
  const { output, login, delivery } = options;
  checkReportName(output);
  const { count, concurrency = 1, dryRun = false } = delivery;
  if (concurrency > 1 && count === undefined) throw new UsageError('--concurrency is of no use without --count');
  if (count !== undefined && output.report !== undefined)
    throw new UsageError('--report and --count exclude each other');
  const target = operands[0] ?? '';
  const from = await profileTarget(target, terminal);
  const connection = await connectionFrom(target, options, from);
  if (concurrency > 1 && !isLocal(connection)) {
    throw new UsageError(
      '--concurrency above 1 is for this machine itself only (localhost, 127.0.0.1, ::1 or a Unix socket)',
    );
  }
  const envelope = envelopeFrom(options, from?.profile.content.envelope);
  if (envelope === null) throw new UsageError('--from and --to are missing');
  const message = await messageFrom(options.message, envelope, {
    ...context,
    passwordStdin: login.passwordStdin ?? false,
  });
  const sign = await signingFrom(options.signature, envelope);
  if (sign?.record !== undefined) terminal.err.line(sign.record);
  const auth = await loginFrom(login, stdin, { from, connection });
  const secrets = await connectionSecretsFrom(options, stdin, { from, connection });
  const made = async (): Promise<MessageSource> => (sign === null ? message() : sign.sign(await message()));
  const once = async (transcript: boolean, progress: boolean): Promise<Report> => {
    const session = new SessionOutput('send', terminal, progress);
    const result = await send(
      { connection, auth, envelope, message: await made(), dryRun, ...secrets },
      { emit: session.emit, signal, clock: systemClock },
    );
    return session.report(result, transcript, { connection, auth: auth?.options ?? null, envelope });
  };
  if (count === undefined)
    return finish(await once(output.transcript === true || output.report !== undefined, true), output, terminal);
  return many({ ...context, output, count, concurrency }, () => once(output.transcript ?? false, false));
};

/** Only this machine is asked to bear several sessions at once: a load test of somebody else's server is not a diagnosis. */
function isLocal(connection: ConnectionOptions): boolean {
  // Where these lead is for DNS and the proxy to say.
  if (connection.mx === true || connection.proxy !== undefined) return false;
  const parsed = planTarget(connection.target, { protocol: connection.protocol, security: connection.security });
  if (!parsed.ok) return true;
  const { host, path } = parsed.target;
  return path !== null || host === null || isLoopback(host);
}

async function many(
  how: Pick<CommandContext, 'terminal' | 'signal'> & {
    readonly output: OutputValues;
    readonly count: number;
    readonly concurrency: number;
  },
  once: () => Promise<Report>,
): Promise<ExitStatus> {
  const { terminal, signal, count, concurrency } = how;
  const { json = false, transcript = false } = how.output;
  const begun = systemClock.now();
  let started = 0;
  let sent = 0;
  let failed = 0;
  let worst: ExitStatus = status.ok;
  const lane = async (): Promise<void> => {
    while (started < count && !signal.aborted && worst !== status.usage) {
      started += 1;
      const number = started;
      const report = await once();
      if (report.ok) sent += 1;
      else failed += 1;
      const own = exitStatusOf(report);
      if (own > worst) worst = own;
      if (own === status.usage) terminal.err.line(`posthorn: ${report.error?.message ?? ''}`);
      if (json) terminal.out.line(JSON.stringify(reportJson(report, { transcript })));
      else if (own !== status.usage)
        terminal.out.line(`${report.ok ? '✔' : '✘'} ${number} ${verdictText(report)} (${duration(report.durationMs)})`);
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, count) }, lane));
  const durationMs = Math.round((systemClock.now() - begun) * 1000) / 1000;
  if (json) terminal.out.line(JSON.stringify({ schema: 1, event: 'summary', sent, failed, durationMs }));
  else terminal.out.line(`${sent} sent, ${failed} failed, in ${duration(durationMs)}`);
  // Stopped between two of them: each that was begun went well, and yet not all was done.
  return signal.aborted && started < count ? status.interrupted : worst;
}
