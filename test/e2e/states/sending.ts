/** The send test to servers that take all or some of it, while it runs, stopped before and after the message, asked only, failed, and to a hundred recipients. */
import { expect, type Page } from '@playwright/test';
import { choosy, startPeer } from '../peers/peer.ts';
import { go, sidebar, verdict } from '../window/screens.ts';
import { state, type States } from './state.ts';

/** Takes everything, but says nothing to DATA for one sender, nor to the message for another. */
async function slow(): ReturnType<typeof startPeer> {
  let sender = '';
  return startPeer('220 slow.example.com ESMTP\r\n', (line) => {
    if (/^MAIL/i.test(line)) sender = line;
    if (/^DATA/i.test(line)) return sender.includes('stall') ? null : '354 Go ahead\r\n';
    if (line === '.') return sender.includes('vanish') ? null : '250 2.0.0 Ok\r\n';
    if (/^QUIT/i.test(line)) return '221 2.0.0 Bye\r\n';
    return '250 2.1.0 Ok\r\n';
  });
}

/** Refuses every seventh for good, and every fifth for now. */
async function crowded(): ReturnType<typeof startPeer> {
  return startPeer('220 list.example.com ESMTP\r\n', (line) => {
    const at = Number(/^RCPT TO:<member(\d+)/i.exec(line)?.[1] ?? 1);
    if (at % 7 === 0) return '550 5.1.1 No such mailbox here\r\n';
    if (at % 5 === 0) return '450 4.2.1 The mailbox gets mail too fast, try again later\r\n';
    if (/^DATA/i.test(line)) return '354 Go ahead\r\n';
    if (/^QUIT/i.test(line)) return '221 2.0.0 Bye\r\n';
    return '250 2.0.0 Ok\r\n';
  });
}

async function send(page: Page, given: { port: number; from: string; to: string }): Promise<void> {
  await go(page, 'Send test');
  await page.getByRole('textbox', { name: 'Server' }).fill(`127.0.0.1:${given.port}`);
  await page.getByRole('textbox', { name: 'From' }).fill(given.from);
  await page.getByRole('textbox', { name: 'To' }).fill(given.to);
  await page.getByRole('button', { name: /^(Send|Ask)( again)?$/ }).click();
}

const over = (page: Page): Promise<void> =>
  expect(page.getByRole('button', { name: /^(Send|Ask) again$/ })).toBeEnabled();
/** Playwright's, so that it is told apart from the button of the inspector. */
const cancel = (page: Page): Promise<void> => page.getByRole('button', { name: /^Cancel/ }).click();

/** To a step of the wizard; leaving the server has asked it what it offers. */
async function step(page: Page, name: string): Promise<void> {
  await sidebar(page, 'Send test').click();
  await page.getByText('Steps', { exact: true }).click();
  const steps = page.getByRole('navigation', { name: 'Steps' });
  await steps.getByRole('button', { name: new RegExp(`\\b${name}\\b`) }).click();
  await expect(steps.getByRole('button', { name: /Server/ })).toContainText('MiB');
}

