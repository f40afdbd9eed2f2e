/** Every mechanism there is, strongest first: the order in which a client tries what a server offers. */
import type { Mechanism } from './types.ts';
import { login } from './login.ts';
import { plain } from './plain.ts';

export const mechanisms: readonly Mechanism[] = [plain, login];

/** By its name in any case; null for one that is not known here. */
export function findMechanism(name: string): Mechanism | null {
  const wanted = name.toUpperCase();
  return mechanisms.find((mechanism) => mechanism.name === wanted) ?? null;
}
