/** What a survey asks besides the server that was typed: IMAP and POP3 with a profile's login, the MX hosts of a domain; and a watch by keys alone. */
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { createInterface } from 'node:readline';
import { randomInt } from 'node:crypto';
import type { Page } from '@playwright/test';
import { makeCertificates, testAuthority, testCertificate } from '../../harness/certificates.ts';
import { startDns } from '../../harness/peers/dns-server.ts';
import { expect, test } from '../window/app.ts';
import { clientOf } from '../messages/mail.ts';
import { addressOf, go, listener, sidebar, verdict } from '../window/screens.ts';

test.beforeAll(makeCertificates);

const found = (page: Page) => page.getByRole('region', { name: 'What was found' });

/** An address of this machine that no other test uses: the usual ports are free there. */
const ownAddress = (): string => `127.${randomInt(40, 250)}.${randomInt(1, 250)}.${randomInt(1, 250)}`;

interface Speaking {
  readonly port: number;
  readonly heard: string[];
  close(): Promise<void>;
}

/** Says the greeting, then to each line what `answer` says; over TLS from the first byte, or in clear. */
async function speaking(
  { host, port, tls }: { readonly host: string; readonly port: number; readonly tls: boolean },
  greeting: string,
  answer: (line: string) => string,
): Promise<Speaking> {
  const heard: string[] = [];
  const sockets = new Set<Socket>();
  const serve = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.write(greeting);
    createInterface(socket).on('line', (line) => {
      heard.push(line);
      socket.write(answer(line));
    });
  };
  const server: Server = tls ? createTlsServer(testCertificate('valid'), serve) : createTcpServer(serve);
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    heard,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

test('a profile’s login is refused at SMTP and taken at IMAP and POP3: the password is right', async ({
  app: { page },
}) => {
  const host = ownAddress();
  const smtp = await speaking({ host, port: 0, tls: true }, '220 mx.test ESMTP\r\n', (line) => {
    if (/^EHLO/i.test(line)) return '250-mx.test\r\n250 AUTH PLAIN LOGIN\r\n';
    if (/^AUTH/i.test(line)) return '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled\r\n';
    return '221 2.0.0 Bye\r\n';
  });
  const imap = await speaking({ host, port: 993, tls: true }, '* OK ready\r\n', (line) => {
    if (line === 'a1 CAPABILITY') return '* CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR\r\na1 OK done\r\n';
    return line.startsWith('a2 ') ? 'a2 OK in\r\n' : '* BYE\r\na3 OK bye\r\n';
  });
  const pop3 = await speaking({ host, port: 995, tls: true }, '+OK ready\r\n', (line) =>
    line === 'CAPA' ? '+OK\r\nUSER\r\n.\r\n' : '+OK\r\n',
  );
  await clientOf(page).call('profiles.save', {
    id: null,
    rev: 0,
    folder: null,
    content: {
      name: 'Office',
      connection: { target: `${host}:${smtp.port}`, security: 'tls', servername: 'mx.test', ca: testAuthority() },
      auth: { user: 'ann' },
      colour: null,
      tags: [],
      notes: '',
      favourite: false,
      envelope: { from: '', to: [] },
    },
  } as never);
  await sidebar(page, 'Profiles').click();
  await page
    .getByRole('main')
    .getByRole('listitem')
    .getByRole('button', { name: /^Office/ })
    .click();
  await page.getByRole('button', { name: 'Mechanisms…' }).click();
  // No password is kept with it, so that nothing was tried.
  await expect(page.getByRole('button', { name: 'Verify', exact: true })).toBeVisible();
  expect(smtp.heard.filter((line) => /^AUTH/i.test(line))).toEqual([]);
  await page.getByRole('checkbox', { name: 'IMAP' }).check();
  await page.getByRole('checkbox', { name: 'POP3' }).check();
  await page.getByLabel('Password or token').fill('geheim');
  await page.keyboard.press('Enter');
  await expect(verdict(page)).toHaveText(`${host}:${smtp.port}: the password is right, SMTP does not take it`);
  await expect(page.getByRole('main')).toContainText('It is the login at SMTP that is off for this account');
  await expect(found(page)).toContainText(`IMAP at ${host}:993 takes it`);
  await expect(found(page)).toContainText(`POP3 at ${host}:995 takes it`);
  // One attempt each, and nothing read.
  expect(smtp.heard.filter((line) => /^AUTH/i.test(line))).toHaveLength(1);
  expect(imap.heard.map((line) => line.split(' ')[1])).toEqual(['CAPABILITY', 'AUTHENTICATE', 'LOGOUT']);
  expect(pop3.heard.map((line) => line.split(' ')[0])).toEqual(['CAPA', 'USER', 'PASS', 'QUIT']);
  await Promise.all([smtp, imap, pop3].map((each) => each.close()));
});

