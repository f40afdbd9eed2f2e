/** The message: sizes, streaming, answers that come early, late or never. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { generatedSource, sourceFromFile } from '../../../../electron/core/smtp/plan/message-source.ts';
import { type ScriptStep, startScripted } from '../../../harness/peers/scripted-server.ts';
import { startTcpPeer } from '../../../harness/peers/tcp-peer.ts';
import type { MessageSource } from '../../../../electron/core/smtp/types.ts';
import { foldReport } from '../../report/fold-report.ts';
import { deliver, hello, ok } from './deliver.ts';
import { runCheck, runSend } from '../../../harness/client-run.ts';

const go = [...ok('^MAIL'), ...ok('^RCPT'), ...ok('^DATA$', '354 go')];

describe('552 means what it says', () => {
  it.each([
    ['at MAIL: too large', [...hello('SIZE'), ...ok('^MAIL', '552 5.3.4 too big')], 'message-too-large'],
    ['at MAIL: mailbox full', [...hello('SIZE'), ...ok('^MAIL', '552 5.2.2 full')], 'sender-refused'],
    [
      'after the data: too large',
      [...hello(), ...go, { data: true }, { send: '552 5.3.4 too big\r\n' }],
      'message-too-large',
    ],
    [
      'after the data: over quota',
      [...hello(), ...go, { data: true }, { send: '552 5.2.2 over quota\r\n' }],
      'data-refused',
    ],
  ] as [string, ScriptStep[], string][])('%s', async (_title, script, code) => {
    expect((await deliver([...script, { tail: true }])).error?.code).toBe(code);
  });
});

describe('the message', () => {
  it('arrives as it is, however large; the hash is that of what the server takes out', async () => {
    const message = generatedSource(3_000_001);
    const run = await deliver([...hello(), ...go, { data: true }, { send: '250 ok\r\n' }, { tail: true }], { message });
    const parts: Uint8Array[] = [];
    for await (const part of message.open()) parts.push(part);
    const whole = Buffer.concat(parts);
    expect(whole).toHaveLength(3_000_001);
    const [wire = Buffer.alloc(0)] = run.recorded.data;
    const taken = Buffer.from(wire.subarray(0, -3).toString('latin1').replace(/^\./gm, ''), 'latin1');
    expect(taken.subarray(0, whole.length).equals(whole)).toBe(true);
    expect(run.of('body-end')).toMatchObject([
      { octets: taken.length, wireOctets: wire.length, sha256: createHash('sha256').update(taken).digest('hex') },
    ]);
    expect(run.delivery).toBe('all');
  });

  it('is hashed after line ends were made CRLF', async () => {
    const run = await deliver([...hello(), ...go, { data: true }, { send: '250 ok\r\n' }, { tail: true }], {
      message: 'a\n.b',
    });
    expect(run.of('body-end')[0]?.sha256).toBe(createHash('sha256').update('a\r\n.b\r\n').digest('hex'));
    expect(run.of('note').find(({ note }) => note === 'line-ends-normalised')?.params).toEqual({
      bareCr: 0,
      bareLf: 1,
    });
  });

  it('never ends when its source fails: no dot, no delivery', async () => {
    let opened = 0;
    const failing: MessageSource = {
      size: null,
      lineEnds: 'raw',
      async *open() {
        opened += 1;
        yield Buffer.from('Subject: x\r\n\r\n');
        if (opened === 2) throw new Error('the disk is gone');
      },
    };
    const server = await startScripted([...hello(), ...go, { data: true }]);
    const run = await runSend({
      connection: { security: 'none', target: `127.0.0.1:${server.port}` },
      message: failing,
    });
    await server.close();
    expect(run).toMatchObject({
      delivery: 'none',
      error: { code: 'invalid-argument', phase: 'data', params: { argument: 'message', value: 'the disk is gone' } },
    });
    expect(server.recorded.data).toEqual([]);
  });

  it('reports a file that cannot be read before anything is said', async () => {
    const gone: MessageSource = {
      size: 0,
      lineEnds: 'raw',
      open: () => ({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('ENOENT')) }) }),
    };
    const run = await deliver([...hello(), { tail: true }], { message: gone });
    expect(run.error).toMatchObject({ code: 'invalid-argument', params: { argument: 'message' } });
    await expect(sourceFromFile('/nowhere/message.eml', 'raw')).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('an answer in mid-body stops it at once', () => {
  const large = generatedSource(80_000_000);

  it.each([
    ['452 4.3.1 disk full', 'data-refused', 'none', 'no'],
    ['421 4.3.2 shutting down', 'data-refused', 'none', 'no'],
    ['250 2.0.0 done already', 'protocol-error', 'unknown', 'unknown'],
  ])('%s', async (reply, code, delivery, recipient) => {
    const server = await startScripted([
      ...hello(),
      ...go,
      { read: 1_000 },
      { send: `${reply}\r\n` },
      { sleep: 10_000 },
    ]);
    const run = await runSend({ connection: { security: 'none', target: `127.0.0.1:${server.port}` }, message: large });
    await server.close();
    expect(run).toMatchObject({ delivery, error: { code, phase: 'data', reply: { code: Number(reply.slice(0, 3)) } } });
    expect(run.recipients).toMatchObject([{ delivery: recipient }]);
    expect(run.of('anomaly').map(({ anomaly }) => anomaly)).toContain('early-reply');
    expect(run.of('note').map(({ note }) => note)).toContain('early-reply-stopped-body');
    expect(run.of('body-end')).toEqual([]);
    // The session is in mid-message: nothing more may be said on it.
    expect(run.sent.at(-1)).toBe('DATA');
  });

  it('a close too', async () => {
    const server = await startScripted([...hello(), ...go, { read: 1_000 }, { close: 'rst' }]);
    const run = await runSend({ connection: { security: 'none', target: `127.0.0.1:${server.port}` }, message: large });
    await server.close();
    expect(run).toMatchObject({ delivery: 'none', error: { code: 'server-disconnected', phase: 'data' } });
  });
});

describe('limits of the message', () => {
  it('a body that makes no progress', async () => {
    const stuck = await startTcpPeer((socket) => {
      socket.write('220 mx\r\n');
      let said = 0;
      socket.on('data', () => {
        said += 1;
        socket.write(['250 mx\r\n', '250 ok\r\n', '250 ok\r\n', '354 go\r\n'][said - 1] ?? '');
        if (said === 4) socket.pause();
      });
    });
    const run = await runSend({
      connection: { security: 'none', target: `127.0.0.1:${stuck.port}`, timeouts: { bodyIdle: 300 } },
      message: generatedSource(50_000_000),
    });
    await stuck.close();
    expect(run).toMatchObject({
      delivery: 'none',
      error: { code: 'timeout', phase: 'data', params: { limitMs: 300 } },
    });
  });

  it('no answer to the final dot: delivery unknown', async () => {
    const run = await deliver(
      [...hello(), ...go, { data: true }, { sleep: 10_000 }],
      {},
      { timeouts: { finalDot: 200 } },
    );
    expect(run).toMatchObject({ delivery: 'unknown', error: { code: 'timeout', phase: 'data', temporary: true } });
    expect(run.recipients).toMatchObject([{ accepted: true, final: null, delivery: 'unknown' }]);
  });

  it('deadlines of replies rest while the body goes out', async () => {
    const script = [
      ...hello(),
      ...go,
      { sleep: 500 },
      { data: true as const },
      { send: '250 ok\r\n' },
      { tail: true as const },
    ];
    const run = await deliver(
      script,
      { message: generatedSource(20_000_000) },
      { timeouts: { reply: 250, finalDot: 5_000 } },
    );
    expect(run).toMatchObject({ error: null, delivery: 'all' });
  });
});

describe('LMTP pairs answers by position', () => {
  it('also when the same recipient stands there twice', async () => {
    const script = [
      ...hello(),
      ...ok('^MAIL'),
      ...ok('^RCPT'),
      ...ok('^RCPT', '550 no'),
      ...ok('^RCPT'),
      ...ok('^DATA', '354 go'),
      { data: true as const },
      { send: '250 one\r\n451 two\r\n' },
      { tail: true as const },
    ];
    const run = await deliver(script, { envelope: { to: ['b@x.test', 'b@x.test', 'b@x.test'] } }, { protocol: 'lmtp' });
    expect(run).toMatchObject({ error: null, delivery: 'some' });
    expect(
      run.recipients.map(({ index, accepted, delivery, final }) => [index, accepted, delivery, final?.code ?? null]),
    ).toEqual([
      [0, true, 'yes', 250],
      [1, false, 'no', null],
      [2, true, 'no', 451],
    ]);
    expect(run.of('recipient').map(({ result }) => result.index)).toEqual([0, 1, 2, 0, 1, 2]);
  });

  it('is refused when nobody got it', async () => {
    const script = [
      ...hello(),
      ...ok('^MAIL'),
      ...ok('^RCPT'),
      ...ok('^RCPT'),
      ...ok('^DATA', '354 go'),
      { data: true as const },
      { send: '550 one\r\n451 two\r\n' },
      { tail: true as const },
    ];
    const run = await deliver(script, { envelope: { to: ['b@x.test', 'c@x.test'] } }, { protocol: 'lmtp' });
    expect(run).toMatchObject({ delivery: 'none', error: { code: 'data-refused', temporary: true } });
  });
});

describe('a dry run and a check with an envelope', () => {
  const script: ScriptStep[] = [
    ...hello(),
    ...ok('^MAIL'),
    ...ok('^RCPT'),
    ...ok('^RCPT', '550 5.1.1 no'),
    ...ok('^RSET$'),
    { tail: true },
  ];
  const envelope = { to: ['b@x.test', 'c@x.test'] };

  it.each([
    ['dry run', (target: string) => runSend({ connection: { target }, envelope, dryRun: true })],
    ['check', (target: string) => runCheck({ connection: { target }, envelope })],
  ])('%s: MAIL, RCPT, RSET, nothing sent', async (_title, start) => {
    const server = await startScripted(script);
    const run = await start(`127.0.0.1:${server.port}`);
    await server.close();
    expect(run).toMatchObject({ error: null, delivery: null });
    expect(run.recipients).toMatchObject([{ accepted: true }, { accepted: false, reply: { enhancedCode: '5.1.1' } }]);
    expect(server.recorded.lines.slice(-2)).toEqual(['RSET', 'QUIT']);
    expect(run.of('sender')).toMatchObject([{ address: 'a@sender.test', reply: { code: 250 } }]);
  });
});

describe('octets above 127', () => {
  it.each([
    ['without 8BITMIME: sent, with a finding', [], 'caf\u00e9\r\n', ['message.eight-bit']],
    ['with 8BITMIME', ['8BITMIME'], 'caf\u00e9\r\n', []],
    ['none', [], 'cafe\r\n', []],
  ])('%s', async (_, keywords, message, ids) => {
    const script: ScriptStep[] = [
      ...hello(...keywords),
      ...go,
      { data: true },
      { send: '250 ok\r\n' },
      ...ok('^QUIT', '221 bye'),
    ];
    const run = await deliver(script, { message });
    expect(run.delivery).toBe('all');
    const report = foldReport('send', run.events);
    expect(report.findings.map(({ id }) => id)).toEqual(ids);
    expect(report.ok).toBe(true);
  });
});

describe('lines over 998 octets', () => {
  const long = `Subject: t\r\n\r\n${'x'.repeat(1_500)}\r\nshort\r\n${'y'.repeat(999)}\r\n`;

  it('go out as they are, with a finding that says who can do what', async () => {
    const run = await deliver([...hello(), ...go, { data: true }, { send: '250 ok\r\n' }, ...ok('^QUIT', '221 bye')], {
      message: long,
    });
    expect(run.recorded.data[0]?.toString('latin1')).toBe(`${long}.\r\n`);
    expect(run.of('note').filter(({ note }) => note === 'long-body-lines')).toMatchObject([
      { params: { lines: 2, longest: 1_500 } },
    ]);
    const [finding] = foldReport('send', run.events).findings;
    expect(finding).toMatchObject({ id: 'message.long-lines', severity: 'warning', actor: 'you' });
    expect(finding?.cause).toContain('2 lines');
    expect(finding?.evidence).toHaveLength(1);
  });

  it('in chunks too, but not in a binary body, which has no lines', async () => {
    const chunks = [...hello('CHUNKING', 'BINARYMIME'), ...ok('^MAIL'), ...ok('^RCPT'), ...ok('^BDAT 20', '552 no')];
    const ids = async (body: '8bitmime' | 'binarymime') => {
      const run = await deliver(
        body === 'binarymime' ? chunks : [...hello('CHUNKING', '8BITMIME'), ...chunks.slice(3)],
        { message: long, envelope: { body, chunking: 20 } },
      );
      return foldReport('send', run.events).findings.map(({ id }) => id);
    };
    expect(await ids('8bitmime')).toEqual(['message.long-lines']);
    expect(await ids('binarymime')).toEqual([]);
  });
});
