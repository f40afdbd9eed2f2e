/** The mailbox of the fake host: deletion that can be undone, structure, attachments, and what the HTML refers to. */
import type { CallInput, CallName, CallOutput } from '../../../electron/ipc/contract.ts';
import type { MessageSummary, MimeNode } from '../../../electron/protocol/values/server/mailbox.ts';
import { AppError } from '../../../electron/protocol/values/app-error.ts';
import { fakeMessages } from './server.ts';

type Name = Extract<CallName, `mailbox.${string}`>;
type MailHandlers = { [N in Name]: (input: CallInput<N>) => CallOutput<N> };

export interface FakeMail {
  readonly handlers: MailHandlers;
  readonly total: () => number;
  readonly unread: () => number;
  add(message: MessageSummary): void;
}

const part = (index: number, mimeType: string, more: Partial<MimeNode> = {}): MimeNode => ({
  index,
  mimeType,
  filename: null,
  disposition: null,
  charset: null,
  encoding: null,
  size: 4_812,
  children: [],
  ...more,
});

export const structure: MimeNode = part(0, 'multipart/mixed', {
  size: 61_440,
  children: [
    part(1, 'multipart/alternative', {
      children: [
        part(2, 'text/plain', { charset: 'utf-8', encoding: 'quoted-printable', size: 71 }),
        part(3, 'multipart/related', {
          children: [
            part(4, 'text/html', { charset: 'utf-8', encoding: 'quoted-printable', size: 2_048 }),
            part(5, 'image/png', { filename: 'logo.png', disposition: 'inline', encoding: 'base64', size: 9_310 }),
          ],
        }),
      ],
    }),
    part(6, 'application/pdf', {
      filename: 'report \u202efdp.exe',
      disposition: 'attachment',
      encoding: 'base64',
      size: 48_213,
    }),
    part(7, 'text/calendar', { disposition: 'attachment', charset: 'us-ascii', encoding: '7bit', size: 812 }),
  ],
});

const html = `<!doctype html><html><body><h1>Backup</h1><p>412 tables, 19 GiB.</p><img src="https://cdn.example.org/logo.png">
<img src="https://track.example.net/open?id=7" width="1" height="1"><script>alert(1)</script></body></html>`;

const source = [
  'Received: from printer-3rd-floor.example.org ([127.0.0.1])',
  '\tby posthorn.localhost with ESMTPS id 01J9;',
  '\tMon, 2 Mar 2026 09:15:00 +0000',
  'From: =?utf-8?q?Scanner?= <scanner@example.org>',
  'Subject: =?utf-8?q?Backup_of_db-7_finished?=',
  '',
  ...Array.from({ length: 9000 }, () => 'A line of the message, numbered nothing.'),
].join('\r\n');

export function fakeMail(count: number, counted: () => void): FakeMail {
  let mail = fakeMessages(count);
  let deleted: MessageSummary[] = [];
  const bytes = new TextEncoder().encode(source);
  const find = (id: string): MessageSummary => {
    const found = mail.find((each) => each.id === id);
    if (found === undefined) throw new Error(`no message ${id}`);
    return found;
  };

  return {
    total: () => mail.length,
    unread: () => mail.filter((each) => each.unread).length,
    add: (message) => (mail = [message, ...mail]),
    handlers: {
      'mailbox.list': ({ offset, limit, search }) => {
        const found = mail.filter((each) =>
          `${each.subject ?? ''} ${each.mailFrom}`.toLowerCase().includes(search.toLowerCase()),
        );
        return {
          total: found.length,
          unread: found.filter((each) => each.unread).length,
          messages: found.slice(offset, offset + limit),
        };
      },
      'mailbox.view': ({ id }) => {
        const summary = find(id);
        return {
          summary,
          headers: [
            { name: 'From', value: summary.from ?? '' },
            { name: 'Subject', value: summary.subject ?? '' },
            {
              name: 'Received',
              value:
                'from printer-3rd-floor.example.org ([127.0.0.1]) by posthorn.localhost with ESMTPS id 01J9; Mon, 2 Mar 2026 09:15:00 +0000',
            },
            { name: 'DKIM-Signature', value: `v=1; a=rsa-sha256; b=${'QmFzZTY0'.repeat(40)}` },
          ],
          text: 'Backup of db-7 finished.\n\n\tTables\t412\n\tOctets\t19 GiB\n\nNo errors.\n',
          html,
          attachments: [
            { index: 6, filename: 'report \u202efdp.exe', mimeType: 'application/pdf', size: 48_213 },
            { index: 7, filename: null, mimeType: 'text/calendar', size: 812 },
          ],
          notes: [],
          truncated: false,
        };
      },
      'mailbox.openFile': () => ({ id: 'opened-1' }),
      'mailbox.opened': ({ id }) => {
        throw new AppError('message-not-found', { id });
      },
      'mailbox.closeOpened': () => ({}),
      'mailbox.source': ({ offset, length }) => ({
        size: bytes.length,
        offset,
        bytes: bytes.slice(offset, offset + length),
      }),
      'mailbox.markRead': ({ id, read }) => {
        mail = mail.map((each) => (each.id === id ? { ...each, unread: !read } : each));
        counted();
        return {};
      },
      'mailbox.delete': ({ ids }) => {
        const gone = new Set(ids);
        deleted = [...deleted, ...mail.filter((each) => gone.has(each.id))];
        mail = mail.filter((each) => !gone.has(each.id));
        counted();
        return {};
      },
      'mailbox.restore': ({ ids }) => {
        const back = new Set(ids);
        mail = [...mail, ...deleted.filter((each) => back.has(each.id))].sort((a, b) =>
          b.receivedAt.localeCompare(a.receivedAt),
        );
        deleted = deleted.filter((each) => !back.has(each.id));
        counted();
        return {};
      },
      'mailbox.structure': () => structure,
      'mailbox.saveAttachment': ({ index }) => ({ saved: true, name: `part-${index}.bin` }),
      'mailbox.export': () => ({ saved: true, name: 'message.eml' }),
      'mailbox.remote': () => ({
        urls: [
          'https://cdn.example.org/logo.png',
          'https://cdn.example.org/style.css',
          'https://track.example.net/open?id=7',
        ],
      }),
    },
  };
}
