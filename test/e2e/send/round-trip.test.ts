/** The round trip in the real window: a message that was sent is looked for in the mailbox of a profile, after a question of main's own. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeCertificates, testAuthority } from '../../harness/certificates.ts';
import { startImap } from '../../harness/peers/imap-server.ts';
import { startPeer } from '../peers/peer.ts';
import { expect, test } from '../window/app.ts';
import { sidebar, verdict } from '../window/screens.ts';

const SENT = 'From: a@x.test\r\nMessage-ID: <round@x.test>\r\n\r\nHello\r\n';

test('looked for and stopped, then found, with what was added on the way; asked before the password goes there', async ({
  app: { page, electron },
  dataDir,
}) => {
  await makeCertificates();
  let isThere = false;
  const imap = await startImap({
    search: () => (isThere ? '* SEARCH 7' : '* SEARCH'),
    message: () => `Received: from mx.test by mda.test; now\r\n${SENT}`,
  });
  const peer = await startPeer('220 mx.test\r\n', (line) => {
    if (/^DATA/i.test(line)) return '354 go\r\n';
    return /^QUIT/i.test(line) ? '221 bye\r\n' : '250 ok\r\n';
  });
  try {
    const [ca, eml] = [join(dataDir, 'ca.pem'), join(dataDir, 'round.eml')];
    await writeFile(ca, testAuthority());
    await writeFile(eml, SENT);
    const choose = (path: string) =>
      electron.evaluate(({ dialog }, chosen) => {
        dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
      }, path);
    const main = page.getByRole('main');
    const field = (name: string) => main.getByRole('textbox', { name, exact: true });

    await choose(ca);
    await sidebar(page, 'Profiles').click();
    await main.getByRole('button', { name: 'New profile' }).first().click();
    await field('Name').fill('Mailbox');
    await field('Server').fill(`127.0.0.1:${peer.port}`);
    await field('User name').fill('ann');
    await page.getByLabel('Password', { exact: true }).fill('geheim');
    await page.getByRole('button', { name: 'TLS and certificates' }).click();
    await page.getByRole('group', { name: 'Trusted roots' }).getByRole('button', { name: 'Choose a file…' }).click();
    await expect(page.getByText('1 certificate', { exact: true })).toBeVisible();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByText('In the keychain.')).toBeVisible();

    await choose(eml);
    await sidebar(page, 'Send test').click();
    await expect(field('Server')).not.toHaveValue('');
    await field('Server').fill(`127.0.0.1:${peer.port}`);
    const steps = page.getByRole('navigation', { name: 'Steps' });
    await steps.getByRole('button', { name: /Message/ }).click();
    await page.getByText('From a file', { exact: true }).click();
    await page.getByRole('button', { name: 'Choose a message file…' }).click();
    await expect(steps.getByRole('button', { name: /Message/ })).toContainText('round.eml');
    await main.getByRole('button', { name: /^Send\b/ }).click();
    await expect(verdict(page)).toContainText('took the message');

    const asked = await electron.evaluateHandle(({ dialog }) => {
      const details: string[] = [];
      dialog.showMessageBox = (async (_window: unknown, { detail }: { detail: string }) => {
        details.push(detail);
        return { response: 0, checkboxChecked: false };
      }) as unknown as typeof dialog.showMessageBox;
      return details;
    });
    const trip = page.getByRole('region', { name: 'Round trip' });
    await trip.getByRole('textbox', { name: 'IMAP server' }).fill(`localhost:${imap.port}`);
    await trip.getByRole('button', { name: 'Look for it' }).click();
    await expect(trip).toContainText('Not there yet: 1 look');
    expect(await asked.evaluate((details) => details)).toEqual([
      expect.stringContaining(`IMAP at localhost, port ${imap.port}`),
    ]);
    await trip.getByRole('button', { name: 'Stop looking' }).click();
    await expect(trip).toContainText('You stopped looking.');

    isThere = true;
    await trip.getByRole('button', { name: 'Look for it' }).click();
    await expect(trip).toContainText(/There .* after it was sent, at the most \(1 look\)/);
    await expect(trip).toContainText('What was sent is unchanged: 1 hop, 1 field added.');
    await trip.getByText('Added on the way').click();
    await expect(trip).toContainText('Received: from mx.test by mda.test');
    expect(await asked.evaluate((details) => details.length)).toBe(1);
    expect(imap.heard.filter((line) => /SELECT|STORE/.test(line))).toEqual([]);
  } finally {
    await Promise.all([imap.close(), peer.close()]);
  }
});
