/** What is around the screens: settings as typed, past runs, and messages with an undo. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { AppError } from '../../electron/ipc/errors.ts';
import { AppState } from '../../renderer/app/app.svelte.ts';
import {
  DEFAULT_SECONDS,
  parseCount,
  parseEhloName,
  parseHostname,
  parseSeconds,
  parseSize,
  secondsText,
  sizeText,
} from '../../renderer/features/settings/values.ts';
import { HistoryState } from '../../renderer/features/history/history.svelte.ts';
import { InspectorState } from '../../renderer/features/inspector/inspector.svelte.ts';
import { SendState } from '../../renderer/features/send/send.svelte.ts';
import { ServerState } from '../../renderer/features/server/server.svelte.ts';
import { SettingsState } from '../../renderer/features/settings/settings.svelte.ts';
import { Toasts } from '../../renderer/ui/toasts.svelte.ts';
import { ageText } from '../../renderer/ui/age.ts';
import { clockTime, fullTime } from '../../renderer/ui/time.ts';
import { createClient } from '../../electron/ipc/client.ts';
import { entryBadge, entryTitle } from '../../renderer/features/history/words.ts';
import { limits } from '../../electron/core/wire/limits.ts';
import { pastRun } from '../../renderer/features/session/past-run.ts';
import { verdictOf } from '../../renderer/features/session/verdict.ts';
import { versionLines } from '../../renderer/features/settings/about.ts';
import type { HistoryRun } from '../../electron/ipc/schemas/history.ts';
import type { Transport } from '../../electron/ipc/transport.ts';
import { fakeTransport } from './fake/transport.ts';

/** The fake host, of which single calls can be answered otherwise. */
async function setUp(instead: Record<string, (input: never) => unknown> = {}) {
  const fake = fakeTransport({ messages: 3, pace: 0 });
  const invoke: Transport['invoke'] = async (channel, payload) => {
    const answer = instead[channel];
    if (answer === undefined) return fake.invoke(channel, payload);
    try {
      return { ok: true, value: answer(payload as never) };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return { ok: false, error: { code: error.code, params: error.params } };
    }
  };
  const app = new AppState(createClient({ ...fake, invoke }));
  const server = new ServerState(app);
  const inspector = new InspectorState(app);
  const send = new SendState(app, inspector, server);
  const history = new HistoryState(app, inspector, send);
  const settings = new SettingsState(app, server);
  await app.load();
  server.follow({ message: () => undefined, mailbox: () => undefined });
  await vi.waitFor(() => expect(server.state).not.toBeNull());
  return { app, server, inspector, send, history, settings };
}

describe('values of the settings', () => {
  test.each([
    ['', null],
    ['  ', null],
    ['mail.example.org', 'mail.example.org'],
    ['[192.0.2.1]', '[192.0.2.1]'],
    ['[IPv6:2001:db8::1]', '[IPv6:2001:db8::1]'],
    ['host_1', 'host_1'],
  ])('EHLO name %j', (text, value) => {
    expect(parseEhloName(text)).toEqual({ ok: true, value });
  });
  test.each(['two words', 'bücher.example', '-x', 'a..b', '[::1', 'a'.repeat(256), 'x\r\nMAIL FROM:<>'])(
    'no EHLO name: %j',
    (text) => {
      expect(parseEhloName(text).ok).toBe(false);
    },
  );
  test.each([
    ['', null],
    ['30', 30_000],
    ['1.5', 1500],
    ['2,5 s', 2500],
    ['90 seconds', 90_000],
  ])('seconds %j', (text, value) => {
    expect(parseSeconds(text)).toEqual({ ok: true, value });
  });
  test.each(['0', '3601', '-1', 'soon', '1e3', '0x10'])('no seconds: %j', (text) => {
    expect(parseSeconds(text).ok).toBe(false);
  });
  test.each([
    ['', 0],
    ['25', 26_214_400],
    ['1 GiB', 1_073_741_824],
    ['512k', 524_288],
    ['1000 b', 1000],
  ])('size %j', (text, value) => {
    expect(parseSize(text)).toEqual({ ok: true, value });
    expect(parseSize(sizeText(value))).toEqual({ ok: true, value });
  });
  test.each(['-1', '10 bananas', '5000 GiB'])('no size: %j', (text) => {
    expect(parseSize(text).ok).toBe(false);
  });
  test('counts, host names, and seconds as text', () => {
    expect(parseCount('10,000')).toEqual({ ok: true, value: 10_000 });
    expect(parseCount('')).toEqual({ ok: true, value: 0 });
    expect(parseCount('many').ok).toBe(false);
    expect(parseHostname('').ok).toBe(false);
    expect(secondsText(1500)).toBe('1.5');
    expect(secondsText(null)).toBe('');
  });
  test('the defaults that are shown are those that hold', () => {
    for (const [name, seconds] of Object.entries(DEFAULT_SECONDS))
      expect(limits.timeouts[name as keyof typeof DEFAULT_SECONDS]).toBe(seconds * 1000);
  });
});

