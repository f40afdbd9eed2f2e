/** Arguments to texts by option, as the command defines them. Every complaint names the option and the nearest known one. */
import { parseArgs } from 'node:util';
import { shorten, visible } from '../../texts/visible.ts';
import { closest } from './closest.ts';
import { commands } from '../definitions/all.ts';
import { commandGroups, commandNamed, optionsOf } from './find.ts';
import type { CommandSpec, Given, OptionSpec } from '../options/types.ts';
import { UsageError } from '../status.ts';

export type ParsedArgs =
  /** `command`: null for all of them. `group`: the first word of several commands. */
  | { readonly kind: 'help'; readonly command: CommandSpec | null; readonly group?: string }
  | { readonly kind: 'version' }
  | {
      readonly kind: 'run';
      readonly command: CommandSpec;
      readonly operands: readonly string[];
      /** Not read yet. */
      readonly given: Given;
    };

/** @throws UsageError */
export function parseArguments(argv: readonly string[]): ParsedArgs {
  const [first, second] = argv;
  if (first === undefined || first === '--help' || first === '-h') return { kind: 'help', command: null };
  if (first === '--version' || first === '-V') return { kind: 'version' };
  if (first === 'help') return second === undefined ? { kind: 'help', command: null } : helpFor(argv.slice(1));
  const { isGroup, name, rest } = split(argv);
  if (isGroup && (second === undefined || second === '--help' || second === '-h' || second === 'help'))
    return { kind: 'help', command: null, group: first };
  const command = findCommand(name);
  const known = optionsOf(command);
  const operands: string[] = [];
  const values = new Map<string, string[]>();
  for (const token of tokensOf(known, rest)) {
    if (token.kind === 'option-terminator') continue;
    if (token.kind === 'positional') {
      operands.push(token.value);
      continue;
    }
    if (token.name === 'help' || token.name === 'h') return { kind: 'help', command };
    const option = known.find((candidate) => candidate.name === token.name);
    if (option === undefined) throw unknownOption(token.rawName, command);
    const value = valueOf(option, token.value, token.inlineValue === true);
    const given = values.get(option.name) ?? [];
    if (given.length > 0 && option.value !== undefined && option.repeat !== true) {
      throw new UsageError(`--${option.name} can be given only once`);
    }
    values.set(option.name, [...given, value]);
  }
  checkOperands(command, operands);
  return { kind: 'run', command, operands, given: values };
}

/**
 * The command whose one object `--json` asks for, whatever else is wrong with the arguments: a script reads standard output before it
 * reads what was wrong. null: no object was asked for, or nobody knows of what command.
 */
export function objectAsked(argv: readonly string[]): string | null {
  const { name, rest } = split(argv);
  const command = commandNamed(name);
  if (command?.printsObject !== true) return null;
  // "--ehlo --json" is a forgotten value.
  const asked = tokensOf(optionsOf(command), rest).some(
    (token) => token.kind === 'option' && (token.name === 'json' || (token.value === '--json' && !token.inlineValue)),
  );
  return asked ? command.name : null;
}

function split(argv: readonly string[]): { readonly isGroup: boolean; readonly name: string; readonly rest: string[] } {
  const [first = '', second = ''] = argv;
  const isGroup = commandGroups.includes(first);
  return { isGroup, name: isGroup ? `${first} ${second}` : first, rest: argv.slice(isGroup ? 2 : 1) };
}

const tokensOf = (known: readonly OptionSpec[], args: readonly string[]) =>
  parseArgs({
    args: [...args],
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: {
      ...Object.fromEntries(
        known.map((option) => [
          option.name,
          { type: option.value === undefined ? 'boolean' : 'string', multiple: true } as const,
        ]),
      ),
      help: { type: 'boolean', short: 'h' },
    },
  }).tokens;

function helpFor([first = '', second]: readonly string[]): ParsedArgs {
  if (!commandGroups.includes(first)) return { kind: 'help', command: findCommand(first) };
  if (second === undefined) return { kind: 'help', command: null, group: first };
  return { kind: 'help', command: findCommand(`${first} ${second}`) };
}

function findCommand(name: string): CommandSpec {
  const command = commandNamed(name);
  if (command !== null) return command;
  const near = closest(name, [...commands.map((candidate) => candidate.name), ...commandGroups]);
  throw new UsageError(
    `unknown command "${shorten(visible(name), 40)}"${near === null ? '.' : `; did you mean "${near}"?`} See posthorn --help`,
  );
}

function unknownOption(rawName: string, command: CommandSpec): UsageError {
  // Only the name is repeated, never a value: it may be a password in a place where none belongs.
  const name = rawName.replace(/^-+/, '');
  const near = closest(
    name,
    optionsOf(command).map((option) => option.name),
  );
  return new UsageError(
    `unknown option "${shorten(visible(rawName), 40)}"${near === null ? '.' : `; did you mean "--${near}"?`} See posthorn ${command.name} --help`,
  );
}

function valueOf(option: OptionSpec, value: string | undefined, inline: boolean): string {
  if (option.value === undefined) {
    if (inline) throw new UsageError(`--${option.name} takes no value`);
    return '';
  }
  // "--user --json" is a forgotten value far more often than a user called "--json".
  if (value === undefined || (!inline && value.startsWith('-') && value.length > 1)) {
    throw new UsageError(
      `--${option.name} needs a value (${option.value}); one that begins with "-" is written --${option.name}=VALUE`,
    );
  }
  if (option.choices !== undefined && !option.choices.includes(value)) {
    throw new UsageError(`--${option.name} must be one of ${option.choices.join(', ')}`);
  }
  return value;
}

function checkOperands(command: CommandSpec, operands: readonly string[]): void {
  const missing = command.operands[operands.length];
  if (missing?.startsWith('[') === false)
    throw new UsageError(`${missing} is missing: posthorn ${command.name} ${command.operands.join(' ')}`);
  if (operands.length > command.operands.length) {
    throw new UsageError(
      `one argument too many for ${command.name}: ${command.operands.length === 0 ? 'it takes options only' : `only ${command.operands.join(' ')} is expected`}`,
    );
  }
}
