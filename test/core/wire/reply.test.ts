import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Reply } from '../../../electron/protocol/values/session/reply.ts';
import { ReplySchema } from '../../../electron/protocol/values/session/reply.ts';
import { LineReader } from '../../../electron/core/wire/line-reader.ts';
import {
  ReplyParser,
  isPositive,
  isTemporary,
  lineShowing,
  parseEnhancedCode,
  replyClass,
} from '../../../electron/core/wire/reply.ts';
import { limits } from '../../../electron/core/wire/limits.ts';
import { everySplit, hostileBytes, inSizes, octets, shown, sizes } from './support.ts';
import * as v from 'valibot';

interface Seen {
  readonly replies: Reply[];
  readonly truncated: Reply | null;
}

function parse(chunks: readonly Uint8Array[]): Seen {
  const reader = new LineReader({ maxLine: limits.reply.maxLine, lineEnd: 'lenient' });
  const parser = new ReplyParser();
  const replies: Reply[] = [];
  for (const chunk of chunks) {
    reader.push(chunk);
    for (let line = reader.next(); line !== null; line = reader.next()) {
      const reply = parser.push(line);
      if (reply !== null) replies.push(reply);
    }
  }
  return { replies, truncated: parser.finishTruncated(reader.takeRest()) };
}

function brief(reply: Reply) {
  return [reply.code, reply.enhancedCode, reply.lines, reply.anomalies];
}

describe('replies', () => {
  test.each<[string, string, [number | null, string | null, string[], string[]]]>([
    ['one line', '220 mx.test ESMTP\r\n', [220, null, ['mx.test ESMTP'], []]],
    ['several lines', '250-mx\r\n250-SIZE 1\r\n250 HELP\r\n', [250, null, ['mx', 'SIZE 1', 'HELP'], []]],
    ['code alone', '220\r\n', [220, null, [''], []]],
    ['code and blank', '250 \r\n', [250, null, [''], []]],
    ['empty continuation', '250-\r\n250 x\r\n', [250, null, ['', 'x'], []]],
    ['leading blanks of the text stay', '250   x \r\n', [250, null, ['  x '], []]],
    ['enhanced code', '550 5.7.139 no\r\n', [550, '5.7.139', ['5.7.139 no'], []]],
    [
      'enhanced code of the last line that has one',
      '550-5.1.1 a\r\n550-5.7.1 b\r\n550 c\r\n',
      [550, '5.7.1', ['5.1.1 a', '5.7.1 b', 'c'], []],
    ],
    ['enhanced code of another class', '550 2.1.5 fine\r\n', [550, null, ['2.1.5 fine'], ['enhanced-mismatch']]],
    ['enhanced code of no class', '550 6.1.5 what\r\n', [550, '6.1.5', ['6.1.5 what'], ['enhanced-mismatch']]],
    ['enhanced code after 354', '354 2.0.0 go\r\n', [354, '2.0.0', ['2.0.0 go'], []]],
    ['an address is no enhanced code', '250 10.0.0.1 hello\r\n', [250, null, ['10.0.0.1 hello'], []]],
    ['another code at the end counts', '250-a\r\n550 b\r\n', [550, null, ['a', 'b'], ['code-mismatch']]],
    ['LF alone', '250-a\n250 b\n', [250, null, ['a', 'b'], ['bare-lf']]],
    ['CR inside', '250 a\rb\r\n', [250, null, ['a\rb'], ['bare-cr']]],
    ['no separator', '250OK\r\n', [250, null, ['OK'], ['missing-separator']]],
    ['TAB as separator', '220\thi\r\n', [220, null, ['hi'], ['missing-separator']]],
    ['four digits', '2500 ok\r\n', [null, null, ['2500 ok'], ['malformed-code']]],
    ['four digits and a hyphen', '2506-me\r\n', [null, null, ['2506-me'], ['malformed-code']]],
    ['two digits', '25 ok\r\n', [null, null, ['25 ok'], ['malformed-code']]],
    ['a sign', '+25 ok\r\n', [null, null, ['+25 ok'], ['malformed-code']]],
    ['a blank before the code', ' 250 ok\r\n', [null, null, [' 250 ok'], ['malformed-code']]],
    [
      'full-width digits',
      Buffer.from('２５０ ok\r\n').toString('latin1'),
      [null, null, ['２５０ ok'], ['malformed-code', 'utf8']],
    ],
    ['class 1', '199 x\r\n', [null, null, ['199 x'], ['malformed-code']]],
    ['class 8', '850 NONSENSE\r\n', [null, null, ['850 NONSENSE'], ['malformed-code']]],
    ['560 is beyond the grammar', '560 x\r\n', [null, null, ['560 x'], ['malformed-code']]],
    ['an empty line', '\r\n', [null, null, [''], ['malformed-code']]],
    [
      'no code within several lines ends them',
      '250-a\r\ngarbage\r\n',
      [null, null, ['a', 'garbage'], ['malformed-code']],
    ],
    ['UTF-8', '451 \xc3\xb6\r\n', [451, null, ['ö'], ['utf8']]],
    ['Latin-1', '451 \xf6\r\n', [451, null, ['ö'], ['8bit']]],
    [
      'NUL and controls',
      '550 5.1.0 a\0b\x1b[31m\x07\r\n',
      [550, '5.1.0', ['5.1.0 a\0b\x1b[31m\x07'], ['nul', 'control']],
    ],
    ['a long line', `250 ${'x'.repeat(507)}\r\n`, [250, null, ['x'.repeat(507)], ['long-line']]],
  ])('%s', (_, input, expected) => {
    const bytes = octets(input);
    for (const chunks of everySplit(bytes)) {
      const { replies, truncated } = parse(chunks);
      expect(replies.map(brief)).toEqual([expected]);
      expect(shown(replies[0]!.raw)).toBe(input);
      expect(truncated).toBeNull();
    }
  });

  test('each anomaly is named once', () => {
    expect(parse([octets('250-\xff\n250-\xff\n250 \xff\n')]).replies[0]?.anomalies).toEqual(['bare-lf', '8bit']);
  });

  test('its octets have memory of their own', () => {
    for (const input of ['250 ok\r\n', '250-a\r\n250 b\r\n']) {
      expect(parse([octets(input)]).replies[0]?.raw.buffer.byteLength).toBe(input.length);
    }
    expect(parse([octets('421 by')]).truncated?.raw.buffer.byteLength).toBe(6);
  });

  test('nothing of one reply goes into the next', () => {
    const { replies } = parse([octets('550-5.1.1 \xff\r\n250 5.1.1 x\r\n220 y\r\n')]);
    expect(replies.map(brief)).toEqual([
      [250, null, ['5.1.1 ÿ', '5.1.1 x'], ['8bit', 'code-mismatch', 'enhanced-mismatch']],
      [220, null, ['y'], []],
    ]);
  });
});

