/** What one `send` comes to: through one server, through several one after the other, or to the MX hosts of each recipient's domain. */
import type { ConnectionSecrets } from '../../../core/smtp/types.ts';
import { byDomain } from '../../../protocol/parse/addresses/envelopes.ts';
import { parseTarget } from '../../../protocol/parse/target.ts';
import type { ProfileContent } from '../../../protocol/values/profiles/profile.ts';
import type { ConnectionOptions, Envelope } from '../../../protocol/values/target.ts';
import { plural } from '../../../texts/units.ts';
import { connectionFrom, type GivenLogin, loginFrom } from '../../arguments/connection.ts';
import { envelopeFrom } from '../../arguments/envelope.ts';
import type { CommandContext } from '../../context.ts';
import { connectionSecretsFrom } from '../../input/connection-secrets.ts';
import { profileTargets } from '../../input/profile-target.ts';
import type { EnvelopeValues } from '../../options/message.ts';
import type { LoginValues, SessionValues } from '../../options/session.ts';
import { limits } from '../../limits.ts';
import { UsageError } from '../../status.ts';

export interface PlannedDelivery {
  /** As typed, or the domain. */
  readonly name: string;
  readonly connection: ConnectionOptions;
  readonly auth: GivenLogin | null;
  readonly secrets: { secrets?: ConnectionSecrets };
  readonly envelope: Envelope;
}

interface Values extends SessionValues, EnvelopeValues {
  readonly login: LoginValues;
}

export interface Planned {
  readonly deliveries: readonly PlannedDelivery[];
  /** Everybody, as the message names them. */
  readonly envelope: Envelope;
}

/** @throws UsageError, AppError */
export async function planDeliveries(
  targets: readonly string[],
  { terminal, stdin }: Pick<CommandContext, 'terminal' | 'stdin'>,
  options: Values,
): Promise<Planned> {
  if (targets.length === 0) return perDomain(options, stdin);
  if (targets.length > limits.send.targets)
    throw new UsageError(`more than ${plural(limits.send.targets, 'server')} for one message`);
  const find = profileTargets(terminal);
  const froms = await Promise.all(targets.map((target) => find(target)));
  const usual = froms.flatMap((from): ProfileContent['envelope'][] =>
    from === null ? [] : [from.profile.content.envelope],
  );
  const envelope = envelopeFrom(options, usual[0]);
  if (envelope === null) throw new UsageError('--from and --to are missing');
  const deliveries: PlannedDelivery[] = [];
  for (const [at, name] of targets.entries()) {
    const from = froms[at] ?? null;
    const connection = await connectionFrom(name, options, from);
    deliveries.push({ name, connection, envelope, auth: null, secrets: {} });
  }
  refuseSharedLogin(options.login, deliveries);
  const whole: PlannedDelivery[] = [];
  for (const [at, delivery] of deliveries.entries()) {
    const session = { from: froms[at] ?? null, connection: delivery.connection };
    const auth = await loginFrom(options.login, stdin, session);
    const secrets = await connectionSecretsFrom(options, stdin, session);
    whole.push({ ...delivery, auth, secrets });
  }
  return { deliveries: whole, envelope };
}

/** A password is for one host, and is not shown to others because they stand beside it. */
function refuseSharedLogin({ user }: LoginValues, deliveries: readonly PlannedDelivery[]): void {
  if (user === undefined) return;
  const hosts = new Set(
    deliveries.map(({ connection }) => {
      const parsed = parseTarget(connection.target, connection);
      return parsed.ok ? (parsed.value.host ?? parsed.value.path ?? '').toLowerCase() : connection.target;
    }),
  );
  if (hosts.size > 1)
    throw new UsageError('--user is for one host: give the other servers as profile:NAME, each with its own login');
}

/** Each domain's mail goes to its own servers, where nobody is logged in. */
async function perDomain(options: Values, stdin: CommandContext['stdin']): Promise<Planned> {
  if (options.connection?.mx !== true)
    throw new UsageError(
      'TARGET is missing: posthorn send TARGET, or --mx for the MX hosts of each recipient’s domain',
    );
  if (options.login.user !== undefined)
    throw new UsageError('--user is of no use with the MX hosts of the recipients: nobody logs in there');
  const envelope = envelopeFrom(options);
  if (envelope === null) throw new UsageError('--from and --to are missing');
  const { domains, without } = byDomain(envelope);
  const [nowhere] = without;
  if (nowhere !== undefined) throw new UsageError(`--to ${nowhere} has no domain whose MX hosts could be asked`);
  const deliveries: PlannedDelivery[] = [];
  for (const { domain, envelope: own } of domains) {
    const connection = await connectionFrom(domain, options);
    const secrets = await connectionSecretsFrom(options, stdin, { from: null, connection });
    deliveries.push({ name: domain, connection, envelope: own, auth: null, secrets });
  }
  return { deliveries, envelope };
}
