/** Every option that the command line promises is known: it works, or says that it does not yet. */
import { expect, test } from 'vitest';
import { closest } from '../../../electron/cli/parse/closest.ts';
import { commandHelp, generalHelp } from '../../../electron/cli/parse/help.ts';
import { commands } from '../../../electron/cli/definitions/all.ts';
import { commandNamed, optionsOf } from '../../../electron/cli/parse/find.ts';
import { parseArguments, type ParsedArgs } from '../../../electron/cli/parse/parse-args.ts';
import { UsageError } from '../../../electron/cli/status.ts';

const connection = [
  ['--protocol', 'smtp'],
  ['--protocol', 'lmtp'],
  ['--security', 'auto'],
  ['--security', 'none'],
  ['--security', 'starttls'],
  ['--security', 'starttls-if-offered'],
  ['--security', 'tls'],
  ['--mx'],
  ['--every-address'],
  ['--ehlo', 'me.test'],
  ['--helo'],
  ['--user', 'ann', '--password-stdin'],
  ['--user', 'ann', '--password-env', 'PW'],
  ['--authzid', 'bob'],
  ['--auth', 'PLAIN,LOGIN'],
  ['--try-all-mechanisms'],
  ['--initial-response', 'on'],
  ['--initial-response', 'off'],
  ['--allow-clear-auth'],
  ['--channel-binding', 'tls-exporter'],
  ['--family', '4'],
  ['--family', '6'],
  ['--local-address', '127.0.0.1'],
  ['--servername', 'mx.test'],
  ['--no-sni'],
  ['--ca', 'ca.pem'],
  ['--accept-certificate', 'AB'],
  ['--insecure'],
  ['--tls-min', '1.2'],
  ['--tls-max', 'TLSv1.3'],
  ['--client-cert', 'c.pem'],
  ['--client-key', 'k.pem'],
  ['--client-key-passphrase-env', 'NAME'],
  ['--proxy', 'socks5://127.0.0.1:1080'],
  ['--xclient', 'ADDR=192.0.2.1', '--xclient', 'NAME=x.test'],
  ['--proxy-protocol', '1'],
  ['--timeout', '5'],
  ['--quit-after', 'greeting'],
  ['--quit-after', 'rcpt'],
  ['--drop-after', 'mail'],
  ['--json'],
];
const check = [...connection, ['--from', 'a@x.test', '--to', 'b@y.test'], ['--report', 'r.md'], ['--transcript']];
const send = [
  ...check,
  ['--from', '<>'],
  ['--to', 'a@x.test', '--to', 'b@y.test'],
  ['--subject', 's'],
  ['--text', '@file'],
  ['--html', '<p>'],
  ['--attach', 'a', '--attach', 'b'],
  ['--header', 'X: y', '--header', 'Z: y'],
  ['--data', 'f.eml'],
  ['--raw-data'],
  ['--size', '100'],
  ['--smtputf8'],
  ['--body', '7bit'],
  ['--body', '8bitmime'],
  ['--body', 'binarymime'],
  ['--chunking', 'auto'],
  ['--pipelining', 'off'],
  ['--dsn-notify', 'never'],
  ['--dsn-ret', 'hdrs'],
  ['--dsn-envid', 'x'],
  ['--dsn-orcpt', 'rfc822;x'],
  ['--requiretls'],
  ['--mail-option', 'X=1', '--mail-option', 'Y'],
  ['--rcpt-option', 'X=1', '--rcpt-option', 'Y'],
  ['--count', '3'],
  ['--concurrency', '2'],
  ['--dry-run'],
];
const serve = [
  ['--smtp', '2525', '--smtp', '127.0.0.1:0'],
  ['--smtps', '0'],
  ['--lmtp', '/tmp/x', '--lmtp', '0'],
  ['--starttls', 'off'],
  ['--starttls', 'offered'],
  ['--starttls', 'required'],
  ['--lmtp-starttls', 'off'],
  ['--lmtp-starttls', 'offered'],
  ['--lmtp-starttls', 'required'],
  ['--magic-recipients', 'on'],
  ['--magic-recipients', 'off'],
  ['--auth', 'a:env:B', '--auth', 'c:env:D'],
  ['--auth-any'],
  ['--auth-mechanisms', 'PLAIN'],
  ['--auth-mechanisms-clear', 'none'],
  ['--auth-token', 'any'],
  ['--client-ca', 'roots.pem'],
  ['--hostname', 'x.test'],
  ['--max-size', '100'],
  ['--smtputf8', 'on'],
  ['--smtputf8', 'off'],
  ['--allow-xclient'],
  ['--expect-proxy'],
  ['--script', 'greylist'],
  ['--store', 'none'],
  ['--relay', 'x.test'],
  ['--debug'],
  ['--json'],
];
const cases: [string, string[]][] = [
  ...check.map((options): [string, string[]] => ['check', ['mx.test', ...options]]),
  ...send.map((options): [string, string[]] => ['send', ['mx.test', ...options]]),
  ...connection.map((options): [string, string[]] => ['raw', ['mx.test', ...options]]),
  ['raw', ['mx.test', '--raw-data']],
  ['raw', ['mx.test', '--transcript']],
  ...connection.map((options): [string, string[]] => ['compare', ['a.test', 'b.test', ...options]]),
  ['explain', ['535 5.7.139', '--context', 'c.json']],
  ['explain', ['535 5.7.139', '--json']],
  ['profiles', ['list', '--json']],
  ['profiles', ['show', 'Office', '--json']],
  ['profiles', ['export', 'Office']],
  ['profiles', ['export', '--folder', 'F', '--output', 'f.json']],
  ['profiles', ['export', '--all']],
  ['profiles', ['import', '-', '--dry-run', '--folder', 'F', '--no-secrets']],
  ['profiles', ['verify', 'Office', '--password-env', 'PW', '--report', 'r.md', '--transcript']],
  ...serve.map((options): [string, string[]] => ['serve', options]),
];

