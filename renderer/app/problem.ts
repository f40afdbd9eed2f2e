/** A failed call in words, for a strip, a form or a verdict. */
import { appErrorText } from '../../electron/texts/app/app-errors.ts';
import type { AppError } from '../../electron/protocol/values/app-error.ts';

export interface Problem {
  readonly title: string;
  readonly message: string;
}

/** A mistake of our own is shown with where it happened, so that a report of it is of use. */
export function problemOf(error: AppError): Problem {
  const text = appErrorText(error);
  const where = Object.entries(error.params).map(([name, value]) => `${name}: ${value}`);
  return error.code === 'internal' && where.length > 0
    ? { ...text, message: `${text.message} (${where.join(', ')})` }
    : text;
}
