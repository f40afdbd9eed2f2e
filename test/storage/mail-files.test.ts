import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openMaildir } from '../../electron/storage/deliver/maildir.ts';
import { openMbox } from '../../electron/storage/deliver/mbox.ts';
import type { MessageHandler } from '../../electron/core/server/handlers/types.ts';
import { startFixture, temporaryDir } from '../server/fixture.ts';

const MESSAGE = 'Subject: x\r\n\r\nFrom here\r\n>From there\r\nlast';

async function deliver(handler: MessageHandler, times: number): Promise<void> {
  const fixture = await startFixture({ handler: () => handler });
  await Promise.all(
    Array.from({ length: times }, async () => {
      const peer = await fixture.connect();
      await peer.send(
        'EHLO c\r\nMAIL FROM:<a@s.example>\r\nRCPT TO:<b@r.example>\r\nRCPT TO:<c@r.example>\r\nDATA\r\n',
      );
      await peer.send(`${MESSAGE}\r\n.\r\nQUIT\r\n`);
      expect(await peer.untilClosed()).toContain('250 2.0.0 Message accepted\r\n');
    }),
  );
}

test('a Maildir: each message a file of its own in new, with its envelope above it', async () => {
  const dir = join(await temporaryDir(), 'Maildir');
  await deliver(await openMaildir(dir), 5);
  const names = await readdir(join(dir, 'new'));
  expect(names).toHaveLength(5);
  expect([await readdir(join(dir, 'tmp')), await readdir(join(dir, 'cur'))]).toEqual([[], []]);
  for (const name of names) expect(name).toMatch(/^\d+\.M\d+P\d+Q\d+\.[^/:]+$/);
  expect(await readFile(join(dir, 'new', names[0] ?? ''), 'utf8')).toBe(
    `Return-Path: <a@s.example>\r\nDelivered-To: b@r.example\r\nDelivered-To: c@r.example\r\n${MESSAGE}\r\n`,
  );
  expect((await stat(join(dir, 'new'))).mode & 0o777).toBe(0o700);
});

test('an mbox: one after the other, From lines quoted, LF alone', async () => {
  const file = join(await temporaryDir(), 'mbox');
  await deliver(await openMbox(file), 3);
  const one =
    'From a@s\\.example \\w{3} \\w{3} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d \\d{4}\nReturn-Path: <a@s\\.example>\n' +
    'Delivered-To: b@r\\.example\nDelivered-To: c@r\\.example\nSubject: x\n\n>From here\n>>From there\nlast\n\n';
  expect(await readFile(file, 'utf8')).toMatch(new RegExp(`^(?:${one}){3}$`));
});
