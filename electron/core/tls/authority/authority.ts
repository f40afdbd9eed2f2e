/**
 * The test server's own certificate authority. Made on first use; its key is a file that only the owner may read, its name
 * constraints let it sign for local names and loopback addresses alone, and its leaf certificates live for weeks. No system's store is touched.
 */
import { createPrivateKey, generateKeyPairSync, randomUUID, X509Certificate, type KeyObject } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { BadCertificate } from '../../../protocol/values/server/script.ts';
import { badMaterial } from './bad.ts';
import type { TlsMaterial } from '../material.ts';
import { DNS_NAME, isConstrainedToLoopback, LOOPBACK, makeCertificate } from './certificate.ts';
import { contextString } from './der.ts';
import { validityOf } from '../validity.ts';

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

const DAY_MS = 86_400_000;
/** Long enough that whoever imported it is not asked again soon. */
const CA_DAYS = 825;
/** A new one is made when this little is left. */
const CA_RENEW_DAYS = 60;
const LEAF_DAYS = 30;
/** Clocks differ; virtual machines wake up in the past. */
const BACKDATE_MS = DAY_MS;

const CERTIFICATE_FILE = 'ca.pem';
const KEY_FILE = 'ca-key.pem';
/** Reserved for private use or for tests (RFC 6761, RFC 6762, RFC 8375). */
const LOCAL_NAMES = ['localhost', 'local', 'test', 'localdomain', 'home.arpa', 'internal'];

/** Opens the authority in `dir`, or makes it. A damaged one is replaced. Never makes two at once within a process. */
export function ensureAuthority(dir: string): Promise<Authority> {
  const known = opening.get(dir);
  if (known !== undefined) return known;
  const opened = openOrMake(dir).finally(() => opening.delete(dir));
  opening.set(dir, opened);
  return opened;
}

const opening = new Map<string, Promise<Authority>>();

async function openOrMake(dir: string): Promise<Authority> {
  return (await find(dir)) ?? (await make(dir));
}

async function find(dir: string): Promise<Authority | null> {
  const certificate = await readText(join(dir, CERTIFICATE_FILE));
  const key = await readText(join(dir, KEY_FILE));
  const found = certificate !== null && key !== null ? usable(certificate, key) : null;
  return found === null ? null : authority(found.pem, found.key, false);
}

/**
 * Null for one that is damaged, of somebody else's key, about to end, or free to sign for any address, as earlier versions made them:
 * whoever got hold of its key could be any server towards those who trust it.
 */
function usable(pem: string, keyPem: string): { pem: string; key: KeyObject } | null {
  try {
    const certificate = new X509Certificate(pem);
    const key = createPrivateKey(keyPem);
    if (!certificate.ca || !certificate.checkPrivateKey(key)) return null;
    if (!isConstrainedToLoopback(certificate.raw)) return null;
    const { from, to } = validityOf(certificate);
    if (from === null || to === null || to.getTime() - Date.now() < CA_RENEW_DAYS * DAY_MS) return null;
    return { pem, key };
  } catch {
    // Whatever is wrong with the files, the answer is the same: a new authority.
    return null;
  }
}

async function make(dir: string): Promise<Authority> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const now = Date.now();
  const pem = makeCertificate({
    kind: 'authority',
    subject: `Posthorn test server CA ${new Date(now).toISOString().slice(0, 10)}`,
    issuer: null,
    publicKey,
    signingKey: privateKey,
    notBefore: new Date(now - BACKDATE_MS),
    notAfter: new Date(now + CA_DAYS * DAY_MS),
    permittedNames: [...new Set([...LOCAL_NAMES, ...machineNames()])],
    permittedAddresses: LOOPBACK,
  });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const replaced = (await readText(join(dir, CERTIFICATE_FILE))) !== null;
  if (!(await appear(dir, key, pem))) {
    // Another process was quicker, and clients are told to trust what it made.
    const theirs = await find(dir);
    if (theirs !== null) return theirs;
    await keep(dir, key, pem);
  }
  return authority(pem, privateKey, replaced);
}

/** Both files at once, as a folder that takes its name: false where there is one already. */
async function appear(dir: string, key: string, pem: string): Promise<boolean> {
  const fresh = `${dir}.${randomUUID()}.new`;
  try {
    await mkdir(fresh, { recursive: true, mode: 0o700 });
    await keep(fresh, key, pem);
    await rename(fresh, dir);
    return true;
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    // Windows answers EPERM.
    if (['ENOTEMPTY', 'EEXIST', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}

async function keep(dir: string, key: string, pem: string): Promise<void> {
  await writeAtomically(join(dir, KEY_FILE), key, 0o600);
  await writeAtomically(join(dir, CERTIFICATE_FILE), pem, 0o600);
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
      notBefore: new Date(Math.max(now - BACKDATE_MS, new Date(ca.validFrom).getTime())),
      notAfter: new Date(Math.min(now + LEAF_DAYS * DAY_MS, new Date(ca.validTo).getTime())),
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
  const constraint = contextString(DNS_NAME, Buffer.from(name, 'latin1'));
  return LOCAL_NAMES.some((local) => name.endsWith(`.${local}`)) || new X509Certificate(caPem).raw.includes(constraint);
}

async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

async function writeAtomically(path: string, text: string, mode: number): Promise<void> {
  const temporary = `${path}.${process.pid}.new`;
  await rm(temporary, { force: true });
  const file = await open(temporary, 'wx', mode);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
}
