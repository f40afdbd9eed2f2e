/** What the engine finds out itself, so that the outcome names the cause: web servers that wait, passwords that are refused by 534 ... */
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeCertificates, testAuthority } from '../../harness/certificates.ts';
import { runCheck, runSend } from '../../harness/client-run.ts';
import { type ScriptStep, startScripted } from '../../harness/peers/scripted-server.ts';
import { startTcpPeer } from '../../harness/peers/tcp-peer.ts';

beforeAll(makeCertificates);
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A web server: says nothing, until it gets what is no HTTP. */
async function webServer(): Promise<number> {
  const server = await startTcpPeer((socket) => {
    socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n'));
  });
  closing.push(() => server.close());
  return server.port;
}

describe('a web server', () => {
  it('is found after its silence', async () => {
    const port = await webServer();
    const run = await runCheck({ connection: { target: `127.0.0.1:${port}`, timeouts: { greeting: 1_000 } } });
    expect(run.error).toMatchObject({ code: 'security-mismatch', params: { expected: 'plain', seen: 'http' } });
    expect(run.of('note').map(({ note }) => note)).toContain('silence-is-not-tls');
  });
});

const hello: ScriptStep[] = [
  { send: '220 mx\r\n' },
  { expect: '^EHLO' },
  { send: '250-mx\r\n250 AUTH PLAIN LOGIN\r\n' },
];

describe('534', () => {
  it.each<[string, string[], string]>([
    ['534 5.7.9 Application-specific password required', ['PLAIN'], 'refused'],
    ['534 5.7.9 Authentication mechanism is too weak', ['PLAIN', 'LOGIN'], 'mechanism-refused'],
  ])('%s', async (text, mechanisms, reason) => {
    const no: ScriptStep[] = mechanisms.flatMap((name) => [{ expect: `^AUTH ${name}` }, { send: `${text}\r\n` }]);
    const server = await startScripted([...hello, ...no, { tail: true }]);
    const run = await runCheck({
      connection: { target: `127.0.0.1:${server.port}` },
      auth: { user: 'user', password: 'pencil', allowClear: true },
    });
    await server.close();
    expect(run.error).toMatchObject({ code: 'auth-failed', params: { reason } });
    expect(run.of('auth').map(({ tried }) => tried.mechanism)).toEqual(mechanisms);
  });

  it('what was asked for stands beside what is offered', async () => {
    const server = await startScripted([...hello, { tail: true }]);
    const run = await runCheck({
      connection: { target: `127.0.0.1:${server.port}` },
      auth: { user: 'user', password: 'pencil', mechanisms: ['CRAM-MD5'] },
    });
    await server.close();
    expect(run.error).toMatchObject({
      code: 'auth-unavailable',
      params: { reason: 'none-usable', wanted: ['CRAM-MD5'], encrypted: false },
    });
  });
});

describe('the end of a message', () => {
  it('answered with 354 once more leaves open what became of it', async () => {
    const server = await startScripted([
      { send: '220 mx\r\n' },
      { expect: '^EHLO' },
      { send: '250 mx\r\n' },
      { expect: '^MAIL' },
      { send: '250 ok\r\n' },
      { expect: '^RCPT' },
      { send: '250 ok\r\n' },
      { expect: '^DATA' },
      { send: '354 go\r\n' },
      { data: true },
      { send: '354 more\r\n' },
      { tail: true },
    ]);
    const run = await runSend({ connection: { target: `127.0.0.1:${server.port}` } });
    await server.close();
    expect(run).toMatchObject({ error: { code: 'data-refused' }, delivery: 'unknown' });
  });
});

describe('certificates', () => {
  it('whose is expired is reported', async () => {
    const server = await startScripted([...hello, { tail: true }], { implicitTls: 'expired' });
    const run = await runCheck({ connection: { target: `smtps://localhost:${server.port}`, ca: testAuthority() } });
    await server.close();
    const own = run.of('tls')[0]?.info.chain[0];
    const detail = `${own?.subject}, valid until ${own?.validTo?.slice(0, 10)}`;
    expect(run.error).toMatchObject({ code: 'tls-failed', params: { chainError: 'expired', detail } });
  });
});
