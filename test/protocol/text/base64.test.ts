/** Base64 by hand against Node's own: any octets both ways, and what is no base64 is refused rather than guessed at. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { octetsOfBase64, base64Of } from '../../../electron/protocol/text/base64.ts';

test('any octets are written as Node writes them, and read back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (octets) => {
      const text = base64Of(octets);
      expect(text).toBe(Buffer.from(octets).toString('base64'));
      expect(octetsOfBase64(text)).toEqual(octets);
    }),
  );
});

test.each([
  'A',
  'AA',
  'AAA',
  'AAAAA',
  '====',
  'A===',
  'AA=A',
  '=AAA',
  'AAA\n',
  ' AAA',
  'AA-_',
  'AAÄ=',
  'AAAA====',
  'AAA=AAA=',
])('%j is none', (text) => {
  expect(octetsOfBase64(text)).toBeNull();
});

test('nothing is no octets', () => {
  expect(octetsOfBase64('')).toEqual(new Uint8Array());
});
