/** Quit and come back: everything is there. */
import { expect, test } from './window/app.ts';
import { addressOf, go, inspect, inspected, listener, messages, sidebar, verdict } from './window/screens.ts';

test('messages, what was read, sessions and listeners survive a restart', async ({ launch }) => {
  const first = await launch();
  for (const subject of ['The first one', 'The second one']) {
    await go(first.page, 'Send test');
    await first.page.getByRole('textbox', { name: 'Subject' }).fill(subject);
    await first.page.getByRole('button', { name: /^Send( again)?$/ }).click();
    await go(first.page, 'Test server', 'Inbox');
    await expect(messages(first.page).filter({ hasText: subject })).toBeVisible();
  }
  await messages(first.page).filter({ hasText: 'The first one' }).click();
  await expect(sidebar(first.page, 'Test server')).toContainText('1 new');
  await go(first.page, 'Test server', 'Listeners');
  const card = listener(first.page, 'LMTP, no TLS');
  await card.getByRole('button', { name: 'Change port…' }).click();
  await card.getByRole('textbox', { name: 'Port' }).fill('0');
  await card.getByRole('button', { name: 'Change', exact: true }).click();
  await expect(card.getByRole('button', { name: 'Change port…' })).toBeVisible();
  await listener(first.page, 'SMTP, implicit TLS').getByRole('button', { name: 'Remove listener' }).click();
  await expect(listener(first.page, 'SMTP, implicit TLS')).toHaveCount(0);
  await first.quit();

  const { page } = await launch();
  await expect(sidebar(page, 'Test server')).toContainText(/2 listeners\s*·\s*1 new/);
  await go(page, 'Test server', 'Inbox');
  await expect(messages(page)).toHaveCount(2);
  await messages(page).filter({ hasText: 'The second one' }).click();
  await expect(page.getByRole('heading', { name: 'The second one' })).toBeVisible();
  await page.getByRole('tab', { name: 'Session', exact: true }).click();
  await page.getByRole('log', { name: 'Transcript' }).press('End');
  await expect(page.getByRole('tabpanel').last()).toContainText('MAIL FROM:<sender@example.org>');
  await page.getByRole('tab', { name: /^Sessions/ }).click();
  await expect(page.getByRole('option')).toHaveCount(2);
  await page.getByRole('tab', { name: /^Listeners/ }).click();
  await expect(page.getByRole('article')).toHaveCount(2);
  await expect(listener(page, 'LMTP, no TLS')).toContainText('Listening');
  const { port } = await addressOf(listener(page, 'SMTP, STARTTLS offered'));
  await inspect(page, `127.0.0.1:${port}`);
  await inspected(page);
  await expect(verdict(page)).toHaveText(/answers over TLSv1\.3$/);
});

test('a server that was stopped stays stopped, its mail can be read', async ({ launch }) => {
  const first = await launch();
  await go(first.page, 'Send test');
  await first.page.getByRole('button', { name: 'Send', exact: true }).click();
  await first.page.getByRole('button', { name: 'Show in inbox' }).click();
  await first.page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(sidebar(first.page, 'Test server')).toContainText('stopped');
  await first.quit();

  const { page } = await launch();
  await expect(sidebar(page, 'Test server')).toContainText('stopped');
  await go(page, 'Test server', 'Inbox');
  await expect(messages(page)).toHaveCount(1);
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(sidebar(page, 'Test server')).toContainText('3 listeners');
});
