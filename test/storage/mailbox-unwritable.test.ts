/** An index that cannot be written (a full disk) is read and deleted from all the same, and takes no more mail. */
import { cp, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { MailboxIndex } from '../../electron/storage/mailbox/message-index.ts';
import type { AddItem } from '../../electron/storage/mailbox/worker-protocol.ts';
import { Sqlite } from '../../electron/storage/sqlite/sqlite.ts';
import { temporaryDir } from '../server/fixture.ts';

function item(id: string, source: string): AddItem {
  const octets = Buffer.from(source);
  return {
    id,
    message: {
      sessionId: 's1',
      receivedAt: '2026-01-02T03:04:05.000Z',
      protocol: 'smtp',
      peer: '127.0.0.1:4711',
      helo: null,
      mailFrom: 'a@s.example',
      mailOptions: [],
      rcptTo: [{ address: 'b@r.example', options: [] }],
      tls: false,
      user: null,
    },
    source: octets,
    size: octets.length,
    sha256: '00',
    head: null,
  };
}

/** Nobody reads messages for the search here. */
const unread = async (): Promise<null> => null;

const ids = (messages: readonly { id: string }[]) => messages.map(({ id }) => id);

test('listed, found and paged while the rows of the newest cannot be written; all of it in order once they can', async () => {
  const index = await MailboxIndex.open(await temporaryDir(), unread);
  onTestFinished(() => index.close());
  index.addAll([item('00000001', 'Subject: first\r\n\r\nx'), item('00000002', 'Subject: second\r\n\r\nx')]);
  index.writeRows();
  const full = vi.spyOn(Sqlite.prototype, 'transaction').mockImplementation(() => {
    throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
  });
  onTestFinished(() => full.mockRestore());
  expect(
    index.addAll([item('00000003', 'Subject: Dritte Größe\r\n\r\nwords'), item('00000004', 'none')]),
  ).toMatchObject([{ ok: true }, { ok: true }]);
  expect(index.list(0, 10, '')).toMatchObject({ total: 4, unread: 4 });
  const newestFirst = ['00000004', '00000003', '00000002', '00000001'];
  expect(ids(index.list(0, 10, '').messages)).toEqual(newestFirst);
  for (const [offset, limit] of [
    [0, 1],
    [1, 2],
    [2, 2],
    [3, 9],
  ] as const)
    expect(ids(index.list(offset, limit, '').messages)).toEqual(newestFirst.slice(offset, offset + limit));
  expect(index.list(0, 10, 'grosse')).toMatchObject({ total: 0 });
  expect(index.list(0, 10, 'DRITTE große wor')).toMatchObject({ total: 1, messages: [{ id: '00000003' }] });
  expect(index.list(0, 10, 'second')).toMatchObject({ total: 1, messages: [{ id: '00000002' }] });
  expect(index.summary('00000003')).toMatchObject({ subject: 'Dritte Größe', unread: true });
  expect(index.summary('00000001')).toMatchObject({ subject: 'first' });
  // More mail is not promised what cannot be kept.
  expect(() => index.addAll([item('00000005', 'x')])).toThrow('full');
  full.mockRestore();
  index.hide(['00000002'], true);
  expect(ids(index.list(0, 10, '').messages)).toEqual(['00000004', '00000003', '00000001']);
  expect(index.list(0, 10, 'groß')).toMatchObject({ total: 1, messages: [{ id: '00000003' }] });
});

test('deleted all the same, with its undo; the files go, and room is made', async () => {
  const dir = await temporaryDir();
  const index = await MailboxIndex.open(dir, unread);
  const all = ['00000001', '00000002', '00000003', '00000004'];
  index.addAll(all.slice(0, 3).map((id) => item(id, `Subject: needle ${id}\r\n\r\nx`)));
  index.writeRows();
  index.markRead('00000002', true);
  const full = vi.spyOn(Sqlite.prototype, 'transaction').mockImplementation(() => {
    throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
  });
  onTestFinished(() => full.mockRestore());
  index.addAll([item('00000004', 'Subject: needle 4\r\n\r\nx')]);
  // One with a row, one that was read, one whose row waits, one that never was.
  index.hide(['00000001', '00000002', '00000004', '00000009'], true);
  index.hide(['00000001'], true);
  expect(index.list(0, 10, '')).toMatchObject({ total: 1, unread: 1, messages: [{ id: '00000003' }] });
  expect(index.list(0, 10, 'needle')).toMatchObject({ total: 1, messages: [{ id: '00000003' }] });
  expect(index.summary('00000001')).toBeNull();
  expect(index.summary('00000004')).toBeNull();
  index.hide(['00000002', '00000004'], false);
  expect(ids(index.list(0, 10, '').messages)).toEqual(['00000004', '00000003', '00000002']);
  expect(index.counts()).toEqual({ total: 3, unread: 2 });
  index.hide(['00000004'], true);
  expect(() => index.purge(['00000001', '00000004'])).toThrow('full');
  expect((await readdir(join(dir, 'messages'))).sort()).toEqual(['00000002.eml', '00000003.eml']);
  full.mockRestore();
  expect(ids(index.list(0, 10, '').messages)).toEqual(['00000003', '00000002']);
  expect(index.counts()).toEqual({ total: 2, unread: 1 });
  index.close();
  // Elsewhere, since SQLite's lock is the process's until the library has let go of it.
  const copy = await temporaryDir();
  // It lets go in its own time, and its log may vanish under the copy's hands.
  const copied = () => cp(dir, copy, { recursive: true });
  await copied().catch(copied);
  const again = await MailboxIndex.open(copy, unread);
  onTestFinished(() => again.close());
  expect(ids(again.list(0, 10, '').messages)).toEqual(['00000003', '00000002']);
});
