/** SOCKS5 and HTTP CONNECT: what is asked of the proxy, what is made of its answers, and that none of them can do harm. */
import { beforeAll, describe, expect, it, vi } from 'vitest';
import fc from 'fast-check';
import { parseProxy } from '../../../../electron/protocol/parse/proxy.ts';
import type { ProxyTalk } from '../../../../electron/core/smtp/proxy/negotiation.ts';
import { httpConnect } from '../../../../electron/core/smtp/proxy/http.ts';
import { socks5 } from '../../../../electron/core/smtp/proxy/socks5.ts';
import { addressBytes } from '../../../../electron/protocol/parse/ip.ts';
import { limits } from '../../../../electron/core/smtp/limits.ts';
import { makeCertificates, testAuthority } from '../../../harness/certificates.ts';
import { openResources, runCheck, runSend } from '../../../harness/client-run.ts';
import { startHttpProxy, startLiar, startSocks } from '../../../harness/peers/proxies.ts';
import { type ScriptStep, startScripted } from '../../../harness/peers/scripted-server.ts';

beforeAll(makeCertificates);

const script: ScriptStep[] = [
  { send: '220 mx.test\r\n' },
  { expect: '^EHLO' },
  { send: '250 mx.test\r\n' },
  { maybe: '^MAIL', reply: '250 ok\r\n' },
  { maybe: '^RCPT', reply: '250 ok\r\n' },
  { tail: true },
];
const kinds = [
  ['socks5', startSocks],
  ['http', startHttpProxy],
] as const;

describe.each(kinds)('through a real %s proxy', (kind, start) => {
  it('the name is looked up by the proxy, and the greeting after its answer is not lost', async () => {
    const server = await startScripted(script);
    const proxy = await start({ names: { 'only.behind.proxy.test': '127.0.0.1' } });
    const target = `only.behind.proxy.test:${server.port}`;
    const run = await runCheck({
      connection: { target, proxy: `${kind}://127.0.0.1:${proxy.port}` },
      envelope: {},
    });
    await Promise.all([server.close(), proxy.close()]);
    expect(run.error).toBeNull();
    expect(proxy.asked).toEqual([`connect ${target}`]);
    expect(run.of('phase-begin').map(({ phase }) => phase)).not.toContain('dns');
    expect(run.of('address').map(({ attempt }) => attempt)).toMatchObject([
      { address: 'only.behind.proxy.test', family: null, ok: true, error: null },
    ]);
    expect(run.of('note')).toContainEqual(
      expect.objectContaining({
        note: 'through-proxy',
        params: { proxy: `${kind}://127.0.0.1:${proxy.port}`, host: 'only.behind.proxy.test', port: server.port },
      }),
    );
    expect(server.recorded.lines).toEqual([
      'EHLO client.test',
      'MAIL FROM:<a@sender.test>',
      'RCPT TO:<b@rcpt.test>',
      'RSET',
      'QUIT',
    ]);
  });

  it('implicit TLS within it, with the certificate of the target', async () => {
    const server = await startScripted(script, { implicitTls: 'valid' });
    const proxy = await start({ names: { 'mx.test': '127.0.0.1' } });
    const run = await runCheck({
      connection: {
        target: `mx.test:${server.port}`,
        security: 'tls',
        ca: testAuthority(),
        proxy: `${kind}://127.0.0.1:${proxy.port}`,
      },
    });
    await Promise.all([server.close(), proxy.close()]);
    expect(run.error).toBeNull();
    expect(run.of('tls')[0]?.info).toMatchObject({ authorized: true, verifiedName: 'mx.test' });
  });

  it('a login is used; the password is in no event', async () => {
    const server = await startScripted(script);
    const login = { user: 'ann lee', password: 'proxy-geheim' };
    const proxy = await start({ login });
    const connection = { target: `127.0.0.1:${server.port}`, proxy: `${kind}://ann%20lee@127.0.0.1:${proxy.port}` };
    const read = (password: string) => ({ proxyPassword: { read: () => Promise.resolve(password) } });
    const right = await runCheck({ connection, secrets: read(login.password) });
    const wrong = await runCheck({ connection, secrets: read('proxy-falsch') });
    const none = await runCheck({ connection: { ...connection, proxy: `${kind}://127.0.0.1:${proxy.port}` } });
    await Promise.all([server.close(), proxy.close()]);
    expect(right.error).toBeNull();
    expect(proxy.asked[0]).toBe(`connect 127.0.0.1:${server.port} as ann lee:proxy-geheim`);
    for (const { error } of [wrong, none]) {
      expect(error).toMatchObject({ code: 'proxy-failed', phase: 'connect', params: { reason: 'login' } });
    }
    for (const run of [right, wrong, none]) expect(run.text).not.toMatch(/geheim|falsch|cHJveHkt/);
  });

  it('a target that it cannot reach is told apart from the proxy itself', async () => {
    const proxy = await start();
    const closed = await startScripted([]);
    await closed.close();
    const sent = await runSend({
      connection: { target: `127.0.0.1:${closed.port}`, proxy: `${kind}://127.0.0.1:${proxy.port}` },
    });
    await proxy.close();
    const gone = await runSend({
      connection: { target: `127.0.0.1:${closed.port}`, proxy: `${kind}://127.0.0.1:${proxy.port}` },
    });
    expect(sent).toMatchObject({
      delivery: 'none',
      error: { code: 'proxy-failed', temporary: true, params: { reason: 'target-unreachable' } },
    });
    expect(gone.error).toMatchObject({ params: { reason: 'unreachable', answer: 'ECONNREFUSED' } });
    expect(gone.of('address')[0]?.attempt).toMatchObject({ ok: false, error: 'EPROXY' });
  });
});

