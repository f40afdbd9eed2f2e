/** Our client against a real Exim: extensions that it offers, groups that it refuses in part, chunks that it refuses. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { generatedSource } from '../../../electron/core/smtp/plan/message-source.ts';
import { runCheck, runSend } from '../../harness/client-run.ts';
import { describeWith } from '../availability.ts';
import { makeCertificates } from '../servers/certificates.ts';
import { type Exim, startExim } from '../servers/exim.ts';
import { makeStateFolder, type StateFolder } from '../servers/state.ts';

await describeWith(['exim'], 'send to Exim', () => {
  let state: StateFolder;
  let exim: Exim;
  beforeAll(async () => {
    state = await makeStateFolder();
    exim = await startExim(state.path, await makeCertificates(state.path));
  });
  afterAll(async () => {
    await exim.stop();
    await state.remove();
  });
  const connection = () => ({ target: `127.0.0.1:${String(exim.port)}`, security: 'none' as const });
  const group = (sent: readonly string[]) => sent.map((line) => line.split(' ')[0]).slice(1, -1);

  test('it offers what the others are tried with', async () => {
    const run = await runCheck({ connection: { ...connection(), security: 'starttls', insecure: true } });
    expect(run.error).toBeNull();
    const offered = run
      .of('capabilities')
      .at(-1)
      ?.ehlo.capabilities.map(({ keyword }) => keyword);
    expect(offered).toEqual(
      expect.arrayContaining(['SIZE', '8BITMIME', 'DSN', 'PIPELINING', 'CHUNKING', 'PRDR', 'HELP']),
    );
  });

  test('PIPELINING: one refused, one deferred, one taken', async () => {
    const to = ['reject@x.test', 'ok@x.test', 'defer@x.test'];
    const run = await runSend({ connection: connection(), envelope: { to } });
    expect(run).toMatchObject({ error: null, delivery: 'some' });
    expect(run.recipients.map(({ accepted, reply }) => [accepted, reply?.enhancedCode ?? reply?.code])).toEqual([
      [false, '5.1.1'],
      [true, 250],
      [false, '4.2.0'],
    ]);
    expect(group(run.sent)).toEqual(['MAIL', 'RCPT', 'RCPT', 'RCPT', 'DATA']);
  });

  test('PIPELINING: everyone refused', async () => {
    const run = await runSend({ connection: connection(), envelope: { to: ['reject@x.test', 'reject@y.test'] } });
    expect(run.error?.code).toBe('recipients-refused');
    expect(run).toMatchObject({ delivery: 'none' });
  });

  test('dropped in mid-group', async () => {
    const run = await runSend({
      connection: connection(),
      envelope: { to: ['ok@x.test', 'drop@x.test', 'ok@y.test'] },
    });
    expect(run.delivery).toBe('none');
    expect(run.error?.code).toBe('server-disconnected');
    expect(run.recipients[1]?.reply).toMatchObject({ code: 550, enhancedCode: '5.7.0' });
  });

  test.each([{ chunking: 'auto' as const }, { chunking: 10_000 }, { chunking: 65_536 }])(
    'BDAT %j: 300,000 octets',
    async ({ chunking }) => {
      const run = await runSend({
        connection: connection(),
        envelope: { chunking },
        message: generatedSource(300_000),
      });
      expect(run).toMatchObject({ error: null, delivery: 'all' });
      expect(run.sent.filter((line) => line.startsWith('BDAT')).length).toBe(
        chunking === 'auto' ? 1 : Math.ceil(300_000 / chunking),
      );
    },
  );

  test('BDAT: refused by the content once LAST has come', async () => {
    const run = await runSend({
      connection: connection(),
      envelope: { chunking: 16 },
      message: 'Subject: refuse me\r\n\r\n.\r\n..\r\nx\r\n',
    });
    expect(run.error).toMatchObject({ code: 'data-refused', reply: { code: 550 } });
    expect(run.delivery).toBe('none');
  });

  test('BDAT: nobody to send to ends it before the first chunk', async () => {
    const run = await runSend({ connection: connection(), envelope: { chunking: 100, to: ['reject@x.test'] } });
    expect(run.error?.code).toBe('recipients-refused');
    expect(run.sent.some((line) => line.startsWith('BDAT'))).toBe(false);
  });

  test('DSN parameters are taken as they are', async () => {
    const dsn = {
      ret: 'hdrs' as const,
      envid: 'interop+1=2',
      notify: ['success' as const, 'delay' as const],
      orcpt: 'rfc822',
    };
    const run = await runSend({ connection: connection(), envelope: { dsn } });
    expect(run).toMatchObject({ error: null, delivery: 'all' });
    expect(run.sent).toContain('RCPT TO:<b@rcpt.test> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;b@rcpt.test');
  });

  test('SMTPUTF8: as offered, or refused before MAIL', async () => {
    const run = await runSend({
      connection: connection(),
      envelope: { from: 'grün@sender.test', to: ['空@rcpt.test'] },
    });
    const offered = run.of('capabilities')[0]?.ehlo.capabilities.some(({ keyword }) => keyword === 'SMTPUTF8');
    if (offered === true) expect(run).toMatchObject({ error: null, delivery: 'all' });
    else expect(run.error).toMatchObject({ code: 'not-supported', params: { keyword: 'SMTPUTF8' } });
  });
});
