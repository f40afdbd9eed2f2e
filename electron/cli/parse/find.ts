/** Commands by name, and their options in a row. */
import { commands } from '../definitions/all.ts';
import type { CommandSpec, OptionSpec } from '../options/types.ts';

/** First words of commands that have two. */
export const commandGroups: readonly string[] = [
  ...new Set(commands.flatMap(({ name }) => (name.includes(' ') ? [name.slice(0, name.indexOf(' '))] : []))),
];

export function commandNamed(name: string): CommandSpec | null {
  return commands.find((command) => command.name === name) ?? null;
}

export function optionsOf(command: CommandSpec): readonly OptionSpec[] {
  return Object.values(command.groups).flatMap(({ rows }) =>
    rows.map(({ option, words: { help } }) => ({ ...option, help })),
  );
}
