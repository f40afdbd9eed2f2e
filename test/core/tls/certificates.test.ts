/**
 * The verdict on every certificate of the matrix, chain and name apart. The same table holds under Node's OpenSSL and Electron's
 * BoringSSL: run this file under both.
 */
import { X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { altNamesOf, judgeChain, judgeName } from '../../../electron/core/tls/judge.ts';
import { makeCertificates, testAuthority, testCertificate } from '../../harness/certificates.ts';
import type { ChainError } from '../../../electron/protocol/values/session/tls.ts';
import { SmtpClient, SmtpsClient } from '../../../electron/core/smtp/client/client.ts';
import { SmtpTlsError } from '../../../electron/core/smtp/client/errors.ts';
import { startRuleServer } from '../../harness/peers/rule-server.ts';
import { runCheck, runSend } from '../../harness/client-run.ts';
import { type ScriptStep, startScripted } from '../../harness/peers/scripted-server.ts';
import { TlsInfoSchema } from '../../../electron/protocol/values/session/tls.ts';
import { parse } from 'valibot';
import { splitPem } from '../../../electron/core/tls/trust.ts';

beforeAll(makeCertificates);

const session: ScriptStep[] = [
  { send: '220 mx.test\r\n' },
  { expect: '^EHLO' },
  { send: '250 mx.test\r\n' },
  { tail: true },
];

async function inspect(name: string, verifiedName: string, more: object = {}) {
  const server = await startScripted(session, { implicitTls: name });
  const run = await runCheck({
    connection: {
      target: `127.0.0.1:${server.port}`,
      security: 'tls',
      servername: verifiedName,
      ca: testAuthority(),
      ...more,
    },
  });
  await server.close();
  return { ...run, info: run.of('tls')[0]?.info, recorded: server.recorded };
}

/** certificate, name compared, chain error, whether the name matches */
const matrix: [string, string, ChainError | null, boolean][] = [
  ['valid', 'mx.test', null, true],
  ['valid', 'MX.Test', null, true],
  ['valid', '127.0.0.1', null, true],
  ['valid', '::1', null, true],
  ['valid', '127.0.0.2', null, false],
  ['chain', 'mx.test', null, true],
  ['wronghost', 'mx.test', null, false],
  ['expired', 'mx.test', 'expired', true],
  ['notyet', 'mx.test', 'not-yet-valid', true],
  ['selfsigned', 'mx.test', 'self-signed', true],
  ['otherca', 'mx.test', 'incomplete-chain', true],
  ['nochain', 'mx.test', 'incomplete-chain', true],
  ['sha1', 'mx.test', 'weak-signature', true],
  ['rsa1024', 'mx.test', 'weak-key', true],
  ['clienteku', 'mx.test', 'wrong-purpose', true],
  ['cnonly', 'mx.test', null, false],
  ['ipindns', '127.0.0.1', null, false],
  ['ipsan', '127.0.0.1', null, true],
  ['wild1', 'mx.wild.test', null, true],
  ['wild1', 'a.mx.wild.test', null, false],
  ['wild1', 'wild.test', null, false],
  ['wildtld', 'mx.test', null, false],
  ['idn', 'bücher.test', null, true],
];

const offersTls = { match: '^EHLO', reply: '250-mx.test\r\n250 STARTTLS\r\n' };

/** What a caller of the library is thrown, or nothing. */
function expectVerdict(error: unknown, chainError: ChainError | null, matches: boolean): void {
  if (chainError === null && matches) return expect(error).toBeNull();
  expect(error).toBeInstanceOf(SmtpTlsError);
  const params = { check: chainError === null ? 'name' : 'chain', chainError };
  expect(error).toMatchObject({ outcome: { code: 'tls-failed', params } });
}

describe('the matrix', () => {
  it.each(matrix)('%s for %s: chain %s, name %s', async (name, verifiedName, chainError, matches) => {
    const { info, error } = await inspect(name, verifiedName);
    expect(info).toMatchObject({ chainError, authorized: chainError === null && matches });
    expect(info?.nameError === null).toBe(matches);
    // What was compared stands in the sentence.
    if (!matches) expect(info?.nameError).toContain(info?.verifiedName);
    const params = { check: chainError === null ? 'name' : 'chain', chainError };
    if (chainError === null && matches) expect(error).toBeNull();
    else expect(error).toMatchObject({ code: 'tls-failed', phase: 'tls', temporary: false, params });
    parse(TlsInfoSchema, info);
  });

  it.each(matrix)('the library, SMTP_SSL: %s for %s', async (name, servername, chainError, matches) => {
    const server = await startScripted(session, { implicitTls: name });
    const client = new SmtpsClient({ localHostname: 'client.test', servername, ca: testAuthority() });
    const opened = client.open('127.0.0.1', server.port).then(
      () => null,
      (error: unknown) => error,
    );
    expectVerdict(await opened, chainError, matches);
    await client.close();
    await server.close();
  });

  it.each(matrix)('the library, STARTTLS: %s for %s', async (name, servername, chainError, matches) => {
    const server = await startRuleServer({ rules: [offersTls] }, { certificate: name });
    const client = new SmtpClient({ localHostname: 'client.test', servername, ca: testAuthority() });
    await client.open('127.0.0.1', server.port);
    const secured = client.starttls().then(
      () => null,
      (error: unknown) => error,
    );
    expectVerdict(await secured, chainError, matches);
    // What did not pass is not spoken to.
    expect(client.connected).toBe(chainError === null && matches);
    await client.close();
    await server.close();
  });

  it('is shown with the chain, the parameters and what follows it', async () => {
    const { info, of } = await inspect('chain', 'mx.test');
    expect(info).toMatchObject({
      version: 'TLSv1.3',
      servername: 'mx.test',
      verifiedName: 'mx.test',
      pinned: false,
      nameError: null,
    });
    expect(info?.cipher).toMatch(/^TLS_/);
    // BoringSSL's binding does not tell it; newer OpenSSL prefers a hybrid.
    expect([null, 'X25519', 'X25519MLKEM768']).toContain(info?.keyExchange);
    expect(info?.chain.slice(0, 2).map(({ subject }) => subject)).toEqual(['CN=mx.test', 'CN=Test Intermediate']);
    expect(info?.chain[0]).toMatchObject({
      key: 'RSA 2048',
      altNames: ['DNS:localhost', 'DNS:mx.test', 'IP Address:127.0.0.1', 'IP Address:0:0:0:0:0:0:0:1'],
    });
    expect(of('capabilities')).toMatchObject([{ stage: 'tls' }]);
  });

  it('sends no name to a server that is reached by address (RFC 6066)', async () => {
    const { info, recorded } = await inspect('valid', '127.0.0.1');
    expect(info?.servername).toBeNull();
    expect(recorded.servername ?? null).toBeNull();
  });
});

describe('what the user overrules', () => {
  it('insecure goes on; the failures stay', async () => {
    const { info, error } = await inspect('expired', 'other.test', { insecure: true });
    expect(error).toBeNull();
    expect(info).toMatchObject({ authorized: false, chainError: 'expired', pinned: false });
    expect(info?.nameError).not.toBeNull();
  });

  it('a pinned fingerprint goes on with that certificate alone', async () => {
    const fingerprint = new X509Certificate(testCertificate('selfsigned').cert).fingerprint256;
    const pinned = await inspect('selfsigned', 'mx.test', {
      acceptCertificate: fingerprint.replaceAll(':', '').toLowerCase(),
    });
    expect(pinned).toMatchObject({ error: null, info: { pinned: true, authorized: false, chainError: 'self-signed' } });
    const other = await inspect('expired', 'mx.test', { acceptCertificate: fingerprint });
    expect(other).toMatchObject({ error: { code: 'tls-failed' }, info: { pinned: false } });
  });

  it('versions: a server that has none of them ends the handshake', async () => {
    const { error, info } = await inspect('tls10only', 'mx.test');
    expect(info).toBeUndefined();
    expect(error).toMatchObject({ code: 'tls-failed', params: { check: 'handshake' } });
    const newer = await inspect('valid', 'mx.test', { tlsMax: 'TLSv1.2' });
    expect(newer.info?.version).toBe('TLSv1.2');
  });
});

describe('what it means for mail', () => {
  const offer: ScriptStep[] = [
    { send: '220 mx.test\r\n' },
    { expect: '^EHLO' },
    { send: '250-mx.test\r\n250 STARTTLS\r\n' },
    { expect: '^STARTTLS' },
    { send: '220 go\r\n' },
    { starttls: 'otherca' },
  ];
  const take: ScriptStep[] = [
    { expect: '^EHLO' },
    { send: '250 mx.test\r\n' },
    { expect: '^MAIL' },
    { send: '250 ok\r\n' },
    { expect: '^RCPT' },
    { send: '250 ok\r\n' },
    { expect: '^DATA' },
    { send: '354 go\r\n' },
    { data: true },
    { send: '250 ok\r\n' },
    { tail: true },
  ];

  it('is sent over an unverified link where TLS was only wished for', async () => {
    const server = await startScripted([...offer, ...take]);
    const run = await runSend({ connection: { target: `127.0.0.1:${server.port}`, security: 'starttls-if-offered' } });
    await server.close();
    expect(run).toMatchObject({ error: null, delivery: 'all' });
    expect(run.of('tls')[0]?.info.authorized).toBe(false);
  });

  it('is not sent where TLS was demanded', async () => {
    const server = await startScripted([...offer, { eof: true }]);
    const run = await runSend({ connection: { target: `127.0.0.1:${server.port}`, security: 'starttls' } });
    await server.close();
    expect(run).toMatchObject({ error: { code: 'tls-failed', params: { check: 'chain' } }, delivery: 'none' });
    expect(server.recorded.lines).toEqual(['EHLO client.test', 'STARTTLS']);
  });

  it('is no failure of a check where TLS was only wished for', async () => {
    const server = await startScripted([...offer, { expect: '^EHLO' }, { send: '250 mx\r\n' }, { tail: true }]);
    const run = await runCheck({ connection: { target: `127.0.0.1:${server.port}`, security: 'starttls-if-offered' } });
    await server.close();
    expect(run.error).toBeNull();
  });
});

describe('reading', () => {
  it('takes alternative names apart, quoted ones included', () => {
    const names = (subjectAltName: string) => altNamesOf({ subjectAltName });
    expect(names('DNS:a.test, IP Address:192.0.2.1')).toEqual(['DNS:a.test', 'IP Address:192.0.2.1']);
    expect(names('DNS:"good.test\\u0000.evil.test", DNS:b.test')).toEqual(['DNS:good.test\0.evil.test', 'DNS:b.test']);
    expect(names('DNS:"a, DNS:b.test"')).toEqual(['DNS:a, DNS:b.test']);
  });

  it('is not misled by a name with NUL in it, nor by odd wildcards', () => {
    const judge = (subjectAltName: string, name: string) => judgeName({ subjectAltName }, name);
    expect(judge('DNS:"good.test\\u0000.evil.test"', 'good.test')).not.toBeNull();
    for (const pattern of ['*', '*.*.test', 'm*.wild.test', 'mx.*.test', '*.wild.test.']) {
      expect(judge(`DNS:${pattern}`, 'a.mx.wild.test')).not.toBeNull();
    }
    expect(judge('DNS:mx.test.', 'mx.test')).toBeNull();
    expect(judge('', 'mx.test')).toContain('no host');
  });

  it('calls no certificate at all a failure', () => {
    expect(judgeChain([], null, new Date())).toBe('other');
  });

  it('finds every certificate in a file, whatever stands between', () => {
    const pem = testAuthority();
    expect(splitPem(`# a comment\n${pem}\nand ${pem}`)).toHaveLength(2);
    expect(splitPem('nothing')).toEqual([]);
  });
});
