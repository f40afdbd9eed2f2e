/**
 * The best password mechanism that each target has offered in this run of the program. One that offered SCRAM before and only
 * PLAIN now has changed, or somebody between has taken it off the list.
 */
import { limits } from '../../sasl/limits.ts';
import { mechanisms } from '../../sasl/registry.ts';

const best = new Map<string, number>();
const ranked = mechanisms.filter(({ secret }) => secret === 'password').map(({ name }) => name);

/** `target`: whatever tells targets apart. Null where nothing is worse than before. */
export function compareWithBefore(target: string, offered: readonly string[]): { before: string; now: string } | null {
  const now = ranked.findIndex((name) => offered.includes(name));
  if (now === -1) return null;
  const before = best.get(target) ?? now;
  best.delete(target);
  best.set(target, Math.min(before, now));
  const [oldest] = best.keys();
  if (oldest !== undefined && best.size > limits.sasl.rememberedTargets) best.delete(oldest);
  // A better order among those that give the password away is no difference worth a word.
  if (before >= now || mechanisms.find(({ name }) => name === ranked[before])?.clearText === true) return null;
  return { before: ranked[before] ?? '', now: ranked[now] ?? '' };
}
