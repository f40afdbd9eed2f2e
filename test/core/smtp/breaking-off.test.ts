/** Breaking the connection off on purpose: at each point exactly what belongs before it was said, nothing after, and it is no failure. */
import { beforeAll, describe, expect, it } from 'vitest';
import { DROP_POINTS, type DropPoint } from '../../../electron/protocol/values/connection.ts';
import { makeCertificates, testAuthority } from '../../harness/certificates.ts';
import { openConsole } from '../../../electron/core/smtp/flows/console.ts';
import { openResources, runCheck, runSend, watched } from '../../harness/client-run.ts';
import { type ScriptStep, startScripted } from '../../harness/peers/scripted-server.ts';

beforeAll(makeCertificates);

const hello = (...keywords: string[]): ScriptStep[] => [
  {
    maybe: '^EHLO',
    reply: ['mx.test', ...keywords].map((k, i, all) => `250${i === all.length - 1 ? ' ' : '-'}${k}\r\n`),
  },
];
const rest: ScriptStep[] = [
  { maybe: '^AUTH', reply: '235 ok\r\n' },
  { maybe: '^MAIL', reply: '250 ok\r\n' },
  { maybe: '^RCPT', reply: '250 ok\r\n' },
  { maybe: '^DATA', reply: '354 go\r\n' },
];
const starttls: ScriptStep[] = [
  { send: '220 mx\r\n' },
  ...hello('STARTTLS'),
  { maybe: '^STARTTLS', reply: '220 go\r\n' },
];
const login = { user: 'ann', password: 'geheimnis' };

/** What had been said when it was broken off; AUTH shown without its response. */
const said: Readonly<Record<DropPoint, number>> = {
  connect: 0,
  greeting: 0,
  ehlo: 1,
  starttls: 2,
  tls: 2,
  'ehlo-tls': 3,
  auth: 4,
  mail: 5,
  rcpt: 6,
  data: 7,
  dot: 7,
};
const all = ['EHLO client.test', 'STARTTLS', 'EHLO client.test', 'AUTH', 'MAIL', 'RCPT', 'DATA'];

describe('send', () => {
  it.each(DROP_POINTS)('after %s', async (dropAfter) => {
    const before = openResources().filter((name) => name !== 'Timeout').length;
    const encrypted = DROP_POINTS.indexOf(dropAfter) >= DROP_POINTS.indexOf('tls');
    const server = await startScripted([
      ...starttls,
      ...(encrypted ? [{ starttls: 'valid' }, ...hello('AUTH PLAIN'), ...rest] : []),
      ...(dropAfter === 'dot' ? [{ data: true as const }] : []),
      { eof: true },
    ]);
    const run = await runSend({
      connection: { target: `127.0.0.1:${server.port}`, security: 'starttls', ca: testAuthority(), dropAfter },
      auth: login,
    });
    await server.close();
    expect(run).toMatchObject({ error: null, delivery: dropAfter === 'dot' ? 'unknown' : 'none' });
    expect(run.sent.map((line) => (/^(AUTH|MAIL|RCPT)/.exec(line) ?? [line])[0])).toEqual(
      all.slice(0, said[dropAfter]),
    );
    expect(run.of('note').map(({ note }) => note)).toContain('dropped');
    expect(run.of('note').map(({ note }) => note)).not.toContain('closed-by-us');
    expect(server.recorded.lines).not.toContain('QUIT');
    expect(server.recorded.data).toHaveLength(dropAfter === 'dot' ? 1 : 0);
    expect(run.events.at(-1)?.type).toBe('session-end');
    expect(openResources().filter((name) => name !== 'Timeout').length).toBeLessThanOrEqual(before + 1);
  });

  it('where the step does not come, it is broken off where it would have been', async () => {
    for (const dropAfter of ['starttls', 'tls', 'ehlo-tls', 'auth'] as const) {
      const server = await startScripted([{ send: '220 mx\r\n' }, ...hello('SIZE'), { eof: true }]);
      const run = await runSend({ connection: { target: `127.0.0.1:${server.port}`, dropAfter } });
      await server.close();
      expect(run.error).toBeNull();
      expect(server.recorded.lines).toEqual(['EHLO client.test']);
    }
  });

  it('implicit TLS: after the handshake, before the greeting', async () => {
    const server = await startScripted([{ eof: true }], { implicitTls: 'valid' });
    const run = await runSend({
      connection: { target: `127.0.0.1:${server.port}`, security: 'tls', ca: testAuthority(), dropAfter: 'tls' },
    });
    await server.close();
    expect(run.error).toBeNull();
    expect(run.of('phase-begin').map(({ phase }) => phase)).toEqual(['connect', 'tls']);
  });

  it.each(['mail', 'rcpt', 'data', 'dot'] as const)(
    'with PIPELINING and CHUNKING offered too: after %s',
    async (dropAfter) => {
      const server = await startScripted([
        { send: '220 mx\r\n' },
        ...hello('PIPELINING', 'CHUNKING'),
        { maybe: '^MAIL', reply: '250 ok\r\n' },
        { maybe: '^RCPT', reply: '250 ok\r\n' },
        { eof: true },
      ]);
      const run = await runSend({
        connection: { target: `127.0.0.1:${server.port}`, dropAfter },
        envelope: { chunking: 'auto' },
      });
      await server.close();
      expect(run).toMatchObject({ error: null, delivery: dropAfter === 'dot' ? 'unknown' : 'none' });
      const verbs = run.sent.map((line) => line.split(' ')[0]);
      const expected = { mail: 2, rcpt: 3, data: 3, dot: 4 }[dropAfter];
      expect(verbs).toEqual(['EHLO', 'MAIL', 'RCPT', 'BDAT'].slice(0, expected));
    },
  );
});

describe('check', () => {
  it.each(['greeting', 'ehlo', 'mail', 'rcpt'] as const)('after %s', async (dropAfter) => {
    const server = await startScripted([{ send: '220 mx\r\n' }, ...hello('SIZE'), ...rest, { eof: true }]);
    const run = await runCheck({ connection: { target: `127.0.0.1:${server.port}`, dropAfter }, envelope: {} });
    await server.close();
    expect(run.error).toBeNull();
    expect(run.of('reply').at(-1)?.phase).toBe(dropAfter);
    expect(server.recorded.lines).not.toContain('QUIT');
  });

  it('what went wrong before it is told as ever', async () => {
    const server = await startScripted([{ send: '554 no\r\n' }, { eof: true }]);
    const run = await runCheck({ connection: { target: `127.0.0.1:${server.port}`, dropAfter: 'ehlo' } });
    await server.close();
    expect(run.error?.code).toBe('greeting-refused');
  });
});

describe('console', () => {
  it('ends where it was to be broken off, and takes no command', async () => {
    const server = await startScripted([{ send: '220 mx\r\n' }, ...hello('SIZE'), { eof: true }]);
    const { context, events } = watched();
    const connection = { target: `127.0.0.1:${server.port}`, ehloName: 'client.test', dropAfter: 'ehlo' as const };
    const opened = await openConsole({ connection, auth: null, envelope: null }, context);
    await server.close();
    expect(opened).toMatchObject({ ok: false, result: { error: null } });
    expect(events.at(-1)?.type).toBe('session-end');
    expect(server.recorded.lines).toEqual(['EHLO client.test']);
  });
});
