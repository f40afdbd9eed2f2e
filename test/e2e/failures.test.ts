/** What goes wrong is said in words, with its step, and the app is as usable as before. */
import { startTcpPeer } from '../harness/peers/tcp-peer.ts';
import { expect, test } from './window/app.ts';
import { go, inspect, inspected, listener, openBar, verdict } from './window/screens.ts';

test('an unknown host, a closed port and an address that is none are told apart', async ({ app: { page } }) => {
  await inspect(page, 'no-such-host.invalid');
  await inspected(page);
  await expect(page.getByRole('main')).toContainText('no-such-host.invalid');
  await expect(page.getByText('Failed', { exact: true })).toBeVisible();
  const unknown = await verdict(page).innerText();

  const closed = await startTcpPeer();
  await closed.close();
  await inspect(page, `127.0.0.1:${closed.port}`);
  await inspected(page);
  await expect(page.getByText('Failed', { exact: true })).toBeVisible();
  await expect(page.getByRole('main')).toContainText(/refused/i);
  expect(await verdict(page).innerText()).not.toBe(unknown);

  // Refused at the field: nothing runs, and what ran before stays in sight.
  const before = await verdict(page).innerText();
  await inspect(page, 'not a server');
  await expect(page.getByRole('main')).toContainText('“not a server”');
  expect(await verdict(page).innerText()).toBe(before);

  // As usable as before.
  await page.getByRole('button', { name: 'Posthorn', exact: true }).click();
  await page.getByRole('button', { name: 'Inspect the local test server' }).click();
  await inspected(page);
  await expect(verdict(page)).toHaveText(/answers over TLSv1\.3$/);
});

test('TLS where plain text was asked is named, and so is the reverse', async ({ app: { page } }) => {
  // An alert, as TLS servers send it to whoever does not speak TLS.
  const alert = await startTcpPeer((socket) => socket.write(Buffer.from([0x15, 3, 1, 0, 2, 2, 40])));
  // Left to itself it would go on with TLS; asked for plain text, it says why that cannot be.
  await openBar(page);
  await page.getByRole('combobox', { name: /^Security/ }).click();
  await page.getByRole('option', { name: /^No TLS/ }).click();
  await inspect(page, `smtp://127.0.0.1:${alert.port}`);
  await inspected(page);
  await expect(page.getByText('Failed', { exact: true })).toBeVisible();
  await expect(verdict(page)).toHaveText(/^Wrong kind of encryption: /);
  await alert.close();

  await go(page, 'Test server', 'Listeners');
  const plain = (await listener(page, 'SMTP, STARTTLS offered').locator('code').innerText()).trim();
  await go(page, 'Inspector');
  await page.getByRole('combobox', { name: /^Security/ }).click();
  await page.getByRole('option', { name: /^TLS \(auto\)/ }).click();
  await inspect(page, `smtps://${plain}`);
  await inspected(page);
  await expect(page.getByText('Failed', { exact: true })).toBeVisible();
  await expect(verdict(page)).toHaveText(/^Wrong kind of encryption: /);
});

test('a silent server can be stopped waiting for', async ({ app: { page } }) => {
  const silent = await startTcpPeer();
  await inspect(page, `127.0.0.1:${silent.port}`);
  await page.getByRole('button', { name: /^Stop/ }).click();
  await inspected(page);
  await expect(page.getByRole('heading', { name: 'Stopped' })).toBeVisible();
  await silent.close();
});

test('hostile replies are shown as text, and hurt nothing', async ({ app: { page, console } }) => {
  const hostile = await startTcpPeer((socket) => {
    socket.write('220 <img src=x onerror="document.title=1"> \u202Eevil\u001b[31m\r\n');
    socket.on('data', () => socket.write('250-<script>document.title=2</script>\r\n250 javascript:alert(1)\r\n'));
  });
  await inspect(page, `127.0.0.1:${hostile.port}`);
  await inspected(page);
  await expect(page.getByRole('log', { name: 'Transcript' })).toContainText('<img src=x onerror=');
  await expect(page).toHaveTitle('Posthorn');
  expect(console.filter((line) => /^(error|uncaught)/.test(line))).toEqual([]);
  await hostile.close();
});

test('a port in use is reported on its listener in words, the others run', async ({ app: { page } }) => {
  const taken = await startTcpPeer();
  await go(page, 'Test server', 'Listeners');
  const card = listener(page, 'SMTP, STARTTLS offered');
  await card.getByRole('button', { name: 'Change port…' }).click();
  await card.getByRole('textbox', { name: 'Port' }).fill(String(taken.port));
  await card.getByRole('button', { name: 'Change', exact: true }).click();
  await expect(card).toContainText('Cannot listen');
  await expect(card).toContainText(/another program is using it.*EADDRINUSE/);
  await expect(page.getByText('1 cannot listen', { exact: true })).toBeVisible();
  await expect(listener(page, 'SMTP, implicit TLS')).toContainText('Listening');
  await taken.close();

  // Freed, and tried again.
  await card.getByRole('button', { name: 'Change port…' }).click();
  await card.getByRole('textbox', { name: 'Port' }).fill('0');
  await card.getByRole('button', { name: 'Change', exact: true }).click();
  await expect(card).toContainText('Listening');
});
