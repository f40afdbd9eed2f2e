import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { eventsOf, startFixture } from '../fixture.ts';
import { Gate } from '../gate.ts';
import type { SessionEvent } from '../../../electron/protocol/values/session/event.ts';

const EHLO =
  '250-mail.test\r\n250-PIPELINING\r\n250-SIZE 33554432\r\n250-8BITMIME\r\n250-BINARYMIME\r\n250-CHUNKING\r\n250-SMTPUTF8\r\n250-DSN\r\n250-ENHANCEDSTATUSCODES\r\n250-DELIVERBY\r\n250-MT-PRIORITY\r\n250-LIMITS RCPTMAX=1000\r\n250-ETRN\r\n250-VRFY\r\n250 HELP\r\n';
const START = '354 Send the message, end with a line that holds a dot alone\r\n';

test('a message comes in, is stored octet for octet and reported', async () => {
  const fixture = await startFixture();
  const peer = await fixture.connect();
  expect(await peer.reply()).toBe('220 mail.test ESMTP Posthorn\r\n');
  expect(await peer.command('EHLO client.test')).toBe(EHLO);
  expect(await peer.command('MAIL FROM:<a@s.example> SIZE=30 body=8bitmime')).toBe('250 2.1.0 Sender ok\r\n');
  expect(await peer.command('RCPT TO:<b@r.example>')).toBe('250 2.1.5 Recipient ok\r\n');
  expect(await peer.command('RCPT TO:<b@r.example>')).toBe('250 2.1.5 Recipient ok\r\n');
  expect(await peer.command('DATA')).toBe(START);
  await peer.send('Subject: hello\r\n\r\n..dot\r\nend\r\n.\r\n');
  expect(await peer.reply()).toMatch(/^250 2\.0\.0 Message accepted as [\w-]+\r\n$/);
  expect(await peer.command('QUIT')).toBe('221 2.0.0 Bye\r\n');
  expect(await peer.untilClosed()).toBe('');
  const [session] = await fixture.ended();
  expect(session).toMatchObject({ helo: 'client.test', messages: 1, rejected: 0, endReason: 'quit', tls: false });
  const stored = await fixture.stored();
  expect(stored.map(({ data }) => data.toString())).toEqual(['Subject: hello\r\n\r\n.dot\r\nend\r\n']);
  expect(stored[0]?.summary).toMatchObject({
    subject: 'hello',
    protocol: 'smtp',
    helo: 'client.test',
    mailFrom: 'a@s.example',
    mailOptions: ['SIZE=30', 'BODY=8bitmime'],
    rcptTo: [
      { address: 'b@r.example', options: [] },
      { address: 'b@r.example', options: [] },
    ],
    sessionId: session?.id,
    peer: session?.peer,
    tls: false,
    user: null,
  });
  expect(session?.peer).toMatch(/^127\.0\.0\.1:\d+$/);
  expect(fixture.observed.messages).toEqual([stored[0]?.summary]);
});

test('any octet comes through: 8 bit, NUL, bare CR and LF, long lines, no line end at the end', async () => {
  const fixture = await startFixture();
  const octets = Buffer.concat([
    Buffer.from(Array.from({ length: 256 }, (_, i) => i)),
    Buffer.from('\r\n.x\r\n..\n.\n\r.\r' + 'y'.repeat(3000) + '\n.\r\n', 'latin1'),
  ]);
  const stuffed = Buffer.from(octets.toString('latin1').replace(/\r\n\./g, '\r\n..'), 'latin1');
  const peer = await fixture.connect();
  await peer.send('EHLO c\r\nMAIL FROM:<>\r\nRCPT TO:<Postmaster>\r\nDATA\r\n');
  for (let i = 0; i < 5; i += 1) await peer.reply();
  await peer.send(Buffer.concat([stuffed, Buffer.from('\r\n.\r\n')]));
  expect(await peer.reply()).toMatch(/^250 /);
  const [message] = await fixture.stored();
  expect(message?.data.equals(Buffer.concat([octets, Buffer.from('\r\n')]))).toBe(true);
  expect(message?.summary).toMatchObject({ mailFrom: '', rcptTo: [{ address: 'Postmaster', options: [] }] });
  const anomalies = eventsOf(fixture.observed).flatMap((event) => (event.type === 'anomaly' ? [event.anomaly] : []));
  expect(anomalies).toEqual(
    expect.arrayContaining(['bare-lf', 'bare-cr', 'nul', 'long-body-line', 'smuggling-attempt']),
  );
});

