/**
 * Faults by lot that can be had again: what is drawn depends on the seed, the number of the session and the number of the moment
 * in it, and on nothing else; sessions that run side by side do not disturb each other's luck.
 */
import type { RandomFaults, Step } from '../../../protocol/values/server/script.ts';

const failing = (code: number, enhancedCode: string, text: string): Step => ({
  do: 'reply',
  code,
  enhancedCode,
  lines: [text],
});

/** What may be drawn at any reply. */
const FAULTS: readonly (readonly Step[])[] = [
  [failing(421, '4.3.2', 'Service not available')],
  [failing(451, '4.3.0', 'Local error, try again')],
  [failing(550, '5.7.1', 'Refused')],
  [failing(554, '5.3.0', 'Transaction failed')],
  [{ do: 'delay', ms: 300 }],
  [{ do: 'drip', ms: 5 }],
  [{ do: 'split', at: 5, ms: 50 }],
  [{ do: 'bare-lf' }],
  [{ do: 'code-mismatch', code: 251 }],
  [{ do: 'close' }],
  [{ do: 'reset' }],
  [{ do: 'split', at: 6, ms: 0 }, { do: 'close' }],
];

/** Null: nothing happens here. */
export function drawFault({ seed, rate }: RandomFaults, session: number, moment: number): readonly Step[] | null {
  const lot = scramble(scramble(scramble(seed) ^ session) ^ moment);
  if (lot / 4_294_967_296 >= rate) return null;
  return FAULTS[scramble(lot ^ 0x9e3779b9) % FAULTS.length] ?? null;
}

/** The finaliser of MurmurHash3: neighbouring numbers come out far apart. 32 bits, unsigned. */
function scramble(value: number): number {
  let bits = value >>> 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
