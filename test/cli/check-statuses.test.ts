/** The built program and what goes wrong: exit statuses, outcome codes, arguments refused before anything is connected. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTcpPeer, type TcpPeer } from '../harness/peers/tcp-peer.ts';
import { Program } from './program.ts';
import { parseReport } from './report-json.ts';

let program: Program;
beforeAll(async () => {
  program = await Program.build();
});
afterAll(() => program.remove());

const envelope = ['--from', 'a@x.test', '--to', 'b@y.test'];

/** A server that answers with these, one after the other, then with nothing. */
async function saying(...answers: string[]): Promise<TcpPeer & { readonly target: string }> {
  const peer = await startTcpPeer((socket) => {
    const rest = [...answers];
    const say = (): void => {
      const answer = rest.shift();
      if (answer === undefined) return;
      if (answer === 'END') socket.end();
      else socket.write(answer);
    };
    say();
    socket.on('data', say);
  });
  return { ...peer, target: `127.0.0.1:${peer.port}` };
}

describe('exit statuses and codes', () => {
  test.each([
    ['security-mismatch', ['HTTP/1.1 400 Bad Request\r\n\r\n', 'END']],
    ['greeting-refused', ['554 5.7.1 go away\r\n']],
    ['server-disconnected', ['END']],
    ['helo-refused', ['220 hi\r\n', '550 no\r\n', '550 no\r\n']],
  ])('%s: status 1', async (code, answers) => {
    const server = await saying(...answers);
    const { status, stdout } = await program.run(['check', server.target, '--json', '--timeout', '5']);
    await server.close();
    expect(parseReport(stdout)).toMatchObject({ ok: false, error: { code } });
    expect(status).toBe(1);
  });

  test('a timeout names its limit', async () => {
    const server = await saying();
    const { status, stdout } = await program.run(['check', server.target, '--timeout', '0.3']);
    await server.close();
    expect(status).toBe(1);
    expect(stdout).toMatch(/0\.3 s|300 ms/);
  });

  test('a closed port: connect-failed, status 1', async () => {
    const server = await saying();
    await server.close();
    const { status, stdout } = await program.run(['check', server.target, '--json']);
    expect(status).toBe(1);
    expect(parseReport(stdout)).toMatchObject({
      error: { code: 'connect-failed' },
      addresses: [{ ok: false, error: 'ECONNREFUSED' }],
    });
  });

  test.each([
    [
      'a control character in an address',
      ['send', '127.0.0.1:9', '--from', 'a@x.test\r\nRSET', '--to', 'b@y.test'],
      'from',
    ],
    ['a control character in the name', ['check', '127.0.0.1:9', '--ehlo', 'x\ny'], 'ehlo'],
    ['a bad target', ['check', 'bad host'], 'target'],
    ['a bad port', ['check', 'host:99999'], 'target'],
  ])('%s: status 2, the argument is named, nothing is connected', async (_, args, name) => {
    const human = await program.run(args);
    expect(human.status).toBe(2);
    expect(human.stderr).toMatch(new RegExp(name, 'i'));
    expect(human.stdout).toBe('');
    const json = await program.run([...args, '--json']);
    expect(json.status).toBe(2);
    expect(parseReport(json.stdout)).toMatchObject({ ok: false, error: { code: 'invalid-argument' }, addresses: [] });
  });

  test.each([
    [['check', 'x', '--frobnicate'], '--frobnicate'],
    [['check', 'smtp://ann:geheim@x.test'], 'password'],
    [['check', 'x', '--user', 'ann'], '--password-stdin'],
    [['send', 'x'], '--from'],
    [['send', '192.0.2.1', ...envelope, '--count', '4', '--concurrency', '2'], '--concurrency'],
    [['check', 'x', '--report', 'r.pdf'], '--report'],
  ])('%j: status 2', async (args, words) => {
    const { status, stdout, stderr } = await program.run(args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(words);
    expect(stderr).not.toContain('geheim');
  });

  test.each([
    [['check', 'x', '--user', 'a', '--password-env', 'NOT_SET'], 3, 'NOT_SET'],
    [['send', 'x', ...envelope, '--data', '/nonexistent.eml'], 2, '"--data" cannot be used: /nonexistent.eml'],
    [['check', 'x', '--ca', '/nonexistent.pem'], 2, '"--ca" cannot be used: /nonexistent.pem'],
  ])('%j: status %i', async (args, expected, words) => {
    const { status, stdout, stderr } = await program.run(args);
    expect({ status, stdout }).toEqual({ status: expected, stdout: '' });
    expect(stderr).toContain(words);
  });

  test('SIGINT cancels: status 130 and a report that says so', async () => {
    const server = await saying();
    const child = program.spawn(['check', server.target, '--json']);
    let stdout = '';
    child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
    await server.reached;
    child.kill('SIGINT');
    expect(await closed).toBe(130);
    await server.close();
    expect(parseReport(stdout)).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  });

  test('a login without a password is stopped by a certificate too, and no password is spoken of', async () => {
    const serving = await program.serve(['--smtp', '0', '--auth-any']);
    const target = `127.0.0.1:${serving.ports[0] ?? 0}`;
    const without = await program.run(['check', target, '--auth', 'EXTERNAL', '--json', '--transcript']);
    const login = ['--user', 'ann', '--password-env', 'PW'];
    const withOne = await program.run(['check', target, ...login, '--json'], { env: { PW: 'geheim' } });
    await serving.stop();
    for (const { status, stdout } of [without, withOne]) {
      expect(status).toBe(1);
      expect(parseReport(stdout)).toMatchObject({ error: { code: 'tls-failed' }, auth: null });
    }
    expect(without.stdout).not.toMatch(/password|secret was not sent/);
    expect(withOne.stdout).toContain('the password was not sent');
  });

  test('help and version need nothing', async () => {
    expect(await program.run(['--help'])).toMatchObject({ status: 0, stderr: '' });
    expect((await program.run(['send', '--help'])).stdout).toContain('--dry-run');
    expect((await program.run(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
