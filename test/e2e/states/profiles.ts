/** Profiles in every state: empty, typed wrongly, from a provider, with its sections open, imported, in conflict; and where they show elsewhere. */
import { expect, type Page } from '@playwright/test';
import type { ProfileContent, ProfileFolder } from '../../../electron/protocol/values/profiles/profile.ts';
import { clientOf } from '../messages/mail.ts';
import { sidebar } from '../window/screens.ts';
import { state, type State } from './state.ts';

const main = (page: Page) => page.getByRole('main');
const field = (page: Page, name: string) => main(page).getByRole('textbox', { name, exact: true });
const inList = (page: Page, name: string) =>
  main(page)
    .getByRole('listitem')
    .getByRole('button', { name: new RegExp(`^${name}`) });

const MSMTPRC = [
  'account relay',
  'host relay.example.com',
  'tls on',
  'user erika',
  'password secret',
  'proxy_host proxy.example.com',
  'account backup',
  'host backup.example.com',
  'passwordeval "pass show backup"',
].join('\n');

const content = (name: string, target: string, more: Partial<ProfileContent> = {}): ProfileContent => ({
  name,
  colour: null,
  favourite: false,
  notes: '',
  connection: { target },
  auth: null,
  envelope: { from: '', to: [] },
  ...more,
});

/** Through the transport: what is looked at is the list, not how each of them came about. */
async function fill(page: Page): Promise<void> {
  const client = clientOf(page);
  const folder = async (name: string, colour: ProfileFolder['colour']): Promise<string> =>
    (await client.call('profiles.saveFolder', { id: null, name, colour })).id;
  const save = async (one: ProfileContent, where: string | null): Promise<string> =>
    (await client.call('profiles.save', { id: null, rev: 0, folder: where, content: one })).id;
  const customers = await folder('Customers', 'violet');
  const staging = await folder('Staging', 'green');
  const relay = content('Office relay', 'smtp.office365.com:587', {
    favourite: true,
    colour: 'blue',
    auth: { user: 'erika@example.org' },
    envelope: { from: 'erika@example.org', to: ['postmaster@example.org'] },
    notes: 'Erika has the account; ask her before the password is changed.',
  });
  relay.connection.security = 'starttls';
  const id = await save(relay, null);
  await save(content('Newsletter', 'email-smtp.eu-west-1.amazonaws.com:587', { auth: { user: 'AKIAEXAMPLE' } }), null);
  await save(content('Müller & Co.', 'mx1.example.net:25', { colour: 'red' }), customers);
  await save(content('Northwind', 'mail.northwind.example:465', { favourite: true }), customers);
  await save(content('Dovecot', '/run/dovecot/lmtp'), staging);
  await client.call('secrets.set', { id, kind: 'password', secret: 'not a real one', where: 'session' });
}

