/** The inbox over a host that is made up: deletion that is undone, the view of HTML and its place, parts and remote content. */
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { AppState } from '../../renderer/app/app.svelte.ts';
import { createClient } from '../../electron/ipc/client.ts';
import { freeBounds } from '../../renderer/session/html/viewer-place.ts';
import { headerBlock } from '../../renderer/features/inbox/message/header-block.ts';
import { HtmlViewer } from '../../renderer/session/html/viewer.svelte.ts';
import { InboxState } from '../../renderer/features/inbox/inbox.svelte.ts';
import { partFacts, partRows } from '../../renderer/features/inbox/message/structure.ts';
import { remoteByHost } from '../../renderer/features/inbox/html/remote.ts';
import type { Transport } from '../../electron/ipc/transport.ts';
import { fakeTransport } from './fake/transport.ts';
import { structure } from './fake/mail.ts';

async function loaded(messages: number): Promise<{ app: AppState; inbox: InboxState }> {
  const app = new AppState(createClient(fakeTransport({ messages, pace: 0 })));
  const inbox = new InboxState(app);
  inbox.reload();
  await vi.waitFor(() => expect(inbox.loaded).toBe(true));
  return { app, inbox };
}

describe('deletion', () => {
  test('is reported with an undo that brings the message back and opens it', async () => {
    const { app, inbox } = await loaded(3);
    await inbox.open('message-1');
    await inbox.delete(['message-1']);
    await vi.waitFor(() => expect(inbox.total).toBe(2));
    expect(app.toasts.actionable?.message).toBe('1 message deleted');
    app.toasts.act();
    await vi.waitFor(() => expect(inbox.total).toBe(3));
    await vi.waitFor(() => expect(inbox.view?.summary.id).toBe('message-1'));
  });

  test('of all takes every page, and only what the search found', async () => {
    const { app, inbox } = await loaded(1203);
    inbox.search = 'backup';
    await inbox.deleteAll();
    const deleted = Math.ceil(1203 / 7);
    expect(app.toasts.actionable?.message).toBe(`${deleted} messages deleted`);
    inbox.search = '';
    inbox.reload();
    await vi.waitFor(() => expect(inbox.total).toBe(1203 - deleted));
  });
});

test('a message that takes long to read is said to be read, in place of the one before', async () => {
  const transport = fakeTransport({ messages: 2, pace: 0 });
  const held: (() => void)[] = [];
  const slow: Transport = {
    ...transport,
    invoke: async (channel, payload) => {
      const held1 = channel === 'mailbox.view' && (payload as { id: string }).id === 'message-1';
      if (held1) await new Promise<void>((resolve) => held.push(resolve));
      if (channel === 'mailbox.markRead') await new Promise((resolve) => setTimeout(resolve, 300));
      return transport.invoke(channel, payload);
    },
  };
  const inbox = new InboxState(new AppState(createClient(slow)));
  await inbox.open('message-0');
  expect([inbox.view?.summary.id, inbox.reading]).toEqual(['message-0', false]);
  const opened = inbox.open('message-1');
  await vi.waitFor(() => expect([inbox.selected, inbox.view, inbox.reading]).toEqual(['message-1', null, true]));
  held[0]?.();
  await opened;
  expect([inbox.view?.summary.id, inbox.reading]).toEqual(['message-1', false]);
});

test('what was saved is reported, what was cancelled is not', async () => {
  const { app, inbox } = await loaded(1);
  await inbox.export('message-0');
  expect(app.toasts.items.map((each) => each.message)).toEqual(['Saved as message.eml']);
});

