/** `posthorn send`: a test message, once or many times, through one server, several, or the MX hosts of its recipients; and what became of it. */
import { systemClock } from '../../core/recording/clock.ts';
import { send } from '../../core/smtp/flows/send.ts';
import type { MessageSource } from '../../core/smtp/types.ts';
import type { Report } from '../../protocol/values/session/report.ts';
import type {
  delivery as deliveryGroup,
  EnvelopeValues,
  LookValues,
  MessageValues,
  SignatureValues,
} from '../options/message.ts';
import type { LoginValues, OutputValues, SessionValues } from '../options/session.ts';
import type { RunCommand, Values as ValuesOf } from '../options/types.ts';
import { messageFrom } from '../arguments/message.ts';
import { signingFrom } from '../arguments/signature.ts';
import { checkReportName, finish, SessionOutput } from '../output/session.ts';
import { drawFound } from '../output/sending/found.ts';
import { status, UsageError } from '../status.ts';
import { leadsHere } from '../../protocol/parse/loopback.ts';
import { parseTarget } from '../../protocol/parse/target.ts';
import { type PlannedDelivery, planDeliveries } from './sending/deliveries.ts';
import { lookFrom } from './sending/look-in.ts';
import { sendRepeated } from './sending/repeated.ts';
import { sendSeveral } from './sending/several.ts';

interface Values extends SessionValues, EnvelopeValues {
  readonly login: LoginValues;
  readonly message: MessageValues;
  readonly signature: SignatureValues;
  readonly delivery: ValuesOf<typeof deliveryGroup>;
  readonly look: LookValues;
  readonly output: OutputValues;
}

export const runSend: RunCommand<Values> = async (context, options) => {
  const { terminal, signal } = context;
  const { output, login, delivery } = options;
  const targets = [...context.operands, ...(delivery.also ?? [])];
  checkReportName(output);
  const { count, concurrency = 1, dryRun = false, pause = 0 } = delivery;
  if (concurrency > 1 && count === undefined) throw new UsageError('--concurrency is of no use without --count');
  if (count !== undefined && output.report !== undefined)
    throw new UsageError('--report and --count exclude each other');
  if (context.operands.length === 0 && targets.length > 0) throw new UsageError('--also is of no use without TARGET');
  if (targets.length !== 1) {
    if (count !== undefined) throw new UsageError('--count is for one server: several get one message each');
    if (output.report !== undefined) throw new UsageError('--report is for one server; --json has the report of each');
  } else if (count === undefined && delivery.pause !== undefined)
    throw new UsageError('--pause is of no use without --count or several servers');
  const { deliveries, envelope } = await planDeliveries(targets, context, options);
  const [first] = deliveries;
  if (first === undefined) throw new UsageError('--to is missing');
  // One that cannot be read is refused as such when the session begins.
  if (concurrency > 1 && parseTarget(first.connection.target).ok && !leadsHere(first.connection)) {
    throw new UsageError(
      '--concurrency above 1 is for this machine itself only (localhost, 127.0.0.1, ::1 or a Unix socket)',
    );
  }
  const look = await lookFrom(options.look, { terminal, signal }, first.connection.ca ?? null);
  if (look !== null && (count !== undefined || targets.length !== 1 || dryRun))
    throw new UsageError('--look-in is for one message through one server');
  const message = await messageFrom(options.message, envelope, {
    ...context,
    passwordStdin: login.passwordStdin ?? false,
  });
  const sign = await signingFrom(options.signature, envelope, options.message.header);
  if (sign?.record !== undefined) terminal.err.line(sign.record);
  const made = async (): Promise<MessageSource> => (sign === null ? message() : sign.sign(await message()));
  const once = async (
    to: PlannedDelivery,
    source: MessageSource,
    transcript: boolean,
    progress: boolean,
  ): Promise<Report> => {
    const session = new SessionOutput('send', terminal, progress);
    const result = await send(
      { connection: to.connection, auth: to.auth, envelope: to.envelope, message: source, dryRun, ...to.secrets },
      // The transcript alone shows it.
      { emit: session.emit, signal, clock: systemClock, hashesBody: () => transcript },
    );
    const asked = { connection: to.connection, auth: to.auth?.options ?? null, envelope: to.envelope };
    return session.report(result, transcript, asked);
  };
  const { transcript = false } = output;
  if (targets.length !== 1) {
    // The very same message for each of them, with one Message-ID.
    const source = await made();
    return sendSeveral(deliveries, { terminal, signal, output, rest: pause }, (to) =>
      once(to, source, transcript, true),
    );
  }
  if (look !== null) {
    const source = await made();
    const report = await once(first, source, transcript || output.report !== undefined, true);
    const taken = report.delivery === 'all' || report.delivery === 'some';
    if (!taken) return finish(report, output, terminal);
    const arrived = await look(source);
    const code = await finish(report, output, terminal, { arrived });
    if (output.json !== true) for (const line of drawFound(arrived, terminal.out)) terminal.out.line(line);
    return code === status.ok && arrived.state !== 'found' ? status.problem : code;
  }
  if (count === undefined)
    return finish(await once(first, await made(), transcript || output.report !== undefined, true), output, terminal);
  return sendRepeated({ terminal, signal, output, count, concurrency, rest: pause }, async () =>
    once(first, await made(), transcript, false),
  );
};
