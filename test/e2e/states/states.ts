/**
 * Every screen in every state that a user meets, made by using the app, one after the other in one window. What checks or pictures
 * all of them goes through this list; the states build on each other, so their order matters. Those that the documentation shows come
 * first.
 */
import { expect, type ElectronApplication, type Page } from '@playwright/test';
import { deliver } from '../peers/deliveries.ts';
import { choosy, startPeer, type Peer } from '../peers/peer.ts';
import { addressOf, go, inspect, inspected, listener, messages, sidebar, verdict } from '../window/screens.ts';
import { behaviourStates } from './behaviour.ts';
import { brokenStates } from './broken.ts';
import { manyStates } from './many.ts';
import { openedStates } from './opened.ts';
import { profileStates } from './profiles.ts';
import { sendingStates } from './sending.ts';
import { state, type State, type States } from './state.ts';

const theme = ['light', 'dark'] as const;
export const themes = theme;
export type Theme = (typeof theme)[number];

type Transport = { posthorn: { invoke(name: string, input: unknown): Promise<unknown> } };

/** Through the transport: choosing it in the window would change the state that is looked at. */
export async function setTheme(page: Page, to: Theme): Promise<void> {
  // Playwright would have every page light.
  await page.emulateMedia({ colorScheme: null });
  await page.evaluate(
    (chosen) => (globalThis as unknown as Transport).posthorn.invoke('settings.set', { theme: chosen }),
    to,
  );
  await page.waitForFunction((dark) => matchMedia('(prefers-color-scheme: dark)').matches === dark, to === 'dark');
  await settled(page);
}

