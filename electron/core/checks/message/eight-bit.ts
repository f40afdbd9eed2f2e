/** 8-bit octets sent to a server that does not offer 8BITMIME, which RFC 6152 section 3 forbids: some refuse them, others spoil them. */
import type { Check } from '../types.ts';

export const eightBitCheck: Check = {
  name: 'eight-bit',
  run({ eightBit }) {
    return eightBit === null
      ? []
      : [{ code: 'message.eight-bit', severity: 'warning', params: {}, evidence: [eightBit.seq] }];
  },
};
