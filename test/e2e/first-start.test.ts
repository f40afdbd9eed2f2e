/** What a new user has after one start: a test server on loopback, one click to inspect it, one more to send it a message. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { electronRuntime } from '../../build/lib/electron/runtime.mjs';
import { appFolder, expect, test } from './window/app.ts';
import { go, inspected, listener, messages, sidebar, verdict } from './window/screens.ts';

// Ports of a first start are the usual ones: whatever else talks to them on this machine must not matter here.
test.use({ seeded: false });

test('the test server runs on loopback and is listed', async ({ app: { page } }) => {
  await expect(page).toHaveTitle('Posthorn');
  await expect(sidebar(page, 'Test server')).toContainText('3 listeners');
  await go(page, 'Test server', 'Listeners');
  await expect(page.getByRole('status').filter({ hasText: 'running' })).toBeVisible();
  for (const name of ['SMTP, STARTTLS offered', 'SMTP, implicit TLS', 'LMTP, no TLS']) {
    await expect(listener(page, name)).toContainText('Listening');
    await expect(listener(page, name).locator('code')).toHaveText(/^127\.0\.0\.1:\d+$/);
  }
});

test('one click inspects it: phases, capabilities before and after TLS, transcript, nothing to warn of', async ({
  app: { page },
}) => {
  await page.getByRole('button', { name: 'Inspect the local test server' }).click();
  await inspected(page);
  await expect(verdict(page)).toHaveText(/^127\.0\.0\.1:\d+ answers over TLSv1\.3$/);
  const timeline = page.getByRole('table', { name: 'Timeline' });
  for (const step of ['TCP', 'Greeting', 'EHLO', 'STARTTLS', 'TLS handshake', 'EHLO over TLS', 'QUIT']) {
    await expect(timeline.getByRole('rowheader', { name: step, exact: step !== 'TCP' })).toBeVisible();
  }
  await page.getByRole('tab', { name: /^Capabilities/ }).click();
  for (const keyword of ['PIPELINING', 'SIZE 33554432', 'SMTPUTF8', 'STARTTLS', 'AUTH PLAIN LOGIN']) {
    await expect(page.getByRole('row').filter({ hasText: keyword }).first()).toBeVisible();
  }
  await page.getByRole('tab', { name: 'Transcript' }).click();
  const transcript = page.getByRole('log', { name: 'Transcript' });
  // While it ran, the end was followed.
  await transcript.press('Home');
  await expect(transcript).toContainText('220');
  await expect(transcript).toContainText('ESMTP Posthorn');
  await expect(transcript).toContainText('STARTTLS');
  await page.getByRole('tab', { name: 'TLS' }).click();
  await expect(page.getByRole('tabpanel')).toContainText('TLS 1.');
  await expect(page.getByRole('tabpanel')).toContainText("trusted: the test server's own, and only for it");
});

test('implicit TLS and LMTP are inspected with one click too', async ({ app: { page } }) => {
  for (const [name, words] of [
    ['SMTP, implicit TLS', /answers over TLSv1\.3$/],
    ['LMTP, no TLS', /^127\.0\.0\.1:\d+ answers/],
  ] as const) {
    await go(page, 'Test server', 'Listeners');
    await listener(page, name).getByRole('button', { name: 'Inspect' }).click();
    await inspected(page);
    await expect(verdict(page)).toHaveText(words);
  }
});

test('a test message is sent and appears in the inbox, with its text and the session that brought it', async ({
  app: { page },
}) => {
  await go(page, 'Send test');
  await page.getByRole('textbox', { name: 'Subject' }).fill('Does it arrive? Ünïcode ✓');
  await page.getByRole('textbox', { name: 'Text' }).fill('Line one.\n.a line that begins with a dot\nLine three.');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(verdict(page)).toHaveText(/took the message for /);
  await expect(page.getByRole('row').filter({ hasText: 'recipient@example.org' })).toContainText('250');
  await expect(sidebar(page, 'Test server')).toContainText(/\d new/);

  await page.getByRole('button', { name: 'Show in inbox' }).click();
  await messages(page).filter({ hasText: 'Does it arrive?' }).click();
  await expect(page.getByRole('heading', { name: 'Does it arrive? Ünïcode ✓' })).toBeVisible();
  const panel = page.getByRole('tabpanel').last();
  await expect(panel).toContainText('.a line that begins with a dot');
  await expect(page.getByRole('option', { selected: true })).toContainText('Does it arrive?');
  await page.getByRole('tab', { name: 'Session', exact: true }).click();
  await panel.getByRole('log').press('End');
  await expect(panel).toContainText('MAIL FROM:<sender@example.org>');
});

test('no screen of a first visit breaks the policy or throws', async ({ app: { page, console } }) => {
  await page.getByRole('button', { name: 'Inspect the local test server' }).click();
  await inspected(page);
  for (const tab of ['TLS', 'Auth', 'Transcript']) await page.getByRole('tab', { name: tab }).click();
  await page.getByRole('combobox', { name: /^Security/ }).click();
  await page.getByRole('option', { name: /^STARTTLS *required/ }).click();
  await go(page, 'Send test');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByRole('button', { name: 'Show in inbox' }).click();
  await messages(page).first().click();
  for (const tab of ['Headers', 'Source', 'Session']) {
    await page.getByRole('tablist', { name: 'Message' }).getByRole('tab', { name: tab }).click();
  }
  for (const tab of ['Sessions', 'Listeners'] as const) await go(page, 'Test server', tab);
  expect(console.filter((line) => /^(error|warning|uncaught)/.test(line))).toEqual([]);
});

test('a start without a window to look at says on standard output where the server listens', async ({ dataDir }) => {
  const { executable, args } = electronRuntime();
  const child = spawn(executable, [...args, appFolder, `--user-data-dir=${dataDir}`], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (lines.length === 3) break;
  }
  expect(lines).toEqual([
    expect.stringMatching(/^Test server: smtp:\/\/127\.0\.0\.1:\d+ \(STARTTLS\)$/),
    expect.stringMatching(/^Test server: smtps:\/\/127\.0\.0\.1:\d+ \(implicit TLS\)$/),
    expect.stringMatching(/^Test server: lmtp:\/\/127\.0\.0\.1:\d+ \(no TLS\)$/),
  ]);
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
});
