import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { EhloSchema } from '../../../electron/protocol/values/session/reply.ts';
import {
  authMechanisms,
  ehloAnomalies,
  findCapability,
  has,
  parseEhlo,
  sizeLimit,
  offeredLimits,
} from '../../../electron/core/wire/ehlo.ts';

const ehlo = (...lines: string[]) => parseEhlo('EHLO', { lines: ['mx.test greets you', ...lines] });

describe('capabilities', () => {
  test.each<[string, string, string[], string[]]>([
    ['PIPELINING', 'PIPELINING', [], []],
    ['size 1000', 'SIZE', ['1000'], []],
    ['SIZE', 'SIZE', [], []],
    ['8bitmime ', '8BITMIME', [], []],
    ['AUTH  plain   LOGIN', 'AUTH', ['plain', 'LOGIN'], []],
    ['X-Foo  a  b', 'X-FOO', ['a', 'b'], []],
    ['LIMITS RCPTMAX=1000 MAILMAX=5', 'LIMITS', ['RCPTMAX=1000', 'MAILMAX=5'], []],
    ['AUTH=LOGIN PLAIN', 'AUTH', ['LOGIN', 'PLAIN'], ['legacy-auth']],
    ['auth=login', 'AUTH', ['LOGIN'], ['legacy-auth']],
    ['AUTH=', 'AUTH', [], ['legacy-auth']],
    ['   SIZE 5', 'SIZE', ['5'], ['malformed-capability']],
    ['AUTH\tPLAIN', 'AUTH', ['PLAIN'], ['malformed-capability']],
    ['X_FOO 1', 'X_FOO', ['1'], ['malformed-capability']],
    ['*BAD', '*BAD', [], ['malformed-capability']],
    ['SIZE abc', 'SIZE', ['abc'], ['bad-parameter']],
    ['SIZE 1 2', 'SIZE', ['1', '2'], ['bad-parameter']],
    ['SIZE -1', 'SIZE', ['-1'], ['bad-parameter']],
    ['STARTTLS now', 'STARTTLS', ['now'], ['bad-parameter']],
    ['AUTH PLÄIN', 'AUTH', ['PLÄIN'], ['bad-parameter']],
  ])('%s', (line, keyword, params, anomalies) => {
    expect(ehlo(line).capabilities).toEqual([{ keyword, params, anomalies }]);
  });

  test('order and repetition are kept', () => {
    const { capabilities } = ehlo('SIZE 1', 'HELP', 'size 2', 'AUTH PLAIN', 'AUTH=PLAIN', 'AUTH LOGIN');
    expect(capabilities.map(({ keyword, anomalies }) => [keyword, anomalies])).toEqual([
      ['SIZE', []],
      ['HELP', []],
      ['SIZE', ['duplicate-capability']],
      ['AUTH', []],
      ['AUTH', ['legacy-auth']],
      ['AUTH', ['duplicate-capability']],
    ]);
  });

  test('the first line is no capability, whatever it says', () => {
    const parsed = parseEhlo('EHLO', { lines: ['SMTPUTF8 STARTTLS SIZE AUTH PLAIN', 'HELP'] });
    expect(parsed.capabilities.map((capability) => capability.keyword)).toEqual(['HELP']);
    expect(has(parsed, 'STARTTLS')).toBe(false);
    expect(parsed.lines[0]).toBe('SMTPUTF8 STARTTLS SIZE AUTH PLAIN');
  });

  test('an empty line offers nothing and is reported all the same', () => {
    const parsed = ehlo('HELP', '');
    expect(parsed.capabilities.map((capability) => capability.keyword)).toEqual(['HELP']);
    expect(ehloAnomalies(parsed)).toEqual([{ anomaly: 'malformed-capability', detail: '' }]);
  });

  test('anomalies are reported with their lines', () => {
    expect(ehloAnomalies(ehlo('SIZE x', 'HELP', 'size 1'))).toEqual([
      { anomaly: 'bad-parameter', detail: 'SIZE x' },
      { anomaly: 'duplicate-capability', detail: 'size 1' },
    ]);
  });

  test('HELO offers nothing; LHLO does', () => {
    expect(parseEhlo('HELO', { lines: ['mx', 'SIZE 5', ''] })).toEqual({
      verb: 'HELO',
      lines: ['mx', 'SIZE 5', ''],
      capabilities: [],
    });
    expect(ehloAnomalies(parseEhlo('HELO', { lines: ['mx', ''] }))).toEqual([]);
    expect(has(parseEhlo('LHLO', { lines: ['mx', 'PIPELINING'] }), 'pipelining')).toBe(true);
  });

  test('a reply without lines', () => {
    expect(parseEhlo('EHLO', { lines: [] })).toEqual({ verb: 'EHLO', lines: [], capabilities: [] });
  });
});

