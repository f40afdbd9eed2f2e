/**
 * Keys of somebody who does not wait: all of them are on their way before the window has answered the first, and the page's
 * processor is slowed down. Each has the effect it has when it is pressed at leisure.
 */
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../window/app.ts';
import { go, inspected, openBar, sidebar } from '../window/screens.ts';

/** What CDP wants to know of a key besides its name; letters say it themselves. */
const CODES: Readonly<Record<string, number>> = {
  Enter: 13,
  Escape: 27,
  End: 35,
  Home: 36,
  ArrowLeft: 37,
  ArrowUp: 38,
  ArrowRight: 39,
  ArrowDown: 40,
};
const CONTROL = 2;
const SHIFT = 8;

type Send = (method: 'Input.dispatchKeyEvent', event: Record<string, unknown>) => Promise<unknown>;

/** Both halves of one press; `Control+k` and `Shift+T` name a modifier. */
function press(send: Send, name: string): Promise<unknown>[] {
  const [last = '', modifier] = name.split('+').reverse();
  const code = CODES[last] ?? last.toUpperCase().charCodeAt(0);
  const held = modifier === 'Control' ? CONTROL : modifier === 'Shift' ? SHIFT : 0;
  const text = last === 'Enter' ? '\r' : last.length === 1 && held !== CONTROL ? last : undefined;
  const key = {
    key: last,
    code: last.length === 1 ? `Key${last.toUpperCase()}` : last,
    windowsVirtualKeyCode: code,
    modifiers: held,
  };
  return [
    send('Input.dispatchKeyEvent', {
      ...key,
      type: text === undefined ? 'rawKeyDown' : 'keyDown',
      ...(text === undefined ? {} : { text }),
    }),
    send('Input.dispatchKeyEvent', { ...key, type: 'keyUp' }),
  ];
}

/** All of them at once, into a page that is eight times slower than this machine. */
async function hurry(page: Page, keys: readonly string[]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: 8 });
  const send: Send = (method, event) => session.send(method, event as { type: 'keyDown' });
  await Promise.all(keys.flatMap((key) => press(send, key)));
  await session.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  await session.detach();
}

/** The last preset by its name, as the open list has it. */
async function last(page: Page): Promise<string> {
  await select(page, /^Behaviour of the test server/).click();
  const option = page.getByRole('listbox', { name: 'Behaviour of the test server' }).getByRole('option').last();
  const name = (await option.innerText()).split('\n')[0] ?? '';
  await page.keyboard.press('Escape');
  return name.trim();
}

const select = (page: Page, name: RegExp): Locator => page.getByRole('combobox', { name });

test('a select opened, moved in and left at once', async ({ app: { page } }) => {
  await openBar(page);
  const security = select(page, /^Security/);
  await security.focus();
  await hurry(page, ['Enter', 'End', 'Enter']);
  await expect(security).toHaveText('No TLS');
  await hurry(page, ['Enter', 'Home', 'ArrowDown', 'Enter', 'Enter', 'ArrowDown', 'Enter']);
  await expect(security).toHaveText('STARTTLS if offered');
});

test('a closed select takes Home, End and capital letters', async ({ app: { page } }) => {
  await openBar(page);
  const security = select(page, /^Security/);
  await security.focus();
  await hurry(page, ['Shift', 'Shift+N']);
  await expect(security).toHaveText('No TLS');
  await hurry(page, ['Home']);
  await expect(security).toHaveText('TLS (auto)');
  // Opened, and nothing else chosen.
  await hurry(page, ['End', 'Enter', 'Enter']);
  await expect(security).toHaveText('No TLS');
  await expect(security).toHaveAttribute('aria-expanded', 'false');
});

test('a preset chosen as soon as the tab is there, and another one at once', async ({ app: { page } }) => {
  await expect(page.getByRole('button', { name: 'Inspect the local test server' })).toBeEnabled();
  await go(page, 'Test server', 'Listeners');
  const behaviour = select(page, /^Behaviour of the test server/);
  await behaviour.focus();
  await hurry(page, ['Enter', 'End', 'ArrowUp', 'Enter']);
  await expect(behaviour).not.toHaveText('As usual');
  await hurry(page, ['Enter', 'Home', 'ArrowDown', 'Enter', 'Enter', 'End', 'Enter', 'Enter', 'Home', 'Enter']);
  await expect(behaviour).toHaveText('As usual');
  await expect(behaviour).toBeFocused();
  // Each has its turn, and the last one stays.
  await hurry(page, ['End', 'Home', 'End']);
  await expect(page.getByText(/^behaves as /)).toHaveText(`behaves as ${await last(page)}`);
  await expect(behaviour).toBeFocused();
});

test('who may log in, gone through by arrows without waiting for the server', async ({ app: { page } }) => {
  await expect(page.getByRole('button', { name: 'Inspect the local test server' })).toBeEnabled();
  await go(page, 'Test server', 'Listeners');
  const group = page.getByRole('group', { name: 'Who may log in' });
  const choices = group.getByRole('radio');
  await group.getByText('Nobody', { exact: true }).click();
  await expect(group.getByText('AUTH is not offered.')).toBeVisible();
  await expect(choices.first()).toBeFocused();
  await hurry(page, ['ArrowRight', 'ArrowRight']);
  await expect(choices.nth(2)).toBeChecked();
  await expect(choices.nth(2)).toBeFocused();
});

test('a menu opened and chosen from at once', async ({ app: { page } }) => {
  await page.getByRole('button', { name: 'Inspect the local test server' }).click();
  await inspected(page);
  await page.getByRole('tab', { name: 'Transcript' }).click();
  const more = page.getByRole('button', { name: 'Transcript', exact: true });
  await more.focus();
  await hurry(page, ['Enter', 'Enter']);
  await expect(page.getByText('Transcript copied')).toBeVisible();
  await expect(more).toBeFocused();
  // Of what the server answered nothing is in sight while all phases are folded.
  const answers = page.getByRole('log', { name: 'Transcript' }).getByText('PIPELINING');
  const shown = await answers.count();
  expect(shown).toBeGreaterThan(0);
  await hurry(page, ['Enter', 'ArrowDown', 'Enter']);
  await expect(answers).toHaveCount(0);
  await hurry(page, ['ArrowDown', 'End', 'Enter']);
  await expect(answers).toHaveCount(shown);
});

test('the palette opened and typed into at once', async ({ app: { page } }) => {
  await expect(page.getByRole('button', { name: 'Inspect the local test server' })).toBeEnabled();
  await hurry(page, ['Control+k', ...Array.from('history'), 'Enter']);
  await expect(sidebar(page, 'History')).toHaveAttribute('aria-current', 'page');
});

test('tabs gone through at once', async ({ app: { page } }) => {
  await go(page, 'Test server', 'Inbox');
  await page.getByRole('tab', { name: /^Inbox/ }).focus();
  await hurry(page, ['ArrowRight', 'ArrowRight']);
  await expect(page.getByRole('tab', { name: /^Listeners/ })).toHaveAttribute('aria-selected', 'true');
});
