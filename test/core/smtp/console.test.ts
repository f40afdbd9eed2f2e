/** The console: what is typed is sent, one line at a time; what the engine must know of it, it learns. */
import { beforeAll, describe, expect, it } from 'vitest';
import { type ScriptStep, startScripted } from '../../harness/peers/scripted-server.ts';
import { asText, openResources, watched } from '../../harness/client-run.ts';
import { makeCertificates, testAuthority } from '../../harness/certificates.ts';
import type { ConsoleSession } from '../../../electron/core/smtp/console/typed-console.ts';
import type { SessionEvent } from '../../../electron/protocol/values/session/event.ts';
import { openConsole } from '../../../electron/core/smtp/flows/console.ts';
import { sourceFromBytes } from '../../../electron/core/smtp/plan/message-source.ts';

beforeAll(makeCertificates);

const hello: ScriptStep[] = [
  { send: '220 mx.test\r\n' },
  { expect: '^(EHLO|LHLO)' },
  { send: '250-mx.test\r\n250 STARTTLS\r\n' },
];
const ok = (pattern: string, reply = '250 ok'): ScriptStep[] => [{ expect: pattern }, { send: `${reply}\r\n` }];

async function typed(
  script: readonly ScriptStep[],
  type: (session: ConsoleSession) => Promise<void>,
  connection: object = {},
) {
  const before = openResources().length;
  const server = await startScripted(script);
  const { context, events } = watched();
  const opened = await openConsole(
    {
      connection: { target: `127.0.0.1:${server.port}`, security: 'none', ehloName: 'client.test', ...connection },
      auth: null,
      envelope: null,
    },
    context,
  );
  if (!opened.ok) throw new Error(JSON.stringify(opened.result));
  await type(opened.session);
  const result = await opened.session.close();
  await server.close();
  expect(server.recorded.mismatch).toBeNull();
  expect(openResources().length).toBeLessThanOrEqual(before);
  return { result, events, recorded: server.recorded };
}

const codes = (events: readonly SessionEvent[]) =>
  events.flatMap((event) => (event.type === 'reply' ? [event.reply.code] : []));

