/** Certificates that no client should accept, each for one reason alone; for the scripts of the test server. */
import { generateKeyPairSync, X509Certificate, type KeyObject } from 'node:crypto';
import type { BadCertificate } from '../../../protocol/values/server/script.ts';
import { LOOPBACK, makeCertificate } from './certificate.ts';
import type { TlsMaterial } from '../material.ts';

const DAY_MS = 86_400_000;

/** `ca`: our authority, by which all but two kinds are signed. */
export function badMaterial(kind: BadCertificate, ca: { certificate: X509Certificate; key: KeyObject }): TlsMaterial {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const now = Date.now();
  const issuer = kind === 'unknown-ca' ? unknownAuthority() : ca;
  const cert = makeCertificate({
    kind: 'server',
    subject: kind === 'wrong-name' ? 'elsewhere.test' : 'localhost',
    issuer: kind === 'self-signed' ? null : issuer.certificate,
    publicKey: pair.publicKey,
    signingKey: kind === 'self-signed' ? pair.privateKey : issuer.key,
    notBefore: new Date(now - (kind === 'expired' ? 40 : 1) * DAY_MS),
    notAfter: new Date(now + (kind === 'expired' ? -10 : 30) * DAY_MS),
    names: [kind === 'wrong-name' ? 'elsewhere.test' : 'localhost'],
    addresses: kind === 'wrong-name' ? [] : ['127.0.0.1', '::1'],
  });
  const caPem = issuer.certificate.toString();
  const key = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { cert: kind === 'self-signed' ? cert : cert + caPem, key, caPem };
}

/** Its key dies with this call's results: nobody can come to trust it. */
function unknownAuthority(): { certificate: X509Certificate; key: KeyObject } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = makeCertificate({
    kind: 'authority',
    subject: 'Nobody knows this authority',
    issuer: null,
    publicKey,
    signingKey: privateKey,
    notBefore: new Date(Date.now() - DAY_MS),
    notAfter: new Date(Date.now() + 365 * DAY_MS),
    permittedNames: ['localhost', 'test'],
    permittedAddresses: LOOPBACK,
  });
  return { certificate: new X509Certificate(pem), key: privateKey };
}
