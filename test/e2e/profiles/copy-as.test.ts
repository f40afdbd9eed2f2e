/** A run is copied as another program's command; what that program cannot do is said in its place. */
import { expect, test } from '../window/app.ts';
import { addressOf, go, inspect, inspected, listener } from '../window/screens.ts';

test('an inspection of the own server is copied as a curl command', async ({ app: { page, electron } }) => {
  await go(page, 'Test server', 'Listeners');
  const { port } = await addressOf(listener(page, 'SMTP, STARTTLS offered'));
  await inspect(page, `127.0.0.1:${port}`);
  await inspected(page);
  await page.getByRole('button', { name: 'Copy as' }).click();
  await page.getByRole('menuitem', { name: 'curl', exact: true }).click();
  await expect(page.getByText('Copied as curl, without the password.')).toBeVisible();
  const text = await electron.evaluate(({ clipboard }) => clipboard.readText());
  expect(text).toBe(`curl --verbose --url smtp://127.0.0.1:${port} --ssl`);
  await page.getByRole('button', { name: 'Copy as' }).click();
  const none = page.getByRole('menuitem', { name: /PowerShell/ });
  await expect(none).toContainText('needs a sender and a recipient');
  await expect(none).toHaveAttribute('aria-disabled', 'true');
});
