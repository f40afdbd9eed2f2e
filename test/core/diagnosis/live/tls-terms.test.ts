/**
 * Handshakes and certificates that are too old or too weak, over real sockets with keys, certificates and parameters made here: the verdict
 * names what it is, whose, and what to do on either side; what a client program says of the same thing is explained alike.
 */
import { execFile, spawn } from 'node:child_process';
import { X509Certificate, generatePrimeSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TlsOptions } from 'node:tls';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { explain } from '../../../../electron/core/explain/explain.ts';
import { unsaidFindings } from '../../../../electron/protocol/fold/verdict.ts';
import type { Report } from '../../../../electron/protocol/values/session/report.ts';
import { type RunOptions, runCheck } from '../../../harness/client-run.ts';
import { startTlsPeer } from '../../../harness/peers/tls-peer.ts';
import { foldReport } from '../../report/fold-report.ts';

const run = promisify(execFile);
let folder = '';
const file = (name: string): string => join(folder, name);

async function certified(name: string, key: string, hash: string, ca = 'ca'): Promise<void> {
  const request = ['req', '-newkey', key, '-nodes', '-keyout', file(`${name}.key`), '-out', file(`${name}.csr`)];
  await run('openssl', [...request, '-subj', `/CN=${name}.mx.test`]);
  const authority = name.endsWith('ca')
    ? 'basicConstraints=critical,CA:TRUE'
    : 'subjectAltName=DNS:mx.test,IP:127.0.0.1';
  await writeFile(file(`${name}.ext`), authority);
  const by = ['-CA', file(`${ca}.pem`), '-CAkey', file(`${ca}.key`), '-CAcreateserial'];
  const sign = [
    'x509',
    '-req',
    '-in',
    file(`${name}.csr`),
    ...by,
    '-days',
    '30',
    hash,
    '-extfile',
    file(`${name}.ext`),
  ];
  await run('openssl', [...sign, '-out', file(`${name}.pem`)]);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'posthorn-terms-'));
  const root = ['-subj', '/CN=Terms Root', '-addext', 'basicConstraints=critical,CA:TRUE', '-days', '30'];
  await run('openssl', [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    file('ca.key'),
    '-out',
    file('ca.pem'),
    ...root,
  ]);
  await certified('good', 'rsa:2048', '-sha256');
  await certified('short', 'rsa:1024', '-sha256');
  await certified('sha1', 'rsa:2048', '-sha1');
  await certified('md5', 'rsa:2048', '-md5');
  await certified('short-ca', 'rsa:1024', '-sha256');
  await certified('below', 'rsa:2048', '-sha256', 'short-ca');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const served = async (name: string, ...more: string[]): Promise<TlsOptions> => ({
  key: await readFile(file(`${name}.key`)),
  cert: (await Promise.all([name, ...more].map((one) => readFile(file(`${one}.pem`), 'utf8')))).join(''),
});

async function check(
  port: number,
  more: Partial<RunOptions['connection']> = {},
  auth?: RunOptions['auth'],
): Promise<Report> {
  const ca = await readFile(file('ca.pem'), 'utf8');
  const connection = { target: `127.0.0.1:${port}`, security: 'tls' as const, ca, ...more };
  const { events } = await runCheck({ connection, ...(auth === undefined ? {} : { auth }) });
  return foldReport('check', events);
}

async function peer(options: TlsOptions): Promise<number> {
  const started = await startTlsPeer(options, ['AUTH PLAIN']);
  closing.push(() => started.close());
  return started.port;
}

describe('a certificate that is too weak', () => {
  const rows: readonly (readonly [string, readonly [string, ...string[]], RegExp, RegExp])[] = [
    ['its key', ['short'], /^The server’s certificate \(CN=short\.mx\.test\) has a key \(RSA 1024\)/, /2048 bits/],
    ['signed with SHA-1', ['sha1'], /CN=sha1\.mx\.test\) is signed by RSA with SHA-1/, /SHA-256/],
    ['signed with MD5', ['md5'], /CN=md5\.mx\.test\) is signed by RSA with MD5/, /SHA-256/],
    [
      'an issuer’s key',
      ['below', 'short-ca'],
      /the issuer CN=short-ca\.mx\.test, .* \(RSA 1024\)/,
      /authority whose own/,
    ],
  ];
  test.each(rows)('%s', async (_, [leaf, ...issuers], cause, remedy) => {
    const port = await peer(await served(leaf, ...issuers));
    const login = { user: 'ann', password: 'secret' };
    const report = await check(port, {}, login);
    const { diagnosis } = report.error ?? {};
    expect(diagnosis).toMatchObject({ id: 'tls.certificate-weak', sure: 'proven', actor: 'server-admin' });
    expect(diagnosis?.cause).toMatch(cause);
    expect(diagnosis?.remedy).toMatch(remedy);
    expect(diagnosis?.remedy).toMatch(/^On the server: .*Until then a client can accept/);
    const [found] = report.findings.filter(({ id }) => id === 'tls.certificate-not-trusted');
    expect(found?.cause).toBe(diagnosis?.cause);
    expect(found?.remedy).toBe(diagnosis?.remedy);
    // The verdict has said it.
    expect(unsaidFindings(report).filter(({ id }) => id.startsWith('tls.certificate'))).toEqual([]);
  });

  test('a sound one is none', async () => {
    const report = await check(await peer(await served('good')));
    expect(report.error).toBeNull();
    expect(report.tls?.chain[0]).toMatchObject({ key: 'RSA 2048', signature: 'RSA with SHA-256' });
  });
});

