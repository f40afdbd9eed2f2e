/** The profiles of the window: found, edited, kept as drafts, moved, undone, used; a thousand of them searched at once. */
import { describe, expect, test, vi } from 'vitest';
import { createClient } from '../../electron/ipc/client.ts';
import type { AppErrorValue } from '../../electron/protocol/values/app-error.ts';
import { AppState } from '../../renderer/app/app.svelte.ts';
import { InspectorState } from '../../renderer/features/inspector/inspector.svelte.ts';
import { emptyContent } from '../../renderer/session/fields/fields.ts';
import { groupProfiles } from '../../renderer/features/profiles/profile-list.ts';
import { ProfilesState } from '../../renderer/features/profiles/profiles.svelte.ts';
import { SendState } from '../../renderer/features/send/send.svelte.ts';
import { TestServerState } from '../../renderer/features/server/server.svelte.ts';
import { fakeTransport } from './fake/transport.ts';

async function setUp(count = 3, folders = 2, refused: Readonly<Record<string, AppErrorValue>> = {}) {
  const fake = fakeTransport({ messages: 0, pace: 0, profiles: count, folders });
  const asked: { channel: string; payload: unknown }[] = [];
  const client = createClient({
    ...fake,
    invoke: (channel, payload) => {
      asked.push({ channel, payload });
      const error = refused[channel];
      if (error !== undefined) return Promise.resolve({ ok: false, error });
      return fake.invoke(channel, payload);
    },
  });
  const app = new AppState(client);
  const inspector = new InspectorState(app);
  const profiles = new ProfilesState(app, inspector, new SendState(app, inspector, new TestServerState(app)));
  await app.load();
  profiles.follow();
  await vi.waitFor(() => expect(profiles.profiles).toHaveLength(count));
  return { app, asked, inspector, profiles, client };
}

const names = (profiles: ProfilesState): string[][] =>
  profiles.groups.map((group) => group.profiles.map(({ content }) => content.name));

