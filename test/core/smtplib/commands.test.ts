/** The commands one by one, what they leave to be read, and that what is called at once is done one after the other. */
import { describe, expect, it } from 'vitest';
import {
  SmtpDataError,
  SmtpNotSupportedError,
  SmtpResponseException,
  SmtpValueError,
} from '../../../electron/core/smtp/client/errors.ts';
import type { SessionEvent } from '../../../electron/protocol/values/session/event.ts';
import { asText } from '../../harness/client-run.ts';
import { caught, connected, connectedLmtp, lines } from './with-server.ts';

const ehloOf = (...keywords: string[]) => ({
  match: '^(EHLO|LHLO)',
  reply: ['scripted.test', ...keywords]
    .map((line, at, all) => `250${at === all.length - 1 ? ' ' : '-'}${line}\r\n`)
    .join(''),
});

describe('greetings', () => {
  it('leave their text, the features, and whether it was EHLO', async () => {
    await connected({ rules: [ehloOf('SIZE 1000', 'AUTH=LOGIN', 'AUTH PLAIN', 'X-Foo  a')] }, async (client) => {
      expect([client.ehloResp, client.heloResp, client.doesEsmtp]).toEqual([null, null, false]);
      await client.ehlo();
      expect(client.ehloResp).toBe('scripted.test\nSIZE 1000\nAUTH=LOGIN\nAUTH PLAIN\nX-Foo  a');
      expect(client.doesEsmtp).toBe(true);
      expect(Object.fromEntries(client.esmtpFeatures)).toEqual({ size: '1000', auth: ' LOGIN PLAIN', 'x-foo': 'a' });
      expect([client.hasExtn('Size'), client.hasExtn('AUTH'), client.hasExtn('x-bar')]).toEqual([true, true, false]);
      await client.helo();
      expect(client.heloResp).toBe('scripted.test');
      // HELO begins anew, without extensions (RFC 5321 section 4.1.1.1).
      expect([client.doesEsmtp, client.esmtpFeatures.size]).toEqual([false, 0]);
    });
  });

  it('take a name of the caller’s, once', async () => {
    await connected({ rules: [] }, async (client, server) => {
      await client.ehlo('other.test');
      await client.helo('third.test');
      await client.ehlo();
      expect(lines(server)).toEqual(['EHLO other.test\r\n', 'HELO third.test\r\n', 'EHLO client.test\r\n']);
      expect(await caught(client.ehlo('x\r\nQUIT'))).toBeInstanceOf(SmtpValueError);
    });
  });

  it('are said once where they are needed', async () => {
    await connected({ rules: [] }, async (client, server) => {
      await client.ehloOrHeloIfNeeded();
      await client.ehloOrHeloIfNeeded();
      await client.sendmail('a@x.test', 'b@y.test', 'x\r\n');
      expect(lines(server).filter((line) => /^(EHLO|HELO)/.test(line))).toHaveLength(1);
    });
  });

  it('are forgotten by quit(), so that the next connection starts clean', async () => {
    await connected({ rules: [] }, async (client, server) => {
      await client.ehlo();
      expect(await client.quit()).toMatchObject({ code: 221, message: '2.0.0 bye' });
      expect([client.ehloResp, client.heloResp, client.doesEsmtp, client.esmtpFeatures.size]).toEqual([
        null,
        null,
        false,
        0,
      ]);
      expect(client.connected).toBe(false);
      await server.ended;
    });
  });
});

