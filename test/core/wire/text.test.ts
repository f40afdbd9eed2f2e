import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  asciiBytes,
  concatBytes,
  decodeText,
  escapeControls,
  latin1,
  utf8Bytes,
} from '../../../electron/core/wire/text.ts';
import { hasControl, hasLoneSurrogate } from '../../../electron/protocol/parse/characters.ts';
import { decodeXtext, encodeXtext } from '../../../electron/core/wire/xtext.ts';
import { octets, shown } from './support.ts';

describe('reading', () => {
  test.each<[string, string, string[]]>([
    ['', '', []],
    ['a\tb', 'a\tb', []],
    ['a\r\nb', 'a\r\nb', []],
    ['\xc3\xb6', 'ö', ['utf8']],
    ['\xf0\x9f\x98\x80', '😀', ['utf8']],
    ['\xef\xbb\xbfx', '\ufeffx', ['utf8']],
    ['\xf6', 'ö', ['8bit']],
    ['\xc3\xb6\xff', 'Ã¶ÿ', ['8bit']],
    ['\xed\xa0\x80', 'í\xa0\x80', ['8bit']],
    ['\xc0\x80', 'À\x80', ['8bit']],
    ['\x93x\x94', '\x93x\x94', ['8bit']],
    ['\xc2\x85', '\x85', ['control', 'utf8']],
    ['\0', '\0', ['nul']],
    ['\x1b[1m', '\x1b[1m', ['control']],
    ['\x7f', '\x7f', ['control']],
    ['\0\x07\xff', '\0\x07ÿ', ['nul', 'control', '8bit']],
  ])('%j', (input, text, anomalies) => {
    expect(decodeText(octets(input))).toEqual({ text, anomalies });
  });

  test('any octets: no throw, and the text gives them back', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const { text, anomalies } = decodeText(bytes);
        const back = Buffer.from(text, anomalies.includes('8bit') ? 'latin1' : 'utf8');
        expect(back.equals(bytes)).toBe(true);
      }),
    );
  });

  test('a view into a larger buffer is read as the view', () => {
    const large = octets('xx220 okyy');
    expect(decodeText(new Uint8Array(large.buffer, large.byteOffset + 2, 6)).text).toBe('220 ok');
    expect(latin1(new Uint8Array(large.buffer, large.byteOffset + 2, 3))).toBe('220');
  });
});

describe('showing', () => {
  test.each([
    ['plain ö 😀', 'plain ö 😀'],
    ['a\r\n\t\0b', 'a\\r\\n\\t\\0b'],
    ['\x1b[31m\x7f\x85', '\\x1b[31m\\x7f\\x85'],
    ['\u2028\u202e\u200b\ufeff', '\\u2028\\u202e\\u200b\\ufeff'],
    ['\ud800x', '\\ud800x'],
  ])('%j', (text, escaped) => {
    expect(escapeControls(text)).toBe(escaped);
  });

  test('what was shown has nothing left to hide', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary-ascii' }), (text) => !hasControl(escapeControls(text))));
  });
});

test('controls: every one of C0, DEL, C1 and the two separators, nothing else', () => {
  for (let code = 0; code < 0x3000; code += 1) {
    const expected = code < 32 || (code >= 127 && code < 160) || code === 0x2028 || code === 0x2029;
    expect(hasControl(`a${String.fromCharCode(code)}b`)).toBe(expected);
  }
});

test('lone surrogates', () => {
  expect(['\ud800', 'a\udc00', '\udc00\ud800'].map(hasLoneSurrogate)).toEqual([true, true, true]);
  expect(['', '😀', 'ö'].map(hasLoneSurrogate)).toEqual([false, false, false]);
});

describe('writing', () => {
  test('octets', () => {
    expect(shown(asciiBytes('EHLO x'))).toBe('EHLO x');
    expect(shown(utf8Bytes('ö'))).toBe('\xc3\xb6');
    expect(shown(utf8Bytes('\ud800'))).toBe('\xef\xbf\xbd');
    expect(shown(concatBytes(octets('a'), octets(''), octets('bc')))).toBe('abc');
  });

  test('what is not ASCII is never written as something else', () => {
    expect(() => asciiBytes('ö')).toThrow(RangeError);
  });
});

describe('xtext', () => {
  test.each([
    ['e=mc2', 'e+3Dmc2'],
    ['a+b', 'a+2Bb'],
    ['a b', 'a+20b'],
    ['\x7f', '+7F'],
    ['\r\n\0', '+0D+0A+00'],
    ['ö', '+C3+B6'],
    ['', ''],
    ['rfc822;x@y!~', 'rfc822;x@y!~'],
  ])('%j', (text, encoded) => {
    expect(encodeXtext(text)).toBe(encoded);
    expect(decodeXtext(encoded)).toEqual({ ok: true, value: text });
  });

  test.each(['a b', 'a=b', '+', '+4', '+4g', '+c3+b6', '+C3', 'ö', '\r'])('no xtext: %j', (text) => {
    expect(decodeXtext(text)).toEqual({ ok: false, reason: 'bad-xtext' });
  });

  test('round trip, and one word of printable ASCII', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const encoded = encodeXtext(text);
        expect(/^[!-~]*$/.test(encoded)).toBe(true);
        expect(decodeXtext(encoded)).toEqual({ ok: true, value: text });
      }),
    );
  });
});
