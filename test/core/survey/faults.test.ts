/** What of a survey counts as a fault, in its findings and in the word that lists show: a closed port does not, a broken certificate does. */
import { createServer } from 'node:net';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { findingsOfCells } from '../../../electron/protocol/fold/survey/findings.ts';
import type { StateOf } from '../../../electron/protocol/values/survey/state.ts';
import { surveyBadge } from '../../../electron/texts/survey/title.ts';
import { makeCertificates, testAuthority } from '../../harness/certificates.ts';
import { startSocks } from '../../harness/peers/proxies.ts';
import { type ScriptStep, startScripted } from '../../harness/peers/scripted-server.ts';
import { runSurvey } from './run.ts';

type Matrix = StateOf<'matrix'>;

const overTls = (certificate: string): ScriptStep[] => [
  { send: '220 mx.test ESMTP\r\n' },
  { expect: '^EHLO' },
  { send: '250-mx.test\r\n250 STARTTLS\r\n' },
  { expect: '^STARTTLS' },
  { send: '220 go\r\n' },
  { starttls: certificate },
  { expect: '^EHLO' },
  { send: '250-mx.test\r\n250 SIZE 1000\r\n' },
  { tail: true },
];

const closing: (() => Promise<void>)[] = [];
beforeAll(() => makeCertificates());
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

async function serving(certificate: string): Promise<number> {
  const server = await startScripted(overTls(certificate));
  closing.push(() => server.close());
  return server.port;
}

async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function matrixOf(ports: readonly number[], over: { readonly host?: string; readonly proxy?: string } = {}) {
  const { host = '127.0.0.1', ...rest } = over;
  const connection = { servername: 'mx.test', ca: testAuthority(), timeouts: { greeting: 1_000 }, ...rest };
  const { state } = await runSurvey<'matrix'>({
    kind: 'matrix',
    host,
    ports: [...ports],
    tlsPorts: [],
    auth: null,
    connection,
  });
  return state;
}

const errors = ({ findings }: Pick<Matrix, 'findings'>): string[] =>
  findings.filter(({ severity }) => severity === 'error').map(({ id }) => id);

test('a closed port is no fault, with a proxy neither', async () => {
  const [open, closed] = [await serving('valid'), await closedPort()];
  const direct = await matrixOf([closed, open]);
  expect(errors(direct)).toEqual([]);
  expect(surveyBadge(direct)).toEqual({ tone: 'ok', text: 'Works' });
  const proxy = await startSocks({ names: { 'mx.test': '127.0.0.1' } });
  closing.push(() => proxy.close());
  const through = await matrixOf([closed, open], { host: 'mx.test', proxy: `socks5://127.0.0.1:${proxy.port}` });
  expect(through.cells[0]?.answer).toBe('proxy-cannot');
  expect(errors(through)).toEqual([]);
});

test('nor is a port in clear that says nothing to TLS', async () => {
  const open = await serving('valid');
  const mute = createServer((socket) => socket.on('data', () => socket.end()).on('error', () => undefined));
  await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
  closing.push(() => new Promise((resolve) => mute.close(() => resolve())));
  const address = mute.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const matrix = await matrixOf([open, port]);
  expect(matrix.cells.filter(({ key }) => key.port === port).map(({ answer }) => answer)).toEqual([
    'no-greeting',
    'no-greeting',
    'tls-failed',
  ]);
  expect(errors(matrix)).toEqual([]);
});

test('a certificate that has expired is one fault, beside a port that works', async () => {
  const matrix = await matrixOf([await serving('valid'), await serving('expired')]);
  expect(errors(matrix)).toEqual(['tls.certificate-expired']);
  expect(matrix.summary.best).not.toBeNull();
  expect(surveyBadge(matrix)).toEqual({ tone: 'warn', text: 'Works, with faults' });
});

test('on 25 it is information, as in a check that did not ask for TLS', async () => {
  const { cells } = await matrixOf([await serving('expired')]);
  const there = findingsOfCells(cells, 'some-expected');
  const on25 = cells.map((cell) => ({ ...cell, key: { ...cell.key, port: 25 } }));
  expect(there.filter(({ severity }) => severity === 'error')).toHaveLength(1);
  expect(findingsOfCells(on25, 'some-expected').map(({ id, severity }) => [id, severity])).toContainEqual([
    'tls.certificate-expired',
    'info',
  ]);
  expect(errors({ findings: findingsOfCells(on25, 'some-expected') })).toEqual([]);
  // Where each session was to work, it is what it was.
  expect(errors({ findings: findingsOfCells(on25, 'each-asked') })).toContain('tls.certificate-expired');
});

test('of some sessions that fail the word says how many', async () => {
  const port = await serving('valid');
  const connection = { target: `127.0.0.1:${port}`, security: 'starttls', ca: testAuthority() } as const;
  const { state } = await runSurvey<'census'>({
    kind: 'census',
    connection: { ...connection, servername: 'mx.test' },
    sessions: 2,
  });
  expect(surveyBadge(state)).toEqual({ tone: 'ok', text: 'Works' });
  const [one, two] = state.cells;
  if (one === undefined || two === undefined) throw new Error('two sessions were asked for');
  const half = { ...state, cells: [one, { ...two, state: 'fails' as const }] };
  expect(surveyBadge(half)).toEqual({ tone: 'warn', text: '1 of 2 fail' });
});
