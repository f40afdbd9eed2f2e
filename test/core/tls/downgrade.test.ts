/**
 * SEC-43: what is offered in the ClientHello, read octet by octet, so that it holds for OpenSSL and BoringSSL alike; what is refused; and
 * that no secret crosses a version that RFC 8996 forbids, even where that version was asked for.
 */
import { createServer } from 'node:net';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ConnectionOptions } from '../../../electron/protocol/values/target.ts';
import { makeCertificates, testAuthority, testCertificate } from '../../harness/certificates.ts';
import { runCheck } from '../../harness/client-run.ts';
import { startTlsPeer } from '../../harness/peers/tls-peer.ts';

beforeAll(makeCertificates);

interface ClientHello {
  readonly ciphers: readonly number[];
  readonly compressions: readonly number[];
  readonly versions: readonly number[];
}

/** RFC 8446 section 4.1.2. */
function parseHello(octets: Buffer): ClientHello {
  // Record header 5, handshake header 4, version 2, random 32.
  let at = 5 + 4 + 2 + 32;
  const vector = (lengthOctets: 1 | 2): Buffer => {
    const length = octets.readUIntBE(at, lengthOctets);
    at += lengthOctets + length;
    return octets.subarray(at - length, at);
  };
  vector(1);
  const pairs = (list: Buffer): number[] =>
    Array.from({ length: list.length / 2 }, (_, index) => list.readUInt16BE(index * 2));
  const ciphers = pairs(vector(2));
  const compressions = [...vector(1)];
  const end = at + 2 + octets.readUInt16BE(at);
  at += 2;
  let versions: number[] = [octets.readUInt16BE(9)];
  while (at < end) {
    const type = octets.readUInt16BE(at);
    at += 2;
    const content = vector(2);
    if (type === 43) versions = pairs(content.subarray(1));
  }
  // RFC 8701: values that mean nothing.
  const grease = (value: number) => (value & 0x0f0f) !== 0x0a0a;
  return { ciphers: ciphers.filter(grease), compressions, versions: versions.filter(grease) };
}

