/** Lines of the console: its own words in small letters, everything else as it is; lists read whole; what may stand where. */
import { describe, expect, it } from 'vitest';
import { completeConsoleLine, type ServerOffer } from '../../../electron/protocol/parse/console/completion.ts';
import { isExpected, parseConsoleLine } from '../../../electron/protocol/parse/console/line.ts';
import { parseList } from '../../../electron/protocol/parse/console/list.ts';

describe('a line', () => {
  it.each([
    ['', { kind: 'nothing' }],
    ['  # a remark', { kind: 'nothing' }],
    ['NOOP', { kind: 'wire', text: 'NOOP' }],
    ['ehlo me', { kind: 'wire', text: 'ehlo me' }],
    ['  MAIL FROM:<a b>', { kind: 'wire', text: '  MAIL FROM:<a b>' }],
    ['auth', { kind: 'login', mechanism: null, text: 'auth' }],
    ['auth plain', { kind: 'login', mechanism: 'PLAIN', text: 'auth plain' }],
    ['AUTH PLAIN', { kind: 'wire', text: 'AUTH PLAIN' }],
    ['auth plain AGEAYg==', { kind: 'wire', text: 'auth plain AGEAYg==' }],
    ['> auth plain', { kind: 'wire', text: 'auth plain' }],
    ['> # no remark', { kind: 'wire', text: '# no remark' }],
    ['data mail one.eml', { kind: 'file', verb: 'DATA', name: 'mail one.eml', last: true }],
    ['DATA mail.eml', { kind: 'wire', text: 'DATA mail.eml' }],
    ['data', { kind: 'wire', text: 'data' }],
    ['bdat part.bin', { kind: 'file', verb: 'BDAT', name: 'part.bin', last: false }],
    ['bdat part.bin last', { kind: 'file', verb: 'BDAT', name: 'part.bin', last: true }],
    ['bdat 20 last', { kind: 'wire', text: 'bdat 20 last' }],
    ['expect 250', { kind: 'expect', expected: { text: '250', codes: ['250'], enhanced: null } }],
    [
      'expect 2xx,354 2.1.0',
      { kind: 'expect', expected: { text: '2xx,354 2.1.0', codes: ['2xx', '354'], enhanced: '2.1.0' } },
    ],
  ])('%j', (line, read) => {
    expect(parseConsoleLine(line)).toEqual(read);
  });

  it.each(['expect', 'expect ok', 'expect 99', 'expect 250 ok', 'expect x50'])('%j is no expectation', (line) => {
    expect(parseConsoleLine(line).kind).toBe('wrong');
  });

  it.each([
    ['250', 250, null, true],
    ['250', 251, null, false],
    ['25x', 251, null, true],
    ['2xx', 354, null, false],
    ['4xx,550', 550, '5.1.1', true],
    ['550 5.1.1', 550, '5.7.1', false],
    ['550 5.1.1', 550, '5.1.1', true],
    ['2xx', null, null, false],
  ])('expect %s and a reply %s %s', (text, code, enhancedCode, fits) => {
    const line = parseConsoleLine(`expect ${text}`);
    if (line.kind !== 'expect') throw new Error(line.kind);
    expect(isExpected(line.expected, { code, enhancedCode })).toBe(fits);
  });
});

