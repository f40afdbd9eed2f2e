/**
 * A send test to the test server as each ready-made behaviour makes it, in the real window: the verdict and what stands beside each recipient
 * are right, and what the inbox holds afterwards agrees with them.
 */
import type { Page } from '@playwright/test';
import { presets } from '../../../electron/core/server/script/presets.ts';
import type { Script } from '../../../electron/protocol/values/server/script.ts';
import { clientOf } from '../messages/mail.ts';
import { expect, test } from '../window/app.ts';
import { sidebar, verdict } from '../window/screens.ts';

// Two dozen sessions, one of which comes octet by octet.
test.setTimeout(180_000);

interface Expected {
  readonly listener?: 'smtp' | 'smtps' | 'lmtp';
  /** By default one. */
  readonly to?: readonly string[];
  readonly login?: boolean;
  readonly verdict: RegExp;
  /** What stands beside each recipient; null: the session never came to them. */
  readonly words: readonly string[] | null;
  /** Messages in the inbox that were not there before. */
  readonly arrived: number;
  /** Nothing comes any more: stopped by the user. */
  readonly stop?: boolean;
}

/** Of each in turn, what is sent through it; whether a message arrived has to agree with what is shown. */
const expected: Readonly<Record<string, readonly Expected[]>> = {
  busy: [{ verdict: /^Server busy/, words: null, arrived: 0 }],
  greylisting: [
    { verdict: /^Greylisting/, words: ['not now'], arrived: 0 },
    { verdict: /took the message for <recipient@example\.org>$/, words: ['accepted'], arrived: 1 },
  ],
  'unknown-user': [{ verdict: /^No such mailbox/, words: ['refused'], arrived: 0 }],
  'mailbox-full': [{ verdict: /^Mailbox full/, words: ['not now'], arrived: 0 }],
  'sender-refused': [{ verdict: /^Sender /, words: null, arrived: 0 }],
  'content-refused': [{ verdict: /^Taken for spam/, words: ['refused'], arrived: 0 }],
  'lmtp-over-quota': [
    {
      listener: 'lmtp',
      to: ['full@example.org', 'ben@example.org'],
      verdict: /took the message for 1 of 2 recipients/,
      words: ['refused', 'accepted'],
      arrived: 1,
    },
  ],
  'login-unavailable': [
    { login: true, verdict: /could not check the login/, words: null, arrived: 0 },
    { verdict: /took the message/, words: ['accepted'], arrived: 1 },
  ],
  'no-starttls': [
    // A secret is not shown to who listens; a message without one goes as it would between servers.
    { login: true, verdict: /^Login not possible/, words: null, arrived: 0 },
    { verdict: /took the message/, words: ['accepted'], arrived: 1 },
  ],
  'starttls-refused': [{ verdict: /took the message.*; but: STARTTLS refused/, words: ['accepted'], arrived: 1 }],
  'starttls-injection': [{ verdict: /^Plain text after STARTTLS/, words: null, arrived: 0 }],
  'expired-certificate': [
    { verdict: /took the message.*; but: certificate expired/, words: ['accepted'], arrived: 1 },
    { listener: 'smtps', verdict: /^Certificate expired/, words: null, arrived: 0 },
  ],
  'wrong-certificate': [
    { login: true, verdict: /^Certificate for another name/, words: null, arrived: 0 },
    { verdict: /took the message.*; but: certificate for another name/, words: ['accepted'], arrived: 1 },
  ],
  // So short a message has left whole, its last line with it, before the end is seen.
  'dropped-in-data': [{ verdict: /^Connection reset, delivery unknown/, words: ['unknown'], arrived: 0 }],
  'silent-after-data': [{ stop: true, verdict: /^Stopped, delivery unknown/, words: ['unknown'], arrived: 0 }],
  'session-limit': [{ verdict: /^Too many /, words: null, arrived: 0 }],
  'sloppy-replies': [{ verdict: /took the message.*; but: odd on the wire/, words: ['accepted'], arrived: 1 }],
  slow: [{ verdict: /took the message/, words: ['accepted'], arrived: 1 }],
  // The lot falls the same way at each try.
  unreliable: [
    { verdict: /^Connection closed/, words: null, arrived: 0 },
    { verdict: /^Connection closed/, words: ['RCPT ok'], arrived: 0 },
    { verdict: /took the message/, words: ['accepted'], arrived: 1 },
  ],
};

const behave = async (page: Page, script: Script): Promise<void> => {
  const client = clientOf(page);
  const { config } = await client.call('server.state', {});
  await client.call('server.configure', { ...config, script });
};

const total = async (page: Page): Promise<number> =>
  (await clientOf(page).call('mailbox.list', { offset: 0, limit: 1, search: '' })).total;

/** Whether the newest session has come to the script's silence. */
async function silent(page: Page): Promise<boolean> {
  const client = clientOf(page);
  const [newest] = await client.call('server.sessions', { limit: 1 });
  const events = newest === undefined ? [] : await client.call('server.sessionEvents', { id: newest.id });
  return events.some((event) => event.type === 'note' && event.note === 'fault');
}

async function sendOnce(page: Page, { listener = 'smtp', to, login = false, stop = false }: Expected): Promise<void> {
  const { listeners } = await clientOf(page).call('server.state', {});
  const port = listeners.find(({ config }) => config.id === listener)?.boundPort ?? 0;
  await page.getByRole('textbox', { name: 'Server' }).fill(`${listener}://127.0.0.1:${port}`);
  await page.getByRole('textbox', { name: 'To' }).fill((to ?? ['recipient@example.org']).join('\n'));
  await page.getByRole('textbox', { name: 'User name' }).fill(login ? 'ann' : '');
  await page.getByLabel('Password', { exact: true }).fill(login ? 'secret' : '');
  await page.getByRole('button', { name: /^Send( again)?$/ }).click();
  if (stop) {
    await expect.poll(() => silent(page)).toBe(true);
    await page.getByRole('button', { name: /^Cancel/ }).click();
  }
  await expect(page.getByRole('button', { name: 'Send again' })).toBeEnabled({ timeout: 60_000 });
}

/** The word beside each recipient; null where there are none. */
async function wordsShown(page: Page): Promise<string[] | null> {
  const table = page.getByRole('table').filter({ has: page.getByRole('columnheader', { name: 'Address' }) });
  if ((await table.count()) === 0) return null;
  return table.locator('tbody td.result').allInnerTexts();
}

test('every ready-made behaviour: verdict, recipients and inbox agree', async ({ app: { page } }) => {
  expect(Object.keys(expected)).toEqual(presets.map(({ name }) => name));
  await sidebar(page, 'Send test').click();
  await page.getByText('One page', { exact: true }).click();
  await expect(page.getByRole('textbox', { name: 'Server' })).not.toHaveValue('');
  await page.getByTitle('User name, password, mechanism and EHLO name').click();
  for (const script of presets) {
    await behave(page, script);
    for (const [at, wants] of (expected[script.name] ?? []).entries()) {
      await test.step(`${script.name} ${at + 1}`, async () => {
        const before = await total(page);
        await sendOnce(page, wants);
        await expect.soft(verdict(page)).toHaveText(wants.verdict);
        expect.soft(await wordsShown(page), script.name).toEqual(wants.words);
        expect.soft((await total(page)) - before, script.name).toBe(wants.arrived);
      });
    }
  }
});