/** Without timers: whoever waits has one himself. */
const sockets = () => openResources().filter((name) => name !== 'Timeout').length;

describe('answers that are none', () => {
  const huge = Buffer.alloc(limits.proxy.answer * 4, 'x');
  it.each<[string, 'socks5' | 'http', Buffer, 'close' | 'wait', string]>([
    ['the mail server itself', 'socks5', Buffer.from('220 mx.test ESMTP\r\n'), 'wait', 'not-a-proxy'],
    ['HTTP where SOCKS was expected', 'socks5', Buffer.from('HTTP/1.1 400 Bad\r\n\r\n'), 'close', 'not-a-proxy'],
    ['SOCKS4', 'socks5', Buffer.of(0, 90, 0, 0, 0, 0, 0, 0), 'close', 'not-a-proxy'],
    ['a method that was not offered', 'socks5', Buffer.of(5, 1), 'wait', 'not-a-proxy'],
    ['no method', 'socks5', Buffer.of(5, 0xff), 'close', 'login'],
    ['not allowed', 'socks5', Buffer.of(5, 0, 5, 2, 0, 1, 0, 0, 0, 0, 0, 0), 'wait', 'forbidden'],
    ['a reply cut short', 'socks5', Buffer.of(5, 0, 5, 0, 0, 1, 0, 0), 'close', 'disconnected'],
    ['an address type of its own', 'socks5', Buffer.of(5, 0, 5, 0, 0, 9, 0, 0, 0, 0), 'wait', 'not-a-proxy'],
    ['nothing at all', 'socks5', Buffer.alloc(0), 'close', 'disconnected'],
    ['silence', 'socks5', Buffer.alloc(0), 'wait', 'timeout'],
    ['the mail server itself', 'http', Buffer.from('220 mx.test ESMTP\r\n'), 'wait', 'not-a-proxy'],
    ['a status out of range', 'http', Buffer.from('HTTP/1.1 999 What\r\n\r\n'), 'wait', 'not-a-proxy'],
    ['HTTP/2', 'http', Buffer.from('HTTP/2 200\r\n\r\n'), 'wait', 'not-a-proxy'],
    ['not allowed', 'http', Buffer.from('HTTP/1.0 403 Forbidden\r\n\r\n'), 'close', 'forbidden'],
    ['a redirect', 'http', Buffer.from('HTTP/1.1 302 Found\r\nLocation: http://x/\r\n\r\n'), 'wait', 'refused'],
    ['header fields without end', 'http', huge, 'wait', 'not-a-proxy'],
    [
      'provisional answers without end',
      'http',
      Buffer.from('HTTP/1.1 100 Continue\r\n\r\n'.repeat(9)),
      'wait',
      'not-a-proxy',
    ],
    ['half a head', 'http', Buffer.from('HTTP/1.1 200 OK\r\nX: y\r\n'), 'close', 'disconnected'],
    ['half a head, and then nothing', 'http', Buffer.from('HTTP/1.1 200 OK\r\n'), 'wait', 'timeout'],
  ])('%s (%s)', async (_what, kind, says, then, reason) => {
    const before = sockets();
    const liar = await startLiar(says, then);
    const run = await runCheck({
      connection: { target: 'mx.test', proxy: `${kind}://127.0.0.1:${liar.port}`, timeouts: { connect: 300 } },
    });
    await liar.close();
    expect(run.error).toMatchObject({ code: 'proxy-failed', phase: 'connect', params: { reason } });
    expect(run.error?.code === 'proxy-failed' && run.error.params.answer.length).toBeLessThan(200);
    await vi.waitFor(() => expect(sockets()).toBeLessThanOrEqual(before));
  });

  it('a password sent back is masked', async () => {
    const liar = await startLiar(Buffer.from('HTTP/1.1 400 bad token YW5uOmdlaGVpbWdlaGVpbQ==\r\n\r\n'), 'close');
    const run = await runCheck({
      connection: { target: 'mx.test', proxy: `http://ann@127.0.0.1:${liar.port}` },
      secrets: { proxyPassword: { read: () => Promise.resolve('geheimgeheim') } },
    });
    await liar.close();
    expect(run.error).toMatchObject({
      params: { reason: 'refused', answer: expect.stringContaining('****') as string },
    });
    expect(run.text).not.toContain('YW5uOmdlaGVpb');
  });

  it('stops at once when the user does', async () => {
    const liar = await startLiar(Buffer.alloc(0), 'wait');
    const controller = new AbortController();
    const running = runCheck({
      connection: { target: 'mx.test', proxy: `socks5://127.0.0.1:${liar.port}` },
      signal: controller.signal,
      watch: ({ type }) => type === 'phase-begin' && setImmediate(() => controller.abort()),
    });
    expect((await running).error).toMatchObject({ code: 'cancelled', phase: 'connect' });
    await liar.close();
  });
});

