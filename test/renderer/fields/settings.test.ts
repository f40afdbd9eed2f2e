/** Settings: as typed, as kept, and what belongs to them in the keychain. */
import { describe, expect, test, vi } from 'vitest';
import { AppError } from '../../../electron/protocol/values/app-error.ts';
import { limits } from '../../../electron/core/smtp/limits.ts';
import {
  DEFAULT_SECONDS,
  parseCount,
  parseHostname,
  parseLimit,
  parseSize,
  sizeText,
} from '../../../renderer/features/settings/values.ts';
import { parseEhloField, parseSeconds, secondsText } from '../../../renderer/session/fields/values.ts';
import { versionLines } from '../../../renderer/features/settings/about.ts';
import { openShell } from '../fake/shell.ts';

describe('values of the settings', () => {
  test.each([
    ['', null],
    ['  ', null],
    ['mail.example.org', 'mail.example.org'],
    ['[192.0.2.1]', '[192.0.2.1]'],
    ['[IPv6:2001:db8::1]', '[IPv6:2001:db8::1]'],
    ['host_1', 'host_1'],
    ['bücher.example', 'bücher.example'],
    ['192.0.2.1', '192.0.2.1'],
  ])('EHLO name %j', (text, value) => {
    expect(parseEhloField(text)).toEqual({ ok: true, value });
  });
  test.each(['two words', '-x', 'a..b', '[::1', 'a'.repeat(256), 'x\r\nMAIL FROM:<>'])('no EHLO name: %j', (text) => {
    expect(parseEhloField(text).ok).toBe(false);
  });
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
  test('limits: whole numbers within their bounds, or none', () => {
    expect(parseLimit(' ', 1_000)).toEqual({ ok: true, value: null });
    expect(parseLimit('1', 1_000)).toEqual({ ok: true, value: 1 });
    expect(parseLimit('1000', 1_000)).toEqual({ ok: true, value: 1_000 });
    for (const text of ['0', '1001', '1.5', '-1', 'all', '1e2']) expect(parseLimit(text, 1_000).ok).toBe(false);
  });
  test('the defaults that are shown are those that hold', () => {
    for (const [name, seconds] of Object.entries(DEFAULT_SECONDS))
      expect(limits.timeouts[name as keyof typeof DEFAULT_SECONDS]).toBe(seconds * 1000);
  });
});

describe('settings', () => {
  test('entries left in the keychain are listed and removed, as far as it lets them', async () => {
    const { app, settings } = await openShell();
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
    const { app, settings } = await openShell();
    const kept = settings.change({ theme: 'dark' });
    expect(app.theme).toBe('dark');
    expect(await kept).toBeNull();
    expect((await app.client.call('settings.get', {})).theme).toBe('dark');
  });

  test('that main refuses are as before, with the reason in words', async () => {
    const { app, settings } = await openShell({
      'settings.set': () => {
        throw new AppError('invalid-argument', { argument: 'ehloName' });
      },
    });
    const problem = await settings.change({ ehloName: 'x' });
    expect(problem?.title).toBe('Not valid');
    expect(app.settings?.ehloName).toBeNull();
  });

  test('of the test server change only what was changed', async () => {
    const { server, settings } = await openShell();
    const before = server.state!.config;
    expect(await settings.changeServer({ hostname: 'mx.lab.example' })).toBeNull();
    expect(server.state!.config).toEqual({ ...before, hostname: 'mx.lab.example' });
  });

  test('take a file of roots by its name and text, and forget it with an undo', async () => {
    const released: unknown[] = [];
    const { app, settings } = await openShell({ 'files.release': (input) => (released.push(input), {}) });
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
    const { app, settings } = await openShell({ 'files.choose': () => files, 'files.text': () => ({ text }) });
    await settings.chooseTrust();
    expect(settings.trustProblem?.message).toContain('notes.txt');
    expect(app.settings?.trust).toBeNull();
    [files, text] = [[], '-----BEGIN CERTIFICATE-----'];
    await settings.chooseTrust();
    expect(settings.trustProblem).toBeNull();
    expect(app.settings?.trust).toBeNull();
  });

  test('about names the app first', () => {
    const info = { version: '1.2.3', versions: { electron: '33.0.0', releases: '45.0.0' }, platform: 'darwin' };
    expect(versionLines(info as never)).toEqual([
      ['Posthorn', '1.2.3'],
      ['Electron', '33.0.0'],
      ['Electron of the releases', '45.0.0'],
      ['System', 'macOS'],
    ]);
  });
});