export async function sendingStates(): Promise<States> {
  const [refusing, stalling, busy] = [await choosy('mail.example.com'), await slow(), await crowded()];
  const members = Array.from({ length: 100 }, (_, at) => `member${at + 1}@example.org`).join(', ');
  return {
    list: [
      {
        name: 'wizard-envelope',
        picture: true,
        async show(page) {
          await step(page, 'Envelope');
          await expect(page.getByRole('textbox', { name: 'From' })).not.toHaveValue('');
        },
      },
      {
        name: 'wizard-server',
        picture: true,
        async show(page) {
          await step(page, 'Server');
          await expect(page.getByRole('textbox', { name: 'Server' })).not.toHaveValue('');
        },
      },
      {
        name: 'wizard-message',
        picture: true,
        async show(page) {
          await step(page, 'Message');
          await page.getByText('Ready-made', { exact: true }).click();
          await page.getByText('Attachments, inline image', { exact: true }).click();
          await expect(page.getByRole('textbox', { name: 'Source' })).toHaveValue(/test\.pdf/);
        },
      },
      {
        name: 'wizard-delivery',
        picture: true,
        async show(page) {
          await step(page, 'Delivery');
          await page.getByRole('checkbox', { name: 'When it is delivered' }).check();
        },
      },
      {
        name: 'wizard-review',
        picture: true,
        async show(page) {
          await step(page, 'Review');
          await expect(page.getByLabel('Source of the message')).toContainText('Test message 1 with attachments');
          // What follows begins as on a first start.
          await expect(page.getByText(/^Posthorn sends one message/)).toBeVisible();
        },
      },
      {
        name: 'wizard-result',
        picture: true,
        async show(page) {
          await page.getByRole('button', { name: 'Send', exact: true }).click();
          await expect(verdict(page)).toContainText('took the message');
          await expect(page.getByRole('button', { name: 'Save as template…' })).toBeVisible();
        },
      },
      {
        name: 'send-ok',
        picture: true,
        async show(page) {
          await go(page, 'Send test');
          await page.getByRole('button', { name: 'Start over' }).click();
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
      state('send-running', async (page) => {
        await send(page, { port: stalling.port, from: 'stall@example.org', to: 'alice@example.org' });
        await expect(verdict(page)).toHaveText(/^Sending through/);
        await expect(page.getByRole('row').filter({ hasText: 'alice@example.org' })).toContainText('RCPT ok');
      }),
      state('send-cancelled', async (page) => {
        await cancel(page);
        await over(page);
        await expect(verdict(page)).toHaveText(/^Stopped/);
        await expect(page.getByRole('main')).toContainText('The message was not taken');
      }),
      state('send-unknown', async (page) => {
        await send(page, { port: stalling.port, from: 'vanish@example.org', to: 'alice@example.org' });
        await page.getByRole('tab', { name: 'Transcript' }).click();
        await expect(page.getByRole('log', { name: 'Transcript' })).toContainText('354');
        await page.getByRole('tab', { name: 'Result' }).click();
        await cancel(page);
        await over(page);
        await expect(page.getByRole('main')).toContainText(/taken is unknown/);
        await expect(page.getByRole('row').filter({ hasText: 'alice@example.org' })).toContainText('unknown');
      }),
      state('send-many', async (page) => {
        await send(page, { port: busy.port, from: 'sender@example.org', to: members });
        await over(page);
        await expect(verdict(page)).toHaveText(/took the message for 68 of 100 recipients$/);
        await expect(page.getByRole('row').filter({ hasText: 'member5@' })).toContainText('not now');
      }),
      state('send-only-refused', async (page) => {
        await page.getByRole('button', { name: 'Only refused' }).click();
        await expect(page.getByRole('row')).toHaveCount(1 + 32 + (await timelineRows(page)));
      }),
      state('send-asked', async (page) => {
        await page.getByRole('checkbox', { name: /^Only ask/ }).check();
        await send(page, { port: busy.port, from: 'sender@example.org', to: 'member1@example.org' });
        await over(page);
        await expect(verdict(page)).toHaveText(/would take a message for <[^>]+>; nothing was sent$/);
        await page.getByRole('checkbox', { name: /^Only ask/ }).uncheck();
      }),
      state('send-failed', async (page) => {
        await send(page, { port: busy.port, from: 'sender@example.org', to: 'member7@example.org' });
        await over(page);
        await expect(page.getByText('Failed', { exact: true })).toBeVisible();
        await expect(page.getByRole('row').filter({ hasText: 'member7@' })).toContainText('refused');
      }),
      state('history-sent', async (page) => {
        await sidebar(page, 'History').click();
        const runs = page.getByRole('listbox', { name: 'Past runs' }).getByRole('option');
        await runs
          .filter({ hasText: /In part/ })
          .first()
          .click();
        await expect(page.getByRole('row').filter({ hasText: 'member5@' })).toContainText('not now');
      }),
    ],
    close: async () => {
      await Promise.all([refusing.close(), stalling.close(), busy.close()]);
    },
  };
}

const timelineRows = (page: Page): Promise<number> =>
  page.getByRole('table', { name: 'Timeline' }).getByRole('row').count();