test('one octet at a time: the same replies as in one piece', async () => {
  const script =
    'EHLO client.test\r\nNOOP\r\nMAIL FROM:<a@s.example>\r\nRCPT TO:<b@r.example>\r\nRSET\r\nVRFY x\r\nFOO bar\r\n' +
    'MAIL FROM:<a@s.example>\r\nRCPT TO:<b@r.example>\r\nDATA\r\n.\r\r\n..\r\n.\r\nHELP\r\nQUIT\r\n';
  const replies: string[] = [];
  for (const dripping of [true, false]) {
    const fixture = await startFixture();
    const peer = await fixture.connect();
    if (dripping) await peer.drip(script);
    else await peer.send(script);
    replies.push((await peer.untilClosed()).replace(/as [\w-]+/, 'as ID'));
    expect((await fixture.stored()).map(({ data }) => data.toString())).toEqual(['\r\r\n.\r\n']);
  }
  expect(replies[0]).toBe(
    `220 mail.test ESMTP Posthorn\r\n${EHLO}250 2.0.0 Ok\r\n250 2.1.0 Sender ok\r\n250 2.1.5 Recipient ok\r\n` +
      '250 2.0.0 Transaction is reset\r\n252 2.5.2 Cannot verify, but will take a message\r\n500 5.5.1 Command not recognised\r\n' +
      `250 2.1.0 Sender ok\r\n250 2.1.5 Recipient ok\r\n${START}250 2.0.0 Message accepted as ID\r\n` +
      '214-2.0.0 Commands:\r\n214-2.0.0 EHLO HELO LHLO STARTTLS AUTH MAIL RCPT DATA BDAT\r\n214-2.0.0 RSET NOOP VRFY ETRN HELP QUIT\r\n214 2.0.0 End of help\r\n' +
      '221 2.0.0 Bye\r\n',
  );
  expect(replies[1]).toBe(replies[0]);
});

test('every split point of a pipelined session gives the same', { timeout: 120_000 }, async () => {
  const script = 'MAIL FROM:<a@s>\r\nRCPT TO:<b@r>\r\nDATA\r\n..\r\nx\r\n.\r\nNOOP\r\n';
  const fixture = await startFixture();
  const peer = await fixture.connect();
  await peer.send('EHLO c\r\n');
  await peer.reply();
  await peer.reply();
  for (let at = 1; at < script.length; at += 1) {
    await peer.send(script.slice(0, at));
    await new Promise((resolve) => setImmediate(resolve));
    await peer.send(script.slice(at));
    const replies = [];
    for (let i = 0; i < 5; i += 1) replies.push((await peer.reply()).slice(0, 9));
    expect(replies, `split at ${at}`).toEqual(['250 2.1.0', '250 2.1.5', START.slice(0, 9), '250 2.0.0', '250 2.0.0']);
  }
  const stored = await fixture.stored();
  expect(new Set(stored.map(({ data }) => data.toString()))).toEqual(new Set(['.\r\nx\r\n']));
  expect(stored).toHaveLength(script.length - 1);
});

test('a client that closes its side after its commands is answered to the end', async () => {
  const fixture = await startFixture();
  const peer = await fixture.connect();
  await peer.send('EHLO c\r\nMAIL FROM:<a@s>\r\nRCPT TO:<b@r>\r\nDATA\r\nx\r\n.\r\n');
  peer.halfClose();
  expect(await peer.untilClosed()).toMatch(/250 2\.0\.0 Message accepted as [\w-]+\r\n$/);
  expect(await fixture.stored()).toHaveLength(1);
  expect((await fixture.ended())[0]).toMatchObject({ endReason: 'client-closed' });
});

test('a client that is gone in mid-message leaves nothing behind', async () => {
  const fixture = await startFixture();
  const peer = await fixture.connect();
  await peer.send('EHLO c\r\nMAIL FROM:<a@s>\r\nRCPT TO:<b@r>\r\nDATA\r\n');
  for (let i = 0; i < 5; i += 1) await peer.reply();
  await peer.send('x'.repeat(1_000_000));
  peer.reset();
  const [session] = await fixture.ended();
  expect(session).toMatchObject({ endReason: 'client-reset', messages: 0 });
  expect(await fixture.stored()).toEqual([]);
  await expect.poll(() => readdir(`${fixture.dir}/incoming`)).toEqual([]);
});

