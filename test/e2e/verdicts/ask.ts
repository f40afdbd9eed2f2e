/** Asks a server as a user does, with names that resolve and a root that is trusted, and waits for the end. */
import { writeFile } from 'node:fs/promises';
import { expect, type ElectronApplication, type Page } from '@playwright/test';
import { testAuthority } from '../../harness/certificates.ts';
import { startDns, type DnsServer } from '../../harness/peers/dns-server.ts';
import { go, inspected } from '../window/screens.ts';
import { HOST, type Kind } from './kinds.ts';

export const resolver = (): Promise<DnsServer> => startDns({ [HOST]: { a: ['127.0.0.1'] } });

/** Of both screens: name server, root, and no long wait for who says nothing. */
export async function chooseOptions(
  { page, electron }: { readonly page: Page; readonly electron: ElectronApplication },
  dns: DnsServer,
  root: string,
): Promise<void> {
  await writeFile(root, testAuthority());
  await electron.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
  }, root);
  for (const screen of ['Inspector', 'Send test'] as const) {
    await go(page, screen);
    const toggle = page.getByRole('button', { name: 'Connection options' });
    await toggle.click();
    await page.getByRole('textbox', { name: 'DNS server' }).fill(dns.address);
    const roots = page.getByRole('group', { name: 'Trusted roots' });
    await roots.getByRole('button', { name: /^Choose/ }).click();
    await expect(roots).toContainText('1 certificate');
    await page.getByRole('textbox', { name: 'Greeting', exact: true }).fill('1');
    await toggle.click();
  }
}

async function choose(page: Page, label: RegExp, option: RegExp): Promise<void> {
  const box = page.getByRole('combobox', { name: label });
  if (option.test(await box.innerText())) return;
  await box.click();
  await page.getByRole('option', { name: option }).first().click();
}

export async function ask(page: Page, kind: Kind, port: number): Promise<void> {
  await go(page, kind.how === 'check' ? 'Inspector' : 'Send test');
  await page.getByRole('textbox', { name: 'Server', exact: true }).fill(`${kind.host ?? HOST}:${port}`);
  await choose(page, /^Security/, new RegExp(`^${kind.security ?? 'TLS .auto'}`));
  const more = page.getByRole('button', { name: /^(Login|as )/ });
  if ((await more.getAttribute('aria-expanded')) !== 'true') await more.click();
  await page.getByRole('textbox', { name: 'User name' }).fill(kind.login === true ? 'alice@example.com' : '');
  await page.getByLabel('Password', { exact: true }).fill(kind.login === true ? 'correct horse' : '');
  await more.click();
  if (kind.how === 'check') {
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await inspected(page);
  } else {
    await page.getByRole('textbox', { name: 'From' }).fill('alice@example.org');
    await page.getByRole('textbox', { name: 'To', exact: true }).fill('bob@example.net');
    await page.getByRole('textbox', { name: 'Text' }).fill(kind.text ?? 'A test.\n');
    await page.getByRole('button', { name: /^Send( again)?$/ }).click();
    await expect(page.getByRole('button', { name: 'Copy for ticket' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Send again' })).toBeEnabled();
  }
}
