/** Sockets and timers of this process, before and after. */
import { expect } from 'vitest';
import { openResources } from '../../../harness/client-run.ts';

export function openKinds(): string[] {
  return openResources().sort();
}

/** Closing a socket takes the system some turns of the event loop; whatever stays longer was left. */
const TURNS = 1_000;

export async function expectNoMoreThan(before: readonly string[]): Promise<void> {
  for (let turn = 0; turn < TURNS && openKinds().length > before.length; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(openKinds().length, openKinds().join()).toBeLessThanOrEqual(before.length);
}
