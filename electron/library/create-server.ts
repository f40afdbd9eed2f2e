/** The server with everything but its handler preset: one listener on loopback at a free port, messages in memory, nobody to log in. */
import type { ListenerConfig, ServerConfig } from '../protocol/values/server/server.ts';
import { DEFAULT_MAX_MESSAGE_BYTES } from '../core/server/defaults.ts';
import { createTestServer } from '../core/server/server.ts';
import { memorySpool } from '../storage/spool/memory-spool.ts';
import { systemClock } from '../core/recording/clock.ts';
import type { TestServer, TestServerOptions } from '../core/server/types.ts';
import { userVerifiers } from '../core/server/users/users.ts';

/** Of a listener everything may be left out; of the configuration too. */
export interface ServerOptions extends Partial<Omit<TestServerOptions, 'config' | 'handler' | 'observer'>> {
  readonly handler: TestServerOptions['handler'];
  /** Absent: one of SMTP without TLS at 127.0.0.1, on a free port. */
  readonly listeners?: readonly Partial<ListenerConfig>[];
  readonly config?: Partial<Omit<ServerConfig, 'listeners'>>;
  /** What is not watched for is left out; failures of handlers are then warnings of the process. */
  readonly observer?: Partial<TestServerOptions['observer']>;
}

const noTls = (): Promise<never> => Promise.reject(new Error('a listener with TLS needs the option `tls`'));
const ignore = (): void => undefined;
/** What a handler throws is its author's to see, as smtpd's was; the client hears 451 and nothing of it. */
const warn = (_: string, error: unknown): void =>
  process.emitWarning(error instanceof Error ? error : new Error(String(error)));

/**
 * Listens when start() is called. Listeners without an `id` are called `1`, `2` and so on.
 * @throws RangeError for a listener with TLS where `tls` is absent, for a handler that wants text together with SMTPUTF8, and for one
 * that would pass on what strangers send
 */
export function createServer({ handler, listeners = [{}], config, observer, ...rest }: ServerOptions): TestServer {
  const all = listeners.map(listenerWith);
  if (rest.tls === undefined && all.some(({ security }) => security !== 'none'))
    throw new RangeError('a listener with TLS needs the option `tls`');
  return createTestServer({
    spool: memorySpool(),
    users: userVerifiers([]),
    tls: noTls,
    clock: systemClock,
    ...rest,
    handler,
    observer: { listener: ignore, session: ignore, event: ignore, message: ignore, failure: warn, ...observer },
    config: {
      hostname: 'localhost',
      maxMessageBytes: DEFAULT_MAX_MESSAGE_BYTES,
      // A handler of text has no use for what text hides.
      smtputf8: handler.wants !== 'text',
      auth: { enabled: false, acceptAny: false, required: false, allowClear: false, mechanisms: ['PLAIN', 'LOGIN'] },
      // Only a test server answers addresses at error.test with the fault they name.
      magicRecipients: false,
      ...config,
      listeners: all,
    },
  });
}

function listenerWith(given: Partial<ListenerConfig>, index: number): ListenerConfig {
  const path = given.path ?? null;
  return {
    id: String(index + 1),
    protocol: 'smtp',
    security: 'none',
    host: path === null ? '127.0.0.1' : null,
    port: path === null ? 0 : null,
    nextFree: false,
    ...given,
    path,
  };
}
