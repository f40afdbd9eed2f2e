/** MAIL and RCPT: what goes out with them, and what is refused before. */
import { describe, expect, it } from 'vitest';
import { generatedSource } from '../../../../electron/core/smtp/plan/message-source.ts';
import type { MessageSource } from '../../../../electron/core/smtp/types.ts';
import { deliver, hello, ok } from './deliver.ts';

describe('parameters go out only where offered', () => {
  it('SIZE counts what will be sent, 8-bit is declared', async () => {
    const run = await deliver(
      [...hello('SIZE 1000', '8BITMIME'), ...ok('^MAIL FROM:<a@sender.test> SIZE=26 BODY=8BITMIME$'), { tail: true }],
      { message: 'Subject: x\n\n.grün\n..\n', dryRun: false },
    );
    expect(run.recorded.lines[1]).toMatch(/SIZE=26/);
  });

  it('nothing to a server that offers nothing', async () => {
    const run = await deliver([...hello(), ...ok('^MAIL FROM:<a@sender.test>$', '550 no'), { tail: true }], {
      message: 'grün',
      envelope: { mailOptions: ['RET=HDRS', 'X-OWN=1'], statedSize: 5 },
    });
    expect(run.error?.code).toBe('sender-refused');
    expect(run.of('note').flatMap(({ note, params }) => (note === 'option-not-offered' ? [params] : []))).toEqual([
      { option: 'RET=HDRS', keyword: 'DSN' },
      { option: 'X-OWN=1', keyword: 'X-OWN' },
      { option: 'SIZE=5', keyword: 'SIZE' },
    ]);
  });

  it.each([
    { offered: ['SIZE 1000'], envelope: { statedSize: 999 }, mail: 'SIZE=999' },
    { offered: ['SIZE 1000'], envelope: { statedSize: 0 }, mail: 'SIZE=0' },
    // To see what a server does that states a limit, or does not know SIZE at all.
    { offered: ['SIZE 1000'], envelope: { statedSize: 2000, forceExtensions: true }, mail: 'SIZE=2000' },
    { offered: [], envelope: { statedSize: 5, forceExtensions: true }, mail: 'SIZE=5' },
    // Said in the user's own words, it is not said twice.
    { offered: ['SIZE 1000'], envelope: { statedSize: 5, mailOptions: ['SIZE=7'] }, mail: 'SIZE=7' },
  ])('SIZE stated otherwise: $mail', async ({ offered, envelope, mail }) => {
    const run = await deliver(
      [...hello(...offered), ...ok(`^MAIL FROM:<a@sender.test> ${mail}$`, '550 no'), { tail: true }],
      {
        envelope,
      },
    );
    expect(run.error?.code).toBe('sender-refused');
  });

  it('a stated size above the limit is refused before MAIL, as a real one is', async () => {
    const run = await deliver([...hello('SIZE 1000'), { tail: true }], { envelope: { statedSize: 1001 } });
    expect(run.error).toMatchObject({ code: 'message-too-large', params: { size: 1001, limit: 1000 }, reply: null });
  });

  it('options of the user whose extension is offered', async () => {
    const script = [
      ...hello('DSN', 'X-OWN'),
      ...ok('^MAIL FROM:<> RET=HDRS X-OWN=1$'),
      ...ok('^RCPT TO:<b@rcpt.test> NOTIFY=NEVER$', '550 no'),
      { tail: true as const },
    ];
    const run = await deliver(script, {
      envelope: { from: '', mailOptions: ['RET=HDRS', 'X-OWN=1', 'MT-PRIORITY=3'], rcptOptions: ['NOTIFY=NEVER'] },
    });
    expect(run.error?.code).toBe('recipients-refused');
  });

  it('SMTPUTF8 when an address needs it; A-labels when only the domain does', async () => {
    const needs = await deliver(
      [...hello('SMTPUTF8'), ...ok('^MAIL FROM:<a@sender.test> SMTPUTF8$'), ...ok('^RCPT', '550 no'), { tail: true }],
      { envelope: { to: ['grün@bücher.test'] } },
    );
    expect(Buffer.from(needs.recorded.lines[2] ?? '', 'latin1').toString()).toBe('RCPT TO:<grün@bücher.test>');
    const domain = await deliver(
      [
        ...hello(),
        ...ok('^MAIL FROM:<a@sender.test>$'),
        ...ok('^RCPT TO:<b@xn--bcher-kva.test>$', '550 no'),
        { tail: true },
      ],
      { envelope: { to: ['b@bücher.test'] } },
    );
    expect(domain.error?.code).toBe('recipients-refused');
  });
});

describe('refused before MAIL', () => {
  it.each([
    ['SMTPUTF8', { envelope: { to: ['grün@rcpt.test'] } }],
    ['8BITMIME', { envelope: { body: '8bitmime' as const } }],
  ])('%s that is not offered', async (keyword, options) => {
    const run = await deliver([...hello(), { tail: true }], options);
    expect(run.error).toMatchObject({ code: 'not-supported', phase: 'mail', params: { keyword } });
    expect(run.recorded.lines).toEqual(['EHLO client.test', 'QUIT']);
  });

  it('a message larger than SIZE', async () => {
    const run = await deliver([...hello('SIZE 100'), { tail: true }], { message: generatedSource(200) });
    expect(run.error).toMatchObject({ code: 'message-too-large', params: { size: 200, limit: 100 }, reply: null });
    expect(run.recorded.lines).toEqual(['EHLO client.test', 'QUIT']);
  });

  it.each([false, true])('which is not read for that; only asked: %s', async (dryRun) => {
    let opened = 0;
    const huge = (size: number | null): MessageSource => ({
      size,
      lineEnds: 'normalise',
      open: () => {
        opened += 1;
        return generatedSource(200).open();
      },
    });
    const run = await deliver([...hello('SIZE 100'), { tail: true }], { message: huge(101), dryRun });
    expect(run.error).toMatchObject({ code: 'message-too-large', phase: 'mail', params: { size: 101, limit: 100 } });
    // In the time line MAIL is what failed.
    expect(run.of('phase-end').find(({ phase }) => phase === 'mail')).toMatchObject({ ok: false });
    expect(opened).toBe(0);
    // Of one whose size nobody knows it is learnt by reading.
    const unknown = await deliver([...hello('SIZE 100'), { tail: true }], { message: huge(null), dryRun });
    expect(unknown.error).toMatchObject({ code: 'message-too-large', params: { size: 200, limit: 100 } });
    expect(opened).toBe(1);
  });

  it('unless what the server does with it is to be seen', async () => {
    const run = await deliver(
      [...hello('SIZE 100'), ...ok('^MAIL FROM:<[^>]*> SIZE=200$', '552 5.3.4 too big'), { tail: true }],
      {
        message: generatedSource(200),
        envelope: { forceExtensions: true },
      },
    );
    expect(run.error).toMatchObject({ code: 'message-too-large', reply: { code: 552 } });
  });
});
