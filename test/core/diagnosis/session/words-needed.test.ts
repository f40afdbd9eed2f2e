/** The built lexicon makes an expression ready only for a text that holds one of its words: none is missed, and few are made ready. */
import { readFileSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { bundleForNode } from '../../../../build/lib/bundle.mjs';
import { neededBy } from '../../../../build/lib/lexicon-words.mjs';
import { inRoot } from '../../../../build/lib/paths.mjs';
import { normalWords } from '../../../../electron/core/diagnosis/lexicon/words.ts';
import { explain } from '../../../../electron/core/explain/explain.ts';
import { readCollection } from '../../../replies/rows.ts';

const lexicon = 'electron/core/diagnosis/lexicon';
const files = [
  'predicates.ts',
  'topics.ts',
  'languages.ts',
  ...readdirSync(`${lexicon}/subjects`).map((name) => `subjects/${name}`),
];

function literalsOf(name: string): string[] {
  const file = ts.createSourceFile(name, readFileSync(join(lexicon, name), 'utf8'), ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const walk = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) found.push(node.text.slice(1, node.text.lastIndexOf('/')));
    ts.forEachChild(node, walk);
  };
  walk(file);
  return found;
}
// A set of characters alone, which asks for a script, holds no word.
const sources = files.flatMap(literalsOf).filter((source) => !/^\[[^\]]*\]$/.test(source));
const { rows } = readCollection('test/fixtures/replies');

describe('the words of an expression', () => {
  test.each<[string, readonly string[] | null]>([
    ['abc', ['abc']],
    ['\\babc\\b', ['abc']],
    ['abcs?', ['abc']],
    ['abc+d', ['abc']],
    ['abc{0,2}de', ['ab']],
    ['ab{2}c', ['ab']],
    ['a|bc', ['a', 'bc']],
    ['(?:abc|de)(?:f)?', ['abc', 'de']],
    ['(?:abc)?de', ['de']],
    ['(?:abc){0,3}?de', ['de']],
    ['(abc)+?d', ['abc']],
    ['ab(?!cdef)cd', ['abcd']],
    ['ab(?<!x|y)c', ['abc']],
    ['gr[ea]ylist', ['ylist']],
    ['[(|)\\]]ab', ['ab']],
    ['\\d+ab\\.c', ['ab.c']],
    ['a.{0,9}bc', ['bc']],
    ['x?', null],
    ['a|b?', null],
    ['[a-z]+', null],
    ['', null],
  ])('of /%s/ are %j', (source, words) => {
    expect(neededBy(source)).toEqual(words);
  });

  test('are not guessed at', () => {
    for (const source of ['(a)\\1', '\\u0061', '\\x61', '\\p{L}', '(?<n>a)', '(?i:a)', '(a', 'a)', 'a\\'])
      expect(() => neededBy(source), source).toThrow();
  });

  test('are known for each of the lexicon, and one of them is in whatever it finds', () => {
    expect(sources.length).toBeGreaterThan(500);
    const clauses = [...new Set(rows.flatMap(({ text }) => normalWords(text).clauses))];
    for (const source of sources) {
      const needed = neededBy(source);
      expect(needed, source).not.toBeNull();
      const expression = new RegExp(source);
      const missed = clauses.filter(
        (one) => expression.test(one) && needed?.some((word) => one.includes(word)) !== true,
      );
      expect(missed, source).toEqual([]);
    }
  });

  test('one of them is in every text made from the expression', () => {
    for (const source of sources) {
      const needed = neededBy(source) ?? [''];
      // More than it finds: what looks around is left out.
      const made = fc.stringMatching(new RegExp(`^(?:${withoutLooks(source)})$`));
      const missed = fc.sample(made, 20).filter((text) => !needed.some((word) => text.includes(word)));
      expect(missed, source).toEqual([]);
    }
  });
});

function withoutLooks(source: string): string {
  let left = source.replaceAll('\\b', '').replaceAll(/(?<![[\\])[\^$]/g, '');
  for (let at = left.search(/\(\?<?[=!]/); at >= 0; at = left.search(/\(\?<?[=!]/)) {
    let depth = 0;
    let end = at;
    do {
      if (left[end] === '(') depth += 1;
      if (left[end] === ')') depth -= 1;
      end += 1;
    } while (depth > 0);
    left = left.slice(0, at) + left.slice(end);
  }
  return left;
}

describe('an explanation, built', () => {
  const out = inRoot('out', 'test-lexicon', String(process.pid));
  let built: typeof explain;
  beforeAll(async () => {
    await bundleForNode({ entries: { explain: inRoot('electron', 'core', 'explain', 'explain.ts') }, outDir: out });
    ({ explain: built } = (await import(/* @vite-ignore */ pathToFileURL(join(out, 'explain.js')).href)) as {
      explain: typeof explain;
    });
  });
  afterAll(() => rm(out, { recursive: true, force: true }));

  test.each([
    '550 5.1.1 User unknown',
    '535 5.7.8 Authentication failed',
    '554 5.7.1 Relay access denied',
    '452 4.2.2 Mailbox full',
    '554 5.7.1 Service unavailable; Client host [203.0.113.9] blocked using zen.spamhaus.org',
  ])('makes few expressions ready for %j', (text) => {
    const own = new Set(sources);
    const ready = new Set<string>();
    const real = Reflect.get(RegExp.prototype, 'test');
    const spy = vi.spyOn(RegExp.prototype, 'test').mockImplementation(function (this: RegExp, one: string) {
      if (own.has(this.source)) ready.add(this.source);
      return real.call(this, one);
    });
    built(text);
    spy.mockRestore();
    expect(ready.size).toBeGreaterThan(0);
    expect(ready.size).toBeLessThan(60);
  });

  test('says what the sources say', () => {
    for (const { text } of rows) expect(built(text)).toEqual(explain(text));
  });
});
