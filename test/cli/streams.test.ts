/** The built program and its two streams: one JSON object whatever goes wrong, nothing that steers a terminal, no room on the disk. */
import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { open } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTcpPeer } from '../harness/peers/tcp-peer.ts';
import { Program } from './program.ts';

let program: Program;
beforeAll(async () => {
  program = await Program.build();
});
afterAll(() => program.remove());

const envelope = ['--from', 'a@x.test', '--to', 'b@y.test'];

test.each([
  ['check', ['check']],
  ['check', ['check', 'x', '--frobnicate']],
  ['check', ['check', 'x', 'y']],
  ['check', ['check', 'x', '--security', 'perhaps']],
  ['check', ['check', 'x', '--family', '5', '--ehlo']],
  ['send', ['send', 'x', ...envelope, '--size', '-5']],
  ['compare', ['compare', 'x']],
  ['matrix', ['matrix']],
  ['survey', ['survey', '--targets', '-', '--do', 'nothing']],
  ['profiles show', ['profiles', 'show']],
  ['explain', ['explain', '535', '550']],
])('wrong usage of %s with --json: status 2 and one object (%j)', async (command, args) => {
  const { status, stdout, stderr } = await program.run([...args, '--json']);
  expect(status).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject({ schema: 1, command, ok: false, error: { code: 'invalid-argument' } });
  expect(stderr).toMatch(/^posthorn: .+\n$/);
});

test('without --json, and for what no command is, standard output stays empty', async () => {
  expect(await program.run(['check', 'x', '--frobnicate'])).toMatchObject({ status: 2, stdout: '' });
  expect(await program.run(['frobnicate', '--json'])).toMatchObject({ status: 2, stdout: '' });
});

test.runIf(process.platform === 'linux').each([
  ['out', 3, /^posthorn: standard output cannot be written \(ENOSPC\)\n$/],
  ['err', 3, /^$/],
] as const)('a full disk below standard %s: status %i and a sentence, no stack', async (stream, expected, said) => {
  const full = await open('/dev/full', 'w');
  const args = stream === 'out' ? ['explain', '535 5.7.8 no', '--json'] : ['check', 'x', '--frobnicate'];
  const child = spawn(process.execPath, [program.script, ...args], {
    stdio: ['ignore', stream === 'out' ? full.fd : 'pipe', stream === 'err' ? full.fd : 'pipe'],
    env: { PATH: process.env.PATH ?? '', HOME: program.folder },
  });
  let other = '';
  (stream === 'out' ? child.stderr : child.stdout)?.on('data', (chunk: Buffer) => (other += chunk.toString()));
  const [status] = (await once(child, 'close')) as [number | null];
  await full.close();
  expect(status).toBe(expected);
  expect(other).toMatch(said);
});

test('what a server says steers no terminal, in JSON either, and its text stays the same', async () => {
  // U+009B begins a control sequence, U+202E turns the text round, U+007F deletes: all of them valid UTF-8.
  const said = 'mx.test \u009b31m\u202eturned\u2066 \u007f';
  const server = await startTcpPeer((socket) => {
    socket.write(`220 ${said}\r\n`);
    socket.on('data', () => socket.write('250 mx.test\r\n'));
  });
  const args = ['check', `127.0.0.1:${server.port}`, '--security', 'none', '--transcript', '--timeout', '5'];
  const json = (await program.run([...args, '--json'])).stdout;
  const prose = (await program.run(args)).stdout;
  await server.close();
  expect(JSON.parse(json)).toMatchObject({ greeting: { lines: [said] } });
  for (const shown of [json, prose]) expect(shown).not.toMatch(/[\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
});

test('an argument is named as the option that it came from', async () => {
  const { status, stderr } = await program.run(['send', 'x', ...envelope, '--header', 'X-A: b\r\nBcc: c']);
  expect(status).toBe(2);
  expect(stderr).toContain('"--header"');
  expect((await program.run(['serve', '--lmtp', 'run/lmtp.sock'])).stderr).toContain('Unix socket');
});
