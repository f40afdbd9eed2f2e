/** SASLprep against the examples of RFC 4013 section 3, and its tables against what RFC 3454 says of single code points. */
import { describe, expect, it } from 'vitest';
import { saslprep } from '../../../electron/core/sasl/saslprep.ts';

describe('RFC 4013 section 3', () => {
  it.each([
    ['I\u00adX', 'IX', 'SOFT HYPHEN mapped to nothing'],
    ['user', 'user', 'no transformation'],
    ['USER', 'USER', 'case preserved, will not match #2'],
    ['\u00aa', 'a', 'output is NFKC, input in ISO 8859-1'],
    ['\u2168', 'IX', 'output is NFKC, will match #1'],
    ['\u0007', null, 'Error - prohibited character'],
    ['\u0627\u0031', null, 'Error - bidirectional check'],
  ])('%j becomes %j: %s', (given, wanted, _remark) => {
    expect(saslprep(given)).toBe(wanted);
    expect(saslprep(given, 'stored')).toBe(wanted);
  });
});

describe('the tables of RFC 3454', () => {
  it.each([
    ['C.1.2 spaces become U+0020', 'a\u00a0b\u2003c\u3000d\u200be', 'a b c d e'],
    ['B.1 is taken out', 'a\u034f\u1806\u180b\u200c\u2060\ufe00\ufeffb', 'ab'],
    ['B.1: its ends', 'x\u180d\ufe0fy', 'xy'],
    ['right-to-left alone', '\u0627\u0628', '\u0627\u0628'],
    ['right-to-left with a digit inside', '\u0627\u0031\u0628', '\u0627\u0031\u0628'],
    ['beyond the BMP', '\u{1f600}', '\u{1f600}'],
  ])('%s', (_title, given, wanted) => {
    expect(saslprep(given)).toBe(wanted);
  });

  it.each([
    ['C.2.1', '\u007f'],
    ['C.2.2', '\u0080'],
    ['C.2.2', '\u2028'],
    ['C.3', '\ue000'],
    ['C.3', '\u{10fffd}'],
    ['C.4', '\ufdd0'],
    ['C.4', '\u{1ffff}'],
    ['C.5', '\ud800'],
    ['C.6', '\ufffd'],
    ['C.7', '\u2ff0'],
    ['C.8', '\u202e'],
    ['C.9', '\u{e0001}'],
    ['a left-to-right letter beside a right-to-left one', '\u0627a\u0628'],
    ['NUL', 'a\0b'],
  ])('%s is prohibited', (_table, given) => {
    expect(saslprep(given)).toBeNull();
  });

  it('A.1: unassigned code points pass in queries and not in what is stored', () => {
    // U+0221 was assigned in Unicode 4.0, U+1F600 in 6.1.
    for (const given of ['\u0221', '\u{1f600}']) {
      expect(saslprep(given)).toBe(given);
      expect(saslprep(given, 'stored')).toBeNull();
    }
    expect(saslprep('\u0220', 'stored')).toBe('\u0220');
  });
});
