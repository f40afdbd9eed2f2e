/** The window's letters come with the app: nothing depends on what is installed, and no octets are drawn as something else. */
import type { Page } from '@playwright/test';
import { expect, test } from './window/app.ts';
import { go, inspected } from './window/screens.ts';

/** Families of which a file was loaded, as the page sees it. */
const loaded = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const faces = [...document.fonts].filter(({ status }) => status === 'loaded');
    return [...new Set(faces.map(({ family }) => family.replaceAll('"', '')))].sort();
  });

test('text and transcript stand in the fonts that the app brings', async ({ app: { page, console: lines } }) => {
  await page.getByRole('button', { name: 'Inspect the local test server' }).click();
  await inspected(page);
  await page.getByRole('tab', { name: 'Transcript' }).click();
  await expect(page.getByRole('log', { name: 'Transcript' })).toContainText('EHLO');
  await expect.poll(() => loaded(page)).toEqual(['Inter Variable', 'JetBrains Mono Variable']);
  expect(await page.evaluate(() => [...document.fonts].filter(({ status }) => status === 'error').length)).toBe(0);
  expect(lines.filter((line) => /font|Refused/i.test(line))).toEqual([]);
});

test('letters of mail in other scripts are fetched from the app when they are needed', async ({ app: { page } }) => {
  await go(page, 'Send test');
  const count = (): Promise<number> =>
    page.evaluate(() => [...document.fonts].filter(({ status }) => status === 'loaded').length);
  await expect.poll(count).toBeGreaterThan(0);
  const before = await count();
  await page.getByRole('textbox', { name: 'Subject' }).fill('Привет, Ελλάδα');
  await expect.poll(count).toBe(before + 2);
});

test('what a server said is drawn sign by sign', async ({ app: { page } }) => {
  // "->" is an arrow in both fonts, unless they are told to leave it.
  const widths = await page.evaluate(() => {
    const measure = (text: string, family: string): number => {
      const span = document.createElement('span');
      span.style.fontFamily = family;
      span.style.whiteSpace = 'pre';
      span.textContent = text;
      document.body.append(span);
      const { width } = span.getBoundingClientRect();
      span.remove();
      return width;
    };
    const family = getComputedStyle(document.body).fontFamily;
    return { together: measure('->', family), apart: measure('-', family) + measure('>', family) };
  });
  expect(widths.together).toBeCloseTo(widths.apart, 1);
});
