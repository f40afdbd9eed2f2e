/** What the engine would refuse of the arguments, found before anything is connected. */
import { AppError } from '../../protocol/values/app-error.ts';
import type { Outcome } from '../../protocol/values/session/outcome.ts';
import { argumentReason } from '../../texts/app/arguments.ts';
import { shorten, visible } from '../../texts/visible.ts';
import { optionOf } from '../parse/argument-names.ts';

/** @throws AppError `invalid-argument` that names argument and value */
export function refuse(outcome: Outcome | null): void {
  if (outcome?.code !== 'invalid-argument') return;
  const { argument, value, reason } = outcome.params;
  const why = argumentReason(reason, argument, value);
  throw new AppError('invalid-argument', {
    argument: optionOf(argument),
    reason: value === null ? why : `"${shorten(visible(value), 120)}" ${why}`,
  });
}
