/** Options of `serve` to the server's configuration. */
import { hostname } from 'node:os';
import { DEFAULT_MAX_MESSAGE_BYTES, defaultServerConfig } from '../../core/server/defaults.ts';
import { generatePassword } from '../../core/server/users/password.ts';
import type { TestUser } from '../../core/server/users/users.ts';
import type { UserVerifier } from '../../core/server/handlers/types.ts';
import { checkEhloName } from '../../protocol/parse/ehlo-name.ts';
import { hasControl } from '../../protocol/parse/characters.ts';
import type {
  ListenerConfig,
  ListenerSecurity,
  ServerConfig,
  ServerTimeouts,
} from '../../protocol/values/server/server.ts';
import { visible } from '../../texts/visible.ts';
import { serverAuthFrom } from './auth.ts';
import { behaviour as behaviourGroup, type ServeValues } from '../options/serve.ts';
import { fromEnvironment } from '../input/secrets.ts';
import { UsageError } from '../status.ts';
import { parseListenAddress } from '../../protocol/parse/listen-address.ts';

/** @throws UsageError, AppError `secret-missing` */
export function serverConfigFrom(
  options: ServeValues,
  users: readonly TestUser[],
): { readonly config: ServerConfig; readonly users: UserVerifier } {
  const { listeners: ports = {}, behaviour = {} } = options;
  const security = starttlsFrom(ports.starttls ?? 'offered');
  const lmtpSecurity = starttlsFrom(ports.lmtpStarttls ?? 'off');
  const checked = checkEhloName(behaviour.hostname ?? ownName());
  if (!checked.ok) throw new UsageError('--hostname needs a host name');
  // In A-labels: greeting and EHLO reply are ASCII (RFC 6531 section 3.7.1).
  const name = checked.value;
  const chosen = [
    ...(ports.smtp ?? []).map((text, i) => listener('smtp', i, text, 'smtp', security)),
    ...(ports.smtps ?? []).map((text, i) => listener('smtps', i, text, 'smtp', 'tls')),
    ...(ports.lmtp ?? []).map((text, i) => listener('lmtp', i, text, 'lmtp', lmtpSecurity)),
  ];
  const defaults = defaultServerConfig(name);
  const auth = serverAuthFrom(options, users, defaults.auth);
  const usual = defaults.listeners.map((one) => {
    if (one.security === 'tls') return one;
    return { ...one, security: one.protocol === 'smtp' ? security : lmtpSecurity };
  });
  const listeners = chosen.length > 0 ? chosen : usual;
  const config: ServerConfig = {
    hostname: name,
    listeners: behaviour.expectProxy ? listeners.map((one) => ({ ...one, proxyProtocol: true })) : listeners,
    maxMessageBytes: behaviour.maxSize ?? DEFAULT_MAX_MESSAGE_BYTES,
    ...limitsFrom(behaviour),
    smtputf8: behaviour.smtputf8 ?? true,
    ...(behaviour.allowXclient ? { xclient: true } : {}),
    ...(behaviour.magicRecipients === false ? { magicRecipients: false } : {}),
    // Whoever passes mail on wants to know for whom.
    auth:
      (users.length > 0 || behaviour.clientCa !== undefined) && behaviour.relay !== undefined
        ? { ...auth.config, required: true }
        : auth.config,
  };
  return { config, users: auth.users(name) };
}

/** Held to the schema that the window's settings go through. */
function limitsFrom(
  behaviour: NonNullable<ServeValues['behaviour']>,
): Pick<ServerConfig, 'maxRecipients' | 'maxMessages' | 'timeouts'> {
  const within = (field: 'maxRecipients' | 'maxMessages', most: number) => {
    const value = behaviour[field];
    if (value !== undefined && value > most)
      throw new UsageError(`--${behaviourGroup.options[field].name} needs a whole number from 1 to ${most}`);
    return value;
  };
  const recipients = within('maxRecipients', 1_000);
  const messages = within('maxMessages', 999_999);
  const timeouts = timeoutsFrom(behaviour.timeout ?? []);
  return {
    ...(recipients === undefined ? {} : { maxRecipients: recipients }),
    ...(messages === undefined ? {} : { maxMessages: messages }),
    ...(timeouts === null ? {} : { timeouts }),
  };
}

/** The last one of each counts. */
function timeoutsFrom(texts: readonly string[]): ServerTimeouts | null {
  const timeouts: ServerTimeouts = {};
  for (const text of texts) {
    const [, what, seconds] = /^(greeting|command|tls)=(\d{1,5}(?:\.\d{1,3})?)$/.exec(text) ?? [];
    const ms = Math.round(Number(seconds) * 1_000);
    if (what === undefined || !(ms >= 1 && ms <= 86_400_000))
      throw new UsageError(
        '--timeout needs greeting=SECONDS, command=SECONDS or tls=SECONDS, with a number above 0 and up to 86400',
      );
    timeouts[what as keyof ServerTimeouts] = ms;
  }
  return texts.length === 0 ? null : timeouts;
}

function starttlsFrom(mode: 'off' | 'offered' | 'required'): ListenerSecurity {
  return mode === 'off' ? 'none' : mode === 'required' ? 'starttls-required' : 'starttls';
}

export interface GivenUser extends TestUser {
  /** Made here: nobody knows it yet. */
  readonly made: boolean;
}

/**
 * USER:env:NAME, where the user may contain colons and the variable's name cannot; or USER alone, without any, who gets a password made
 * for this run. @throws UsageError, AppError `secret-missing`
 */
export function usersFrom({ behaviour }: ServeValues): GivenUser[] {
  const users = (behaviour?.auth ?? []).map((text): GivenUser => {
    const match = /^(.+):env:([A-Za-z_][A-Za-z0-9_]*)$/.exec(text);
    if (match?.[1] !== undefined && match[2] !== undefined)
      return { user: match[1], password: fromEnvironment(match[2]), made: false };
    // The value is not repeated: somebody may have written the password itself there.
    if (text === '' || text.includes(':') || hasControl(text))
      throw new UsageError('--auth needs the form USER:env:NAME (never a password), or USER alone');
    return { user: text, password: generatePassword(), made: true };
  });
  const twice = users.find(({ user }, i) => users.findIndex((other) => other.user === user) < i);
  if (twice !== undefined) throw new UsageError(`--auth: the user ${visible(twice.user)} is given twice`);
  return users;
}

const ownName = (): string => (checkEhloName(hostname()).ok ? hostname() : 'localhost');

function listener(
  option: string,
  index: number,
  text: string,
  protocol: ListenerConfig['protocol'],
  security: ListenerSecurity,
): ListenerConfig {
  const base = { id: index === 0 ? option : `${option}-${index + 1}`, protocol, security, nextFree: false };
  const parsed = parseListenAddress(text);
  if (!parsed.ok) {
    const path = option === 'lmtp' ? ' or the absolute path of a Unix socket' : '';
    throw new UsageError(`--${option} needs [HOST:]PORT, such as 2525, 0.0.0.0:2525 or [::1]:2525${path}`);
  }
  if (parsed.value.path !== null && option !== 'lmtp')
    throw new UsageError(`--${option} needs [HOST:]PORT; a Unix socket is for --lmtp`);
  return { ...base, ...parsed.value };
}
