/** The profile file: whole, from an older or a later version, and damaged in every place. */
import { describe, expect, test } from 'vitest';
import { emptyBook, saveProfile, type ProfileBook } from '../../../electron/core/profiles/book.ts';
import { readBook, withMissing, writeBook } from '../../../electron/core/profiles/file.ts';
import { content, folder, profile } from './samples.ts';

const book: ProfileBook = {
  revision: 7,
  orphans: ['gone.password'],
  folders: [folder('f1'), folder('f2', { name: 'Brackets }{ "and" quotes' })],
  profiles: [
    profile('p1', { folder: 'f1', secrets: ['password'], bindings: { password: { target: 'old.example:25' } } }),
    profile('p2', {
      content: content('odd', { notes: 'a "quote", a } brace,\na line end, \\ and ünïcode 😀 {"id":"x"}' }),
    }),
    profile('p3', {
      verified: {
        at: '2026-03-02T09:15:00.000Z',
        ok: true,
        error: null,
        title: 't',
        mechanism: 'PLAIN',
        tlsVersion: 'TLSv1.3',
      },
    }),
  ],
};
const text = writeBook(book);
const octets = Buffer.from(text);
/** Octet after the record with this id: from here on it is intact in what was kept. */
const endOf = (id: string): number => {
  const line = text.split('\n').find((each) => each.includes(`{"id":"${id}"`)) ?? '';
  return Buffer.byteLength(text.slice(0, text.indexOf(line))) + Buffer.byteLength(line.replace(/,$|\]?\}?$/, '')) + 1;
};

describe('the profile file', () => {
  test('is read as it was written', () => {
    expect(readBook(text)).toEqual({ kind: 'whole', book });
    expect(readBook(writeBook(emptyBook))).toEqual({ kind: 'whole', book: emptyBook });
  });

  test('cut at every octet, loses no whole record', () => {
    const ends = [...book.folders, ...book.profiles].map(({ id }) => [id, endOf(id)] as const);
    for (let length = 0; length < octets.length - 2; length += 1) {
      const read = readBook(octets.subarray(0, length).toString('utf8'));
      expect(read.kind).toBe('damaged');
      const got = read.kind === 'damaged' ? read.book : emptyBook;
      const ids = new Set([...got.folders, ...got.profiles].map(({ id }) => id));
      for (const [id, end] of ends) if (length >= end) expect(ids, `${id} at ${length}`).toContain(id);
      for (const one of got.profiles) expect(book.profiles).toContainEqual(one);
    }
  });

  test('with any stretch overwritten or missing, keeps the records outside of it', () => {
    const starts = new Map(
      book.profiles.map(({ id }) => [id, Buffer.byteLength(text.slice(0, text.indexOf(`{"id":"${id}"`)))]),
    );
    for (let at = 0; at < octets.length; at += 3) {
      for (const filler of ['\0\0\0\0\0', '"', '{{{{{', ']}', '']) {
        const damaged = Buffer.concat([octets.subarray(0, at), Buffer.from(filler), octets.subarray(at + 5)]).toString(
          'utf8',
        );
        const read = readBook(damaged);
        const got = read.kind === 'newer' ? [] : read.book.profiles.map(({ id }) => id);
        for (const [id, start] of starts) {
          if (at + 5 <= start - 1 || at >= endOf(id))
            expect(got, `${id}, ${JSON.stringify(filler)} at ${at}`).toContain(id);
        }
      }
    }
  });

  test('reformatted by hand with a comma too many, is recovered', () => {
    const pretty = JSON.stringify({ schema: 1, ...book }, null, 2).replace('"profiles": [', '"profiles": [,');
    expect(readBook(pretty)).toEqual({ kind: 'damaged', book });
  });

  test('nonsense is damaged and empty, and quickly so', () => {
    for (const nonsense of [
      '',
      'null',
      '[]',
      '"x"',
      '\0\0\0',
      '{'.repeat(200_000),
      '{"a":'.repeat(50_000),
      '[{"'.repeat(50_000),
    ]) {
      expect(readBook(nonsense)).toEqual({ kind: 'damaged', book: emptyBook });
    }
  });

  test('from before versions, is brought forward; from a later version, is left alone', () => {
    expect(readBook(JSON.stringify({ schema: 0, profiles: book.profiles }))).toEqual({
      kind: 'whole',
      book: { ...emptyBook, profiles: book.profiles },
    });
    expect(readBook(JSON.stringify({ schema: 2, profiles: [] }))).toEqual({ kind: 'newer', schema: 2 });
  });

  test('without bindings, binds each kept secret to what its profile says; and so it stays', () => {
    const before = profile('p1', { secrets: ['password', 'passphrase'], bindings: { passphrase: null } });
    const read = readBook(JSON.stringify({ schema: 1, ...emptyBook, profiles: [before] }));
    if (read.kind !== 'whole') throw new Error(read.kind);
    const bindings = {
      password: {
        target: 'p1.example.org:587',
        protocol: 'smtp',
        security: 'starttls',
        user: 'p1@example.org',
      },
      passphrase: null,
    };
    expect(read.book.profiles[0]?.bindings).toEqual(bindings);
    const moved = saveProfile('p1', 1, content('p1', { connection: { target: 'elsewhere.example:25' } }))(read.book);
    expect(readBook(writeBook(moved))).toMatchObject({ book: { profiles: [{ bindings }] } });
  });

  test('what is missing comes from the version before', () => {
    const cut = { ...emptyBook, profiles: [profile('p1', { rev: 9 })] };
    const whole = withMissing(cut, book);
    expect(whole.profiles.map(({ id, rev }) => [id, rev])).toEqual([
      ['p1', 9],
      ['p2', 1],
      ['p3', 1],
    ]);
    expect(whole.revision).toBe(7);
  });
});
