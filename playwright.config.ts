/** Playwright: the end-to-end tests in the real Electron. They share a display, so one at a time. */
import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '**/*.test.ts',
  outputDir: 'out/e2e-results',
  timeout: 60_000,
  expect: { timeout: 15_000 },
  workers: 1,
  forbidOnly: process.env.CI === 'true',
});
