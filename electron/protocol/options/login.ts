/**
 * Every option of a login, once: command line, forms, profiles, import and the binding of secrets are made from this table, which is
 * the schema of AuthOptions too. A new one is added here and in texts/options/login.ts, and used in core/smtp/auth.
 */
import * as v from 'valibot';
import { bad, good, type Result } from '../parse/result.ts';
import { choice, flag, read, text } from './option.ts';
import { asTyped, row, type RowsWith, rowNames, isRowOf, type Secrets, type SessionOption } from './row.ts';

/** "PLAIN,LOGIN", in any case. */
export function parseMechanismNames(typed: string): Result<string[], 'bad-value'> {
  const names = typed
    .split(',')
    .map((name) => name.trim().toUpperCase())
    .filter((name) => name !== '');
  return names.length > 0 && names.every((name) => /^[A-Z0-9_-]{1,20}$/.test(name)) ? good(names) : bad('bad-value');
}

/** on or off. */
export const onOff = (name: string) => ({
  ...read(name, 'on|off', (typed): Result<boolean, 'bad-value'> =>
    typed === 'on' ? good(true) : typed === 'off' ? good(false) : bad('bad-value'),
  ),
  choices: ['on', 'off'],
});

const anyText = (typed: string) => good(typed);
const BINDINGS = ['tls-exporter', 'tls-unique', 'tls-server-end-point'] as const;

/** Whose login it is: without a user name there is none, so that it is no option of one. */
export const loginUser = text('user', 'NAME');

export const loginOptions = {
  /** Whom to act as, where that is not the user. */
  authzid: row(v.string(), text('authzid', 'NAME'), {
    place: 'login',
    form: asTyped(anyText),
    secrets: 'same',
    imported: 'harmless',
  }),
  /** Mechanisms allowed, in the order to be tried; absent: the strongest offered. */
  mechanisms: row(v.array(v.string()), read('auth', 'MECH[,MECH...]', parseMechanismNames), {
    place: 'login',
    form: 'own',
    secrets: 'own',
    imported: 'harmless',
  }),
  tryAllMechanisms: row(v.boolean(), flag('try-all-mechanisms'), {
    place: 'login',
    form: 'own',
    secrets: { free: 'more attempts with the same server' },
    imported: 'harmless',
  }),
  initialResponse: row(v.boolean(), onOff('initial-response'), {
    place: 'login',
    form: 'choice',
    secrets: { free: 'the same octets, a line earlier' },
    imported: 'harmless',
  }),
  /** What -PLUS mechanisms bind to; absent: tls-exporter in TLS 1.3, else tls-unique. */
  channelBinding: row(v.picklist(BINDINGS), choice('channel-binding', BINDINGS, 'TYPE'), {
    place: 'login',
    form: 'choice',
    secrets: { free: 'all of them tie the exchange to the same connection' },
    imported: 'harmless',
  }),
  /** Send the secret in clear over an unencrypted or unverified connection. The user's explicit wish, never a default. */
  allowClear: row(v.boolean(), flag('allow-clear-auth'), {
    place: 'login',
    form: 'flag',
    secrets: 'same-or-none',
    imported: 'judged',
  }),
} as const satisfies Record<string, SessionOption>;

export type LoginField = keyof typeof loginOptions;
export const isLoginField = (name: string): name is LoginField => isRowOf(loginOptions, name);
export const loginFields: readonly LoginField[] = rowNames(loginOptions);

/** Fields whose record says `Value` under `Key`. */
export type LoginFieldsWith<Key extends string, Value> = RowsWith<typeof loginOptions, Key, Value>;

/** Those that decide who gets a kept secret. */
export type BoundLogin = LoginFieldsWith<'secrets', Exclude<Secrets, object>>;
export const boundLogin: readonly BoundLogin[] = loginFields.filter(
  (field): field is BoundLogin => typeof loginOptions[field].secrets === 'string',
);

/** How the command line is given its secret: never as an argument. */
export const loginSecrets = {
  passwordStdin: flag('password-stdin'),
  passwordEnv: text('password-env', 'NAME'),
} as const;
