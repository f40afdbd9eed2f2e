/** A browser of the system that the app does not know: Debian's Chromium, asked through `xdg-open` as a desktop asks it. */
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { findProgram } from '../../interop/servers/tools.ts';
import { expect } from '../window/app.ts';

export interface SystemBrowser {
  /** For the app: whoever asks for a browser asks this one. */
  readonly environment: NodeJS.ProcessEnv;
  /** The page of the address that was asked for next. */
  opened(): Promise<Page>;
  close(): Promise<void>;
}

/** `folder`: where its few files go. */
export async function systemBrowser(folder: string): Promise<SystemBrowser> {
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  const found = (await Promise.all(names.map((name) => findProgram(name)))).find((path) => path !== null) ?? null;
  if (found === null) throw new Error('no Chromium is installed');
  const bin = join(folder, 'bin');
  const address = join(folder, 'address');
  await mkdir(bin, { recursive: true });
  // Written whole or not at all.
  await writeFile(
    join(bin, 'xdg-open'),
    `#!/bin/sh\nprintf %s "$1" > "${address}.part" && mv "${address}.part" "${address}"\n`,
  );
  await chmod(join(bin, 'xdg-open'), 0o755);
  const browser = await chromium.launch({ executablePath: found, args: ['--no-sandbox'] });
  return {
    environment: { PATH: `${bin}:${process.env.PATH ?? ''}` },
    opened: async () => {
      const asked = (): Promise<string> => readFile(address, 'utf8').catch(() => '');
      await expect.poll(asked, { message: 'a browser was asked for' }).toMatch(/^http/);
      const url = await asked();
      await rm(address);
      const page = await browser.newPage();
      // The pages name fonts of elsewhere, which nobody waits for.
      await page.goto(url, { waitUntil: 'domcontentloaded' });
      return page;
    },
    close: () => browser.close(),
  };
}

/** What a person does at the authorization server of the tests. */
export async function signInAs(page: Page, user: string): Promise<void> {
  await page.locator('input[name=login]').fill(user);
  await page.locator('input[name=password]').fill('anything');
  await page.getByRole('button', { name: 'Sign-in' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByRole('heading', { name: 'Signed in' })).toBeVisible();
}