describe('a list', () => {
  it('has a message after DATA, judged before it, and octets after BDAT', () => {
    const parsed = parseList(
      '# one mail\r\nMAIL FROM:<a@x.test>\r\nexpect 250\r\n\r\nDATA\r\nexpect 354\r\nSubject: x\r\n\r\n# text\r\n..\r\n.\r\nexpect 2xx\nBDAT 7 LAST\nä\n.\nQUIT\n',
    );
    expect(parsed).toMatchObject({
      ok: true,
      steps: [
        { line: 2, kind: 'line', text: 'MAIL FROM:<a@x.test>' },
        { line: 3, read: { kind: 'expect' } },
        { line: 5, text: 'DATA' },
        { line: 6, read: { kind: 'expect' } },
        { line: 7, kind: 'message', lines: ['Subject: x', '', '# text', '..'] },
        { line: 12, read: { kind: 'expect' } },
        { line: 13, kind: 'chunk', text: 'BDAT 7 LAST', lines: ['ä', '.'] },
        { line: 16, text: 'QUIT' },
      ],
    });
  });

  it.each([
    ['NOOP\nDATA\nSubject: x\n', 2, 'no-end'],
    ['DATA\n', 1, 'no-end'],
    ['DATA\nexpect 354\n', 1, 'no-end'],
    ['BDAT 5\nab\nab\n', 1, 'wrong-length'],
    ['BDAT 500\nab\n', 1, 'wrong-length'],
    ['NOOP\nexpect nothing\n', 2, 'wrong-word'],
    ['\n# nothing\n', 1, 'empty'],
    ['', 1, 'empty'],
    ['x'.repeat(1_048_577), 1, 'too-long'],
    ['\n'.repeat(20_002), 20_001, 'too-long'],
  ])('%# is refused whole, with its line', (text, line, problem) => {
    expect(parseList(text)).toMatchObject({ ok: false, line, problem });
  });
});

describe('completion', () => {
  const offered: ServerOffer = {
    capabilities: [
      { keyword: 'SIZE', params: ['1000'] },
      { keyword: 'DSN', params: [] },
      { keyword: '8BITMIME', params: [] },
      { keyword: 'AUTH', params: ['PLAIN', 'SCRAM-SHA-256'] },
      { keyword: 'STARTTLS', params: [] },
      { keyword: 'XFORWARD', params: ['NAME', 'ADDR'] },
    ],
    encrypted: false,
    protocol: 'smtp',
  };
  const nothing: ServerOffer = { capabilities: null, encrypted: false, protocol: 'smtp' };
  const inserts = (line: string, what = offered) => completeConsoleLine(line, what).choices.map(({ insert }) => insert);

  it.each([
    ['M', ['MAIL FROM:<>']],
    ['mail', ['MAIL FROM:<>']],
    ['STA', ['STARTTLS']],
    ['a', ['auth', 'auth ', 'AUTH ']],
    ['A', ['AUTH ']],
    ['auth s', ['scram-sha-256']],
    ['AUTH ', ['PLAIN', 'SCRAM-SHA-256']],
    ['AUTH PLAIN ', []],
    ['MAIL ', ['FROM:<>']],
    ['MAIL FROM:<a@x> ', ['SIZE=', 'RET=FULL', 'RET=HDRS', 'ENVID=', 'BODY=7BIT', 'BODY=8BITMIME', 'AUTH=']],
    ['MAIL FROM:<a@x> RET=FULL SI', ['SIZE=']],
    ['MAIL FROM:<a@x> RET=FULL R', []],
    [
      'RCPT TO:<a@x> N',
      ['NOTIFY=NEVER', 'NOTIFY=SUCCESS', 'NOTIFY=FAILURE', 'NOTIFY=DELAY', 'NOTIFY=SUCCESS,FAILURE,DELAY'],
    ],
    ['XFORWARD NAME=x ', ['NAME=', 'ADDR=']],
    ['expect 2', ['2xx', '220', '250']],
    ['NOOP', []],
  ])('%j', (line, expected) => {
    expect(inserts(line)).toEqual(expected);
  });

  it('proposes no parameter and no command that is not offered', () => {
    expect(inserts('MAIL FROM:<a@x> ', nothing)).toEqual([]);
    expect(inserts('STA', nothing)).toEqual([]);
    expect(inserts('A', nothing)).toEqual([]);
    expect(inserts('STA', { ...offered, encrypted: true })).toEqual([]);
    expect(inserts('EH', { ...offered, protocol: 'lmtp' })).toEqual([]);
  });

  it('says the limit beside SIZE', () => {
    expect(completeConsoleLine('MAIL FROM:<> SI', offered).choices[0]?.hint).toBe('NUMBER, at most 1000');
  });
});
