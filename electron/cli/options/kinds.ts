/** Kinds of options that only the command line has. */
import { count } from '../../protocol/options/option.ts';
import { described } from './types.ts';

export const atLeast = (least: number) =>
  ({ needs: { 'bad-count': `needs a whole number of at least ${least}` } }) as const;

/** A whole number of at least `least`. */
export const counted = (name: string, value: string, least: number, help: string) =>
  described(count(name, value, least), help, atLeast(least).needs);
