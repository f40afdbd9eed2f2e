/** The built program: serve as scripts and people use it. */
import { once } from 'node:events';
import { createConnection, createServer } from 'node:net';
import { mkdtemp, readdir, readFile, stat } from 'node:fs/promises';
import { showMade } from '../../../electron/cli/output/made-passwords.ts';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Program } from '../program.ts';

let program: Program;
beforeAll(async () => {
  program = await Program.build();
});
afterAll(async () => {
  await program.remove();
});

const envelope = ['--from', 'a@x.test', '--to', 'b@y.test'];

describe('serve', () => {
  test('reports its listeners first, then every session with its transcript, and ends cleanly', async () => {
    const socket = join(program.folder, 'l.sock');
    const serving = await program.serve([
      '--smtp',
      '0',
      '--smtp',
      'localhost:0',
      '--smtps',
      '0',
      '--lmtp',
      socket,
      '--starttls',
      'required',
    ]);
    expect(serving.ports.filter((port) => port > 0)).toHaveLength(3);
    expect(
      (await program.run(['send', `127.0.0.1:${serving.ports[0] ?? 0}`, ...envelope, '--security', 'none'])).status,
    ).toBe(1);
    const start = await serving.next('session-start');
    const rejected = await serving.next('rejected');
    expect(rejected).toMatchObject({ session: start.session, reply: { code: 530 } });
    expect(String(rejected.command)).toContain('MAIL');
    const end = await serving.next('session-end');
    expect(end.session).toBe(start.session);
    const texts = (end.transcript as { text: string }[]).map(({ text }) => text);
    expect(texts.some((text) => text.startsWith('MAIL FROM:<a@x.test>'))).toBe(true);
    expect(texts[0]).toMatch(/^Connected from 127\.0\.0\.1:\d+\.$/);
    expect(await serving.stop('SIGTERM')).toBe(0);
    expect(serving.stderr()).toBe('');
  });

  test('a session in progress gets 421 when the server ends', async () => {
    const serving = await program.serve(['--smtp', '0']);
    const client = createConnection({ host: '127.0.0.1', port: serving.ports[0] ?? 0 });
    let heard = '';
    client.on('data', (chunk: Buffer) => (heard += chunk.toString()));
    await new Promise((resolve) => client.once('data', resolve));
    const closed = new Promise((resolve) => client.once('close', resolve));
    expect(await serving.stop('SIGINT')).toBe(0);
    await closed;
    expect(heard).toMatch(/^220 .*\r\n421 /s);
  });

  test('a reader that goes away (| head -1) ends it as a signal does: 421, the socket and temporary files gone', async () => {
    const temporary = await mkdtemp(join(program.folder, 'tmp-'));
    const path = join(program.folder, 'read.sock');
    const child = program.spawn(['serve', '--json', '--lmtp', path], { TMPDIR: temporary });
    let stderr = '';
    child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    await new Promise((resolve) => child.stdout?.once('data', resolve));
    const closed = new Promise((resolve) => child.once('exit', resolve));
    child.stdout?.destroy();
    const client = createConnection({ path });
    let heard = '';
    client.on('data', (chunk: Buffer) => (heard += chunk.toString()));
    await new Promise((resolve) => client.once('close', resolve));
    expect(await closed).toBe(0);
    expect(heard).toMatch(/^(?:220 .*\r\n)?421 4\.3\.2 .*\r\n$/);
    expect(stderr).toBe('');
    expect(await readdir(temporary)).toEqual([]);
    await expect(stat(path)).rejects.toThrow('ENOENT');
  });

  test('a reader that does not read holds up neither the first SIGTERM nor the 421', async () => {
    const path = join(program.folder, 'unread.sock');
    const child = program.spawn(['serve', '--json', '--lmtp', path]);
    const closed = new Promise((resolve) => child.once('exit', resolve));
    // Nobody listens to its standard output: what a pipe holds and no more leaves the process.
    await expect
      .poll(
        () =>
          stat(path).then(
            () => true,
            () => false,
          ),
        { timeout: 20_000 },
      )
      .toBe(true);
    const refused = (): Promise<void> =>
      new Promise((resolve) => {
        const client = createConnection({ path });
        client.on('close', () => resolve());
        client.resume();
        client.end('XXXX\r\n'.repeat(60));
      });
    for (let i = 0; i < 40; i += 1) await refused();
    // More than is kept for a reader: whoever sends the last one waits for room.
    const sender = createConnection({ path });
    let taken = 0;
    const full = new Promise<void>((resolve) => {
      sender.on('data', (chunk: Buffer) => {
        taken += chunk.toString().split('250 2.0.0 Message accepted').length - 1;
        if (taken >= 24) resolve();
      });
    });
    sender.on('error', () => undefined);
    const message = `MAIL FROM:<a@x.test>\r\nRCPT TO:<b@x.test>\r\nDATA\r\n${`${'x'.repeat(998)}\r\n`.repeat(1000)}.\r\n`;
    sender.write(`LHLO c\r\n${message.repeat(40)}`);
    await full;
    child.kill('SIGTERM');
    expect(await closed).toBe(0);
    await expect(stat(path)).rejects.toThrow('ENOENT');
  });

  test('what a client does against the grammar is printed as it comes, and stands in the transcript', async () => {
    const serving = await program.serve(['--smtp', '0']);
    const client = createConnection({ host: '127.0.0.1', port: serving.ports[0] ?? 0 });
    client.on('error', () => client.destroy());
    await once(client, 'data');
    client.write('HELO mx1.example.org\r\n');
    await once(client, 'data');
    for (const line of ['MAIL FROM: <a@example.org>', 'RCPT TO:<b@example.org>', 'DATA ', '.', 'QUIT']) {
      client.write(`${line}\r\n`);
      await once(client, 'data');
    }
    expect(await serving.next('anomaly')).toMatchObject({ anomaly: 'blank-before-path', detail: 'MAIL' });
    const blank = await serving.next('anomaly');
    expect(blank).toMatchObject({ anomaly: 'trailing-blank', detail: 'DATA' });
    expect(String(blank.meaning)).toContain('RFC 5321 section 4.1.1');
    const end = await serving.next('session-end');
    expect(end).toMatchObject({ session: blank.session, messages: 1, rejected: 0 });
    const notes = (end.transcript as { anomalies: string[] }[]).flatMap(({ anomalies }) => anomalies);
    expect(notes).toEqual(['blank-before-path', 'trailing-blank']);
    expect(await serving.stop()).toBe(0);
  });

  test('logins are reported, passwords are not', async () => {
    const serving = await program.serve(['--smtp', '0', '--auth', 'ann:env:PW'], { PW: 'geheim' });
    const target = `127.0.0.1:${serving.ports[0] ?? 0}`;
    const check = ['check', target, '--ca', serving.caFile, '--user', 'ann', '--password-stdin', '--auth', 'LOGIN'];
    expect((await program.run(check, { input: 'wrong' })).status).toBe(1);
    expect((await program.run(check, { input: 'geheim\n' })).status).toBe(0);
    expect(await serving.next('auth')).toMatchObject({ ok: false, user: 'ann', mechanism: 'LOGIN' });
    expect(await serving.next('auth')).toMatchObject({ ok: true, user: 'ann', mechanism: 'LOGIN' });
    const ends = [await serving.next('session-end'), await serving.next('session-end')];
    const all = JSON.stringify([...serving.lines, ...ends]);
    for (const secret of [
      'geheim',
      'wrong',
      Buffer.from('geheim').toString('base64'),
      Buffer.from('wrong').toString('base64'),
    ]) {
      expect(all).not.toContain(secret);
    }
    await serving.stop();
  });

  test('a message of more than 1 MiB is reported without its octets', async () => {
    const serving = await program.serve(['--lmtp', '0']);
    await program.run(['send', `lmtp://127.0.0.1:${serving.ports[0] ?? 0}`, ...envelope, '--size', '1048577']);
    expect(await serving.next('message')).toMatchObject({ size: 1_048_577, raw: null });
    await serving.stop();
  });

  test('--store DIR keeps messages as files', async () => {
    const dir = join(program.folder, 'mail');
    const serving = await program.serve(['--lmtp', '0', '--store', dir]);
    const { status } = await program.run(['send', `lmtp://127.0.0.1:${serving.ports[0] ?? 0}`, ...envelope]);
    expect(status).toBe(0);
    const { id } = await serving.next('message');
    await serving.stop();
    const files = await readdir(dir, { recursive: true });
    expect(files.some((file) => file.includes(String(id)))).toBe(true);
  });

  test('--debug prints messages, beside the JSON', async () => {
    const serving = await program.serve(['--lmtp', '0', '--debug', '--store', 'none']);
    await program.run([
      'send',
      `lmtp://127.0.0.1:${serving.ports[0] ?? 0}`,
      ...envelope,
      '--text',
      'esc \u001b[2J here',
    ]);
    await serving.next('message');
    await serving.stop();
    expect(serving.stderr()).toContain('---------- MESSAGE FOLLOWS ----------');
    expect(serving.stderr()).toContain('From: a@x.test');
    expect(serving.stderr()).not.toContain('\u001b');
  });

  test('a port in use: status 3, listen-failed, nothing on standard output', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const address = taken.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { status, stdout, stderr } = await program.run(['serve', '--json', '--smtp', String(port)]);
    taken.close();
    expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
    expect(stderr).toContain(`listen-failed: cannot listen on 127.0.0.1:${port}`);
    expect(stderr).toContain('another program is using it');
  });

  test('a default port in use: the next free one, and it says so beside the JSON', async () => {
    const taken = createServer();
    // Who else may have it makes no difference.
    await new Promise((resolve) => taken.once('error', resolve).listen(2525, '127.0.0.1', () => resolve(null)));
    const serving = await program.serve([]);
    taken.close();
    expect(serving.ports[0]).toBeGreaterThan(2525);
    expect(await serving.stop()).toBe(0);
    expect(serving.stderr()).toContain(`posthorn: port 2525 is taken; ${String(serving.ports[0])} is used instead\n`);
  });

  test('no place for a certificate: status 3, and that is why; without TLS it listens', async () => {
    const nowhere = { HOME: '/dev/null/home', XDG_CONFIG_HOME: '/dev/null/config' };
    const { status, stderr } = await program.run(['serve', '--smtp', '0'], { env: nowhere });
    expect(status).toBe(3);
    expect(stderr).toContain('TLS needs a certificate, and the folder for it cannot be used (ENOTDIR)');
    const serving = await program.serve(['--smtp', '0', '--starttls', 'off'], nowhere);
    expect(await serving.stop()).toBe(0);
  });

  test('greets in ASCII whatever its name', async () => {
    const serving = await program.serve(['--smtp', '0', '--starttls', 'off', '--hostname', 'bücher.test']);
    const client = createConnection({ host: '127.0.0.1', port: serving.ports[0] ?? 0 });
    const [greeting] = (await once(client, 'data')) as [Buffer];
    expect(greeting.toString()).toMatch(/^220 xn--bcher-kva\.test ESMTP/);
    client.destroy();
    await serving.stop();
  });

  test.each([
    ['a user given twice', ['--auth', 'ann:env:PW', '--auth', 'ann:env:OTHER'], '--auth: the user ann'],
    ['a mechanism nobody knows', ['--auth-any', '--auth-mechanisms', 'PLAIN,FROB'], '--auth-mechanisms: FROB'],
    [
      'one for passwords that are known',
      ['--auth-any', '--auth-mechanisms', 'SCRAM-SHA-1'],
      '--auth-mechanisms: SCRAM-SHA-1',
    ],
    [
      'one that needs tokens',
      ['--auth', 'ann:env:PW', '--auth-mechanisms-clear', 'XOAUTH2'],
      '--auth-mechanisms-clear: ',
    ],
  ])('%s: status 2, and the option', async (_, args, said) => {
    const env = { PW: 'geheim', OTHER: 'anderes' };
    const { status, stdout, stderr } = await program.run(['serve', '--json', '--smtp', '0', ...args], { env });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(said);
  });

  test('for people: where it listens and what arrives', async () => {
    const child = program.spawn(['serve', '--lmtp', '0']);
    let stdout = '';
    const port = new Promise<string>((resolve) => {
      child.stdout?.on('data', (chunk: Buffer) => {
        stdout += chunk.toString();
        const found = /LMTP on 127\.0\.0\.1:(\d+)/.exec(stdout)?.[1];
        if (found !== undefined) resolve(found);
      });
    });
    await program.run(['send', `lmtp://127.0.0.1:${await port}`, ...envelope]);
    const closed = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGTERM');
    expect(await closed).toBe(0);
    expect(stdout).toContain('message from <a@x.test> to <b@y.test>');
  });
});

