import { expect, test } from 'vitest';
import { startFixture } from './fixture.ts';

test('a message comes in, is stored octet for octet and told of', async () => {
  const fixture = await startFixture();
  const peer = await fixture.connect();
  expect(await peer.reply()).toBe('220 mail.test ESMTP Posthorn\r\n');
  expect(await peer.command('EHLO client.test')).toBe(
    '250-mail.test\r\n250-PIPELINING\r\n250-SIZE 33554432\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-ENHANCEDSTATUSCODES\r\n250-VRFY\r\n250 HELP\r\n',
  );
  expect(await peer.command('MAIL FROM:<a@s.example>')).toBe('250 2.1.0 Sender ok\r\n');
  expect(await peer.command('RCPT TO:<b@r.example>')).toBe('250 2.1.5 Recipient ok\r\n');
  expect(await peer.command('DATA')).toBe('354 Send the message, end with a line that holds a dot alone\r\n');
  await peer.send('Subject: hello\r\n\r\n..dot\r\nend\r\n.\r\n');
  expect(await peer.reply()).toMatch(/^250 2\.0\.0 Message accepted as [\w-]+\r\n$/);
  expect(await peer.command('QUIT')).toBe('221 2.0.0 Bye\r\n');
  expect(await peer.untilClosed()).toBe('');
  const stored = await fixture.stored();
  expect(stored.map(({ data }) => data.toString())).toEqual(['Subject: hello\r\n\r\n.dot\r\nend\r\n']);
  expect(fixture.observed.messages.map(({ subject, mailFrom }) => [subject, mailFrom])).toEqual([
    ['hello', 'a@s.example'],
  ]);
  const [session] = await fixture.ended();
  expect(session).toMatchObject({ helo: 'client.test', messages: 1, rejected: 0, endReason: 'quit' });
});
