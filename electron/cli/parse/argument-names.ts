/** The engine's names of arguments as the options that they came from: what is wrong is named as it was typed. */

const odd: Readonly<Record<string, string>> = {
  target: 'TARGET',
  ehloName: '--ehlo',
  heloOnly: '--helo',
  clientCertificate: '--client-cert',
  clientKeyPassphrase: '--client-key-passphrase-env',
  proxyPassword: '--proxy-password-env',
  mechanisms: '--auth',
  mailOptions: '--mail-option',
  rcptOptions: '--rcpt-option',
  help: '--help-topic',
  // From standard input, a variable or the keychain: there is no option with it in.
  password: 'password',
};

/** "--tls-min" for `tlsMin`, "--timeout" for `timeouts.greeting`, "--dsn-envid" for `dsn.envid`. */
export function optionOf(argument: string): string {
  if (Object.hasOwn(odd, argument)) return odd[argument] ?? argument;
  if (argument.startsWith('timeouts.')) return '--timeout';
  return `--${argument.replaceAll('.', '-').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
