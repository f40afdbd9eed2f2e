/** sendmail and sendMessage: what of the header becomes the envelope, what is never sent, and what the exceptions hold. */
import { describe, expect, it } from 'vitest';
import {
  SmtpDataError,
  type SmtpException,
  SmtpNotSupportedError,
  SmtpRecipientsRefused,
  SmtpSenderRefused,
  SmtpServerDisconnected,
  SmtpValueError,
} from '../../../electron/core/smtp/client/errors.ts';
import { caught, connected, connectedLmtp, lines } from './with-server.ts';

const header = (...fields: string[]) => `${fields.join('\r\n')}\r\n\r\nhello\r\n`;
/** RCPT arguments, and the message without its end. */
const heard = (server: Parameters<typeof lines>[0]) => {
  const all = lines(server);
  const envelope = all.filter((line) => /^(MAIL|RCPT)/.test(line)).map((line) => /<(.*)>/.exec(line)?.[1]);
  return { envelope, message: all.find((line) => line.endsWith('\r\n.\r\n'))?.slice(0, -3) };
};

describe('sendMessage', () => {
  it('takes From, To, Cc and Bcc for the envelope, and leaves Bcc out', async () => {
    await connected({ rules: [] }, async (client, server) => {
      const text = header(
        'From: "A, B" <a@x.test>, second@x.test',
        'To: b@y.test,',
        ' "C" <c@y.test>',
        'bcc : hidden@y.test,',
        '\tother@y.test',
        'Cc: Group: d@y.test, e@y.test;',
        'Subject: t',
      );
      expect((await client.sendMessage(text)).size).toBe(0);
      expect(heard(server).envelope).toEqual([
        'a@x.test',
        'b@y.test',
        'c@y.test',
        'hidden@y.test',
        'other@y.test',
        'd@y.test',
        'e@y.test',
      ]);
      expect(heard(server).message).toBe(text.replace(/bcc[^]*?(?=Cc:)/, ''));
    });
  });

  it('prefers Sender to From', async () => {
    await connected({ rules: [] }, async (client, server) => {
      await client.sendMessage(header('From: a@x.test', 'Sender: s@x.test', 'To: b@y.test'));
      expect(heard(server).envelope).toEqual(['s@x.test', 'b@y.test']);
    });
  });

  it('takes the Resent fields where there is one block of them', async () => {
    await connected({ rules: [] }, async (client, server) => {
      const text = header(
        'Resent-Date: Mon, 1 Jan 2024 00:00:00 +0000',
        'Resent-From: r@x.test',
        'Resent-To: rb@y.test',
        'Resent-Bcc: rc@y.test',
        'From: a@x.test',
        'To: b@y.test',
        'Bcc: c@y.test',
      );
      await client.sendMessage(text);
      expect(heard(server).envelope).toEqual(['r@x.test', 'rb@y.test', 'rc@y.test']);
      expect(heard(server).message).toBe(
        text.replace('Resent-Bcc: rc@y.test\r\n', '').replace('Bcc: c@y.test\r\n', ''),
      );
    });
  });

  it.each([
    ['two Resent blocks', header('Resent-Date: x', 'Resent-Date: y', 'From: a@x.test', 'To: b@y.test')],
    ['no sender', header('To: b@y.test')],
    ['what is no address', header('From: a@x.test', 'To: b@y.test, nobody')],
  ])('refuses %s', async (_name, text) => {
    await connected({ rules: [] }, async (client, server) => {
      expect(await caught(client.sendMessage(text))).toBeInstanceOf(SmtpValueError);
      expect(lines(server)).toEqual(['EHLO client.test\r\n']);
    });
  });

  it('has nobody to send to without recipients', async () => {
    await connected({ rules: [] }, async (client) => {
      const error = await caught(client.sendMessage(header('From: a@x.test', 'Subject: t')));
      expect(error).toBeInstanceOf(SmtpRecipientsRefused);
      expect((error as SmtpRecipientsRefused).recipients.size).toBe(0);
    });
  });

  it('is overruled by addresses given, and still leaves Bcc out', async () => {
    await connected({ rules: [] }, async (client, server) => {
      const text = header('From: a@x.test', 'To: b@y.test', 'Bcc: c@y.test');
      await client.sendMessage(Buffer.from(text), { from: 'o@x.test', to: ['p@y.test'] });
      expect(heard(server)).toEqual({
        envelope: ['o@x.test', 'p@y.test'],
        message: text.replace('Bcc: c@y.test\r\n', ''),
      });
    });
  });

  it('finds the end of the header across chunks, and leaves the body alone', async () => {
    const text = `From: a@x.test\nTo: b@y.test\nBcc: c@y.test\n\nBcc: in the body\n.\n`;
    for (const size of [1, 2, 3, 7, 1000]) {
      await connected({ rules: [] }, async (client, server) => {
        const source = {
          size: null,
          lineEnds: 'normalise' as const,
          async *open() {
            for (let at = 0; at < text.length; at += size) yield Buffer.from(text.slice(at, at + size));
          },
        };
        await client.sendMessage(source);
        expect(heard(server)).toEqual({
          envelope: ['a@x.test', 'b@y.test', 'c@y.test'],
          message: 'From: a@x.test\r\nTo: b@y.test\r\n\r\nBcc: in the body\r\n..\r\n',
        });
      });
    }
  });

  it('asks for SMTPUTF8 where an address needs it, and nowhere else', async () => {
    const offering = { rules: [{ match: '^EHLO', reply: '250-x\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n' }] };
    await connected(offering, async (client, server) => {
      await client.sendMessage(header('From: ü@x.test', 'To: b@y.test'));
      await client.sendMessage(header('From: a@x.test', 'To: b@bücher.test'), {
        from: 'a@x.test',
        to: ['b@bücher.test'],
      });
      await client.sendMessage(header('From: a@x.test', 'To: b@y.test'));
      const mails = lines(server).filter((line) => line.startsWith('MAIL'));
      expect(mails.map((line) => line.includes('SMTPUTF8'))).toEqual([true, true, false]);
    });
    await connected({ rules: [] }, async (client, server) => {
      expect(await caught(client.sendMessage(header('From: ü@x.test', 'To: b@y.test')))).toBeInstanceOf(
        SmtpNotSupportedError,
      );
      // A domain has a form for everyone: A-labels.
      await client.sendmail('a@x.test', ['b@bücher.test'], 'x\r\n');
      expect(lines(server)).toContain('RCPT TO:<b@xn--bcher-kva.test>\r\n');
    });
  });
});

