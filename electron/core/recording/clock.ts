/** The clock of the running process. */
import { performance } from 'node:perf_hooks';
import type { Clock } from '../ports.ts';

/** The text of the latest millisecond asked for: making it costs as much as several events, and a busy server asks again within it. */
let latest = { ms: 0, text: '' };

export const systemClock: Clock = {
  now: () => performance.now(),
  wall: () => {
    const ms = Date.now();
    if (ms !== latest.ms) latest = { ms, text: new Date(ms).toISOString() };
    return latest.text;
  },
};
