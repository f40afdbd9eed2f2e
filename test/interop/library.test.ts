/** The library against real servers: one connection to Postfix and one to Dovecot's LMTP, operation by operation. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LmtpClient, SmtpClient, SmtpsClient } from '../../electron/core/smtp/client/client.ts';
import {
  SmtpAuthenticationError,
  SmtpNotSupportedError,
  SmtpRecipientsRefused,
  SmtpTlsError,
} from '../../electron/core/smtp/client/errors.ts';
import { type MailSystem, startMailSystem } from './servers/mail-system.ts';
import { storedCopies, waitForStored } from './client/stored.ts';
import { describeWith } from './availability.ts';
import { makeMessage } from './corpus.ts';

const alice = 'alice@interop.test';
const nobody = 'nobody@interop.test';
const host = '127.0.0.1';

async function failure(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => 'no failure',
    (error: unknown) => error,
  );
}

await describeWith(['postfix', 'dovecot'], 'the library and real servers', () => {
  let system: MailSystem;
  let ca: string;
  beforeAll(async () => {
    system = await startMailSystem();
    ca = await readFile(system.certificates.ca, 'utf8');
  });
  afterAll(() => system.stop());

  test('a day with Postfix: commands, STARTTLS, log-in, messages taken and refused', async () => {
    const client = new SmtpClient({ localHostname: 'client.test', ca });
    expect((await client.open(host, system.postfix.port)).code).toBe(220);
    await client.ehlo();
    expect([client.hasExtn('pipelining'), client.hasExtn('STARTTLS'), client.hasExtn('auth')]).toEqual([
      true,
      true,
      false,
    ]);
    expect(await failure(client.login('alice', 'wonderland'))).toBeInstanceOf(SmtpNotSupportedError);
    expect((await client.starttls()).code).toBe(220);
    expect(client.tls?.authorized).toBe(true);
    expect(await failure(client.login('alice', 'wrong'))).toBeInstanceOf(SmtpAuthenticationError);
    expect((await client.login('alice', 'wonderland')).code).toBe(235);
    expect((await client.vrfy(alice)).code).toBe(252);
    expect((await client.noop()).code).toBe(250);

    const first = makeMessage('first of the library', 'Hello.\r\n.\r\nGood bye.\r\n');
    expect((await client.sendmail('sender@client.test', [alice], first.bytes)).size).toBe(0);
    const refused = await failure(client.sendmail('sender@client.test', [nobody], first.bytes));
    expect(refused).toBeInstanceOf(SmtpRecipientsRefused);
    expect((refused as SmtpRecipientsRefused).recipients.get(nobody)?.code).toBe(550);
    const second = makeMessage('second of the library', 'x\r\n');
    const some = await client.sendmail('sender@client.test', [nobody, alice], second.bytes);
    expect([...some.keys()]).toEqual([nobody]);
    expect((await client.quit()).code).toBe(221);
    for (const message of [first, second]) {
      expect((await waitForStored(system.dovecot, 'alice', message)).equals(message.bytes)).toBe(true);
    }
  });

  test('TLS from the first octet, and a certificate that nobody vouches for', async () => {
    const trusting = new SmtpsClient({ localHostname: 'client.test', ca });
    expect(await trusting.use(async (client) => (await client.open(host, system.postfix.tlsPort)).code)).toBe(220);
    const wary = new SmtpsClient({ localHostname: 'client.test' });
    expect(await failure(wary.open(host, system.postfix.tlsPort))).toBeInstanceOf(SmtpTlsError);
  });

  test('LMTP: an answer for each recipient, over TCP and the Unix socket', async () => {
    for (const [at, port] of [
      [host, system.dovecot.lmtpPort],
      [system.dovecot.lmtpSocket, 0],
    ] as const) {
      const client = new LmtpClient({ localHostname: 'client.test' });
      const large = makeMessage(`too large for carol at ${String(port)}`, `${'x'.repeat(70)}\r\n`.repeat(2_000));
      await client.open(at, port);
      const refused = await client.sendmail('sender@client.test', [alice, 'carol@interop.test', nobody], large.bytes);
      expect([...refused].map(([address, { reply }]) => [address, reply.enhancedCode])).toEqual([
        ['carol@interop.test', '5.2.2'],
        [nobody, '5.1.1'],
      ]);
      expect((await client.noop()).code).toBe(250);
      await client.quit();
      expect(await storedCopies(system.dovecot, 'alice', large)).toHaveLength(1);
    }
  });
});
