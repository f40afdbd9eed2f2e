/** What the option table says of an option, a group of them and a command. */

export interface OptionSpec {
  readonly name: string;
  /** Placeholder of the value in the help; absent: a switch. */
  readonly value?: string;
  /** May be given more than once. */
  readonly repeat?: boolean;
  /** The values that are possible, when they are few. */
  readonly choices?: readonly string[];
  readonly help: string;
}

export interface OptionGroup {
  readonly title: string;
  readonly options: readonly OptionSpec[];
}

export interface CommandSpec {
  readonly name: string;
  readonly summary: string;
  /** Names of what stands behind the command, in order. */
  readonly operands: readonly string[];
  /** What is to be known before the options: a paragraph each, in lines as they are to be shown. */
  readonly notes?: readonly (readonly string[])[];
  readonly groups: readonly OptionGroup[];
  readonly examples: readonly (readonly [command: string, comment: string])[];
}
