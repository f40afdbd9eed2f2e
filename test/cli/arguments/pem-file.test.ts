/** Files given as certificates: what they are instead is reported, and of one that holds a key as well only the certificates are taken. */
import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { optionOf } from '../../../electron/cli/parse/argument-names.ts';
import { readCertificates } from '../../../electron/cli/input/pem-file.ts';
import { makeCertificates, testAuthority, testCertificate } from '../../harness/certificates.ts';

let folder = '';
beforeAll(async () => {
  await makeCertificates();
  folder = await mkdtemp(join(tmpdir(), 'posthorn-pem-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(octets: string | Uint8Array): Promise<string> {
  const path = join(folder, 'given.pem');
  await writeFile(path, octets);
  return readCertificates(path, '--ca');
}

test('certificates alone, however many and whatever else is there', async () => {
  const { cert, key } = testCertificate('valid');
  const found = await read(`Bag Attributes\n${key}\n${testAuthority()}\ncomment\n${cert}`);
  expect(found.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
  expect(found).not.toMatch(/PRIVATE|comment|Bag/);
});

test.each<[string, () => string | Uint8Array, string]>([
  ['nothing', () => ' \n', 'is empty'],
  ['DER', () => new X509Certificate(testAuthority()).raw, 'openssl x509 -inform der'],
  ['a key', () => testCertificate('valid').key, 'holds a private key and no certificate'],
  ['a cut certificate', () => testAuthority().slice(0, 300), 'cut off'],
  ['a request', () => '-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----', 'a request'],
  ['PKCS #7', () => '-----BEGIN PKCS7-----\nAAAA\n-----END PKCS7-----', 'openssl pkcs7'],
  ['any text', () => 'hello', 'BEGIN CERTIFICATE'],
])('%s', async (_, content, words) => {
  const refused = await read(content()).catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: 'invalid-argument', params: { argument: '--ca' } });
  expect((refused as { params: { reason: string } }).params.reason).toContain(words);
});

test('an argument of the engine is named as the option that it came from', () => {
  const named = ['ehloName', 'tlsMin', 'timeouts.greeting', 'dsn.envid', 'target', 'mailOptions'].map(optionOf);
  expect(named).toEqual(['--ehlo', '--tls-min', '--timeout', '--dsn-envid', 'TARGET', '--mail-option']);
});
