/**
 * What the test server's authority may sign for: local names and loopback addresses. Whoever got hold of its key, or trusts it by
 * mistake, is no danger to any other server. As the TLS library of this runtime sees it, as our client does, and as openssl does.
 */
import { execFile } from 'node:child_process';
import { createPrivateKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { LOOPBACK, makeCertificate } from '../../../electron/core/tls/authority/certificate.ts';
import { ensureAuthority } from '../../../electron/storage/authority/store.ts';
import { judgeConstrained } from '../../../electron/core/tls/constrained.ts';
import { permittedNames } from '../../../electron/core/tls/der.ts';
import { check } from '../../../electron/core/smtp/flows/check.ts';
import { systemClock } from '../../../electron/core/recording/clock.ts';
import type { SessionEvent } from '../../../electron/protocol/values/session/event.ts';
import { startFixture, temporaryDir } from '../fixture.ts';

const run = promisify(execFile);
const DAY = 86_400_000;
const FOREIGN = { names: ['example.com'], addresses: [] };

interface Names {
  readonly names: readonly string[];
  readonly addresses: readonly string[];
}

async function forge(dir: string, { names, addresses }: Names): Promise<{ cert: string; key: string }> {
  const caPem = await readFile(join(dir, 'ca.pem'), 'utf8');
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const cert = makeCertificate({
    kind: 'server',
    subject: 'forged',
    issuer: new X509Certificate(caPem),
    publicKey: pair.publicKey,
    signingKey: createPrivateKey(await readFile(join(dir, 'ca-key.pem'))),
    notBefore: new Date(Date.now() - DAY),
    notAfter: new Date(Date.now() + DAY),
    names: [...names],
    addresses: [...addresses],
  });
  return { cert: cert + caPem, key: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
}

/** What our client makes of a server with this certificate, at a name or address that it takes for `name`. */
async function judged(material: { cert: string; key: string }, caPem: string, name: string): Promise<string> {
  const fixture = await startFixture({
    listener: { security: 'tls' },
    overrides: { tls: async () => ({ ...material, caPem }) },
  });
  const events: SessionEvent[] = [];
  await check(
    {
      connection: {
        target: `127.0.0.1:${fixture.states[0]?.boundPort ?? 0}`,
        security: 'tls',
        ca: caPem,
        servername: name,
      },
      auth: null,
      envelope: null,
    },
    { emit: (event) => events.push(event), signal: new AbortController().signal, clock: systemClock },
  );
  const tls = events.find((event) => event.type === 'tls');
  if (tls?.type !== 'tls') throw new Error('no handshake');
  return tls.info.chainError ?? (tls.info.nameError === null ? 'fine' : 'other name');
}

test('our client takes the usual certificate, whatever the runtime, and refuses others by the same key', async () => {
  const dir = await temporaryDir();
  const authority = await ensureAuthority(dir);
  const usual = await authority.issue();
  for (const name of ['localhost', '127.0.0.1', '::1']) expect(await judged(usual, usual.caPem, name)).toBe('fine');
  expect(await judged(usual, usual.caPem, '1.1.1.1')).toBe('other name');
  const foreign: Names[] = [
    { names: [], addresses: ['1.1.1.1'] },
    { names: [], addresses: ['128.0.0.1'] },
    { names: ['localhost'], addresses: ['127.0.0.1', '1.1.1.1'] },
    FOREIGN,
    { names: ['localhost', 'example.com'], addresses: ['127.0.0.1'] },
    { names: ['notlocalhost'], addresses: ['127.0.0.1'] },
  ];
  for (const names of foreign) {
    const name = names.addresses.at(-1) ?? names.names.at(-1) ?? '';
    expect(await judged(await forge(dir, names), usual.caPem, name), JSON.stringify(names)).toBe('constraint-violated');
  }
  const other = await ensureAuthority(await temporaryDir());
  for (const name of ['localhost', '127.0.0.1']) expect(await judged(usual, other.caPem, name)).toBe('untrusted-root');
});

test('a certificate of any address in 127.0.0.0/8 is within the constraints, as is any name below a local one', async () => {
  const dir = await temporaryDir();
  const { caPem } = await ensureAuthority(dir);
  const roots = [new X509Certificate(caPem)];
  const within = async (names: Names, now = new Date()) =>
    judgeConstrained([new X509Certificate((await forge(dir, names)).cert)], roots, now, 'no') === null;
  expect(await within({ names: ['a.localhost', 'mx.test'], addresses: ['127.255.0.9', '::1'] })).toBe(true);
  expect(await within({ names: [], addresses: [] })).toBe(false);
  expect(await within({ names: ['localhost.example.com'], addresses: [] })).toBe(false);
  expect(await within({ names: [], addresses: ['126.255.255.255'] })).toBe(false);
  expect(await within({ names: ['localhost'], addresses: [] }, new Date(Date.now() + 900 * DAY))).toBe(false);
});

test('what a constraint cannot be read of permits nothing', () => {
  expect(permittedNames(Buffer.alloc(0))).toBeNull();
  expect(permittedNames(Buffer.from('3003020101', 'hex'))).toBeNull();
});

test('openssl refuses what is foreign', async (context) => {
  const there = await run('openssl', ['version']).then(
    () => true,
    () => false,
  );
  if (!there) return context.skip('openssl is not installed');
  const dir = await temporaryDir();
  await ensureAuthority(dir);
  const verify = async (names: Names) => {
    const file = join(dir, 'leaf.pem');
    await writeFile(file, (await forge(dir, names)).cert);
    return run('openssl', ['verify', '-x509_strict', '-CAfile', join(dir, 'ca.pem'), file]).then(
      ({ stdout }) => stdout,
      (error: unknown) => (error as { stderr: string }).stderr,
    );
  };
  expect(await verify({ names: ['localhost'], addresses: ['127.0.0.1', '127.9.9.9', '::1'] })).toContain('OK');
  expect(await verify({ names: [], addresses: ['1.1.1.1'] })).toContain('permitted subtree violation');
  expect(await verify(FOREIGN)).toContain('permitted subtree violation');
});

test('an authority of an earlier version, free to sign for any address, is replaced, and that is known', async () => {
  const dir = await temporaryDir();
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const made = (permittedAddresses: readonly Uint8Array[]) =>
    makeCertificate({
      kind: 'authority',
      subject: 'Posthorn test server CA',
      issuer: null,
      publicKey,
      signingKey: privateKey,
      notBefore: new Date(Date.now() - DAY),
      notAfter: new Date(Date.now() + 800 * DAY),
      permittedNames: ['localhost'],
      permittedAddresses,
    });
  await writeFile(join(dir, 'ca-key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  const everything = [Buffer.alloc(8), Buffer.alloc(32)];
  for (const permitted of [[], everything, LOOPBACK.slice(0, 1), [...LOOPBACK, Buffer.alloc(8)]]) {
    const before = made(permitted);
    await writeFile(join(dir, 'ca.pem'), before);
    const authority = await ensureAuthority(dir);
    expect(authority.caPem).not.toBe(before);
    expect(authority.replaced).toBe(true);
    expect((await ensureAuthority(dir)).replaced).toBe(false);
    await writeFile(join(dir, 'ca-key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  }
  const good = made(LOOPBACK);
  await writeFile(join(dir, 'ca.pem'), good);
  expect((await ensureAuthority(dir)).caPem).toBe(good);
});

test('the server gives a client that asks by name a certificate without addresses, which every library takes', async () => {
  const fixture = await startFixture({ listener: { security: 'tls' } });
  const { caPem } = await fixture.authority();
  const { connect } = await import('node:tls');
  const port = fixture.states[0]?.boundPort ?? 0;
  const socket = connect({ host: '127.0.0.1', port, ca: caPem, servername: 'localhost' });
  onTestFinished(() => void socket.destroy());
  await new Promise((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject));
  expect(socket.getPeerX509Certificate()?.subjectAltName).not.toContain('IP Address');
});
