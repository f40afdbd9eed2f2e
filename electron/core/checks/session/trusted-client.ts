/**
 * XCLIENT offered: whoever may use it states another client's address, name and login, and is believed. Postfix and its kin offer it
 * to none but the clients that their configuration names, so the offer itself says that this one is among them.
 */
import { isLocal } from '../use.ts';
import type { Check } from '../types.ts';

const offer = /^250[- ]XCLIENT\b/i;

export const trustedClientCheck: Check = {
  name: 'trusted-client',
  run(facts) {
    // A front end on the same machine is the usual reason for it.
    if (isLocal(facts)) return [];
    const used = facts.transcript.some(({ direction, text }) => direction === 'sent' && /^XCLIENT /i.test(text));
    const [first] = facts.transcript.filter(({ direction, text }) => direction === 'received' && offer.test(text));
    if (used || first === undefined) return [];
    return [{ code: 'server.trusts-client', severity: 'info', params: {}, evidence: [first.seq] }];
  },
};
