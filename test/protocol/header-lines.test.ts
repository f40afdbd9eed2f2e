/** Header fields as they are typed: what is one, what is not, and whose domain From names. */
import { expect, test } from 'vitest';
import { domainInFrom, fromApart, parseHeaderLines } from '../../electron/protocol/parse/message/header-lines.ts';

test.each([
  ['', [], null],
  ['X-A: b\n\nFrom: Ann <a@example.com>', ['X-A=b', 'From=Ann <a@example.com>'], null],
  ['X-A:  b \r\n\t c', ['X-A=b c'], null],
  ['X-A:', ['X-A='], null],
  ['X-A: b\nno field', ['X-A=b'], { line: 2, reason: 'no-field' }],
  [' goes on with nothing', [], { line: 1, reason: 'no-field' }],
  ['Grüße: b', [], { line: 1, reason: 'no-field' }],
  ['X-A: b\u0000', [], { line: 1, reason: 'control-character' }],
  ['Content-Type: text/html', [], { line: 1, reason: 'of-the-body' }],
] as const)('%j', (text, fields, wrong) => {
  const typed = parseHeaderLines(text);
  expect([typed.fields.map(({ name, value }) => `${name}=${value}`), typed.wrong]).toEqual([fields, wrong]);
});

test.each([
  ['a@example.com', 'example.com'],
  ['Ann <a@Example.COM>', 'example.com'],
  ['"a@b" <c@example.org>', 'example.org'],
  ['Ann', null],
  ['a@b, c@d e', null],
])('From %j is of %j', (value, domain) => {
  expect(domainInFrom(value)).toBe(domain);
});

test('two domains', () => {
  expect(fromApart('example.org', 'example.org')).toBe('same');
  expect(fromApart('mail.example.org', 'example.org')).toBe('within');
  expect(fromApart('example.org', 'mail.example.org')).toBe('within');
  expect(fromApart('notexample.org', 'example.org')).toBe('apart');
  expect(fromApart('example.org', '')).toBe('apart');
});
