/** Nobody waits for a message to be read but the search for it: neither the 250 of the next one, nor the list, nor the process. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { fileSpool } from '../../electron/storage/spool/file-spool.ts';
import { MailboxIndex } from '../../electron/storage/mailbox/message-index.ts';
import { openMailbox, type MailboxStore } from '../../electron/storage/mailbox/mailbox.ts';
import type { NewMessage } from '../../electron/core/ports.ts';
import type { MessageSummary } from '../../electron/protocol/values/server/mailbox.ts';
import { temporaryDir, workerUrl } from '../server/fixture.ts';

const envelope: NewMessage = {
  sessionId: 's1',
  receivedAt: '2026-01-02T03:04:05.000Z',
  protocol: 'smtp',
  peer: '127.0.0.1:4711',
  helo: 'client.test',
  mailFrom: 'sender@s.example',
  mailOptions: [],
  rcptTo: [{ address: 'rcpt@r.example', options: [] }],
  tls: false,
  user: null,
};

async function add(mailbox: MailboxStore, dir: string, source: string): Promise<MessageSummary> {
  const file = await fileSpool(join(dir, 'incoming')).create();
  await file.write(Buffer.from(source));
  const { message } = await mailbox.inbox.handle(envelope, await file.finish());
  return message;
}

/** The real mailbox, whose reading worker does `misbehave` (code, with the request's `id` at hand) for messages of its choice. */
async function openWith(dir: string, misbehave: string): Promise<MailboxStore> {
  const file = join(dir, 'worker.mjs');
  await writeFile(
    file,
    `import { parentPort, workerData } from 'node:worker_threads';
import { readFileSync } from 'node:fs';
if (workerData.role !== 'text') await import(${JSON.stringify(workerUrl().href)});
else {
  parentPort.on('message', ({ call, input: { id } }) => {
    const source = readFileSync(workerData.dir + '/messages/' + id + '.eml', 'latin1');
    ${misbehave}
    parentPort.postMessage({ kind: 'done', call, output: { to: null, tokens: source }, counts: null });
  });
  parentPort.postMessage({ kind: 'ready', counts: null });
}
`,
  );
  const mailbox = await openMailbox({ dir, workerUrl: pathToFileURL(file) });
  onTestFinished(() => mailbox.close());
  return mailbox;
}

const mime = (subject: string, text: string): string =>
  `Subject: ${subject}\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n${text}\r\n--b--\r\n`;

const kinds = {
  'takes for ever': `if (source.includes('bomb')) for (;;);`,
  'eats all memory': `if (source.includes('bomb')) for (const all = []; ; ) all.push({ of: 'x' + all.length });`,
  'ends its worker': `if (source.includes('bomb')) process.exit(1);`,
  fails: `if (source.includes('bomb')) return parentPort.postMessage({ kind: 'error', call, error: 'no' });`,
};

test.each(Object.entries(kinds))(
  'a message that %s is kept, listed, marked and left aside',
  async (_, misbehave) => {
    const dir = await temporaryDir();
    const mailbox = await openWith(dir, misbehave);
    const before = await add(mailbox, dir, mime('first', 'quick words'));
    const bomb = await add(mailbox, dir, mime('bomb', 'hidden words'));
    const began = performance.now();
    const after = await add(mailbox, dir, mime('last', 'brown words'));
    const page = await mailbox.list({ offset: 0, limit: 10, search: '' });
    // Longer than any disk takes, shorter than one message may be read.
    expect(performance.now() - began).toBeLessThan(2_500);
    expect(page.messages.map(({ id }) => id)).toEqual([after.id, bomb.id, before.id]);

    const found = async (search: string) => {
      for (;;) {
        const { messages, unsearched } = await mailbox.list({ offset: 0, limit: 10, search });
        if (unsearched === 0) return messages;
      }
    };
    expect((await found('brown')).map(({ id }) => id)).toEqual([after.id]);
    expect((await found('quick')).map(({ id }) => id)).toEqual([before.id]);
    // By its envelope and header; not by what was not read.
    expect(await found('bomb')).toEqual([{ ...bomb, tooComplex: true }]);
    expect(await found('hidden')).toEqual([]);
    expect((await mailbox.view(bomb.id)).summary.tooComplex).toBe(true);
    expect(Buffer.from((await mailbox.source(bomb.id, 0, 1000)).bytes).toString()).toBe(mime('bomb', 'hidden words'));

    // The mark is kept; nobody tries again at each start.
    await mailbox.close();
    const again = await openWith(dir, `throw new Error('nothing is left to be read');`);
    expect((await again.list({ offset: 0, limit: 10, search: 'bomb' })).messages).toEqual([
      { ...bomb, tooComplex: true },
    ]);
  },
  60_000,
);

