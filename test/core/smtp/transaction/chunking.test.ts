/** BDAT (RFC 3030): octets counted, chunks cut, LAST said once; refused, answered early or broken off in the middle. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Envelope } from '../../../../electron/protocol/values/target.ts';
import { type ScriptStep, startScripted } from '../../../harness/peers/scripted-server.ts';
import { startTcpPeer } from '../../../harness/peers/tcp-peer.ts';
import { generatedSource } from '../../../../electron/core/smtp/plan/message-source.ts';
import { runSend } from '../../../harness/client-run.ts';

const hello = (...keywords: string[]): ScriptStep[] => [
  { send: '220 mx.test\r\n' },
  { expect: '^(EHLO|LHLO)' },
  { send: ['mx.test', ...keywords].map((text, at) => `250${at === keywords.length ? ' ' : '-'}${text}\r\n`).join('') },
];
const ok = (pattern: string, reply = '250 ok'): ScriptStep[] => [{ expect: pattern }, { send: `${reply}\r\n` }];
const ready = [...ok('^MAIL'), ...ok('^RCPT')];

async function deliver(
  script: readonly ScriptStep[],
  envelope: Partial<Envelope>,
  options: Omit<Parameters<typeof runSend>[0], 'connection' | 'envelope'> = {},
  connection: object = {},
) {
  const server = await startScripted(script);
  const run = await runSend({
    ...options,
    envelope,
    connection: { security: 'none', ...connection, target: `127.0.0.1:${server.port}` },
  });
  await server.close();
  expect(server.recorded.mismatch).toBeNull();
  return { ...run, recorded: server.recorded };
}

describe('chunks', () => {
  it.each([
    ['is not offered', [], 'auto'],
    ['is off', ['PIPELINING'], 'off'],
  ] as const)(
    'are of the size asked for, each answered before the next where PIPELINING %s',
    async (_, more, pipelining) => {
      const run = await deliver(
        [
          ...hello('CHUNKING', ...more),
          ...ready,
          { expect: '^BDAT 8$' },
          { read: 8, equals: 'S: x\r\n\r\n' },
          { silent: 30 },
          { send: '250 ok\r\n' },
          { expect: '^BDAT 8$' },
          { read: 8, equals: '.a\r\n..\r\n' },
          { send: '250 ok\r\n' },
          { expect: '^BDAT 3 LAST$' },
          { read: 3, equals: 'b\r\n' },
          { send: '250 2.0.0 q\r\n' },
          { tail: true },
        ],
        { chunking: 8, pipelining },
        { message: 'S: x\n\n.a\n..\nb\n' },
      );
      expect(run).toMatchObject({ error: null, delivery: 'all' });
      const [end] = run.of('body-end');
      expect(end).toMatchObject({
        octets: 19,
        wireOctets: 19,
        sha256: createHash('sha256').update('S: x\r\n\r\n.a\r\n..\r\nb\r\n').digest('hex'),
      });
    },
  );

  it('the last full chunk is LAST; an empty message is BDAT 0 LAST', async () => {
    const whole = [
      ...hello('CHUNKING'),
      ...ready,
      { expect: '^BDAT 4$' },
      { read: 4 },
      { send: '250 ok\r\n' },
      { expect: '^BDAT 4 LAST$' },
      { read: 4 },
      { send: '250 ok\r\n' },
      { tail: true as const },
    ];
    expect((await deliver(whole, { chunking: 4 }, { message: 'ab\r\ncd\r\n' })).delivery).toBe('all');
    const empty = [...hello('CHUNKING'), ...ready, ...ok('^BDAT 0 LAST$'), { tail: true as const }];
    expect((await deliver(empty, { chunking: 'auto' }, { message: '' })).delivery).toBe('all');
  });

  it('go out ahead of their answers with PIPELINING', async () => {
    const run = await deliver(
      [
        ...hello('CHUNKING', 'PIPELINING'),
        { expect: '^MAIL' },
        { expect: '^RCPT' },
        { send: '250 ok\r\n250 ok\r\n' },
        { expect: '^BDAT 4$' },
        { read: 4 },
        { expect: '^BDAT 4$' },
        { read: 4 },
        { expect: '^BDAT 2 LAST$' },
        { read: 2 },
        { send: '250 1\r\n250 2\r\n250 3\r\n' },
        { tail: true },
      ],
      { chunking: 4 },
      { message: '12345678\r\n' },
    );
    expect(
      run
        .of('reply')
        .slice(-4)
        .map(({ command, reply }) => `${command ?? ''}: ${reply.lines[0] ?? ''}`),
    ).toEqual(['BDAT 4: 1', 'BDAT 4: 2', 'BDAT 2 LAST: 3', 'QUIT: bye']);
    expect(run.recipients[0]?.final?.lines).toEqual(['3']);
  });

  it('a chunk larger than any buffer arrives whole', async () => {
    const size = 3_000_000;
    const run = await deliver(
      [
        ...hello('CHUNKING'),
        ...ready,
        { expect: '^BDAT 2000000$' },
        { read: 2_000_000 },
        { send: '250 ok\r\n' },
        { expect: '^BDAT 1000000 LAST$' },
        { read: 1_000_000 },
        { send: '250 ok\r\n' },
        { tail: true },
      ],
      { chunking: 2_000_000 },
      { message: generatedSource(size) },
    );
    const sha256 = createHash('sha256').update(Buffer.concat(run.recorded.data)).digest('hex');
    expect(run.of('body-end')).toMatchObject([{ octets: size, sha256 }]);
  });

  it('LMTP answers LAST for each recipient, what comes before it once', async () => {
    const run = await deliver(
      [
        ...hello('CHUNKING'),
        ...ready,
        ...ok('^RCPT'),
        { expect: '^BDAT 4$' },
        { read: 4 },
        { send: '250 part\r\n' },
        { expect: 'LAST$' },
        { read: 2 },
        { send: '250 b\r\n550 c\r\n' },
        { tail: true },
      ],
      { chunking: 4, to: ['b@rcpt.test', 'c@rcpt.test'] },
      { message: '1234\r\n' },
      { protocol: 'lmtp' },
    );
    expect(run.recipients.map(({ delivery }) => delivery)).toEqual(['yes', 'no']);
  });
});

describe('what goes wrong', () => {
  it('a refused chunk ends it: nothing more of the message, and nobody gets it', async () => {
    const run = await deliver(
      [
        ...hello('CHUNKING'),
        ...ready,
        { expect: '^BDAT 4$' },
        { read: 4 },
        { send: '554 5.6.0 no\r\n' },
        { tail: true },
      ],
      { chunking: 4 },
      { message: '12345678\r\n' },
    );
    expect(run.error).toMatchObject({ code: 'data-refused', reply: { enhancedCode: '5.6.0' } });
    expect(run.recipients).toMatchObject([{ delivery: 'no', final: { code: 554 } }]);
    expect(run.sent.at(-1)).toBe('QUIT');
  });

  it('refused while others are on their way: the first refusal is the reason', async () => {
    const run = await deliver(
      [
        ...hello('CHUNKING', 'PIPELINING'),
        { expect: '^MAIL' },
        { expect: '^RCPT' },
        { send: '250 ok\r\n250 ok\r\n' },
        { expect: '^BDAT 4$' },
        { read: 4 },
        { expect: '^BDAT 4$' },
        { read: 4 },
        { expect: '^BDAT 2 LAST$' },
        { read: 2 },
        { send: '452 4.3.1 full\r\n503 5.5.1 no\r\n503 5.5.1 no\r\n' },
        { tail: true },
      ],
      { chunking: 4 },
      { message: '12345678\r\n' },
    );
    expect(run.error).toMatchObject({ code: 'data-refused', temporary: true, reply: { code: 452 } });
    expect(run.delivery).toBe('none');
  });

  it('answered before the chunk is through: closed, since the server may count what follows as octets', async () => {
    const run = await deliver(
      [
        ...hello('CHUNKING'),
        ...ready,
        { expect: '^BDAT 40000000 LAST$' },
        { send: '552 5.3.4 too big\r\n' },
        { sleep: 200 },
        { close: 'rst' },
      ],
      { chunking: 50_000_000 },
      { message: generatedSource(40_000_000) },
    );
    expect(run.error).toMatchObject({ code: 'message-too-large', reply: { code: 552 } });
    expect(run.sent.at(-1)).toMatch(/^BDAT/);
    expect(run.delivery).toBe('none');
  });

  it('lost after LAST: unknown; before it: not delivered', async () => {
    const after = await deliver(
      [...hello('CHUNKING'), ...ready, { expect: 'LAST$' }, { read: 10 }, { close: 'fin' }],
      { chunking: 'auto' },
      { message: '12345678\r\n' },
    );
    expect([after.error?.code, after.delivery]).toEqual(['server-disconnected', 'unknown']);
    const before = await deliver(
      [...hello('CHUNKING'), ...ready, { expect: '^BDAT 4$' }, { read: 4 }, { close: 'fin' }],
      { chunking: 4 },
      { message: '12345678\r\n' },
    );
    expect([before.error?.code, before.delivery]).toEqual(['server-disconnected', 'none']);
  });
});

describe('when it is used', () => {
  it('a size needs CHUNKING, BINARYMIME needs both; refused before MAIL', async () => {
    const missing = async (keywords: string[], envelope: Partial<Envelope>) => {
      const { error, sent } = await deliver([...hello(...keywords), { tail: true }], envelope);
      expect(sent.at(-1)).toBe('QUIT');
      return error?.code === 'not-supported' ? error.params.keyword : error;
    };
    expect(await missing([], { chunking: 100 })).toBe('CHUNKING');
    expect(await missing(['CHUNKING'], { body: 'binarymime' })).toBe('BINARYMIME');
    expect(await missing(['BINARYMIME'], { body: 'binarymime' })).toBe('CHUNKING');
  });

  it('binary octets go out as they are', async () => {
    const octets = Buffer.from([0, 10, 13, 255, 46, 10, 46, 13, 10, 128]);
    const run = await deliver(
      [
        ...hello('CHUNKING', 'BINARYMIME', 'SIZE'),
        ...ok('^MAIL FROM:<a@sender.test> SIZE=10 BODY=BINARYMIME$'),
        ...ok('^RCPT'),
        { expect: '^BDAT 10 LAST$' },
        { read: 10, equals: { hex: octets.toString('hex') } },
        { send: '250 ok\r\n' },
        { tail: true },
      ],
      { body: 'binarymime' },
      { message: octets },
    );
    expect(run).toMatchObject({ error: null, delivery: 'all' });
  });

  it('DATA where it is not wanted, auto where it is not offered', async () => {
    const data = [
      ...ready,
      ...ok('^DATA$', '354 go'),
      { data: true as const },
      { send: '250 ok\r\n' },
      { tail: true as const },
    ];
    expect((await deliver([...hello('CHUNKING'), ...data], {})).delivery).toBe('all');
    expect((await deliver([...hello('CHUNKING'), ...data], { chunking: 'off' })).delivery).toBe('all');
    expect((await deliver([...hello(), ...data], { chunking: 'auto' })).delivery).toBe('all');
  });

  it.each([{ chunking: 0 }, { chunking: 1_000_000_000 }, { chunking: 'off' as const, body: 'binarymime' as const }])(
    '%j is refused before connecting',
    async (envelope) => {
      const run = await runSend({ connection: { target: '127.0.0.1:1' }, envelope });
      expect(run.error).toMatchObject({ code: 'invalid-argument', params: { argument: 'chunking' } });
    },
  );
});

it('hears a refusal between two chunks, however many may be under way', async () => {
  let heard = '';
  const server = await startTcpPeer((socket) => {
    socket.write('220 mx.test\r\n');
    let chunks = 0;
    socket.on('data', (data) => {
      heard += data.toString('latin1');
      for (const verb of data.toString('latin1').match(/^(?:EHLO|MAIL|RCPT|QUIT|RSET)/gm) ?? [])
        socket.write(verb === 'EHLO' ? '250-mx.test\r\n250-PIPELINING\r\n250 CHUNKING\r\n' : '250 ok\r\n');
      if (data.includes('BDAT') && chunks++ === 0) socket.end('421 4.3.2 going down\r\n');
    });
  });
  const run = await runSend({
    envelope: { chunking: 50 },
    message: generatedSource(2_000),
    connection: { security: 'none', target: `127.0.0.1:${server.port}` },
  });
  await server.close();
  expect(run).toMatchObject({ error: { code: 'data-refused', reply: { code: 421 } }, delivery: 'none' });
  expect(heard.match(/BDAT 50/g)?.length).toBeLessThan(8);
});
