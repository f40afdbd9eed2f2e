/** The options that say which way to go, through the built program: MX hosts, proxies, client certificates, where to stop. */
import { createServer, type AddressInfo } from 'node:net';
import { createPrivateKey } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeCertificates, testAuthority, testCertificate } from '../../harness/certificates.ts';
import { startDns } from '../../harness/peers/dns-server.ts';
import { startHttpProxy, startSocks } from '../../harness/peers/proxies.ts';
import { startTlsPeer } from '../../harness/peers/tls-peer.ts';
import { Program } from '../program.ts';

let program: Program;
let file: (name: string, text: string) => Promise<string>;
beforeAll(async () => {
  await makeCertificates();
  program = await Program.build();
  file = async (name, text) => {
    const path = join(program.folder, name);
    await writeFile(path, text);
    return path;
  };
});
afterAll(() => program.remove());

interface Json {
  readonly ok: boolean;
  readonly error: { readonly code: string; readonly params: Record<string, unknown> } | null;
  readonly [name: string]: unknown;
}

async function check(args: readonly string[], env: Record<string, string> = {}) {
  const { status, stdout, stderr } = await program.run(['check', ...args, '--json', '--transcript'], { env });
  return { status, stderr, stdout, report: JSON.parse(stdout) as Json };
}

test('a client certificate with an encrypted key, to the MX host of a domain, through a proxy with a login', async () => {
  const { cert, key } = testCertificate('clienteku');
  const passphrase = 'pass-geheim';
  const locked = createPrivateKey(key).export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase });
  const both = await file('client.pem', `${cert}\n${locked.toString()}`);
  const ca = await file('ca.pem', testAuthority());
  const peer = await startTlsPeer({
    ...testCertificate('valid'),
    ca: testAuthority(),
    requestCert: true,
    rejectUnauthorized: true,
  });
  const login = { user: 'ann', password: 'proxy-geheim' };
  const proxy = await startSocks({ login, names: { 'mx.test': '127.0.0.1' } });
  const dns = await startDns({ 'example.test': { mx: [[5, 'mx.test']] } });
  const { status, report, stdout, stderr } = await check(
    [
      ...[`bob@example.test:${peer.port}`, '--mx', '--dns-server', dns.address, '--security', 'tls', '--ca', ca],
      ...['--client-cert', both, '--client-key-passphrase-env', 'KEY_PASSPHRASE'],
      ...['--proxy', `socks5://ann@127.0.0.1:${proxy.port}`, '--proxy-password-env', 'PROXY_PASSWORD'],
    ],
    { KEY_PASSPHRASE: passphrase, PROXY_PASSWORD: login.password },
  );
  await Promise.all([peer.close(), proxy.close(), dns.close()]);
  expect({ status, error: report.error }).toEqual({ status: 0, error: null });
  expect(report.mx).toEqual({ domain: 'example.test', via: 'mx', hosts: [{ name: 'mx.test', preference: 5 }] });
  expect(report.tls).toMatchObject({ authorized: true });
  expect(peer.clients).toEqual(['mx.test']);
  expect(proxy.asked).toEqual([`connect mx.test:${peer.port} as ann:proxy-geheim`]);
  expect(stdout + stderr).not.toMatch(/geheim|PRIVATE/);
});

test('the first MX host is down and the second refuses: it is named, and not the domain', async () => {
  const refusing = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.end('554 5.7.1 not you\r\n');
  });
  await new Promise<void>((resolve) => refusing.listen(0, '127.0.0.1', resolve));
  const { port } = refusing.address() as AddressInfo;
  const dns = await startDns({
    'example.test': {
      mx: [
        [10, 'down.test'],
        [20, 'mx.test'],
      ],
    },
    'down.test': { a: ['127.0.0.99'] },
    'mx.test': { a: ['127.0.0.1'] },
  });
  const { status, report } = await check([`bob@example.test:${port}`, '--mx', '--dns-server', dns.address]);
  await dns.close();
  refusing.close();
  expect(status).toBe(1);
  expect(report.addresses).toMatchObject([
    { address: '127.0.0.99', ok: false, error: 'ECONNREFUSED' },
    { address: '127.0.0.1', ok: true },
  ]);
  expect(report.error).toMatchObject({
    code: 'greeting-refused',
    message: expect.stringContaining(`mx.test:${port} refused the session`) as string,
  });
});

