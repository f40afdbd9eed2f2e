/**
 * SIZE that sets no limit. RFC 1870 section 4: 0 says that there is no fixed one, and no number at all says nothing of one, which
 * leaves a client to learn it from a refusal after the whole message.
 */
import type { Check } from '../types.ts';

const line = /^250[- ]SIZE\b/i;

export const sizeCheck: Check = {
  name: 'size',
  run({ ehlo, transcript }) {
    // What is offered last is what mail is sent by.
    const last = ehlo.auth ?? ehlo.tls ?? ehlo.plain;
    const size = last?.capabilities.find(({ keyword }) => keyword === 'SIZE');
    const [number] = size?.params ?? [];
    if (size === undefined || (number !== undefined && !/^0+$/.test(number))) return [];
    const shown = transcript.findLast(({ direction, text }) => direction === 'received' && line.test(text));
    const evidence = shown === undefined ? [] : [shown.seq];
    return [{ code: 'server.no-size-limit', severity: 'info', params: { number: number ?? '' }, evidence }];
  },
};
