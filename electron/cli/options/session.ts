/** Options of every command that holds a session: where to connect, TLS, login, and what is printed. */
import {
  connectionFields,
  connectionOptions,
  type ConnectionField,
  connectionSecrets,
  type ConnectionSecretField,
  type FieldsWith,
  secretFields,
} from '../../protocol/options/connection.ts';
import { choice, count, flag, read, text } from '../../protocol/options/option.ts';
import { connectionSecretTexts, connectionTexts } from '../../texts/options/connection.ts';
import { onOff, parseMechanismNames, wrongMechanismNames } from './kinds.ts';
import { described, group, type OptionSpec, type Values } from './types.ts';

type TlsField = FieldsWith<'place', 'tls'>;
type SecretOf<F> = {
  [K in ConnectionSecretField]: (typeof connectionSecrets)[K]['of'] extends F ? K : never;
}[ConnectionSecretField];
type Described<O> = O & Pick<OptionSpec, 'help' | 'needs'>;
type FromTable<F extends ConnectionField> = { readonly [K in F]: Described<(typeof connectionOptions)[K]> } & {
  readonly [K in SecretOf<F>]: Described<(typeof connectionSecrets)[K]>;
};

/** Of the table of connection options those that are meant, each followed by the secrets that belong to it. */
function fromTable<F extends ConnectionField>(isMeant: (field: ConnectionField) => field is F): FromTable<F> {
  return Object.fromEntries(
    connectionFields
      .filter(isMeant)
      .flatMap((field) => [
        [field, described(connectionOptions[field], connectionTexts[field].help, connectionTexts[field].needs)],
        ...secretFields
          .filter((secret) => connectionSecrets[secret].of === field)
          .map((secret) => [secret, described(connectionSecrets[secret], connectionSecretTexts[secret].help)]),
      ]),
  ) as FromTable<F>;
}

const isTls = (field: ConnectionField): field is TlsField => connectionOptions[field].place === 'tls';
const isNotTls = (field: ConnectionField): field is Exclude<ConnectionField, TlsField> => !isTls(field);

export const connection = group('Connection', fromTable(isNotTls));
export const tlsGroup = group('TLS', fromTable(isTls));

export const password = group('Login (default: the password kept for the profile)', {
  passwordStdin: described(
    flag('password-stdin'),
    'read the password or access token from the first line of standard input',
  ),
  passwordEnv: described(text('password-env', 'NAME'), 'read it from this environment variable'),
});

export const loginGroup = group('Login', {
  user: described(
    text('user', 'NAME'),
    'user name, with one of the next two; --auth EXTERNAL and ANONYMOUS need none of them',
  ),
  ...password.options,
  mechanisms: described(
    read('auth', 'MECH[,MECH...]', parseMechanismNames),
    'mechanisms to use, in this order (default: the strongest offered)',
    wrongMechanismNames,
  ),
  authzid: described(text('authzid', 'NAME'), 'identity to act as, where it differs from the user'),
  tryAllMechanisms: described(
    flag('try-all-mechanisms'),
    'try each mechanism, also behind one that works; repeated failures may lock the account',
  ),
  initialResponse: described(onOff('initial-response'), 'send the first response with AUTH or after a challenge'),
  channelBinding: described(
    choice('channel-binding', ['tls-exporter', 'tls-unique', 'tls-server-end-point'], 'TYPE'),
    'what -PLUS mechanisms bind to (default: tls-exporter in TLS 1.3, else tls-unique)',
  ),
  allowClear: described(flag('allow-clear-auth'), 'send the password even unencrypted or to an unverified server'),
});

export const output = group('Output', {
  json: described(flag('json'), 'print JSON on standard output, everything else on standard error'),
  transcript: described(flag('transcript'), 'show every line both ways'),
  report: described(text('report', 'FILE'), 'also write a report to FILE.md, FILE.json or FILE.html'),
});

export const rawInput = group('Commands', {
  run: described(
    text('run', 'FILE'),
    'run the commands of FILE instead of typed ones; stops where a reply is not as its expect says',
  ),
  keepAlive: described(
    count('keep-alive', 'SECONDS', 5),
    'send NOOP whenever nothing was said for so long, so that the server keeps the session open',
    { 'bad-count': 'needs a whole number of seconds, at least 5' },
  ),
});

export const rawOutput = group('Output', {
  json: described(flag('json'), 'print one reply a line as JSON'),
  transcript: described(flag('transcript'), 'with --json: show every line both ways, on standard error'),
  rawData: described(flag('raw-data'), 'after a 354, send lines as they are, without dot-stuffing'),
});

export type LoginValues = Values<typeof loginGroup>;
export type OutputValues = Values<typeof output>;
/** What a session is made from. */
export interface SessionValues {
  readonly connection?: Values<typeof connection>;
  readonly tls?: Values<typeof tlsGroup>;
  readonly login?: LoginValues;
}
