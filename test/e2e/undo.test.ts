/** What is deleted in the window can be taken back: all messages after a question, by key, and from the sidebar. */
import { expect, test } from './window/app.ts';
import { deliver, html } from './messages/mail.ts';
import { go, inspect, inspected, addressOf, listener, messages, sidebar } from './window/screens.ts';

test('all messages go only after a question, and come back from the sidebar when the message has gone', async ({
  app: { page },
}) => {
  await deliver(page, html('<p>1</p>', 'First'));
  await deliver(page, html('<p>2</p>', 'Second'));
  await go(page, 'Test server', 'Inbox');
  await page.getByRole('button', { name: 'Delete all messages' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Keep them' }).click();
  await expect(messages(page)).toHaveCount(2);
  await page.getByRole('button', { name: 'Delete all messages' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete 2 messages' }).click();
  await expect(page.getByText('No messages yet')).toBeVisible();
  const toast = page.getByRole('region', { name: 'Messages of the app' });
  await toast.getByRole('button', { name: 'Dismiss' }).click();
  await page
    .getByRole('complementary', { name: 'Sidebar' })
    .getByRole('button', { name: /^Take back/ })
    .click();
  await expect(messages(page)).toHaveCount(2);

  // By key, from the list, and on another screen.
  await messages(page).first().click();
  await page.keyboard.press('Delete');
  await expect(messages(page)).toHaveCount(1);
  await page.keyboard.press('Control+z');
  await expect(messages(page)).toHaveCount(2);
});

test('a past run that was deleted comes back by key', async ({ app: { page } }) => {
  await go(page, 'Test server', 'Listeners');
  const { host, port } = await addressOf(listener(page, 'SMTP').first());
  await inspect(page, `${host}:${port}`);
  await inspected(page);
  await sidebar(page, 'History').click();
  const runs = page.getByRole('listbox').getByRole('option');
  await expect(runs).toHaveCount(1);
  await runs.first().click();
  await page.getByRole('button', { name: 'Delete this run' }).click();
  await expect(runs).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(runs).toHaveCount(1);
});
