/** The help, made from the definitions of commands and options. */
import { commands } from '../definitions/all.ts';
import type { Option } from '../../protocol/options/option.ts';
import type { OptionWords } from '../../texts/options/words.ts';
import type { CommandSpec } from '../options/types.ts';
import { wrapped } from '../output/wrap.ts';

const WIDTH = 100;
const COLUMN = 34;

const usageRow = (command: CommandSpec): string =>
  entry(`  posthorn ${[command.name, ...command.operands].join(' ')}`, command.summary);

export function generalHelp(): string {
  const rows = commands.map(usageRow);
  return [
    'Posthorn tells what a mail server says, does and refuses.',
    '',
    'Usage',
    ...rows,
    '',
    'TARGET is a host, host:port, [v6]:port, an smtp://, smtps:// or lmtp:// URL (never with a password in it),',
    'the absolute path of a Unix socket, or profile:NAME (profile:FOLDER/NAME), whose password is in the keychain;',
    'options stand above what a profile says.',
    '',
    'Exit status',
    '  0 done, nothing wrong            1 the server, the login or the message has a problem',
    '  2 wrong usage                    3 Posthorn itself could not work         130 interrupted',
    '',
    'Examples',
    ...commands.flatMap((command) => command.examples.slice(0, 1).map(([line]) => `  ${line}`)),
    '',
    'posthorn COMMAND --help shows the options of a command.',
    '',
  ].join('\n');
}

/** Of several commands that share their first word. */
export function groupHelp(group: string): string {
  const own = commands.filter(({ name }) => name.startsWith(`${group} `));
  return [
    'Usage',
    ...own.map(usageRow),
    '',
    'Examples',
    ...own.flatMap((command) => command.examples.slice(0, 1).map(([line]) => `  ${line}`)),
    '',
    `posthorn ${group} COMMAND --help shows the options of a command.`,
    '',
  ].join('\n');
}

export function commandHelp(command: CommandSpec): string {
  const usage = ['posthorn', command.name, ...command.operands, '[options]'].join(' ');
  const groups = Object.values(command.groups).map((group) =>
    [
      '',
      group.title,
      ...group.rows.map(({ option, words }) => entry(`  ${signature(option)}`, description(option, words))),
    ].join('\n'),
  );
  const examples = command.examples.map(([line, comment]) =>
    comment === '' ? `  ${line}` : `  # ${comment}\n  ${line}`,
  );
  return [
    `Usage: ${usage}`,
    '',
    `${command.summary.charAt(0).toUpperCase()}${command.summary.slice(1)}.`,
    ...(command.notes ?? []).flatMap((lines) => ['', ...lines]),
    ...groups,
    ...(examples.length === 0 ? [] : ['', 'Examples', ...examples]),
    '',
  ].join('\n');
}

const signature = (option: Option): string =>
  option.value === undefined ? `--${option.name}` : `--${option.name} ${option.value}`;

const description = ({ repeat }: Option, { help }: OptionWords): string =>
  `${help}${repeat === true && !help.includes('repeated') ? '; may be repeated' : ''}`;

/** Left side, then the text beside it; a long left side stands on a line of its own. */
function entry(left: string, text: string): string {
  const [first = '', ...more] = wrapped(text, WIDTH - COLUMN, 'whole');
  const indent = ' '.repeat(COLUMN);
  const head = left.length < COLUMN ? [`${left.padEnd(COLUMN)}${first}`] : [left, `${indent}${first}`];
  return [...head, ...more.map((rest) => `${indent}${rest}`)].join('\n');
}
