/** The engine's names of arguments as the options that they came from: what is wrong is named as it was typed. */
import { connectionOptions, connectionSecrets } from '../../protocol/options/connection.ts';
import type { Option } from '../../protocol/options/option.ts';

const odd: Readonly<Record<string, string>> = {
  target: 'TARGET',
  mechanisms: '--auth',
  mailOptions: '--mail-option',
  rcptOptions: '--rcpt-option',
  help: '--help-topic',
  // From standard input, a variable or the keychain: there is no option with it in.
  password: 'password',
};

/** "--tls-min" for `tlsMin`, "--timeout" for `timeouts.greeting`, "--dsn-envid" for `dsn.envid`. */
const table: Readonly<Record<string, Option>> = { ...connectionOptions, ...connectionSecrets };

export function optionOf(argument: string): string {
  if (Object.hasOwn(odd, argument)) return odd[argument] ?? argument;
  if (Object.hasOwn(table, argument)) return `--${table[argument]?.name ?? argument}`;
  if (argument.startsWith('timeouts.')) return '--timeout';
  return `--${argument.replaceAll('.', '-').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
