/**
 * Where the mail of a domain goes (RFC 5321 section 5.1): its MX hosts in the order of preference, itself where it has none, nowhere
 * where it says so (RFC 7505). Pure but for the questions asked through the port.
 */
import { networkInterfaces } from 'node:os';
import type { DnsAnswer, DnsClient } from '../ports.ts';
import type { Family } from '../../protocol/values/common.ts';
import type { MailRoute } from '../../protocol/values/session/outcome.ts';
import type { ResolvedAddress } from './resolve.ts';
import { limits } from './limits.ts';

export type RouteResult =
  | {
      readonly ok: true;
      readonly route: MailRoute;
      /** What the domain is an alias (CNAME) of, else null. */
      readonly alias: string | null;
    }
  | { readonly ok: false; readonly code: string };

/** `random`: 0 to below 1, by which hosts of the same preference are drawn (RFC 5321 section 5.1: the load is spread over them). */
export async function mailRoute(
  dns: DnsClient,
  domain: string,
  random: () => number = Math.random,
): Promise<RouteResult> {
  const [mx, alias] = await Promise.all([dns.mx(domain), aliasOf(dns, domain)]);
  // Only "none of this type" makes the domain its own host; a failed look-up must not (RFC 5321 section 5.1).
  if (!mx.ok && mx.code !== 'ENODATA') return { ok: false, code: mx.code };
  const records = mx.ok ? mx.records : [];
  if (records.length === 0) {
    return { ok: true, alias, route: { domain, via: 'implicit', hosts: [{ name: domain, preference: null }] } };
  }
  // Beside others a null MX means nothing (RFC 7505 section 3).
  const hosts = records.filter(({ exchange }) => exchange !== '' && exchange !== '.');
  if (hosts.length === 0) return { ok: false, code: 'NULL_MX' };
  const drawn = shuffled(hosts, random);
  const sorted = drawn.sort((a, b) => a.preference - b.preference).slice(0, limits.dns.mxHosts);
  return {
    ok: true,
    alias,
    route: { domain, via: 'mx', hosts: sorted.map(({ exchange, preference }) => ({ name: exchange, preference })) },
  };
}

/** Each order as likely as any other (Fisher and Yates). */
function shuffled<T>(list: readonly T[], random: () => number): T[] {
  const drawn: T[] = [];
  const rest = [...list];
  while (rest.length > 0) drawn.push(...rest.splice(Math.floor(random() * rest.length), 1));
  return drawn;
}

/** The name that this one is an alias of; null when it is none, or nobody knows. */
export async function aliasOf(dns: DnsClient, name: string): Promise<string | null> {
  const cname = await dns.cname(name);
  return cname.ok ? (cname.records.at(-1) ?? null) : null;
}

/** The addresses of one name by DNS alone, in the order in which to try them. */
export async function addressesOf(
  dns: DnsClient,
  name: string,
  family: Family | null,
): Promise<DnsAnswer<ResolvedAddress>> {
  const families: readonly Family[] = family === null ? (reachesIpv6() ? [6, 4] : [4, 6]) : [family];
  const answers = await Promise.all(families.map((one) => dns.addresses(name, one)));
  const records = answers.flatMap((answer, index) =>
    answer.ok ? answer.records.map((address) => ({ address, family: families[index] ?? 4 })) : [],
  );
  if (records.length > 0) return { ok: true, records: records.slice(0, limits.dns.addresses) };
  // A failure says more than "none of this type".
  const codes = answers.flatMap((answer) => (answer.ok ? [] : [answer.code]));
  const failure = codes.find((code) => code !== 'ENODATA');
  if (failure !== undefined || family === null) return { ok: false, code: failure ?? 'ENODATA' };
  const other = await dns.addresses(name, family === 4 ? 6 : 4);
  return { ok: false, code: other.ok && other.records.length > 0 ? 'EAI_ADDRFAMILY' : 'ENODATA' };
}

/** Without an address of its own in IPv6 this machine gets nowhere there: then those addresses are tried last. */
function reachesIpv6(): boolean {
  return Object.values(networkInterfaces()).some((addresses) =>
    addresses?.some(({ family, internal, address }) => family === 'IPv6' && !internal && !/^fe[89ab]/i.test(address)),
  );
}
