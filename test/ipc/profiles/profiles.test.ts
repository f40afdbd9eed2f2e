/** Profiles over the contract, with the real app below it: kept, shared, undone, run; their secrets go in and never come out. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { profileStore } from '../../../electron/storage/profiles/store.ts';
import { addProfile, removeProfiles } from '../../../electron/core/profiles/book.ts';
import type { Profile, ProfileChange, ProfileContent } from '../../../electron/protocol/values/profiles/profile.ts';
import type { RunRequest } from '../../../electron/protocol/values/app/run.ts';
import { content } from '../../core/profiles/samples.ts';
import { memoryKeychain, type MemoryKeychain } from '../../harness/memory-keychain.ts';
import { realApp, runToEnd, type RealApp } from '../real-app.ts';

const SECRET = 'correct horse battery staple';
let keychain: MemoryKeychain;
let app: RealApp;
let changes: ProfileChange[];

async function start(dataDir?: string): Promise<void> {
  app = await realApp(
    (config) => ({ ...config, auth: { ...config.auth, enabled: true, acceptAny: true, allowClear: true } }),
    dataDir,
    keychain,
  );
  changes = [];
  await new Promise<void>((resolve) => {
    app.client.subscribe(
      'profiles.changed',
      {},
      (change) => {
        changes.push(change);
        resolve();
      },
      () => undefined,
    );
  });
}

beforeEach(async () => {
  keychain = memoryKeychain();
  await start();
});
afterEach(() => app.close());

const save = (body: ProfileContent, from?: Profile): Promise<Profile> =>
  app.client.call('profiles.save', { id: from?.id ?? null, rev: from?.rev ?? 0, folder: null, content: body });
const own = (name: string, more: Partial<ProfileContent> = {}): ProfileContent =>
  content(name, {
    connection: { target: app.address('smtp'), ehloName: 'client.example', security: 'none' },
    auth: { user: 'alice', allowClear: true },
    ...more,
  });
const setSecret = (id: string, where: 'keychain' | 'session' = 'keychain', secret = SECRET) =>
  app.client.call('secrets.set', { id, kind: 'password', secret, where });
const password = async (id: string): Promise<string | undefined> =>
  (await app.client.call('secrets.status', { id })).find(({ kind }) => kind === 'password')?.state;
const names = async (): Promise<string[]> =>
  (await app.client.call('profiles.list', {})).profiles.map((profile) => profile.content.name);
const check = (profile: Profile, more: Partial<RunRequest> = {}): RunRequest =>
  ({
    command: 'check',
    connection: profile.content.connection,
    auth: profile.content.auth,
    secret: null,
    envelope: null,
    profileId: profile.id,
    ...more,
  }) as RunRequest;

describe('profiles', () => {
  test('hold no control character, in whatever field', async () => {
    const base = content('mail');
    const odd: [string, ProfileContent][] = [
      ['name', { ...base, name: 'a\x1bb' }],
      ['connection.target', { ...base, connection: { target: 'h\u2028' } }],
      ['auth.user', { ...base, auth: { user: 'a\rtouch x\r' } }],
      ['envelope.to[0]', { ...base, envelope: { from: '', to: ['a\n@example.org'] } }],
    ];
    for (const [argument, body] of odd)
      await expect(save(body)).rejects.toMatchObject({ code: 'invalid-argument', params: { argument } });
    expect(await names()).toEqual([]);
    await save({ ...base, notes: 'two\nlines' });
  });

  test('are saved, reported, and there after a restart', async () => {
    expect(changes).toEqual([{ type: 'all', list: { folders: [], profiles: [], problem: null } }]);
    const saved = await save(content('mail'));
    const again = await save(content('post'), saved);
    expect(again).toMatchObject({ id: saved.id, rev: 2, content: { name: 'post' } });
    expect(changes.slice(1)).toEqual([
      { type: 'profiles', profiles: [saved] },
      { type: 'profiles', profiles: [again] },
    ]);
    await expect(save(content('other'), saved)).rejects.toMatchObject({ code: 'profile-changed' });
    await app.close();
    await start(app.dataDir).catch(() => undefined);
  });

  test('a deletion can be taken back for a while, and then takes the secret along', async () => {
    const kept = await mkdtemp(join(tmpdir(), 'posthorn-profiles-'));
    await writeFile(join(kept, 'server.json'), await readFile(join(app.dataDir, 'server.json')));
    await app.close();
    await start(kept);
    const [one, two] = [await save(content('one')), await save(content('two'))];
    await Promise.all([setSecret(one.id), setSecret(two.id)]);
    await app.client.call('profiles.delete', { ids: [one.id, two.id] });
    expect(await names()).toEqual([]);
    await app.client.call('profiles.restore', { ids: [one.id] });
    expect(await names()).toEqual(['one']);
    expect(keychain.entries.size).toBe(2);
    await app.close();
    expect([...keychain.entries.keys()]).toEqual([`${one.id}.password`]);
    await start(kept);
    expect(await names()).toEqual(['one']);
    await app.close();
    await start();
    await rm(kept, { recursive: true });
  });

  test('folders, moves and duplicates', async () => {
    const folder = await app.client.call('profiles.saveFolder', { id: null, name: 'Work', colour: 'green' });
    const [one, two] = [await save(content('one')), await save(content('two'))];
    await setSecret(one.id);
    await app.client.call('profiles.move', { ids: [two.id, one.id], folder: folder.id, before: null });
    const copy = await app.client.call('profiles.duplicate', { id: one.id });
    expect(copy).toMatchObject({ folder: folder.id, content: { name: 'one (copy)' }, secrets: ['password'] });
    expect(keychain.entries.get(`${copy.id}.password`)).toBe(SECRET);
    const list = await app.client.call('profiles.list', {});
    const ordered = [...list.profiles].sort((a, b) => a.position - b.position).map(({ content: { name } }) => name);
    expect(ordered).toEqual(['two', 'one', 'one (copy)']);
    await app.client.call('profiles.deleteFolder', { id: folder.id });
    const after = await app.client.call('profiles.list', {});
    expect(after.folders).toEqual([]);
    expect(new Set(after.profiles.map((profile) => profile.folder))).toEqual(new Set([null]));
  });

  test('what another process saves is seen, and not overwritten', async () => {
    await save(content('mine'));
    await profileStore(join(app.dataDir, 'profiles.json')).change(addProfile('theirs', content('theirs'), null));
    await save(content('mine too'));
    await expect.poll(names).toEqual(['mine', 'theirs', 'mine too']);
    await profileStore(join(app.dataDir, 'profiles.json')).change(removeProfiles(['theirs']));
    await expect.poll(names).toEqual(['mine', 'mine too']);
    expect(changes.some(({ type }) => type === 'all')).toBe(true);
  });

  test('edits that were not saved are kept until they are, without a secret', async () => {
    const one = await save(content('one'));
    const draft = { id: one.id, rev: 1, folder: null, content: { ...content('one'), name: '' } };
    await app.client.call('profiles.keepDraft', draft);
    await app.client.call('profiles.keepDraft', { ...draft, id: null });
    expect(await app.client.call('profiles.drafts', {})).toEqual([draft, { ...draft, id: null }]);
    await save(content('named'), one);
    expect(await app.client.call('profiles.drafts', {})).toEqual([{ ...draft, id: null }]);
    await app.client.call('profiles.dropDraft', { id: null });
    expect(await app.client.call('profiles.drafts', {})).toEqual([]);
  });
});

describe('secrets of profiles', () => {
  test('are put in the keychain, replaced, removed, seen to exist, and never come back', async () => {
    const one = await save(own('one'));
    expect(await password(one.id)).toBe('none');
    expect(await setSecret(one.id)).toEqual({ kind: 'password', state: 'keychain' });
    await setSecret(one.id, 'keychain', 'another');
    expect([...keychain.entries]).toEqual([[`${one.id}.password`, 'another']]);
    expect(await password(one.id)).toBe('keychain');
    keychain.entries.clear();
    expect(await password(one.id)).toBe('vanished');
    await app.client.call('secrets.remove', { id: one.id, kind: 'password' });
    expect(await password(one.id)).toBe('none');
    expect(JSON.stringify(app.seen)).not.toContain('another');
  });

  test.each(['no-service', 'locked', 'refused', 'no-answer', 'failed'])(
    '%s: reported, nothing lost, and memory will do',
    async (reason) => {
      const one = await save(own('one'));
      await setSecret(one.id);
      keychain.reason = reason;
      await expect(setSecret(one.id, 'keychain', 'new')).rejects.toMatchObject({
        code: 'secret-store-unavailable',
        params: { reason },
      });
      expect(await password(one.id)).toBe(reason);
      const { failure } = await runToEnd(app.client, check(one));
      expect(failure).toMatchObject({ code: 'secret-store-unavailable', params: { reason } });
      expect(await setSecret(one.id, 'session')).toEqual({ kind: 'password', state: 'session' });
      expect((await runToEnd(app.client, check(one))).report?.auth?.used).not.toBeNull();
      keychain.reason = null;
      expect(keychain.entries.get(`${one.id}.password`)).toBe(SECRET);
    },
  );

  test('what the keychain would not delete is found again, and removed later', async () => {
    const kept = await mkdtemp(join(tmpdir(), 'posthorn-profiles-'));
    await writeFile(join(kept, 'server.json'), await readFile(join(app.dataDir, 'server.json')));
    await app.close();
    await start(kept);
    const one = await save(own('one'));
    await setSecret(one.id);
    await app.client.call('profiles.delete', { ids: [one.id] });
    keychain.reason = 'locked';
    await app.close();
    await start(kept);
    const orphan = { account: `${one.id}.password` };
    expect(await app.client.call('secrets.orphans', {})).toEqual([orphan]);
    await expect(app.client.call('secrets.removeOrphans', {})).rejects.toMatchObject({ params: { reason: 'locked' } });
    keychain.reason = null;
    expect(await app.client.call('secrets.removeOrphans', {})).toEqual([]);
    expect(keychain.entries.size).toBe(0);
    await app.close();
    await start();
    await rm(kept, { recursive: true });
  });

  test('a check from a profile logs in, and the profile knows', async () => {
    const one = await save(own('one'));
    await setSecret(one.id);
    const { report, failure } = await runToEnd(app.client, check(one));
    expect([failure, report?.ok]).toEqual([null, true]);
    const { profiles } = await app.client.call('profiles.list', {});
    await expect
      .poll(async () => (await app.client.call('profiles.list', {})).profiles[0]?.verified)
      .toMatchObject({ ok: true, error: null, mechanism: report?.auth?.used, tlsVersion: null });
    expect(profiles[0]?.rev).toBe(1);
    const edited = await save(own('one', { auth: { user: 'bob', allowClear: true } }), one);
    expect(edited.verified).toBeNull();
  });

  describe('a check before there was a profile', () => {
    const verified = async (
      where: 'keychain' | 'session',
      secret = SECRET,
    ): Promise<Profile['verified'] | undefined> => {
      const { connection, auth } = own('one');
      const request = { command: 'check' as const, connection, auth, secret: SECRET, envelope: null };
      const { report } = await runToEnd(app.client, request);
      expect(report?.ok).toBe(true);
      const one = await save(own('one'));
      expect(one.verified).toBeNull();
      await setSecret(one.id, where, secret);
      return (await app.client.call('profiles.list', {})).profiles[0]?.verified;
    };

    test.each(['keychain', 'session'] as const)('is kept with it once the same password is: %s', async (where) => {
      expect(await verified(where)).toMatchObject({ ok: true, error: null });
    });

    test('says nothing of another password', async () => {
      expect(await verified('keychain', 'another')).toBeNull();
    });
  });

  test.each<[string, (profile: Profile) => Partial<RunRequest>]>([
    ['another server', () => ({ connection: { target: 'elsewhere.example.org:25' } })],
    ['another user', () => ({ auth: { user: 'mallory', allowClear: true } })],
    ['any certificate', ({ content: { connection } }) => ({ connection: { ...connection, insecure: true } })],
  ])('edited to %s, the kept secret stays where it is', async (_name, edit) => {
    const one = await save(own('one'));
    await setSecret(one.id);
    const { report, failure, events } = await runToEnd(app.client, check(one, edit(one)));
    expect(report?.auth?.used ?? null).toBeNull();
    if (failure !== null) expect(failure).toMatchObject({ code: 'secret-missing', params: { reason: 'edited' } });
    expect(events.some(({ type }) => type === 'auth')).toBe(false);
    const typed = await runToEnd(
      app.client,
      check(one, { auth: { user: 'mallory', allowClear: true }, secret: 'typed' }),
    );
    expect(typed.report?.ok).toBe(true);
  });

  test('stand in no file, answer, event or log line', async () => {
    const one = await save(own('one'));
    await setSecret(one.id);
    const two = await save(own('two'));
    await setSecret(two.id, 'session');
    for (const profile of [one, two]) await runToEnd(app.client, check(profile));
    // Written after the run; no file comes and goes while they are read.
    await expect
      .poll(async () => (await app.client.call('profiles.list', {})).profiles.every((each) => each.verified))
      .toBe(true);
    await app.client.call('profiles.keepDraft', { id: one.id, rev: 1, folder: null, content: own('edited') });
    const forms = [SECRET, Buffer.from(SECRET).toString('base64'), encodeURIComponent(SECRET)];
    const files = await readdir(app.dataDir, { recursive: true, withFileTypes: true });
    for (const file of files.filter((each) => each.isFile())) {
      const octets = await readFile(join(file.parentPath, file.name));
      for (const form of forms) {
        expect(octets.includes(form), file.name).toBe(false);
        expect(octets.includes(Buffer.from(form, 'utf16le')), file.name).toBe(false);
      }
    }
    const said = JSON.stringify([app.seen, app.logged]);
    for (const form of forms) expect(said).not.toContain(form);
  });
});