test.each([
  ['MAIL FROM:<a@s> SIZE=33554433', '552 5.3.4 Message exceeds the size limit'],
  ['MAIL FROM:<a@s> SIZE=1 SIZE=1', '501 5.5.4 A parameter is given twice'],
  ['MAIL FROM:<a@s> AUTH=<>', '555 5.5.4 Parameter not recognised'],
  ['MAIL FROM:<ä@s>', '553 5.6.7 This address needs SMTPUTF8'],
  ['MAIL FROM:<ä@s> SMTPUTF8', '250 2.1.0 Sender ok'],
  ['MAIL FROM: <a@s>', '250 2.1.0 Sender ok'],
  ['mail from:<a@s>', '250 2.1.0 Sender ok'],
  ['MAIL FROM:a@s', '501 5.5.4 Syntax: MAIL FROM:<address>'],
  ['MAIL <a@s>', '501 5.5.4 Syntax: MAIL FROM:<address>'],
  ['MAIL FROM:<a@@s>', '553 5.1.7 Not a valid reverse-path'],
  ['RCPT TO:<b@r>', '503 5.5.1 Say MAIL first'],
  ['DATA', '503 5.5.1 Say MAIL first'],
  ['STARTTLS', '502 5.5.1 Command not implemented'],
  ['AUTH PLAIN', '502 5.5.1 Command not implemented'],
  ['BDAT 0 LAST', '503 5.5.1 Say MAIL first'],
  ['EXPN list', '502 5.5.1 Command not implemented'],
  ['LHLO c', '500 5.5.1 This is SMTP: say EHLO'],
  ['RSET now', '501 5.5.4 This command takes no argument'],
  ['QUIT now', '501 5.5.4 This command takes no argument'],
  ['VRFY', '501 5.5.4 An argument is needed'],
  ['NOOP whatever', '250 2.0.0 Ok'],
  ['constructor', '500 5.5.1 Command not recognised'],
  ['__proto__', '500 5.5.1 Command not recognised'],
  ['', '500 5.5.1 Command not recognised'],
  ['NO\u0001OP', '500 5.5.2 Control character in a command'],
  ['NOOP a\nb', '500 5.5.2 CR or LF alone inside a command; lines end in CRLF'],
  ['NOOP a\rb', '500 5.5.2 CR or LF alone inside a command; lines end in CRLF'],
])('%j is answered %j', async (command, reply) => {
  const fixture = await startFixture();
  const peer = await fixture.connect();
  await peer.reply();
  await peer.command('EHLO c');
  expect(await peer.command(command)).toBe(`${reply}\r\n`);
  expect(await peer.command('RSET')).toBe('250 2.0.0 Transaction is reset\r\n');
});

test('recipients are judged; DATA without one is refused and says why', async () => {
  const fixture = await startFixture({ limits: { recipients: 2 } });
  const peer = await fixture.connect();
  await peer.reply();
  await peer.command('EHLO c');
  await peer.command('MAIL FROM:<a@s>');
  expect(await peer.command('DATA')).toBe('503 5.5.1 Say RCPT first\r\n');
  expect(await peer.command('RCPT TO:<>')).toBe('553 5.1.3 Not a valid forward-path\r\n');
  expect(await peer.command('RCPT TO:<b>')).toBe('553 5.1.3 Not a valid forward-path\r\n');
  expect(await peer.command('RCPT TO:<ü@r>')).toBe('553 5.6.7 This address needs SMTPUTF8\r\n');
  expect(await peer.command('RCPT TO:<b@r> RRVS=x')).toBe('555 5.5.4 Parameter not recognised\r\n');
  expect(await peer.command('DATA')).toBe('554 5.5.1 No valid recipients\r\n');
  expect(await peer.command('RCPT TO:<b@r>')).toBe('250 2.1.5 Recipient ok\r\n');
  expect(await peer.command('RCPT TO:<@x,@y:c@r>')).toBe('250 2.1.5 Recipient ok\r\n');
  expect(await peer.command('RCPT TO:<d@r>')).toBe('452 4.5.3 Too many recipients\r\n');
  await peer.command('DATA');
  await peer.send('.\r\n');
  await peer.reply();
  expect((await fixture.stored())[0]?.summary.rcptTo.map(({ address }) => address)).toEqual(['b@r', 'c@r']);
});

test('HELO has no extensions', async () => {
  const fixture = await startFixture();
  const peer = await fixture.connect();
  await peer.reply();
  expect(await peer.command('HELO client')).toBe('250 mail.test\r\n');
  expect(await peer.command('MAIL FROM:<a@s> SIZE=1')).toBe('555 5.5.4 Parameter not recognised\r\n');
  expect(await peer.command('MAIL FROM:<a@s>')).toBe('250 2.1.0 Sender ok\r\n');
});

