/** Search, list and pane of a mailbox say the same of a message in any charset; an index of an older version is made anew from the files. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, inject, onTestFinished, test } from 'vitest';
import { fileSpool } from '../../electron/storage/spool/file-spool.ts';
import { openMailbox, type MailboxStore } from '../../electron/storage/mailbox/mailbox.ts';
import { Sqlite } from '../../electron/storage/sqlite/sqlite.ts';

async function temporaryDir(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'posthorn-words-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

const open = (dir: string): Promise<MailboxStore> =>
  openMailbox({ dir, workerUrl: pathToFileURL(join(inject('workersDir'), 'mailbox-worker.js')) });

/** Each character an octet. */
async function add(mailbox: MailboxStore, dir: string, source: string): Promise<string> {
  const file = await fileSpool(join(dir, 'spool')).create();
  await file.write(Buffer.from(source, 'latin1'));
  const { message } = await mailbox.inbox.handle(
    {
      sessionId: 's',
      receivedAt: new Date(0).toISOString(),
      protocol: 'smtp',
      peer: '127.0.0.1:1',
      helo: 'c.example',
      mailFrom: 'a@s.example',
      mailOptions: [],
      rcptTo: [{ address: 'b@r.example', options: [] }],
      tls: false,
      user: null,
    },
    await file.finish(),
  );
  return message.id;
}

async function found(mailbox: MailboxStore, search: string): Promise<string[]> {
  return (await mailbox.list({ offset: 0, limit: 50, search })).messages.map(({ id }) => id);
}

const japanese =
  'Subject: =?ISO-2022-JP?B?GyRCMnE1RCROO3FOQRsoQg==?=\r\nContent-Type: text/plain; charset=iso-2022-jp\r\n\r\n\x1b$BK\\J8$G$9\x1b(B\r\n';
const chinese =
  'From: \xb7\xa2\xd0\xc5 <q@example.cn>\r\nSubject: \xb3\xb7\xbb\xd8\xd3\xca\xbc\xfe\xb3\xc9\xb9\xa6\r\nContent-Type: text/plain; charset=gbk\r\n\r\n\xd3\xca\xbc\xfe\r\n';
const german =
  'Subject: =?utf-8?Q?=C3=9Cbersicht?=\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\nV2lyIG3DvHNzZW4gw4RSR0VSIHZlcm1laWRlbjogU3RyYcOfZQo=\r\n';
const raw =
  'From: J\xfcrgen <j@example.org>\r\nSubject: Sch\xf6ne Gr\xfc\xdfe\r\n\r\nSch\xf6ne Gr\xfc\xdfe aus K\xf6ln\r\n';
const after = `Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: application/octet-stream\r\n\r\n${'x'.repeat(200_000)}\r\n--b\r\nContent-Type: text/plain; charset=koi8-r\r\n\r\n\xf0\xd2\xc9\xd7\xc5\xd4\r\n--b--\r\n`;

test('words of any charset, in mid-run and after an attachment, are found; list and pane agree', async () => {
  const dir = await temporaryDir();
  const mailbox = await open(dir);
  onTestFinished(() => mailbox.close());
  const ids = {
    japanese: await add(mailbox, dir, japanese),
    chinese: await add(mailbox, dir, chinese),
    german: await add(mailbox, dir, german),
    raw: await add(mailbox, dir, raw),
    after: await add(mailbox, dir, after),
  };
  const cases: readonly (readonly [string, keyof typeof ids])[] = [
    ['会議', 'japanese'],
    ['資料', 'japanese'],
    ['本文', 'japanese'],
    ['です', 'japanese'],
    ['邮件', 'chinese'],
    ['件成', 'chinese'],
    ['发信', 'chinese'],
    ['ärger', 'german'],
    ['Straße', 'german'],
    ['ubersicht', 'german'],
    ['grüße köln', 'raw'],
    ['Jürgen', 'raw'],
    ['привет', 'after'],
  ];
  for (const [search, name] of cases) expect([search, await found(mailbox, search)]).toEqual([search, [ids[name]]]);
  expect(await found(mailbox, '料会')).toEqual([]);
  for (const id of Object.values(ids)) {
    const { summary, headers } = await mailbox.view(id);
    expect(headers.find(({ name }) => name === 'Subject')?.value ?? null).toBe(summary.subject);
    expect(headers.find(({ name }) => name === 'From')?.value ?? null).toBe(summary.from);
  }
  expect((await mailbox.view(ids.chinese)).notes).toContainEqual(
    expect.objectContaining({ code: 'charset-missing', field: 'Subject', read: 'gbk' }),
  );
});

test('an index of the version before is made anew from the files: rows, marks and words', async () => {
  const dir = await temporaryDir();
  const before = await open(dir);
  const id = await add(before, dir, chinese);
  const other = await add(before, dir, german);
  await before.markRead(other, true);
  await before.close();
  const db = new Sqlite(join(dir, 'index.db'));
  db.exec(`DROP TABLE search; DROP TABLE run; DROP TABLE session;
    CREATE VIRTUAL TABLE search USING fts5 (
      subject, sender, recipients, body, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
    );
    UPDATE message SET summary = json_set(summary, '$.subject', '³·»ØÓÊ¼þ³É¹¦');
    PRAGMA user_version = 2;`);
  db.close();
  const after = await open(dir);
  onTestFinished(() => after.close());
  expect(await found(after, '邮件')).toEqual([id]);
  expect(await found(after, 'straße')).toEqual([other]);
  expect(after.counts()).toEqual({ total: 2, unread: 1 });
  expect((await after.summary(id)).subject).toBe('撤回邮件成功');
});
