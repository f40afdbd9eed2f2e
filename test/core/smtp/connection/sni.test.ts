/** The name in the handshake: sent unless it was asked to be left out; the certificate is judged by it either way. */
import { beforeAll, expect, it } from 'vitest';
import { createSecureContext } from 'node:tls';
import { makeCertificates, testAuthority, testCertificate } from '../../../harness/certificates.ts';
import { runCheck } from '../../../harness/client-run.ts';
import { startTlsPeer } from '../../../harness/peers/tls-peer.ts';

beforeAll(makeCertificates);

it.each([
  [false, ['mx.test'], 'mx.test'],
  [true, [], null],
] as const)('noSni %s: the server hears %j', async (noSni, names, shown) => {
  const heard: string[] = [];
  const certificate = testCertificate('valid');
  const peer = await startTlsPeer({
    ...certificate,
    SNICallback: (name, callback) => {
      heard.push(name);
      callback(null, createSecureContext(certificate));
    },
  });
  const connection = {
    target: `127.0.0.1:${peer.port}`,
    security: 'tls' as const,
    servername: 'mx.test',
    ca: testAuthority(),
  };
  const run = await runCheck({ connection: { ...connection, ...(noSni ? { noSni } : {}) } });
  const other = await runCheck({ connection: { ...connection, noSni, servername: 'other.test' } });
  await peer.close();
  expect(heard.filter((name) => name !== 'other.test')).toEqual(names);
  expect(run.error).toBeNull();
  expect(run.of('tls')[0]?.info).toMatchObject({ servername: shown, verifiedName: 'mx.test', authorized: true });
  // The wrong name is found without it too.
  expect(other.of('tls')[0]?.info).toMatchObject({ verifiedName: 'other.test', authorized: false });
});
