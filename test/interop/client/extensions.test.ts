/** Extensions as a real Postfix and a real Dovecot LMTP take them: what was sent, what their logs and mailboxes say of it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sourceFromBytes } from '../../../electron/core/smtp/plan/message-source.ts';
import { runSend } from '../../harness/client-run.ts';
import { describeWith } from '../availability.ts';
import { makeMessage } from '../corpus.ts';
import { startMailSystem, waitFor } from '../servers/mail-system.ts';
import type { MailSystem } from '../servers/mail-system.ts';
import { storedCopies, waitForStored } from './stored.ts';

await describeWith(['postfix', 'dovecot'], 'extensions', () => {
  let system: MailSystem;
  beforeAll(async () => {
    system = await startMailSystem();
  });
  afterAll(() => system.stop());

  const postfix = () => ({ target: `127.0.0.1:${String(system.postfix.port)}`, security: 'none' as const });
  const lmtp = () => ({ target: `lmtp://127.0.0.1:${String(system.dovecot.lmtpPort)}`, security: 'none' as const });
  const logged = (pattern: RegExp) =>
    waitFor(String(pattern), async () => (pattern.test(await system.postfix.log()) ? true : null));
  const dots = () => makeMessage('dots', '.\r\n..\r\n.hidden\r\nend\r\n');

  test('Postfix, PIPELINING: one group, each reply paired with its recipient', async () => {
    const message = dots();
    const to = ['reject@discard.test', 'bob@interop.test', 'defer@discard.test'];
    const run = await runSend({ connection: postfix(), envelope: { to }, message: message.bytes });
    expect(run.delivery).toBe('some');
    expect(run.recipients.map(({ reply }) => reply?.code)).toEqual([550, 250, 450]);
    expect(
      run
        .of('reply')
        .filter(({ command }) => command === 'DATA')
        .map(({ reply }) => reply.code),
    ).toEqual([354]);
    expect(await waitForStored(system.dovecot, 'bob', message)).toEqual(message.bytes);
  });

  test('Postfix, PIPELINING: a refused sender, everyone refused', async () => {
    const sender = await runSend({ connection: postfix(), envelope: { from: 'reject@sender.test' } });
    expect(sender.error).toMatchObject({ code: 'sender-refused', reply: { code: 553 } });
    const everyone = await runSend({
      connection: postfix(),
      envelope: { to: ['reject@discard.test', 'full@discard.test'] },
    });
    expect(everyone.error?.code).toBe('recipients-refused');
    expect(everyone.recipients.map(({ reply }) => reply?.enhancedCode)).toEqual(['5.1.1', '5.2.2']);
  });

  test.each([{ chunking: 'auto' as const }, { chunking: 7 }])(
    'Postfix, BDAT %j: stored as it was sent',
    async ({ chunking }) => {
      const message = dots();
      const run = await runSend({
        connection: postfix(),
        envelope: { to: ['alice@interop.test'], chunking },
        message: message.bytes,
      });
      expect(run).toMatchObject({ error: null, delivery: 'all' });
      expect(run.sent.some((line) => line.startsWith('BDAT'))).toBe(true);
      expect(await waitForStored(system.dovecot, 'alice', message)).toEqual(message.bytes);
    },
  );

  test.each([
    ['+=', 'list+bob=interop.test@sender.test'],
    ['-=', 'list-bob=interop.test@sender.test'],
    ['default', 'list+bob=interop.test@sender.test'],
  ])('Postfix, XVERP %s: the recipient stands in the return address', async (verp, returnPath) => {
    const message = dots();
    const envelope = { from: 'list@sender.test', to: ['bob@interop.test'], verp };
    const run = await runSend({ connection: postfix(), envelope, message: message.bytes });
    expect(run).toMatchObject({ error: null, delivery: 'all' });
    const stored = await waitFor('the message', async () => {
      const texts = (await system.dovecot.messages('bob')).map(String);
      return texts.find((text) => text.includes(message.id)) ?? null;
    });
    expect(/^Return-Path: <([^>]*)>/m.exec(stored)?.[1]).toBe(returnPath);
  });

  test('Postfix, SMTPUTF8: an address in UTF-8 is taken as written', async () => {
    const run = await runSend({
      connection: postfix(),
      envelope: { from: 'grün@sender.test', to: ['üser@discard.test'] },
    });
    expect(run).toMatchObject({ error: null, delivery: 'all' });
    expect(run.sent[1]).toMatch(/^MAIL FROM:<grün@sender\.test> SIZE=\d+ SMTPUTF8$/);
    await logged(/to=<üser@discard\.test>/);
  });

  test('Postfix, DSN: the report that was asked for comes, with what was said of the envelope', async () => {
    const dsn = {
      ret: 'hdrs' as const,
      envid: 'interop+1',
      notify: ['success' as const],
      orcpt: 'rfc822;first@discard.test',
    };
    const envelope = { from: 'alice@interop.test', to: ['last@discard.test'], dsn };
    const run = await runSend({
      connection: postfix(),
      envelope,
      message: 'Subject: s\r\n\r\nbody of the message\r\n',
    });
    expect(run).toMatchObject({ error: null, delivery: 'all' });
    const found = await waitFor('the report', async () => {
      const texts = (await system.dovecot.messages('alice')).map(String);
      return texts.find((text) => text.includes('Original-Recipient: rfc822;first@discard.test')) ?? null;
    });
    expect(found).toContain('Original-Envelope-Id: interop+1');
    expect(found).toContain('text/rfc822-headers');
    expect(found).not.toContain('body of the message');
  });

  test('Postfix, XCLIENT and XFORWARD: the log names the client that was stated', async () => {
    const xclient = await runSend({
      connection: { ...postfix(), xclient: { NAME: 'stated.test', ADDR: '192.0.2.77' } },
      envelope: { to: ['x@discard.test'] },
    });
    // It is not in mynetworks, and may not relay: the statement was believed.
    expect(xclient.error).toMatchObject({ code: 'recipients-refused', reply: { code: 454, enhancedCode: '4.7.1' } });
    const forwarded = await runSend({
      connection: { ...postfix(), xforward: { NAME: 'forwarded.test', ADDR: '192.0.2.78' } },
      envelope: { to: ['y@discard.test'] },
    });
    expect(forwarded).toMatchObject({ error: null, delivery: 'all' });
    await logged(/client=forwarded\.test\[192\.0\.2\.78\]/);
  });

  test.each([{}, { chunking: 50_000 }])(
    'Dovecot LMTP, %j: an answer for each recipient, the full mailbox refused after the data',
    async (how) => {
      const message = makeMessage('large', `${'x'.repeat(76)}\r\n`.repeat(2_000));
      const to = ['alice@interop.test', 'carol@interop.test', 'nobody-here@interop.test', 'bob@interop.test'];
      const run = await runSend({
        connection: lmtp(),
        envelope: { to, ...how },
        message: sourceFromBytes(message.bytes, 'normalise'),
      });
      expect(run.delivery).toBe('some');
      expect(run.recipients.map(({ accepted, delivery }) => [accepted, delivery])).toEqual([
        [true, 'yes'],
        [true, 'no'],
        [false, 'no'],
        [true, 'yes'],
      ]);
      expect(run.recipients[1]?.final?.code).toBe(552);
      expect((await storedCopies(system.dovecot, 'alice', message)).length).toBe(1);
      expect(await storedCopies(system.dovecot, 'carol', message)).toEqual([]);
    },
  );
});