test('without a worker that reads, mail is taken and found by its envelope', async () => {
  const dir = await temporaryDir();
  const mailbox = await openWith(dir, '');
  await mailbox.close();
  const dead = join(dir, 'dead.mjs');
  await writeFile(
    dead,
    `import { workerData } from 'node:worker_threads';
if (workerData.role === 'text') throw new Error('cannot start');
await import(${JSON.stringify(workerUrl().href)});`,
  );
  const store = await openMailbox({ dir, workerUrl: pathToFileURL(dead) });
  onTestFinished(() => store.close());
  const { id } = await add(store, dir, mime('x', 'y'));
  const page = await store.list({ offset: 0, limit: 10, search: 'anything' });
  expect(page).toMatchObject({ total: 0, unsearched: 1 });
  expect((await store.list({ offset: 0, limit: 10, search: '' })).messages.map((one) => one.id)).toEqual([id]);
});

test('a 250 waits for none of thirty-two messages that are nested a thousand deep', async () => {
  const dir = await temporaryDir();
  const mailbox = await openMailbox({ dir, workerUrl: workerUrl() });
  onTestFinished(() => mailbox.close());
  const nested = 'Content-Type: message/rfc822\r\n\r\n'.repeat(2_000).slice(0, 63_000);
  await Promise.all(Array.from({ length: 32 }, () => add(mailbox, dir, nested)));
  // Their rows are written and their reading begun.
  await mailbox.list({ offset: 0, limit: 1, search: '' });
  const waits: number[] = [];
  for (let i = 0; i < 20; i += 1) {
    const began = performance.now();
    await add(mailbox, dir, `Subject: next ${i}\r\n\r\nx\r\n`);
    waits.push(performance.now() - began);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(Math.max(...waits)).toBeLessThan(2_000);
}, 60_000);

test('a subject of nothing but encoded words is cut before it is decoded', async () => {
  const dir = await temporaryDir();
  const mailbox = await openMailbox({ dir, workerUrl: workerUrl() });
  onTestFinished(() => mailbox.close());
  for (const word of ['=?', '=?utf-8?q?x?= ', '=?utf-8?b?', '?=', '=?a?q??']) {
    const began = performance.now();
    const { subject } = await add(mailbox, dir, `Subject: ${word.repeat(16_000 / word.length)}\r\n\r\nx\r\n`);
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(subject?.length ?? 0).toBeLessThanOrEqual(1_000);
  }
});

test('texts that were read are written in pieces, between which messages are taken in', async () => {
  const dir = await temporaryDir();
  const source = Buffer.from(mime('one of many', 'text'));
  const tokens = Array.from({ length: 65_536 }, (_, i) => String.fromCharCode(0x4e00 + ((i * 7_919) % 20_000))).join(
    ' ',
  );
  let read = 0;
  let turnsAfter = 0;
  const index = await MailboxIndex.open(dir, () => {
    read += 1;
    return Promise.resolve({ subject: 's', from: null, to: null, tokens });
  });
  onTestFinished(() => index.close());
  const items = Array.from({ length: 24 }, (_, i) => ({
    ...{ id: `m${i}`, message: envelope, source, size: source.length, sha256: '', head: null },
  }));
  index.addAll(items);
  let done = false;
  const indexing = index.indexText(items.length).finally(() => (done = true));
  const isDone = () => done;
  while (!isDone()) {
    await new Promise((resolve) => setImmediate(resolve));
    if (read === items.length) turnsAfter += 1;
  }
  await indexing;
  expect(read).toBe(items.length);
  expect(turnsAfter).toBeGreaterThan(4);
  expect(index.list(0, 50, '\u4e00').total).toBe(items.length);
});
