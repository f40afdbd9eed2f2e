/** The port matrix where packets are really dropped and rejected: a network of its own, with rules of the kernel's filter. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Program } from '../../cli/program.ts';

/** TEST-NET-1 (RFC 5737), on the loopback of that network alone. */
const HOST = '192.0.2.25';
const network = `posthorn-${process.pid}`;
let program: Program;
let server: ChildProcess;

const inside = (command: readonly string[]): string[] => ['netns', 'exec', network, ...command];
const env = () => ({ PATH: process.env.PATH ?? '', HOME: program.folder, XDG_CONFIG_HOME: `${program.folder}/config` });

beforeAll(async () => {
  program = await Program.build();
  execFileSync('ip', ['netns', 'add', network]);
  execFileSync('ip', ['-n', network, 'link', 'set', 'lo', 'up']);
  execFileSync('ip', ['-n', network, 'address', 'add', `${HOST}/32`, 'dev', 'lo']);
  const listeners = ['--smtp', `${HOST}:25`, '--smtp', `${HOST}:587`, '--smtps', `${HOST}:465`];
  server = spawn('ip', inside([process.execPath, program.script, 'serve', '--json', ...listeners, '--auth-any']), {
    env: env(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (server.stdout === null) throw new Error('no output');
  const [line] = (await once(createInterface({ input: server.stdout }), 'line')) as [string];
  expect(JSON.parse(line)).toMatchObject({ event: 'listening' });
  server.stdout.resume();
});
afterEach(() => {
  execFileSync('ip', inside(['nft', 'flush', 'ruleset']));
});
afterAll(async () => {
  const closed = once(server, 'close');
  server.kill('SIGTERM');
  await closed;
  execFileSync('ip', ['netns', 'delete', network]);
  await program.remove();
});

interface Matrix {
  readonly ok: boolean;
  readonly cells: readonly {
    readonly key: { readonly port: number; readonly security?: string };
    readonly answer: string;
  }[];
  readonly inferences: readonly {
    readonly code: string;
    readonly params: Record<string, unknown>;
    readonly text: string;
  }[];
}

/** `rules`: of the chain that packets to this network's own addresses go through. */
async function matrix(...rules: readonly string[]): Promise<Matrix> {
  const table = [
    'add table inet filter',
    'add chain inet filter input { type filter hook input priority 0; }',
    ...rules.map((rule) => `add rule inet filter input ${rule}`),
  ].join('\n');
  execFileSync('ip', inside(['nft', '-f', '-']), { input: `${table}\n` });
  const args = [process.execPath, program.script, 'matrix', HOST, '--json', '--timeout', '2', '--insecure'];
  const child = spawn('ip', inside(args), { env: env(), stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await once(child, 'close');
  return JSON.parse(text) as Matrix;
}

const answersOf = ({ cells }: Matrix, port: number): string[] => [
  ...new Set(cells.filter(({ key }) => key.port === port).map(({ answer }) => answer)),
];
const inferred = ({ inferences }: Matrix, code: string) => inferences.find((one) => one.code === code)?.params ?? null;

test('nothing is filtered: what listens answers, what does not is closed', async () => {
  const found = await matrix('accept');
  expect(answersOf(found, 2525)).toEqual(['refused']);
  expect(inferred(found, 'closed')).toMatchObject({ ports: [2525] });
  expect(found.inferences.map(({ code }) => code)).not.toContain('blocked-25');
});

test('25 is dropped, as by a provider that lets none out', async () => {
  const found = await matrix('tcp dport 25 drop');
  expect(answersOf(found, 25)).toEqual(['silent']);
  expect(inferred(found, 'blocked-25')).toMatchObject({ answering: expect.any(Number) as unknown });
});

test('another port is dropped', async () => {
  const found = await matrix('tcp dport 465 drop');
  expect(answersOf(found, 465)).toEqual(['silent']);
  expect(inferred(found, 'dropped')).toMatchObject({ ports: [465] });
  expect(inferred(found, 'blocked-25')).toBeNull();
});

test('everything is dropped', async () => {
  const found = await matrix('tcp dport { 25, 465, 587, 2525 } drop');
  expect(inferred(found, 'all-silent')).toMatchObject({ ports: [25, 465, 587, 2525] });
  expect(found.ok).toBe(false);
});

test('a filter that answers with a reset is like a port that is closed', async () => {
  const one = await matrix('tcp dport 587 reject with tcp reset');
  expect(answersOf(one, 587)).toEqual(['refused']);
  expect(inferred(one, 'closed')).toMatchObject({ ports: [587, 2525] });
  execFileSync('ip', inside(['nft', 'flush', 'ruleset']));
  const all = await matrix('tcp dport { 25, 465, 587, 2525 } reject with tcp reset');
  expect(inferred(all, 'all-refused')).toMatchObject({ ports: [25, 465, 587, 2525] });
});

test('a filter that says by ICMP that there is no way is no closed port', async () => {
  const found = await matrix('tcp dport 587 reject with icmp type host-unreachable');
  expect(answersOf(found, 587)).toEqual(['unreachable']);
  const closed = inferred(found, 'closed') as { ports: number[] } | null;
  expect(closed?.ports).toEqual([2525]);
});

test('what is connected and says nothing, since its words are dropped', async () => {
  // The handshake passes; what carries data does not.
  const found = await matrix('tcp sport 587 tcp flags & psh == psh drop');
  expect(answersOf(found, 587)).toContain('no-greeting');
  expect(inferred(found, 'no-greeting')).toMatchObject({ ports: [587] });
});
