/** The real app with a session bus and a GNOME keyring of its own for each test, and calls that the page makes. */
import { execFileSync } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { startKeyring } from '../../../build/lib/machine/display.mjs';
import { expect, test as base, type RunningApp } from './app.ts';

export { expect } from './app.ts';

/** Chromium ends with its session bus: the keyring goes after the app. */
export const test = base.extend<{
  keyring: Record<string, string>;
  start: (more?: NodeJS.ProcessEnv) => Promise<RunningApp>;
}>({
  keyring: async ({ dataDir }, use) => {
    const folder = `${dataDir}-keyring`;
    await mkdir(folder);
    const service = await startKeyring(folder);
    if (service === null) throw new Error('gnome-keyring and dbus are not installed');
    await use(service.env);
    service.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  },
  start: async ({ keyring, launch }, use) => {
    const started: RunningApp[] = [];
    await use(async (more) => {
      const app = await launch({ ...keyring, ...more });
      started.push(app);
      return app;
    });
    for (const app of started) await app.quit();
  },
});

interface Transport {
  invoke(channel: string, payload: unknown): Promise<{ ok: boolean; value?: unknown; error?: { code: string } }>;
}

export async function call(page: Page, channel: string, payload: unknown): Promise<unknown> {
  const answer = await page.evaluate(
    ([name, given]) => (globalThis as unknown as { posthorn: Transport }).posthorn.invoke(name, given),
    [channel, payload] as const,
  );
  expect(answer, channel).toMatchObject({ ok: true });
  return answer.value;
}

/** All that the keyring holds of Posthorn, in the words of a program that is not ours. */
export const keptIn = (keyring: Record<string, string>): string =>
  execFileSync('secret-tool', ['search', '--all', 'service', 'Posthorn'], {
    env: { ...process.env, ...keyring },
    stdio: ['ignore', 'pipe', 'pipe'],
  }).toString();
