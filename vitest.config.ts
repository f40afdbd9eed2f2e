/** Vitest: everything under test/ except the end-to-end tests, which Playwright runs. */
import { availableParallelism } from 'node:os';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // The machine that runs this may have one core and other work: a time limit is a guard against hanging, not a measure.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 15_000 } },
    pool: 'forks',
    // Two also on two cores: they wait for sockets and servers more than they compute.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    setupFiles: ['test/harness/seeds.ts', 'test/harness/patience.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**', 'test/packaged/**', 'test/installed/**', 'test/renderer/**'],
          environment: 'node',
          globalSetup: ['test/harness/build-workers.ts'],
        },
      },
      {
        extends: true,
        plugins: [svelte({ configFile: false })],
        resolve: { conditions: ['browser'] },
        test: {
          name: 'renderer',
          include: ['test/renderer/**/*.test.ts'],
          environment: 'node',
        },
      },
    ],
  },
});
