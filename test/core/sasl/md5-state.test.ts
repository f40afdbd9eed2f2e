/** HMAC-MD5 gone on with from kept states: RFC 2202's cases, RFC 2195's example, and the system's own for anything else. */
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hmacMd5From, hmacMd5State } from '../../../electron/core/sasl/md5-state.ts';

const hmac = (key: Uint8Array, message: Uint8Array): string =>
  Buffer.from(hmacMd5From(hmacMd5State(key), message)).toString('hex');

test.each<[string, Buffer, Buffer, string]>([
  ['RFC 2202 case 1', Buffer.alloc(16, 0x0b), Buffer.from('Hi There'), '9294727a3638bb1c13f48ef8158bfc9d'],
  [
    'RFC 2202 case 2',
    Buffer.from('Jefe'),
    Buffer.from('what do ya want for nothing?'),
    '750c783e6ab0b503eaa86e310a5db738',
  ],
  [
    'RFC 2202 case 6, a key longer than a block',
    Buffer.alloc(80, 0xaa),
    Buffer.from('Test Using Larger Than Block-Size Key - Hash Key First'),
    '6b1ab7fe4bd7bf8f0b62e6ce61b9d0cd',
  ],
  [
    'RFC 2195 section 2',
    Buffer.from('tanstaaftanstaaf'),
    Buffer.from('<1896.697170952@postoffice.reston.mci.net>'),
    'b913a602c7eda7a495b4e6e7334d3890',
  ],
])('%s', (_, key, message, digest) => {
  expect(hmac(key, message)).toBe(digest);
});

test('as the system computes it, whatever key and message', () => {
  const octets = fc.uint8Array({ maxLength: 200 });
  fc.assert(
    fc.property(octets, octets, (key, message) => {
      expect(hmac(key, message)).toBe(createHmac('md5', key).update(message).digest('hex'));
    }),
  );
});
