/** How the test server misbehaves, chosen by keyboard or from a file, explained, and met by the inspector and the send test. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElectronApplication, Locator, Page } from '@playwright/test';
import { expect, test } from './window/app.ts';
import { addressOf, go, inspected, listener, messages, verdict } from './window/screens.ts';

const behaviour = (page: Page): Locator => page.getByRole('combobox', { name: /^Behaviour of the test server/ });
const explanation = (page: Page): Locator => page.getByRole('region', { name: 'What will happen' });

/** The list is opened, typed into and left by keys alone. */
async function choose(page: Page, name: string): Promise<void> {
  await behaviour(page).focus();
  await page.keyboard.press('Enter');
  const list = page.getByRole('listbox', { name: 'Behaviour of the test server' });
  await expect(list).toBeVisible();
  const option = list.getByRole('option', { name: new RegExp(`^${name}`) });
  await page.keyboard.press('Home');
  for (let i = 0; i < 40 && (await option.getAttribute('data-highlighted')) === null; i += 1)
    await page.keyboard.press('ArrowDown');
  await expect(option).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(list).toBeHidden();
  await expect(behaviour(page)).toContainText(name);
}

async function sendTo(page: Page, port: number, to: string): Promise<void> {
  await go(page, 'Send test');
  await page.getByRole('textbox', { name: 'Server' }).fill(`smtp://127.0.0.1:${String(port)}`);
  await page.getByRole('textbox', { name: 'To' }).fill(to);
  await page.getByRole('button', { name: /^Send( again)?$/ }).click();
  await expect(page.getByRole('button', { name: 'Send again' })).toBeEnabled();
}

test('a preset is chosen by keyboard, explained, met by the inspector and the send test, and taken off', async ({
  app: { page },
}) => {
  await go(page, 'Test server', 'Listeners');
  const { port } = await addressOf(listener(page, 'SMTP, STARTTLS offered'));
  await choose(page, 'busy');
  await expect(explanation(page)).toContainText(
    'Instead of greeting as usual, the server answers “421 4.3.2 Too busy, try again later”.',
  );
  await expect(page.getByText('behaves as busy')).toBeVisible();

  await listener(page, 'SMTP, STARTTLS offered').getByRole('button', { name: 'Inspect' }).click();
  await inspected(page);
  await expect(page.getByText('Failed', { exact: true })).toBeVisible();
  await page.getByRole('tab', { name: 'Transcript' }).click();
  await expect(page.getByRole('log', { name: 'Transcript' })).toContainText('421 4.3.2 Too busy, try again later');

  await go(page, 'Test server', 'Listeners');
  await choose(page, 'unknown-user');
  await sendTo(page, port, 'alice@example.org');
  await expect(page.getByRole('row').filter({ hasText: 'alice@example.org' })).toContainText('550');
  await go(page, 'Test server', 'Sessions');
  await page.getByRole('listbox', { name: 'Sessions' }).getByRole('option').first().click();
  const transcript = page.getByRole('log', { name: 'Transcript' });
  await transcript.press('End');
  await expect(transcript).toContainText('By the server’s script: reply 550');

  await page.getByRole('tab', { name: /^Listeners/ }).click();
  await choose(page, 'As usual');
  await expect(explanation(page)).toHaveCount(0);
  await sendTo(page, port, 'alice@example.org');
  await expect(verdict(page)).toHaveText(/took the message/);
  await go(page, 'Test server', 'Inbox');
  await expect(messages(page)).toHaveCount(1);
});

/** The system's dialog, answered. */
function answer(electron: ElectronApplication, path: string): Promise<void> {
  return electron.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
  }, path);
}

test('a script file is opened and explained; one that is none is refused with the place', async ({
  app: { page, electron },
  dataDir,
}) => {
  await go(page, 'Test server', 'Listeners');
  const { port } = await addressOf(listener(page, 'SMTP, STARTTLS offered'));
  const open = page.getByRole('button', { name: 'Open a script file…' });
  const file = join(dataDir, 'script.json');
  const script = {
    schema: 1,
    // The name of a preset, and not that preset.
    name: 'busy',
    description: 'Refuses one domain.',
    rules: [
      {
        match: { command: 'RCPT', address: '*@blocked.example' },
        steps: [{ do: 'reply', code: 554, enhancedCode: '5.7.1', lines: ['Not here'] }],
      },
    ],
  };
  await writeFile(file, JSON.stringify(script));
  await answer(electron, file);
  await open.click();
  await expect(explanation(page)).toContainText('Refuses one domain.');
  await expect(explanation(page)).toContainText(
    'To RCPT, the server answers “554 5.7.1 Not here”, for addresses like *@blocked.example.',
  );
  await behaviour(page).click();
  const own = page.getByRole('option', { name: 'busy A script of your own.' });
  await expect(own).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Escape');

  await sendTo(page, port, 'alice@example.org, bob@blocked.example');
  await expect(page.getByRole('row').filter({ hasText: 'bob@blocked.example' })).toContainText('554');
  await expect(page.getByRole('row').filter({ hasText: 'alice@example.org' })).not.toContainText('554');

  await writeFile(
    file,
    JSON.stringify({ ...script, rules: [{ match: { command: 'RCPT' }, steps: [{ do: 'vanish' }] }] }),
  );
  await go(page, 'Test server', 'Listeners');
  await open.click();
  await expect(page.getByText('The value of "script.json" cannot be used: it is no script')).toContainText(
    'rules.0.steps.0.do',
  );
  // What was in force stays.
  await expect(explanation(page)).toContainText('Refuses one domain.');
});
