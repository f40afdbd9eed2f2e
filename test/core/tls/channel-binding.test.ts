/** Both ends of a TLS connection see the same channel, in TLS 1.2 and 1.3, and no other connection's (RFC 5929, RFC 9266). */
import { createHash, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type TLSSocket } from 'node:tls';
import type { AddressInfo } from 'node:net';
import { beforeAll, expect, test } from 'vitest';
import { channelBindings, endPointBinding } from '../../../electron/core/tls/channel-binding.ts';
import { makeCertificates, testCertificate } from '../../harness/certificates.ts';

beforeAll(makeCertificates);

type Version = 'TLSv1.2' | 'TLSv1.3';

async function bothEnds(version: Version) {
  const server = createServer({ ...testCertificate('valid'), minVersion: version, maxVersion: version });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const accepted = once(server, 'secureConnection') as Promise<[TLSSocket]>;
  const client = connect({ port, host: '127.0.0.1', rejectUnauthorized: false });
  await once(client, 'secureConnect');
  const [peer] = await accepted;
  const seen = { client: channelBindings(client, 'client'), server: channelBindings(peer, 'server') };
  client.destroy();
  peer.destroy();
  server.close();
  await once(server, 'close');
  return seen;
}

test.each([
  ['TLSv1.3', ['tls-exporter', 'tls-server-end-point'], [32, 32]],
  ['TLSv1.2', ['tls-unique', 'tls-server-end-point'], [12, 32]],
] as const)('%s', async (version, types, lengths) => {
  const [one, other] = [await bothEnds(version), await bothEnds(version)];
  expect(one.client.map(({ type }) => type)).toEqual(types);
  expect(one.client.map(({ data }) => data.length)).toEqual(lengths);
  expect(one.server).toEqual(one.client);
  expect(other.client[0]?.data).not.toEqual(one.client[0]?.data);
  expect(other.client[1]?.data).toEqual(one.client[1]?.data);
});

test('tls-server-end-point is the hash of the certificate, SHA-256 at least', () => {
  for (const name of ['valid', 'sha1']) {
    const der = new X509Certificate(testCertificate(name).cert).raw;
    expect(endPointBinding(der)).toEqual(createHash('sha256').update(der).digest());
  }
  expect(endPointBinding(Buffer.from('no certificate'))).toBeNull();
});
