/** PIPELINING (RFC 2920): groups where offered, replies paired with their commands, and what happens when part of a group is refused. */
import { isRefused, isUnanswered } from '../../../../electron/protocol/fold/verdict.ts';
import { describe, expect, it } from 'vitest';
import { type ScriptStep, startScripted } from '../../../harness/peers/scripted-server.ts';
import { runSend, watched } from '../../../harness/client-run.ts';
import { sendMany } from '../../../../electron/core/smtp/flows/send-many.ts';
import { sourceFromBytes } from '../../../../electron/core/smtp/plan/message-source.ts';
import type { MessageSource } from '../../../../electron/core/smtp/types.ts';
import { startTcpPeer } from '../../../harness/peers/tcp-peer.ts';

const hello: ScriptStep[] = [
  { send: '220 mx.test\r\n' },
  { expect: '^(EHLO|LHLO)' },
  { send: '250-mx.test\r\n250-SIZE 1000\r\n250 PIPELINING\r\n' },
];
const group: ScriptStep[] = [{ expect: '^MAIL' }, { expect: '<b@rcpt' }, { expect: '<c@rcpt' }, { expect: '^DATA$' }];
const two = { to: ['b@rcpt.test', 'c@rcpt.test'] };

async function deliver(
  script: readonly ScriptStep[],
  options: Omit<Parameters<typeof runSend>[0], 'connection'> = {},
  connection: object = {},
) {
  const server = await startScripted(script);
  const run = await runSend({
    envelope: two,
    ...options,
    connection: { security: 'none', ...connection, target: `127.0.0.1:${server.port}` },
  });
  await server.close();
  expect(server.recorded.mismatch).toBeNull();
  return { ...run, recorded: server.recorded };
}

const pairs = (run: Awaited<ReturnType<typeof deliver>>) =>
  run.of('reply').map(({ command, reply }) => `${command?.slice(0, 4) ?? ''} ${reply.code}`);

describe('one group', () => {
  it('goes out at once with DATA last; each reply is its own command’s', async () => {
    const run = await deliver([
      ...hello,
      ...group,
      { send: '250 2.1.0 s\r\n250 2.1.5 b\r\n550 5.1.1 c\r\n354 go\r\n' },
      { data: true },
      { send: '250 2.0.0 q\r\n' },
      { tail: true },
    ]);
    expect(run).toMatchObject({ error: null, delivery: 'some' });
    expect(run.recipients.map(({ address, delivery, reply }) => [address, delivery, reply?.code])).toEqual([
      ['b@rcpt.test', 'yes', 250],
      ['c@rcpt.test', 'no', 550],
    ]);
    expect(pairs(run)).toEqual([
      ' 220',
      'EHLO 250',
      'MAIL 250',
      'RCPT 250',
      'RCPT 550',
      'DATA 354',
      '. 250',
      'QUIT 221',
    ]);
    const phases = run
      .of('line')
      .filter(({ direction }) => direction === 'sent')
      .map(({ phase }) => phase);
    expect(phases).toEqual(['ehlo', 'mail', 'rcpt', 'rcpt', 'data', 'quit']);
    expect(run.of('phase-end').every(({ ok }) => ok)).toBe(true);
  });

  it('is not used where it is not offered, not wanted, or would go too far', async () => {
    const slow: ScriptStep[] = [
      { expect: '^MAIL' },
      { silent: 50 },
      { send: '250 ok\r\n' },
      { expect: '<b@rcpt' },
      { silent: 50 },
      { send: '550 no\r\n' },
      { expect: '<c@rcpt' },
      { send: '550 no\r\n' },
      { tail: true },
    ];
    const bare: ScriptStep[] = [{ send: '220 mx.test\r\n' }, { expect: '^EHLO' }, { send: '250 mx.test\r\n' }];
    expect((await deliver([...bare, ...slow])).error?.code).toBe('recipients-refused');
    expect((await deliver([...hello, ...slow], { envelope: { ...two, pipelining: 'off' } })).error?.code).toBe(
      'recipients-refused',
    );
    const stopped = await deliver(
      [...hello, { expect: '^MAIL' }, { silent: 50 }, { send: '250 ok\r\n' }, { tail: true }],
      {},
      { quitAfter: 'mail' },
    );
    expect(stopped.sent.at(-1)).toBe('QUIT');
  });

  it('what is split over many segments is paired all the same', async () => {
    const run = await deliver([
      ...hello,
      ...group,
      { drip: '250-one\r\n250 two\r\n451 4.2.1 later\r\n250 c\r\n354 go\r\n', chunk: 3, every: 1 },
      { data: true },
      { send: '250 q\r\n' },
      { tail: true },
    ]);
    expect(run.recipients.map(({ delivery }) => delivery)).toEqual(['no', 'yes']);
  });
});

