/** Past runs: listed, shown with their evidence, run again, and reported in a word. */
import { describe, expect, test, vi } from 'vitest';
import type { HistoryRun } from '../../electron/protocol/values/app/history.ts';
import { entryBadge, entryTitle } from '../../renderer/session/results/entry-words.ts';
import { pastRun } from '../../renderer/session/past-run.ts';
import { runVerdict } from '../../renderer/session/verdict/verdict.ts';
import { openShell } from './fake/shell.ts';

describe('history', () => {
  async function listed() {
    const window = await openShell();
    window.history.reload();
    await vi.waitFor(() => expect(window.history.loaded).toBe(true));
    return window;
  }

  test('lists, finds and shows a run with all its evidence', async () => {
    const { history } = await listed();
    expect(history.total).toBe(24);
    history.searchFor('office');
    await vi.waitFor(() => expect(history.total).toBe(12));
    await history.show(history.row(0)!);
    const shown = pastRun(history.open!);
    expect(shown.active).toBe(false);
    expect(shown.log.transcript.length).toBeGreaterThan(10);
    expect(runVerdict(shown).title).toBe('Login refused: smtp.office365.com:587');
  });

  test('knows of each recent server what it came to the time before', async () => {
    const { history } = await listed();
    history.changed();
    await vi.waitFor(() => expect(history.servers.all.map(({ id }) => id)).toEqual(['past-0', 'past-1']));
    const [newest] = history.servers.all;
    expect(history.servers.before(newest!)?.id).toBe('past-2');
    expect(history.servers.before({ ...newest!, id: 'nobody' })).toBeNull();
  });

  test('deletes with an undo, and goes on to the next run', async () => {
    const { app, history } = await listed();
    const [first, second] = [history.row(0)!.id, history.row(1)!.id];
    await history.show({ id: first, command: 'check' });
    await history.delete([first]);
    await vi.waitFor(() => expect(history.total).toBe(23));
    expect(history.selected).toBe(second);
    app.toasts.act();
    await vi.waitFor(() => expect(history.total).toBe(24));
    await vi.waitFor(() => expect(history.row(0)?.id).toBe(first));
  });

  test('knows the last run of each server, once', async () => {
    const { history } = await openShell();
    history.changed();
    await vi.waitFor(() =>
      expect(history.servers.all.map((entry) => entry.target)).toEqual(['smtp.office365.com:587', '127.0.0.1:2525']),
    );
  });

  test('a server is taken off the list, and comes back by Undo or a later run', async () => {
    const { app, history } = await openShell();
    history.changed();
    await vi.waitFor(() => expect(history.servers.all).toHaveLength(2));
    const [first] = history.servers.all;
    history.servers.remove(first!);
    await vi.waitFor(() => expect(history.servers.all.map((entry) => entry.target)).toEqual(['127.0.0.1:2525']));
    app.toasts.act();
    await vi.waitFor(() => expect(history.servers.all).toHaveLength(2));
    history.servers.remove({ ...first!, startedAt: '2000-01-01T00:00:00.000Z' });
    history.changed();
    await vi.waitFor(() => expect(app.toasts.actionable).not.toBeNull());
    expect(history.servers.all[0]).toEqual(first);
  });

  test('what no server is cannot be run, and can be taken off', async () => {
    const { inspector, send } = await openShell();
    for (const text of ['Server: x Port: y', 'not a server', 'a..b', 'smtp://host/path']) {
      inspector.inspectText(text);
      expect(inspector.current).toBeNull();
      expect(inspector.form.target).toBe(text);
      send.form.target = text;
      send.envelope.from = 'a@example.org';
      send.envelope.to = 'b@example.org';
      send.run();
      expect(send.sending.current).toBeNull();
    }
    expect(inspector.targetAsked).toBe(4);
    inspector.inspectText('Server: smtp.example.de, Port: 465');
    expect(inspector.current?.targetText).toBe('smtp.example.de:465');
  });

  test('runs again what was asked', async () => {
    const { app, history, inspector } = await listed();
    await history.repeat(history.row(1)!.id);
    expect(app.screen).toBe('inspector');
    expect(inspector.current?.targetText).toBe('127.0.0.1:2525');
  });

  test('asks for the password of a run that had one, and sends nothing before', async () => {
    const { app, history, inspector, send } = await openShell({ 'history.get': () => pastSend });
    await history.repeat('x');
    // It may have arrived: that is asked first, and nothing is filled in before.
    expect(send.form.target).not.toBe('mx.example.org');
    await history.repeatAsked(true);
    expect(app.screen).toBe('send');
    expect(send.sending.current).toBeNull();
    expect(send.form).toMatchObject({
      target: 'mx.example.org',
      user: 'me',
      password: '',
      security: 'starttls',
      expanded: true,
    });
    expect(send.envelope).toMatchObject({ from: 'a@example.org', to: 'b@example.org\nc@example.org' });
    expect(send.message).toMatchObject({ subject: 'Again', withHtml: true });
    expect(app.toasts.items[0]?.message).toContain('password');
    expect(inspector.current).toBeNull();
  });

  describe('of a send', () => {
    const handle = { handle: 'h1', name: 'report.pdf', size: 402_000 };
    const opened = (delivery: string | null, files: unknown) =>
      openShell({
        'history.get': () => ({
          ...pastSend,
          request: { ...pastSend.request, auth: null },
          report: { ...(pastSend.report as object), delivery },
        }),
        'history.files': () => files,
      });

    test.each(['all', 'some', 'unknown'])('delivery %s: asks before a second copy may arrive', async (delivery) => {
      const { history, send } = await opened(delivery, { known: true, files: [] });
      await history.repeat('x');
      expect(history.asking?.entry.id).toBe('x');
      expect(send.sending.current).toBeNull();
      await history.repeatAsked(true);
      expect(history.asking).toBeNull();
      expect(send.sending.current?.targetText).toBe('mx.example.org');
    });

    test('only filled in when that was the answer', async () => {
      const { history, send } = await opened('all', { known: true, files: [] });
      await history.repeat('x');
      await history.repeatAsked(false);
      expect(send.form.target).toBe('mx.example.org');
      expect(send.sending.current).toBeNull();
    });

    test.each(['none', null])('delivery %s: again at once, with its attachments', async (delivery) => {
      const files = [{ name: 'report.pdf', file: handle, changed: false }];
      const { history, send } = await opened(delivery, { known: true, files });
      await history.repeat('x');
      expect(history.asking).toBeNull();
      expect(send.message.files.attachments).toEqual([handle]);
      expect(send.sending.current?.targetText).toBe('mx.example.org');
    });

    test.each([
      ['gone', { known: true, files: [{ name: 'report.pdf', file: null, changed: true }] }, /“report\.pdf” is gone/],
      ['changed', { known: true, files: [{ name: 'report.pdf', file: handle, changed: true }] }, /was changed since/],
      ['not known', { known: false, files: [] }, /did not remember attachments/],
    ])('a file that is %s: nothing is sent, and it is named', async (_, files, words) => {
      const { app, history, send } = await opened('none', files);
      await history.repeat('x');
      expect(send.sending.current).toBeNull();
      expect(app.toasts.items.at(-1)?.message).toMatch(words);
    });
  });

  test('a server of the list shows its last run, and the form beside it asks the same', async () => {
    const { app, history, inspector } = await listed();
    const { id, target } = history.row(1)!;
    await history.revisit(id);
    expect(app.screen).toBe('inspector');
    expect(inspector.current).toBeNull();
    expect(inspector.past?.report?.command).toBe('check');
    expect(inspector.form.target).toBe(target);
    inspector.run();
    expect(inspector.past).toBeNull();
  });

  test.each([
    ['mx.example.org:587', 'mx.example.org:587 answers over TLSv1.3', 'answers over TLSv1.3'],
    ['smtp://MX.example.org', 'Login refused: mx.example.org:25', 'Login refused'],
    ['127.0.0.1:25', 'Whether 127.0.0.1:25 took the message is not known', null],
    ['/run/lmtp', 'Stopped: /run/lmtp', 'Stopped'],
    ['', 'Not a server address', null],
  ])('of %j says the verdict without the server', (target, title, words) => {
    expect(entryTitle({ target, title })).toBe(words ?? title);
  });

  test('says in a word how a run ended', () => {
    const entry = { ok: true, error: null, command: 'check' } as const;
    expect(entryBadge(entry)).toEqual({ tone: 'ok', text: 'OK' });
    expect(entryBadge({ ...entry, ok: false, error: 'cancelled' }).text).toBe('Stopped');
    expect(entryBadge({ ...entry, ok: false, error: 'auth-failed' }).tone).toBe('err');
    expect(entryBadge({ ...entry, warnings: 2 })).toEqual({ tone: 'warn', text: '2 warnings' });
    const stopped = { ...entry, ok: false, error: 'cancelled', command: 'send' } as const;
    expect(entryBadge({ ...stopped, delivery: 'unknown' }).text).toBe('Unknown');
    const sent = { ...entry, ok: false, command: 'send' } as const;
    expect(entryBadge(sent).text).toBe('Refused');
    expect(entryBadge({ ...sent, delivery: 'some' })).toEqual({ tone: 'warn', text: 'In part' });
    expect(entryBadge({ ...sent, delivery: 'unknown' })).toEqual({ tone: 'warn', text: 'Unknown' });
    expect(entryBadge({ ...sent, ok: true, delivery: 'all' }).text).toBe('Accepted');
    expect(entryBadge({ ...sent, ok: true, delivery: null }).text).toBe('Asked');
  });
});

