/** Every change of profiles and folders as a value. */
import { describe, expect, test } from 'vitest';
import * as books from '../../../electron/core/profiles/book.ts';
import { content, folder, profile } from './samples.ts';

const book: books.ProfileBook = {
  revision: 1,
  orphans: [],
  folders: [folder('f1'), folder('f2')],
  profiles: [profile('p1'), profile('p2'), profile('p3'), profile('p4', { folder: 'f1' })],
};
const bound = { target: 'p1.example.org:587', user: 'ann' };
const order = (from: books.ProfileBook, inside: string | null): string[] =>
  books.ordered(from.profiles.filter(({ folder: of }) => of === inside)).map(({ id }) => id);
const verified = {
  at: '2026-03-02T09:15:00.000Z',
  ok: true,
  error: null,
  title: 't',
  mechanism: null,
  tlsVersion: null,
};

describe('changes of profiles', () => {
  test('a new one stands last in its folder, or outside of one that is gone', () => {
    const next = books.addProfile('p5', content('new'), 'f1')(book);
    expect(order(next, 'f1')).toEqual(['p4', 'p5']);
    expect(order(books.addProfile('p5', content('new'), 'gone')(book), null)).toEqual(['p1', 'p2', 'p3', 'p5']);
  });

  test('a save counts, and refuses to overwrite what was saved since', () => {
    const once = books.saveProfile('p1', 1, content('renamed'))(book);
    expect(books.profileIn(once, 'p1')).toMatchObject({ rev: 2, content: { name: 'renamed' } });
    expect(() => books.saveProfile('p1', 1, content('other'))(once)).toThrow(
      expect.objectContaining({ code: 'profile-changed' }),
    );
    expect(() => books.saveProfile('gone', 1, content('x'))(book)).toThrow(
      expect.objectContaining({ code: 'profile-not-found' }),
    );
  });

  test('a verification holds for what was checked, and no longer', () => {
    const asked = {
      auth: { user: 'p1@example.org' },
      connection: { security: 'starttls', target: 'p1.example.org:587' },
    } as const;
    const checked = books.markVerified('p1', asked, verified)(book);
    expect(books.profileIn(checked, 'p1').verified).toEqual(verified);
    expect(books.markVerified('p1', { ...asked, auth: null }, verified)(book)).toBe(book);
    const noted = books.saveProfile('p1', 1, content('p1', { notes: 'n', name: 'other' }))(checked);
    expect(books.profileIn(noted, 'p1').verified).toEqual(verified);
    const moved = books.saveProfile('p1', 1, content('p1', { connection: { target: 'elsewhere' } }))(checked);
    expect(books.profileIn(moved, 'p1').verified).toBeNull();
    expect(books.profileIn(books.markSecret('p1', 'password', bound)(checked), 'p1')).toMatchObject({
      secrets: ['password'],
      verified: null,
    });
  });

  test('secrets are known by kind, each once', () => {
    const twice = books.markSecret('p1', 'password', bound)(books.markSecret('p1', 'password', bound)(book));
    expect(books.profileIn(twice, 'p1').secrets).toEqual(['password']);
    const none = books.profileIn(books.markSecret('p1', 'password', null)(twice), 'p1');
    expect(none).toMatchObject({ secrets: [], bindings: {} });
  });

  test('a secret stays bound to where it was kept for, whatever is saved', () => {
    const kept = books.markSecret('p1', 'password', bound)(book);
    const moved = books.saveProfile('p1', 1, content('p1', { connection: { target: 'elsewhere' } }))(kept);
    expect(books.profileIn(moved, 'p1').bindings).toEqual({ password: bound });
    const agreed = books.bindSecrets('p1', { password: { target: 'elsewhere:25' } })(moved);
    expect(books.profileIn(agreed, 'p1').bindings).toEqual({ password: { target: 'elsewhere:25' } });
  });

  test('a duplicate follows its original under a name of its own, without secrets', () => {
    const first = books.duplicateProfile('p2', 'c1')(books.markSecret('p2', 'token', bound)(book));
    const second = books.duplicateProfile('c1', 'c2')(first);
    expect(order(second, null)).toEqual(['p1', 'p2', 'c1', 'c2', 'p3']);
    expect(['c1', 'c2'].map((id) => books.profileIn(second, id).content.name)).toEqual(['p2 (copy)', 'p2 (copy 2)']);
    expect(books.profileIn(second, 'c1')).toMatchObject({ rev: 1, secrets: [], bindings: {}, verified: null });
  });

  test('moving keeps the order asked for, in another folder and back', () => {
    const into = books.moveProfiles(['p3', 'p1'], 'f1', 'p4')(book);
    expect(order(into, 'f1')).toEqual(['p3', 'p1', 'p4']);
    expect(order(books.moveProfiles(['p1'], null, null)(into), null)).toEqual(['p2', 'p1']);
    expect(order(books.moveProfiles(['p3', 'gone'], null, 'p1')(book), null)).toEqual(['p3', 'p1', 'p2']);
  });

  test('a thousand moves to the same place stay in order', () => {
    let next = book;
    for (let turn = 0; turn < 1_000; turn += 1) {
      const [, middle, last] = order(next, null);
      next = books.moveProfiles([last ?? ''], null, middle ?? '')(next);
      expect(order(next, null).slice(1)).toEqual([last, middle]);
    }
    expect(books.ordered(next.profiles).every(({ position }) => Number.isFinite(position))).toBe(true);
  });

  test('folders: named, coloured, reordered; profiles survive theirs', () => {
    const named = books.saveFolder({ id: 'f1', name: 'Renamed', colour: null })(book);
    expect(named.folders[0]).toEqual({ id: 'f1', name: 'Renamed', colour: null, position: 1 });
    const added = books.saveFolder({ id: 'f3', name: 'New', colour: 'red' })(named);
    expect(books.ordered(books.moveFolder('f3', 'f1')(added).folders).map(({ id }) => id)).toEqual(['f3', 'f1', 'f2']);
    const gone = books.removeFolder('f1')(book);
    expect(gone.folders.map(({ id }) => id)).toEqual(['f2']);
    expect(books.profileIn(gone, 'p4').folder).toBeNull();
  });

  test('what a removed profile had in the keychain is remembered until it is gone there too', () => {
    const removed = books.removeProfiles(['p1'])(books.markSecret('p1', 'password', bound)(book));
    expect(removed.orphans).toEqual(['p1.password']);
    expect(books.dropOrphans(['p1.password'])(removed).orphans).toEqual([]);
    const pending = books.addOrphans(['p2.token'])(book);
    expect(books.markSecret('p2', 'token', bound)(pending).orphans).toEqual([]);
  });

  test('removing takes what is there', () => {
    expect(
      books
        .removeProfiles(['p1', 'gone'])(book)
        .profiles.map(({ id }) => id),
    ).toEqual(['p2', 'p3', 'p4']);
  });
});
