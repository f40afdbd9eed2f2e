/** The matrix against real sockets: what each kind of server comes to, and how often it was connected to. */
import { createServer } from 'node:net';
import { afterEach, beforeAll, expect, test } from 'vitest';
import type { SecretSource } from '../../../electron/core/ports.ts';
import type { SurveyEvent } from '../../../electron/protocol/values/survey/event.ts';
import type { RequestOf } from '../../../electron/protocol/values/survey/request.ts';
import type { StateOf } from '../../../electron/protocol/values/survey/state.ts';
import { makeCertificates, testAuthority } from '../../harness/certificates.ts';
import { startSocks } from '../../harness/peers/proxies.ts';
import { type ScriptStep, startScripted } from '../../harness/peers/scripted-server.ts';
import { inferenceText } from '../../../electron/texts/survey/matrix.ts';
import { resumedState, runSurvey } from './run.ts';

type Matrix = StateOf<'matrix'>;

const greeting: ScriptStep = { send: '220 mx.test ESMTP\r\n' };
const hello = (...keywords: string[]): ScriptStep[] => [
  { expect: '^EHLO' },
  { send: ['mx.test', ...keywords].map((one, i) => `250${i === keywords.length ? ' ' : '-'}${one}\r\n`).join('') },
];
const overTls = (certificate: string): ScriptStep[] => [
  ...[greeting, ...hello('STARTTLS'), { expect: '^STARTTLS' }, { send: '220 go\r\n' }, { starttls: certificate }],
  ...hello('AUTH PLAIN'),
];
const withStartTls = (certificate = 'valid'): ScriptStep[] => [...overTls(certificate), { tail: true }];
const plain: ScriptStep[] = [greeting, ...hello('SIZE'), { tail: true }];
/** Takes the connection and waits for what never comes. */
const mute: ScriptStep[] = [{ tail: true }];

const closing: (() => Promise<void>)[] = [];
beforeAll(() => makeCertificates());
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

async function serve(script: readonly ScriptStep[], implicitTls?: string) {
  const server = await startScripted(script, implicitTls === undefined ? {} : { implicitTls });
  closing.push(() => server.close());
  return server;
}