const pastSend: Omit<HistoryRun, 'events' | 'report'> & { events: []; report: unknown } = {
  entry: {
    id: 'x',
    command: 'send',
    startedAt: '2026-03-02T09:15:00.000Z',
    durationMs: 1,
    target: 'mx.example.org',
    ok: true,
    error: null,
    title: '',
  },
  request: {
    command: 'send',
    connection: { target: 'mx.example.org', security: 'starttls' },
    auth: { user: 'me' },
    secret: null,
    envelope: { from: 'a@example.org', to: ['b@example.org', 'c@example.org'] },
    message: { kind: 'composed', subject: 'Again', text: 'Text', html: '<p>Text</p>' },
    dryRun: false,
  },
  events: [],
  report: {
    schema: 1,
    command: 'send',
    ok: true,
    target: { host: 'mx.example.org', port: 25, path: null, protocol: 'smtp', security: 'starttls' },
    startedAt: '2026-03-02T09:15:00.000Z',
    durationMs: 1,
    error: null,
    delivery: 'all',
    provider: null,
    phases: [],
    addresses: [],
    greeting: null,
    ehlo: { plain: null, tls: null, auth: null },
    tls: null,
    auth: null,
    sender: null,
    recipients: [],
    findings: [],
  },
};

describe('the servers last asked', () => {
  test('pinned ones stand first, are unpinned by taking them off, and come back pinned', async () => {
    const { app, history } = await openShell();
    const { servers } = history;
    history.changed();
    await vi.waitFor(() => expect(servers.all).toHaveLength(2));
    const [first, second] = servers.all;
    servers.togglePin(second!);
    expect(servers.all).toEqual([second, first]);
    servers.remove(second!);
    expect(servers.all).toEqual([first]);
    expect(servers.isPinned(second!)).toBe(false);
    app.toasts.act();
    expect(servers.all).toEqual([second, first]);
    servers.togglePin(second!);
    expect(servers.all).toEqual([first, second]);
  });

  test('what changed is asked for once, and said in the least words', async () => {
    const asked: unknown[] = [];
    const { history } = await openShell({
      'history.changes': (input: { pairs: unknown[] }) => {
        asked.push(input);
        return { changes: input.pairs.map((_, nth) => nth * 2) };
      },
    });
    const { servers } = history;
    history.changed();
    await vi.waitFor(() => expect(servers.all).toHaveLength(2));
    expect(servers.top.map((entry) => servers.changedText(entry))).toEqual(['', '']);
    await servers.count(servers.top);
    await servers.count(servers.top);
    expect(asked).toHaveLength(1);
    expect(servers.top.map((entry) => servers.changedText(entry))).toEqual(['same', '2 changed']);
    expect(servers.changedText({ ...servers.top[0]!, id: 'nobody' })).toBe('first run');
  });
});

describe('two entries side by side', () => {
  test('the older is A; a third takes the place of the first, and a survey is no run', async () => {
    const { history } = await openShell();
    const { pair } = history;
    history.reload();
    await vi.waitFor(() => expect(history.loaded).toBe(true));
    const [a, b, c] = [history.row(0)!, history.row(1)!, history.row(2)!];
    pair.toggle(a);
    expect([pair.full, pair.has(a.id)]).toEqual([false, true]);
    pair.toggle(b);
    await vi.waitFor(() => expect(pair.shown?.kind).toBe('runs'));
    // The list begins with the newest.
    expect(pair.shown).toMatchObject({ a: { name: expect.stringContaining(b.target) as string } });
    pair.toggle(c);
    expect(pair.marked.map(({ id }) => id)).toEqual([b.id, c.id]);
    await vi.waitFor(() => expect(pair.shown?.kind).toBe('runs'));
    pair.drop([b.id]);
    expect([pair.full, pair.shown]).toEqual([false, null]);
    pair.toggle({ ...a, command: 'survey', survey: 'matrix' });
    await vi.waitFor(() => expect(pair.shown?.kind).toBe('unlike'));
    pair.clear();
    expect(pair.marked).toEqual([]);
  });
});
