/**
 * SEC-70: every regular expression of the app, found in the syntax trees of its sources, is one that a backtracking matcher works through
 * in linear time, whatever a peer sends. None is made from text at run time.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { type Cost, costOf } from '../harness/regexes/regex-cost.ts';

interface Found {
  readonly where: string;
  readonly source: string;
  readonly flags: string;
}

/** Of what only the user or we ourselves write, and of bounded length: by source, the reason. One that is linear may not stand here. */
const bounded: Readonly<Record<string, string>> = {
  '"orphans"\\s*:\\s*(\\[[^\\]]*\\])': 'the settings file of this user, which no peer writes',
  '^[^@]*:[^@]*@': 'a target on the command line, whose length the system limits',
  '^(\\s*\\S+\\s+(\\S+))(?:\\s+(.*))?$':
    'a line typed by hand, at most command.maxArgument long; its last part takes whatever is there',
  '[^\\r\\n]*(?:\\r\\n|\\r|\\n|$)': 'cannot fail: after other characters there is a line end, or the end',
};

const files = readdirSync('electron', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
const literals: Found[] = [];
const made: string[] = [];
for (const name of files) {
  const file = ts.createSourceFile(name, readFileSync(join('electron', name), 'utf8'), ts.ScriptTarget.Latest, true);
  const walk = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/');
      const line = file.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      literals.push({ where: `${name}:${line}`, source: node.text.slice(1, end), flags: node.text.slice(end + 1) });
    }
    const called = ts.isNewExpression(node) || ts.isCallExpression(node) ? node.expression.getText(file) : '';
    if (called === 'RegExp') made.push(`${name}: ${node.getText(file)}`);
    ts.forEachChild(node, walk);
  };
  walk(file);
}

describe('the judge', () => {
  test.each<[string, string, Cost]>([
    ['^(a+)+$', '', 'exponential'],
    ['(a*)*b', '', 'exponential'],
    ['^(a|a)*$', '', 'exponential'],
    ['^(a?b?)*$', '', 'exponential'],
    ['^((|)a)*$', '', 'exponential'],
    ['^(a|ab|b)*c$', '', 'exponential'],
    ['^(?:a{1,61})*$', '', 'exponential'],
    ['^(?:[0-9]{1,10} ?){1,1000}$', '', 'exponential'],
    ['^(?:[0-9]{1,10} ){1,1000}$', '', 'linear'],
    ['^(?:a{1,3}){1,3}$', '', 'linear'],
    ['^([a-z]+)*1$', 'i', 'exponential'],
    ['\\s+$', '', 'polynomial'],
    ['a+b', '', 'polynomial'],
    ['(?=.*x)', '', 'polynomial'],
    ['^a*a*$', '', 'polynomial'],
    ['^.*,.*,$', '', 'polynomial'],
    ['^[A-Z]+[^b]*$', 'i', 'polynomial'],
    ['^\\s+', 'm', 'linear'],
    ['^a*b*$', '', 'linear'],
    ['^\\s+', '', 'linear'],
    ['\\s+', 'y', 'linear'],
    ['(?:^|\\.)[0-9]+$', '', 'linear'],
    ['^[a-z](?:[a-z-]{0,61}[a-z])?$', '', 'linear'],
    ['^(?:[^"]|"[^"]*")*$', '', 'linear'],
    ['x{3}|y', '', 'linear'],
    ['\\s+', '', 'linear'],
    ['\\s+\\b', '', 'polynomial'],
    ['<[^>]*>', '', 'polynomial'],
    ['<[^<>]*>', '', 'linear'],
  ])('/%s/%s is %s', (source, flags, cost) => {
    expect(costOf(source, flags)).toBe(cost);
  });

  test('says what it does not know', () => {
    for (const source of ['(a)\\1', '(?<=a*)b', '(?i:a)', '[a', '(a']) expect(() => costOf(source, '')).toThrow();
  });
});

test('they are found', () => {
  expect(literals.length).toBeGreaterThan(1_000);
});

/** What is written twice is judged once; by folder, so that none of these tests is long. */
const distinct = new Map(literals.map((one) => [`/${one.source}/${one.flags}`, one]));
const folders = new Map<string, Found[]>();
for (const one of distinct.values()) {
  const folder = dirname(one.where);
  folders.set(folder, [...(folders.get(folder) ?? []), one]);
}

test.each([...folders])('every expression of %s is linear', (_, found) => {
  const others = found.flatMap(({ where, source, flags }) => {
    if (bounded[source] !== undefined) return [];
    let cost: string;
    try {
      cost = costOf(source, flags);
    } catch (error) {
      cost = `not judged (${String(error)})`;
    }
    return cost === 'linear' ? [] : [`${cost} at ${where}: /${source}/${flags}`];
  });
  expect(others).toEqual([]);
});

test('those that need not be are few, and still there', () => {
  for (const source of Object.keys(bounded)) {
    const found = literals.find((one) => one.source === source);
    expect(found, source).toBeDefined();
    expect(costOf(source, found?.flags ?? '')).not.toBe('linear');
  }
});

test('none is made from text', () => {
  expect(made).toEqual([]);
});
