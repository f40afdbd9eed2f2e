/** The registries of codes: every entry is a sentence with its source, and what a step leaves open is given in all its readings. */
import { describe, expect, test } from 'vitest';
import { enhancedMeaning } from '../../electron/texts/replies/enhanced-codes.ts';
import { ENHANCED_CODES } from './all-codes.ts';
import { REPLY_CODES, isReplyCode, phaseOf } from '../../electron/texts/replies/known-codes.ts';
import { replyClassReading, replyCodeReadings } from '../../electron/texts/replies/reply-codes.ts';

describe('reply codes', () => {
  test('those of RFC 5321 section 4.2.3 and of the extensions are there', () => {
    const basic = [211, 214, 220, 221, 250, 251, 252, 354, 421, 450, 451, 452, 455, 500, 501, 502, 503, 504, 550, 551];
    const more = [552, 553, 554, 555, 235, 334, 432, 454, 521, 525, 530, 534, 535, 538, 556];
    expect([...basic, ...more].filter((code) => !isReplyCode(code))).toEqual([]);
  });

  test.each([...REPLY_CODES])('%i', (code) => {
    const readings = replyCodeReadings(code, null);
    expect(readings.length).toBeGreaterThan(0);
    for (const { title, meaning, next, source } of readings) {
      expect(title).not.toMatch(/[.]$/);
      expect(meaning).toMatch(/^[A-Z].*[.]$/);
      // A refusal's code says nothing of what to do.
      if (code < 400) expect(next).toMatch(/^[A-Z].*[.]$/);
      else expect(next).toBeNull();
      expect(source).toMatch(/^https:\/\/www\.rfc-editor\.org\/rfc\/rfc\d+#section-/);
    }
  });

  test('the step decides where it is known, and all is reported where it is not', () => {
    const names = (code: number, phase: Parameters<typeof replyCodeReadings>[1]) =>
      replyCodeReadings(code, phase).map(({ name }) => name);
    expect(names(554, 'greeting')).toEqual(['greeting']);
    expect(names(554, 'data')).toEqual(['data']);
    expect(names(554, 'mail')).toEqual(['']);
    expect(names(554, null)).toEqual(['', 'greeting']);
    expect(names(454, null)).toEqual(['auth', 'starttls']);
    expect(names(552, null)).toEqual(['mail', 'data', 'rcpt']);
    expect(phaseOf(535)).toBe('auth');
    expect(phaseOf(554)).toBeNull();
    expect(replyClassReading(477)?.title).toBe('Not now');
    expect(replyClassReading(177)).toBeNull();
  });
});

test('enhanced codes: all subjects of RFC 3463 and the later ones, each a sentence with its source', () => {
  expect(ENHANCED_CODES).toHaveLength(80);
  for (const code of ENHANCED_CODES) {
    const [subject, detail] = code.split('.').map(Number);
    const found = enhancedMeaning(subject ?? -1, detail ?? -1);
    expect(found?.meaning, code).toMatch(/^[A-Z].*[.]$/);
    expect(found?.source, code).toMatch(/^https:\/\/www\.(?:rfc-editor|iana)\.org\//);
  }
  expect(enhancedMeaning(7, 139)).toBeNull();
});