/** A port that nobody listens on. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const events: SurveyEvent[] = [];
interface Over extends Partial<RequestOf<'matrix'>> {
  readonly secret?: SecretSource;
}
async function run(ports: number[], { secret, ...over }: Over = {}, signal?: AbortSignal): Promise<Matrix> {
  const connection = { servername: 'mx.test', ca: testAuthority(), timeouts: { greeting: 1_000 } };
  const request: RequestOf<'matrix'> = {
    kind: 'matrix',
    host: '127.0.0.1',
    ports,
    tlsPorts: [],
    auth: null,
    connection,
    ...over,
  };
  const done = await runSurvey(request, { ...(signal === undefined ? {} : { signal }), secret });
  events.splice(0, events.length, ...done.events);
  for (const at of [1, 3, events.length - 1]) expect(resumedState(request, events, at)).toEqual(done.state);
  return done.state;
}

const answers = ({ cells }: Matrix): string[] =>
  cells.map(({ key, answer }) => `${key.port} ${key.security ?? '*'} ${answer}`);
const codes = ({ summary }: Matrix): string[] => summary.inferences.map(({ code }) => code);

test('a closed port is one try for all its cells; STARTTLS and the way without are one session, TLS another', async () => {
  const closed = await closedPort();
  const { port, recorded } = await serve(withStartTls());
  const matrix = await run([closed, port]);
  expect(answers(matrix)).toEqual([
    `${closed} * refused`,
    `${port} none no-login`,
    `${port} starttls works`,
    `${port} tls not-tls`,
  ]);
  expect(codes(matrix)).toEqual(['login-after-tls', 'closed']);
  expect(matrix.summary.best).toMatchObject({ port, security: 'starttls' });
  expect(recorded.connections).toBe(2);
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  expect(events.filter(({ type }) => type === 'cell-started')).toHaveLength(3);
  expect(events.at(-1)).toMatchObject({ type: 'survey-end', stopped: false });
});

test('plain text on a port for TLS', async () => {
  const { port, recorded } = await serve(plain);
  const matrix = await run([port], { tlsPorts: [port] });
  expect(answers(matrix)).toEqual([`${port} none works`, `${port} starttls not-offered`, `${port} tls not-tls`]);
  expect(matrix.summary.inferences).toContainEqual({ code: 'plain-on-tls-port', params: { port } });
  expect(recorded.connections).toBe(2);
});

test('TLS from the first byte on a port that is not for it', async () => {
  const { port, recorded } = await serve([greeting, ...hello('AUTH PLAIN'), { tail: true }], 'valid');
  const matrix = await run([port]);
  expect(answers(matrix)).toEqual([
    `${port} none waits-for-tls`,
    `${port} starttls waits-for-tls`,
    `${port} tls works`,
  ]);
  expect(codes(matrix)[0]).toBe('tls-on-plain-port');
  expect(recorded.connections).toBe(2);
});

test('a port for TLS that speaks it is asked once', async () => {
  const { port, recorded } = await serve([greeting, ...hello('AUTH PLAIN'), { tail: true }], 'valid');
  const matrix = await run([port], { tlsPorts: [port] });
  expect(answers(matrix)).toEqual([`${port} none not-tried`, `${port} starttls not-tried`, `${port} tls works`]);
  expect(recorded.connections).toBe(1);
});

test('a port that takes the connection and says nothing', async () => {
  const { port } = await serve(mute);
  const matrix = await run([port], { connection: { timeouts: { greeting: 300, tls: 300 } } });
  expect(answers(matrix)).toEqual([
    `${port} none no-greeting`,
    `${port} starttls no-greeting`,
    `${port} tls tls-failed`,
  ]);
  expect(codes(matrix)).toEqual(['no-greeting']);
  // True of half a greeting too.
  expect(inferenceText(matrix.summary.inferences[0]!)).toContain('gives no whole greeting within');
  expect(matrix.summary.best).toBeNull();
});

test("another host's certificate", async () => {
  const { port } = await serve(withStartTls('wronghost'));
  const matrix = await run([port]);
  expect(answers(matrix)).toContain(`${port} starttls certificate-name`);
  expect(matrix.summary.inferences[0]).toEqual({
    code: 'other-certificate',
    params: { ports: [port], names: ['other.example'], everywhere: true },
  });
  // In clear there is no login, and over TLS no trust.
  expect(matrix.summary.best).toBeNull();
});

test('a login is tried once, at the best cell', async () => {
  const login: ScriptStep[] = [
    ...overTls('valid'),
    { alt: [[{ expect: '^AUTH' }, { send: '535 no\r\n' }, { tail: true }], [{ eof: true }]] },
  ];
  const [one, two] = [await serve(login), await serve(login)];
  const matrix = await run([one.port, two.port], { auth: { user: 'ann' }, secret: { read: async () => 'secret' } });
  const attempts = [...one.recorded.lines, ...two.recorded.lines].filter((line) => line.startsWith('AUTH'));
  expect(attempts).toHaveLength(1);
  expect(matrix.login?.error?.code).toBe('auth-failed');
});

test('a name without an address', async () => {
  const matrix = await run([25], { host: 'nowhere.invalid' });
  expect(matrix.cells).toEqual([]);
  expect(codes(matrix)).toEqual(['name-not-found']);
});

test('stopped, it leaves no socket and says what is not known', async () => {
  const stop = new AbortController();
  let connections = 0;
  const ports: number[] = [];
  const servers = [1, 2, 3].map(() =>
    createServer((socket) => {
      connections += 1;
      socket.on('error', () => undefined).resume();
      if (connections === 2) stop.abort();
    }),
  );
  for (const server of servers) {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (typeof address === 'object' && address !== null) ports.push(address.port);
  }
  const matrix = await run(ports, { connection: {} }, stop.signal);
  expect(matrix.status).toBe('stopped');
  expect(codes(matrix)).toEqual(['stopped']);
  expect(matrix.cells.every(({ state }) => state === 'unknown')).toBe(true);
  expect(events.at(-1)).toMatchObject({ type: 'survey-end', stopped: true });
  // A server is closed when its last socket is: this would not end while one is open.
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  expect(connections).toBe(2);
});

test('through a proxy: what it reaches, where it cannot, what it forbids, and nothing said of this network', async () => {
  const { port } = await serve(withStartTls());
  const closed = await closedPort();
  const proxy = await startSocks({ names: { 'mx.test': '127.0.0.1' } });
  closing.push(() => proxy.close());
  const via = `socks5://127.0.0.1:${proxy.port}`;
  const connection = { servername: 'mx.test', ca: testAuthority(), proxy: via };
  const matrix = await run([closed, port], { host: 'mx.test', connection });
  expect(matrix.cells.map(({ key }) => key.address)).toContain('mx.test');
  expect(answers(matrix)[0]).toBe(`${closed} * proxy-cannot`);
  expect(answers(matrix)).toContain(`${port} starttls works`);
  expect(codes(matrix)).toEqual(['proxy-cannot', 'login-after-tls', 'through-proxy']);
  expect(matrix.summary.best).toMatchObject({ host: 'mx.test', port, security: 'starttls' });
  const words = matrix.summary.inferences.map(inferenceText).join('\n');
  expect(words).toContain(`${closed}: the proxy could not connect`);
  expect(words).toContain(`seen from the proxy ${via}`);
  // One try answers for the port that it could not reach; the name is the proxy's to look up.
  expect(proxy.asked.filter((each) => each.includes(`mx.test:${closed}`))).toHaveLength(1);
});

test('a proxy that is not there says nothing of the host', async () => {
  const proxy = `socks5://127.0.0.1:${await closedPort()}`;
  const matrix = await run([25, 587], { host: 'mx.test', connection: { proxy } });
  expect(answers(matrix)).toEqual(['25 * proxy-failed', '587 * proxy-failed']);
  expect(codes(matrix)).toEqual(['proxy-failed', 'through-proxy']);
  expect(inferenceText(matrix.summary.inferences[0]!)).toBe(
    `The proxy ${proxy} could not be reached (“ECONNREFUSED”): of the host nothing is known.`,
  );
});
