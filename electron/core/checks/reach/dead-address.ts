/**
 * An address of the name that took no connection, beside one that did: senders that try it first wait for it, and those that try no
 * other fail. Seen most with IPv6.
 */
import type { Check } from '../types.ts';
import { isLocal } from '../use.ts';

/** This machine knows no way to the address: that says nothing of the server. */
const ourSide: ReadonlySet<string> = new Set(['ENETUNREACH', 'EADDRNOTAVAIL', 'EAFNOSUPPORT']);

export const deadAddressCheck: Check = {
  name: 'dead-address',
  run(facts) {
    const { addresses, transcript } = facts;
    if (!addresses.some(({ ok }) => ok)) return [];
    const dead = addresses.filter(({ ok, error }) => !ok && error !== null && error !== 'cancelled');
    const [here, there] = [true, false].map((ours) => dead.filter(({ error }) => ourSide.has(error ?? '') === ours));
    return [here ?? [], there ?? []].flatMap((group, index) => {
      const [first] = group;
      if (first === undefined) return [];
      const list = group.map(({ address }) => address);
      const evidence = transcript
        .filter(({ phase, direction, text }) => {
          return direction === 'note' && phase === 'connect' && list.some((address) => text.includes(address));
        })
        .map(({ seq }) => seq);
      const family6 = group.every(({ family }) => family === 6) ? 1 : 0;
      const params = { addresses: list.join(', '), count: list.length, error: first.error ?? '', family6 };
      const code = index === 0 ? ('connect.no-route' as const) : ('connect.address-dead' as const);
      const severity = index === 0 || isLocal(facts) ? ('info' as const) : ('warning' as const);
      return [{ code, severity, params, evidence }];
    });
  },
};