/** Catches the first flight, answers it as told, and closes. */
async function firstFlight(options: Partial<ConnectionOptions>, answer: Buffer = Buffer.alloc(0)) {
  const octets = { received: Buffer.alloc(0) };
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      octets.received = Buffer.concat([octets.received, chunk]);
      if (octets.received.length >= 5 + octets.received.readUInt16BE(3)) socket.end(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const run = await runCheck({ connection: { target: `127.0.0.1:${port}`, security: 'tls', ...options } });
  await new Promise((resolve) => server.close(resolve));
  return { hello: parseHello(octets.received), error: run.error };
}

/** NULL, EXPORT, anonymous, DES, RC4, RC2, IDEA, MD5: the IANA registry's first rows, and those of elliptic curves. */
const forbidden = (cipher: number): boolean =>
  cipher <= 0x002e ||
  (cipher >= 0x0060 && cipher <= 0x0066) ||
  [0x0034, 0x003a, 0x003b, 0x0046, 0x006c, 0x006d, 0x0082, 0x0083, 0x0089, 0x009b, 0x00a6, 0x00a7].includes(cipher) ||
  [0xc001, 0xc002, 0xc006, 0xc007, 0xc00b, 0xc00c, 0xc010, 0xc011].includes(cipher) ||
  (cipher >= 0xc015 && cipher <= 0xc019);

const TLS10 = 0x0301;
const TLS12 = 0x0303;
const TLS13 = 0x0304;

describe('what is offered', () => {
  it('by default: TLS 1.2 and 1.3, no broken cipher, no compression', async () => {
    const { hello } = await firstFlight({});
    expect([...hello.versions].sort()).toEqual([TLS12, TLS13]);
    expect(hello.ciphers.length).toBeGreaterThan(5);
    expect(hello.ciphers.filter(forbidden).map((cipher) => cipher.toString(16))).toEqual([]);
    expect(hello.compressions).toEqual([0]);
    // RFC 7507: only for a client that tries again with less, which this one never does.
    expect(hello.ciphers).not.toContain(0x5600);
  });

  it('the versions asked for and no others', async () => {
    const versions = async (tlsMin: ConnectionOptions['tlsMin'], tlsMax: ConnectionOptions['tlsMax']) =>
      (await firstFlight({ ...(tlsMin ? { tlsMin } : {}), ...(tlsMax ? { tlsMax } : {}) })).hello.versions;
    expect(await versions('TLSv1.3', undefined)).toEqual([TLS13]);
    expect(await versions(undefined, 'TLSv1.2')).toEqual([TLS12]);
    expect(await versions('TLSv1', 'TLSv1')).toEqual([TLS10]);
  });
});

describe('what is refused', () => {
  // A ServerHello: version, random, no session, a cipher, a compression.
  const serverHello = (version: number, cipher: number, compression: number): Buffer => {
    const body = Buffer.alloc(2 + 32 + 1 + 2 + 1, 7);
    body.writeUInt16BE(version, 0);
    body.writeUInt8(0, 34);
    body.writeUInt16BE(cipher, 35);
    body.writeUInt8(compression, 37);
    const message = Buffer.concat([Buffer.of(2, 0, 0, body.length), body]);
    return Buffer.concat([Buffer.of(22, 3, 3, 0, message.length), message]);
  };

  it.each([
    ['TLS 1.0', serverHello(TLS10, 0xc014, 0)],
    ['TLS 1.1', serverHello(0x0302, 0xc014, 0)],
    ['SSL 3', serverHello(0x0300, 0x0035, 0)],
    ['NULL', serverHello(TLS12, 0x0002, 0)],
    ['an export cipher', serverHello(TLS12, 0x0003, 0)],
    ['RC4', serverHello(TLS12, 0x0005, 0)],
    ['an anonymous cipher', serverHello(TLS12, 0x0034, 0)],
    ['compression', serverHello(TLS12, 0xc02f, 1)],
  ])('%s', async (_what, answer) => {
    const { error } = await firstFlight({}, answer);
    expect(error).toMatchObject({ code: 'tls-failed', phase: 'tls', params: { check: 'handshake' } });
  });
});

describe('a version that RFC 8996 forbids', () => {
  const login = { user: 'ann', password: 'geheimnis' };
  const old = () => ({ ...testCertificate('valid'), minVersion: 'TLSv1', maxVersion: 'TLSv1.1' }) as const;

  it('can be asked for, and is seen', async () => {
    const peer = await startTlsPeer(old());
    const run = await runCheck({
      connection: { target: `127.0.0.1:${peer.port}`, security: 'tls', ca: testAuthority(), tlsMin: 'TLSv1' },
    });
    await peer.close();
    expect(run.error).toBeNull();
    expect(run.of('tls')[0]?.info.version).toBe('TLSv1.1');
  });

  it('gets no credential, unless that was asked for as well', async () => {
    const peer = await startTlsPeer(old(), ['AUTH PLAIN LOGIN']);
    const connection = {
      target: `127.0.0.1:${peer.port}`,
      security: 'tls' as const,
      ca: testAuthority(),
      tlsMin: 'TLSv1' as const,
    };
    const withheld = await runCheck({ connection, auth: login });
    const insecure = await runCheck({ connection: { ...connection, insecure: true }, auth: login });
    const allowed = await runCheck({ connection, auth: { ...login, allowClear: true } });
    await peer.close();
    for (const { error, sent } of [withheld, insecure]) {
      expect(error).toMatchObject({ code: 'auth-unavailable', params: { reason: 'needs-tls' } });
      expect(sent.some((line) => line.startsWith('AUTH'))).toBe(false);
    }
    expect(allowed.sent.some((line) => line.startsWith('AUTH'))).toBe(true);
  });
});