/** Feeds octets in the order given, as the driver does: never more than asked for. */
function play(talk: ProxyTalk, octets: Buffer): { said: Buffer; verdict: string; left: number } {
  const said: Buffer[] = [];
  let rest = octets;
  let ask = talk.next();
  for (;;) {
    if (ask.done === true) {
      const { value } = ask;
      return { said: Buffer.concat(said), verdict: value.ok ? 'ok' : value.reason, left: rest.length };
    }
    if (ask.value.send !== null) said.push(Buffer.from(ask.value.send));
    const end = 'octets' in ask.value ? ask.value.octets : rest.indexOf('\r\n\r\n') + 4;
    if (end < 4 && 'head' in ask.value) return { said: Buffer.concat(said), verdict: 'waits', left: rest.length };
    if (rest.length < end) return { said: Buffer.concat(said), verdict: 'waits', left: rest.length };
    ask = talk.next(rest.subarray(0, end));
    rest = rest.subarray(end);
  }
}

describe('octets', () => {
  it.each([
    ['192.0.2.7', '0501000 1c0000207'],
    ['2001:db8::7', '050100 0420010db8000000000000000000000007'],
    ['mx.test', '0501000307 6d782e74657374'],
  ])('SOCKS5 request for %s', (host, hex) => {
    const { said, verdict, left } = play(
      socks5({ host, port: 587 }, null),
      Buffer.from('05000500000100000000000099', 'hex'),
    );
    expect(said.toString('hex')).toBe(`050100${hex.replaceAll(' ', '')}024b`);
    expect({ verdict, left }).toEqual({ verdict: 'ok', left: 1 });
  });

  it('the bound address may be a name of any length, and is read to its end', () => {
    for (const length of [0, 1, 255]) {
      const reply = Buffer.concat([Buffer.of(5, 0, 5, 0, 0, 3, length), Buffer.alloc(length + 2), Buffer.from('220 ')]);
      expect(play(socks5({ host: 'mx.test', port: 25 }, null), reply)).toMatchObject({ verdict: 'ok', left: 4 });
    }
  });

  it('CONNECT names host and port twice, IPv6 in brackets', () => {
    const { said, left } = play(
      httpConnect({ host: '::1', port: 25 }, null),
      Buffer.from('HTTP/1.1 200 OK\r\n\r\n220 '),
    );
    expect(said.toString()).toBe('CONNECT [::1]:25 HTTP/1.1\r\nHost: [::1]:25\r\n\r\n');
    expect(left).toBe(4);
  });

  it('no answer makes either throw or read past its end', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.boolean(), (octets, prefixed) => {
        const answer = Buffer.concat([prefixed ? Buffer.of(5, 0, 5, 0) : Buffer.alloc(0), octets]);
        const login = { user: 'u', password: 'p' };
        for (const talk of [socks5({ host: 'h', port: 1 }, login), httpConnect({ host: 'h', port: 1 }, login)]) {
          expect(play(talk, answer).left).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  it.each([
    ['127.0.0.1', '7f000001'],
    ['::', '0'.repeat(32)],
    ['::1', `${'0'.repeat(31)}1`],
    ['fe80::1%eth0', 'fe800000000000000000000000000001'],
    ['::ffff:192.0.2.1', '00000000000000000000ffffc0000201'],
    ['1:2:3:4:5:6:7:8', '00010002000300040005000600070008'],
  ])('%s', (address, hex) => {
    expect(Buffer.from(addressBytes(address) ?? []).toString('hex')).toBe(hex);
  });
});

describe('the URL', () => {
  it.each([
    [
      'socks5://proxy.test',
      { kind: 'socks5', host: 'proxy.test', port: 1080, user: null, shown: 'socks5://proxy.test:1080' },
    ],
    ['socks5h://[::1]:9050/', { kind: 'socks5', host: '::1', port: 9050, user: null, shown: 'socks5://[::1]:9050' }],
    [
      'http://ann%40x@10.0.0.1:3128',
      { kind: 'http', host: '10.0.0.1', port: 3128, user: 'ann@x', shown: 'http://10.0.0.1:3128' },
    ],
  ])('%s', (text, proxy) => {
    expect(parseProxy(text)).toEqual({ ok: true, value: proxy });
  });

  it.each([
    'http://proxy.test',
    'https://proxy.test:1',
    'proxy.test:1080',
    'socks5://',
    'socks5://a b:1',
    'socks5://host:0x1',
    'socks5://ann:geheim@host:1',
    'socks5://ann%3Ageheim@host:1',
    'socks5://ann%0d%0aHost:%20geheim@host:1',
    'socks5://%zz@host:1',
    'socks5://host:1\r\nX: geheim',
    'http://0x7f000001:80',
  ])('%j is refused before anything is connected, and a password in it not repeated', async (text) => {
    const run = await runCheck({ connection: { target: 'mx.test', proxy: text } });
    expect(run.error).toMatchObject({ code: 'invalid-argument', params: { argument: 'proxy' } });
    expect(run.text).not.toContain('geheim');
    expect(run.events.map(({ type }) => type)).toEqual(['session-begin', 'session-end']);
  });

  it('excludes a Unix socket, and every address', async () => {
    const proxy = 'socks5://127.0.0.1';
    const socket = await runCheck({ connection: { target: '/run/lmtp', proxy } });
    const every = await runCheck({ connection: { target: 'mx.test', proxy, everyAddress: true } });
    expect(socket.error).toMatchObject({ code: 'invalid-argument', params: { argument: 'proxy' } });
    expect(every.error).toMatchObject({ code: 'invalid-argument', params: { argument: 'everyAddress' } });
  });
});
