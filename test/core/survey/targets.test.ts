/** A list of targets against real sockets: rows, limits, what cannot be tried, and accounts that are not tried twice. */
import { type AddressInfo, type Socket, createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { AppError } from '../../../electron/protocol/values/app-error.ts';
import { limits } from '../../../electron/protocol/values/survey/limits.ts';
import type { RequestOf } from '../../../electron/protocol/values/survey/request.ts';
import {
  targetProblemText,
  targetRowText,
  targetsCausesText,
  targetsTitle,
} from '../../../electron/texts/survey/targets.ts';
import { makeCertificates, testAuthority } from '../../harness/certificates.ts';
import { type Zone, startDns } from '../../harness/peers/dns-server.ts';
import { type ScriptStep, startScripted } from '../../harness/peers/scripted-server.ts';
import { resumedState, runSurvey } from './run.ts';

const closing: (() => Promise<void>)[] = [];
beforeAll(() => makeCertificates());
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

/** Answers everybody, and knows how many were connected at one time. */
class Crowd {
  readonly port: number;
  connections = 0;
  now = 0;
  most = 0;
  readonly #answer: (line: string) => string;
  readonly #sockets = new Set<Socket>();

  private constructor(port: number, answer: (line: string) => string) {
    this.port = port;
    this.#answer = answer;
  }

  static async at(address: string, port = 0, answer = (_line: string): string => '250 ok\r\n'): Promise<Crowd> {
    const server = createServer((socket) => crowd.#serve(socket));
    await new Promise<void>((resolve) => server.listen(port, address, resolve));
    const crowd = new Crowd((server.address() as AddressInfo).port, answer);
    closing.push(async () => {
      for (const socket of crowd.#sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    });
    return crowd;
  }

  #serve(socket: Socket): void {
    this.connections += 1;
    this.now += 1;
    this.most = Math.max(this.most, this.now);
    this.#sockets.add(socket);
    let gone = false;
    const leave = (): void => {
      if (!gone) this.now -= 1;
      gone = true;
      this.#sockets.delete(socket);
    };
    socket.on('error', () => undefined).once('close', leave);
    socket.write('220 crowd.test ESMTP\r\n');
    createInterface(socket).on('line', (line) => {
      if (!line.startsWith('QUIT')) return void socket.write(this.#answer(line));
      // Whoever has said goodbye has gone: the next may come before both sides have closed.
      leave();
      socket.end('221 bye\r\n');
    });
  }
}

const list = (...texts: readonly string[]) => texts.map((text, index) => ({ line: index + 1, text }));
const request = (over: Partial<RequestOf<'targets'>>): RequestOf<'targets'> => ({
  kind: 'targets',
  name: 'hosts.txt',
  do: 'check',
  targets: [],
  connection: { security: 'none' },
  auth: null,
  concurrency: limits.targets.concurrency,
  perAddress: limits.targets.perAddress,
  ...over,
});

test('each target comes to a row, and a line that is none names its reason', async () => {
  const one = await Crowd.at('127.0.0.1');
  const [refusing] = [await startScripted([{ send: '554 5.7.1 go away\r\n' }, { tail: true }])];
  closing.push(() => refusing.close());
  const asked = request({
    targets: list(`127.0.0.1:${one.port}`, 'not a host', `127.0.0.1:${refusing.port}`, 'smtp://a:99999'),
  });
  const { state, events } = await runSurvey(asked);
  const rows = [...state.rows].sort((a, b) => a.line - b.line);
  expect(rows.map(({ line, ok, answer, error }) => [line, ok, answer, error])).toEqual([
    [1, true, 'works', null],
    [2, false, 'not-tried', null],
    [3, false, 'greeting-refused', 'greeting-refused'],
    [4, false, 'not-tried', null],
  ]);
  expect(rows.flatMap(({ problem, text }) => (problem === null ? [] : [targetProblemText(problem, text)]))).toEqual([
    'is not a host name, address or socket path',
    'does not have a port between 1 and 65535',
  ]);
  expect(rows[2]?.cause?.id).toBeTruthy();
  expect(targetRowText(rows[0] ?? expect.fail())).toBe('works');
  expect(state.summary).toMatchObject({ count: 4, ok: 1, problems: 2 });
  expect(state.summary.answers[0]).toEqual({ answer: 'not-tried', count: 2 });
  expect(state.summary.providers).toEqual([{ provider: null, count: 2, ok: 1 }]);
  expect(targetsTitle(state)).toBe('4 targets: 1 works, 3 have a problem');
  // As many as the title counts, those without a cause among them.
  expect(targetsCausesText(state.summary)).toMatch(/^\S.* \(1\)\. 2 others\.$/);
  for (const at of [1, 4, events.length - 1]) expect(resumedState(asked, events, at)).toEqual(state);
});

test('one session to one address at one time, so many in all, and all of them', async () => {
  const crowds = [await Crowd.at('127.0.0.1')];
  const port = crowds[0]?.port ?? 0;
  for (const last of [2, 3, 4]) crowds.push(await Crowd.at(`127.0.0.${last}`, port));
  const texts = Array.from({ length: 60 }, (_, index) => `127.0.0.${(index % 4) + 1}:${port}`);
  const { state } = await runSurvey(request({ targets: list(...texts) }));
  expect(state.summary).toMatchObject({ count: 60, ok: 60 });
  expect(crowds.map(({ connections, most }) => [connections, most])).toEqual([1, 2, 3, 4].map(() => [15, 1]));
  const more = await runSurvey(request({ targets: list(...texts), perAddress: 4, concurrency: 6 }));
  expect(more.state.summary.ok).toBe(60);
  expect(Math.max(...crowds.map(({ most }) => most))).toBeGreaterThan(1);
  expect(Math.max(...crowds.map(({ most }) => most))).toBeLessThanOrEqual(4);
});

test('names that lead to one address share its place', async () => {
  const crowd = await Crowd.at('127.0.0.1');
  const names = Array.from({ length: 12 }, (_, index) => `host${index}.test`);
  const zone: Zone = Object.fromEntries(names.map((name) => [name, { a: ['127.0.0.1'] }]));
  const dns = await startDns(zone);
  closing.push(() => dns.close());
  const { state } = await runSurvey(
    request({
      targets: list(...names.map((name) => `${name}:${crowd.port}`)),
      connection: { security: 'none', dnsServer: dns.address },
    }),
  );
  expect([state.summary.ok, crowd.connections, crowd.most]).toEqual([12, 12, 1]);
});

test('a domain is all of its MX hosts: where some work and some do not it differs', async () => {
  const one = await Crowd.at('127.0.0.1');
  const dns = await startDns({
    'good.test': { mx: [[10, 'a.test']] },
    'half.test': {
      mx: [
        [10, 'a.test'],
        [20, 'b.test'],
      ],
    },
    'none.test': { mx: [[0, '.']] },
    'a.test': { a: ['127.0.0.1'] },
    'b.test': { a: ['127.0.0.9'] },
  });
  closing.push(() => dns.close());
  const { state } = await runSurvey(
    request({
      do: 'domain',
      targets: list(`good.test:${one.port}`, `ann@half.test:${one.port}`, 'none.test', 'no domain', 'missing.test'),
      connection: { security: 'none', dnsServer: dns.address },
    }),
  );
  const rows = [...state.rows].sort((a, b) => a.line - b.line);
  expect(rows.map(({ state: how, answer, error, sessions }) => [how, answer, error, sessions.length])).toEqual([
    ['works', 'works', null, 1],
    ['differs', 'refused', 'connect-failed', 2],
    ['fails', 'failed', 'dns-failed', 1],
    ['unknown', 'not-tried', null, 0],
    ['fails', 'failed', 'dns-failed', 1],
  ]);
  expect(rows[3]?.problem?.code).toBe('not-a-domain');
});

test('an account that was refused is not tried again at that host, whatever line or port asks', async () => {
  const attempts: string[] = [];
  const answer = (line: string): string => {
    if (line.startsWith('EHLO')) return '250-crowd.test\r\n250 AUTH PLAIN\r\n';
    if (!line.startsWith('AUTH')) return '250 ok\r\n';
    attempts.push(
      Buffer.from(line.split(' ')[2] ?? '', 'base64')
        .toString()
        .split('\0')[1] ?? '',
    );
    return '535 5.7.8 no\r\n';
  };
  const first = await Crowd.at('127.0.0.1', 0, answer);
  const second = await Crowd.at('127.0.0.1', 0, answer);
  const at = [first.port, second.port, first.port].map((port) => `127.0.0.1:${port}`);
  const targets = [
    ...at.map((text, index) => ({ line: index + 1, text, user: 'ann' })),
    { line: 4, text: at[0] ?? '', user: 'bob' },
    { line: 5, text: at[1] ?? '' },
  ];
  const { state, events } = await runSurvey(
    request({ do: 'verify', targets, connection: { security: 'none' }, perAddress: 8 }),
    {
      open: async ({ text, user }) => ({
        ok: true,
        connection: { target: text, security: 'none' },
        auth:
          user === undefined
            ? null
            : { options: { user, allowClear: true }, secret: { read: async () => 'not the password' } },
      }),
    },
  );
  expect([...attempts].sort()).toEqual(['ann', 'bob']);
  const rows = [...state.rows].sort((a, b) => a.line - b.line);
  expect(rows.map(({ answer: what, problem }) => [what, problem?.code ?? null]).sort()).toEqual(
    [
      ['login-refused', null],
      ['login-refused', null],
      ['not-tried', 'refused-before'],
      ['not-tried', 'refused-before'],
      ['not-tried', 'no-login'],
    ].sort(),
  );
  expect(JSON.stringify([events, state])).not.toContain('not the password');
});

test('a password that is not there concerns its line alone; a keychain that does not open ends all', async () => {
  const one = await Crowd.at('127.0.0.1', 0, (line) =>
    line.startsWith('EHLO') ? '250-crowd.test\r\n250 AUTH PLAIN\r\n' : '235 in\r\n',
  );
  const targets = list(`127.0.0.1:${one.port}`, `127.0.0.1:${one.port}`);
  const asked = request({ do: 'verify', targets });
  const failing = (code: 'secret-missing' | 'secret-store-unavailable') =>
    runSurvey(asked, {
      open: async ({ text, line }) => ({
        ok: true,
        connection: { target: text, security: 'none' },
        auth: {
          options: { user: 'ann', allowClear: true },
          secret: {
            read: async () => {
              if (line === 1) throw new AppError(code, { reason: 'none' });
              return 'pw';
            },
          },
        },
      }),
    });
  const { state } = await failing('secret-missing');
  expect(state.rows.map(({ line, ok, problem }) => [line, ok, problem?.code ?? null]).sort()).toEqual([
    [1, false, 'secret-missing'],
    [2, true, null],
  ]);
  await expect(failing('secret-store-unavailable')).rejects.toThrow();
});

test('TLS is demanded where it is asked for', async () => {
  const clear = await Crowd.at('127.0.0.1');
  const hello: ScriptStep[] = [{ expect: '^EHLO' }, { send: '250-mx.test\r\n250 STARTTLS\r\n' }];
  const server = await startScripted([
    ...[{ send: '220 mx.test ESMTP\r\n' }, ...hello, { expect: '^STARTTLS' }, { send: '220 go\r\n' }],
    ...[{ starttls: 'valid' }, ...hello, { tail: true as const }],
  ]);
  closing.push(() => server.close());
  const { state } = await runSurvey(
    request({
      do: 'tls',
      targets: list(`127.0.0.1:${clear.port}`, `127.0.0.1:${server.port}`),
      connection: { ca: testAuthority(), servername: 'mx.test' },
    }),
  );
  const rows = [...state.rows].sort((a, b) => a.line - b.line);
  expect(rows.map(({ answer, ok, tls }) => [answer, ok, tls?.version ?? null])).toEqual([
    ['not-offered', false, null],
    ['works', true, 'TLSv1.3'],
  ]);
});

test('stopped, what has ended stays, and nothing that was broken off is a row', async () => {
  const stop = new AbortController();
  const one = await Crowd.at('127.0.0.1', 0, (line) => {
    if (one.connections > 3 && line.startsWith('EHLO')) stop.abort();
    return '250 ok\r\n';
  });
  const { state } = await runSurvey(
    request({ targets: list(...Array.from({ length: 50 }, () => `127.0.0.1:${one.port}`)) }),
    { signal: stop.signal },
  );
  expect([state.status, state.rows.length, state.summary.ok, one.now]).toEqual(['stopped', 3, 3, 0]);
});

test('connects that nobody answers hold up no other', async () => {
  const one = await Crowd.at('127.0.0.1');
  const stop = new AbortController();
  // TEST-NET-3: nobody is there (RFC 5737). Half a second each, and then the next.
  const silent = Array.from({ length: 12 }, (_, index) => `203.0.113.${index + 1}:25`);
  const { state } = await runSurvey(
    request({
      targets: list(...silent, `127.0.0.1:${one.port}`),
      connection: { security: 'none', timeouts: { connect: 60_000 } },
      concurrency: 4,
    }),
    {
      signal: stop.signal,
      check: async (options, context) => {
        const { check } = await import('../../../electron/core/smtp/flows/check.ts');
        if (options.connection.target.startsWith('127.')) {
          const result = await check(options, context);
          stop.abort();
          return result;
        }
        await new Promise<void>((resolve) => context.signal.addEventListener('abort', () => resolve(), { once: true }));
        return {
          error: { code: 'cancelled', phase: 'connect', temporary: null, reply: null, params: {} },
          delivery: null,
          recipients: [],
        };
      },
    },
  );
  expect(state.rows.filter(({ ok }) => ok)).toHaveLength(1);
});

test('a name whose A-label stands for nothing is looked up as it is; a socket that is not there is refused', async () => {
  const { state } = await runSurvey(request({ targets: list('xn--a.invalid', '/run/posthorn/none.sock') }));
  const rows = [...state.rows].sort((a, b) => a.line - b.line);
  expect(rows.map(({ answer, error, problem }) => [answer, error, problem])).toEqual([
    ['failed', 'dns-failed', null],
    ['refused', 'connect-failed', null],
  ]);
});

test('causes are counted by what their rows say', async () => {
  const ending = async (end: (socket: Socket) => void): Promise<string> => {
    const server = createServer((socket) => end(socket.on('error', () => undefined)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(() => new Promise((resolve) => server.close(() => resolve())));
    const address = server.address();
    return `127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  };
  const closes = await ending((socket) => socket.destroy());
  const resets = [
    await ending((socket) => socket.resetAndDestroy()),
    await ending((socket) => socket.resetAndDestroy()),
  ];
  const { state } = await runSurvey(request({ targets: list(closes, ...resets) }));
  const titles = state.rows.map(({ cause }) => cause?.title);
  expect(new Set(titles).size).toBe(2);
  for (const { title, count } of state.summary.causes)
    expect(titles.filter((one) => one === title)).toHaveLength(count);
});