test('the MX hosts of a domain are asked, and one that fails is named', async ({ app: { page } }) => {
  const [good, bad] = [ownAddress(), ownAddress()];
  const dns = await startDns({
    'home.test': {
      mx: [
        [10, 'mx1.home.test'],
        [20, 'mx2.home.test'],
      ],
    },
    'mx1.home.test': { a: [good] },
    'mx2.home.test': { a: [bad] },
  });
  const peer = await speaking({ host: good, port: 25, tls: false }, '220 mx1.home.test ESMTP\r\n', (line) =>
    /^EHLO/i.test(line) ? '250-mx1.home.test\r\n250 SIZE 1000\r\n' : '221 2.0.0 Bye\r\n',
  );
  await sidebar(page, 'Surveys').click();
  await page.getByRole('tab', { name: 'MX hosts' }).click();
  const domain = page.getByRole('textbox', { name: 'Domain' });
  await domain.fill('ann@home.test');
  await page.getByRole('button', { name: 'Connection options' }).click();
  await page.getByRole('textbox', { name: 'DNS server' }).fill(dns.address);
  await page.getByRole('button', { name: 'Connection options' }).click();
  await domain.press('Enter');
  await expect(
    found(page)
      .getByRole('button', { name: /mx1\.home\.test/ })
      .first(),
  ).toBeVisible();
  await expect(
    found(page)
      .getByRole('button', { name: /mx2\.home\.test/ })
      .first(),
  ).toBeVisible();
  await expect(page.getByText('so far')).toHaveCount(0);
  await expect(page.getByRole('main')).toContainText('refused');
  await found(page)
    .getByRole('button', { name: /mx1\.home\.test/ })
    .first()
    .click();
  const session = page.getByRole('region', { name: 'Session of the chosen cell' });
  await expect(session.getByRole('log', { name: 'Transcript' })).toContainText('SIZE 1000');
  expect(peer.heard.some((line) => /^(?:MAIL|RCPT|DATA)/i.test(line))).toBe(false);
  await peer.close();
  await dns.close();
});

test('a watch is begun, looked at and stopped by keyboard alone', async ({ app: { page } }) => {
  await go(page, 'Test server', 'Listeners');
  const { port } = await addressOf(listener(page, 'SMTP, STARTTLS offered'));
  await page.keyboard.press('ControlOrMeta+7');
  await expect(page.getByRole('tab', { name: 'Port matrix' })).toBeFocused();
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('tab', { name: 'Watch' })).toHaveAttribute('aria-selected', 'true');
  const tabTo = async (name: string): Promise<void> => {
    const field = page.getByRole('textbox', { name });
    for (let tabs = 0; tabs < 8 && !(await field.evaluate((each) => each === document.activeElement)); tabs += 1)
      await page.keyboard.press('Tab');
    await expect(field).toBeFocused();
  };
  await tabTo('Host and port');
  await page.keyboard.insertText(`127.0.0.1:${port}`);
  await tabTo('Seconds between rounds');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText('0.2');
  await page.keyboard.press('Enter');
  const rounds = page.getByRole('slider', { name: 'Rounds' });
  await expect.poll(async () => Number(await rounds.getAttribute('aria-valuemax'))).toBeGreaterThanOrEqual(3);
  await expect(verdict(page)).toContainText('answers, nothing changed');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Watch', exact: true })).toBeVisible();
  await expect(verdict(page)).not.toContainText('so far');
});