describe('sendmail', () => {
  it('returns who was refused, by the address as it was given, with the reply', async () => {
    await connected({ rules: [{ match: '^RCPT TO:<c', reply: '550 5.1.1 no c\r\n' }] }, async (client) => {
      const refused = await client.sendmail('a@x.test', ['b@y.test', 'See <c@y.test>'], 'x\r\n');
      expect([...refused.keys()]).toEqual(['See <c@y.test>']);
      expect(refused.get('See <c@y.test>')).toMatchObject({ code: 550, reply: { enhancedCode: '5.1.1' } });
    });
  });

  it('reports in the exception what became of each recipient', async () => {
    const rules = [{ match: '^RCPT TO:<c', reply: '450 4.2.0 later\r\n' }];
    await connected({ rules: [...rules, { match: '<DOT>', reply: '554 5.6.0 no\r\n' }] }, async (client) => {
      const error = await caught(client.sendmail('a@x.test', ['b@y.test', 'c@y.test'], 'x\r\n'));
      expect(error).toBeInstanceOf(SmtpDataError);
      expect(error).toMatchObject({ smtpCode: 554, smtpError: '5.6.0 no', delivery: 'none', reply: { code: 554 } });
      expect((error as SmtpException).results.map(({ reply, final }) => [reply?.code, final?.code])).toEqual([
        [250, 554],
        [450, undefined],
      ]);
    });
  });

  it('says that nobody knows, when the answer to the message is missing', async () => {
    await connected({ rules: [{ match: '<DOT>', then: 'close' }] }, async (client) => {
      const error = await caught(client.sendmail('a@x.test', ['b@y.test'], 'x\r\n'));
      expect(error).toBeInstanceOf(SmtpServerDisconnected);
      expect((error as SmtpException).delivery).toBe('unknown');
      expect(client.connected).toBe(false);
    });
  });

  it('goes on with the next message after each kind of refusal', async () => {
    const rules = [
      { match: '^MAIL FROM:<no', reply: '550 no sender\r\n' },
      { match: '^RCPT TO:<no', reply: '550 no recipient\r\n' },
      { match: '<DOT>', reply: '554 no message\r\n', nth: 1 },
    ];
    await connected({ rules }, async (client, server) => {
      const send = (from: string, to: string) => client.sendmail(from, to, 'x\r\n');
      expect(await caught(send('no@x.test', 'b@y.test'))).toMatchObject({ sender: 'no@x.test' });
      expect(await caught(send('a@x.test', 'no@y.test'))).toBeInstanceOf(SmtpRecipientsRefused);
      expect(await caught(send('a@x.test', 'b@y.test'))).toBeInstanceOf(SmtpDataError);
      expect((await send('a@x.test', 'b@y.test')).size).toBe(0);
      expect(lines(server).filter((line) => line === 'RSET\r\n')).toHaveLength(3);
    });
  });

  it('closes at 421, wherever it comes', async () => {
    for (const match of ['^MAIL', '^RCPT', '^DATA', '<DOT>']) {
      await connected({ rules: [{ match, reply: '421 4.3.2 bye\r\n' }] }, async (client, server) => {
        const error = await caught(client.sendmail('a@x.test', ['b@y.test'], 'x\r\n'));
        expect((error as SmtpException).reply?.code).toBe(421);
        expect(client.connected).toBe(false);
        await server.ended;
        expect(lines(server).some((line) => /^(RSET|QUIT)/.test(line))).toBe(false);
      });
    }
  });

  it('does the same in groups, where the server takes them', async () => {
    const ehlo = { match: '^EHLO', reply: '250-x\r\n250 PIPELINING\r\n' };
    await connected({ rules: [ehlo, { match: '^MAIL', reply: '550 no\r\n', nth: 1 }] }, async (client) => {
      const error = await caught(client.sendmail('a@x.test', ['b@y.test'], 'x\r\n'));
      expect(error).toBeInstanceOf(SmtpSenderRefused);
      expect((await client.sendmail('a@x.test', ['b@y.test'], 'x\r\n')).size).toBe(0);
    });
  });

  it('sends options that are not offered only when told to', async () => {
    await connected({ rules: [] }, async (client, server) => {
      const options = { mailOptions: ['RET=HDRS'], rcptOptions: ['NOTIFY=NEVER'] };
      await client.sendmail('a@x.test', ['b@y.test'], 'x\r\n', options);
      await client.sendmail('a@x.test', ['b@y.test'], 'x\r\n', { ...options, forceExtensions: true });
      expect(lines(server).filter((line) => /RET=|NOTIFY=/.test(line))).toEqual([
        'MAIL FROM:<a@x.test> SIZE=3 RET=HDRS\r\n',
        'RCPT TO:<b@y.test> NOTIFY=NEVER\r\n',
      ]);
    });
  });

  it('books LMTP answers to their recipients', async () => {
    const rules = [{ match: '<DOT>', reply: '250 b\r\n552 c\r\n250 d\r\n' }];
    await connectedLmtp({ rules }, async (client) => {
      const refused = await client.sendmail('a@x.test', ['b@y.test', 'c@y.test', 'd@y.test'], 'x\r\n');
      expect([...refused].map(([address, { code }]) => [address, code])).toEqual([['c@y.test', 552]]);
    });
  });
});
