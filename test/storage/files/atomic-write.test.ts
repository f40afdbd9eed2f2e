/** A file is replaced whole or not at all, flushed in the order that a power cut asks for, and in one way everywhere. */
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { inRoot } from '../../../build/lib/paths.mjs';
import { renameOver, writeAtomically, type AtomicWrite } from '../../../electron/storage/files/atomic-write.ts';
import { limits } from '../../../electron/storage/limits.ts';

/** What was done to the disk, in order; paths from the test's folder. */
const done: string[] = [];
let dir = '';

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof fs>();
  return {
    ...real,
    open: async (path: string, ...more: [string?, number?]) => {
      const file = await real.open(path, ...more);
      const sync = file.sync.bind(file);
      file.sync = async () => {
        done.push(`flush ${relative(dir, path)}`);
        await sync();
      };
      return file;
    },
    rename: async (from: string, to: string) => {
      done.push(`rename ${relative(dir, from)} ${relative(dir, to)}`);
      await real.rename(from, to);
    },
  };
});

beforeEach(async () => {
  dir = await fs.mkdtemp(join(tmpdir(), 'posthorn-write-'));
  done.length = 0;
});

afterEach(() => fs.rm(dir, { recursive: true, force: true }));

const own: AtomicWrite = { durable: true, beside: 'own' };

test('what must survive a power cut is flushed before it has its name, and its folder after', async () => {
  const path = join(dir, 'a.json');
  await writeAtomically(path, 'text', own);
  expect(done).toEqual(['flush a.json.new', 'rename a.json.new a.json', 'flush ']);
  done.length = 0;
  await writeAtomically(path, 'text', { ...own, durable: false });
  expect(done).toEqual(['rename a.json.new a.json']);
});

test('text, octets and pieces of both are written; the file is for its user alone, whatever was there', async () => {
  const path = join(dir, 'a');
  await fs.writeFile(path, 'before', { mode: 0o644 });
  await fs.writeFile(`${path}.new`, 'left behind', { mode: 0o644 });
  async function* pieces(): AsyncIterable<string | Uint8Array> {
    yield 'grün ';
    yield new Uint8Array([0, 255]);
  }
  for (const [content, expected] of [
    ['text', Buffer.from('text')],
    [new Uint8Array([1, 2]), Buffer.from([1, 2])],
    [['a', 'b'], Buffer.from('ab')],
    [pieces(), Buffer.concat([Buffer.from('grün '), Buffer.from([0, 255])])],
  ] as const) {
    await writeAtomically(path, content, own);
    expect(await fs.readFile(path)).toEqual(expected);
  }
  if (process.platform !== 'win32') expect((await fs.stat(path)).mode & 0o777).toBe(0o600);
  expect(await fs.readdir(dir)).toEqual(['a']);
});

test.skipIf(process.platform === 'win32')(
  'a link is replaced, in the place and beside it, and what it leads to is left',
  async () => {
    const path = join(dir, 'a');
    const victim = join(dir, 'victim');
    await fs.writeFile(victim, 'untouched');
    await fs.symlink(victim, path);
    await fs.symlink(victim, `${path}.new`);
    await writeAtomically(path, 'text', own);
    expect(await fs.readFile(victim, 'utf8')).toBe('untouched');
    expect((await fs.lstat(path)).isFile()).toBe(true);
  },
);

test.each(['own', 'shared'] as const)(
  '%s: what fails on the way leaves the file of before and nothing beside it',
  async (beside) => {
    const path = join(dir, 'a');
    await fs.writeFile(path, 'before');
    async function* broken(): AsyncIterable<string> {
      yield 'half';
      throw new Error('source');
    }
    await expect(writeAtomically(path, broken(), { durable: true, beside })).rejects.toThrow('source');
    const check = async (whole: string): Promise<void> => {
      expect(await fs.readFile(whole, 'utf8')).toBe('text');
      throw new Error('refused');
    };
    await expect(writeAtomically(path, 'text', { durable: true, beside, check })).rejects.toThrow('refused');
    await expect(writeAtomically(join(dir, 'nowhere/a'), 'text', { durable: true, beside })).rejects.toMatchObject({
      code: 'ENOENT',
    });
    expect(await fs.readFile(path, 'utf8')).toBe('before');
    expect(await fs.readdir(dir)).toEqual(['a']);
  },
);

test('Windows: a file that is held open for a moment is waited for, one that stays so is not; elsewhere nothing is tried twice', async () => {
  const refusing = (times: number, code: string) => {
    let tries = 0;
    const rename = async (): Promise<void> => {
      tries += 1;
      if (tries <= times) throw Object.assign(new Error(code), { code });
    };
    return { rename, tries: () => tries };
  };
  for (const code of ['EPERM', 'EACCES', 'EBUSY']) {
    const { rename, tries } = refusing(2, code);
    await renameOver('a', 'b', { platform: 'win32', rename });
    expect(tries()).toBe(3);
  }
  const stays = refusing(Infinity, 'EPERM');
  await expect(renameOver('a', 'b', { platform: 'win32', rename: stays.rename })).rejects.toMatchObject({
    code: 'EPERM',
  });
  expect(stays.tries()).toBe(limits.files.renameTries);
  for (const [platform, code] of [
    ['win32', 'ENOENT'],
    ['linux', 'EPERM'],
  ] as const) {
    const { rename, tries } = refusing(Infinity, code);
    await expect(renameOver('a', 'b', { platform, rename })).rejects.toMatchObject({ code });
    expect(tries()).toBe(1);
  }
});

test('nothing else gives a file its name', async () => {
  const elsewhere: string[] = [];
  for (const name of await fs.readdir(inRoot('electron'), { recursive: true })) {
    if (!name.endsWith('.ts')) continue;
    const text = await fs.readFile(inRoot('electron', name), 'utf8');
    if (/import \{[^}]*\brename(?:Sync)?\b[^}]*\} from 'node:fs/.test(text)) elsewhere.push(name.replaceAll('\\', '/'));
  }
  expect(elsewhere.sort()).toEqual([
    // A folder that appears with both its files.
    'storage/authority/store.ts',
    'storage/files/atomic-write.ts',
    // Away from its place, under another name.
    'storage/files/json-file.ts',
    // The index, from where it lay before.
    'storage/index/open.ts',
    // A whole file from the spool.
    'storage/mailbox/files.ts',
  ]);
});