describe('settings', () => {
  test('entries left in the keychain are listed and removed, as far as it lets them', async () => {
    const { app, settings } = await setUp();
    const call = vi.spyOn(app.client, 'call');
    call.mockResolvedValueOnce([{ account: 'a.password' }, { account: 'b.password' }]);
    await settings.loadOrphans();
    expect(settings.orphans).toEqual(['a.password', 'b.password']);
    call.mockRejectedValueOnce(new AppError('secret-store-unavailable', { reason: 'locked' }));
    call.mockResolvedValueOnce([{ account: 'b.password' }]);
    await settings.removeOrphans();
    expect(settings.orphans).toEqual(['b.password']);
    expect(settings.orphanProblem?.title).toBe('Keychain locked');
    await settings.removeOrphans();
    expect(settings.orphans).toEqual([]);
    expect(settings.orphanProblem).toBeNull();
  });

  test('are shown at once and kept', async () => {
    const { app, settings } = await setUp();
    const kept = settings.change({ theme: 'dark' });
    expect(app.theme).toBe('dark');
    expect(await kept).toBeNull();
    expect((await app.client.call('settings.get', {})).theme).toBe('dark');
  });

  test('that main refuses are as before, with the reason in words', async () => {
    const { app, settings } = await setUp({
      'settings.set': () => {
        throw new AppError('invalid-argument', { argument: 'ehloName' });
      },
    });
    const problem = await settings.change({ ehloName: 'x' });
    expect(problem?.title).toBe('Not valid');
    expect(app.settings?.ehloName).toBeNull();
  });

  test('of the test server change only what was changed', async () => {
    const { server, settings } = await setUp();
    const before = server.state!.config;
    expect(await settings.changeServer({ hostname: 'mx.lab.example' })).toBeNull();
    expect(server.state!.config).toEqual({ ...before, hostname: 'mx.lab.example' });
  });

  test('take a file of roots by its name and text, and forget it with an undo', async () => {
    const released: unknown[] = [];
    const { app, settings } = await setUp({ 'files.release': (input) => (released.push(input), {}) });
    await settings.chooseTrust();
    expect(app.settings?.trust?.name).toBe('corporate-ca.pem');
    expect(released).toHaveLength(1);
    await settings.removeTrust();
    expect(app.settings?.trust).toBeNull();
    app.toasts.act();
    await vi.waitFor(() => expect(app.settings?.trust?.name).toBe('corporate-ca.pem'));
  });

  test('take no file without a certificate, and no file at all when the dialog was cancelled', async () => {
    let text = 'not PEM';
    let files = [{ handle: 'h', name: 'notes.txt', size: 7 }];
    const { app, settings } = await setUp({ 'files.choose': () => files, 'files.text': () => ({ text }) });
    await settings.chooseTrust();
    expect(settings.trustProblem?.message).toContain('notes.txt');
    expect(app.settings?.trust).toBeNull();
    [files, text] = [[], '-----BEGIN CERTIFICATE-----'];
    await settings.chooseTrust();
    expect(settings.trustProblem).toBeNull();
    expect(app.settings?.trust).toBeNull();
  });

  test('about names the app first', () => {
    const info = { version: '1.2.3', versions: { electron: '45.0.0' }, platform: 'darwin' };
    expect(versionLines(info as never)).toEqual([
      ['Posthorn', '1.2.3'],
      ['Electron', '45.0.0'],
      ['System', 'macOS'],
    ]);
  });
});