export function profileStates(): State[] {
  return [
    state('profiles-empty', async (page) => {
      await sidebar(page, 'Profiles').click();
      await expect(main(page).getByRole('heading', { name: 'No profiles yet' })).toBeVisible();
    }),
    state('profile-wrong', async (page) => {
      await main(page).getByRole('button', { name: 'New profile' }).first().click();
      await field(page, 'Server').fill('smtp://me@mx.example.org');
      for (const name of ['TLS and certificates', 'Network', 'Time limits', 'Sender and recipients'])
        await main(page).getByRole('button', { name }).click();
      await field(page, 'Proxy').fill('ftp://proxy.example.org');
      await field(page, 'Pinned certificate').fill('12:34');
      await field(page, 'Greeting, seconds').fill('long');
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await expect(field(page, 'Name')).toHaveAccessibleDescription('A profile needs a name');
    }),
    state('profile-wrong-below', async (page) => {
      await field(page, 'Greeting, seconds').scrollIntoViewIfNeeded();
      await expect(field(page, 'Greeting, seconds')).toBeVisible();
    }),
    state('profile-suggestion', async (page) => {
      await main(page).getByRole('button', { name: 'Discard edits' }).click();
      await main(page).getByRole('button', { name: 'New profile' }).first().click();
      await field(page, 'User name').fill('erika@gmail.com');
      await expect(page.getByText('gmail.com belongs to Gmail')).toBeVisible();
    }),
    {
      name: 'provider-picker',
      picture: true,
      async show(page) {
        await main(page).getByRole('button', { name: 'Choose a provider…' }).click();
        await page.getByRole('dialog').getByRole('option', { name: 'Amazon SES' }).click();
        await expect(page.getByRole('dialog').getByRole('textbox', { name: 'Region' })).toBeVisible();
      },
    },
    state('provider-none', async (page) => {
      await page.getByRole('searchbox', { name: 'Search providers' }).fill('no provider is called this');
      await expect(page.getByRole('dialog').getByRole('status')).toContainText('No provider has');
    }),
    state('profile-provider', async (page) => {
      await page.getByRole('searchbox', { name: 'Search providers' }).fill('gmail');
      await page.getByRole('button', { name: 'Fill in' }).click();
      await expect(page.getByText('What Gmail asks for')).toBeVisible();
    }),
    state('import-source', async (page) => {
      await main(page).getByRole('button', { name: 'Discard edits' }).click();
      await main(page).getByRole('button', { name: 'Import…' }).click();
      await page.getByRole('dialog').getByRole('textbox', { name: 'Settings' }).fill('no settings of anything');
      await page.getByRole('button', { name: 'Read' }).click();
      await expect(page.getByRole('dialog').getByRole('alert')).toContainText('no form that is known');
    }),
    {
      name: 'import-preview',
      picture: true,
      async show(page) {
        await page.getByRole('dialog').getByRole('textbox', { name: 'Settings' }).fill(MSMTPRC);
        await page.getByRole('button', { name: 'Read' }).click();
        await expect(page.getByRole('button', { name: 'Import 2 profiles' })).toBeVisible();
      },
    },
    {
      name: 'profiles',
      picture: true,
      async show(page) {
        await page.keyboard.press('Escape');
        await expect(page.getByRole('dialog')).toHaveCount(0);
        await fill(page);
        await inList(page, 'Office relay').click();
        await expect(page.getByText('Until Posthorn ends.')).toBeVisible();
        await page
          .getByRole('navigation')
          .getByRole('button', { name: /^Customers/ })
          .click();
        await expect(page.getByRole('list', { name: 'Customers' }).getByRole('button')).toHaveCount(2);
      },
    },
    state('profile-menu', async (page) => {
      await main(page).getByRole('button', { name: 'More' }).click();
      await expect(page.getByRole('menuitem', { name: 'Move to folder…' })).toBeVisible();
    }),
    state('profile-move', async (page) => {
      await page.getByRole('menuitem', { name: 'Move to folder…' }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
    }),
    state('folder-menu', async (page) => {
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
      await main(page).getByRole('button', { name: 'Folder Customers' }).click();
      await expect(page.getByRole('menuitem', { name: 'Violet' })).toBeVisible();
    }),
    state('profile-conflict', async (page) => {
      await page.keyboard.press('Escape');
      const { profiles } = await clientOf(page).call('profiles.list', {});
      const relay = profiles.find(({ content: { name } }) => name === 'Office relay');
      if (relay === undefined) throw new Error('there is no such profile');
      await field(page, 'Notes').fill('Ask Joe.');
      await clientOf(page).call('profiles.save', { ...relay, content: { ...relay.content, notes: 'Ask nobody.' } });
      await expect(page.getByRole('alert').filter({ hasText: 'saved elsewhere' })).toBeVisible();
    }),
    state('profiles-nothing-found', async (page) => {
      await page.getByRole('button', { name: 'Take theirs' }).click();
      await page.getByRole('searchbox', { name: 'Search profiles' }).fill('no profile is called this');
      await expect(page.getByText(/^No profile has/)).toBeVisible();
    }),
    state('palette-profiles', async (page) => {
      await page.getByRole('searchbox', { name: 'Search profiles' }).fill('');
      await page.keyboard.press('ControlOrMeta+k');
      await page.keyboard.type('north');
      await expect(page.getByRole('option', { name: /^Northwind/ })).toBeVisible();
    }),
    state('profile-in-inspector', async (page) => {
      await page.keyboard.press('Enter');
      await expect(page.getByRole('textbox', { name: 'Server' })).toHaveValue('mail.northwind.example:465');
    }),
  ];
}
