/** The messages of an mbox file: where each begins and ends, what of its quoting goes, and that a large one is read through a window. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { isMbox, listMbox, mboxSource } from '../../../electron/core/message/mbox/entries.ts';
import { MboxUnquoting } from '../../../electron/core/message/mbox/unquoting.ts';

let dir: string;
beforeAll(async () => (dir = await mkdtemp(join(tmpdir(), 'posthorn-mbox-'))));
afterAll(() => rm(dir, { recursive: true }));

async function written(text: string): Promise<string> {
  const path = join(dir, 'mail.mbox');
  await writeFile(path, text, 'latin1');
  return path;
}
async function all(path: string, at: number): Promise<string> {
  const source = await mboxSource(path, at, 'normalise');
  const chunks: Uint8Array[] = [];
  for await (const chunk of source.open()) chunks.push(Uint8Array.from(chunk));
  return Buffer.concat(chunks).toString('latin1');
}
async function messages(text: string): Promise<string[]> {
  const path = await written(text);
  const { entries } = await listMbox(path, 0, 1_000);
  return Promise.all(entries.map(({ at }) => all(path, at)));
}
const FROM = 'From a@example.org Wed Mar  4 05:06:07 2026';

describe('messages', () => {
  test.each([
    ['one', `${FROM}\nSubject: a\n\ntext\n\n`, ['Subject: a\n\ntext\n']],
    ['two', `${FROM}\nSubject: a\n\ntext\n\n${FROM}\nSubject: b\n\n\n`, ['Subject: a\n\ntext\n', 'Subject: b\n\n']],
    [
      'CR LF',
      `${FROM}\r\nA: a\r\n\r\nx\r\n\r\n${FROM}\r\nB: b\r\n\r\ny\r\n\r\n`,
      ['A: a\r\n\r\nx\r\n', 'B: b\r\n\r\ny\r\n'],
    ],
    ['no line end at the end', `${FROM}\nA: a\n\ntext`, ['A: a\n\ntext']],
    [
      'quoted lines',
      `${FROM}\nA: a\n\n>From here\n>>From there\n> From\nFrom within\n\n`,
      ['A: a\n\nFrom here\n>From there\n> From\nFrom within\n'],
    ],
    ['an empty one', `${FROM}\n\n${FROM}\nA: a\n\n`, ['', 'A: a\n']],
  ])('%s', async (_, text, wanted) => {
    expect(await messages(text)).toEqual(wanted);
  });

  test('whatever stands in them, written as mboxrd and read again', async () => {
    const line = fc.constantFrom('', 'text', 'From x', '>From x', '>>From x', 'Fro', '> ', 'y'.repeat(300));
    const message = fc.array(line, { minLength: 1, maxLength: 6 }).map((lines) => `A: a\n\n${lines.join('\n')}\n`);
    await fc.assert(
      fc.asyncProperty(fc.array(message, { minLength: 1, maxLength: 5 }), async (given) => {
        const quoted = given.map((each) => `${FROM}\n${each.replaceAll(/^>*From /gm, '>$&')}\n`).join('');
        expect(await messages(quoted)).toEqual(given);
      }),
      { numRuns: 60 },
    );
  });

  test('their heads, a page at a time', async () => {
    const path = await written(
      Array.from(
        { length: 7 },
        (_, n) => `${FROM}\nSubject: =?UTF-8?Q?n=C3=BCmber_${n}?=\nFrom: b${n}@example.org\n\nx\n\n`,
      ).join(''),
    );
    const first = await listMbox(path, 0, 3);
    expect(first.entries.map(({ subject, from }) => [subject, from])).toEqual(
      [0, 1, 2].map((n) => [`nümber ${n}`, `b${n}@example.org`]),
    );
    const second = await listMbox(path, first.next ?? -1, 10);
    expect(second.entries.map(({ subject }) => subject)).toEqual([3, 4, 5, 6].map((n) => `nümber ${n}`));
    expect(second.next).toBeNull();
    await expect(listMbox(path, 3, 1)).rejects.toMatchObject({ code: 'invalid-argument' });
    await expect(mboxSource(path, 3, 'raw')).rejects.toMatchObject({ code: 'invalid-argument' });
  });

  test('a large file is read through a window', async () => {
    const body = `${'x'.repeat(76)}\n`.repeat(1_000_000);
    const path = await written(`${FROM}\nSubject: a\n\n${body}\n${FROM}\nSubject: b\n\nsmall\n\n`);
    const before = process.memoryUsage().arrayBuffers;
    const { entries } = await listMbox(path, 0, 10);
    expect(entries.map(({ subject, size }) => [subject, size])).toEqual([
      ['a', 12 + body.length],
      ['b', 18],
    ]);
    let octets = 0;
    const source = await mboxSource(path, 0, 'normalise');
    for await (const chunk of source.open()) octets += chunk.length;
    expect(octets).toBe(12 + body.length);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(60 * 1_048_576);
    expect(await all(path, entries[1]?.at ?? 0)).toBe('Subject: b\n\nsmall\n');
  });

  test('another file is none', async () => {
    expect(await isMbox(await written('Subject: a\n\ntext\n'))).toBe(false);
    expect(await isMbox(await written(''))).toBe(false);
    expect(await isMbox(await written(`${FROM}\n`))).toBe(true);
  });
});

test('quoting in any pieces', () => {
  const text = fc.string({ unit: fc.constantFrom('>', 'From ', 'F', '\n', 'x'), maxLength: 30 });
  fc.assert(
    fc.property(text, fc.array(fc.integer({ min: 1, max: 5 })), (given, cuts) => {
      const quoting = new MboxUnquoting();
      const out: Uint8Array[] = [];
      let from = 0;
      for (const length of [...cuts, given.length]) {
        out.push(...quoting.push(Buffer.from(given.slice(from, from + length))).map((each) => Uint8Array.from(each)));
        from += length;
      }
      out.push(...quoting.end());
      expect(Buffer.concat(out).toString()).toBe(given.replace(/^>(>*From )/gm, '$1'));
    }),
  );
});
