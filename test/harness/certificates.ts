/**
 * The certificates that the TLS cases name, made by the script beside the cases. Making them takes many seconds of arithmetic, so
 * that test files, and runs of one day, share them in the system's temporary folder.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

export interface TestCertificate {
  readonly key: string;
  readonly cert: string;
}

const script = resolve('test/fixtures/cases/make-certificates.sh');

/** Named after the script and the day, so that neither a changed script nor an old certificate is met. */
function folderName(): string {
  const version = createHash('sha256').update(readFileSync(script)).digest('hex').slice(0, 12);
  const day = new Date().toISOString().slice(0, 10);
  return join(tmpdir(), `posthorn-certificates-${userInfo().uid}-${day}-${version}`);
}

let folder: string | null = null;

/** Call it in beforeAll: nothing here may block while a server is being tested. */
export async function makeCertificates(): Promise<void> {
  const shared = folderName();
  if (!existsSync(shared)) {
    const own = mkdtempSync(join(tmpdir(), 'posthorn-certificates-'));
    await promisify(execFile)('bash', [script, own]);
    try {
      renameSync(own, shared);
    } catch (error) {
      // Another test file was faster; its certificates are as good.
      if (!existsSync(shared)) throw error;
      rmSync(own, { recursive: true, force: true });
    }
  }
  folder = shared;
}

function made(): string {
  if (folder === null) throw new Error('call makeCertificates() in beforeAll');
  return folder;
}

/** By the name that cases use. */
export function testCertificate(name: string): TestCertificate {
  const file = name === 'otherca' ? 'otherleaf' : name === 'tls10only' || name === 'tls12only' ? 'valid' : name;
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
