/** Which mechanism a login uses, as it is chosen in a form. */
import { mechanismFact, MECHANISMS } from '../../../electron/protocol/facts/mechanisms.ts';
import type { AuthOptions } from '../../../electron/protocol/values/target.ts';

/** `auto`, `all`, or names with commas between, in their order. */
export type MechanismChoice = string;

export function mechanismChoice(auth: Pick<AuthOptions, 'mechanisms' | 'tryAllMechanisms'> | null): MechanismChoice {
  if (auth?.tryAllMechanisms === true) return 'all';
  return auth?.mechanisms === undefined || auth.mechanisms.length === 0 ? 'auto' : auth.mechanisms.join(', ');
}

/** The part of the options that the choice stands for. */
export function mechanismOptions(choice: MechanismChoice): Pick<AuthOptions, 'mechanisms' | 'tryAllMechanisms'> {
  if (choice === 'all') return { tryAllMechanisms: true };
  const mechanisms = mechanismList(choice);
  return mechanisms.length === 0 ? {} : { mechanisms };
}

/** None where none are named. */
export const mechanismList = (choice: MechanismChoice): string[] =>
  choice === 'auto' || choice === 'all'
    ? []
    : choice
        .split(/[\s,]+/)
        .filter((name) => name !== '')
        .map((name) => name.toUpperCase());

/** The first that is not known; null when all are. */
export const unknownMechanism = (names: readonly string[]): string | null =>
  names.find((name) => mechanismFact(name)?.name !== name) ?? null;

interface Option {
  readonly value: MechanismChoice;
  readonly label: string;
  readonly hint?: string;
}

/** An order of several, from a profile or a past run, stands among them as long as it is chosen. */
export function mechanismMenu(chosen: MechanismChoice): Option[] {
  const single = MECHANISMS.map(({ name }) => ({ value: name, label: name }));
  const usual = chosen === 'auto' || chosen === 'all' || single.some(({ value }) => value === chosen);
  return [
    { value: 'auto', label: 'Strongest offered', hint: 'one attempt' },
    { value: 'all', label: 'Try every one', hint: 'several attempts: some servers lock the account' },
    ...(usual ? [] : [{ value: chosen, label: chosen, hint: 'in this order' }]),
    ...single,
  ];
}
