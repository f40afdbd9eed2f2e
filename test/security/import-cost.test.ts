/**
 * Settings of every form, made to be expensive: reading them takes work in proportion to their length. Counted in time at two
 * lengths, with room for a busy machine; what was wrong took minutes at the longer one.
 */
import { describe, expect, test } from 'vitest';
import { importSettings } from '../../electron/core/profiles/exchange/import.ts';
import { limits } from '../../electron/core/profiles/limits.ts';

const fill = (text: string, length: number): string => text.repeat(Math.ceil(length / text.length)).slice(0, length);

/** Lines until the length is reached; `line` is given its number. */
function lines(first: string, line: (index: number) => string, length: number): string {
  const made = [first];
  for (let size = first.length, index = 1; size < length; index += 1) {
    const next = line(index);
    made.push(next);
    size += next.length;
  }
  return made.join('');
}

const forms: Readonly<Record<string, (length: number) => string>> = {
  'msmtprc: account default': (n) => fill('account default\n', n),
  'msmtprc: defaults of their own': (n) => lines('', (i) => `account default\nhost h${i}\n`, n),
  'msmtprc: each takes over from the last': (n) =>
    lines('account a0\nhost x\n', (i) => `account a${i} : a${i - 1}\nk${i} v\n`, n),
  'msmtprc: one takes over many times': (n) =>
    `${lines('', (i) => `account b${i}\nhost y\n`, n / 2)}account a0\nhost x\naccount z : ${fill('a0,', n / 2)}`,
  'msmtprc: many defaults, many accounts': (n) =>
    lines('defaults\n', (i) => `k${i} v\n`, n / 2) + fill('account a\nhost x\n', n / 2),
  'msmtprc: settings nobody knows': (n) => lines('account a\nhost x\n', (i) => `k${i} v\n`, n),
  'msmtprc: blanks': (n) => `account a\nhost ${fill(' \t', n)}x`,
  'swaks: options nobody knows': (n) => lines('swaks -s x ', (i) => `--z${i} q `, n),
  'swaks: recipients': (n) => `swaks -s x ${fill('--to a@b,c ', n)}`,
  'swaks: quotes': (n) => `swaks -s x --to ${fill(`''`, n)}`,
  'swaks: printf without end': (n) => `swaks ${fill(`"$(printf '`, n)}`,
  'swaks: printf': (n) => `swaks "$(printf '${fill('\\101', n)}`,
  'a path without end': (n) => `${fill('a/', n)}swaks`,
  'URL: user': (n) => `smtp://${fill('a@', n)}@host`,
  'URL: escapes': (n) => `smtp://${fill('%41', n)}@host`,
  'JSON: depth': (n) => `{"a":${fill('[', n)}`,
  'JSON: depth, closed': (n) => `{"host":"x","a":${'['.repeat(n / 2)}${']'.repeat(n / 2)}}`,
  'JSON: names nobody knows': (n) => `{${lines('"host":"x"', (i) => `,"k${i}":1`, n)}}`,
  'JSON: a text without end': (n) => `{"${fill('\\u00', n)}`,
  'JSON: lines': (n) => `{${fill('\n', n)}x`,
};

function msOf(text: string): number {
  const begun = performance.now();
  importSettings(text);
  return performance.now() - begun;
}

describe('reading settings made to be expensive', () => {
  test.each(Object.entries(forms))('%s', (_what, make) => {
    const long = limits.exchange.maxLength - 100;
    msOf(make(long / 8));
    const short = Math.min(msOf(make(long / 8)), msOf(make(long / 8)));
    // Eight times the length in eight times the time, with as much again for the machine's other work; quadratic is 64 times.
    expect(msOf(make(long))).toBeLessThan(Math.max(2_000, short * 32));
  });
});

test('accounts that take over more than any file needs are refused, with the line', () => {
  const text = forms['msmtprc: many defaults, many accounts']?.(900_000) ?? '';
  expect(importSettings(text)).toMatchObject({ ok: false, problem: { error: 'too-many' } });
});

test('an account default that says what another one says is the same one', () => {
  const text = 'account a\nhost x\nuser u\naccount default : a\naccount b\nhost y\n';
  const result = importSettings(text);
  expect(result.ok && result.found.map(({ name }) => name)).toEqual(['a', 'b']);
});
