/** The profile file on disk: kept whole, repaired, shared by several stores, and left alone where it must be. */
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { profileStore } from '../../../electron/storage/profiles/store.ts';
import { tryLock } from '../../../electron/storage/sqlite/file-lock.ts';
import { addProfile, emptyBook, removeProfiles, saveProfile } from '../../../electron/core/profiles/book.ts';
import { readBook, writeBook } from '../../../electron/core/profiles/file.ts';
import { content, profile } from '../../core/profiles/samples.ts';

let dir: string;
let path: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'posthorn-store-'));
  path = join(dir, 'profiles.json');
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const ids = async (): Promise<string[]> => (await profileStore(path).read()).book.profiles.map(({ id }) => id);
const two = writeBook({ ...emptyBook, revision: 4, profiles: [profile('p1'), profile('p2')] });

describe('the profile file on disk', () => {
  test('begins empty, and is private once written', async () => {
    expect(await profileStore(path).read()).toEqual({ book: emptyBook, problem: null });
    await profileStore(path).change(addProfile('p1', content('one'), null));
    if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await readdir(dir)).sort()).toEqual(['profiles.json', 'profiles.json.locked']);
  });

  test('keeps the version before', async () => {
    const store = profileStore(path);
    await store.change(addProfile('p1', content('one'), null));
    await store.change(addProfile('p2', content('two'), null));
    const before = readBook(await readFile(`${path}.previous`, 'utf8'));
    expect(before.kind === 'whole' && before.book.profiles.map(({ id }) => id)).toEqual(['p1']);
  });

  test('a change that throws or changes nothing writes nothing', async () => {
    await writeFile(path, two);
    await expect(profileStore(path).change(saveProfile('p1', 9, content('x')))).rejects.toMatchObject({
      code: 'profile-changed',
    });
    await profileStore(path).change((book) => book);
    expect(await readFile(path, 'utf8')).toBe(two);
  });

  test('is watched before there is anything, folder included', async () => {
    const path = join(dir, 'not', 'yet', 'profiles.json');
    const store = profileStore(path);
    await store.read();
    const seen = new Promise<void>((resolve) => {
      const stop = store.watch(() => {
        stop();
        resolve();
      });
    });
    await profileStore(path).change(addProfile('p1', content('one'), null));
    await seen;
    if (process.platform !== 'win32') expect((await stat(join(dir, 'not'))).mode & 0o777).toBe(0o700);
  });

  test('many changes of several stores at once are all kept', async () => {
    const stores = [profileStore(path), profileStore(path), profileStore(path)];
    const names = Array.from({ length: 30 }, (_, at) => `p${at}`);
    await Promise.all(
      names.map((id, at) => (stores[at % 3] ?? profileStore(path)).change(addProfile(id, content(id), null))),
    );
    expect((await ids()).sort()).toEqual([...names].sort());
  });

  test('a damaged file is kept aside, named, and repaired from itself and the version before', async () => {
    const store = profileStore(path);
    await store.change(addProfile('p1', content('one'), null));
    await store.change(addProfile('p2', content('two'), null));
    await store.change(addProfile('p3', content('three'), null));
    const damaged = (await readFile(path, 'utf8')).replace('"rev":1', '"rev":').slice(0, -4);
    await writeFile(path, damaged);
    const { book, problem } = await profileStore(path).read();
    expect(book.profiles.map(({ id }) => id).sort()).toEqual(['p1', 'p2', 'p3']);
    expect(problem).toMatchObject({ code: 'file-damaged', params: { file: path, kept: 3 } });
    expect(await readFile(String(problem?.params.aside), 'utf8')).toBe(damaged);
    expect(readBook(await readFile(path, 'utf8')).kind).toBe('whole');
    expect((await profileStore(path).read()).problem).toBeNull();
  });

  test('a change to a damaged file repairs it too, and the trouble is still told', async () => {
    await writeFile(path, two.slice(0, -3));
    const store = profileStore(path);
    await store.change(removeProfiles(['p1']));
    expect(await store.read()).toMatchObject({ book: { profiles: [{ id: 'p2' }] }, problem: { code: 'file-damaged' } });
    expect((await readdir(dir)).some((name) => name.includes('.damaged-'))).toBe(true);
  });

  test('a file that is gone comes back from the version before', async () => {
    await writeFile(`${path}.previous`, two);
    expect((await profileStore(path).read()).problem).toMatchObject({ code: 'file-damaged' });
    expect(await ids()).toEqual(['p1', 'p2']);
  });

  test('a file of a later version is left as it is', async () => {
    const later = JSON.stringify({ schema: 99, profiles: [] });
    await writeFile(path, later);
    expect((await profileStore(path).read()).problem).toMatchObject({ code: 'file-newer', params: { schema: 99 } });
    await expect(profileStore(path).change(addProfile('p1', content('x'), null))).rejects.toMatchObject({
      code: 'file-newer',
    });
    expect(await readFile(path, 'utf8')).toBe(later);
  });

  test('a change waits for whoever holds the lock', async () => {
    const lock = tryLock(`${path}.locked`);
    const change = profileStore(path).change(addProfile('p1', content('one'), null));
    const first = await Promise.race([change, new Promise((resolve) => setTimeout(resolve, 100, 'waits'))]);
    expect(first).toBe('waits');
    lock?.release();
    await change;
    expect(await ids()).toEqual(['p1']);
  });

  test('tells of what another process wrote, not of its own', async () => {
    const store = profileStore(path);
    await store.change(addProfile('p1', content('one'), null));
    let reported = 0;
    const changed = new Promise<void>((resolve) => {
      const stop = store.watch(() => {
        reported += 1;
        stop();
        resolve();
      });
    });
    await store.change(addProfile('p2', content('two'), null));
    await profileStore(path).change(addProfile('p3', content('three'), null));
    await changed;
    expect(reported).toBe(1);
    expect((await store.read()).book.profiles).toHaveLength(3);
  });
});
