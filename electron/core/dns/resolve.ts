/**
 * Looks up the addresses of a name the way every other program on this machine does (getaddrinfo: hosts file, search
 * domains, NSS), in the order it gives, within a time limit of its own.
 */
import { lookup } from 'node:dns';
import { isIP } from 'node:net';
import type { Family } from '../../protocol/values/common.ts';
import { onAbort } from '../recording/on-abort.ts';

export interface ResolvedAddress {
  readonly address: string;
  readonly family: Family;
}

export type Resolution =
  | { readonly ok: true; readonly addresses: readonly ResolvedAddress[] }
  | { readonly ok: false; readonly reason: 'failed'; readonly dnsCode: string }
  | { readonly ok: false; readonly reason: 'timeout' | 'cancelled' };

/** The family of an address literal; null for a name. */
export function literalFamily(host: string): Family | null {
  const family = isIP(host);
  return family === 4 || family === 6 ? family : null;
}

/** getaddrinfo cannot be stopped; after the limit its answer is ignored. */
export function resolveHost(
  name: string,
  family: Family | null,
  limitMs: number,
  signal: AbortSignal,
): Promise<Resolution> {
  return new Promise((resolve) => {
    const settle = (resolution: Resolution) => {
      clearTimeout(timer);
      lift();
      resolve(resolution);
    };
    const cancel = () => settle({ ok: false, reason: 'cancelled' });
    const timer = setTimeout(() => settle({ ok: false, reason: 'timeout' }), limitMs);
    const lift = onAbort(signal, cancel);
    if (signal.aborted) {
      cancel();
      return;
    }
    lookup(name, { all: true, order: 'verbatim', family: family ?? 0 }, (error, found) => {
      if (error !== null) {
        settle({ ok: false, reason: 'failed', dnsCode: error.code ?? 'EAI_FAIL' });
        return;
      }
      const addresses = found.map(({ address, family: version }) => ({
        address,
        family: version === 6 ? (6 as const) : (4 as const),
      }));
      settle(addresses.length === 0 ? { ok: false, reason: 'failed', dnsCode: 'ENODATA' } : { ok: true, addresses });
    });
  });
}
