/** A message that was taken hides nothing: what was wrong with the connection stands in the verdict, the findings and their tabs. */
import { expect, test } from '../window/app.ts';
import { startPeer } from '../peers/peer.ts';
import { go, verdict } from '../window/screens.ts';

test('STARTTLS refused: accepted, but in clear, with the line that proves it', async ({ app: { page } }) => {
  const server = await startPeer('220 mx.test ESMTP\r\n', (line) => {
    if (/^EHLO/i.test(line)) return '250-mx.test\r\n250 STARTTLS\r\n';
    if (/^STARTTLS/i.test(line)) return '454 4.7.0 TLS not available\r\n';
    if (/^DATA/i.test(line)) return '354 go on\r\n';
    if (/^QUIT/i.test(line)) return '221 bye\r\n';
    return '250 2.0.0 ok\r\n';
  });
  await go(page, 'Send test');
  await page.getByRole('textbox', { name: 'Server' }).fill(`127.0.0.1:${server.port}`);
  await page.getByRole('textbox', { name: 'From' }).fill('alice@example.org');
  await page.getByRole('textbox', { name: 'To' }).fill('bob@example.net');
  await page.getByRole('button', { name: /^Send( again)?$/ }).click();

  await expect(verdict(page)).toHaveText(
    /took the message for <[^>]+>; but: STARTTLS refused, everything after it went in clear$/,
  );
  await expect(page.getByText('Accepted, but', { exact: true })).toBeVisible();
  // The verdict has it whole, with the line and the source: it is not found a second time.
  await expect(page.getByRole('heading', { name: /STARTTLS refused/ })).toHaveCount(1);
  await page
    .getByRole('button', { name: /^Lines? [0-9]/ })
    .first()
    .click();
  await expect(page.getByRole('log', { name: 'Transcript' })).toContainText('454 4.7.0 TLS not available');
  await page.getByRole('tab', { name: 'TLS' }).click();
  await expect(page.getByText('No TLS in this session')).toBeVisible();
  await page.getByRole('tab', { name: 'Auth' }).click();
  await page.getByRole('tab', { name: 'Result' }).click();
  await expect(page.getByRole('table', { name: 'Timeline' })).toBeVisible();
  await server.close();
});
