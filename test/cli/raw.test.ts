/** The built program: raw from a pipe. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTcpPeer } from '../harness/peers/tcp-peer.ts';
import { Program } from './program.ts';

let program: Program;
beforeAll(async () => {
  program = await Program.build();
});
afterAll(async () => {
  await program.remove();
});

describe('raw', () => {
  test('sends each line after the reply to the one before, and shows both directions', async () => {
    const serving = await program.serve(['--smtp', '0', '--auth-any']);
    const target = `127.0.0.1:${serving.ports[0] ?? 0}`;
    const script = [
      'NOOP',
      'MAIL FROM:<a@x.test>',
      'RCPT TO:<b@y.test>',
      'DATA',
      'Subject: typed',
      '',
      '.dot',
      '.',
      'QUIT',
    ];
    const { status, stdout } = await program.run(['raw', target, '--security', 'none'], { input: script.join('\n') });
    expect(status).toBe(0);
    expect(stdout).toMatch(/> NOOP\n.*< 250 2\.0\.0/);
    expect(stdout).toMatch(/> DATA\n.*< 354[^]*> \.dot\n[^]*< 250[^]*> QUIT\n.*< 221/);
    const message = await serving.next('message');
    expect(Buffer.from(String(message.raw), 'base64').toString()).toBe('Subject: typed\r\n\r\n.dot\r\n');
    await serving.stop();
  });

  test('--raw-data leaves the dots to the one who types', async () => {
    const serving = await program.serve(['--smtp', '0']);
    const input = 'MAIL FROM:<a@x.test>\r\nRCPT TO:<b@y.test>\r\nDATA\r\nS: x\r\n\r\n..dot\r\n.\r\nQUIT\r\n';
    const { status } = await program.run(
      ['raw', `127.0.0.1:${serving.ports[0] ?? 0}`, '--security', 'none', '--raw-data'],
      { input },
    );
    expect(status).toBe(0);
    expect(Buffer.from(String((await serving.next('message')).raw), 'base64').toString()).toBe('S: x\r\n\r\n.dot\r\n');
    await serving.stop();
  });

  test('the lines of a chunk are shown after the BDAT that they go with, and not where it is not sent', async () => {
    const serving = await program.serve(['--smtp', '0']);
    const target = `127.0.0.1:${serving.ports[0] ?? 0}`;
    const input = 'MAIL FROM:<a@x.test>\nRCPT TO:<b@y.test>\nBDAT 6 LAST\nabcd\nBDAT 3 LAST\nefgh\nNOOP\n';
    const { status, stdout, stderr } = await program.run(['raw', target, '--security', 'none'], { input });
    await serving.stop();
    expect(stdout).toMatch(/> BDAT 6 LAST\n +> abcd\n +< 250/);
    expect(stdout).toMatch(/> NOOP\n +< 250/);
    expect(stdout).not.toContain('efgh');
    expect(stderr).toContain('not sent');
    expect(status).toBe(2);
  });

  test('--json --transcript has the lines both ways on standard error', async () => {
    const serving = await program.serve(['--smtp', '0']);
    const target = `127.0.0.1:${serving.ports[0] ?? 0}`;
    const input = 'MAIL FROM:<a@x.test>\nRCPT TO:<b@y.test>\nDATA\nS: x\n\n.\nQUIT\n';
    const { status, stdout, stderr } = await program.run(
      ['raw', target, '--security', 'none', '--json', '--transcript'],
      { input },
    );
    expect(status).toBe(0);
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => (JSON.parse(line) as { code: number }).code),
    ).toEqual([250, 250, 354, 250, 221]);
    expect(stderr).toMatch(/> DATA\n.*< 354[^]*> S: x\n[^]*< 250[^]*> QUIT\n.*< 221/);
    await serving.stop();
  });

  test('--json prints one reply a line and nothing else', async () => {
    const serving = await program.serve(['--lmtp', '0']);
    const target = `lmtp://127.0.0.1:${serving.ports[0] ?? 0}`;
    const input = 'NOOP\nFROB\nMAIL FROM:<a@x.test>\nRCPT TO:<b@y.test>\nRCPT TO:<c@y.test>\nDATA\nS: x\n\n.\nQUIT\n';
    const { status, stdout, stderr } = await program.run(['raw', target, '--json'], { input });
    expect(status).toBe(0);
    expect(stderr).toBe('');
    const replies = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { code: number; raw: string });
    // Two for the end of data: LMTP answers for each recipient.
    expect(replies.map(({ code }) => code)).toEqual([250, 500, 250, 250, 250, 354, 250, 250, 221]);
    expect(Buffer.from(replies[8]!.raw, 'base64').toString()).toMatch(/^221 .*\r\n$/);
    await serving.stop();
  });

  test('hand-typed logins are hidden', async () => {
    const serving = await program.serve(['--smtp', '0', '--auth-any']);
    const base64 = (text: string): string => Buffer.from(text).toString('base64');
    const input = ['AUTH LOGIN', base64('ann'), base64('geheim'), 'QUIT'].join('\n');
    const { status, stdout, stderr } = await program.run(
      ['raw', `127.0.0.1:${serving.ports[0] ?? 0}`, '--security', 'none'],
      { input },
    );
    expect(status).toBe(0);
    expect(stdout).toContain('235');
    for (const secret of ['geheim', base64('geheim'), base64('ann')]) expect(stdout + stderr).not.toContain(secret);
    await serving.stop();
  });

  test('responses that a refused AUTH leaves over are hidden too, however AUTH was written', async () => {
    // No login is offered here: the server refuses AUTH, and the script goes on with what was meant for it.
    const serving = await program.serve(['--smtp', '0']);
    const base64 = (text: string): string => Buffer.from(text).toString('base64');
    const input = [
      'AUTH LOGIN',
      base64('ann'),
      base64('geheim'),
      `AUTH=PLAIN ${base64('x')}geheim`,
      'NOOP',
      'QUIT',
    ].join('\n');
    const { status, stdout, stderr } = await program.run(
      ['raw', `127.0.0.1:${serving.ports[0] ?? 0}`, '--security', 'none'],
      { input },
    );
    expect(status).toBe(0);
    expect(stdout).toContain('> NOOP');
    const end = await serving.next('session-end');
    for (const secret of ['geheim', base64('geheim'), base64('ann')]) {
      expect(stdout + stderr).not.toContain(secret);
      expect(JSON.stringify(end)).not.toContain(secret);
    }
    await serving.stop();
  });

  test('octets that are no UTF-8 go out as they are', async () => {
    const heard: Buffer[] = [];
    const server = await startTcpPeer((socket) => {
      socket.write('220 hi\r\n');
      socket.on('data', (chunk) => {
        heard.push(chunk);
        socket.write('250 ok\r\n');
      });
    });
    const input = Buffer.from('VRFY caf\u00e9 \u0080\n', 'latin1');
    const { status, stdout } = await program.run(['raw', `127.0.0.1:${server.port}`, '--security', 'none'], { input });
    await server.close();
    expect(status).toBe(0);
    expect(stdout).toContain('> VRFY café');
    expect(Buffer.concat(heard).toString('latin1')).toContain('VRFY caf\u00e9 \u0080\r\n');
  });

  test('an input that ends where a response to AUTH is due takes the exchange back before QUIT', async () => {
    const serving = await program.serve(['--smtp', '0', '--auth-any']);
    const target = `127.0.0.1:${serving.ports[0] ?? 0}`;
    const { status } = await program.run(['raw', target, '--security', 'none'], { input: 'AUTH PLAIN\n' });
    expect(status).toBe(0);
    const end = await serving.next('session-end');
    const answers = (end.transcript as { direction: string; text: string }[])
      .filter(({ direction }) => direction === 'sent')
      .map(({ text }) => text.slice(0, 3));
    // Taken for a response, QUIT would have no answer of its own.
    expect(answers.slice(-3)).toEqual(['334', '501', '221']);
    await serving.stop();
  });

  test('an input that ends inside a message sends no half message', async () => {
    const serving = await program.serve(['--smtp', '0']);
    const input = 'MAIL FROM:<a@x.test>\nRCPT TO:<b@y.test>\nDATA\nSubject: half\n';
    const { status, stderr } = await program.run(['raw', `127.0.0.1:${serving.ports[0] ?? 0}`, '--security', 'none'], {
      input,
    });
    expect(status).toBe(2);
    expect(stderr).toContain('the message is not sent');
    await serving.next('session-end');
    expect(serving.lines.some(({ event }) => event === 'message')).toBe(false);
    await serving.stop();
  });

  test('a line that cannot be sent is named and the session goes on', async () => {
    const serving = await program.serve(['--smtp', '0']);
    const input = 'NOOP a\rb\nNOOP\nQUIT\n';
    const { status, stdout, stderr } = await program.run(
      ['raw', `127.0.0.1:${serving.ports[0] ?? 0}`, '--security', 'none', '--json'],
      { input },
    );
    expect(stderr).toContain('control character');
    expect(stdout.trimEnd().split('\n')).toHaveLength(2);
    expect(status).toBe(2);
    await serving.stop();
  });

  test('expect ends a piped input at another reply, with status 1', async () => {
    const serving = await program.serve(['--smtp', '0']);
    const target = `127.0.0.1:${serving.ports[0] ?? 0}`;
    const input = '# remark\nexpect 250\nNOOP\nexpect 2xx\nFROB\nexpect 250\nRSET\n';
    const { status, stdout, stderr } = await program.run(['raw', target, '--security', 'none'], { input });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^posthorn: expected 250, got 500 /);
    expect(stdout).toContain('> FROB');
    expect(stdout).not.toContain('RSET');
    await serving.stop();
  });

  test('--run carries a saved list out, logs in by auth, and names the line that stops it', async () => {
    const serving = await program.serve(['--smtp', '0', '--auth-any']);
    const target = `127.0.0.1:${serving.ports[0] ?? 0}`;
    const folder = await mkdtemp(join(tmpdir(), 'lists-'));
    const list = join(folder, 'list.txt');
    const lines = ['auth plain', 'expect 235', 'MAIL FROM:<a@x.test>', 'RCPT TO:<b@y.test>', 'DATA', 'expect 354'];
    const rest = ['S: x', '', '..dot', '.', 'expect 250', 'NOOP', 'expect 5xx', 'RSET', ''];
    await writeFile(list, [...lines, ...rest].join('\n'));
    const login = ['--user', 'ann', '--password-env', 'SECRET', '--allow-clear-auth', '--quit-after', 'ehlo'];
    const ran = await program.run(['raw', target, '--security', 'none', ...login, '--run', list], {
      input: '',
      env: { SECRET: 'hunter2 geheim' },
    });
    expect(ran.stderr).toMatch(/list\.txt, line 13: expected 5xx, got 250 /);
    expect(ran.status).toBe(1);
    expect(ran.stdout).not.toContain('RSET');
    expect(ran.stdout).not.toContain(Buffer.from('\0ann\0hunter2 geheim').toString('base64'));
    expect(Buffer.from(String((await serving.next('message')).raw), 'base64').toString()).toBe('S: x\r\n\r\n..dot\r\n');

    await writeFile(list, 'NOOP\nDATA\nno end\n');
    const wrong = await program.run(['raw', target, '--security', 'none', '--run', list], { input: '' });
    expect(wrong).toMatchObject({ status: 2, stdout: '' });
    expect(wrong.stderr).toContain('line 2: the message after DATA has no end');
    await rm(folder, { recursive: true });
    await serving.stop();
  });

  test('a server that cannot be reached: status 1', async () => {
    const { status, stderr } = await program.run(['raw', '127.0.0.1:1', '--json'], { input: 'NOOP\n' });
    expect(status).toBe(1);
    expect(stderr).toContain('127.0.0.1');
  });
});