describe('the console', () => {
  it('BDAT is sent with its octets, or not at all', async () => {
    const chunk: ScriptStep[] = [
      { expect: '^BDAT 4 LAST$' },
      { read: 4, equals: 'a\r\n.' },
      { send: '250 b\r\n550 c\r\n' },
    ];
    const taken = [...ok('^MAIL'), ...ok('^RCPT'), ...ok('^RCPT')];
    const run = await typed(
      [...hello, ...taken, ...chunk, { tail: true }],
      async (session) => {
        for (const line of ['MAIL FROM:<a@x.test>', 'RCPT TO:<b@x.test>', 'RCPT TO:<c@x.test>'])
          await session.command(line);
        const wrong = await session.chunk('BDAT 5', Buffer.from('abc'));
        expect(wrong).toMatchObject({ ok: false, error: { code: 'invalid-argument' } });
        const step = await session.chunk('BDAT 4 LAST', Buffer.from('a\r\n.'));
        expect(step).toMatchObject({ ok: true, value: [{ code: 250 }, { code: 550 }] });
      },
      { protocol: 'lmtp' },
    );
    expect(run.result.error).toBeNull();
  });

  it('XFORWARD is stated before the first line typed', async () => {
    const offering: ScriptStep[] = [
      { send: '220 mx.test\r\n' },
      { expect: '^EHLO' },
      { send: '250-mx.test\r\n250 XFORWARD ADDR\r\n' },
    ];
    await typed(
      [...offering, ...ok('^XFORWARD ADDR=192\\.0\\.2\\.1$'), ...ok('^NOOP$'), { tail: true }],
      async (session) => {
        await session.command('NOOP');
      },
      { xforward: { ADDR: '192.0.2.1' } },
    );
  });

  it('sends any line and gives any reply', async () => {
    const { result, events } = await typed(
      [...hello, ...ok('^XFOO bar$', '500 what?'), ...ok('^NOOP$'), { tail: true }],
      async (session) => {
        expect(await session.command('XFOO bar')).toMatchObject({ ok: true, value: { code: 500, lines: ['what?'] } });
        expect(await session.command('NOOP')).toMatchObject({ ok: true, value: { code: 250 } });
      },
    );
    expect(result.error).toBeNull();
    expect(codes(events)).toEqual([220, 250, 500, 250, 221]);
    expect(events.at(-1)?.type).toBe('session-end');
  });

  it('does not say QUIT twice', async () => {
    const { recorded } = await typed([...hello, ...ok('^QUIT$', '221 bye'), { eof: true }], async (session) => {
      await session.command('QUIT');
    });
    expect(recorded.lines.filter((line) => line === 'QUIT')).toHaveLength(1);
  });

  it('sends one line and never two', async () => {
    await typed([...hello, { tail: true }], async (session) => {
      const step = await session.command('NOOP\r\nRSET');
      expect(step).toMatchObject({ ok: false, error: { code: 'invalid-argument', params: { argument: 'command' } } });
    });
  });

  it('hides AUTH lines and responses, and masks what the server repeats', async () => {
    const password = 'hunter2 geheim';
    const response = Buffer.from(`\0user\0${password}`).toString('base64');
    const login = Buffer.from(password).toString('base64');
    const { events, recorded } = await typed(
      [
        ...hello,
        ...ok('^auth plain \\S+$', `535 ${response} ${password}`),
        ...ok('^AUTH LOGIN$', '334 VXNlcm5hbWU6'),
        ...ok('^dXNlcg==$', '334 UGFzc3dvcmQ6'),
        ...ok('^\\S+$', `535 ${password}`),
        ...ok('^NOOP$'),
        { tail: true },
      ],
      async (session) => {
        await session.command(`auth plain ${response}`);
        await session.command('AUTH LOGIN');
        expect(session.lastCode).toBe(334);
        await session.command('dXNlcg==');
        await session.command(login);
        await session.command('NOOP');
      },
    );
    expect(recorded.lines).toContain(login);
    const text = asText(events);
    for (const form of [password, response, login]) expect(text).not.toContain(form);
    expect(
      events.flatMap((event) => (event.type === 'line' && event.direction === 'sent' ? [event.text] : [])),
    ).toEqual(['EHLO client.test', 'auth plain', 'AUTH LOGIN', '', '', 'NOOP', 'QUIT']);
  });

  it('makes the handshake when STARTTLS is typed, and forgets what was offered', async () => {
    const script = [
      ...hello,
      ...ok('^STARTTLS$', '220 go'),
      { starttls: 'valid' },
      ...ok('^EHLO me$', '250-mx.test\r\n250 AUTH PLAIN'),
      { tail: true as const },
    ];
    const { events } = await typed(
      script,
      async (session) => {
        expect(await session.command('STARTTLS')).toMatchObject({ ok: true, value: { code: 220 } });
        await session.command('EHLO me');
      },
      { ca: testAuthority(), servername: 'mx.test' },
    );
    expect(events.find((event) => event.type === 'tls')?.info.authorized).toBe(true);
    expect(events.findLast((event) => event.type === 'capabilities')).toMatchObject({
      stage: 'tls',
      ehlo: { capabilities: [{ keyword: 'AUTH' }] },
    });
  });

  it('an LMTP server that asks for a message for nobody answers once, and the session goes on', async () => {
    const nobody: ScriptStep[] = [...ok('^DATA$', '354 go'), { data: true }, { send: '503 5.5.1 no recipients\r\n' }];
    const run = await typed(
      [...hello, ...nobody, ...ok('^NOOP$'), { tail: true }],
      async (session) => {
        await session.command('DATA');
        const answers = await session.data(sourceFromBytes(Buffer.from('x\r\n'), 'raw'));
        expect(answers.ok && answers.value.map(({ code }) => code)).toEqual([503]);
        expect((await session.command('NOOP')).ok).toBe(true);
      },
      { protocol: 'lmtp' },
    );
    expect(run.result.error).toBeNull();
  });

  it('sends a message after 354, with one answer for each LMTP recipient', async () => {
    const script = [
      ...hello,
      ...ok('^MAIL'),
      ...ok('^RCPT'),
      ...ok('^RCPT', '550 no'),
      ...ok('^RCPT'),
      ...ok('^DATA$', '354 go'),
      { data: true as const },
      { send: '250 one\r\n452 two\r\n' },
      ...ok('^NOOP$'),
      { tail: true as const },
    ];
    const { recorded } = await typed(
      script,
      async (session) => {
        for (const line of ['MAIL FROM:<>', 'RCPT TO:<a@x>', 'RCPT TO:<b@x>', 'RCPT TO:<c@x>', 'DATA'])
          await session.command(line);
        expect(session.lastCode).toBe(354);
        const step = await session.data(sourceFromBytes(Buffer.from('.hi\n'), 'normalise'));
        expect(step.ok && step.value.map(({ code }) => code)).toEqual([250, 452]);
        await session.command('NOOP');
      },
      { protocol: 'lmtp' },
    );
    expect(recorded.data[0]?.toString()).toBe('..hi\r\n.\r\n');
  });

  it('leaves the dots of the message alone when asked', async () => {
    const { recorded } = await typed(
      [...hello, ...ok('^DATA$', '354 go'), { data: true }, { send: '250 ok\r\n' }, { tail: true }],
      async (session) => {
        await session.command('DATA');
        await session.data(sourceFromBytes(Buffer.from('.a\r\n'), 'raw'), { dotStuff: false });
      },
    );
    expect(recorded.data[0]?.toString()).toBe('.a\r\n.\r\n');
  });

  it('gives the outcome when the server is gone, and to every line after it', async () => {
    const { result } = await typed(
      [...hello, { expect: '^NOOP' }, { send: '421 4.3.2 bye\r\n' }, { close: 'fin' }],
      async (session) => {
        expect(await session.command('NOOP')).toMatchObject({ ok: true, value: { code: 421 } });
        await new Promise((resolve) => setTimeout(resolve, 100));
        for (let i = 0; i < 2; i += 1) {
          expect(await session.command('NOOP')).toMatchObject({
            ok: false,
            error: { code: 'server-disconnected', reply: { code: 421 } },
          });
        }
      },
    );
    expect(result.error?.code).toBe('server-disconnected');
  });

  it('refuses bad arguments and bad servers without an exception', async () => {
    const { context, events } = watched();
    expect(await openConsole({ connection: { target: '' }, auth: null, envelope: null }, context)).toMatchObject({
      ok: false,
      result: { error: { code: 'invalid-argument' } },
    });
    expect(events.map(({ type }) => type)).toEqual(['session-begin', 'session-end']);
    expect(
      await openConsole(
        { connection: { target: 'no-such-name.invalid' }, auth: null, envelope: null },
        watched().context,
      ),
    ).toMatchObject({ ok: false, result: { error: { code: 'dns-failed' } } });
  });
});
