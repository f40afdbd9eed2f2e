/** What comes of settings that are pasted, for the tests of imports. */
import { importSettings } from '../../../../electron/core/profiles/exchange/import.ts';
import type { Imported } from '../../../../electron/core/profiles/exchange/imported.ts';

export function all(text: string): readonly Imported[] {
  const result = importSettings(text);
  if (!result.ok) throw new Error(`${result.problem.error} in line ${String(result.problem.line)}`);
  return result.found;
}

/** The one profile that comes of it. */
export function one(text: string): Imported {
  const [first, ...more] = all(text);
  if (first === undefined || more.length > 0) throw new Error('not one');
  return first;
}
