/**
 * What an option is, wherever it is given: its name on the command line, what its value looks like, and how what is typed is read.
 * The kinds below make the usual ones. Sentences about an option are in texts/options.
 */
import { bad, good, type Result } from '../parse/result.ts';

export interface Option<T = unknown> {
  /** On the command line, without its hyphens. */
  readonly name: string;
  /** What stands for its value in the help; absent: a switch. */
  readonly value?: string;
  /** May be given more than once. */
  readonly repeat?: boolean;
  /** The values that are possible, when they are few. */
  readonly choices?: readonly string[];
  /** Of a file that is read: its text is the value. */
  readonly file?: boolean;
  /** `texts`: as given, in their order; at least one. The reason is one that the option's texts know. */
  readonly read: (texts: readonly string[]) => Result<T>;
}

/** What is read of it. */
export type ValueOf<O> = O extends { readonly read: (texts: readonly string[]) => Result<infer T> } ? T : never;

const last = (texts: readonly string[]): string => texts.at(-1) ?? '';

/** A switch: given or not. */
export const flag = (name: string) => ({ name, read: () => good<boolean>(true) }) satisfies Option;

/** Any text. */
export const text = (name: string, value: string) =>
  ({ name, value, read: (texts: readonly string[]) => good(last(texts)) }) satisfies Option;

/** Each text that is given. */
export const texts = (name: string, value: string) =>
  ({ name, value, repeat: true, read: (all: readonly string[]) => good(all) }) satisfies Option;

/** The text of a file. On the command line the path is given. */
export const file = (name: string, value = 'FILE') => ({ ...text(name, value), file: true as const });

/** One of a few words. */
export const choice = <const C extends readonly string[]>(name: string, choices: C, value = choices.join('|')) =>
  ({
    name,
    value,
    choices,
    read: (given: readonly string[]): Result<C[number], 'bad-value'> => {
      const found: C[number] | undefined = choices.find((each) => each === last(given));
      return found === undefined ? bad('bad-value') : good(found);
    },
  }) satisfies Option;

/** What a parser makes of the text. */
export const read = <T, R extends string>(name: string, value: string, parse: (typed: string) => Result<T, R>) =>
  ({ name, value, read: (given: readonly string[]) => parse(last(given)) }) satisfies Option;

/** The same, from every text that is given. */
export const readAll = <T, R extends string>(
  name: string,
  value: string,
  parse: (typed: readonly string[]) => Result<T, R>,
) => ({ name, value, repeat: true, read: parse }) satisfies Option;

/** A whole number not below `least`. */
export const count = (name: string, value: string, least: number) =>
  read(name, value, (typed): Result<number, 'bad-count'> => {
    const number = /^\d{1,15}$/.test(typed) ? Number(typed) : NaN;
    return number >= least ? good(number) : bad('bad-count');
  });
