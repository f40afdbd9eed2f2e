/** Where the names of a survey lead to: the addresses of a host, or the MX hosts of a domain with theirs. Never rejects. */
import { createDnsClient } from '../dns/client.ts';
import { addressesOf, mailRoute } from '../dns/mail-route.ts';
import { isLocalAddress, isPrivateName } from '../dns/ranges.ts';
import { literalFamily, resolveHost } from '../dns/resolve.ts';
import { onAbort } from '../recording/on-abort.ts';
import { limits as clientLimits } from '../smtp/limits.ts';
import type { DnsClient } from '../ports.ts';
import { isHostName } from '../../protocol/parse/host.ts';
import type { Family } from '../../protocol/values/common.ts';
import type { MailRoute } from '../../protocol/values/session/outcome.ts';
import type { FoundHost } from '../../protocol/values/survey/event.ts';
import type { ConnectionOptions } from '../../protocol/values/target.ts';
import { limits } from './limits.ts';

type Way = Pick<ConnectionOptions, 'family' | 'timeouts' | 'dnsServer' | 'proxy' | 'localAddress'>;

export interface LookUpContext {
  readonly signal: AbortSignal;
  /** Where DNS itself is asked; absent: dns/client.ts. */
  readonly dns?: ((server: string | null) => DnsClient) | undefined;
}

/** `code`: why there is none. */
type Addresses = { readonly addresses: readonly string[]; readonly code: string | null };

/** As a session to it would find them, its proxy included: that looks names up itself. */
export async function findHost(host: string, way: Way, context: LookUpContext): Promise<FoundHost> {
  const { addresses, code } = await addressesOfHost(host, way, context);
  const all = [...new Set(addresses)];
  const asked = all.slice(0, limits.addresses);
  return { host, preference: null, addresses: asked, leftOut: all.length - asked.length, dnsCode: code };
}

async function addressesOfHost(host: string, way: Way, context: LookUpContext): Promise<Addresses> {
  const family = familyOf(way);
  const literal = literalFamily(host);
  if (way.proxy !== undefined) return { addresses: [host], code: null };
  if (literal !== null)
    return family === null || family === literal
      ? { addresses: [host], code: null }
      : { addresses: [], code: 'EAI_ADDRFAMILY' };
  if (way.dnsServer !== undefined)
    return withDns(way, context, { addresses: [], code: 'ETIMEOUT' }, (dns) => byDns(dns, host, family));
  const found = await resolveHost(host, family, limitOf(way), context.signal);
  if (found.ok) return { addresses: found.addresses.map(({ address }) => address), code: null };
  const code = found.reason === 'failed' ? found.dnsCode : found.reason === 'timeout' ? 'ETIMEOUT' : 'ECANCELLED';
  return { addresses: [], code };
}

export interface FoundRoute {
  readonly route: MailRoute | null;
  readonly hosts: FoundHost[];
}

/** RFC 5321 section 5.1. Without a route one host, the domain, says why. */
export function findMailHosts(domain: string, way: Way, context: LookUpContext): Promise<FoundRoute> {
  const nothing = (code: string): FoundRoute => ({
    route: null,
    hosts: [{ host: domain, preference: null, addresses: [], leftOut: 0, dnsCode: code }],
  });
  if (literalFamily(domain) !== null) {
    const route: MailRoute = { domain, via: 'literal', hosts: [{ name: domain, preference: null }] };
    return Promise.resolve({
      route,
      hosts: [{ host: domain, preference: null, addresses: [domain], leftOut: 0, dnsCode: null }],
    });
  }
  return withDns(way, context, nothing('ETIMEOUT'), async (dns) => {
    const found = await mailRoute(dns, domain);
    if (!found.ok) return nothing(found.code);
    const { route } = found;
    const hosts = route.hosts.slice(0, limits.hosts).map(async ({ name, preference }): Promise<FoundHost> => {
      if (!isHostName(name)) return { host: name, preference, addresses: [], leftOut: 0, dnsCode: 'EBADNAME' };
      if (way.proxy !== undefined) return { host: name, preference, addresses: [name], leftOut: 0, dnsCode: null };
      const { addresses: all, code } = await byDns(dns, name, familyOf(way));
      // What a stranger writes into his zone does not make this machine talk to itself.
      const allowed = isPrivateName(domain) ? all : all.filter((address) => !isLocalAddress(address));
      const asked = allowed.slice(0, limits.addresses);
      const dnsCode = asked.length > 0 ? null : (code ?? 'LOCAL_ADDRESS');
      return { host: name, preference, addresses: asked, leftOut: allowed.length - asked.length, dnsCode };
    });
    const looked = await Promise.all(hosts);
    const [only] = looked;
    // A domain without MX and without an address takes no mail.
    if (route.via === 'implicit' && only?.dnsCode === 'ENODATA')
      return { route, hosts: [{ ...only, dnsCode: 'NO_MX' }] };
    return { route, hosts: looked };
  });
}

async function byDns(dns: DnsClient, host: string, family: Family | null): Promise<Addresses> {
  const answer = await addressesOf(dns, host, family);
  return answer.ok
    ? { addresses: answer.records.map(({ address }) => address), code: null }
    : { addresses: [], code: answer.code };
}

const familyOf = ({ family, localAddress }: Way): Family | null => family ?? literalFamily(localAddress ?? '');
const limitOf = ({ timeouts }: Way): number => timeouts?.dns ?? clientLimits.timeouts.dns;

/** All questions together within the limit; an answer that comes later is of no use any more. */
async function withDns<T>(
  way: Way,
  { signal, dns: open = createDnsClient }: LookUpContext,
  late: T,
  ask: (dns: DnsClient) => Promise<T>,
): Promise<T> {
  const dns = open(way.dnsServer ?? null);
  let giveUp: () => void = () => undefined;
  const stopped = new Promise<T>((resolve) => {
    giveUp = () => resolve(late);
  });
  const timer = setTimeout(giveUp, limitOf(way));
  const lift = onAbort(signal, giveUp);
  if (signal.aborted) giveUp();
  try {
    return await Promise.race([ask(dns), stopped]);
  } finally {
    clearTimeout(timer);
    lift();
    dns.close();
  }
}
