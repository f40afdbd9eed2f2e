/** Playwright: the end-to-end tests in the real Electron, of the checkout and of the package. They share a display, so one at a time. */
import { defineConfig } from '@playwright/test';

/** `npm run screenshots`: pictures are no tests, and no test run makes them. */
const pictures = process.env.POSTHORN_PICTURES === '1';

export default defineConfig({
  projects: pictures
    ? [{ name: 'pictures', testDir: 'test/screenshots', testMatch: '*.shots.ts', timeout: 600_000 }]
    : [
        { name: 'checkout', testDir: 'test/e2e' },
        { name: 'package', testDir: 'test/packaged' },
        { name: 'installed', testDir: 'test/installed' },
      ],
  testMatch: '**/*.test.ts',
  outputDir: 'out/e2e-results',
  timeout: 60_000,
  expect: { timeout: 15_000 },
  workers: 1,
  // A display, a keyring and a browser of many processes stand between a test and what it tests. `npm test` names what needed the second try.
  retries: pictures ? 0 : 1,
  forbidOnly: process.env.CI === 'true',
});