describe('a group that is refused', () => {
  it('MAIL refused: the refusals that follow from it are nobody’s fault', async () => {
    const run = await deliver([
      ...hello,
      ...group,
      { send: '550 5.7.1 no\r\n503 no\r\n503 no\r\n503 no\r\n' },
      { tail: true },
    ]);
    expect(run.error).toMatchObject({
      code: 'sender-refused',
      phase: 'mail',
      reply: { code: 550, enhancedCode: '5.7.1' },
    });
    expect(run).toMatchObject({ delivery: 'none', recipients: [] });
    expect(run.sent.slice(-2)).toEqual(['DATA', 'QUIT']);
  });

  it('every RCPT refused, yet 354: a dot alone, and nothing counts as delivered whatever is said to it', async () => {
    const run = await deliver([
      ...hello,
      ...group,
      { send: '250 ok\r\n550 b\r\n550 c\r\n354 go\r\n' },
      { expect: '^\\.$' },
      { send: '250 taken\r\n' },
      { tail: true },
    ]);
    expect(run.error?.code).toBe('recipients-refused');
    expect(run).toMatchObject({ delivery: 'none' });
    expect(run.recipients.map(({ delivery }) => delivery)).toEqual(['no', 'no']);
    expect(run.of('body-end')).toEqual([]);
  });

  it('421 in mid-group ends it', async () => {
    const run = await deliver([...hello, ...group, { send: '250 ok\r\n250 b\r\n421 4.3.2 bye\r\n' }, { close: 'fin' }]);
    expect(run.error).toMatchObject({ code: 'recipients-refused', reply: { code: 421 } });
    expect(run.delivery).toBe('none');
  });

  it.each(['421 4.3.2 bye\r\n', ''])(
    'ended by %j at its first RCPT, it leaves no recipient without a row',
    async (last) => {
      const run = await deliver([...hello, ...group, { send: `250 ok\r\n${last}` }, { close: 'fin' }]);
      const rows = [
        [0, 'b@rcpt.test', last === '' ? undefined : 421],
        [1, 'c@rcpt.test', undefined],
      ];
      expect(run.error?.code).toBe(last === '' ? 'server-disconnected' : 'recipients-refused');
      expect(run.delivery).toBe('none');
      for (const results of [run.recipients, run.of('recipient').map(({ result }) => result)]) {
        expect(results.map(({ index, address, reply }) => [index, address, reply?.code])).toEqual(rows);
        expect(results.map(({ accepted, delivery }) => [accepted, delivery])).toEqual([
          [false, 'no'],
          [false, 'no'],
        ]);
      }
      expect(run.recipients.map(isUnanswered)).toEqual([last === '', true]);
      expect(run.recipients.map(isRefused)).toEqual([last !== '', false]);
    },
  );

  it('LMTP: one reply for each recipient taken', async () => {
    const run = await deliver(
      [
        ...hello,
        ...group,
        { send: '250 ok\r\n250 b\r\n250 c\r\n354 go\r\n' },
        { data: true },
        { send: '250 b\r\n552 5.2.2 full\r\n' },
        { tail: true },
      ],
      {},
      { protocol: 'lmtp' },
    );
    expect(run.recipients.map(({ delivery, final }) => [delivery, final?.code])).toEqual([
      ['yes', 250],
      ['no', 552],
    ]);
  });

  it('cancelled with the group out: the replies are taken, and after a 354 nothing is said', async () => {
    const server = await startScripted([
      ...hello,
      ...group,
      { send: '250 ok\r\n' },
      { sleep: 50 },
      { send: '250 b\r\n250 c\r\n354 go\r\n' },
      { eof: true },
    ]);
    const run = await runSend({
      envelope: two,
      connection: { security: 'none', target: `127.0.0.1:${server.port}` },
      watch: (event, cancel) => event.type === 'sender' && cancel(),
    });
    await server.close();
    expect(run.error?.code).toBe('cancelled');
    expect(run.sent.at(-1)).toBe('DATA');
  });
});

