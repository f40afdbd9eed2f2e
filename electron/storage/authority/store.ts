/**
 * Where the test server's certificate authority lies: a folder of two files, the key and the certificate, both for the owner alone. Made
 * on first use; what is damaged, free to sign for anybody or about to end is replaced.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  makeAuthority,
  openAuthority,
  type Authority,
  type AuthorityFiles,
} from '../../core/tls/authority/authority.ts';
import { writeAtomically } from '../files/atomic-write.ts';

const CERTIFICATE_FILE = 'ca.pem';
const KEY_FILE = 'ca-key.pem';

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
  return certificate !== null && key !== null ? openAuthority({ certificate, key }, false) : null;
}

async function make(dir: string): Promise<Authority> {
  const files = makeAuthority();
  const replaced = (await readText(join(dir, CERTIFICATE_FILE))) !== null;
  if (!(await appear(dir, files))) {
    // Another process was quicker, and clients are told to trust what it made.
    const theirs = await find(dir);
    if (theirs !== null) return theirs;
    await keep(dir, files);
  }
  const created = openAuthority(files, replaced);
  if (created === null) throw new Error('the authority just made cannot be used');
  return created;
}

/** Both files at once, as a folder that takes its name: false where there is one already. */
async function appear(dir: string, files: AuthorityFiles): Promise<boolean> {
  const fresh = `${dir}.${randomUUID()}.new`;
  try {
    await mkdir(fresh, { recursive: true, mode: 0o700 });
    await keep(fresh, files);
    await rename(fresh, dir);
    return true;
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    // Windows answers EPERM.
    if (['ENOTEMPTY', 'EEXIST', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}

/** The key first: a certificate without its key would be trusted for nothing. Others may be doing the same: names of our own. */
async function keep(dir: string, { key, certificate }: AuthorityFiles): Promise<void> {
  await writeAtomically(join(dir, KEY_FILE), key, { durable: true, beside: 'shared' });
  await writeAtomically(join(dir, CERTIFICATE_FILE), certificate, { durable: true, beside: 'shared' });
}

async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