describe('commands', () => {
  it('return code and text, with the whole reply', async () => {
    await connected(
      { rules: [{ match: '^EXPN', reply: '250-2.1.5 a@x.test \r\n250 b@x.test\r\n' }] },
      async (client) => {
        const answer = await client.expn('Staff <staff@x.test>');
        expect(answer).toMatchObject({ code: 250, message: '2.1.5 a@x.test\nb@x.test' });
        expect(answer.reply).toMatchObject({ enhancedCode: '2.1.5', lines: ['2.1.5 a@x.test ', 'b@x.test'] });
      },
    );
  });

  it('are what smtplib says', async () => {
    const script = { rules: [{ match: '^(VRFY|EXPN|HELP)', reply: '214 text\r\n' }] };
    await connected(script, async (client, server) => {
      await client.verify('joe');
      await client.vrfy('"Joe" <joe@x.test>');
      await client.expn('list');
      expect(await client.help()).toBe('text');
      expect(await client.help('MAIL')).toBe('text');
      await client.noop();
      await client.rset();
      await client.docmd('XFOO', 'a b');
      expect(lines(server)).toEqual(
        ['VRFY joe', 'VRFY joe@x.test', 'EXPN list', 'HELP', 'HELP MAIL', 'NOOP', 'RSET', 'XFOO a b'].map(
          (line) => `${line}\r\n`,
        ),
      );
    });
  });

  it.each(['a\r\nQUIT', 'a\nb', 'a\rb', 'a\0b'])('refuse %j', async (argument) => {
    await connected({ rules: [] }, async (client, server) => {
      await client.ehlo();
      for (const call of [
        () => client.docmd('NOOP', argument),
        () => client.verify(argument),
        () => client.expn(argument),
        () => client.help(argument),
        () => client.mail(argument),
        () => client.rcpt(argument),
        () => client.mail('a@x.test', [argument]),
        () => client.sendmail(argument, ['b@y.test'], ''),
        () => client.sendmail('a@x.test', [argument], ''),
      ]) {
        expect(await caught(call())).toBeInstanceOf(SmtpValueError);
      }
      expect((await client.noop()).code).toBe(250);
      expect(lines(server)).toEqual(['EHLO client.test\r\n', 'NOOP\r\n']);
    });
  });

  it('hide what is typed as AUTH', async () => {
    const events: SessionEvent[] = [];
    const script = { rules: [{ match: '^AUTH', reply: '535 no AHVzZXIAczNjcjN0cGFzcw==\r\n' }] };
    await connected(
      script,
      async (client, server) => {
        await client.docmd('AUTH', 'PLAIN AHVzZXIAczNjcjN0cGFzcw==');
        expect(lines(server)).toEqual(['AUTH PLAIN AHVzZXIAczNjcjN0cGFzcw==\r\n']);
      },
      { emit: (event) => events.push(event) },
    );
    expect(asText(events)).not.toMatch(/s3cr3tpass|czNjcjN0cGFzc|AHVzZXIAc/i);
  });

  it('called at once, are done one after the other and each gets its own answer', async () => {
    const rules = Array.from({ length: 8 }, (_, at) => ({ match: `^XNUM ${at}$`, reply: `25${at} number ${at}\r\n` }));
    await connected({ rules }, async (client) => {
      const answers = await Promise.all(rules.map((_, at) => client.docmd('XNUM', String(at))));
      expect(answers.map(({ code }) => code)).toEqual([250, 251, 252, 253, 254, 255, 256, 257]);
      const [sent, idle] = await Promise.all([client.sendmail('a@x.test', ['b@y.test'], 'x\r\n'), client.noop()]);
      expect([sent.size, idle.message]).toEqual([0, '2.0.0 noop']);
    });
  });
});