describe('a connection that ends inside a reply', () => {
  test.each<[string, string, [number | null, string | null, string[], string[]] | null]>([
    ['nothing came', '', null],
    ['after a continuation line', '250-ok\r\n', [250, null, ['ok'], ['truncated']]],
    ['inside a line', '421 4.3.2 Bye', [421, '4.3.2', ['4.3.2 Bye'], ['truncated']]],
    ['inside the last of several', '250-ok\r\n250 f', [250, null, ['ok', 'f'], ['truncated']]],
    ['inside a code', '250-ok\r\n25', [250, null, ['ok', '25'], ['truncated']]],
    ['before the code is whole', '2', [null, null, ['2'], ['truncated']]],
    ['on something else', 'SSH-2.0', [null, null, ['SSH-2.0'], ['malformed-code', 'truncated']]],
  ])('%s', (_, input, expected) => {
    for (const chunks of everySplit(octets(input))) {
      const { replies, truncated } = parse(chunks);
      expect(replies).toEqual([]);
      expect(truncated === null ? null : brief(truncated)).toEqual(expected);
      if (truncated !== null) expect(shown(truncated.raw)).toBe(input);
    }
  });
});

describe('caps', () => {
  const line = (text: string) => {
    const raw = octets(`${text}\r\n`);
    return { raw, latin: text, content: raw.subarray(0, -2), end: 'crlf' as const, anomalies: [] };
  };

  test('lines', () => {
    const parser = new ReplyParser({ maxLines: 3 });
    for (let count = 0; count < 3; count += 1) expect(parser.push(line('220-spam'))).toBeNull();
    expect(parser.exceeded).toBeNull();
    expect(parser.push(line('220 end'))).toBeNull();
    expect(parser.exceeded).toBe('reply.maxLines');
    expect(parser.push(line('220 end'))).toBeNull();
    expect(parser.finishTruncated()?.lines.length).toBe(3);
  });

  test('octets', () => {
    const parser = new ReplyParser({ maxOctets: 25 });
    parser.push(line('220-aaaa'));
    parser.push(line('220-bbbb'));
    expect(parser.push(line('220 c'))).toBeNull();
    expect(parser.exceeded).toBe('reply.maxOctets');
    expect(shown(parser.finishTruncated()!.raw)).toBe('220-aaaa\r\n220-bbbb\r\n');
  });

  test('a reply of 2,000 lines is within the usual caps', () => {
    const { replies } = parse([octets(`${'250-X-KEYWORD\r\n'.repeat(1_999)}250 X-LAST\r\n`)]);
    expect(replies[0]?.lines.length).toBe(2_000);
  });

  test('pending reports whether a reply has begun', () => {
    const parser = new ReplyParser();
    expect(parser.pending).toBe(false);
    parser.push(line('250-a'));
    expect(parser.pending).toBe(true);
    parser.push(line('250 b'));
    expect(parser.pending).toBe(false);
  });
});

