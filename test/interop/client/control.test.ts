/** The ways to a server, to a real Postfix: client certificate, pinned certificate, one TLS version, proxies, MX hosts, breaking off. */
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCheck, runSend } from '../../harness/client-run.ts';
import { startDns } from '../../harness/peers/dns-server.ts';
import { startHttpProxy, startSocks } from '../../harness/peers/proxies.ts';
import { describeWith } from '../availability.ts';
import { startMailSystem, waitFor } from '../servers/mail-system.ts';
import type { MailSystem } from '../servers/mail-system.ts';

await describeWith(['postfix', 'dovecot'], 'ways to Postfix', () => {
  let system: MailSystem;
  let ca: string;
  beforeAll(async () => {
    system = await startMailSystem();
    ca = await readFile(system.certificates.ca, 'utf8');
  });
  afterAll(() => system.stop());

  const tls = (port: number, more: object = {}) => ({
    connection: { target: `127.0.0.1:${String(port)}`, security: 'tls' as const, ca, ...more },
  });
  const logged = (what: string) =>
    waitFor(what, async () => ((await system.postfix.log()).includes(what) ? what : null));

  test('a client certificate where Postfix insists on one; without it the reason is named', async () => {
    const clientCertificate = await readFile(system.certificates.clientCert, 'utf8');
    const clientKey = await readFile(system.certificates.clientKey, 'utf8');
    const { mutualPort } = system.postfix;
    const shown = await runCheck({
      ...tls(mutualPort, { clientCertificate }),
      secrets: { clientKey: { read: () => Promise.resolve(clientKey) } },
    });
    expect(shown.error).toBeNull();
    expect(shown.of('capabilities')).toHaveLength(1);
    await logged(': Trusted TLS connection established from');
    const without = await runCheck(tls(mutualPort));
    // Postfix ends the handshake well and says it in words.
    expect(without.error).toMatchObject({ code: 'greeting-refused', reply: { code: 421, enhancedCode: '4.7.1' } });
    expect(without.error?.reply?.lines.join()).toContain('No client certificate presented');
    expect(without.of('capabilities')).toEqual([]);
  });

  test('a certificate pinned by its fingerprint, with no authority known', async () => {
    const { fingerprint256 } = new X509Certificate(await readFile(system.certificates.cert, 'utf8'));
    const target = { target: `127.0.0.1:${String(system.postfix.tlsPort)}`, security: 'tls' as const };
    const unpinned = await runCheck({ connection: target });
    const pinned = await runCheck({ connection: { ...target, acceptCertificate: fingerprint256 } });
    const other = await runCheck({ connection: { ...target, acceptCertificate: '0'.repeat(64) } });
    expect(unpinned.error?.code).toBe('tls-failed');
    expect(pinned.error).toBeNull();
    expect(pinned.of('tls')[0]?.info).toMatchObject({ pinned: true, authorized: false });
    expect(other.error?.code).toBe('tls-failed');
  });

  test('a server with TLS 1.2 alone', async () => {
    const both = await runCheck(tls(system.postfix.tls12Port));
    expect(both.error).toBeNull();
    expect(both.of('tls')[0]?.info.version).toBe('TLSv1.2');
    const newer = await runCheck(tls(system.postfix.tls12Port, { tlsMin: 'TLSv1.3' }));
    expect(newer.error).toMatchObject({ code: 'tls-failed', params: { check: 'handshake' } });
    expect(JSON.stringify(newer.error)).toContain('protocol_version');
  });

  test.each([
    ['socks5', startSocks],
    ['http', startHttpProxy],
  ] as const)('a message through a %s proxy, with STARTTLS', async (kind, start) => {
    const proxy = await start({ names: { localhost: '127.0.0.1' } });
    const run = await runSend({
      connection: {
        target: `localhost:${String(system.postfix.port)}`,
        security: 'starttls',
        ca,
        proxy: `${kind}://127.0.0.1:${String(proxy.port)}`,
      },
      envelope: { from: 'a@sender.test', to: ['x@discard.test'] },
    });
    await proxy.close();
    expect(run).toMatchObject({ error: null, delivery: 'all' });
    expect(proxy.asked).toEqual([`connect localhost:${String(system.postfix.port)}`]);
  });

  test('the MX hosts of a domain: one that is down, then Postfix', async () => {
    const dns = await startDns({
      'interop.test': {
        mx: [
          [10, 'down.interop.test'],
          [20, 'localhost'],
        ],
      },
      'down.interop.test': { a: ['127.0.0.99'] },
      localhost: { a: ['127.0.0.1'] },
    });
    const run = await runSend({
      connection: {
        target: `alice@interop.test:${String(system.postfix.port)}`,
        mx: true,
        dnsServer: dns.address,
        security: 'starttls',
        ca,
      },
      envelope: { from: 'a@sender.test', to: ['x@discard.test'] },
    });
    await dns.close();
    expect(run).toMatchObject({ error: null, delivery: 'all' });
    expect(run.of('address').map(({ attempt }) => attempt.ok)).toEqual([false, true]);
    expect(run.of('tls')[0]?.info).toMatchObject({ verifiedName: 'localhost', authorized: true });
  });

  test.each(['rcpt', 'data', 'dot'] as const)('broken off after %s: Postfix sees no QUIT', async (dropAfter) => {
    const run = await runSend({
      connection: { target: `127.0.0.1:${String(system.postfix.port)}`, security: 'none', dropAfter },
      envelope: { from: 'a@sender.test', to: ['x@discard.test'] },
    });
    expect(run).toMatchObject({ error: null, delivery: dropAfter === 'dot' ? 'unknown' : 'none' });
    if (dropAfter !== 'dot') await logged(`lost connection after ${dropAfter.toUpperCase()}`);
  });
});
