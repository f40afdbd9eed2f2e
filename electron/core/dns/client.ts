/** Questions to DNS itself, as a mail server asks them: no hosts file, no search domains. A name is given without its final dot. */
import { Resolver } from 'node:dns';
import type { DnsAnswer, DnsClient, MxRecord } from '../ports.ts';
import type { Family } from '../../protocol/values/common.ts';
import { limits } from './limits.ts';

/** `server`: address, address:port or [v6]:port; null: the system's servers. Checked before (see arguments.ts). */
export function createDnsClient(server: string | null): DnsClient {
  const resolver = new Resolver({ timeout: limits.dns.question, tries: 2 });
  if (server !== null) resolver.setServers([server]);
  return {
    mx: (name) => ask((answered) => resolver.resolveMx(absolute(name), answered), readMx),
    cname: (name) => ask((answered) => resolver.resolveCname(absolute(name), answered), trimmed),
    addresses: (name, family: Family) =>
      family === 4
        ? ask((answered) => resolver.resolve4(absolute(name), answered), trimmed)
        : ask((answered) => resolver.resolve6(absolute(name), answered), trimmed),
    close: () => resolver.cancel(),
  };
}

/** Without the dot c-ares would try the search domains of resolv.conf. */
const absolute = (name: string): string => `${name}.`;

const trimmed = (names: readonly string[]): string[] => names.map(withoutDot);
const withoutDot = (name: string): string => (name.endsWith('.') ? name.slice(0, -1) : name);

const readMx = (records: readonly { priority: number; exchange: string }[]): MxRecord[] =>
  records.map(({ priority, exchange }) => ({ preference: priority, exchange: withoutDot(exchange) }));

function ask<R, T>(
  question: (answered: (error: NodeJS.ErrnoException | null, records: R) => void) => void,
  read: (records: R) => readonly T[],
): Promise<DnsAnswer<T>> {
  return new Promise((resolve) => {
    question((error, records) => {
      if (error !== null) resolve({ ok: false, code: error.code ?? 'UNKNOWN' });
      else resolve({ ok: true, records: read(records) });
    });
  });
}
