/** Which mechanism a login uses, as it is chosen in a form. The list is core's own; a test holds the two together. */
import type { AuthOptions } from '../../../electron/ipc/schemas/target.ts';

/** Strongest first, as they are tried. */
export const MECHANISMS = [
  'SCRAM-SHA-512-PLUS',
  'SCRAM-SHA-256-PLUS',
  'SCRAM-SHA-1-PLUS',
  'SCRAM-SHA-512',
  'SCRAM-SHA-256',
  'SCRAM-SHA-1',
  'DIGEST-MD5',
  'CRAM-MD5',
  'PLAIN',
  'LOGIN',
  'NTLM',
  'OAUTHBEARER',
  'XOAUTH2',
  'EXTERNAL',
  'ANONYMOUS',
] as const;

const TOKENS: ReadonlySet<string> = new Set(['OAUTHBEARER', 'XOAUTH2']);

/** What is typed as the secret is a token: no mechanism that takes a password is allowed. */
export const tokensOnly = (mechanisms: readonly string[]): boolean =>
  mechanisms.length > 0 && mechanisms.every((name) => TOKENS.has(name));

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
  names.find((name) => !MECHANISMS.some((known) => known === name)) ?? null;

interface Option {
  readonly value: MechanismChoice;
  readonly label: string;
  readonly hint?: string;
}

/** An order of several, from a profile or a past run, stands among them as long as it is chosen. */
export function mechanismMenu(chosen: MechanismChoice): Option[] {
  const single = MECHANISMS.map((name) => ({ value: name, label: name }));
  const usual = chosen === 'auto' || chosen === 'all' || single.some(({ value }) => value === chosen);
  return [
    { value: 'auto', label: 'Strongest offered', hint: 'one attempt' },
    { value: 'all', label: 'Try every one', hint: 'several attempts: some servers lock the account' },
    ...(usual ? [] : [{ value: chosen, label: chosen, hint: 'in this order' }]),
    ...single,
  ];
}
