/** From the first start to a received message: three clicks, counted by the page itself. */
import { expect, test } from './window/app.ts';
import { messages } from './window/screens.ts';

// A first start as users have it.
test.use({ seeded: false });

type Counting = { clicks: number; keys: number };

test('a first-time user gets from start to a received message in three clicks', async ({ app: { page, console } }) => {
  await expect(page.getByRole('button', { name: 'Inspect the local test server' })).toBeEnabled();
  await page.evaluate(() => {
    const counting = Object.assign(globalThis as unknown as Counting, { clicks: 0, keys: 0 });
    // Capture: whoever stops the event, it was a click of the user's.
    addEventListener('pointerdown', () => void (counting.clicks += 1), true);
    addEventListener('keydown', () => void (counting.keys += 1), true);
  });

  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('button', { name: /^Send test/ })
    .click();
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByRole('button', { name: 'Show in inbox' }).click();

  // Received, and shown.
  await expect(messages(page)).toHaveCount(1);
  const count = await page.evaluate(() => ({ ...(globalThis as unknown as Counting) }));
  expect({ clicks: count.clicks, keys: count.keys }).toEqual({ clicks: 3, keys: 0 });
  await expect(page.getByRole('main')).toContainText('recipient@example.org');
  expect(console.filter((line) => /^(error|warning|uncaught)/.test(line))).toEqual([]);
});

test('the first inspection is green: its own server over STARTTLS and over implicit TLS, without a warning', async ({
  app: { page },
}) => {
  await page.getByRole('button', { name: 'Inspect the local test server' }).click();
  const main = page.getByRole('main');
  const clean = async (): Promise<void> => {
    await expect(page.getByRole('button', { name: 'Copy for ticket' })).toBeVisible();
    await expect(main.getByRole('heading', { level: 1 })).toHaveText(/answers over TLSv1\.3$/);
    await expect(main.getByText('Failed', { exact: true })).toHaveCount(0);
    await expect(main.getByText(/warning/i)).toHaveCount(0);
    await page.getByRole('tab', { name: 'TLS' }).click();
    await expect(page.getByRole('tabpanel')).toContainText("trusted: the test server's own, and only for it");
  };
  await clean();
  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('button', { name: /^Test server/ })
    .click();
  await page.getByRole('tab', { name: /^Listeners/ }).click();
  await page.getByRole('article', { name: 'SMTP, implicit TLS' }).getByRole('button', { name: 'Inspect' }).click();
  await clean();
});