describe('in words', () => {
  test('null MX', async () => {
    const dns = await startDns({ 'example.test': { mx: [[0, '.']] } });
    const run = await program.run(['check', 'example.test', '--mx', '--dns-server', dns.address]);
    await dns.close();
    expect(run.status).toBe(1);
    expect(run.stdout).toContain('takes no mail (null MX)');
  });

  test('a proxy that wants a login', async () => {
    const proxy = await startHttpProxy({ login: { user: 'ann', password: 'x' } });
    const run = await program.run(['check', 'mx.test', '--proxy', `http://127.0.0.1:${proxy.port}`]);
    await proxy.close();
    expect(run.status).toBe(1);
    expect(run.stdout).toContain('407 Proxy Authentication Required');
  });
});

test('--drop-after leaves without QUIT and is no failure; --timeout for one phase', async () => {
  const peer = await startTlsPeer(testCertificate('valid'));
  const at = `127.0.0.1:${peer.port}`;
  const dropped = await check([at, '--security', 'tls', '--insecure', '--drop-after', 'ehlo']);
  await peer.close();
  // Says nothing at all: a peer that spoke TLS would be found out within the same fifth of a second.
  const silent = createServer((socket) => socket.on('error', () => undefined));
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const { port } = silent.address() as AddressInfo;
  const late = await check([`127.0.0.1:${port}`, '--timeout', '9', '--timeout', 'greeting=0.2']);
  silent.close();
  expect(JSON.stringify(dropped.report.transcript)).toContain('We broke the connection off, as asked.');
  expect(JSON.stringify(dropped.report.transcript)).not.toContain('QUIT');
  expect(dropped.report.error).toBeNull();
  expect(late.report.error).toMatchObject({ code: 'timeout', params: { limitMs: 200 } });
});

test.each([
  [['--proxy', 'socks5://ann:geheim@127.0.0.1'], '--proxy-password-env'],
  [['--proxy', 'ftp://127.0.0.1'], 'proxy'],
  [['--client-key', '/dev/null'], '--client-cert'],
  [['--client-cert', '/dev/null'], '--client-cert'],
  [['--client-cert', '/nowhere.pem'], '/nowhere.pem'],
  [['--proxy-password-env', 'X'], '--proxy'],
  [['--drop-after', 'lunch'], '--drop-after'],
  [['--timeout', 'lunch=5'], '--timeout'],
  [['--dns-server', 'name.test'], '"--dns-server", is not the IP address'],
  [['--tls-min', '1.3', '--tls-max', '1.2'], '"--tls-min", is above the highest version'],
  [['--ehlo', 'two words'], '"--ehlo"'],
  [['--helo', '--security', 'starttls'], '"--helo" excludes STARTTLS'],
  [['--report', '/nowhere/report.html'], '/nowhere/report.html cannot be written (ENOENT)'],
  [['--timeout', '99999999'], '--timeout'],
])('%j is refused, and no password repeated', async (args, words) => {
  const { status, stdout, stderr } = await program.run(['check', 'mx.test', ...args]);
  expect([2, 3]).toContain(status);
  expect(stdout).toBe('');
  expect(stderr).toContain(words);
  expect(stderr).not.toContain('geheim');
});

test('several sessions at once are for this machine alone, whatever DNS or a proxy make of it', async () => {
  for (const more of [['--mx'], ['--proxy', 'socks5://127.0.0.1']]) {
    const { status, stderr } = await program.run([
      ...['send', '127.0.0.1', ...more, '--from', 'a@x.test', '--to', 'b@x.test'],
      ...['--count', '2', '--concurrency', '2'],
    ]);
    expect({ status, stderr }).toMatchObject({ status: 2, stderr: expect.stringContaining('--concurrency') as string });
  }
});

test('questions besides: asked of our own server, their answers in the JSON', async () => {
  const serving = await program.serve(['--smtp', '0']);
  const { status, report } = await check([
    ...[`127.0.0.1:${serving.ports[0] ?? 0}`, '--security', 'none'],
    ...['--vrfy', 'ann@example.test', '--expn', 'staff', '--etrn', 'example.test', '--help-topic', 'MAIL'],
  ]);
  await serving.stop();
  expect(status).toBe(0);
  expect(report.answers).toMatchObject([
    { command: 'VRFY ann@example.test', reply: { code: 252 } },
    { command: 'EXPN staff', reply: { code: 502 } },
    { command: 'ETRN example.test', reply: { code: 251 } },
    { command: 'HELP MAIL', reply: { code: 214 } },
  ]);
});
