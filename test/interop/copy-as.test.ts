/** What is copied as a command of another program does what it says: each delivers to `posthorn serve`. */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { copyAs } from '../../electron/texts/copy-as/copy-as.ts';
import type { CopyFormat, CopyInput } from '../../electron/texts/copy-as/types.ts';
import { describeWith } from './availability.ts';
import { serve } from './serve.ts';
import type { Serving } from './serve.ts';

const run = promisify(execFile);
const from = 'sender@client.test';
const to = ["o'neil+$HOME`id`@posthorn.test", 'bob@posthorn.test'];

await describeWith(['swaks', 'swaks-tls', 'python'], 'copied commands', () => {
  let server: Serving;
  beforeAll(async () => {
    server = await serve(['--smtp', '0', '--smtps', '0', '--lmtp', '%SOCKET%', '--starttls', 'offered']);
    await writeFile(join(server.folder, 'message.eml'), 'Subject: copied\r\n\r\nHello.\r\n');
  });
  afterAll(() => server.stop());

  const input = (security: CopyInput['target']['security'], envelope: CopyInput['envelope']): CopyInput => ({
    target: {
      host: '127.0.0.1',
      port: server.port('smtp', security === 'tls' ? 'tls' : 'plain'),
      path: null,
      protocol: 'smtp',
      security,
    },
    // The authority of the server is not this system's.
    options: { ehloName: 'client.test', insecure: true },
    auth: null,
    envelope,
  });
  const text = (format: CopyFormat, what: CopyInput): string => {
    const copied = copyAs(format, what);
    if (copied.text === null) throw new Error(`no command for ${format}`);
    return copied.text;
  };
  const sh = (command: string) => run('sh', ['-c', command], { cwd: server.folder, timeout: 30_000 });

  const ways = {
    swaks: (command: string) => sh(command),
    curl: (command: string) => sh(command),
    smtplib: (program: string) => run('python3', ['-c', program], { cwd: server.folder, timeout: 30_000 }),
    nodemailer: async (program: string) => {
      const file = join(server.folder, 'send.mjs');
      const resolved = createRequire(import.meta.url).resolve('nodemailer');
      await writeFile(file, program.replace("from 'nodemailer'", `from ${JSON.stringify(resolved)}`));
      return run(process.execPath, [file], { cwd: server.folder, timeout: 30_000 });
    },
  };

  for (const [format, start] of Object.entries(ways)) {
    for (const security of ['none', 'starttls', 'tls'] as const) {
      test(`${format} delivers with security ${security}`, async () => {
        await start(text(format as CopyFormat, input(security, { from, to })));
        const message = await server.nextMessage();
        expect(message).toMatchObject({ mailFrom: from, helo: 'client.test', tls: security !== 'none' });
        expect(message.rcptTo.map(({ address }) => address)).toEqual(to);
      });
    }
  }

  test('swaks delivers over a Unix socket', async () => {
    const target = { host: null, port: null, path: server.socketPath, protocol: 'lmtp', security: 'none' } as const;
    await sh(text('swaks', { ...input('none', { from, to }), target }));
    expect(await server.nextMessage()).toMatchObject({ mailFrom: from, protocol: 'lmtp' });
  });

  test.each(['swaks', 'curl', 'smtplib', 'nodemailer'] as const)(
    '%s only looks when there is no recipient',
    async (format) => {
      await ways[format](text(format, input('starttls', { from: '', to: [] })));
    },
  );

  test('openssl reaches the greeting after TLS', async () => {
    for (const security of ['starttls', 'tls'] as const) {
      const command = text('openssl', input(security, { from: '', to: [] }));
      const { stdout } = await sh(
        `printf 'NOOP\\nQUIT\\n' | { cat; sleep 1; } | ${command} -quiet 2>/dev/null || true`,
      );
      expect(stdout).toMatch(/^2\d\d /m);
    }
  });
});
