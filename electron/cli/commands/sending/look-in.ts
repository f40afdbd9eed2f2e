/** After `send`: the message looked for in a mailbox (`--look-in`), how long it took to get there, and what became of it on the way. */
import { findMessage } from '../../../core/mail-access/find-message.ts';
import { limits as access } from '../../../core/mail-access/limits.ts';
import { OTHER_PORTS } from '../../../core/mail-access/other-login.ts';
import { compareArrived } from '../../../core/message/compare-arrived.ts';
import { messageIdOf, wholeOf } from '../../../core/message/message-id.ts';
import { systemClock } from '../../../core/recording/clock.ts';
import type { SecretSource } from '../../../core/ports.ts';
import type { MessageSource } from '../../../core/smtp/types.ts';
import { readHost } from '../../../protocol/parse/host.ts';
import { splitPort } from '../../../protocol/parse/host-port.ts';
import { parseTarget } from '../../../protocol/parse/target.ts';
import type { FoundMessage } from '../../../protocol/values/app/arrived.ts';
import type { CommandContext } from '../../context.ts';
import { profileTarget } from '../../input/profile-target.ts';
import { fromEnvironment } from '../../input/secrets.ts';
import type { LookValues } from '../../options/message.ts';
import { UsageError } from '../../status.ts';

/** Whose mailbox, and where. */
interface Lookout {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly secret: SecretSource;
  /** What the certificate has to be for, and who vouches for it. */
  readonly servername: string;
  readonly ca: string | null;
}

/** Looks once the message was taken. */
export type Look = (source: MessageSource) => Promise<FoundMessage>;

/** null where nothing is to be looked for. `ca`: PEM of roots given for the session. @throws UsageError, AppError */
export async function lookFrom(
  values: LookValues,
  { terminal, signal }: Pick<CommandContext, 'terminal' | 'signal'>,
  ca: string | null,
): Promise<Look | null> {
  const { lookIn, lookMailbox = 'INBOX', lookFor = 60 } = values;
  if (lookIn === undefined) {
    const orphan = (['lookUser', 'lookPasswordEnv', 'lookMailbox', 'lookFor'] as const).find(
      (name) => values[name] !== undefined,
    );
    if (orphan !== undefined) throw new UsageError('--look-user and its like are of no use without --look-in');
    return null;
  }
  const lookout = /^profile:/i.test(lookIn)
    ? await ofProfile(lookIn, values, terminal, ca)
    : ofHost(lookIn, values, ca);
  return async (source) => {
    const messageId = await messageIdOf(source);
    if (messageId === null) return { state: 'failed', reason: 'the message has no Message-ID to look for' };
    const { secret, ...where } = lookout;
    const password = await secret.read();
    if (secret.isToken?.() === true) return { state: 'failed', reason: 'a token is not tried there' };
    const found = await findMessage(
      { ...where, password, mailbox: lookMailbox, messageId, waitMs: lookFor * 1000 },
      { signal, clock: systemClock },
    );
    if (found.state !== 'found') return found;
    const { octets, size, looks, afterMs } = found;
    const sent = await wholeOf(source, access.find.octets);
    const comparison = sent === null || size > octets.length ? null : compareArrived(sent, octets);
    return { state: 'found', afterMs, looks, octets: size, comparison };
  };
}

/** profile:NAME, or profile:NAME=HOST[:PORT] where its IMAP is elsewhere. */
async function ofProfile(
  typed: string,
  { lookUser, lookPasswordEnv }: LookValues,
  terminal: CommandContext['terminal'],
  ca: string | null,
): Promise<Lookout> {
  const at = typed.lastIndexOf('=');
  const from = await profileTarget(at === -1 ? typed : typed.slice(0, at), terminal);
  const content = from?.profile.content;
  if (from === null || content === undefined) throw new UsageError(`--look-in ${typed} names no profile`);
  const { connection, auth } = content;
  if (auth === null && lookUser === undefined)
    throw new UsageError('--look-in: this profile has no login; give --look-user and --look-password-env');
  const own = parseTarget(connection.target, connection);
  const host = at === -1 ? (own.ok ? own.value.host : null) : null;
  const where = at === -1 ? { host, port: null } : hostPort(typed.slice(at + 1));
  if (where.host === null) throw new UsageError('--look-in: this profile names no host; give profile:NAME=HOST');
  const secret =
    lookPasswordEnv !== undefined || auth === null
      ? fromEnvironmentNamed(lookPasswordEnv)
      : from.secret({ connection, auth });
  return {
    ...{ host: where.host, port: where.port ?? OTHER_PORTS.imap, user: lookUser ?? auth?.user ?? '', secret },
    servername: at === -1 ? (connection.servername ?? where.host) : where.host,
    ca: connection.ca ?? ca,
  };
}

function ofHost(typed: string, { lookUser, lookPasswordEnv }: LookValues, ca: string | null): Lookout {
  const { host, port } = hostPort(typed);
  if (lookUser === undefined)
    throw new UsageError('--look-in needs --look-user and --look-password-env, or profile:NAME');
  const secret = fromEnvironmentNamed(lookPasswordEnv);
  return { host, port: port ?? OTHER_PORTS.imap, user: lookUser, secret, servername: host, ca };
}

function fromEnvironmentNamed(name: string | undefined): SecretSource {
  if (name === undefined)
    throw new UsageError('--look-user needs --look-password-env NAME (never the password itself)');
  const secret = fromEnvironment(name);
  return { read: async () => secret };
}

function hostPort(typed: string): { readonly host: string; readonly port: number | null } {
  const split = splitPort(typed);
  const host = split === null ? null : readHost(split.host);
  if (split === null || host === null) throw new UsageError('--look-in needs profile:NAME or HOST[:PORT]');
  return { host, port: split.port };
}