/** No animation and no transition is under way: colours in between are nobody's choice. Endless ones count as settled. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const ending = document.getAnimations().filter((each) => each.effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(ending.map((each) => each.finished));
  });
}

export async function allStates(electron: ElectronApplication): Promise<States> {
  const refusing = await choosy('mail.example.com');
  const silent = await startPeer(null, () => null);
  const sending = await sendingStates();
  const many = await manyStates();
  const broken = await brokenStates(electron);
  return {
    list: [
      ...states(refusing, silent),
      ...sending.list,
      ...openedStates(),
      ...profileStates(),
      ...many.list,
      ...broken.list,
      state('server-stopped', async (page) => {
        await go(page, 'Test server', 'Listeners');
        await page.getByRole('button', { name: 'Stop', exact: true }).click();
        await expect(page.getByRole('status').filter({ hasText: 'stopped' })).toBeVisible();
      }),
    ],
    close: async () => {
      await Promise.all([refusing.close(), silent.close(), sending.close(), many.close(), broken.close()]);
    },
  };
}

function states(refusing: Peer, silent: Peer): State[] {
  return [
    {
      name: 'inspector-empty',
      picture: true,
      async show(page) {
        await page.evaluate(() =>
          (globalThis as unknown as Transport).posthorn.invoke('settings.set', { ehloName: 'workstation.example.net' }),
        );
        await expect(page.getByRole('button', { name: 'Inspect the local test server' })).toBeEnabled();
      },
    },
    state('inbox-empty', (page) => go(page, 'Test server', 'Inbox')),
    state('sessions-empty', (page) => go(page, 'Test server', 'Sessions')),
    state('history-empty', async (page) => {
      await sidebar(page, 'History').click();
      await expect(page.getByRole('heading', { name: 'No runs yet' })).toBeVisible();
    }),
    state('send-empty', (page) => go(page, 'Send test')),
    {
      name: 'send-ok',
      picture: true,
      async show(page) {
        await go(page, 'Send test');
        await page.getByRole('textbox', { name: 'To' }).fill('alice@example.org, bob@example.org\ncarol@example.org');
        await page.getByRole('textbox', { name: 'Subject' }).fill('Does it arrive? Grüße ✓');
        await page
          .getByRole('textbox', { name: 'Text' })
          .fill('Hello,\n\nthis is a test of the new relay.\n.A line that begins with a dot.\n\nRegards');
        await page.getByRole('button', { name: /^Send( again)?$/ }).click();
        await expect(verdict(page)).toHaveText(/took the message/);
      },
    },
    {
      name: 'send-refused',
      picture: true,
      async show(page) {
        await page.getByRole('textbox', { name: 'Server' }).fill(`smtp://127.0.0.1:${refusing.port}`);
        await page
          .getByRole('textbox', { name: 'To' })
          .fill('alice@example.org, unknown.person@example.org, busy@example.org');
        await page.getByRole('button', { name: /^Send( again)?$/ }).click();
        await expect(page.getByRole('row').filter({ hasText: 'unknown.person@example.org' })).toContainText('550');
        await expect(page.getByRole('button', { name: 'Send again' })).toBeEnabled();
      },
    },
    {
      name: 'inspector-ok',
      picture: true,
      async show(page) {
        await go(page, 'Inspector');
        await page.getByRole('button', { name: 'Inspect the local test server' }).click();
        await inspected(page);
        await expect(verdict(page)).toHaveText(/answers over TLSv1\.3$/);
      },
    },
    {
      name: 'inspector-tls',
      picture: true,
      show: (page) => page.getByRole('tab', { name: 'TLS' }).click(),
    },
    state('inspector-auth', (page) => page.getByRole('tab', { name: 'Auth' }).click()),
    state('inspector-unknown-host', async (page) => {
      await inspect(page, 'no-such-host.invalid');
      await inspected(page);
    }),
    state('inspector-running', async (page) => {
      await inspect(page, `127.0.0.1:${silent.port}`);
      await expect(page.getByRole('button', { name: /^Stop/ })).toBeEnabled();
    }),
    state('inspector-stopped', async (page) => {
      await page.getByRole('button', { name: /^Stop/ }).click();
      await inspected(page);
    }),
    {
      name: 'inspector-failed',
      picture: true,
      async show(page) {
        await page.getByRole('button', { name: 'Login' }).click();
        await page.getByRole('textbox', { name: 'User name' }).fill('alice@example.com');
        await page.getByLabel('Password', { exact: true }).fill('not the password');
        await page.getByLabel('Send the password even where').check();
        await inspect(page, `127.0.0.1:${refusing.port}`);
        await inspected(page);
        await page.getByRole('tab', { name: 'Transcript' }).click();
        await expect(page.getByRole('log', { name: 'Transcript' })).toContainText('220 mail.example.com');
        await expect(page.getByRole('main')).toContainText('535 5.7.8');
      },
    },
    {
      name: 'inbox',
      picture: true,
      async show(page) {
        await go(page, 'Test server', 'Listeners');
        const { port } = await addressOf(listener(page, 'SMTP, STARTTLS offered'));
        await deliver(port);
        await go(page, 'Test server', 'Inbox');
        await expect(messages(page)).toHaveCount(7);
        await messages(page).filter({ hasText: 'Invoice 2041' }).click();
        await page.getByRole('tablist', { name: 'Message' }).getByRole('tab', { name: 'Text' }).click();
        await expect(page.getByRole('heading', { name: /^Invoice 2041/ })).toBeVisible();
      },
    },
    ...['HTML', 'Headers', 'Parts', 'Source', 'Session'].map((tab) => ({
      name: `inbox-${tab.toLowerCase()}`,
      picture: tab === 'Parts',
      show: (page: Page) =>
        page
          .getByRole('tablist', { name: 'Message' })
          .getByRole('tab', { name: tab, exact: tab !== 'Headers' })
          .click(),
    })),
    state('inbox-nothing-found', async (page) => {
      await page.getByRole('searchbox', { name: 'Search messages' }).fill('no message holds this');
      await expect(page.getByText('Nothing found')).toBeVisible();
    }),
    {
      name: 'sessions',
      picture: true,
      async show(page) {
        await page.getByRole('searchbox', { name: 'Search messages' }).fill('');
        await go(page, 'Test server', 'Sessions');
        await page.getByRole('listbox', { name: 'Sessions' }).getByRole('option').first().click();
        await expect(page.getByRole('log', { name: 'Transcript' })).toContainText('EHLO app.example.net');
      },
    },
    { name: 'listeners', picture: true, show: (page) => go(page, 'Test server', 'Listeners') },
    ...behaviourStates(),
    state('explain-empty', (page) => sidebar(page, 'Explain').click()),
    {
      name: 'explain',
      picture: true,
      async show(page) {
        await page.getByRole('button', { name: /^A mail log/ }).click();
        await expect(page.getByRole('region', { name: 'Explanation' })).toContainText('How it was read');
      },
    },
    {
      name: 'history',
      picture: true,
      async show(page) {
        await sidebar(page, 'History').click();
        const runs = page.getByRole('listbox', { name: 'Past runs' }).getByRole('option');
        await expect.poll(() => runs.count()).toBeGreaterThan(4);
        await runs
          .filter({ hasText: /answers over TLS/ })
          .first()
          .click();
        await expect(page.getByRole('log', { name: 'Transcript' })).toContainText('EHLO');
      },
    },
    {
      name: 'settings',
      picture: true,
      async show(page) {
        await sidebar(page, 'Settings').click();
        await expect(page.getByRole('heading', { name: 'About' })).toBeVisible();
      },
    },
    {
      name: 'palette',
      picture: true,
      async show(page) {
        await go(page, 'Inspector');
        await page.keyboard.press('ControlOrMeta+k');
        await expect(page.getByRole('dialog', { name: 'Search or run' })).toBeVisible();
      },
    },
    state('shortcuts', async (page) => {
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
      await page.keyboard.press('F1');
      await expect(page.getByRole('dialog')).toBeVisible();
    }),
  ];
}
