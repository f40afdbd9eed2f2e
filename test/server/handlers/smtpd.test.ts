/** What Python's smtpd offered its users: one function per message, commands of one's own, another session class, text or octets. */
import { expect, test } from 'vitest';
import { processOctets, processText } from '../../../electron/core/server/handlers/process-message.ts';
import { makeReply } from '../../../electron/core/server/commands/replies.ts';
import { Session } from '../../../electron/core/server/session/session.ts';
import { startFixture } from '../fixture.ts';

const ENVELOPE = 'HELO c\r\nMAIL FROM:<a@s.example>\r\nRCPT TO:<b@r.example>\r\nDATA\r\n';

test('processMessage gets peer, envelope, octets and options; its answer is the reply', async () => {
  const calls: unknown[][] = [];
  const answers = [undefined, '250 2.0.0 kept\nindeed', { code: 554, enhancedCode: null, lines: ['no'] }, 'nonsense'];
  const fixture = await startFixture({
    handler: () =>
      processOctets((...all) => {
        calls.push(all);
        return answers[calls.length - 1];
      }),
  });
  const peer = await fixture.connect();
  const data = 'MAIL FROM:<a@s.example> BODY=8BITMIME\r\nRCPT TO:<b@r.example> NOTIFY=NEVER\r\nDATA\r\n';
  const replies: string[] = [];
  await peer.send('EHLO c\r\n');
  await peer.reply();
  await peer.reply();
  while (replies.length < answers.length) {
    await peer.send(Buffer.from(`${data}\xe9\r\n..\r\n.\r\n`, 'latin1'));
    for (let j = 0; j < 3; j += 1) await peer.reply();
    replies.push(await peer.reply());
  }
  expect(replies).toEqual([
    '250 2.0.0 Message accepted\r\n',
    '250-2.0.0 kept\r\n250 2.0.0 indeed\r\n',
    '554 no\r\n',
    expect.stringMatching(/^451 4\.3\.0 That could not be processed \(log id [^ ]+\.1\)\r\n$/),
  ]);
  expect(calls[0]).toEqual([
    expect.stringMatching(/^127\.0\.0\.1:\d+$/),
    'a@s.example',
    ['b@r.example'],
    Buffer.from('\xe9\r\n.\r\n', 'latin1'),
    { mailOptions: ['BODY=8BITMIME'], rcptOptions: [['NOTIFY=NEVER']] },
  ]);
  expect(await peer.command('NOOP')).toBe('250 2.0.0 Ok\r\n');
});

test('as text: nothing that brings octets above 127 is offered, and SMTPUTF8 with it is refused', async () => {
  const messages: string[] = [];
  const handler = () =>
    processText((_peer, _from, _to, message) => {
      messages.push(message);
      return null;
    });
  const fixture = await startFixture({ handler, config: { smtputf8: false } });
  const peer = await fixture.connect();
  await peer.reply();
  const offer = await peer.command('EHLO c');
  for (const keyword of ['8BITMIME', 'BINARYMIME', 'SMTPUTF8']) expect(offer).not.toContain(keyword);
  expect(await peer.command('MAIL FROM:<a@s.example> BODY=8BITMIME')).toMatch(/^555 /);
  await peer.send(`${ENVELOPE}x\r\n.\r\nQUIT\r\n`);
  await peer.untilClosed();
  expect(messages).toEqual(['x\r\n']);
  await expect(startFixture({ handler })).rejects.toThrow(RangeError);
});

