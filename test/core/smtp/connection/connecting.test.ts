/** Ways to a server: Unix socket, implicit TLS, several addresses; where to stop; what is left behind. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCertificates, testAuthority } from '../../../harness/certificates.ts';
import { openResources, runCheck, runSend } from '../../../harness/client-run.ts';
import { type ScriptStep, startScripted } from '../../../harness/peers/scripted-server.ts';
import { SessionEventSchema } from '../../../../electron/protocol/values/session/event.ts';
import { parse } from 'valibot';

beforeAll(makeCertificates);
const folder = mkdtempSync(join(tmpdir(), 'posthorn-connecting-'));
afterAll(() => rmSync(folder, { recursive: true }));

const take: ScriptStep[] = [
  { expect: '^MAIL' },
  { send: '250 2.1.0 ok\r\n' },
  { expect: '^RCPT' },
  { send: '250 2.1.5 ok\r\n' },
  { expect: '^DATA' },
  { send: '354 go\r\n' },
  { data: true },
  { send: '250 2.0.0 ok\r\n' },
  { tail: true },
];

describe('ways to a server', () => {
  it('LMTP over a Unix socket', async () => {
    const path = join(folder, 'lmtp.sock');
    const server = await startScripted(
      [{ send: '220 lmtp\r\n' }, { expect: '^LHLO' }, { send: '250 lmtp\r\n' }, ...take],
      { path },
    );
    const run = await runSend({ connection: { target: path } });
    await server.close();
    expect(run).toMatchObject({ error: null, delivery: 'all' });
    expect(run.of('session-begin')[0]?.target).toMatchObject({ path, host: null, protocol: 'lmtp' });
    expect(run.of('address')[0]?.attempt).toMatchObject({ address: path, family: null, ok: true });
    expect(run.of('phase-begin').map(({ phase }) => phase)).toEqual([
      'connect',
      'greeting',
      'ehlo',
      'mail',
      'rcpt',
      'data',
      'quit',
    ]);
  });

  it('STARTTLS demanded and not offered: the step that fails is among the steps', async () => {
    const server = await startScripted([
      { send: '220 mx\r\n' },
      { expect: '^EHLO' },
      { send: '250 mx\r\n' },
      { tail: true },
    ]);
    const run = await runCheck({ connection: { target: `127.0.0.1:${server.port}`, security: 'starttls' } });
    await server.close();
    expect(run.error).toMatchObject({ code: 'not-supported', phase: 'starttls' });
    expect(run.of('phase-end').map(({ phase, ok }) => [phase, ok])).toContainEqual(['starttls', false]);
    const literal = await runCheck({ connection: { target: '127.0.0.1:9', family: 6 } });
    expect(literal.error).toMatchObject({ code: 'dns-failed', params: { dnsCode: 'EAI_ADDRFAMILY' } });
    expect(literal.of('phase-end').map(({ phase, ok }) => [phase, ok])).toEqual([['dns', false]]);
  });

  it('implicit TLS, all of it encrypted', async () => {
    const server = await startScripted([{ send: '220 mx\r\n' }, { expect: '^EHLO' }, { send: '250 mx\r\n' }, ...take], {
      implicitTls: 'valid',
    });
    const run = await runSend({ connection: { target: `smtps://127.0.0.1:${server.port}`, ca: testAuthority() } });
    await server.close();
    expect(run).toMatchObject({ error: null, delivery: 'all' });
    expect(run.of('line').every(({ encrypted }) => encrypted)).toBe(true);
    expect(run.of('phase-begin').map(({ phase }) => phase)).toEqual([
      'connect',
      'tls',
      'greeting',
      'ehlo-tls',
      'mail',
      'rcpt',
      'data',
      'quit',
    ]);
  });

  it('every address of a name, each told, until one answers', async () => {
    const server = await startScripted([
      { send: '220 mx\r\n' },
      { expect: '^EHLO' },
      { send: '250 mx\r\n' },
      { tail: true },
    ]);
    const run = await runCheck({ connection: { target: `localhost:${server.port}` } });
    await server.close();
    expect(run.error).toBeNull();
    const [resolved] = run.of('resolved');
    const attempts = run.of('address').map(({ attempt }) => attempt);
    expect(attempts.map(({ address }) => address)).toEqual(resolved?.addresses.slice(0, attempts.length));
    expect(attempts.at(-1)).toMatchObject({ address: '127.0.0.1', ok: true });
  });

  it('the family and the own address that were asked for', async () => {
    const server = await startScripted([
      { send: '220 mx\r\n' },
      { expect: '^EHLO' },
      { send: '250 mx\r\n' },
      { tail: true },
    ]);
    const connection = { target: `127.0.0.1:${server.port}`, localAddress: '127.0.0.2' };
    const run = await runCheck({ connection });
    const other = await runCheck({ connection: { ...connection, family: 6 } });
    await server.close();
    expect(run.of('note')[0]).toMatchObject({ note: 'connected', params: { local: '127.0.0.2' } });
    expect(other.error?.code).toBe('dns-failed');
  });
});

describe('greeting and EHLO', () => {
  it('says HELO at once when asked', async () => {
    const server = await startScripted([
      { send: '220 mx\r\n' },
      { expect: '^HELO client.test$' },
      { send: '250 mx\r\n' },
      { tail: true },
    ]);
    const run = await runCheck({ connection: { target: `127.0.0.1:${server.port}`, heloOnly: true } });
    await server.close();
    expect(run.error).toBeNull();
    expect(run.of('capabilities')).toMatchObject([{ stage: 'plain', ehlo: { verb: 'HELO', capabilities: [] } }]);
  });

  it.each([421, 451, 521, 554])('does not try HELO after %i', async (code) => {
    const server = await startScripted([
      { send: '220 mx\r\n' },
      { expect: '^EHLO' },
      { send: `${code} go away\r\n` },
      { tail: true },
    ]);
    const run = await runCheck({ connection: { target: `127.0.0.1:${server.port}` } });
    await server.close();
    expect(run.error).toMatchObject({ code: 'helo-refused', phase: 'ehlo', temporary: code < 500, reply: { code } });
    expect(server.recorded.lines).toEqual(['EHLO client.test', ...(code === 421 ? [] : ['QUIT'])]);
  });

  it('keeps both replies when HELO is refused too', async () => {
    const server = await startScripted([
      { send: '220 mx\r\n' },
      { expect: '^EHLO' },
      { send: '502 what\r\n' },
      { expect: '^HELO' },
      { send: '550 no\r\n' },
      { tail: true },
    ]);
    const run = await runCheck({ connection: { target: `127.0.0.1:${server.port}` } });
    await server.close();
    expect(run.error).toMatchObject({
      code: 'helo-refused',
      reply: { code: 550 },
      params: { replies: [{ code: 502 }, { code: 550 }] },
    });
    expect(run.of('note').map(({ note }) => note)).toContain('helo-fallback');
  });
});

describe('stopping early', () => {
  const phases: [NonNullable<Parameters<typeof runSend>[0]['connection']['quitAfter']>, string[]][] = [
    ['greeting', ['QUIT']],
    ['ehlo', ['EHLO client.test', 'QUIT']],
    ['mail', ['EHLO client.test', 'MAIL FROM:<a@sender.test>', 'QUIT']],
    ['rcpt', ['EHLO client.test', 'MAIL FROM:<a@sender.test>', 'RCPT TO:<b@rcpt.test>', 'QUIT']],
  ];
  it.each(phases)('after %s, with QUIT and no outcome', async (quitAfter, lines) => {
    const script: ScriptStep[] = [
      { send: '220 mx\r\n' },
      { maybe: '^EHLO', reply: '250 mx\r\n' },
      { maybe: '^MAIL', reply: '250 ok\r\n' },
      { maybe: '^RCPT', reply: '250 ok\r\n' },
      { tail: true },
    ];
    const scripted = await startScripted(script);
    const run = await runSend({ connection: { target: `127.0.0.1:${scripted.port}`, quitAfter } });
    await scripted.close();
    expect(run).toMatchObject({ error: null, delivery: 'none' });
    expect(scripted.recorded.lines).toEqual(lines);
  });
});

describe('what is left behind', () => {
  it('nothing, however it ended', async () => {
    const hello: ScriptStep[] = [{ send: '220 mx\r\n' }, { expect: '^EHLO' }];
    const ends: ScriptStep[][] = [
      [...hello, { send: '250 mx\r\n' }, ...take],
      [{ close: 'rst' }],
      [{ send: 'rubbish\r\n' }],
      [...hello, { close: 'fin' }],
      [...hello, { send: '250 mx\r\n' }, { expect: '^MAIL' }, { sleep: 5_000 }],
    ];
    const before = openResources().length;
    for (const end of ends) {
      const server = await startScripted(end);
      const run = await runSend({
        connection: { target: `127.0.0.1:${server.port}`, timeouts: { reply: 200, greeting: 200 } },
      });
      await server.close();
      expect(run.events.at(-1)?.type).toBe('session-end');
      for (const event of run.events) parse(SessionEventSchema, event);
    }
    expect(openResources().length).toBeLessThanOrEqual(before);
  });

  it('no event after session-end, though the server goes on talking', async () => {
    const server = await startScripted([
      { send: '220 mx\r\n' },
      { expect: '^EHLO' },
      { send: '250 mx\r\n' },
      { expect: '^QUIT' },
      { flood: '221 bye\r\n', times: 2_000 },
    ]);
    const run = await runCheck({ connection: { target: `127.0.0.1:${server.port}` } });
    const count = run.events.length;
    await server.close();
    await new Promise((resolve) => setImmediate(resolve));
    expect(run.events).toHaveLength(count);
  });
});
