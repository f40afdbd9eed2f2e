import { stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeReply } from '../../../electron/core/server/commands/replies.ts';
import { eventsOf, listenerConfig, startFixture, temporaryDir } from '../fixture.ts';

const unix = (path: string) => listenerConfig({ id: 'lmtp', protocol: 'lmtp', path, host: null, port: null });

test('one reply per accepted recipient, in order, duplicates included', async () => {
  const fixture = await startFixture({
    listener: { protocol: 'lmtp' },
    handler: (mailbox) => ({
      name: 'some',
      handle: async (message, spooled) => ({
        ...(await mailbox.inbox.handle(message, spooled)),
        perRecipient: [null, makeReply(550, '5.1.1', 'No such user'), null],
      }),
    }),
  });
  const peer = await fixture.connect();
  expect(await peer.reply()).toBe('220 mail.test LMTP Posthorn\r\n');
  expect(await peer.command('EHLO c')).toBe('500 5.5.1 This is LMTP: say LHLO\r\n');
  expect(await peer.command('HELO c')).toBe('500 5.5.1 This is LMTP: say LHLO\r\n');
  expect(await peer.command('MAIL FROM:<a@s>')).toBe('503 5.5.1 Say LHLO first\r\n');
  expect(await peer.command('LHLO c')).toMatch(/^250-mail\.test\r\n250-PIPELINING\r\n/);
  await peer.command('MAIL FROM:<a@s>');
  await peer.command('RCPT TO:<b@r>');
  await peer.command('RCPT TO:<@bad>');
  await peer.command('RCPT TO:<user>');
  await peer.command('RCPT TO:<b@r>');
  await peer.command('DATA');
  await peer.send('x\r\n.\r\n');
  expect(await peer.reply()).toMatch(/^250 2\.0\.0 Message accepted as /);
  expect(await peer.reply()).toBe('550 5.1.1 No such user\r\n');
  expect(await peer.reply()).toMatch(/^250 2\.0\.0 Message accepted as /);
  expect(await peer.anything(100)).toBe(false);
  const results = eventsOf(fixture.observed).flatMap((event) => (event.type === 'recipient' ? [event.result] : []));
  expect(results.map(({ index, address, delivery }) => [index, address, delivery])).toEqual([
    [0, 'b@r', 'unknown'],
    [1, '@bad', 'no'],
    [2, 'user', 'unknown'],
    [3, 'b@r', 'unknown'],
    [0, 'b@r', 'yes'],
    [2, 'user', 'no'],
    [3, 'b@r', 'yes'],
  ]);
});

test('DATA without a valid recipient is 503 (RFC 2033), not 554', async () => {
  const fixture = await startFixture({ listener: { protocol: 'lmtp' } });
  const peer = await fixture.connect();
  await peer.reply();
  await peer.command('LHLO c');
  await peer.command('MAIL FROM:<a@s>');
  await peer.command('RCPT TO:<>');
  expect(await peer.command('DATA')).toMatch(/^503 /);
});

test('over a Unix socket; the file is gone after the stop', async () => {
  const path = `${await temporaryDir()}/lmtp.sock`;
  const fixture = await startFixture({ listeners: [unix(path)] });
  expect(fixture.states[0]).toMatchObject({ listening: true, boundPort: null, error: null });
  const peer = await fixture.connect();
  await peer.send('LHLO c\r\nMAIL FROM:<a@s>\r\nRCPT TO:<b@r>\r\nDATA\r\nx\r\n.\r\nQUIT\r\n');
  expect(await peer.untilClosed()).toMatch(/250 2\.0\.0 Message accepted as [\w-]+\r\n221 2\.0\.0 Bye\r\n$/);
  expect((await fixture.stored())[0]?.summary).toMatchObject({ protocol: 'lmtp', peer: path });
  await fixture.server.stop();
  await expect(stat(path)).rejects.toThrow('ENOENT');
});

test('a socket that a killed process left is replaced', async () => {
  const dir = await temporaryDir();
  const path = `${dir}/stale.sock`;
  const script = `${dir}/holder.cjs`;
  await writeFile(script, `require('net').createServer().listen(process.argv[2], () => process.send('up'))`);
  const holder = fork(script, [path], { execArgv: [] });
  await once(holder, 'message');
  const exited = once(holder, 'exit');
  holder.kill('SIGKILL');
  await exited;
  expect((await stat(path)).isSocket()).toBe(true);
  const fixture = await startFixture({ listeners: [unix(path)] });
  expect(fixture.states[0]).toMatchObject({ listening: true, error: null });
  await (await fixture.connect()).reply();
});

test('a socket that somebody listens at, and a file that is none, are left alone', async () => {
  const dir = await temporaryDir();
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(`${dir}/taken.sock`, resolve));
  await writeFile(`${dir}/file`, 'precious');
  const fixture = await startFixture({
    listeners: [
      { ...unix(`${dir}/taken.sock`), id: 'a' },
      { ...unix(`${dir}/file`), id: 'b' },
    ],
  });
  expect(fixture.states.map(({ error }) => error?.reason)).toEqual(['address-in-use', 'path-taken']);
  expect((await stat(`${dir}/taken.sock`)).isSocket()).toBe(true);
  expect((await stat(`${dir}/file`)).size).toBe(8);
  await new Promise((resolve) => other.close(resolve));
});

test('a path that is too long, or whose folder is missing, has its own reason', async () => {
  const fixture = await startFixture({
    listeners: [
      { ...unix(`/tmp/${'x'.repeat(120)}`), id: 'long' },
      { ...unix(`${await temporaryDir()}/missing/s`), id: 'missing' },
    ],
  });
  expect(fixture.states.map(({ error }) => [error?.reason, error?.systemCode])).toEqual([
    ['path-too-long', 'ENAMETOOLONG'],
    ['folder-missing', 'ENOENT'],
  ]);
});

test('STARTTLS required over a Unix socket: LHLO again, then a reply for each recipient', async () => {
  const path = join(await temporaryDir(), 'lmtp');
  const fixture = await startFixture({ listeners: [{ ...unix(path), security: 'starttls-required' }] });
  const peer = await fixture.connect();
  await peer.reply();
  expect(await peer.command('LHLO c')).toContain('250-STARTTLS\r\n');
  expect(await peer.command('MAIL FROM:<a@s>')).toMatch(/^530 5\.7\.0 /);
  expect(await peer.command('STARTTLS')).toMatch(/^220 /);
  await peer.startTls({ ca: (await fixture.authority()).caPem, servername: 'localhost' });
  expect(await peer.command('MAIL FROM:<a@s>')).toBe('503 5.5.1 Say LHLO first\r\n');
  expect(await peer.command('LHLO c')).not.toContain('STARTTLS');
  for (const line of ['MAIL FROM:<a@s>', 'RCPT TO:<b@r>', 'RCPT TO:<c@r>', 'DATA']) await peer.command(line);
  await peer.send('x\r\n.\r\n');
  for (let i = 0; i < 2; i += 1) expect(await peer.reply()).toMatch(/^250 2\.0\.0 Message accepted as /);
  expect((await fixture.stored()).map(({ summary }) => [summary.protocol, summary.tls])).toEqual([['lmtp', true]]);
});
