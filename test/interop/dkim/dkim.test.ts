/**
 * Signatures that were sent to a test server are judged by dkimpy (Debian's python3-dkim, with python3-nacl for Ed25519), out of the
 * octets that the server holds: by DATA and by BDAT, 8-bit, binary, with dots and with lines longer than any relay takes.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dkimRecordName } from '../../../electron/protocol/parse/message/dkim.ts';
import { TEMPLATE_IDS } from '../../../electron/protocol/facts/templates.ts';
import { Program, type Serving } from '../../cli/program.ts';
import { describeWith } from '../availability.ts';

const script = new URL('verify.py', import.meta.url).pathname;
/** What dkimpy of the system's own Python says. */
const judged = (message: Uint8Array, name: string, record: string): string =>
  execFileSync('/usr/bin/python3', [script, name, record], { input: message, encoding: 'utf8' }).trim();

const head = (...more: readonly string[]): string =>
  ['From: a@example.org', 'To: b@example.org', 'Subject: signed', 'Date: Wed, 04 Mar 2026 05:06:07 +0000', ...more, '']
    .map((line) => `${line}\r\n`)
    .join('');

const bodies: Readonly<Record<string, string>> = {
  'a few lines': `${head()}Hello.\r\n`,
  'no body': head(),
  'no line end at its end': `${head()}Hello.`,
  'empty lines at its end': `${head()}Hello.\r\n\r\n\r\n`,
  dots: `${head()}.\r\n..\r\n.one\r\n...\r\n.\r\n`,
  'blanks everywhere': `${head('X-Blank: \t ', 'Reply-To:\t a  <c@example.org> \t')}  a \t b  \r\n \t\r\n\t\r\n`,
  'long lines': `${head()}${'x'.repeat(998)}\r\n.${'y'.repeat(5_000)}\r\n`,
  'eight bits': `${head('Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 8bit')}Grüße, 你好\r\n`,
  'repeated and folded fields': `${head('Reply-To: x@example.org', 'reply-to: y@example.org,', '\tz@example.org', 'List-Id: <a>')}x\r\n`,
};

await describeWith(['dkimpy'], 'signatures by the command line', () => {
  let program: Program;
  let server: Serving;
  const keys: Record<string, { file: string; record: string }> = {};
  const name = dkimRecordName('test1', 'example.org');
  const send = (...args: readonly string[]) =>
    program.run(['send', `127.0.0.1:${server.ports[0]}`, '--from', 'a@example.org', '--to', 'b@example.org', ...args]);

  /** The message that came in, below the lines of the server. */
  async function arrived(): Promise<Buffer> {
    const { raw } = await server.next('message');
    const octets = Buffer.from(String(raw), 'base64');
    return octets.subarray(octets.indexOf('DKIM-Signature:'));
  }

  beforeAll(async () => {
    program = await Program.build();
    server = await program.serve(['--smtp', '127.0.0.1:0', '--smtputf8', 'on', '--store', 'memory']);
    for (const algorithm of ['rsa', 'ed25519']) {
      const file = join(program.folder, `${algorithm}.pem`);
      const made = await send('--dkim-make', algorithm, '--dkim-key', file);
      expect([made.status, made.stderr]).toEqual([
        0,
        expect.stringContaining(`${name}. IN TXT "v=DKIM1; k=${algorithm}`),
      ]);
      const [, strings = ''] = /IN TXT (.+)/.exec(made.stderr) ?? [];
      const record = strings.replaceAll(/" "|"/g, '');
      expect((await stat(file)).mode & 0o777).toBe(0o600);
      expect(judged(await arrived(), name, record)).toBe('pass');
      keys[algorithm] = { file, record };
      // What was made once is never written over.
      expect((await send('--dkim-make', algorithm, '--dkim-key', file)).status).toBe(2);
    }
  });
  afterAll(() => program.remove());

  for (const [algorithm, ways] of [
    ['rsa', [[], ['--chunking', '1000'], ['--body', 'binarymime', '--chunking', '777']]],
    ['ed25519', [[]]],
  ] as const)
    for (const way of ways)
      test.each(Object.entries(bodies))(`${algorithm} ${way.join(' ')}: %s`, async (_, text) => {
        const { file, record } = keys[algorithm] ?? { file: '', record: '' };
        const data = join(program.folder, 'message.eml');
        await writeFile(data, text);
        const sent = await send('--data', data, '--dkim-key', file, '--dkim-selector', 'test1', ...way);
        expect([sent.status, sent.stderr]).toEqual([0, '']);
        const message = await arrived();
        // Below the signature octet by octet what was given.
        const signature = message.indexOf('From: a@example.org');
        expect(message.subarray(signature).toString('utf8').replace(/\r\n$/, '')).toBe(text.replace(/\r\n$/, ''));
        expect(judged(message, name, record)).toBe('pass');
        // The judge does judge: another word, another key.
        const changed = Buffer.from(
          message.toString('latin1').replace('Subject: signed', 'Subject: changed'),
          'latin1',
        );
        expect(judged(changed, name, record)).toBe('fail');
      });

  test.each(TEMPLATE_IDS.filter((id) => id !== 'line-ends'))('the ready-made message %s', async (id) => {
    const { file, record } = keys.ed25519 ?? { file: '', record: '' };
    const more = id === 'smtputf8' ? ['--smtputf8'] : [];
    const sent = await send('--template', id, '--dkim-key', file, '--dkim-selector', 'test1', ...more);
    expect([sent.status, sent.stderr]).toEqual([0, '']);
    expect(judged(await arrived(), name, record)).toBe('pass');
  });

  test('what cannot be signed is not sent, and no octet of a key is said', async () => {
    const { file } = keys.rsa ?? { file: '' };
    const data = join(program.folder, 'bare.eml');
    await writeFile(data, 'From: a@example.org\n\nHello.\n');
    const key = await readFile(file, 'utf8');
    const broken = join(program.folder, 'broken.pem');
    await writeFile(broken, key.replace(/\n[^\n]{64}\n/, '\n'));
    for (const args of [
      ['--data', data, '--raw-data', '--dkim-key', file, '--dkim-selector', 'test1'],
      ['--dkim-key', broken, '--dkim-selector', 'test1'],
      ['--dkim-key', join(program.folder, 'none.pem'), '--dkim-selector', 'test1'],
      ['--dkim-key', file],
      ['--dkim-selector', 'test1'],
      ['--dkim-key', file, '--dkim-selector', 'a b'],
      ['--dkim-key', file, '--dkim-selector', 'test1', '--dkim-domain', 'localhost'],
    ]) {
      const sent = await send(...args);
      expect([args, sent.status]).toEqual([args, 2]);
      for (const line of key.split('\n').filter((each) => each.length === 64))
        expect(sent.stderr + sent.stdout).not.toContain(line);
    }
  });

  test('one message after the other, each signed for itself', async () => {
    const { file, record } = keys.rsa ?? { file: '', record: '' };
    const sent = await send('--count', '3', '--dkim-key', file, '--dkim-selector', 'test1');
    expect(sent.status).toBe(0);
    const messages = [await arrived(), await arrived(), await arrived()];
    expect(messages.map((message) => judged(message, name, record))).toEqual(['pass', 'pass', 'pass']);
    const hashes = new Set(messages.map((message) => createHash('sha256').update(message).digest('hex')));
    expect(hashes.size).toBe(3);
  });
});
