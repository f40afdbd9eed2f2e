/**
 * What is drawn at random, by fast-check and by hand: one seed for all, the same in every run, so that nobody's change fails by luck. It is
 * named where something fails; POSTHORN_SEED=N plays another, POSTHORN_ROUNDS=10 draws ten times as much of each. `npm run test:seeds`
 * draws new seeds; what they find becomes a case of its own.
 */
import fc from 'fast-check';

/** Any number does; this one has been drawn since the first run. */
const FIXED_SEED = 20_260_401;

export const SEED = Number(process.env.POSTHORN_SEED ?? FIXED_SEED);

const more = Number(process.env.POSTHORN_ROUNDS ?? 1);

/** How often something random is done that is done `usual` times where nobody asks for more. */
export const rounds = (usual: number): number => Math.ceil(usual * more);

/** Numbers from 0 to below 1, the same ones for a seed on every machine: mulberry32. */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: SEED, numRuns: rounds(100) });