test('without SMTPUTF8 neither keyword nor parameter', async () => {
  const fixture = await startFixture({ config: { smtputf8: false, maxMessageBytes: 0 } });
  const peer = await fixture.connect();
  await peer.reply();
  const ehlo = await peer.command('EHLO c');
  expect(ehlo).not.toContain('SMTPUTF8');
  expect(ehlo).toContain('250-SIZE 0\r\n');
  expect(await peer.command('MAIL FROM:<a@s> SMTPUTF8')).toBe('555 5.5.4 Parameter not recognised\r\n');
});

test('HTTP is recognised and closed, also with bare LF', async () => {
  for (const request of ['POST / HTTP/1.1\r\n', 'GET /x HTTP/1.0\nHost: y\n\nEHLO x\r\n']) {
    const fixture = await startFixture();
    const peer = await fixture.connect();
    await peer.reply();
    await peer.send(`${request}Host: x\r\n\r\nEHLO x\r\nMAIL FROM:<a@s>\r\nRCPT TO:<b@r>\r\nDATA\r\nx\r\n.\r\n`);
    expect(await peer.untilClosed()).toBe('554 5.7.0 This is a mail server; it does not speak HTTP\r\n');
    expect((await fixture.ended())[0]).toMatchObject({ endReason: 'protocol' });
    expect(await fixture.stored()).toEqual([]);
    expect(eventsOf(fixture.observed)).toContainEqual(
      expect.objectContaining({ type: 'anomaly', anomaly: 'http-request' }),
    );
  }
});

test('the events report everything, in order and numbered', async () => {
  const fixture = await startFixture();
  const peer = await fixture.connect();
  await peer.send('EHLO c\r\n');
  await peer.reply();
  await peer.reply();
  await peer.send('MAIL FROM:<a@s>\r\nRCPT TO:<nobody>\r\nRCPT TO:<b@r>\r\nDATA\r\n');
  for (let i = 0; i < 4; i += 1) await peer.reply();
  await peer.send('hello\r\n.\r\n');
  await peer.reply();
  await peer.command('QUIT');
  await fixture.ended();
  const events = eventsOf(fixture.observed);
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, i) => i + 1));
  for (let i = 1; i < events.length; i += 1) expect(events[i]?.tMs).toBeGreaterThanOrEqual(events[i - 1]?.tMs ?? 0);
  expect(events.map(brief)).toMatchSnapshot();
  const end = events.find((event) => event.type === 'body-end');
  expect(end).toMatchObject({
    octets: 7,
    wireOctets: 10,
    sha256: createHash('sha256').update('hello\r\n').digest('hex'),
  });
});

function brief(event: SessionEvent): string {
  switch (event.type) {
    case 'line':
      return `${event.direction === 'sent' ? '<' : '>'} ${event.phase} ${event.text.replace(/as [\w-]+$/, 'as ID')}`;
    case 'reply':
      return `reply ${event.command ?? '-'} -> ${event.reply.code}`;
    case 'phase-begin':
    case 'phase-end':
      return `${event.type} ${event.phase}`;
    case 'recipient':
      return `recipient ${event.result.index} ${event.result.address} ${event.result.accepted} ${event.result.delivery}`;
    case 'note':
      return `note ${event.note}`;
    case 'rejected':
      return `rejected ${event.command}`;
    default:
      return event.type;
  }
}

test('a client that does not wait for the answer: the message is kept and reported, then the session ends', async () => {
  const held = new Gate();
  const handling = new Gate();
  const fixture = await startFixture({
    handler: (mailbox) => ({
      name: 'slow',
      handle: async (message, spooled) => {
        handling.open();
        await held.opened;
        return mailbox.inbox.handle(message, spooled);
      },
    }),
  });
  const peer = await fixture.connect();
  await peer.send('EHLO c\r\nMAIL FROM:<a@s>\r\nRCPT TO:<b@r>\r\nDATA\r\nx\r\n.\r\n');
  await handling.opened;
  peer.reset();
  await expect.poll(() => peer.closed).toBe(true);
  held.open();
  const [session] = await fixture.ended();
  expect(session?.messages).toBe(1);
  expect(fixture.observed.messages).toHaveLength(1);
  expect(
    eventsOf(fixture.observed)
      .map(({ type }) => type)
      .slice(-1),
  ).toEqual(['session-end']);
});
