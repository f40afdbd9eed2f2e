import { expect, test } from 'vitest';
import { debuggingHandler } from '../../../electron/core/server/handlers/debugging.ts';
import { sinkHandler } from '../../../electron/core/server/handlers/sink.ts';
import { acceptAnyUser, userVerifiers } from '../../../electron/core/server/users/users.ts';
import { startFixture } from '../fixture.ts';

async function send(fixture: Awaited<ReturnType<typeof startFixture>>, mail: string, body: string): Promise<string> {
  const peer = await fixture.connect();
  await peer.reply();
  for (const line of ['EHLO c', mail, 'RCPT TO:<b@r>', 'DATA']) await peer.command(line);
  await peer.send(`${body}.\r\n`);
  return peer.reply();
}

test('debugging prints a message of a session with its options, and it can be kept too', async () => {
  let printed = '';
  const fixture = await startFixture({
    handler: (mailbox) => debuggingHandler((text) => (printed += text), mailbox.inbox),
  });
  expect(
    await send(fixture, 'MAIL FROM:<a@s> SIZE=5 BODY=8BITMIME', 'Subject: x\r\n\r\nbody \u001b[31m\r\n\tend\r\n'),
  ).toMatch(/^250 /);
  expect(printed).toBe(
    '---------- MESSAGE FOLLOWS ----------\n' +
      "mail options: ['SIZE=5', 'BODY=8BITMIME']\n" +
      "b'Subject: x'\nb'X-Peer: 127.0.0.1'\nb''\nb'body \\x1b[31m'\nb'\\tend'\n" +
      '------------ END MESSAGE ------------\n',
  );
  expect(await fixture.stored()).toHaveLength(1);
});

test('the sink keeps nothing', async () => {
  const fixture = await startFixture({ handler: () => sinkHandler() });
  expect(await send(fixture, 'MAIL FROM:<a@s>', 'x\r\n')).toBe('250 2.0.0 Message accepted\r\n');
  expect(await fixture.stored()).toEqual([]);
  const { readdir } = await import('node:fs/promises');
  expect(await readdir(`${fixture.dir}/incoming`)).toEqual([]);
});

test('users: the right pair and nothing else', async () => {
  const users = userVerifiers([
    { user: 'one', password: 'pässwörd' },
    { user: 'two', password: '' },
  ]);
  expect(await users.verify('one', 'pässwörd')).toBe(true);
  expect(await users.verify('two', '')).toBe(true);
  for (const [user, password] of [
    ['one', ''],
    ['two', 'pässwörd'],
    ['', ''],
    ['ONE', 'pässwörd'],
  ] as const) {
    expect(await users.verify(user, password)).toBe(false);
  }
  expect(await acceptAnyUser.verify('x', 'y')).toBe(true);
});

test.each([
  ['of its own', Object.assign(new Error('x'), { code: 'ENOSPC' })],
  ['of a worker', new Error('internal', { cause: 'Error: ENOSPC: no space left on device, write' })],
  ['of SQLite', new Error('internal', { cause: 'SqliteError: database or disk is full' })],
])('a handler on a full disk is 452, by an error %s; the reason is for the owner alone', async (_, error) => {
  const fixture = await startFixture({ handler: () => ({ name: 'full', handle: () => Promise.reject(error) }) });
  expect(await send(fixture, 'MAIL FROM:<a@s>', 'x\r\n')).toBe('452 4.3.1 The message could not be written\r\n');
  expect(fixture.observed.failures).toEqual([error]);
});
