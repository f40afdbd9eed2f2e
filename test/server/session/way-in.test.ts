/** What a client sends passes few files on its way to where it is kept: each one more is one more to read for whoever follows it. */
import { expect, test } from 'vitest';
import { startFixture } from '../fixture.ts';

/** Below electron/, the first that was called first. Of callers alone: what gives a value back is not among them. */
function callers(): string[] {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 100;
  const { stack = '' } = new Error('callers');
  Error.stackTraceLimit = stackTraceLimit;
  const found = [...stack.matchAll(/\/electron\/((?:core|storage)\/[^:?\s]+\.ts)/g)].map(([, path]) => path ?? '');
  return [...new Set(found)].reverse();
}

test('a command to the list of sessions, and a message to the mailbox', async () => {
  const listed: string[][] = [];
  let handled: string[] = [];
  const fixture = await startFixture({
    handler: (mailbox) => ({
      name: 'looks back',
      handle: (message, spooled) => {
        handled = callers();
        return mailbox.inbox.handle(message, spooled);
      },
    }),
  });
  const { sessions } = fixture.observed;
  const set = sessions.set.bind(sessions);
  sessions.set = (id, summary) => {
    if (summary.helo !== null) listed.push(callers());
    return set(id, summary);
  };
  const peer = await fixture.connect();
  await peer.reply();
  await peer.command('EHLO c');
  expect(listed[0]).toEqual([
    'core/server/listener/connection.ts',
    'core/server/session/pump.ts',
    'core/server/session/session.ts',
    'core/server/session/line.ts',
    'core/server/session/journal.ts',
  ]);
  for (const line of ['MAIL FROM:<a@s.example>', 'RCPT TO:<b@r.example>', 'DATA']) await peer.command(line);
  await peer.send('x\r\n.\r\n');
  expect(await peer.reply()).toMatch(/^250 /);
  expect(handled).toEqual([
    'core/server/listener/connection.ts',
    'core/server/session/pump.ts',
    'core/server/session/session.ts',
    'core/server/session/data.ts',
    'core/server/session/incoming.ts',
  ]);
});
