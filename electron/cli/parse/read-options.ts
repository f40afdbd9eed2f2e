/** What was given on the command line, as the values of a command's options. */
import { UsageError } from '../status.ts';
import type {
  CommandParts,
  CommandSpec,
  Given,
  Groups,
  GroupValues,
  OptionGroup,
  OptionSpec,
} from '../options/types.ts';

/** A command whose options are typed by its groups. */
export function command<const G extends Groups>({ load, ...parts }: CommandParts<G>): CommandSpec {
  return {
    ...parts,
    prepare: async (given) => {
      const options = readGroups(parts.groups, given);
      const run = await load();
      return (context) => run(context, options);
    },
  };
}

/** @throws UsageError that names the option */
export function readGroups<G extends Groups>(groups: G, given: Given): GroupValues<G> {
  // The one place where values by name become values by type.
  return Object.fromEntries(
    Object.entries(groups).map(([name, { options }]) => [name, readGroup(options, given)]),
  ) as GroupValues<G>;
}

function readGroup(options: OptionGroup['options'], given: Given): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(options).flatMap(([key, option]) => {
      const texts = given.get(option.name);
      return texts === undefined ? [] : [[key, readOption(option, texts)]];
    }),
  );
}

function readOption(option: OptionSpec, texts: readonly string[]): unknown {
  const read = option.read(texts);
  if (read.ok) return read.value;
  throw new UsageError(`--${option.name} ${option.needs?.[read.reason] ?? 'has a value that is not possible'}`);
}
