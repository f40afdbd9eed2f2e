/** `posthorn raw` on a live session with a real Postfix: commands from a pipe, each after the reply to the one before. */
import { once } from 'node:events';
import * as v from 'valibot';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWith } from '../availability.ts';
import { ReplyJson } from '../cli-json.ts';
import { makeMessage } from '../corpus.ts';
import { startPosthorn, withHome } from '../posthorn.ts';
import type { Finished } from '../posthorn.ts';
import { startMailSystem } from '../servers/mail-system.ts';
import type { MailSystem } from '../servers/mail-system.ts';
import { waitForStored } from './stored.ts';

async function raw(args: readonly string[], input: string, more: NodeJS.ProcessEnv = {}): Promise<Finished> {
  return withHome(async (home) => {
    const child = startPosthorn(['raw', ...args], { ...home, ...more });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.stdin.end(input);
    const [status] = (await once(child, 'close')) as [number | null];
    return { status, stdout, stderr };
  });
}

const replies = (stdout: string) =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => v.parse(ReplyJson, JSON.parse(line)));

await describeWith(['postfix', 'dovecot'], 'raw against Postfix', () => {
  let system: MailSystem;
  beforeAll(async () => {
    system = await startMailSystem();
  });
  afterAll(() => system.stop());
  const at = (port: number) => `127.0.0.1:${String(port)}`;

  test('a reply a line, those to the typed commands last', async () => {
    const input = 'NOOP\r\nVRFY alice@interop.test\nFOO bar\nRSET\nQUIT\n';
    const { status, stdout } = await raw([at(system.postfix.port), '--security', 'none', '--json'], input);
    expect(status).toBe(0);
    expect(
      replies(stdout)
        .map((reply) => reply.code)
        .slice(-5),
    ).toEqual([250, 252, 500, 250, 221]);
  });

  test('a message typed by hand arrives, its dots included', async () => {
    const message = makeMessage('typed', 'Hello.\r\n.one\r\n..two\r\nEnd.\r\n');
    const typed = message.bytes.toString('utf8').replaceAll('\r\n', '\n');
    const input = `MAIL FROM:<sender@client.test>\nRCPT TO:<bob@interop.test>\nDATA\n${typed}.\nQUIT\n`;
    const args = [at(system.postfix.port), '--security', 'starttls', '--ca', system.certificates.ca, '--json'];
    const { status, stdout } = await raw(args, input);
    expect(status).toBe(0);
    expect(
      replies(stdout)
        .map((reply) => reply.code)
        .slice(-5),
    ).toEqual([250, 250, 354, 250, 221]);
    expect(await waitForStored(system.dovecot, 'bob', message)).toEqual(message.bytes);
  });

  test('a login typed by hand works and is not shown', async () => {
    const encoded = Buffer.from('\0alice\0wonderland').toString('base64');
    const response = Buffer.from('wonderland').toString('base64');
    const args = [at(system.postfix.submissionPort), '--security', 'starttls', '--ca', system.certificates.ca];
    const plain = await raw(args, `AUTH PLAIN ${encoded}\nQUIT\n`);
    expect(plain.status).toBe(0);
    expect(plain.stdout).toMatch(/235 2\.7\.0/);
    const login = await raw(args, `AUTH LOGIN\nYWxpY2U=\n${response}\nQUIT\n`);
    expect(login.stdout).toMatch(/235 2\.7\.0/);
    for (const { stdout, stderr } of [plain, login])
      for (const secret of [encoded, response, 'wonderland']) expect(stdout + stderr).not.toContain(secret);
  });
});
