/** The engine's names of arguments as the options that they came from: what is wrong is named as it was typed. */
import { connectionOptions, connectionSecrets } from '../../protocol/options/connection.ts';
import { dsnOptions, envelopeOptions } from '../../protocol/options/envelope.ts';
import { loginOptions } from '../../protocol/options/login.ts';
import type { Option } from '../../protocol/options/option.ts';

const odd: Readonly<Record<string, string>> = {
  target: 'TARGET',
  help: '--help-topic',
  // From standard input, a variable or the keychain: there is no option with it in.
  password: 'password',
  header: '--header',
  subject: '--subject',
  dkim: '--dkim-key',
  mbox: '--mbox-entry',
};

const options = new Map<string, Option>([
  ...Object.entries({ ...connectionOptions, ...connectionSecrets, ...loginOptions, ...envelopeOptions }),
  ...Object.entries(dsnOptions).map(([key, option]): [string, Option] => [`dsn.${key}`, option]),
]);

/** As `optionOf` for what came from an option; what has a name of its own, as "REPLY", keeps it. */
export const argumentName = (argument: string): string =>
  Object.hasOwn(odd, argument) || options.has(argument) ? optionOf(argument) : argument;

/** "--tls-min" for `tlsMin`, "--timeout" for `timeouts.greeting`, "--dsn-envid" for `dsn.envid`. */
export function optionOf(argument: string): string {
  if (Object.hasOwn(odd, argument)) return odd[argument] ?? argument;
  const option = argument.startsWith('timeouts.') ? connectionOptions.timeouts : options.get(argument);
  return `--${option?.name ?? argument.replaceAll('.', '-').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
