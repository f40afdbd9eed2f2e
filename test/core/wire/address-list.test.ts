import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAddressList } from '../../../electron/protocol/parse/addresses/address-list.ts';
import { rounds } from '../../harness/seeds.ts';

const read = (text: string) => {
  const { addresses, problems } = parseAddressList(text);
  return {
    addresses: addresses.map(({ mailbox, name, group }) => [mailbox.text, name, ...(group === null ? [] : [group])]),
    problems: problems.map((problem) => problem.reason),
  };
};

describe('lists', () => {
  test.each<[string, string[][]]>([
    ['', []],
    [' , ,, ', []],
    ['a@b.example', [['a@b.example', '']]],
    [
      'a@b.example,c@d.example',
      [
        ['a@b.example', ''],
        ['c@d.example', ''],
      ],
    ],
    ['<a@b.example>', [['a@b.example', '']]],
    ['Joe Foo <a@b.example>', [['a@b.example', 'Joe Foo']]],
    ['Joe  Foo\r\n <a@b.example>', [['a@b.example', 'Joe Foo']]],
    [
      '"Foo, Joe" <a@b.example>, c@d.example',
      [
        ['a@b.example', 'Foo, Joe'],
        ['c@d.example', ''],
      ],
    ],
    ['"say \\"hi\\"" <a@b.example>', [['a@b.example', 'say "hi"']]],
    ['Joe Foo, PhD <a@b.example>', [['a@b.example', 'Joe Foo, PhD']]],
    ['J. R. Foo <a@b.example>', [['a@b.example', 'J. R. Foo']]],
    ['a@b.example (a (nested, <x@y>) comment)', [['a@b.example', '']]],
    ['(first) a@b.example', [['a@b.example', '']]],
    ['a (one) @ (two) b.example', [['a@b.example', '']]],
    ['"a b"@c.example', [['"a b"@c.example', '']]],
    [
      'a@[127.0.0.1], b@[IPv6:::1]',
      [
        ['a@[127.0.0.1]', ''],
        ['b@[IPv6:::1]', ''],
      ],
    ],
    ['< a@b.example >', [['a@b.example', '']]],
    [
      'Team: a@b.example, Joe <c@d.example>;',
      [
        ['a@b.example', '', 'Team'],
        ['c@d.example', 'Joe', 'Team'],
      ],
    ],
    ['Undisclosed recipients:;', []],
    [
      'A:a@b.example;,B:;,,c@d.example',
      [
        ['a@b.example', '', 'A'],
        ['c@d.example', ''],
      ],
    ],
    ['ö@bücher.example', [['ö@bücher.example', '']]],
    ['=?utf-8?q?a=40evil.example?= <a@b.example>', [['a@b.example', '=?utf-8?q?a=40evil.example?=']]],
  ])('%j', (text, addresses) => {
    expect(read(text)).toEqual({ addresses, problems: [] });
  });

  test.each<[string, string[], string[]]>([
    ['root', [], ['no-address']],
    ['root, a@b.example', ['a@b.example'], ['no-address']],
    ['a@b.example, root', ['a@b.example'], ['no-address']],
    ['Joe a@b.example', [], ['no-brackets']],
    ['a@b.example c@d.example', [], ['no-brackets']],
    ['<evil@attacker.example>@legit.example', [], ['text-after-address']],
    ['<a@b.example> <c@d.example>', [], ['text-after-address']],
    ['<a@b.example', [], ['unclosed']],
    ['c@d.example, "a@b.example', ['c@d.example'], ['unclosed']],
    ['a@b.example (comment', ['a@b.example'], ['unclosed']],
    ['Joe <>', [], ['bad-local-part']],
    ['a@@b.example', [], ['bad-domain']],
    ['a..b@c.example, d@e.example', ['d@e.example'], ['bad-local-part']],
    ['A: B: a@b.example;', [], ['nested-group', 'no-brackets']],
    ['=?x?q?a=40evil.example=3e=20?=@good.example', ['=?x?q?a=40evil.example=3e=20?=@good.example'], []],
  ])('%j has problems', (text, addresses, problems) => {
    const list = read(text);
    expect(list.addresses.map(([address]) => address)).toEqual(addresses);
    expect(list.problems).toEqual(problems);
  });

  test('comments nest, to a depth', () => {
    const nested = (depth: number) => read(`${'('.repeat(depth)}${')'.repeat(depth)}a@b.example`);
    expect(nested(64).problems).toEqual([]);
    expect(nested(65).problems).toEqual(['comment-too-deep']);
  });
});

describe('time', () => {
  test.each([
    ['groups', 'G:'.repeat(100_000) + ';'.repeat(100_000)],
    ['open comments', '('.repeat(200_000)],
    ['comments', '()'.repeat(100_000)],
    ['open brackets', '<'.repeat(200_000)],
    ['quotes', '"'.repeat(200_001)],
    ['backslashes', `"${'\\'.repeat(200_000)}`],
    ['commas', ','.repeat(200_000)],
    ['words', 'a '.repeat(100_000)],
    ['words between commas', 'a,'.repeat(100_000)],
    ['ats', '@'.repeat(200_000)],
    ['dots', '.'.repeat(200_000)],
    ['blanks', ' '.repeat(200_000)],
    ['addresses', 'a@b.example,'.repeat(20_000)],
  ])(
    '%s by the hundred thousand',
    (_, text) => {
      const { addresses, problems } = parseAddressList(text);
      expect(addresses.length + problems.length).toBeLessThan(20_001);
    },
    10_000,
  );
});

test('any text: no throw, and every address is one that stands there', () => {
  const texts = fc.string({
    unit: fc.constantFrom('a', 'b.c', '@', '"', '\\', '.', '<', '>', ' ', '(', ')', ',', ';', ':', '[', ']', 'ö'),
    maxLength: 40,
  });
  fc.assert(
    fc.property(texts, (text) => {
      const bare = text.replace(/[\s()]/g, '');
      for (const { mailbox } of parseAddressList(text).addresses) {
        if (!mailbox.quoted && !mailbox.literal && !text.includes('(')) expect(bare).toContain(mailbox.text);
      }
    }),
    { numRuns: rounds(1_000) },
  );
});