describe('a transaction by hand', () => {
  it('sends any address, and options after EHLO alone', async () => {
    await connected({ rules: [] }, async (client, server) => {
      await client.mail('root', ['BODY=8BITMIME']);
      await client.rset();
      await client.ehlo();
      expect((await client.mail('A B <a@x.test>', ['BODY=8BITMIME', 'RET=HDRS'])).code).toBe(250);
      expect((await client.rcpt('no address', ['NOTIFY=NEVER'])).code).toBe(250);
      expect((await client.rcpt('')).code).toBe(250);
      expect(await client.data('.dot\nend')).toMatchObject({ code: 250, message: '2.0.0 queued' });
      expect(lines(server)).toEqual([
        'MAIL FROM:<root>\r\n',
        'RSET\r\n',
        'EHLO client.test\r\n',
        'MAIL FROM:<a@x.test> BODY=8BITMIME RET=HDRS\r\n',
        'RCPT TO:<no address> NOTIFY=NEVER\r\n',
        'RCPT TO:<>\r\n',
        'DATA\r\n',
        '..dot\r\nend\r\n.\r\n',
      ]);
    });
  });

  it('returns refusals, the final one too', async () => {
    const rules = [
      { match: '^RCPT TO:<c', reply: '550 5.1.1 no\r\n' },
      { match: '<DOT>', reply: '552 5.3.4 too big\r\n' },
    ];
    await connected({ rules }, async (client) => {
      await client.mail('a@x.test');
      expect((await client.rcpt('b@y.test')).code).toBe(250);
      expect((await client.rcpt('c@y.test')).code).toBe(550);
      expect(await client.data('x\r\n')).toMatchObject({ code: 552, message: '5.3.4 too big' });
      expect((await client.noop()).code).toBe(250);
    });
  });

  it('throws when DATA is not answered with 354', async () => {
    await connected({ rules: [{ match: '^DATA', reply: '503 5.5.1 no MAIL\r\n' }] }, async (client) => {
      const error = await caught(client.data('x\r\n'));
      expect(error).toBeInstanceOf(SmtpDataError);
      expect(error).toBeInstanceOf(SmtpResponseException);
      expect(error).toMatchObject({ smtpCode: 503, smtpError: '5.5.1 no MAIL' });
      expect((await client.noop()).code).toBe(250);
    });
  });

  it('needs SMTPUTF8 for what is not ASCII', async () => {
    await connected({ rules: [ehloOf('SMTPUTF8', '8BITMIME')] }, async (client, server) => {
      await client.ehlo();
      expect(await caught(client.mail('ü@x.test'))).toBeInstanceOf(SmtpValueError);
      expect((await client.mail('ü@x.test', ['smtputf8'])).code).toBe(250);
      expect((await client.rcpt('ö@y.test')).code).toBe(250);
      expect(Buffer.from(lines(server)[1] ?? '', 'latin1').toString()).toBe('MAIL FROM:<ü@x.test> smtputf8\r\n');
    });
    await connected({ rules: [] }, async (client) => {
      await client.ehlo();
      expect(await caught(client.mail('ü@x.test', ['SMTPUTF8']))).toBeInstanceOf(SmtpNotSupportedError);
    });
  });

  it('has an answer for each LMTP recipient that was taken', async () => {
    const rules = [
      { match: '^RCPT TO:<c', reply: '550 no\r\n' },
      { match: '<DOT>', reply: '250 b\r\n452 d\r\n' },
    ];
    await connectedLmtp({ rules }, async (client) => {
      await client.lhlo();
      await client.mail('a@x.test');
      for (const name of ['b', 'c', 'd']) await client.rcpt(name);
      const answer = await client.data('x\r\n');
      expect([answer.code, answer.answers.map(({ code }) => code)]).toEqual([250, [250, 452]]);
      expect((await client.noop()).message).toBe('2.0.0 noop');
    });
  });
});

describe('use', () => {
  it('says QUIT and closes after the work', async () => {
    await connected({ rules: [] }, async (client, server) => {
      expect(await client.use(async (mine) => (await mine.noop()).code)).toBe(250);
      expect(lines(server)).toEqual(['NOOP\r\n', 'QUIT\r\n']);
      expect(client.connected).toBe(false);
    });
  });

  it('does so when the work fails too, and it is the work’s error that counts', async () => {
    await connected({ rules: [{ match: '^QUIT', reply: '500 no\r\n' }] }, async (client, server) => {
      const error = await caught(client.use(() => Promise.reject(new RangeError('mine'))));
      expect(error).toEqual(new RangeError('mine'));
      expect(lines(server)).toEqual(['QUIT\r\n']);
      expect(client.connected).toBe(false);
    });
  });
});
