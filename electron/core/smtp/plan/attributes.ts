/** What XCLIENT and XFORWARD state, checked before anything is connected (the commands are xclient.ts). */
import { type StepResult, done, failed } from '../step.ts';
import { checkArgument, invalidArgument } from '../../wire/command.ts';

/** Upper-case names with their values as typed, in the order given. */
export type PlannedAttributes = readonly (readonly [name: string, value: string])[];

/** Refuses names that are none and control characters, before anything is connected. */
export function planAttributes(
  argument: string,
  given: Readonly<Record<string, string>> | undefined,
): StepResult<PlannedAttributes> {
  const attributes: [string, string][] = [];
  for (const [name, value] of Object.entries(given ?? {})) {
    const unsafe = checkArgument(argument, `${name}=${value}`);
    if (unsafe !== null) return failed(unsafe);
    if (!/^[A-Za-z][A-Za-z0-9_-]{0,31}$/.test(name))
      return failed(invalidArgument(argument, name.slice(0, 200), 'bad-value'));
    if (value === '') return failed(invalidArgument(argument, name, 'missing'));
    attributes.push([name.toUpperCase(), value]);
  }
  return done(attributes);
}
