import { X509Certificate } from 'node:crypto';
import { execFile } from 'node:child_process';
import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { createSecureContext, TLSSocket, connect } from 'node:tls';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { ensureAuthority } from '../../../electron/storage/authority/store.ts';
import { makeCertificate } from '../../../electron/core/tls/authority/certificate.ts';
import { TlsContexts } from '../../../electron/core/server/listener/tls.ts';
import type { TlsMaterial } from '../../../electron/core/tls/material.ts';
import { temporaryDir } from '../fixture.ts';

const run = promisify(execFile);
const DAY = 86_400_000;

async function exists(command: string): Promise<boolean> {
  return run(command, [command === 'openssl' ? 'version' : '--version']).then(
    () => true,
    () => false,
  );
}

async function serve(material: TlsMaterial): Promise<number> {
  const context = createSecureContext(material);
  const named = createSecureContext(material.named ?? material);
  const server = createServer((socket) => {
    const secured = new TLSSocket(socket, {
      isServer: true,
      secureContext: context,
      SNICallback: (_, done) => done(null, named),
    });
    secured.on('error', () => secured.destroy());
    secured.on('secure', () => secured.end('hello\n'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return (server.address() as AddressInfo).port;
}

test('made on first use, kept, its key for the owner alone', async () => {
  const dir = join(await temporaryDir(), 'ca');
  const [first, same] = await Promise.all([ensureAuthority(dir), ensureAuthority(dir)]);
  expect(same.caPem).toBe(first.caPem);
  expect((await ensureAuthority(dir)).caPem).toBe(first.caPem);
  expect(await readFile(join(dir, 'ca.pem'), 'utf8')).toBe(first.caPem);
  if (process.platform !== 'win32') expect((await stat(join(dir, 'ca-key.pem'))).mode & 0o777).toBe(0o600);
  expect(await readFile(join(dir, 'ca.pem'), 'utf8')).not.toContain('PRIVATE');
});

test('of those who make it at the same time, in processes that know nothing of each other, all get the one that is kept', async () => {
  const parent = await temporaryDir();
  // Other spellings of the folder, which count as others here.
  const spellings = ['x', 'x//', 'x///', 'x////'].map((up) => `${parent}/${up.slice(1)}ca`);
  const made = await Promise.all(spellings.map((dir) => ensureAuthority(dir)));
  const kept = await readFile(join(parent, 'ca', 'ca.pem'), 'utf8');
  expect(made.map(({ caPem }) => caPem)).toEqual(spellings.map(() => kept));
  expect(await readdir(parent)).toEqual(['ca']);
  expect((await ensureAuthority(join(parent, 'ca'))).caPem).toBe(kept);
});

test('a damaged authority, or one with a key of another, is replaced', async () => {
  const dir = await temporaryDir();
  const first = await ensureAuthority(dir);
  const other = await ensureAuthority(await temporaryDir());
  await chmod(join(dir, 'ca.pem'), 0o644);
  await writeFile(join(dir, 'ca.pem'), other.caPem);
  const second = await ensureAuthority(dir);
  expect([first.caPem, other.caPem]).not.toContain(second.caPem);
  await writeFile(join(dir, 'ca-key.pem'), 'rubbish');
  expect((await ensureAuthority(dir)).caPem).not.toBe(second.caPem);
});

test('the leaf: short-lived, for localhost, loopback and this machine, signed by the authority', async () => {
  const authority = await ensureAuthority(await temporaryDir());
  const { cert, key, caPem } = await authority.issue();
  const leaf = new X509Certificate(cert);
  const ca = new X509Certificate(caPem);
  expect(leaf.verify(ca.publicKey)).toBe(true);
  expect(leaf.checkIssued(ca)).toBe(true);
  expect(leaf.ca).toBe(false);
  expect(ca.ca).toBe(true);
  for (const name of ['localhost', hostname()]) expect(leaf.checkHost(name)).toBe(name);
  for (const address of ['127.0.0.1', '::1']) expect(leaf.checkIP(address)).toBe(address);
  const days = (new Date(leaf.validTo).getTime() - Date.now()) / DAY;
  expect(days).toBeGreaterThan(20);
  expect(days).toBeLessThan(40);
  expect(new Date(leaf.validFrom).getTime()).toBeLessThan(Date.now());
  expect(key).toContain('PRIVATE KEY');
  const again = await authority.issue();
  expect(again.cert).not.toBe(cert);
  expect(new X509Certificate(again.cert).serialNumber).not.toBe(leaf.serialNumber);
});

test('the constraints hold: a leaf for a public name, signed with the same key, is refused', async () => {
  const dir = await temporaryDir();
  const { caPem } = await ensureAuthority(dir);
  const { generateKeyPairSync, createPrivateKey } = await import('node:crypto');
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const cert = makeCertificate({
    kind: 'server',
    subject: 'mail.example.com',
    issuer: new X509Certificate(caPem),
    publicKey: pair.publicKey,
    signingKey: createPrivateKey(await readFile(join(dir, 'ca-key.pem'))),
    notBefore: new Date(Date.now() - DAY),
    notAfter: new Date(Date.now() + DAY),
    names: ['mail.example.com'],
    addresses: [],
  });
  const port = await serve({ cert, key: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), caPem });
  const socket = connect({ port, host: '127.0.0.1', ca: caPem, servername: 'mail.example.com' });
  const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
  expect(`${error.code} ${error.message}`).toMatch(/permitted subtree|PERMITTED/i);
});

test('Node accepts it by name when given the authority, and not without', async () => {
  const authority = await ensureAuthority(await temporaryDir());
  const port = await serve(await authority.issue());
  const socket = connect({ port, host: '127.0.0.1', ca: authority.caPem, servername: 'localhost' });
  await once(socket, 'secureConnect');
  expect(socket.authorized).toBe(true);
  socket.destroy();
  const stranger = connect({ port, host: '127.0.0.1', servername: 'localhost' });
  const [error] = (await once(stranger, 'error')) as [NodeJS.ErrnoException];
  expect(error.code).toBe('SELF_SIGNED_CERT_IN_CHAIN');
});

test('openssl accepts it', async (context) => {
  if (!(await exists('openssl'))) return context.skip('openssl is not installed');
  const dir = await temporaryDir();
  const authority = await ensureAuthority(dir);
  const { cert } = await authority.issue();
  await writeFile(join(dir, 'leaf.pem'), cert);
  const { stdout } = await run('openssl', [
    'verify',
    '-x509_strict',
    '-CAfile',
    join(dir, 'ca.pem'),
    join(dir, 'leaf.pem'),
  ]);
  expect(stdout).toContain('OK');
});

test('Python accepts it, with its strict checks too', async (context) => {
  if (!(await exists('python3'))) return context.skip('python3 is not installed');
  const dir = await temporaryDir();
  const authority = await ensureAuthority(dir);
  const port = await serve(await authority.issue());
  const script = `
import socket, ssl, sys
context = ssl.create_default_context(cafile=sys.argv[1])
context.verify_flags |= ssl.VERIFY_X509_STRICT
for name in ('localhost', '127.0.0.1'):
    with socket.create_connection(('127.0.0.1', int(sys.argv[2]))) as plain:
        with context.wrap_socket(plain, server_hostname=name) as secured:
            print(secured.version(), secured.recv(10))
`;
  const { stdout } = await run('python3', ['-c', script, join(dir, 'ca.pem'), String(port)]);
  expect(stdout.match(/TLSv1\.3 b'hello\\n'/g)).toHaveLength(2);
});

test('a context is made again before its certificate ends, and a failure to do so is reported', async () => {
  const dir = await temporaryDir();
  const authority = await ensureAuthority(dir);
  const { createPrivateKey, generateKeyPairSync } = await import('node:crypto');
  const signingKey = createPrivateKey(await readFile(join(dir, 'ca-key.pem')));
  const ending = (hours: number): TlsMaterial => {
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const cert = makeCertificate({
      kind: 'server',
      subject: 'localhost',
      issuer: new X509Certificate(authority.caPem),
      publicKey: pair.publicKey,
      signingKey,
      notBefore: new Date(Date.now() - DAY),
      notAfter: new Date(Date.now() + hours * 3_600_000),
      names: ['localhost'],
      addresses: [],
    });
    return { cert, key: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), caPem: authority.caPem };
  };
  const issued = [ending(2), ending(200)];
  const failures: unknown[] = [];
  const contexts = new TlsContexts(
    async () => issued.shift() ?? Promise.reject(new Error('none left')),
    undefined,
    (error) => failures.push(error),
  );
  await contexts.load();
  const first = contexts.current();
  await expect.poll(() => contexts.current() !== first).toBe(true);
  expect(issued).toEqual([]);
  const second = contexts.current();
  await contexts.load();
  expect(contexts.current()).toBe(second);
  expect(failures).toEqual([]);
});
