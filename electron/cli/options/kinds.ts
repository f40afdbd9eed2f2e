/** Kinds of options that only the command line has. */
import { count, read } from '../../protocol/options/option.ts';
import { bad, good, type Result } from '../../protocol/parse/result.ts';
import { described } from './types.ts';

/** on or off. */
export const onOff = (name: string) => ({
  ...read(name, 'on|off', (typed): Result<boolean, 'bad-value'> =>
    typed === 'on' ? good(true) : typed === 'off' ? good(false) : bad('bad-value'),
  ),
  choices: ['on', 'off'],
});

/** A whole number of at least `least`. */
export const counted = (name: string, value: string, least: number, help: string) =>
  described(count(name, value, least), help, { 'bad-count': `needs a whole number of at least ${least}` });

/** "PLAIN,LOGIN", in any case. */
export function parseMechanismNames(typed: string): Result<string[], 'bad-value'> {
  const names = typed
    .split(',')
    .map((name) => name.trim().toUpperCase())
    .filter((name) => name !== '');
  return names.length > 0 && names.every((name) => /^[A-Z0-9_-]{1,20}$/.test(name)) ? good(names) : bad('bad-value');
}

export const wrongMechanismNames = {
  'bad-value': 'needs mechanism names with commas between, such as PLAIN,LOGIN',
} as const;
