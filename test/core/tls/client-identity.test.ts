/** A client certificate: shown when the server asks, with its key decrypted in memory; refused before anything is connected when it cannot be. */
import { createPrivateKey } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ConnectionSecrets } from '../../../electron/core/smtp/types.ts';
import { makeCertificates, testAuthority, testCertificate } from '../../harness/certificates.ts';
import { runCheck } from '../../harness/client-run.ts';
import { startTlsPeer } from '../../harness/peers/tls-peer.ts';

beforeAll(makeCertificates);

const passphrase = 'schlüssel-geheim';
const source = (secret: string) => ({ read: () => Promise.resolve(secret) });
/** clientAuth is its purpose. */
const client = () => testCertificate('clienteku');
const encrypted = (key: string, cipher: string) =>
  createPrivateKey(key).export({ type: 'pkcs8', format: 'pem', cipher, passphrase }).toString();
const oldForm = (key: string) =>
  createPrivateKey(key).export({ type: 'pkcs1', format: 'pem', cipher: 'aes-128-cbc', passphrase }).toString();

async function against(
  server: { requestCert: boolean; rejectUnauthorized: boolean; maxVersion?: 'TLSv1.2' },
  clientCertificate: string | null,
  secrets: ConnectionSecrets,
) {
  const peer = await startTlsPeer({ ...testCertificate('valid'), ca: testAuthority(), ...server });
  const run = await runCheck({
    connection: {
      target: `127.0.0.1:${peer.port}`,
      security: 'tls',
      ca: testAuthority(),
      ...(clientCertificate === null ? {} : { clientCertificate }),
    },
    secrets,
  });
  await peer.close();
  return { ...run, clients: peer.clients };
}

const wanted = { requestCert: true, rejectUnauthorized: true };

describe('shown to a server that asks', () => {
  it.each(['TLSv1.3', 'TLSv1.2'] as const)('with %s', async (version) => {
    const { cert, key } = client();
    const server = version === 'TLSv1.2' ? { ...wanted, maxVersion: version } : wanted;
    const run = await against(server, cert, { clientKey: source(key) });
    expect(run.error).toBeNull();
    expect(run.of('tls')[0]?.info.version).toBe(version);
    expect(run.clients).toEqual(['mx.test']);
    expect(run.text).not.toContain('PRIVATE');
  });

  it('does no harm where nobody asks', async () => {
    const { cert, key } = client();
    const run = await against({ requestCert: false, rejectUnauthorized: false }, cert, { clientKey: source(key) });
    expect(run.error).toBeNull();
    expect(run.clients).toEqual(['none']);
  });

  it.each(['TLSv1.3', 'TLSv1.2'] as const)('without one such a server ends it (%s)', async (version) => {
    const server = version === 'TLSv1.2' ? { ...wanted, maxVersion: version } : wanted;
    const { error } = await against(server, null, {});
    // Node's server closes without an alert of its own where the library leaves the verdict to it.
    expect(['tls-failed', 'server-disconnected']).toContain(error?.code);
  });
});

describe('an encrypted key', () => {
  it.each<[string, (key: string) => string]>([
    ['PKCS #8, AES-256', (key) => encrypted(key, 'aes-256-cbc')],
    ['PKCS #8, AES-128', (key) => encrypted(key, 'aes-128-cbc')],
    ['the older form', oldForm],
  ])('%s', async (_form, form) => {
    const { cert, key } = client();
    const locked = form(key);
    expect(locked).toContain('ENCRYPTED');
    const run = await against(wanted, cert, { clientKey: source(locked), clientKeyPassphrase: source(passphrase) });
    expect(run.error).toBeNull();
    expect(run.clients).toEqual(['mx.test']);
    expect(run.text).not.toContain('geheim');
  });
});

describe('refused before anything is connected', () => {
  const locked = () => encrypted(client().key, 'aes-256-cbc');
  it.each<[string, () => [string | null, ConnectionSecrets], string, string]>([
    ['no key', () => [client().cert, {}], 'clientKey', 'missing'],
    ['no PEM', () => [client().cert, { clientKey: source('geheim') }], 'clientKey', 'bad-value'],
    [
      "another's key",
      () => [client().cert, { clientKey: source(testCertificate('valid').key) }],
      'clientKey',
      'bad-value',
    ],
    ['no certificate', () => ['nonsense', { clientKey: source(client().key) }], 'clientCertificate', 'bad-value'],
    ['no passphrase', () => [client().cert, { clientKey: source(locked()) }], 'clientKeyPassphrase', 'missing'],
    [
      'a wrong passphrase',
      () => [client().cert, { clientKey: source(locked()), clientKeyPassphrase: source('falsch') }],
      'clientKeyPassphrase',
      'bad-value',
    ],
  ])('%s', async (_what, given, argument, reason) => {
    const [cert, secrets] = given();
    const run = await against(wanted, cert, secrets);
    expect(run.error).toMatchObject({ code: 'invalid-argument', params: { argument, reason, value: null } });
    expect(run.of('phase-begin')).toEqual([]);
    expect(run.text).not.toMatch(/geheim|falsch|PRIVATE/);
  });

  it('a key that its owner never hands over, when he stops', async () => {
    const controller = new AbortController();
    const running = runCheck({
      connection: { target: '127.0.0.1:1', clientCertificate: client().cert },
      secrets: { clientKey: { read: () => new Promise(() => undefined) } },
      signal: controller.signal,
    });
    controller.abort();
    expect((await running).error?.code).toBe('cancelled');
  });
});