describe('many transactions', () => {
  const message = (text: string) => ({
    envelope: { from: 'a@sender.test', to: [`${text}@rcpt.test`] },
    message: sourceFromBytes(Buffer.from(`Subject: ${text}\r\n\r\n${text}\r\n`), 'normalise'),
  });
  const next = (text: string): ScriptStep[] => [{ expect: '^MAIL' }, { expect: `<${text}@` }, { expect: '^DATA$' }];
  async function many(script: readonly ScriptStep[], ...texts: string[]) {
    const server = await startScripted(script);
    const { context, events } = watched();
    const result = await sendMany(
      {
        connection: { security: 'none', ehloName: 'c.test', target: `127.0.0.1:${server.port}` },
        auth: null,
        messages: texts.map(message),
      },
      context,
    );
    await server.close();
    expect(server.recorded.mismatch).toBeNull();
    return { ...result, recorded: server.recorded, events };
  }

  it('the next group follows the message before its answer has come', async () => {
    const run = await many(
      [
        ...hello,
        ...next('one'),
        { send: '250 ok\r\n250 ok\r\n354 go\r\n' },
        { data: true },
        ...next('two'),
        { send: '552 5.3.4 too big\r\n250 ok\r\n250 ok\r\n354 go\r\n' },
        { data: true },
        ...next('three'),
        { send: '250 q2\r\n250 ok\r\n550 no\r\n554 nobody\r\n' },
        { expect: '^RSET$' },
        { send: '250 ok\r\n' },
        ...next('four'),
        { send: '250 ok\r\n250 ok\r\n354 go\r\n' },
        { data: true },
        { send: '250 q4\r\n' },
        { tail: true },
      ],
      'one',
      'two',
      'three',
      'four',
    );
    expect(run.results.map(({ error, delivery }) => [error?.code ?? null, delivery])).toEqual([
      ['message-too-large', 'none'],
      [null, 'all'],
      ['recipients-refused', 'none'],
      [null, 'all'],
    ]);
    expect(run.results.map(({ recipients }) => recipients[0]?.final?.lines[0] ?? null)).toEqual([
      '5.3.4 too big',
      'q2',
      null,
      'q4',
    ]);
    expect(run.recorded.data.map(String)).toEqual(
      ['one', 'two', 'four'].map((text) => `Subject: ${text}\r\n\r\n${text}\r\n.\r\n`),
    );
  });

  it('the one after the next is looked at while the answers are awaited, where it is in memory; a file is not', async () => {
    const kinds = ['memory', 'file'] as const;
    for (const kind of kinds) {
      const looked: string[] = [];
      let answer: (() => void) | undefined;
      const answered = new Promise<void>((resolve) => (answer = resolve));
      const server = await startTcpPeer((socket) => {
        let received = '';
        socket.write('220 mx\r\n');
        socket.on('data', (octets) => {
          received += octets.toString('latin1');
          if (received === 'EHLO c.test\r\n') socket.write('250-mx\r\n250 PIPELINING\r\n');
          const ends = received.split('\r\n.\r\n').length - 1;
          if (received.endsWith('DATA\r\n') && ends === 0) socket.write('250 ok\r\n250 ok\r\n354 go\r\n');
          // The first message and the group of the second have come: nothing is said until the third was looked at, or could have been.
          if (received.endsWith('DATA\r\n') && ends === 1)
            void answered.then(() => socket.write('250 q1\r\n250 ok\r\n250 ok\r\n354 go\r\n'));
          if (received.endsWith('DATA\r\n') && ends === 2) socket.write('250 q2\r\n250 ok\r\n250 ok\r\n354 go\r\n');
          if (ends === 3 && !received.endsWith('QUIT\r\n')) socket.write('250 q3\r\n');
          if (received.endsWith('QUIT\r\n')) socket.end('221 bye\r\n');
          if (ends === 1) setImmediate(() => setImmediate(() => answer?.()));
        });
      });
      const noted = (text: string) => {
        const { message: whole, envelope } = message(text);
        const noteAs = () => looked.push(text);
        const source: MessageSource = {
          size: whole.size,
          lineEnds: whole.lineEnds,
          open() {
            noteAs();
            return whole.open();
          },
          ...(kind === 'file'
            ? {}
            : {
                constant() {
                  noteAs();
                  return whole.constant?.() ?? [];
                },
              }),
        };
        return { envelope, message: source };
      };
      const { context } = watched();
      let before: readonly string[] | null = null;
      void answered.then(() => (before = [...looked]));
      const run = await sendMany(
        {
          connection: { security: 'none', ehloName: 'c.test', target: `127.0.0.1:${server.port}` },
          auth: null,
          messages: ['one', 'two', 'three'].map(noted),
        },
        context,
      );
      await server.close();
      expect(run.results.map(({ delivery }) => delivery)).toEqual(['all', 'all', 'all']);
      // Each twice: looked at, and sent.
      expect(looked.toSorted()).toEqual(['one', 'one', 'three', 'three', 'two', 'two']);
      expect(before).toEqual(kind === 'memory' ? ['one', 'two', 'one', 'three'] : ['one', 'two', 'one']);
    }
  });

  it('one that was looked at ahead and whose turn does not come is not left running', async () => {
    const server = await startScripted([
      ...hello,
      ...next('one'),
      { send: '250 ok\r\n250 ok\r\n354 go\r\n' },
      { data: true },
      ...next('two'),
      { close: 'fin' },
    ]);
    let running = 0;
    const large = sourceFromBytes(Buffer.alloc(4_194_304, 'a line of a message\r\n'), 'normalise');
    const third: MessageSource = {
      ...large,
      *constant() {
        running += 1;
        try {
          yield* large.constant?.() ?? [];
        } finally {
          running -= 1;
        }
      },
    };
    const { context } = watched();
    const run = await sendMany(
      {
        connection: { security: 'none', ehloName: 'c.test', target: `127.0.0.1:${server.port}` },
        auth: null,
        messages: [message('one'), message('two'), { ...message('three'), message: third }],
      },
      context,
    );
    expect(running).toBe(0);
    expect(run.results.map(({ delivery }) => delivery)).toEqual(['unknown']);
    await server.close();
  });

  it('the connection lost between: the first is unknown, the second is not delivered', async () => {
    const run = await many(
      [
        ...hello,
        ...next('one'),
        { send: '250 ok\r\n250 ok\r\n354 go\r\n' },
        { data: true },
        ...next('two'),
        { close: 'fin' },
      ],
      'one',
      'two',
    );
    expect(run.results.map(({ delivery }) => delivery)).toEqual(['unknown']);
    expect(run.error?.code).toBe('server-disconnected');
  });
});
