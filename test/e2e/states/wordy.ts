/** The inspector at a server that says much: forty capabilities, text of any length and script. */
import { expect } from '@playwright/test';
import { startPeer } from '../peers/peer.ts';
import { inspect, inspected, verdict } from '../window/screens.ts';
import { state, type States } from './state.ts';

const KEYWORDS = 40;

/** Turned around, rung, red: what a server may say and a window must not do. */
const strange = 'שלום مرحبا 你好 🎺👩‍👩‍👧 \u202egnp.live\u202c \u0007\u001b[31mred';

/** Says much, long and in every script, without TLS. */
async function wordy(): ReturnType<typeof startPeer> {
  const keywords = [
    'SIZE 10240000',
    'AUTH PLAIN LOGIN CRAM-MD5 SCRAM-SHA-256 SCRAM-SHA-256-PLUS XOAUTH2 OAUTHBEARER',
    'DELIVERBY 3600',
    'LIMITS RCPTMAX=1000 MAILMAX=50',
    'MT-PRIORITY MIXER',
    'FUTURERELEASE 604800 2026-12-31T00:00:00Z',
    'XXXXXXXA',
  ];
  const own = Array.from(
    { length: KEYWORDS - keywords.length },
    (_, at) => `X-VENDOR-EXTENSION-${at} ${'parameter=value '.repeat((at % 4) + 1).trim()}`,
  );
  const lines = [`wordy.example.com ${strange}`, ...keywords, ...own];
  return startPeer(`220 wordy.example.com ${strange} ${'word '.repeat(60).trim()}\r\n`, (line) => {
    if (/^EHLO/i.test(line))
      return lines.map((each, at) => `250${at === lines.length - 1 ? ' ' : '-'}${each}\r\n`).join('');
    if (/^AUTH/i.test(line)) return '235 2.7.0 Welcome\r\n';
    return `221 ${'a_very_long_farewell_without_any_space_in_it_'.repeat(9)}\r\n`;
  });
}

export async function wordyStates(): Promise<States> {
  const server = await wordy();
  return {
    list: [
      state('inspector-capabilities', async (page) => {
        await inspect(page, `127.0.0.1:${server.port}`);
        await inspected(page);
        await expect(verdict(page)).toHaveText(/answers without TLS$/);
        await page.getByRole('tab', { name: /^Capabilities/ }).click();
        await expect(page.getByRole('table', { name: 'Capabilities' }).getByRole('rowheader')).toHaveCount(KEYWORDS);
      }),
      state('inspector-many', async (page) => {
        await page.getByRole('tab', { name: 'Transcript' }).click();
        // A run is followed to its end; the greeting is at the other one.
        await page.getByRole('log', { name: 'Transcript' }).press('Home');
        await expect(page.getByRole('log', { name: 'Transcript' })).toContainText('你好');
      }),
      state('inspector-raw', async (page) => {
        await page.getByRole('button', { name: 'Bytes', exact: true }).click();
        await expect(page.getByRole('log', { name: 'Transcript' })).toContainText('32 32 30 20');
        await page.getByRole('textbox', { name: 'Server' }).focus();
      }),
      state('inspector-found', async (page) => {
        await page.getByRole('button', { name: 'Bytes', exact: true }).click();
        await page.getByRole('searchbox', { name: 'Search the transcript' }).fill('VENDOR');
        await expect(page.getByText(/^1 of \d+$/)).toBeVisible();
      }),
    ],
    close: () => server.close(),
  };
}
