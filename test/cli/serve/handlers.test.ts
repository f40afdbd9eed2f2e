/** The built `serve`: fault scripts by name and from files, recipients that name their fault, where messages go, and what is passed on. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Program, type Serving } from '../program.ts';

let program: Program;
beforeAll(async () => {
  program = await Program.build();
});
afterAll(() => program.remove());

interface Sent {
  readonly status: number | null;
  readonly code: string | null;
  readonly delivery: string;
  readonly replies: readonly string[];
}

async function send(serving: Serving, to: readonly string[], more: readonly string[] = []): Promise<Sent> {
  const target = `127.0.0.1:${String(serving.ports[0])}`;
  const envelope = ['--from', 'a@x.test', ...to.flatMap((address) => ['--to', address])];
  const message = ['--subject', 'handled', '--text', '.dot'];
  const { status, stdout } = await program.run(['send', target, ...envelope, ...message, ...more, '--json']);
  const report = JSON.parse(stdout) as {
    error: { code: string } | null;
    delivery: string;
    recipients: { reply: { code: number; enhancedCode: string | null } | null }[];
  };
  const replies = report.recipients.map(({ reply }) => `${String(reply?.code)} ${String(reply?.enhancedCode)}`);
  return { status, code: report.error?.code ?? null, delivery: report.delivery, replies };
}

const octets = (raw: unknown) => Buffer.from(String(raw), 'base64').toString();

describe('--script', () => {
  test('a preset: reported before anything else, and met by our own client', async () => {
    const busy = await program.serve(['--smtp', '0', '--script', 'busy']);
    expect(await busy.next('script')).toEqual({
      event: 'script',
      name: 'busy',
      does: ['Instead of greeting as usual, the server answers “421 4.3.2 Too busy, try again later”.'],
    });
    expect(await send(busy, ['b@y.test'])).toMatchObject({ status: 1, code: 'greeting-refused', delivery: 'none' });
    await busy.stop();

    const greylisting = await program.serve(['--smtp', '0', '--script', 'greylisting']);
    expect(await send(greylisting, ['b@y.test'])).toMatchObject({ code: 'recipients-refused', replies: ['451 4.7.1'] });
    expect(await send(greylisting, ['b@y.test'])).toMatchObject({ status: 0, code: null, delivery: 'all' });
    await greylisting.stop();

    const expired = await program.serve(['--smtp', '0', '--script', 'expired-certificate']);
    const ca = ['--security', 'starttls', '--ca', expired.caFile];
    expect(await send(expired, ['b@y.test'], ca)).toMatchObject({ status: 1, code: 'tls-failed' });
    await expired.stop();
  });

  test('a file of one’s own', async () => {
    const file = join(program.folder, 'mine.json');
    const steps = [{ do: 'reply', code: 554, enhancedCode: '5.7.1', lines: ['Not here'] }];
    const rules = [{ match: { command: 'RCPT', address: '*@blocked.example' }, steps }];
    // As an editor on Windows writes it.
    await writeFile(file, `\ufeff${JSON.stringify({ schema: 1, name: 'mine', rules })}`);
    const serving = await program.serve(['--smtp', '0', '--script', file]);
    expect(await serving.next('script')).toMatchObject({ name: 'mine' });
    expect(await send(serving, ['b@y.test', 'c@blocked.example'])).toEqual({
      status: 1,
      code: null,
      delivery: 'some',
      replies: ['250 2.1.5', '554 5.7.1'],
    });
    await serving.stop();
  });

  test.each([
    ['a name that is no preset', 'greylistng', /did you mean greylisting\?/],
    ['a file that is not there', './missing.json', /missing\.json cannot be read \(ENOENT\)/],
  ])('%s: status 2, in words', async (_, script, said) => {
    const { status, stderr } = await program.run(['serve', '--smtp', '0', '--script', script]);
    expect(status).toBe(2);
    expect(stderr).toMatch(said);
  });

  test('a file that is no script: status 2, and the place', async () => {
    const file = join(program.folder, 'wrong.json');
    const rules = [{ match: { command: 'RCPT' }, steps: [{ do: 'vanish' }] }];
    await writeFile(file, JSON.stringify({ schema: 1, name: 'wrong', rules }));
    const { status, stderr } = await program.run(['serve', '--smtp', '0', '--script', file]);
    expect(status).toBe(2);
    expect(stderr).toMatch(/wrong\.json cannot be used: it is no script \(at rules\.0\.steps\.0\.do\)/);
  });
});

test('recipients at error.test name their fault', async () => {
  const serving = await program.serve(['--smtp', '0']);
  const refused = ['451-4.7.1@error.test', '550@error.test', 'b@y.test'];
  expect(await send(serving, refused)).toMatchObject({
    delivery: 'some',
    replies: ['451 4.7.1', '550 5.0.0', '250 2.1.5'],
  });
  await serving.next('message');
  expect(await send(serving, ['data-554-5.6.0@error.test'])).toMatchObject({ code: 'data-refused', delivery: 'none' });
  expect(await send(serving, ['data-close@error.test'])).toMatchObject({
    code: 'server-disconnected',
    delivery: 'unknown',
  });
  await serving.stop();
  expect(serving.lines.filter(({ event }) => event === 'message')).toEqual([]);
});

describe('--store', () => {
  test.each(['memory', 'none'])('%s: reported, and kept nowhere', async (where) => {
    const before = await readdir(program.folder);
    const serving = await program.serve(['--smtp', '0', '--starttls', 'off', '--store', where]);
    expect((await send(serving, ['b@y.test'])).status).toBe(0);
    expect(octets((await serving.next('message')).raw)).toMatch(/Subject: handled\r\n[^]*\r\n\r\n\.dot\r\n$/);
    expect(await serving.next('session-end')).toMatchObject({ messages: 1, rejected: 0 });
    await serving.stop();
    expect(await readdir(program.folder)).toEqual(before);
  });

  test('maildir: a file a message, with the envelope above it', async () => {
    const dir = join(program.folder, 'Maildir');
    const serving = await program.serve(['--smtp', '0', '--store', `maildir:${dir}`]);
    expect((await send(serving, ['b@y.test'])).status).toBe(0);
    const raw = octets((await serving.next('message')).raw);
    await serving.stop();
    expect((await readdir(dir)).sort()).toEqual(['cur', 'new', 'tmp']);
    const [name, ...others] = await readdir(join(dir, 'new'));
    expect(others).toEqual([]);
    const kept = await readFile(join(dir, 'new', String(name)), 'utf8');
    expect(kept.replace(/\r?\n/g, '\r\n')).toBe(`Return-Path: <a@x.test>\r\nDelivered-To: b@y.test\r\n${raw}`);
    expect(await readdir(join(dir, 'tmp'))).toEqual([]);
  });

  test('mbox: one message after the other', async () => {
    const file = join(program.folder, 'mbox');
    const serving = await program.serve(['--smtp', '0', '--store', `mbox:${file}`]);
    expect((await send(serving, ['b@y.test'])).status).toBe(0);
    expect((await send(serving, ['c@y.test'])).status).toBe(0);
    const all = [octets((await serving.next('message')).raw), octets((await serving.next('message')).raw)];
    await serving.stop();
    const kept = (await readFile(file, 'utf8')).replace(/\r?\n/g, '\r\n');
    const head = (to: string) => `Return-Path: <a@x.test>\r\nDelivered-To: ${to}\r\n`;
    expect(kept.replace(/^From a@x\.test .*\r\n/gm, 'FROM\r\n')).toBe(
      `FROM\r\n${head('b@y.test')}${all[0] ?? ''}\r\nFROM\r\n${head('c@y.test')}${all[1] ?? ''}\r\n`,
    );
  });

  test.each(['', 'maildir:', 'mbox:'])('%sDIR that cannot be: status 3 at the start, with its name', async (kind) => {
    const file = join(program.folder, 'a-file');
    await writeFile(file, 'kept');
    const { status, stdout, stderr } = await program.run([
      ...['serve', '--json', '--smtp', '0'],
      ...['--store', `${kind}${join(file, 'below')}`],
    ]);
    expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
    expect(stderr).toBe(`posthorn: file-unreadable: The file "${join(file, 'below')}" cannot be opened (ENOTDIR).\n`);
    expect(await readFile(file, 'utf8')).toBe('kept');
  });

  test.each(['', 'maildir:', 'mbox:'])('“%s” names no place: status 2', async (where) => {
    const { status, stderr } = await program.run(['serve', '--smtp', '0', `--store=${where}`]);
    expect(status).toBe(2);
    expect(stderr).toContain('--store needs');
  });

  test('a folder that another one has: status 3, and it says so', async () => {
    const dir = join(program.folder, 'shared-box');
    const serving = await program.serve(['--smtp', '0', '--store', dir]);
    const { status, stderr } = await program.run(['serve', '--smtp', '0', '--store', dir]);
    expect(status).toBe(3);
    expect(stderr).toContain('another program uses it (EBUSY)');
    expect(await serving.stop()).toBe(0);
  });
});

describe('--relay', () => {
  test('each message goes on at once, octet for octet below our mark', async () => {
    const upstream = await program.serve(['--smtp', '0']);
    const serving = await program.serve(['--smtp', '0', '--relay', `smtp://127.0.0.1:${String(upstream.ports[0])}`]);
    expect(await send(serving, ['b@y.test', 'c@y.test'])).toMatchObject({ status: 0, delivery: 'all' });
    const given = octets((await serving.next('message')).raw);
    const passed = await upstream.next('message');
    expect(passed).toMatchObject({ mailFrom: 'a@x.test', rcptTo: [{ address: 'b@y.test' }, { address: 'c@y.test' }] });
    expect(octets(passed.raw).replace(/^X-Posthorn-Relay: \S+\r\nX-Peer: 127\.0\.0\.1:\d+\r\n/, '')).toBe(given);
    await serving.stop();
    await upstream.stop();
  });

  test('what the next server refuses is refused here', async () => {
    const upstream = await program.serve(['--smtp', '0', '--script', 'unknown-user']);
    const serving = await program.serve(['--smtp', '0', '--relay', `smtp://127.0.0.1:${String(upstream.ports[0])}`]);
    expect(await send(serving, ['b@y.test'])).toMatchObject({ status: 1, code: 'data-refused', delivery: 'none' });
    await serving.stop();
    await upstream.stop();
  });

  const open = ['--smtp', '0.0.0.0:0', '--relay', 'mx.test:25'];
  test.each([
    ['anybody', open],
    ['whoever says any password', [...open, '--auth-any']],
    ['whoever says XCLIENT', [...open, '--auth', 'ann:env:PW', '--allow-xclient']],
    ['whoever makes a token', [...open, '--auth', 'ann:env:PW', '--auth-token', 'jwt']],
    ['the anonymous', [...open, '--auth', 'ann:env:PW', '--auth-mechanisms', 'ANONYMOUS']],
    ['the anonymous without TLS', [...open, '--auth', 'ann:env:PW', '--auth-mechanisms-clear', 'ANONYMOUS']],
    ['whoever comes through a proxy', ['--smtp', '0', '--relay', 'mx.test:25', '--expect-proxy']],
  ])('is refused where %s could use it', async (_, args) => {
    const { status, stderr } = await program.run(['serve', ...args], { env: { PW: 'geheim' } });
    expect(status).toBe(2);
    expect(stderr).toContain('could send mail through it');
  });
});

test('who listens to others is told so', async () => {
  const serving = await program.serve(['--smtp', '0.0.0.0:0', '--lmtp', '0']);
  expect(await serving.stop()).toBe(0);
  expect(serving.stderr()).toMatch(/^posthorn: others on the network can reach 0\.0\.0\.0:\d+\n$/);
});

test('--debug for people prints messages alone, as DebuggingServer did', async () => {
  const child = program.spawn(['serve', '--smtp', '0', '--starttls', 'off', '--debug']);
  let stdout = '';
  const port = new Promise<string>((resolve) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      const found = /SMTP on 127\.0\.0\.1:(\d+)/.exec(stdout)?.[1];
      if (found !== undefined) resolve(found);
    });
  });
  const args = ['--from', 'a@x.test', '--to', 'b@y.test', '--subject', 'printed', '--text', 'Hello.'];
  await program.run(['send', `127.0.0.1:${await port}`, ...args]);
  const closed = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGTERM');
  await closed;
  const printed = /---------- MESSAGE FOLLOWS ----------\n([^]*)------------ END MESSAGE ------------\n/.exec(stdout);
  expect(printed?.[1]).toMatch(/^b'Subject: printed'$/m);
  expect(printed?.[1]).toMatch(/^b'X-Peer: 127\.0\.0\.1'$/m);
  expect(printed?.[1]).toMatch(/\nb''\nb'Hello\.'\n$/);
  expect(stdout).not.toContain('session from');
});