test('commands of one’s own, in place of ours or beside them; one that fails is 451 and the session lives', async () => {
  const seen: unknown[] = [];
  const fixture = await startFixture({
    overrides: {
      commands: {
        XSTATE: ({ args, session }) => {
          const { smtpState, seenGreeting, extendedSmtp, mailFrom, rcptTos, receivedLine, fqdn, encrypted, user } =
            session;
          seen.push({ smtpState, seenGreeting, extendedSmtp, mailFrom, rcptTos, receivedLine, fqdn, encrypted, user });
          return makeReply(250, null, `state of ${args}`);
        },
        VRFY: async (call) => (call.args === 'ann' ? makeReply(250, null, 'Ann <ann@r.example>') : call.usual()),
        RCPT: (call) => (call.args.includes('never@') ? makeReply(550, '5.1.1', 'Never') : call.usual()),
        NOOP: () => {
          throw new Error('secret inside');
        },
        XSECRET: () => Promise.reject(new Error('secret inside')),
      },
    },
  });
  const peer = await fixture.connect();
  await peer.reply();
  await peer.command('EHLO c.example');
  expect(await peer.command('VRFY ann')).toBe('250 Ann <ann@r.example>\r\n');
  expect(await peer.command('VRFY bob')).toMatch(/^252 /);
  await peer.command('MAIL FROM:<a@s.example>');
  expect(await peer.command('RCPT TO:<never@r.example>')).toBe('550 5.1.1 Never\r\n');
  expect(await peer.command('RCPT TO:<b@r.example>')).toMatch(/^250 /);
  expect(await peer.command('xstate now')).toBe('250 state of now\r\n');
  expect(seen).toEqual([
    {
      smtpState: 'COMMAND',
      seenGreeting: 'c.example',
      extendedSmtp: true,
      mailFrom: 'a@s.example',
      rcptTos: ['b@r.example'],
      receivedLine: 'xstate now',
      fqdn: 'mail.test',
      encrypted: false,
      user: null,
    },
  ]);
  expect(await peer.command('NOOP')).toMatch(/^451 4\.3\.0 That could not be processed \(log id [^ ]+\)\r\n$/);
  expect(await peer.command('XSECRET')).toMatch(/^451 4\.3\.0 That could not be processed \(log id [^ ]+\)\r\n$/);
  expect(fixture.observed.failures).toHaveLength(2);
  expect(await peer.command('RSET')).toMatch(/^250 /);
});

test('another session class', async () => {
  let made = 0;
  class Counted extends Session {
    override start(): void {
      made += 1;
      super.start();
    }
  }
  const fixture = await startFixture({ overrides: { sessionClass: Counted } });
  const peer = await fixture.connect();
  expect(await peer.reply()).toMatch(/^220 /);
  expect(made).toBe(1);
});

test('what is hidden is neither offered nor understood; what is altered or added is only said', async () => {
  const fixture = await startFixture({
    config: {
      capabilities: {
        hide: ['chunking', 'DSN', 'HELP'],
        alter: [{ keyword: 'size', line: 'SIZE 1' }],
        add: ['X-WISH'],
      },
    },
  });
  const peer = await fixture.connect();
  await peer.reply();
  const offer = await peer.command('EHLO c');
  for (const keyword of ['CHUNKING', 'BINARYMIME', 'DSN', 'HELP']) expect(offer).not.toContain(keyword);
  expect(offer).toContain('250-SIZE 1\r\n');
  expect(offer).toMatch(/250 X-WISH\r\n$/);
  expect(await peer.command('HELP')).toMatch(/^502 /);
  expect(await peer.command('MAIL FROM:<a@s.example> RET=FULL')).toMatch(/^555 /);
  expect(await peer.command('MAIL FROM:<a@s.example> SIZE=5000')).toMatch(/^250 /);
});

test.each([
  ['BY=120;R', 250],
  ['BY=0;R', 501],
  ['BY=-5;N', 250],
  ['BY=5;X', 501],
  ['MT-PRIORITY=-9', 250],
  ['MT-PRIORITY=10', 501],
  ['REQUIRETLS', 555],
  ['ENVID=a+20b', 250],
  ['ENVID=a+0Ab', 501],
  ['RET=NONE', 501],
  ['BODY=BINARYMIME', 250],
  ['NOTIFY=NEVER', 555],
])('MAIL with %s is %d', async (parameter, code) => {
  const fixture = await startFixture();
  const peer = await fixture.connect();
  await peer.reply();
  await peer.command('EHLO c');
  expect(await peer.command(`MAIL FROM:<a@s.example> ${parameter}`)).toMatch(new RegExp(`^${code} `));
});

test.each([
  // RFC 3461 section 4.2: xtext may be empty.
  ['ORCPT=rfc822;', 250],
  ['ORCPT=;b@r.example', 501],
  ['ORCPT=rfc822;a+zz', 501],
  ['NOTIFY=NEVER,DELAY', 501],
  ['SIZE=1', 555],
])('RCPT with %s is %d', async (parameter, code) => {
  const fixture = await startFixture();
  const peer = await fixture.connect();
  await peer.reply();
  await peer.command('EHLO c');
  await peer.command('MAIL FROM:<a@s.example>');
  expect(await peer.command(`RCPT TO:<b@r.example> ${parameter}`)).toMatch(new RegExp(`^${code} `));
});
