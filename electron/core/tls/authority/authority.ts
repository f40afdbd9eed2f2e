/**
 * The test server's own certificate authority: its name constraints let it sign for local names and loopback addresses alone, and its
 * leaf certificates live for weeks. Where its two texts are kept is storage/authority's business. No system's store is touched.
 */
import { createPrivateKey, generateKeyPairSync, X509Certificate, type KeyObject } from 'node:crypto';
import { hostname } from 'node:os';
import type { BadCertificate } from '../../../protocol/values/server/script.ts';
import { badMaterial } from './bad.ts';
import type { TlsMaterial } from '../material.ts';
import { isConstrainedToLoopback, LOOPBACK, makeCertificate } from './certificate.ts';
import { permittedNames } from '../der.ts';
import { validityOf } from '../validity.ts';
import { limits } from '../limits.ts';

export interface Authority {
  /** PEM of the authority's own certificate; public. */
  readonly caPem: string;
  /** There was another one before, which is trusted no more: whoever imported it has to import this one. */
  readonly replaced: boolean;
  /** A fresh leaf certificate with a key that never leaves memory. */
  issue(): Promise<TlsMaterial>;
  /** One that clients refuse, for the reason named. */
  issueBad(kind: BadCertificate): Promise<TlsMaterial>;
}

/** Both PEM; the key in clear. */
export interface AuthorityFiles {
  readonly certificate: string;
  readonly key: string;
}

const DAY_MS = 86_400_000;

/** Reserved for private use or for tests (RFC 6761, RFC 6762, RFC 8375). */
const LOCAL_NAMES = ['localhost', 'local', 'test', 'localdomain', 'home.arpa', 'internal'];

/**
 * Null for one that is damaged, of somebody else's key, about to end, or free to sign for any address, as earlier versions made them:
 * whoever got hold of its key could be any server towards those who trust it.
 */
export function openAuthority(files: AuthorityFiles, replaced: boolean): Authority | null {
  try {
    const certificate = new X509Certificate(files.certificate);
    const key = createPrivateKey(files.key);
    if (!certificate.ca || !certificate.checkPrivateKey(key)) return null;
    if (!isConstrainedToLoopback(certificate.raw)) return null;
    const { from, to } = validityOf(certificate);
    if (from === null || to === null || to.getTime() - Date.now() < limits.authority.renewDays * DAY_MS) return null;
    return authority(files.certificate, key, replaced);
  } catch {
    // Whatever is wrong with the files, the answer is the same: a new authority.
    return null;
  }
}

/** A new one, with a key of its own. `replaced`: see Authority. */
export function makeAuthority(): AuthorityFiles {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const now = Date.now();
  const certificate = makeCertificate({
    kind: 'authority',
    subject: `Posthorn test server CA ${new Date(now).toISOString().slice(0, 10)}`,
    issuer: null,
    publicKey,
    signingKey: privateKey,
    notBefore: new Date(now - limits.authority.backdateMs),
    notAfter: new Date(now + limits.authority.days * DAY_MS),
    permittedNames: [...new Set([...LOCAL_NAMES, ...machineNames()])],
    permittedAddresses: LOOPBACK,
  });
  return { certificate, key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
}

function authority(caPem: string, key: KeyObject, replaced: boolean): Authority {
  const ca = new X509Certificate(caPem);
  const issueFor = (addresses: readonly string[]): { cert: string; key: string } => {
    const leaf = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const now = Date.now();
    const names = machineNames().filter((name) => permits(caPem, name));
    const cert = makeCertificate({
      kind: 'server',
      subject: 'localhost',
      issuer: ca,
      publicKey: leaf.publicKey,
      signingKey: key,
      notBefore: new Date(Math.max(now - limits.authority.backdateMs, new Date(ca.validFrom).getTime())),
      notAfter: new Date(Math.min(now + limits.authority.leafDays * DAY_MS, new Date(ca.validTo).getTime())),
      names: [...new Set(['localhost', ...names])],
      addresses,
    });
    // The authority goes along: a client then says "root not trusted" rather than "chain incomplete".
    return { cert: cert + caPem, key: leaf.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
  };
  return {
    caPem,
    replaced,
    issue: async () => ({ ...issueFor(['127.0.0.1', '::1']), caPem, named: issueFor([]) }),
    issueBad: async (kind) => badMaterial(kind, { certificate: ca, key }),
  };
}

/** This machine's name, where it is one that a certificate can hold. */
function machineNames(): string[] {
  const name = hostname().toLowerCase();
  return /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/.test(name) ? [name] : [];
}

/** The machine may have been renamed since: a name outside the constraints would make the whole certificate invalid. */
function permits(caPem: string, name: string): boolean {
  const permitted = permittedNames(new X509Certificate(caPem).raw)?.names ?? [];
  return permitted.some((local) => name === local || name.endsWith(`.${local}`));
}
