/** The built program against its own test server: check and send, their JSON, their exit statuses, and no secret anywhere. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Program, type Serving } from './program.ts';
import { parseReport } from './report-json.ts';

const SECRET = 'pä$$ w0rd';
const SECRET_FORMS = [
  SECRET,
  Buffer.from(SECRET).toString('base64'),
  Buffer.from(`\0ann\0${SECRET}`).toString('base64'),
  encodeURIComponent(SECRET),
  Buffer.from(SECRET).toString('hex'),
];

let program: Program;
let serving: Serving;
let smtp = '';
let smtps = '';
let lmtp = '';
let ca: string[] = [];

beforeAll(async () => {
  program = await Program.build();
  const socket = join(program.folder, 'lmtp.sock');
  serving = await program.serve(
    ['--smtp', '0', '--smtps', '0', '--lmtp', socket, '--auth', 'ann:env:PW', '--hostname', 'own.test'],
    { PW: SECRET },
  );
  smtp = `127.0.0.1:${serving.ports[0] ?? 0}`;
  smtps = `smtps://localhost:${serving.ports[1] ?? 0}`;
  lmtp = socket;
  ca = ['--ca', serving.caFile];
});
afterAll(async () => {
  await serving.stop();
  await program.remove();
});

const envelope = ['--from', 'a@x.test', '--to', 'b@y.test'];
const login = ['--user', 'ann', '--password-env', 'PW'];

describe('check', () => {
  test('JSON on standard output, nothing else there, status 0', async () => {
    const { status, stdout, stderr } = await program.run(['check', smtp, '--json', ...ca]);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    const report = parseReport(stdout);
    expect(report).toMatchObject({ ok: true, command: 'check', error: null, delivery: null });
    expect(report.ehlo.plain?.capabilities.map(({ keyword }) => keyword)).toContain('STARTTLS');
    expect(report.ehlo.tls?.capabilities.map(({ keyword }) => keyword)).not.toContain('STARTTLS');
    expect(report.tls).toMatchObject({ authorized: true });
    expect(report.greeting?.lines[0]).toContain('own.test');
    expect(Buffer.from(report.greeting?.raw ?? []).toString()).toMatch(/^220 own\.test.*\r\n$/);
    expect(report).not.toHaveProperty('transcript');
  });

  test('for people: verdict, timeline, capabilities, TLS; the transcript on request', async () => {
    const { status, stdout } = await program.run(['check', smtp, ...ca]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^✔ 127\.0\.0\.1:\d+ answers over TLSv1\.3\n/);
    for (const part of ['Timeline', 'Addresses', 'before TLS', 'messages up to 32 MiB', 'leads to a trusted root'])
      expect(stdout).toContain(part);
    expect(stdout).not.toContain('\u001b');
    expect(stdout).not.toContain('Transcript');
    expect((await program.run(['check', smtp, ...ca, '--transcript'])).stdout).toContain('> STARTTLS');
  });

  test('a login that works, and one that does not; the secret is nowhere', async () => {
    const good = await program.run(['check', smtp, '--json', '--transcript', ...ca, ...login], { env: { PW: SECRET } });
    expect(good.status).toBe(0);
    expect(parseReport(good.stdout).auth).toMatchObject({ used: 'PLAIN', tried: [{ ok: true }] });
    const bad = await program.run(
      ['check', smtp, '--json', '--transcript', ...ca, '--user', 'ann', '--password-stdin', '--auth', 'LOGIN'],
      {
        input: 'wrong one\n',
      },
    );
    expect(bad.status).toBe(1);
    expect(parseReport(bad.stdout)).toMatchObject({ ok: false, error: { code: 'auth-failed', reply: { code: 535 } } });
    const human = await program.run(['check', smtp, '--transcript', ...ca, ...login], { env: { PW: SECRET } });
    expect(human.stdout).toContain('hidden');
    for (const output of [good, bad, human]) {
      for (const form of [...SECRET_FORMS, 'wrong one', Buffer.from('wrong one').toString('base64')]) {
        expect(output.stdout + output.stderr).not.toContain(form);
      }
    }
  });

  test('a sender and a recipient are asked about, nothing is sent', async () => {
    const { status, stdout } = await program.run(['check', lmtp, '--json', ...envelope]);
    expect(status).toBe(0);
    expect(parseReport(stdout)).toMatchObject({
      target: { path: lmtp, protocol: 'lmtp' },
      ehlo: { plain: { verb: 'LHLO' } },
      sender: { code: 250 },
      recipients: [{ address: 'b@y.test', accepted: true, final: null }],
    });
  });

  test('an untrusted certificate is a finding with evidence, and an error where TLS was asked for', async () => {
    const { status, stdout } = await program.run(['check', smtps, '--json']);
    expect(status).toBe(1);
    const report = parseReport(stdout);
    expect(report.error?.code).toBe('tls-failed');
    expect(report.findings).toMatchObject([
      { id: 'tls.certificate-untrusted-root', severity: 'error', actor: 'server-admin' },
    ]);
    const insecure = await program.run(['check', smtps, '--json', '--insecure']);
    expect(parseReport(insecure.stdout).ehlo.tls ?? parseReport(insecure.stdout).ehlo.plain).not.toBeNull();
    expect(parseReport(insecure.stdout).findings).toMatchObject([{ id: 'tls.certificate-untrusted-root' }]);
  });

  test.each(['md', 'html', 'json'])('writes a report as .%s', async (format) => {
    const path = join(program.folder, `report.${format}`);
    const { status } = await program.run(['check', smtp, ...ca, '--report', path]);
    expect(status).toBe(0);
    const text = await readFile(path, 'utf8');
    expect(text).toContain('STARTTLS');
    if (format === 'json') expect(parseReport(text).transcript?.length).toBeGreaterThan(5);
  });
});

describe('send', () => {
  test('a composed message arrives as it was composed', async () => {
    const file = join(program.folder, 'note.txt');
    await writeFile(file, 'attached\n');
    const { status, stdout } = await program.run(
      [
        ...['send', smtp, '--json', ...ca, ...login, '--from', 'a@x.test', '--to', 'b@y.test', '--to', 'c@y.test'],
        ...['--subject', 'Hello', '--text', 'One\n.two\n', '--attach', file, '--header', 'X-Test: yes'],
      ],
      { env: { PW: SECRET } },
    );
    expect(status).toBe(0);
    expect(parseReport(stdout)).toMatchObject({
      ok: true,
      delivery: 'all',
      recipients: [{ delivery: 'yes' }, { delivery: 'yes' }],
    });
    const message = await serving.next('message');
    expect(message).toMatchObject({
      protocol: 'smtp',
      mailFrom: 'a@x.test',
      rcptTo: [{ address: 'b@y.test' }, { address: 'c@y.test' }],
      tls: true,
      user: 'ann',
    });
    const raw = Buffer.from(String(message.raw), 'base64').toString();
    expect(raw).toContain('Subject: Hello\r\n');
    expect(raw).toContain('X-Test: yes\r\n');
    expect(raw).toContain('\r\n.two\r\n');
    expect(raw).toContain('filename=note.txt');
  });

  test('a file keeps its octets but for its line ends', async () => {
    const path = join(program.folder, 'in.eml');
    await writeFile(path, Buffer.from('Subject: x\n\n.dot\r\nbare\rcr\ncaf\u00e9', 'latin1'));
    const { status } = await program.run(['send', lmtp, '--json', '--from', '<>', '--to', 'b@y.test', '--data', path]);
    expect(status).toBe(0);
    const message = await serving.next('message');
    expect(message.mailFrom).toBe('');
    expect(Buffer.from(String(message.raw), 'base64').toString('latin1')).toBe(
      'Subject: x\r\n\r\n.dot\r\nbare\r\ncr\r\ncaf\u00e9\r\n',
    );
  });

  test('--size makes a message of that many octets', async () => {
    const { status } = await program.run(['send', smtp, ...ca, ...envelope, '--size', '5000']);
    expect(status).toBe(0);
    expect((await serving.next('message')).size).toBe(5000);
  });

  test('--count prints one object a line and a summary', async () => {
    const { status, stdout } = await program.run([
      'send',
      smtp,
      '--json',
      ...ca,
      ...envelope,
      '--count',
      '3',
      '--concurrency',
      '2',
    ]);
    expect(status).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(4);
    for (const line of lines.slice(0, 3)) expect(parseReport(line)).toMatchObject({ ok: true, delivery: 'all' });
    expect(JSON.parse(lines[3]!)).toMatchObject({ schema: 1, event: 'summary', sent: 3, failed: 0 });
    for (let i = 0; i < 3; i += 1) await serving.next('message');
  });

  test('many sessions at once: nothing on standard error, whatever the number', async () => {
    const args = [...ca, ...envelope, '--count', '60'];
    const runs = [
      ['send', smtp, ...args, '--concurrency', '5'],
      ['send', smtp, ...args, ...login, '--concurrency', '40'],
      ['send', lmtp, ...args, '--concurrency', '12'],
    ];
    for (const run of runs) {
      const { status, stdout, stderr } = await program.run(run, { env: { PW: SECRET } });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(stdout).toContain('60 sent, 0 failed');
      for (let i = 0; i < 60; i += 1) await serving.next('message');
    }
  });

  test('a dry run sends nothing', async () => {
    const args = ['send', lmtp, '--json', ...envelope, '--dry-run', '--transcript', '--size', '5000'];
    const { status, stdout } = await program.run(args);
    expect(status).toBe(0);
    const report = parseReport(stdout);
    // What the real one would say.
    expect(report.transcript?.some(({ text }) => text.startsWith('MAIL ') && text.includes('SIZE=5000'))).toBe(true);
    expect(report).toMatchObject({ ok: true, recipients: [{ accepted: true, final: null }] });
    expect(report.transcript?.some(({ text }) => text === 'DATA')).toBe(false);
    expect(report.transcript?.some(({ text }) => text === 'RSET')).toBe(true);
  });

  test('a message from standard input, and a pipe for a file', async () => {
    const text = Buffer.from('Subject: piped\n\n.dot\ncaf\u00e9', 'latin1');
    const { status } = await program.run(['send', lmtp, ...envelope, '--data', '-', '--count', '2'], { input: text });
    expect(status).toBe(0);
    for (let i = 0; i < 2; i += 1) {
      const { raw } = await serving.next('message');
      expect(Buffer.from(String(raw), 'base64').toString('latin1')).toBe('Subject: piped\r\n\r\n.dot\r\ncaf\u00e9\r\n');
    }
    const both = ['send', smtp, ...envelope, '--data', '-', '--user', 'ann', '--password-stdin', '--json'];
    const conflict = await program.run(both, { input: 'x\n' });
    expect(conflict.status).toBe(2);
    expect(conflict.stderr).toMatch(/--data.*--password-stdin/);
    expect(JSON.parse(conflict.stdout)).toMatchObject({
      ...{ schema: 1, command: 'send', ok: false, delivery: 'none' },
      error: { code: 'invalid-argument', phase: null, temporary: null, reply: null },
    });
  });

  test.each([
    ['--data', '-'],
    ['--user', 'u', '--password-stdin'],
  ])('SIGINT while standard input is waited for: status 130 (%s %s)', async (...more) => {
    const child = program.spawn(['send', smtp, ...envelope, '--json', ...more]);
    let stdout = '';
    child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
    // More than a pipe holds: once it is gone, the program reads, and listens for signals.
    await new Promise<void>((resolve) => {
      child.stdin?.write('x'.repeat(400_000), () => {
        resolve();
      });
    });
    child.kill('SIGINT');
    expect(await closed).toBe(130);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { code: 'cancelled' }, delivery: 'none' });
  });

  test('--count with an address that is none: status 2, named on standard error, JSON on standard output', async () => {
    const { status, stdout, stderr } = await program.run([
      'send',
      smtp,
      '--json',
      '--from',
      'a@x.test',
      '--to',
      'bad addr',
      '--count',
      '3',
    ]);
    expect(status).toBe(2);
    expect(stderr).toContain('"to"');
    const [first, summary, ...rest] = stdout.trimEnd().split('\n');
    expect(parseReport(first ?? '')).toMatchObject({ error: { code: 'invalid-argument' } });
    expect(JSON.parse(summary ?? '')).toMatchObject({ event: 'summary', sent: 0, failed: 1 });
    expect(rest).toEqual([]);
  });

  test('--count with a login that is refused: tried once, because many refusals lock an account', async () => {
    const args = ['send', smtp, '--json', ...ca, ...envelope, '--user', 'ann', '--password-env', 'WRONG'];
    const { status, stdout } = await program.run([...args, '--count', '5'], { env: { WRONG: 'not it' } });
    expect(status).toBe(1);
    const [first, summary, ...rest] = stdout.trimEnd().split('\n');
    expect(parseReport(first ?? '')).toMatchObject({ error: { code: 'auth-failed' } });
    expect(JSON.parse(summary ?? '')).toMatchObject({ event: 'summary', sent: 0, failed: 1 });
    expect(rest).toEqual([]);
  });

  test('a message beyond the SIZE is not sent', async () => {
    const { status, stdout } = await program.run(['send', lmtp, '--json', ...envelope, '--size', '40000000']);
    expect(status).toBe(1);
    expect(parseReport(stdout)).toMatchObject({ delivery: 'none', error: { code: 'message-too-large' } });
  });
});