describe('history', () => {
  async function listed() {
    const window = await setUp();
    window.history.reload();
    await vi.waitFor(() => expect(window.history.loaded).toBe(true));
    return window;
  }

  test('lists, finds and shows a run with all its evidence', async () => {
    const { history } = await listed();
    expect(history.total).toBe(24);
    history.searchFor('office');
    await vi.waitFor(() => expect(history.total).toBe(12));
    await history.show(history.row(0)!.id);
    const shown = pastRun(history.open!);
    expect(shown.active).toBe(false);
    expect(shown.log.transcript.length).toBeGreaterThan(10);
    expect(verdictOf(shown).title).toBe('Login refused');
  });

  test('deletes with an undo, and goes on to the next run', async () => {
    const { app, history } = await listed();
    const [first, second] = [history.row(0)!.id, history.row(1)!.id];
    await history.show(first);
    await history.delete([first]);
    await vi.waitFor(() => expect(history.total).toBe(23));
    expect(history.selected).toBe(second);
    app.toasts.act();
    await vi.waitFor(() => expect(history.total).toBe(24));
    await vi.waitFor(() => expect(history.row(0)?.id).toBe(first));
  });

  test('knows the last run of each server, once', async () => {
    const { history } = await setUp();
    history.changed();
    await vi.waitFor(() =>
      expect(history.recent.map((entry) => entry.target)).toEqual(['smtp.office365.com:587', '127.0.0.1:2525']),
    );
  });

  test('runs again what was asked', async () => {
    const { app, history, inspector } = await listed();
    await history.reuse(history.row(1)!.id, true);
    expect(app.screen).toBe('inspector');
    expect(inspector.current?.targetText).toBe('127.0.0.1:2525');
  });

  test('asks for the password of a run that had one, and sends nothing before', async () => {
    const { app, history, inspector, send } = await setUp({ 'history.get': () => pastSend });
    await history.reuse('x', true);
    expect(app.screen).toBe('send');
    expect(send.current).toBeNull();
    expect(send.form).toMatchObject({
      target: 'mx.example.org',
      user: 'me',
      password: '',
      security: 'starttls',
      expanded: true,
    });
    expect(send).toMatchObject({
      from: 'a@example.org',
      to: 'b@example.org\nc@example.org',
      subject: 'Again',
      withHtml: true,
    });
    expect(app.toasts.items[0]?.message).toContain('password');
    expect(inspector.current).toBeNull();
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

describe('messages', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  test('go by themselves, those with an action later', () => {
    const toasts = new Toasts();
    toasts.show({ message: 'Saved.' });
    toasts.show({ message: 'Deleted.', action: { label: 'Undo', run: () => undefined } });
    vi.advanceTimersByTime(6_000);
    expect(toasts.items.map((toast) => toast.message)).toEqual(['Deleted.']);
    vi.advanceTimersByTime(7_000);
    expect(toasts.items).toEqual([]);
  });

  test('stay while they are looked at, and no more than four', () => {
    const toasts = new Toasts();
    toasts.hold(true);
    for (let at = 1; at <= 6; at += 1) toasts.show({ message: `${at}` });
    vi.advanceTimersByTime(60_000);
    expect(toasts.items.map((toast) => toast.message)).toEqual(['3', '4', '5', '6']);
    toasts.hold(false);
    vi.advanceTimersByTime(5_000);
    expect(toasts.items).toEqual([]);
  });

  test('do what they offer once, the newest first', () => {
    const toasts = new Toasts();
    const done: string[] = [];
    for (const name of ['first', 'second'])
      toasts.show({ message: name, action: { label: 'Undo', run: () => done.push(name) } });
    toasts.act();
    toasts.act();
    toasts.act();
    expect(done).toEqual(['second', 'first']);
  });
});

test('times are those of a log: ISO dates and 24 hours', () => {
  const at = new Date(2026, 2, 2, 15, 4, 5);
  expect(fullTime(at.toISOString())).toBe('2026-03-02 15:04:05');
  expect(clockTime(at.toISOString(), new Date(2026, 2, 2, 23))).toBe('15:04:05');
  expect(clockTime(at.toISOString(), new Date(2026, 2, 3))).toBe('2026-03-02 15:04');
  expect(ageText(at.toISOString(), at.getTime() + 30 * 86_400_000)).toBe('2026-03-02');
});

test('ages take the least room', () => {
  const now = Date.parse('2026-03-02T12:00:00Z');
  expect(
    ['2026-03-02T11:59:40Z', '2026-03-02T11:55:00Z', '2026-03-02T09:00:00Z', '2026-02-27T12:00:00Z'].map((iso) =>
      ageText(iso, now),
    ),
  ).toEqual(['now', '5 m', '3 h', '3 d']);
});
