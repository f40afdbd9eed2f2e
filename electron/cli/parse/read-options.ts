/** What was given on the command line, as the values of a command's options. */
import type { Option } from '../../protocol/options/option.ts';
import type { OptionWords } from '../../texts/options/words.ts';
import { UsageError } from '../status.ts';
import type { CommandParts, CommandSpec, Given, Groups, GroupValues, OptionGroup } from '../options/types.ts';

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
    Object.entries(groups).map(([name, group]) => [name, readGroup(group, given)]),
  ) as GroupValues<G>;
}

function readGroup({ rows }: OptionGroup, given: Given): Record<string, unknown> {
  return Object.fromEntries(
    rows.flatMap(({ key, option, words }) => {
      const texts = given.get(option.name);
      return texts === undefined ? [] : [[key, readOption(option, words, texts)]];
    }),
  );
}

function readOption(option: Option, { needs }: OptionWords, texts: readonly string[]): unknown {
  const read = option.read(texts);
  if (read.ok) return read.value;
  throw new UsageError(`--${option.name} ${needs?.[read.reason] ?? 'has a value that is not possible'}`);
}