describe('questions', () => {
  test('the first of a repeated keyword is found, in any case', () => {
    expect(findCapability(ehlo('SIZE 1', 'SIZE 2'), 'size')?.params).toEqual(['1']);
    expect(findCapability(ehlo('SIZE 1'), 'DSN')).toBeNull();
  });

  test('mechanisms of all AUTH lines, each once, in order', () => {
    expect(authMechanisms(ehlo('auth=login', 'AUTH CRAM-MD5', 'AUTH\tplain login'))).toEqual([
      'LOGIN',
      'CRAM-MD5',
      'PLAIN',
    ]);
    expect(authMechanisms(ehlo('HELP'))).toEqual([]);
  });

  test.each<[string[], number | 'unlimited' | null]>([
    [[], null],
    [['SIZE'], 'unlimited'],
    [['SIZE 0'], 'unlimited'],
    [['SIZE 10240000'], 10_240_000],
    [['SIZE abc'], 'unlimited'],
    [['SIZE 99999999999999999999'], 'unlimited'],
    [['SIZE 500', 'SIZE 400', 'SIZE'], 400],
    [['SIZE', 'SIZE 400'], 400],
  ])('%j', (lines, expected) => {
    expect(sizeLimit(ehlo(...lines))).toBe(expected);
  });
});

test('any lines: no throw, a valid value, the lines as they came', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(fc.string({ unit: 'binary-ascii' }), fc.constantFrom('SIZE 5', 'AUTH=x', 'auth\tö', ' ', '\ud800')),
      ),
      (lines) => {
        const parsed = parseEhlo('EHLO', { lines });
        expect(v.is(EhloSchema, parsed)).toBe(true);
        expect(parsed.lines).toEqual(lines);
        ehloAnomalies(parsed);
        authMechanisms(parsed);
        sizeLimit(parsed);
      },
    ),
  );
});

test.each([
  ['FUTURERELEASE 600 2030-01-01T00:00:00Z', false],
  ['FUTURERELEASE 600', true],
  ['FUTURERELEASE x 2030-01-01T00:00:00Z', true],
  ['MT-PRIORITY MIXER', false],
  ['MT-PRIORITY A B', true],
  ['LIMITS RCPTMAX=2 NEW_ONE=x', false],
  ['LIMITS RCPTMAX', true],
  ['LIMITS', true],
  ['RRVS yes', true],
  ['DELIVERBY 60', false],
  ['X-FOO any thing', false],
])('%s: bad parameter %s', (line, bad) => {
  const { capabilities } = parseEhlo('EHLO', { lines: ['mx.test', line] });
  expect(capabilities[0]?.anomalies.includes('bad-parameter')).toBe(bad);
});

test('limits are read as stated, and what is none is left out', () => {
  const ehlo = parseEhlo('EHLO', { lines: ['mx.test', 'LIMITS RCPTMAX=20 mailmax=5 RCPTDOMAINMAX=0 X=1'] });
  expect(offeredLimits(ehlo)).toEqual({ RCPTMAX: 20, MAILMAX: 5 });
});
