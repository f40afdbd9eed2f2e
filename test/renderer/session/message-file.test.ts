/** A message file that is chosen or dropped in the window: shown in the place of the inbox, or refused with its name. */
import { expect, test, vi } from 'vitest';
import { AppError } from '../../../electron/protocol/values/app-error.ts';
import type { OpenedMessage } from '../../../electron/protocol/values/server/mailbox.ts';
import { openShell } from '../fake/shell.ts';

const opened = ({ id }: { id: string }): OpenedMessage => ({
  ...{
    id,
    name: 'a.eml',
    size: 9,
    headers: [],
    text: 'hello',
    html: null,
    attachments: [],
    notes: [],
    truncated: false,
  },
});
const file = (name: string, size = 3, read: () => Promise<ArrayBuffer> = async () => new ArrayBuffer(size)) =>
  ({ name, size, arrayBuffer: read }) as unknown as File;

test('a dialog that is cancelled changes nothing', async () => {
  const { app, inbox, messageFile } = await openShell({ 'files.choose': () => [] });
  await messageFile.choose();
  expect([app.screen, app.problem, inbox.openedFile]).toEqual(['inspector', null, null]);
});

test('one dialog at a time', async () => {
  const choose = vi.fn(() => []);
  const { messageFile } = await openShell({ 'files.choose': choose });
  await Promise.all([messageFile.choose(), messageFile.choose()]);
  expect(choose).toHaveBeenCalledTimes(1);
});

test('the next one takes the place of the one before, which is let go, and ends what was said of another', async () => {
  const closed: string[] = [];
  let number = 0;
  const { app, inbox, messageFile } = await openShell({
    'mailbox.openFile': () => {
      number += 1;
      if (number === 2) throw new AppError('file-unreadable', { file: 'b.eml', reason: 'no-header' });
      return { id: `opened-${number}` };
    },
    'mailbox.opened': opened,
    'mailbox.closeOpened': ({ id }: { id: string }) => {
      closed.push(id);
      return {};
    },
  });
  await messageFile.take([file('a.eml')]);
  expect([app.screen, app.serverTab, inbox.openedFile?.id]).toEqual(['server', 'inbox', 'opened-1']);
  await messageFile.take([file('b.eml')]);
  expect(app.problem).toMatchObject({ title: 'Not a message', message: expect.stringContaining('b.eml') as string });
  expect(inbox.openedFile?.id).toBe('opened-1');
  await messageFile.take([file('c.eml')]);
  expect([app.problem, inbox.openedFile?.id, closed]).toEqual([null, 'opened-3', ['opened-1']]);
});

test('one that cannot be shown is let go', async () => {
  const closed: string[] = [];
  const { app, inbox, messageFile } = await openShell({
    'mailbox.opened': () => {
      throw new AppError('file-unreadable', { file: 'a.eml', systemCode: 'ENOENT' });
    },
    'mailbox.closeOpened': ({ id }: { id: string }) => {
      closed.push(id);
      return {};
    },
  });
  await messageFile.take([file('a.eml')]);
  expect([app.screen, inbox.openedFile, closed]).toEqual(['inspector', null, ['opened-1']]);
  expect(app.problem?.message).toContain('it is not there (ENOENT)');
});

test('too large to be dropped: named, with the way that takes it, and not read', async () => {
  const read = vi.fn();
  const { app, messageFile } = await openShell();
  await messageFile.take([file('large\u202elme.eml', 33_554_433, read)]);
  expect(app.problem?.message).toContain('large\\u202elme.eml');
  expect(app.problem?.message).toContain('Open a message file');
  expect(read).not.toHaveBeenCalled();
});

test('one that went away between drop and reading is named', async () => {
  const { app, messageFile } = await openShell();
  await messageFile.take([file('gone.eml', 3, () => Promise.reject(new DOMException('gone', 'NotFoundError')))]);
  expect(app.problem?.message).toBe('“gone.eml” could not be read.');
});
