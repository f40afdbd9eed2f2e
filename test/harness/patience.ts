/** What a test waits for may take longer on a machine with other work: a limit is a guard against hanging, not a measure. */
import { vi } from 'vitest';

/** Vitest's own is one second, and it has no setting for it; that of `expect.poll` stands in vitest.config.ts. */
const WITHIN_MS = 15_000;

const { waitFor } = vi;
vi.waitFor = (callback, options) =>
  waitFor(callback, { timeout: WITHIN_MS, ...(typeof options === 'number' ? { timeout: options } : options) });