describe('the view of HTML', () => {
  const calls: string[] = [];
  let release: (() => void)[] = [];
  const bounds = { x: 0, y: 0, width: 400, height: 300 };
  const slow: Transport = {
    invoke: async (channel) => {
      calls.push(channel);
      await new Promise<void>((resolve) => release.push(resolve));
      return { ok: true, value: {} };
    },
    subscribe: () => () => undefined,
  };
  const settle = async (): Promise<void> => {
    for (const go of release.splice(0)) go();
    await new Promise((resolve) => setTimeout(resolve, 0));
  };
  beforeEach(() => {
    calls.length = 0;
    release = [];
  });

  test('is hidden only once it is shown, and shows only what was wanted last', async () => {
    const viewer = new HtmlViewer(createClient(slow));
    viewer.want({ id: 'a', bounds, zoom: 1 });
    viewer.want({ id: 'b', bounds, zoom: 1 });
    viewer.want(null);
    expect(calls).toEqual(['viewer.show']);
    await settle();
    expect(calls).toEqual(['viewer.show', 'viewer.hide']);
    await settle();
  });

  test('is moved without being loaded anew, and not called where nothing moved', async () => {
    const viewer = new HtmlViewer(createClient(slow));
    viewer.want({ id: 'a', bounds, zoom: 1 });
    await settle();
    viewer.want({ id: 'a', bounds: { ...bounds }, zoom: 1 });
    await settle();
    viewer.want({ id: 'a', bounds: { ...bounds, width: 500 }, zoom: 1 });
    await settle();
    viewer.want({ id: 'a', bounds, zoom: 1.5 });
    await settle();
    expect(calls).toEqual(['viewer.show', 'viewer.bounds', 'viewer.show']);
  });

  test('stays between two messages', async () => {
    vi.useFakeTimers();
    try {
      const viewer = new HtmlViewer(
        createClient({ ...slow, invoke: async (channel) => (calls.push(channel), { ok: true, value: {} }) }),
      );
      viewer.want({ id: 'a', bounds, zoom: 1 });
      viewer.leave();
      viewer.want({ id: 'b', bounds, zoom: 1 });
      await vi.advanceTimersByTimeAsync(1000);
      expect(calls).toEqual(['viewer.show', 'viewer.show']);
      viewer.leave();
      await vi.advanceTimersByTimeAsync(1000);
      expect(calls.at(-1)).toBe('viewer.hide');
    } finally {
      vi.useRealTimers();
    }
  });

  test('says which message could not be shown', async () => {
    const refuse: Transport = {
      invoke: async () => ({ ok: false, error: { code: 'not-available', params: {} } }),
      subscribe: () => () => undefined,
    };
    const viewer = new HtmlViewer(createClient(refuse));
    viewer.want({ id: 'a', bounds, zoom: 1 });
    await vi.waitFor(() => expect(viewer.problem).toMatchObject({ id: 'a', error: { code: 'not-available' } }));
  });

  const place = { x: 100, y: 200, width: 600, height: 400 };
  test.each([
    ['nothing covers it', () => false, place],
    ['a dialog lies over its middle', (x: number, y: number) => x > 300 && x < 500 && y > 250 && y < 450, null],
    ['a toast lies over its foot', (_: number, y: number) => y > 560, { ...place, height: 337 }],
    ['a menu hangs into its top corner', (x: number, y: number) => x < 180 && y < 240, null],
  ])('when %s', (_, covered, expected) => {
    expect(freeBounds(place, covered)).toEqual(expected);
  });

  test('a place without extent shows nothing', () => {
    expect(freeBounds({ x: 0, y: 0, width: 0, height: 50 }, () => false)).toBeNull();
  });
});

test('remote content is counted by the server it would have asked', () => {
  const urls = ['https://a.example/1', '//A.example/2', 'http://b.example:8080/x', 'not a url', 'https://a.example/3'];
  expect(remoteByHost(urls).map(({ host, urls: found }) => [host, found.length])).toEqual([
    ['a.example', 3],
    ['b.example:8080', 1],
    ['other', 1],
  ]);
});

test('parts stand below the one that holds them, with their encoding', () => {
  const rows = partRows(structure);
  expect(rows.map(({ node, depth }) => `${'-'.repeat(depth)}${node.mimeType}`)).toEqual([
    'multipart/mixed',
    '-multipart/alternative',
    '--text/plain',
    '--multipart/related',
    '---text/html',
    '---image/png',
    '-application/pdf',
    '-text/calendar',
  ]);
  expect(partFacts(rows[2]!.node)).toBe('utf-8, quoted-printable, 71 octets');
});

test('a raw header ends at the empty line, folded lines as they came', () => {
  const bytes = new TextEncoder().encode('Subject: a\r\n\tb\r\nX: \u202e\r\n\r\nbody');
  expect(headerBlock(bytes, 99)).toEqual({ lines: ['Subject: a', '\tb', 'X: \u202e'], whole: true });
  expect(headerBlock(bytes.subarray(0, 12), 99)).toMatchObject({ whole: false });
  expect(headerBlock(bytes.subarray(0, 12), 12)).toEqual({ lines: ['Subject: a'], whole: true });
});
