/** What the command line knows of an option, a group of them and a command, and the types of what is read of them. */
import type { Option, ValueOf } from '../../protocol/options/option.ts';
import { rowNames } from '../../protocol/options/row.ts';
import type { OptionWords } from '../../texts/options/words.ts';
import type { CommandContext } from '../context.ts';
import type { ExitStatus } from '../status.ts';

/** An option that only the command line has, with its words. */
export interface OptionSpec<T = unknown> extends Option<T>, OptionWords {}

/** By the names that their values have in the code. */
export type Options = Readonly<Record<string, Option>>;

/** One of a group: by what name its value goes in the code, and its words. */
interface Row {
  readonly key: string;
  readonly option: Option;
  readonly words: OptionWords;
}

export interface OptionGroup<O extends Options = Options> {
  readonly title: string;
  readonly options: O;
  /** In the order of the help. */
  readonly rows: readonly Row[];
}

/** Of options whose words stand elsewhere, as those of the tables in protocol/options do. */
export const groupWith = <const O extends Options>(
  title: string,
  options: O & Readonly<Record<keyof O, Option>>,
  words: Readonly<Record<keyof O, OptionWords>>,
): OptionGroup<O> => ({
  title,
  options,
  rows: rowNames(options).map((key) => ({ key, option: options[key], words: words[key] })),
});

export const group = <const O extends Readonly<Record<string, OptionSpec>>>(
  title: string,
  options: O,
): OptionGroup<O> => groupWith(title, options, options);

/** An option with its words. */
export const described = <O extends Option>(option: O, help: string, needs?: OptionWords['needs']) => ({
  ...option,
  help,
  ...(needs === undefined ? {} : { needs }),
});

/** What was read of a group: absent where it was not given. */
export type Values<G extends OptionGroup> = { readonly [K in keyof G['options']]?: ValueOf<G['options'][K]> };

/** Those of a group that were given, in its order. */
export const givenOf = <O extends Options>({ rows }: OptionGroup<O>, values: Values<OptionGroup<O>>): Option[] =>
  rows.filter(({ key }) => Object.hasOwn(values, key)).map(({ option }) => option);

export type Groups = Readonly<Record<string, OptionGroup>>;
/** By group. */
export type GroupValues<G extends Groups> = { readonly [K in keyof G]: Values<G[K]> };

/** What a command does. */
export type RunCommand<V> = (context: CommandContext, options: V) => Promise<ExitStatus>;

/** Raw texts by the option's name. */
export type Given = ReadonlyMap<string, readonly string[]>;

interface Description {
  readonly name: string;
  readonly summary: string;
  /** Names of what stands after the command, in order. */
  readonly operands: readonly string[];
  /** What is to be known before the options: a paragraph each, in lines as they are to be shown. */
  readonly notes?: readonly (readonly string[])[];
  readonly examples: readonly (readonly [command: string, comment: string])[];
  /** With `--json` it prints one object, whatever comes of it. */
  readonly printsObject: boolean;
}

export interface CommandSpec extends Description {
  readonly groups: Groups;
  /** Reads the options and gives what is to be run; its module is loaded only then. @throws UsageError */
  readonly prepare: (given: Given) => Promise<(context: CommandContext) => Promise<ExitStatus>>;
}

/** The parts of a command: what it is called and takes, and where what it does is loaded from. */
export interface CommandParts<G extends Groups> extends Description {
  readonly groups: G;
  readonly load: () => Promise<RunCommand<GroupValues<G>>>;
}