describe('judging', () => {
  const reply = (code: number | null): Reply => ({
    code,
    enhancedCode: null,
    lines: [],
    raw: octets(''),
    anomalies: [],
  });

  test.each([
    [250, 2, true, null],
    [354, 3, false, null],
    [421, 4, false, true],
    [550, 5, false, false],
    [null, null, false, null],
  ] as const)('%s', (code, first, positive, temporary) => {
    expect(replyClass(reply(code))).toBe(first);
    expect(isPositive(reply(code))).toBe(positive);
    expect(isTemporary(reply(code))).toBe(temporary);
  });

  test.each([
    ['5.7.1 no', '5.7.1'],
    ['5.7.1', '5.7.1'],
    ['2.999.999\tx', '2.999.999'],
    ['5.7.1000 x', null],
    ['5.7. x', null],
    ['5.7.1x', null],
    [' 5.7.1', null],
    ['5.7.1.2', null],
  ])('%s', (text, expected) => {
    expect(parseEnhancedCode(text)?.text ?? null).toBe(expected);
  });
});

describe('properties', () => {
  test('any octets: no throw, valid replies, none lost, the same whatever the chunking', () => {
    const lines = fc.array(
      fc.oneof(hostileBytes.map(shown), fc.constantFrom('250-a\r\n', '250 b\r\n', '55', '354 x\n')),
    );
    fc.assert(
      fc.property(lines, sizes, (parts, cuts) => {
        const input = octets(parts.join(''));
        const whole = parse([input]);
        expect(parse(inSizes(input, cuts))).toEqual(whole);
        const all = [...whole.replies, ...(whole.truncated === null ? [] : [whole.truncated])];
        for (const reply of all) expect(v.is(ReplySchema, reply)).toBe(true);
        expect(all.map((reply) => shown(reply.raw)).join('')).toBe(shown(input));
      }),
    );
  });

  test('what is written well is read back', () => {
    const text = fc.string({
      unit: fc.integer({ min: 32, max: 126 }).map((code) => String.fromCharCode(code)),
      maxLength: 60,
    });
    fc.assert(
      fc.property(fc.integer({ min: 200, max: 559 }), fc.array(text, { minLength: 1, maxLength: 8 }), (code, lines) => {
        const written = lines.map((line, at) => `${code}${at + 1 < lines.length ? '-' : ' '}${line}\r\n`).join('');
        const { replies } = parse([octets(written)]);
        expect(replies.length).toBe(1);
        expect(replies[0]).toMatchObject({ code, lines });
      }),
    );
  });
});

describe('the line that shows an anomaly', () => {
  test.each<[Reply['anomalies'][number], string, string]>([
    ['code-mismatch', '250-a\r\n251-b\r\n250 c\r\n', '251-b'],
    ['bare-lf', '250-a\r\n250-b\n250 c\r\n', '250-b'],
    ['nul', '250-a\0\r\n250 c\r\n', '250-a\0'],
    ['missing-separator', '250-a\r\n250x\r\n', '250x'],
    ['enhanced-mismatch', '250-5.1.1 a\r\n250 2.1.0 c\r\n250 d\r\n', '250-5.1.1 a'],
    ['malformed-code', '250-a\r\nwhat\r\n', 'what'],
    ['truncated', '250-a\r\n250-b\r\n25', '25'],
    ['early-reply', '250-a\r\n250 b\r\n', '250 b'],
  ])('%s', (anomaly, input, line) => {
    const { replies, truncated } = parse([octets(input)]);
    const reply = replies[0] ?? truncated;
    expect(reply === null ? null : lineShowing(reply, anomaly)).toBe(line);
  });

  test('is found in whatever was said', () => {
    fc.assert(
      fc.property(hostileBytes, (input) => {
        const { replies, truncated } = parse([input]);
        for (const reply of [...replies, ...(truncated === null ? [] : [truncated])])
          for (const anomaly of reply.anomalies) expect(typeof lineShowing(reply, anomaly)).toBe('string');
      }),
    );
  });
});
