/** starttls(): what it forgets, when it refuses, whose certificate is shown, and contexts of the caller's own. */
import { createSecureContext } from 'node:tls';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SmtpClient } from '../../../electron/core/smtp/client/client.ts';
import {
  SmtpNotSupportedError,
  SmtpResponseException,
  SmtpTlsError,
  SmtpValueError,
} from '../../../electron/core/smtp/client/errors.ts';
import type { ClientOptions } from '../../../electron/core/smtp/client/link.ts';
import { makeCertificates, testAuthority, testCertificate } from '../../harness/certificates.ts';
import { type RuleServer, startRuleServer } from '../../harness/peers/rule-server.ts';
import { caught, connected, lines } from './with-server.ts';

let folder = '';
const file = (name: string) => join(folder, name);

beforeAll(async () => {
  await makeCertificates();
  folder = mkdtempSync(join(tmpdir(), 'posthorn-starttls-'));
  const { key, cert } = testCertificate('valid');
  writeFileSync(file('cert.pem'), cert);
  writeFileSync(file('key.pem'), key);
  writeFileSync(file('both.pem'), key + cert);
  writeFileSync(file('other.pem'), testCertificate('wronghost').key);
  writeFileSync(file('none.pem'), 'nothing\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

const offering = { match: '^EHLO', reply: '250-scripted.test\r\n250-STARTTLS\r\n250 SIZE 9\r\n' };

async function secured(
  options: ClientOptions,
  work: (client: SmtpClient, server: RuleServer) => Promise<void>,
  tls: { readonly certificate?: string; readonly requestCert?: boolean } = {},
): Promise<void> {
  const server = await startRuleServer({ rules: [offering] }, tls);
  const client = new SmtpClient({
    localHostname: 'client.test',
    servername: 'mx.test',
    ca: testAuthority(),
    ...options,
  });
  try {
    await client.open('127.0.0.1', server.port);
    await work(client, server);
  } finally {
    await client.close();
    await server.close();
  }
}

const shown = (server: RuleServer) => server.heard.find(([kind]) => kind === 'client')?.[1];

describe('starttls', () => {
  it('says EHLO first, forgets what it learnt, and goes on encrypted', async () => {
    await secured({}, async (client, server) => {
      expect(await client.starttls()).toMatchObject({ code: 220, message: '2.0.0 go' });
      expect([client.ehloResp, client.doesEsmtp, client.esmtpFeatures.size]).toEqual([null, false, 0]);
      expect(client.tls).toMatchObject({ authorized: true, chainError: null, nameError: null });
      await client.ehlo();
      expect(client.hasExtn('size')).toBe(true);
      expect(server.heard.map(([kind, text]) => (kind === 'tls' ? kind : text))).toEqual([
        'EHLO client.test\r\n',
        'STARTTLS\r\n',
        'tls',
        'EHLO client.test\r\n',
      ]);
    });
  });

  it('is refused where it is not offered, without a word', async () => {
    await connected({ rules: [] }, async (client, server) => {
      const error = await caught(client.starttls());
      expect(error).toBeInstanceOf(SmtpNotSupportedError);
      expect(error).toMatchObject({ outcome: { params: { keyword: 'STARTTLS' } } });
      expect(lines(server)).toEqual(['EHLO client.test\r\n']);
    });
  });

  it('leaves the connection as it is when the server refuses', async () => {
    await connected({ rules: [offering, { match: '^STARTTLS', reply: '454 4.7.0 not now\r\n' }] }, async (client) => {
      const error = await caught(client.starttls());
      expect(error).toBeInstanceOf(SmtpResponseException);
      expect(error).toMatchObject({ smtpCode: 454, smtpError: '4.7.0 not now' });
      expect([client.hasExtn('SIZE'), (await client.noop()).code, client.tls]).toEqual([true, 250, null]);
    });
  });

  it.each([
    ['from another authority', 'otherca', 'chain'],
    ['for another name', 'wronghost', 'name'],
  ])('ends with a certificate %s, unless told to go on', async (_name, certificate, check) => {
    await secured(
      {},
      async (client) => {
        const error = await caught(client.starttls());
        expect(error).toBeInstanceOf(SmtpTlsError);
        expect(error).toMatchObject({ outcome: { code: 'tls-failed', params: { check } } });
        expect(client.connected).toBe(false);
      },
      { certificate },
    );
    await secured(
      { insecure: true },
      async (client) => {
        expect((await client.starttls()).code).toBe(220);
      },
      { certificate },
    );
  });
});

describe('the client’s certificate', () => {
  it.each([
    ['two files', () => ({ certFile: file('cert.pem'), keyFile: file('key.pem') })],
    ['one file', () => ({ certFile: file('both.pem') })],
  ])('is shown, from %s', async (_name, options) => {
    await secured(
      {},
      async (client, server) => {
        await client.starttls(options());
        await client.ehlo();
        expect(shown(server)).toBe('CN=mx.test');
      },
      { requestCert: true },
    );
  });

  it('is shown from the options of the client', async () => {
    const { key, cert } = testCertificate('valid');
    const secrets = { clientKey: { read: () => Promise.resolve(key) } };
    await secured(
      { clientCertificate: cert, secrets },
      async (client, server) => {
        await client.starttls();
        await client.ehlo();
        expect(shown(server)).toBe('CN=mx.test');
      },
      { requestCert: true },
    );
  });

  it.each([
    ['no such file', () => ({ certFile: file('missing.pem') })],
    ['no certificate in it', () => ({ certFile: file('none.pem') })],
    ['no key in it', () => ({ certFile: file('cert.pem') })],
    ['another key', () => ({ certFile: file('cert.pem'), keyFile: file('other.pem') })],
    ['a key alone', () => ({ keyFile: file('key.pem') })],
    ['a context as well', () => ({ certFile: file('both.pem'), context: createSecureContext() })],
  ])('is refused before anything is said: %s', async (_name, options) => {
    await secured({}, async (client, server) => {
      expect(await caught(client.starttls(options()))).toBeInstanceOf(SmtpValueError);
      expect(lines(server)).toEqual([]);
      expect((await client.starttls()).code).toBe(220);
    });
  });
});

describe('a context of the caller’s own', () => {
  it('brings roots and versions, and is judged like any other', async () => {
    const context = createSecureContext({ ca: testAuthority(), maxVersion: 'TLSv1.2' });
    const server = await startRuleServer({ rules: [offering] });
    const client = new SmtpClient({ localHostname: 'client.test', servername: 'mx.test' });
    await client.open('127.0.0.1', server.port);
    await client.starttls({ context });
    expect(client.tls).toMatchObject({ version: 'TLSv1.2', authorized: true });
    await client.close();
    await server.close();
  });
});
