/** A submission port that offers no TLS asks its users to send passwords in clear (RFC 8314 section 3). */
import { isIP } from 'node:net';
import type { Check } from './types.ts';

/** Nothing leaves the machine there, so nobody can listen. */
function isLoopback(host: string): boolean {
  if (host === 'localhost' || host.endsWith('.localhost')) return true;
  return isIP(host) === 4 ? host.startsWith('127.') : host === '::1';
}

export const tlsOfferCheck: Check = {
  name: 'tls-offer',
  run(facts) {
    const { target, tls, ehlo } = facts;
    if (target.port !== 587 || tls !== null || ehlo.plain === null) return [];
    if (target.host === null || isLoopback(target.host)) return [];
    if (ehlo.plain.capabilities.some((capability) => capability.keyword === 'STARTTLS')) return [];
    const evidence = facts.transcript
      .filter((line) => line.direction === 'received' && line.phase === 'ehlo')
      .map((line) => line.seq);
    return [{ code: 'tls.not-offered', severity: 'error', params: { port: target.port }, evidence }];
  },
};
