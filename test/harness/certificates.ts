/** The certificates that the TLS cases name, made once per test file in a temporary folder by the script beside the cases. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

export interface TestCertificate {
  readonly key: string;
  readonly cert: string;
}

let folder: string | null = null;

/** Before the first test that needs one: takes seconds, and must not block a server that is just being tested. */
export async function makeCertificates(): Promise<void> {
  if (folder !== null) return;
  const at = mkdtempSync(join(tmpdir(), 'posthorn-certificates-'));
  await promisify(execFile)('bash', [resolve('test/fixtures/cases/make-certificates.sh'), at]);
  folder = at;
}

export function removeCertificates(): void {
  if (folder !== null) rmSync(folder, { recursive: true, force: true });
  folder = null;
}

function made(): string {
  if (folder === null) throw new Error('call makeCertificates() in beforeAll');
  return folder;
}

/** By the name that cases use. */
export function testCertificate(name: string): TestCertificate {
  const file = name === 'otherca' ? 'otherleaf' : name === 'tls10only' ? 'valid' : name;
  const at = made();
  return {
    key: readFileSync(join(at, `${file}.key`), 'utf8'),
    cert: readFileSync(join(at, `${file}.chain.pem`), 'utf8'),
  };
}

/** PEM of the root that signed them; not those whose names speak of another. */
export function testAuthority(): string {
  return readFileSync(join(made(), 'ca.pem'), 'utf8');
}