describe('a user without a password gets one', () => {
  test('in a file of its own, which lives as long as the server; nothing else tells it', async () => {
    const file = join(program.folder, 'made');
    const args = ['--auth', 'ann', '--auth-mechanisms', 'SCRAM-SHA-256,PLAIN', '--passwords-file', file];
    const serving = await program.serve(['--smtp', '0', ...args]);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const [user, password = ''] = (await readFile(file, 'utf8')).trim().split(':');
    expect(user).toBe('ann');
    expect(password.length).toBeGreaterThan(20);
    const login = ['--user', 'ann', '--password-env', 'PW', '--auth', 'SCRAM-SHA-256', '--security', 'none'];
    const target = `127.0.0.1:${serving.ports[0] ?? 0}`;
    const right = await program.run(['check', target, ...login, '--json'], { env: { PW: password } });
    const wrong = await program.run(['check', target, ...login, '--json'], { env: { PW: 'no' } });
    expect([right.status, wrong.status]).toEqual([0, 1]);
    expect((await program.run(['serve', '--smtp', '0', ...args])).status).toBe(3);
    await serving.stop();
    expect(JSON.stringify(serving.lines) + serving.stderr()).not.toContain(password);
    await expect(stat(file)).rejects.toThrow('ENOENT');
  });

  test('without a terminal and without a file it is refused before anything listens', async () => {
    const { status, stderr, stdout } = await program.run(['serve', '--smtp', '0', '--auth', 'ann']);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain('--passwords-file');
    expect((await program.run(['serve', '--passwords-file', join(program.folder, 'none')])).status).toBe(2);
  });

  test('on a terminal it is shown once', async () => {
    const lines: string[] = [];
    const err = {
      line: (text: string) => void lines.push(text),
      write: () => undefined,
      colour: false,
      columns: 80,
      waiting: 0,
      drained: async () => undefined,
    };
    const users = [
      { user: 'ann', password: 'aaaaa-bbbbb', made: true },
      { user: 'bob', password: 'given', made: false },
    ];
    await showMade(users, undefined, { err: { ...err, live: true } });
    expect(lines).toEqual(['Password of ann for this run: aaaaa-bbbbb']);
    await expect(showMade(users, undefined, { err: { ...err, live: false } })).rejects.toThrow('--auth USER');
  });
});