describe('profiles in the window', () => {
  test('stand in their folders, and are found by name, server and user', async () => {
    const { profiles } = await setUp();
    expect(names(profiles)).toEqual([['Office 365 relay'], ['Dovecot LMTP'], ['Postfix on mx1']]);
    profiles.search = 'MX1 postfix';
    expect(names(profiles).flat()).toEqual(['Postfix on mx1']);
    profiles.search = 'user0@';
    expect(names(profiles).flat()).toEqual(['Office 365 relay']);
    profiles.search = 'nothing';
    expect(profiles.groups).toEqual([]);
  });

  test('edits are kept by main until they are saved or discarded', async () => {
    const { profiles, client } = await setUp();
    const [first] = profiles.profiles;
    profiles.edit(first ?? null);
    const form = profiles.form;
    expect(form?.changed).toBe(false);
    if (form !== null) form.fields.name = 'Renamed';
    await profiles.keepDraft();
    expect(await client.call('profiles.drafts', {})).toMatchObject([{ id: first?.id, content: { name: 'Renamed' } }]);
    profiles.edit(profiles.profiles[1] ?? null);
    profiles.edit(first ?? null);
    expect(profiles.form?.fields.name).toBe('Renamed');
    await profiles.save();
    expect(profiles.edited).toMatchObject({ rev: 2, content: { name: 'Renamed' } });
    expect(await client.call('profiles.drafts', {})).toEqual([]);
    expect(profiles.form?.changed).toBe(false);
  });

  test('why a password was not kept is still there when the draft has been', async () => {
    const { profiles } = await setUp(3, 2, {
      'secrets.set': { code: 'secret-store-unavailable', params: { reason: 'no-service' } },
    });
    profiles.edit(profiles.profiles[0] ?? null);
    const id = profiles.form?.id ?? '';
    expect(await profiles.secrets.set(id, 'password', 'typed', 'keychain')).toBe(false);
    if (profiles.form !== null) profiles.form.fields.name = 'Renamed';
    await profiles.keepDraft();
    expect(profiles.problem).toContain('No keychain service runs here');
    expect(profiles.secrets.sessionOffered).toBe(true);
  });

  test('what the form has no field for stays', async () => {
    const { profiles } = await setUp();
    profiles.editNew({
      ...emptyContent,
      name: 'Kept',
      connection: { target: 'mx.example.org', insecure: true, ca: 'PEM', xclient: { NAME: 'a' } },
      auth: { user: 'u', channelBinding: 'tls-exporter' },
    });
    await profiles.save();
    expect(profiles.edited?.content).toMatchObject({
      connection: { target: 'mx.example.org', insecure: true, ca: 'PEM', xclient: { NAME: 'a' } },
      auth: { user: 'u', channelBinding: 'tls-exporter' },
    });
  });

  test('a deletion is taken back by its message; a folder likewise', async () => {
    const { app, profiles } = await setUp();
    const [first] = profiles.profiles;
    if (first === undefined) throw new Error('no profile');
    await profiles.delete(first);
    expect(profiles.profiles).toHaveLength(2);
    app.toasts.act();
    await vi.waitFor(() => expect(profiles.profiles).toHaveLength(3));
    const [folder] = profiles.folders;
    if (folder === undefined) throw new Error('no folder');
    await profiles.places.delete(folder);
    expect(profiles.folders).toHaveLength(1);
    app.toasts.act();
    await vi.waitFor(() => expect(profiles.folders).toHaveLength(2));
  });

  test('are moved by one place with the keyboard', async () => {
    const { profiles } = await setUp(4, 0);
    const [first] = profiles.groups[0]?.profiles ?? [];
    if (first === undefined) throw new Error('no profile');
    await profiles.places.shift(first, 1);
    await vi.waitFor(() => expect(names(profiles)[0]?.[1]).toBe('Office 365 relay'));
    await profiles.places.shift(profiles.groups[0]?.profiles[0] ?? first, -1);
    expect(names(profiles)[0]?.[1]).toBe('Office 365 relay');
  });

  test('a secret goes in and its place is known', async () => {
    const { profiles } = await setUp();
    const [first] = profiles.profiles;
    profiles.edit(first ?? null);
    await vi.waitFor(() => expect(profiles.secrets.states.password).toBe('none'));
    expect(await profiles.secrets.set(first?.id ?? '', 'password', 'hunter2', 'keychain')).toBe(true);
    expect(profiles.secrets.states.password).toBe('keychain');
    await profiles.secrets.remove(first?.id ?? '', 'password');
    expect(profiles.secrets.states.password).toBe('none');
  });

  test('verifying runs what is edited, without a password of its own', async () => {
    const { app, asked, profiles, inspector } = await setUp();
    const [first] = profiles.profiles;
    profiles.edit(first ?? null);
    profiles.verify();
    await vi.waitFor(() => expect(asked.some(({ channel }) => channel === 'runs.start')).toBe(true));
    expect(app.screen).toBe('inspector');
    expect(asked.find(({ channel }) => channel === 'runs.start')?.payload).toMatchObject({
      profileId: first?.id,
      secret: null,
      connection: first?.content.connection,
      auth: first?.content.auth,
    });
    inspector.form.target = 'elsewhere.example.org';
    expect(inspector.form.profileId).toBeNull();
  });

  test('a password that was typed and taken out again leaves the token to verify with', async () => {
    const { asked, profiles } = await setUp();
    profiles.edit(profiles.profiles[0] ?? null);
    if (profiles.form !== null) profiles.form.secrets = { password: '', token: 'a token' };
    profiles.verify();
    await vi.waitFor(() => expect(asked.some(({ channel }) => channel === 'runs.start')).toBe(true));
    expect(asked.find(({ channel }) => channel === 'runs.start')?.payload).toMatchObject({ secret: 'a token' });
  });

  test('what is wrong with the file is still said when the drafts have come', async () => {
    const fake = fakeTransport({ messages: 0, pace: 0 });
    const problem = { code: 'file-damaged', params: { file: 'profiles.json' } } satisfies AppErrorValue;
    const app = new AppState(
      createClient({
        ...fake,
        subscribe: (channel, params, onEvent, onEnd) =>
          fake.subscribe(
            channel,
            params,
            (event) =>
              onEvent(
                channel === 'profiles.changed' ? { type: 'all', list: { folders: [], profiles: [], problem } } : event,
              ),
            onEnd,
          ),
      }),
    );
    const inspector = new InspectorState(app);
    const profiles = new ProfilesState(app, inspector, new SendState(app, inspector, new TestServerState(app)));
    profiles.follow();
    await vi.waitFor(() => expect(profiles.problem).toContain('profiles.json'));
    // Asked after the one that follow() asked, and answered after it; the second when that answer has been dealt with.
    for (let again = 0; again < 2; again += 1) await app.client.call('profiles.drafts', {});
    expect(profiles.problem).toContain('profiles.json');
  });

  test('a thousand in fifty folders are grouped without doing anything twice', async () => {
    const { profiles } = await setUp(1_000, 50);
    const groups = groupProfiles(profiles.profiles, profiles.folders, 'server 99');
    expect(groups.flatMap((group) => group.profiles)).toHaveLength(19);
    expect(groupProfiles(profiles.profiles, profiles.folders, '').flatMap((group) => group.profiles)).toHaveLength(
      1_000,
    );
  });
});
