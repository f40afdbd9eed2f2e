/** The harness: the same contract over loopback HTTP, for whoever has the token. */
import { request } from 'node:http';
import { resolve } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createClient, type Client } from '../../electron/ipc/client.ts';
import { createHost, type Host } from '../../electron/ipc/host.ts';
import { harnessTransport } from '../../renderer/api/harness-transport.ts';
import { serveHttp, type HttpHost, type HttpSender } from '../harness/http-host.ts';
import { check, realApp, runToEnd, type RealApp } from './real-app.ts';

const token = 'test-token';
let real: RealApp;
let host: Host<HttpSender>;
let http: HttpHost;

beforeEach(async () => {
  real = await realApp();
  const { handlers, streams } = real.app;
  host = createHost({ handlers, streams, trusted: ({ authorised }) => authorised, log: () => undefined });
  http = await serveHttp({ host, token, pageDir: resolve('renderer'), port: 0 });
});

afterEach(async () => {
  await http.close();
  await real.close();
});

function clientWith(given: string): Client {
  const transport = harnessTransport({ origin: http.origin, hash: `#token=${given}` });
  if (transport === null) throw new Error('no transport');
  return createClient(transport);
}

test('a run is followed to its end, octets and all', async () => {
  const snapshot = await runToEnd(clientWith(token), check(real.address('smtp')));
  expect(snapshot).toMatchObject({ status: 'done', ownServer: true, report: { ok: true } });
  expect(snapshot.report?.greeting?.raw).toBeInstanceOf(Uint8Array);
  expect(host.subscriptions).toBe(0);
});

test('SEC-68: whoever has no token gets nothing', async () => {
  expect(harnessTransport({ origin: http.origin, hash: '' })).toBeNull();
  for (const given of ['', 'wrong', `${token}x`]) {
    await expect(clientWith(given).call('app.info', {})).rejects.toMatchObject({ code: 'untrusted-sender' });
    const end = await new Promise((resolveEnd) => {
      clientWith(given).subscribe('server.changed', {}, () => resolveEnd('event'), resolveEnd);
    });
    expect(end).toMatchObject({ code: 'untrusted-sender' });
  }
});

test('SEC-68: a name that is not ours in the Host header is refused: DNS rebinding', async () => {
  const { port } = new URL(http.origin);
  const status = await new Promise((resolveStatus, reject) => {
    request({ host: '127.0.0.1', port, path: '/', headers: { host: `evil.example:${port}` } }, (response) => {
      response.resume();
      resolveStatus(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
  expect(status).toBe(421);
});

test('the page is served under a strict policy, and nothing beside it', async () => {
  const page = await fetch(http.origin);
  expect(page.status).toBe(200);
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  const policy = page.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain('unsafe');
  for (const path of ['/..%2fpackage.json', '/%2e%2e/package.json', '/%00', '/%', '/no-such.js', '/tsconfig']) {
    expect((await fetch(`${http.origin}${path}`)).status).toBe(404);
  }
});

test('a subscription ends with its connection, from either side', async () => {
  const client = clientWith(token);
  const states: string[] = [];
  const leave = client.subscribe('server.changed', {}, (event) => states.push(event.type));
  await vi.waitFor(() => expect(states).toEqual(['state']));
  expect(host.subscriptions).toBe(1);
  leave();
  await vi.waitFor(() => expect(host.subscriptions).toBe(0));

  const lost = new Promise((resolveEnd) =>
    client.subscribe('server.changed', {}, () => states.push('again'), resolveEnd),
  );
  await vi.waitFor(() => expect(states).toContain('again'));
  await http.close();
  expect(await lost).toMatchObject({ code: 'disconnected' });
  await vi.waitFor(() => expect(host.subscriptions).toBe(0));
  await expect(client.call('app.info', {})).rejects.toMatchObject({ code: 'disconnected' });
});

test('what is not JSON is refused', async () => {
  const headers = { 'x-posthorn-token': token };
  const response = await fetch(`${http.origin}/call/app.info`, { method: 'POST', headers, body: 'not json' });
  expect(response.status).toBe(400);
});
