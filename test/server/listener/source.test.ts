import { expect, test } from 'vitest';
import { sourceOf } from '../../../electron/core/server/listener/source.ts';

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['::FFFF:c000:201', '192.0.2.1'],
  ['2001:db8::1', '20010db800000000/64'],
  ['2001:db8:0:0:ffff:ffff:ffff:ffff', '20010db800000000/64'],
  ['2001:db8:0:1::1', '20010db800000001/64'],
  ['fe80::1%eth0', 'fe80000000000000/64'],
  ['::1', '0000000000000000/64'],
  ['unknown', 'unknown'],
])('a connection from %s counts as %s', (address, source) => {
  expect(sourceOf(address)).toBe(source);
});