function outcome(argv: string[]): ParsedArgs | string {
  try {
    return parseArguments(argv);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
}

test.each(cases)('posthorn %s %j is understood', (command, rest) => {
  const result = outcome([command, ...rest]);
  if (typeof result === 'string') {
    expect(result).toMatch(/^not yet: /);
    const named = rest.filter((part) => part.startsWith('--')).some((option) => result.includes(option));
    expect(named || result === `not yet: ${command}`).toBe(true);
  } else expect(result.kind).toBe('run');
});

test.each([
  [['frobnicate'], 'unknown command "frobnicate"'],
  [['chekc', 'x'], 'did you mean "check"?'],
  [['check', 'x', '--sercurity', 'tls'], 'did you mean "--security"?'],
  [['check', 'x', '--transkript'], 'did you mean "--transcript"?'],
  [['send', 'x', '--zzzzzzzz'], 'unknown option "--zzzzzzzz"'],
  [['check', 'x', '-q'], 'unknown option "-q"'],
  [['check'], 'TARGET is missing'],
  [['check', 'a', 'b'], 'one argument too many'],
  [['serve', 'a'], 'one argument too many'],
  [['profiles', 'lst'], 'did you mean "profiles list"?'],
  [['profiles', 'show'], 'NAME is missing'],
  [['profiles', 'export', 'a', 'b'], 'one argument too many'],
  [['profile', 'list'], 'did you mean "profiles list"?'],
  [['check', 'x', '--ehlo'], '--ehlo needs a value'],
  [['check', 'x', '--ehlo', '--json'], '--ehlo needs a value'],
  [['check', 'x', '--json=yes'], '--json takes no value'],
  [['check', 'x', '--security', 'ssl'], '--security must be one of auto, none, starttls'],
  [['check', 'x', '--ehlo', 'a', '--ehlo', 'b'], '--ehlo can be given only once'],
])('%j: %s', (argv, message) => {
  expect(outcome(argv)).toContain(message);
});

test('an unknown option with a value is named without the value', () => {
  expect(outcome(['check', 'x', '--password=geheim'])).not.toContain('geheim');
  expect(outcome(['check', 'x', '--password=geheim'])).toContain('--password');
});

test('a value may begin with a hyphen when it is written with =, and <> and @ are ordinary', () => {
  const parsed = outcome(['send', 'x', '--subject=-dash', '--from', '<>', '--text', '@f', '--', '-x']);
  expect(parsed).toContain('one argument too many');
  const good = outcome(['send', 'x', '--subject=-dash', '--from', '<>', '--text', '@f']);
  expect(typeof good === 'object' && good.kind === 'run' && good.given.get('subject')).toEqual(['-dash']);
});

test('help shows every option of every command, with examples', () => {
  const general = generalHelp();
  for (const command of commands) {
    expect(general).toContain(`posthorn ${command.name}`);
    const help = commandHelp(command);
    for (const option of optionsOf(command)) {
      expect(help).toMatch(new RegExp(`--${option.name}( |\n|$)`));
    }
    expect(help).toContain('Examples');
    for (const [line] of command.examples) expect(help).toContain(line);
  }
});

test('the examples of the help are themselves valid', () => {
  for (const command of commands) {
    for (const [line] of command.examples) {
      const own = line.includes('|') ? (line.split('|')[1] ?? '').trim() : line;
      // What a shell takes from a file is no argument.
      const [typed = ''] = own.split(' < ');
      const words = [...typed.matchAll(/'([^']*)'|(\S+)/g)].map((match) => match[1] ?? match[2] ?? '');
      expect(outcome(words.slice(1)), line).toMatchObject({ kind: 'run' });
    }
  }
});

test.each([
  ['--help'],
  ['-h'],
  ['profiles'],
  ['profiles', '--help'],
  ['help', 'profiles'],
  ['profiles', 'show', '-h'],
  ['check', '--help'],
  ['help', 'send'],
  ['serve', '-h'],
  ['compare', '--help'],
])('%j is help', (...argv) => {
  expect(outcome(argv as string[])).toMatchObject({ kind: 'help' });
});

test('no option is listed twice in a command', () => {
  for (const command of commands) {
    const names = optionsOf(command).map((option) => option.name);
    expect(new Set(names).size, command.name).toBe(names.length);
  }
  expect(commandNamed('nothing')).toBeNull();
});

test('nothing is suggested for a name that resembles nothing', () => {
  expect(closest('qqqqqq', ['check', 'send'])).toBeNull();
});
