/** Runs a client flow the way tests want it: short to ask for, every event kept, sockets and timers counted afterwards. */
import type { AuthOptions, ConnectionOptions, Envelope } from '../../electron/protocol/values/target.ts';
import type { EventOf, SessionEvent, SessionEventType } from '../../electron/protocol/values/session/event.ts';
import type {
  ConnectionSecrets,
  MessageSource,
  SessionContext,
  SessionResult,
} from '../../electron/core/smtp/types.ts';
import { check } from '../../electron/core/smtp/flows/check.ts';
import { send } from '../../electron/core/smtp/flows/send.ts';
import { sourceFromBytes } from '../../electron/core/smtp/plan/message-source.ts';
import type { SecretSource } from '../../electron/core/ports.ts';
import { systemClock } from '../../electron/core/recording/clock.ts';

export interface Run extends SessionResult {
  readonly events: readonly SessionEvent[];
  /** Lines sent, in order. */
  readonly sent: readonly string[];
  readonly of: <T extends SessionEventType>(type: T) => EventOf<T>[];
  /** Everything told, octets as Latin-1: what a secret must not be found in. */
  readonly text: string;
}

export interface RunOptions {
  readonly connection: Partial<ConnectionOptions> & { readonly target: string };
  readonly auth?: AuthOptions & { readonly password: string };
  /** In place of the password: read when it is needed. */
  readonly secret?: SecretSource;
  readonly secrets?: ConnectionSecrets;
  readonly dns?: NonNullable<SessionContext['dns']>;
  readonly envelope?: Partial<Envelope>;
  readonly message?: string | Uint8Array | MessageSource;
  readonly dryRun?: boolean;
  /** Told of each event as it comes; gets the means to cancel. */
  readonly watch?: (event: SessionEvent, cancel: () => void) => void;
  readonly signal?: AbortSignal;
}

export interface Watched {
  readonly context: SessionContext;
  readonly events: SessionEvent[];
}

export function watched(options: Pick<RunOptions, 'watch' | 'signal' | 'dns'> = {}): Watched {
  const events: SessionEvent[] = [];
  const controller = new AbortController();
  const signal = options.signal ?? controller.signal;
  const emit = (event: SessionEvent): void => {
    events.push(event);
    options.watch?.(event, () => controller.abort());
  };
  return {
    events,
    context: { emit, signal, clock: systemClock, ...(options.dns === undefined ? {} : { dns: options.dns }) },
  };
}

export function asText(events: readonly SessionEvent[]): string {
  return JSON.stringify(events, (_key, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
  );
}

function gather(result: SessionResult, events: readonly SessionEvent[]): Run {
  const of = <T extends SessionEventType>(type: T) =>
    events.filter((event): event is EventOf<T> => event.type === type);
  const sent = of('line')
    .filter(({ direction }) => direction === 'sent')
    .map(({ text }) => text);
  return { ...result, events, sent, of, text: asText(events) };
}

function secretsOf({ secrets }: RunOptions) {
  return secrets === undefined ? {} : { secrets };
}

function authOf(options: RunOptions) {
  if (options.auth === undefined) return null;
  const { password, ...rest } = options.auth;
  return { options: rest, secret: options.secret ?? { read: () => Promise.resolve(password) } };
}

const envelope = { from: 'a@sender.test', to: ['b@rcpt.test'] };

export async function runCheck(options: RunOptions): Promise<Run> {
  const { context, events } = watched(options);
  const wanted = options.envelope === undefined ? null : { ...envelope, ...options.envelope };
  const connection = { ehloName: 'client.test', ...options.connection };
  return gather(
    await check({ connection, auth: authOf(options), envelope: wanted, ...secretsOf(options) }, context),
    events,
  );
}

export async function runSend(options: RunOptions): Promise<Run> {
  const { context, events } = watched(options);
  const given = options.message ?? 'Subject: t\r\n\r\nhello\r\n';
  const message =
    typeof given === 'string'
      ? sourceFromBytes(Buffer.from(given), 'normalise')
      : given instanceof Uint8Array
        ? sourceFromBytes(given, 'normalise')
        : given;
  const connection = { ehloName: 'client.test', ...options.connection };
  const wanted = { ...envelope, ...options.envelope };
  return gather(
    await send(
      {
        connection,
        auth: authOf(options),
        envelope: wanted,
        message,
        dryRun: options.dryRun === true,
        ...secretsOf(options),
      },
      context,
    ),
    events,
  );
}

/** What of ours could still be open: sockets, pipes and timers of this process. Servers and file handles are not meant. */
export function openResources(): string[] {
  const mine = new Set(['TCPSocketWrap', 'PipeWrap', 'TLSWrap', 'Timeout', 'TCPConnectWrap', 'PipeConnectWrap']);
  return process.getActiveResourcesInfo().filter((name) => mine.has(name));
}
