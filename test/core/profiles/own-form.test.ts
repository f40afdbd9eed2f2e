/** Our own form: what is exported comes in again as it was, beside what is there; what is damaged or later is refused by name. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emptyBook, type ProfileBook } from '../../../electron/core/profiles/book.ts';
import { exportProfiles, selected } from '../../../electron/core/profiles/exchange/export.ts';
import { importSettings } from '../../../electron/core/profiles/exchange/import.ts';
import type { Imported } from '../../../electron/core/profiles/exchange/imported.ts';
import { jsonErrorAt, placeIn } from '../../../electron/core/profiles/exchange/json-error.ts';
import { incoming, isTaken, addImported } from '../../../electron/core/profiles/exchange/add-imported.ts';
import { findFolder, findProfile, pathOf } from '../../../electron/core/profiles/find.ts';
import type { ImportProblem } from '../../../electron/protocol/values/profiles/exchange.ts';
import { importProblemText } from '../../../electron/texts/app/exchange.ts';
import { content, folder, profile } from './samples.ts';
import { rounds } from '../../harness/seeds.ts';

const book: ProfileBook = {
  ...emptyBook,
  folders: [folder('f1', { name: 'Customers', position: 2 }), folder('f2', { name: 'Staging', position: 1 })],
  profiles: [
    profile('p1', { folder: 'f1', secrets: ['password', 'token'] }),
    profile('p2', {
      folder: 'f2',
      content: content('everything', {
        colour: 'violet',
        favourite: true,
        notes: 'line one\nline "two" \u{1F511}',
        connection: {
          target: '[2001:db8::1]:465',
          security: 'tls',
          ehloName: 'me.example',
          localAddress: '192.0.2.1',
          timeouts: { greeting: 5_000 },
          xclient: { ADDR: '192.0.2.9' },
          proxyProtocol: { version: 2, address: '192.0.2.7', port: 9 },
        },
        auth: { user: 'u', authzid: 'z', mechanisms: ['SCRAM-SHA-256'], allowClear: true },
        envelope: { from: 'a@x.test', to: ['b@y.test', 'c@y.test'] },
      }),
    }),
    profile('p3'),
  ],
};

const text = (of: ProfileBook = book): string => exportProfiles(of.folders, selected(of, { kind: 'all' }));
function found(json: string): readonly Imported[] {
  const result = importSettings(json);
  if (!result.ok) throw new Error(importProblemText(result.problem));
  expect(result.form).toBe('posthorn');
  return result.found;
}
function problem(json: string): ImportProblem {
  const result = importSettings(json);
  if (result.ok) throw new Error('was read');
  return result.problem;
}
let serial = 0;
const newId = (): string => `new${(serial += 1)}`;
const into = (target: ProfileBook, json: string): ProfileBook =>
  addImported(
    found(json).map((one) => ({ ...incoming(one), id: newId() })),
    null,
    newId,
  )(target);

describe('an export', () => {
  test('comes in again as it was, in the same order, with what it is missing said', () => {
    const again = into(emptyBook, text());
    expect(again.profiles.map((one) => [pathOf(again, one), one.content])).toEqual([
      ['Staging/everything', book.profiles[1]?.content],
      ['Customers/p1', book.profiles[0]?.content],
      ['p3', book.profiles[2]?.content],
    ]);
    expect(again.folders.map(({ name, colour }) => [name, colour])).toEqual([
      ['Staging', 'blue'],
      ['Customers', 'blue'],
    ]);
    expect(again.profiles.every(({ secrets, verified }) => secrets.length === 0 && verified === null)).toBe(true);
    expect(found(text()).map(({ notes }) => notes)).toEqual([
      [],
      [
        { code: 'secret-left-out', kind: 'password' },
        { code: 'secret-left-out', kind: 'token' },
      ],
      [],
    ]);
    expect(text(again)).toBe(text({ ...book, profiles: again.profiles, folders: again.folders }));
  });

  test('carries no password that somebody typed into an address, in or out', () => {
    const connection = { target: 'smtp://ann:geh:e@im@h.test:25', proxy: 'socks5://bob:geheim@proxy.test' };
    const written = text({ ...emptyBook, profiles: [profile('p1', { content: content('x', { connection }) })] });
    expect(written).not.toMatch(/gehe?im|geh:e/);
    expect(found(written)[0]?.connection).toMatchObject({
      target: 'smtp://ann@h.test:25',
      proxy: 'socks5://bob@proxy.test',
    });
    const byHand = written.replace('ann@', 'ann:geheim@');
    expect(JSON.stringify(found(byHand))).not.toContain('geheim');
  });

  test('overwrites nothing: new ids, the same folder by name, a number after a name that is taken', () => {
    const twice = into(into(book, text()), text());
    expect(twice.profiles.slice(0, 3)).toEqual(book.profiles);
    expect(new Set(twice.profiles.map(({ id }) => id)).size).toBe(9);
    expect(twice.folders).toEqual(book.folders);
    expect(twice.profiles.slice(3).map((one) => pathOf(twice, one))).toEqual([
      'Staging/everything (2)',
      'Customers/p1 (2)',
      'p3 (2)',
      'Staging/everything (3)',
      'Customers/p1 (3)',
      'p3 (3)',
    ]);
    const [first] = found(text()).map(incoming);
    expect(first !== undefined && [isTaken(book, first), isTaken(emptyBook, first)]).toEqual([true, false]);
  });

  test('names what it does not know, and keeps the rest', () => {
    const json = JSON.parse(text()) as { profiles: { content: Record<string, unknown> }[] };
    const first = json.profiles[0]!.content;
    Object.assign(first, { future: 1 });
    Object.assign(first.connection as object, { warp: { speed: 9 } });
    expect(found(JSON.stringify(json))[0]?.notes).toEqual([
      { code: 'ignored', what: 'content.connection.warp' },
      { code: 'ignored', what: 'content.future' },
    ]);
  });

  test.each<[string, (json: string) => string, Partial<ImportProblem>, RegExp]>([
    [
      'of a later version',
      (json) => json.replace('"schema": 1', '"schema": 12'),
      { error: 'newer', schema: 12 },
      /form 12/,
    ],
    [
      'of no version',
      (json) => json.replace('"schema": 1', '"schema": "x"'),
      { error: 'bad-value', where: 'schema' },
      /schema/,
    ],
    [
      'with a wrong value',
      (json) => json.replace('"[2001:db8::1]:465"', '465'),
      { error: 'bad-value', where: 'profiles[0].content.connection.target' },
      /profiles\[0\]\.content\.connection\.target/,
    ],
    [
      'with a wrong folder',
      (json) => json.replace('"name": "Staging"', '"name": ""'),
      { where: 'folders[0].name' },
      /./,
    ],
    ['cut off', (json) => json.slice(0, 60), { error: 'syntax', line: 4, column: 11 }, /line 4, column 11/],
    [
      'with nothing in it',
      () => '{"format":"posthorn-profiles","schema":1,"folders":[],"profiles":[]}',
      { error: 'empty' },
      /nothing/,
    ],
    [
      'with too many',
      () => JSON.stringify({ format: 'posthorn-profiles', schema: 1, folders: [], profiles: Array(10_001).fill(0) }),
      { error: 'too-many' },
      /several files/,
    ],
  ])('%s is refused, and where', (_name, change, expected, words) => {
    const refused = problem(change(text()));
    expect(refused).toMatchObject(expected);
    expect(importProblemText(refused)).toMatch(words);
  });

  test('a mark of the encoding in front of it, and line ends of Windows, are no matter', () => {
    expect(found(`\ufeff${text().replaceAll('\n', '\r\n')}`)).toHaveLength(3);
  });
});

const isJson = (json: string): boolean => {
  try {
    JSON.parse(json);
    return true;
  } catch {
    return false;
  }
};

describe('where JSON ends', () => {
  test('what stands before it is a beginning of JSON, and JSON has none', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), fc.constantFrom('}', ',', '"', '\\', 'x', '\u0001'), (json, at, put) => {
        expect(jsonErrorAt(json)).toBe(json.length);
        const place = at % (json.length + 1);
        const spoilt = `${json.slice(0, place)}${put}${json.slice(place)}`;
        const end = jsonErrorAt(spoilt);
        if (isJson(spoilt)) expect(end).toBe(spoilt.length);
        else expect(jsonErrorAt(spoilt.slice(0, end))).toBe(end);
      }),
      { numRuns: rounds(1_000) },
    );
  });

  test.each([
    ['{"a":1,}', 7],
    ['{"a" 1}', 5],
    ['[1 2]', 3],
    ['[01]', 2],
    ['{"a":tru}', 5],
    ['"a\nb"', 2],
    ['"\\x"', 1],
    ['{"a":1}}', 7],
    ['[', 1],
    ['{"a', 3],
    ['[1}', 2],
    ['', 0],
  ])('%j at %i', (json, at) => {
    expect(jsonErrorAt(json)).toBe(at);
  });

  test('deep nesting needs no stack', () => {
    const deep = '['.repeat(500_000);
    expect(jsonErrorAt(deep)).toBe(deep.length);
    expect(problem(`{"a":${deep}`)).toMatchObject({ error: 'syntax', line: 1 });
  });

  test('lines and columns count from one', () => {
    expect([placeIn('ab\ncd', 0), placeIn('ab\ncd', 3), placeIn('ab\ncd', 5)]).toEqual([
      { line: 1, column: 1 },
      { line: 2, column: 1 },
      { line: 2, column: 3 },
    ]);
  });
});

describe('a profile by what is typed for it', () => {
  const named = (...names: [name: string, folder: string | null][]): ProfileBook => ({
    ...emptyBook,
    folders: book.folders,
    profiles: names.map(([name, inside], at) => profile(`p${at}`, { folder: inside, content: content(name) })),
  });

  test.each([
    ['Mail', 'p0'],
    ['mail', 'p1'],
    ['MAIL', ['p0', 'p1']],
    ['customers/mx', 'p2'],
    ['mx', ['Customers/mx', 'Staging/mx']],
    ['a/b', 'p4'],
    ['p3', 'p3'],
    ['nobody', null],
  ])('%s', (typed, expected) => {
    const match = findProfile(named(['Mail', null], ['mail', null], ['mx', 'f1'], ['mx', 'f2'], ['a/b', null]), typed);
    if (expected === null) expect(match).toEqual({ kind: 'none' });
    else if (typeof expected === 'string') expect(match).toMatchObject({ kind: 'one', value: { id: expected } });
    else expect(match).toEqual({ kind: 'several', candidates: expected });
  });

  test('a folder by its name', () => {
    expect(findFolder(book, 'staging')).toMatchObject({ kind: 'one', value: { id: 'f2' } });
    expect(findFolder(book, 'stag')).toEqual({ kind: 'none' });
  });
});
