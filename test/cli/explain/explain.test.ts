/** `posthorn explain`: operand, standard input and context; JSON and words; status 0 when explained, 2 for wrong usage. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { limits } from '../../../electron/core/explain/limits.ts';
import { startTcpPeer } from '../../harness/peers/tcp-peer.ts';
import { Program } from '../program.ts';

let program: Program;
beforeAll(async () => {
  program = await Program.build();
});
afterAll(async () => {
  await program.remove();
});

const reply = '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.';

async function contextFile(name: string, text: string): Promise<string> {
  const path = join(program.folder, name);
  await writeFile(path, text);
  return path;
}

describe('explained', () => {
  test('in words: how it was read, title, cause, who can act, source and date', async () => {
    const { status, stdout, stderr } = await program.run(['explain', reply]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('Read as 535 5.7.139, from Microsoft (by a mark in the reply), while logging in');
    expect(stdout).toMatch(
      /SMTP AUTH switched off for the tenant[^]*Set-CASMailbox[^]*Source of \d{4}-\d\d-\d\d:\s+https:/,
    );
  });

  test('as JSON, and nothing else', async () => {
    const { status, stdout, stderr } = await program.run(['explain', reply, '--json']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const said: unknown = JSON.parse(stdout);
    expect(said).toMatchObject({ schema: 1, command: 'explain', ok: true });
    const diagnosis = {
      id: 'microsoft.smtp-auth-disabled-tenant',
      title: 'SMTP AUTH switched off for the tenant',
      cause: expect.any(String) as string,
      actor: 'mailbox-admin',
      remedy: expect.any(String) as string,
      evidence: [],
      source: expect.stringMatching(/^https:/) as string,
      verifiedOn: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as string,
      sure: expect.any(String) as string,
      alternatives: expect.any(Array) as unknown[],
      experiments: [],
    };
    expect(said).toHaveProperty('findings.0', { severity: 'error', ...diagnosis, diagnosis });
  });

  test.each<[string, string[]]>([
    ['-', ['explain', '-', '--json']],
    ['no operand', ['explain', '--json']],
  ])('from standard input: %s', async (_, args) => {
    const { status, stdout } = await program.run(args, { input: '550-5.1.1 no\r\n550 5.1.1 such user\r\n' });
    expect(status).toBe(0);
    expect(stdout).toContain('"id":"phrase.no-such-mailbox"');
  });

  test('an unknown key of the context is named and left out', async () => {
    const path = await contextFile('unknown.json', '{"hsot": "x", "phase": "greeting"}');
    const { status, stdout, stderr } = await program.run(['explain', '554 no', '--context', path, '--json']);
    expect(status).toBe(0);
    expect(stdout).toContain('"id":"reply.554.greeting"');
    expect(stderr).toContain('hsot');
  });

  test('what the context disproves is not said', async () => {
    const words = '550 5.7.1 You have to log in before sending';
    const path = await contextFile('login.json', '{"phase": "rcpt", "mechanism": "PLAIN", "user": "a@b.test"}');
    const before = await program.run(['explain', words, '--json']);
    expect(before.stdout).toContain('"id":"phrase.login-first"');
    const after = await program.run(['explain', words, '--context', path, '--json']);
    expect(after.stdout).not.toContain('"id":"phrase.login-first"');
  });

  test('the context decides between readings', async () => {
    const path = await contextFile('greeting.json', '{"phase": "greeting", "host": "mx.test"}');
    const { stdout } = await program.run(['explain', '554 no', '--context', path, '--json']);
    expect(stdout).toContain('"id":"reply.554.greeting"');
    expect(stdout).not.toContain('"id":"reply.554"');
  });

  test('what nobody can recognise is called so, and nothing of a terminal comes out', async () => {
    const evil = '\u001b]0;title\u0007\u001b[31m';
    const path = await contextFile(
      'evil.json',
      JSON.stringify({ mechanism: `X${evil}`, phase: 'auth', ehlo: ['x', `AUTH ${evil}`] }),
    );
    for (const args of [
      ['explain', evil],
      ['explain', `504 ${evil}`, '--context', path],
    ]) {
      const { status, stdout } = await program.run(args);
      expect(status).toBe(0);
      expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
    }
    expect((await program.run(['explain', evil])).stdout).toContain('Nothing recognised');
  });
});

describe('wrong usage: status 2', () => {
  test.each<[string, string]>([
    ['{"port": "25"}', '"port"'],
    ['nonsense', 'JSON'],
    [JSON.stringify({ note: 'x'.repeat(limits.explain.contextOctets) }), 'larger than'],
  ])('context %.30s', async (text, words) => {
    const path = await contextFile('wrong.json', text);
    const { status, stdout, stderr } = await program.run(['explain', reply, '--context', path]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('--context');
    expect(stderr).toContain(words);
  });

  test('no such file, two operands, too much text', async () => {
    const missing = await program.run(['explain', reply, '--context', join(program.folder, 'none.json')]);
    expect(missing).toMatchObject({ status: 2, stderr: expect.stringContaining('--context') as string });
    expect((await program.run(['explain', '550', 'no'])).status).toBe(2);
    const much = await program.run(['explain', '--json'], { input: 'x'.repeat(limits.explain.input + 10) });
    expect(much.status).toBe(2);
    expect(JSON.parse(much.stdout)).toMatchObject({
      command: 'explain',
      ok: false,
      error: { code: 'invalid-argument' },
    });
  });
});

test('check reports what a provider’s rule says of a refusal, beside the refusal itself', async () => {
  const refusal =
    '550-5.7.26 Your email has been blocked because the sender is unauthenticated.\r\n550 5.7.26 a1 - gsmtp\r\n';
  const server = await startTcpPeer((socket) => {
    socket.write('220 mx.test ESMTP\r\n');
    socket.on('data', (sent: Buffer) => {
      const text = sent.toString('latin1');
      if (text.startsWith('RCPT')) socket.write(refusal);
      else if (text.startsWith('QUIT')) socket.end('221 bye\r\n');
      else socket.write('250 ok\r\n');
    });
  });
  try {
    const where = [`127.0.0.1:${server.port}`, '--from', 'a@example.org', '--to', 'b@example.net'];
    const { status, stdout } = await program.run(['check', ...where, '--json']);
    const report = JSON.parse(stdout) as {
      error: { message: string };
      findings: { id: string; evidence: number[] }[];
      transcript: { seq: number; text: string }[];
    };
    expect(status).toBe(1);
    expect(report.error.message).toContain('refused the recipient');
    const found = report.findings.find(({ id }) => id === 'google.unauthenticated');
    const lines = report.transcript.filter(({ seq }) => found?.evidence.includes(seq)).map(({ text }) => text);
    expect(lines.map((text) => `${text}\r\n`).join('')).toBe(refusal);
  } finally {
    await server.close();
  }
});
