/** The hash of what went out: that of the octets the server takes out, in whatever pieces they came; and none where nobody looks at it. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { SmtpClient } from '../../../../electron/core/smtp/client/client.ts';
import { sendMany } from '../../../../electron/core/smtp/flows/send-many.ts';
import { sourceFromBytes } from '../../../../electron/core/smtp/plan/message-source.ts';
import type { MessageSource, SessionContext } from '../../../../electron/core/smtp/types.ts';
import type { SessionEvent } from '../../../../electron/protocol/values/session/event.ts';
import { TranscriptFold } from '../../../../electron/protocol/fold/transcript.ts';
import { FactsFold } from '../../../../electron/protocol/fold/facts.ts';
import { type ScriptStep, startScripted } from '../../../harness/peers/scripted-server.ts';
import { watched } from '../../../harness/client-run.ts';

const script = (...keywords: string[]): ScriptStep[] => [
  { send: '220 mx.test\r\n' },
  { expect: '^EHLO' },
  { send: `${['250-mx.test', ...keywords.map((word) => `250-${word}`)].join('\r\n')}\r\n250 HELP\r\n` },
  { expect: '^MAIL' },
  { send: '250 ok\r\n' },
  { expect: '^RCPT' },
  { send: '250 ok\r\n' },
  { expect: '^DATA$' },
  { send: '354 go\r\n' },
  { data: true },
  { send: '250 ok\r\n' },
  { tail: true },
];

async function deliver(message: MessageSource, more: Partial<SessionContext> = {}) {
  const server = await startScripted(script());
  const { context, events } = watched();
  const connection = { security: 'none' as const, ehloName: 'c.test', target: `127.0.0.1:${server.port}` };
  const envelope = { from: 'a@sender.test', to: ['b@rcpt.test'] };
  const run = await sendMany({ connection, auth: null, messages: [{ envelope, message }] }, { ...context, ...more });
  await server.close();
  expect(server.recorded.mismatch).toBeNull();
  expect(run.results.map(({ delivery }) => delivery)).toEqual(['all']);
  const ends = events.filter((event) => event.type === 'body-end');
  return { end: ends[0], events, wire: server.recorded.data[0] ?? Buffer.alloc(0) };
}

/** Pieces of given sizes, over and over. */
function inPieces(octets: Buffer, sizes: readonly number[]): MessageSource {
  return {
    size: octets.length,
    lineEnds: 'normalise',
    async *open() {
      for (let at = 0, turn = 0; at < octets.length; turn += 1) {
        const size = sizes[turn % sizes.length] ?? 1;
        yield octets.subarray(at, at + size);
        at += size;
      }
    },
  };
}

const takenOut = (wire: Buffer) => Buffer.from(wire.subarray(0, -3).toString('latin1').replace(/^\./gm, ''), 'latin1');
const sha256 = (octets: Uint8Array) => createHash('sha256').update(octets).digest('hex');

const texts: Readonly<Record<string, string>> = {
  empty: '',
  'a line': 'a line\r\n',
  'without its last line end': 'a line',
  'dots and every line end': '.\r\n..\n.x\r.\r\n',
  'many dots and line ends': '.\r\n..\n.x\r.\r\nplain\r\n'.repeat(2_000),
  'much that is clean': 'a line of a message, and nothing else\r\n'.repeat(20_000),
};
const pieces: Readonly<Record<string, readonly number[]>> = {
  'a piece': [10_000_000],
  'octet by octet, then more': [...Array.from({ length: 40 }, () => 1), 10_000_000],
  'pieces that share the end and pieces that do not': [20_000, 3, 16_384, 1, 70_001],
};

for (const [name, text] of Object.entries(texts)) {
  test.each(Object.keys(pieces))(`${name}, in %s`, async (kind) => {
    const { end, wire } = await deliver(inPieces(Buffer.from(text), pieces[kind] ?? []));
    const taken = takenOut(wire);
    expect(end).toMatchObject({ octets: taken.length, wireOctets: wire.length, sha256: sha256(taken) });
  });

  test(`${name}, in memory`, async () => {
    const { end, wire } = await deliver(sourceFromBytes(Buffer.from(text), 'normalise'));
    const taken = takenOut(wire);
    expect(end).toMatchObject({ octets: taken.length, wireOctets: wire.length, sha256: sha256(taken) });
  });
}

test('nobody looks at it: there is none, and all else is the same', async () => {
  const message = () => inPieces(Buffer.from('.\r\nx\n'.repeat(10_000)), [20_000]);
  const asked = await deliver(message());
  const unasked = await deliver(message(), { hashesBody: () => false });
  expect(unasked.wire.equals(asked.wire)).toBe(true);
  expect(unasked.end).toMatchObject({ sha256: null });
  const kinds = (events: readonly SessionEvent[]) =>
    events.map(({ type }) => type).filter((type) => type !== 'body-progress');
  expect(kinds(unasked.events)).toEqual(kinds(asked.events));

  const rows = (events: readonly SessionEvent[]) => {
    const all: string[] = [];
    const fold = new TranscriptFold((row) => all.push(row.kind));
    for (const event of events) fold.push(event);
    return all;
  };
  expect(rows(asked.events)).toContain('body');
  expect(rows(unasked.events)).toEqual(rows(asked.events).filter((kind) => kind !== 'body'));

  const facts = new FactsFold();
  for (const event of unasked.events) facts.push(event);
  expect(facts.facts().body).toMatchObject({ whole: true, sha256: null });
});

test('the library hashes for those who listen when a message goes out', async () => {
  const server = await startScripted([
    ...script().slice(0, -1),
    ...script().slice(3, -1),
    { expect: '^QUIT$' },
    { send: '221 bye\r\n' },
    { tail: true },
  ]);
  const client = new SmtpClient({ localHostname: 'c.test' });
  await client.connect('127.0.0.1', server.port);
  await client.sendmail('a@sender.test', ['b@rcpt.test'], 'unheard\r\n');
  const heard: (string | null)[] = [];
  const stop = client.subscribe((event) => {
    if (event.type === 'body-end') heard.push(event.sha256);
  });
  await client.sendmail('a@sender.test', ['b@rcpt.test'], 'heard\r\n');
  stop();
  await client.quit();
  await server.close();
  expect(heard).toEqual([sha256(Buffer.from('heard\r\n'))]);
});
