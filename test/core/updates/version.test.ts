/** Versions in their order (semver.org 2.0.0, section 11). */
import { expect, test } from 'vitest';
import { compareVersions } from '../../../electron/core/updates/version.ts';

const ordered = [
  ...['0.0.9', '0.1.0', '0.9.0', '0.10.0', '1.0.0-alpha', '1.0.0-alpha.1', '1.0.0-alpha.beta', '1.0.0-beta'],
  ...['1.0.0-beta.2', '1.0.0-beta.11', '1.0.0-rc.1', '1.0.0', '1.0.1', '1.1.0', '2.0.0', '10.0.0'],
];

test('each is older than those after it, newer than those before it, and as old as itself', () => {
  for (const [at, a] of ordered.entries()) {
    for (const [nth, b] of ordered.entries())
      expect([a, b, Math.sign(compareVersions(a, b))]).toEqual([a, b, Math.sign(at - nth)]);
  }
});
