/** Lists of targets as people keep them: lines, tables, comments, and what must not stand in one. */
import { expect, test } from 'vitest';
import { parseTargetList } from '../../electron/protocol/parse/lists/target-list.ts';

const parsed = (...lines: readonly string[]) => {
  const list = parseTargetList(lines.join('\n'));
  return list.ok ? list.value : list.reason;
};

test('a target a line, with comments, empty lines, any line ends and a byte order mark', () => {
  expect(parseTargetList('\ufeff# mail\r\n\r\n  a.test:25 \r\nprofile:Home Office\rb.test')).toEqual({
    ok: true,
    value: {
      targets: [
        { line: 3, text: 'a.test:25' },
        { line: 4, text: 'profile:Home Office' },
        { line: 5, text: 'b.test' },
      ],
      repeated: [],
      ignored: [],
    },
  });
});

test('what stands there twice is asked once', () => {
  expect(parsed('a.test', 'b.test', 'a.test')).toMatchObject({
    targets: [{ line: 1 }, { line: 2 }],
    repeated: [{ line: 3, first: 1 }],
  });
});

test('a table by comma, semicolon or tab, with quotes, in any order of its columns', () => {
  const expected = {
    targets: [
      { line: 2, text: 'a.test:587', user: 'ann "x", y' },
      { line: 3, text: 'b.test', profile: 'Office' },
      { line: 4, text: 'profile:Home', user: 'bob' },
      { line: 5, text: '[2001:db8::1]:25' },
    ],
    ignored: ['note'],
  };
  for (const separator of [',', ';', '\t'])
    expect(
      parsed(
        ['User', 'Server', 'Port', 'Profile', 'Note'].join(separator),
        ['"ann ""x"", y"', 'a.test', '587', '', 'x'].join(separator),
        ['', 'b.test', '', 'Office', ''].join(separator),
        ['bob', '', '', 'Home'].join(separator),
        ['', '2001:db8::1', '25', '', ''].join(separator),
      ),
    ).toMatchObject(expected);
});

test('a table with passwords is none, and a password in a line is repeated nowhere', () => {
  for (const name of ['password', 'PASS', 'secret', 'token'])
    expect(parsed(`host,user,${name}`, 'a.test,ann,geheim')).toBe('holds-secrets');
  for (const line of ['smtp://ann:geheim@a.test', 'ann:geheim@a.test:25', 'ann:ge@heim@a.test'])
    expect(JSON.stringify(parsed(line))).not.toMatch(/geheim|heim@/);
  expect(parsed('ann@a.test')).toMatchObject({ targets: [{ text: 'ann@a.test' }] });
});

test('whatever is in it, it is read in one pass', () => {
  const wide = `host,user\n${'"'.repeat(200_000)}\n${','.repeat(200_000)}`;
  expect(parsed(...wide.split('\n'))).toMatchObject({ targets: [{ line: 2 }, { line: 3 }] });
});