/** OpenSSL's own server, with ciphers that the peer of the tests does not choose. */
async function opensslServer(...args: string[]): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await new Promise((resolve) => probe.close(resolve));
  const keys = ['-key', file('good.key'), '-cert', file('good.pem')];
  const child = spawn('openssl', ['s_server', '-accept', `127.0.0.1:${port}`, ...keys, ...args]);
  closing.push(() => child.kill('SIGKILL'));
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      if (chunk.includes('ACCEPT')) resolve();
    });
    child.once('exit', () => reject(new Error('openssl s_server ended')));
  });
  return port;
}

/** Messages of a TLS 1.2 handshake, each in a record of its own, whatever the client says. */
async function recordedServer(...messages: readonly (readonly [type: number, body: Buffer])[]): Promise<number> {
  const records = messages.map(([type, body]) => {
    const message = Buffer.concat([Buffer.of(type, 0), length(body), body]);
    return Buffer.concat([Buffer.of(22, 3, 3), length(message), message]);
  });
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.write(Buffer.concat(records)));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => new Promise((resolve) => server.close(resolve)));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const length = (bytes: Buffer): Buffer => Buffer.of(bytes.length >> 8, bytes.length & 0xff);
const measured = (bytes: Buffer): Buffer => Buffer.concat([length(bytes), bytes]);
const hello = (cipher: number, extensions: Buffer): [number, Buffer] => [
  2,
  Buffer.concat([Buffer.of(3, 3), Buffer.alloc(32, 7), Buffer.of(0, cipher >> 8, cipher & 0xff, 0), extensions]),
];

/** Not a single extension: it knows nothing of secure renegotiation (RFC 5746). */
const oldServer = (): Promise<number> => recordedServer(hello(0xc02f, Buffer.alloc(0)));

/** DHE with a prime of 512 bits, which today's servers no longer make (RFC 5246 section 7.4.3). The signature is never looked at. */
async function shortGroupServer(): Promise<number> {
  const { raw } = new X509Certificate(await readFile(file('good.pem')));
  const certificate = Buffer.concat([Buffer.of(0), measured(raw)]);
  const prime = Buffer.from(generatePrimeSync(512, { bigint: false, safe: true }));
  const key = [prime, Buffer.of(2), prime.map((octet) => octet >> 1)].map((part) => measured(Buffer.from(part)));
  return recordedServer(
    hello(0x009e, Buffer.of(0, 5, 0xff, 1, 0, 1, 0)),
    [11, Buffer.concat([Buffer.of(0), measured(certificate)])],
    [12, Buffer.concat([...key, Buffer.of(8, 4), measured(Buffer.alloc(256, 1))])],
    [14, Buffer.alloc(0)],
  );
}

/** What a client program says of the same thing. */
const rows: readonly (readonly [string, () => Promise<number>, string, RegExp, string])[] = [
  [
    'TLS 1.0 alone',
    async () => peer({ ...(await served('good')), minVersion: 'TLSv1', maxVersion: 'TLSv1' }),
    'client.tls-version',
    /TLS 1\.2 and 1\.3, .*--tls-min 1\.0/,
    '[SSL: TLSV1_ALERT_PROTOCOL_VERSION] tlsv1 alert protocol version (_ssl.c:1006)',
  ],
  [
    'a Diffie-Hellman group of 512 bits',
    shortGroupServer,
    'client.tls-short-group',
    /2048 bits or more/,
    'error:0A00018A:SSL routines::dh key too small',
  ],
  [
    'no secure renegotiation',
    oldServer,
    'client.tls-legacy-renegotiation',
    /RFC 5746/,
    'error:0A000152:SSL routines:final_renegotiate:unsafe legacy renegotiation disabled',
  ],
  [
    'no cipher in common',
    () => opensslServer('-tls1_2', '-cipher', 'NULL-SHA256:@SECLEVEL=0'),
    'client.tls-handshake',
    /ciphers and key lengths/,
    'SSL alert handshake failure',
  ],
  [
    'no certificate at all',
    () => peer({}),
    'client.tls-handshake',
    /has a certificate/,
    'sslv3 alert handshake failure',
  ],
];

/** BoringSSL has no Diffie-Hellman over numbers, and lets a server renegotiate as of old: it never says so. */
const unknownHere: ReadonlySet<string> = new Set(
  'electron' in process.versions ? ['a Diffie-Hellman group of 512 bits', 'no secure renegotiation'] : [],
);

describe('a handshake that is refused', () => {
  test.each(rows.filter(([name]) => !unknownHere.has(name)))('%s', async (_, start, id, remedy, pasted) => {
    const report = await check(await start());
    expect(report.error).toMatchObject({ code: 'tls-failed', params: { check: 'handshake' } });
    const { diagnosis } = report.error ?? {};
    expect(diagnosis).toMatchObject({ id, sure: 'proven', actor: 'server-admin', alternatives: [] });
    expect(diagnosis?.remedy).toMatch(remedy);
    expect(diagnosis?.cause).not.toBe(report.error?.message);
    expect(explain(pasted).findings[0]).toMatchObject({ id, actor: 'server-admin' });
  });

  test('a client certificate that is wanted stays the client’s to give', async () => {
    const ca = await readFile(file('ca.pem'));
    const wants = { ...(await served('good')), requestCert: true, rejectUnauthorized: true, ca: [ca] };
    for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
      const report = await check(await peer({ ...wants, maxVersion }));
      expect(report.error?.actor, maxVersion).toBe('you');
      expect(report.error?.remedy ?? '').toMatch(/client certificate/);
    }
  });

  test('an old version that was asked for is a finding', async () => {
    const port = await peer({ ...(await served('good')), minVersion: 'TLSv1', maxVersion: 'TLSv1' });
    const report = await check(port, { tlsMin: 'TLSv1' });
    expect(report.error).toBeNull();
    expect(report.findings.map(({ id }) => id)).toContain('tls.old-version');
  });
});
