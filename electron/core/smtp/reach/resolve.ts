/** From a target to the places to connect to: its addresses, or those of its domain's MX hosts. Everything learnt is reported. */
import type { Candidate } from './candidate.ts';
import type { ClientSession } from '../session.ts';
import type { DnsClient } from '../../ports.ts';
import type { Family } from '../../../protocol/values/common.ts';
import type { MailRoute, Outcome } from '../../../protocol/values/session/outcome.ts';
import { addressesOf, aliasOf, mailRoute } from '../../dns/mail-route.ts';
import { isLocalAddress, isPrivateName } from '../../dns/ranges.ts';
import { literalFamily, resolveHost } from '../../dns/resolve.ts';
import { type StepResult, cancelled, done, failed, outcome } from '../step.ts';
import { isHostName } from '../../../protocol/parse/host.ts';
import { limits } from '../../dns/limits.ts';
import { onAbort } from '../../recording/on-abort.ts';

/** getaddrinfo and DNS have no answer now, but may have one later. */
const passing = new Set(['EAI_AGAIN', 'ETIMEOUT', 'ESERVFAIL', 'ECONNREFUSED']);
const lasting = new Set(['ENOTFOUND', 'NULL_MX', 'NO_MX', 'LOCAL_ADDRESS', 'EBADNAME', 'EAI_ADDRFAMILY']);

export async function resolveTarget(session: ClientSession): Promise<StepResult<readonly Candidate[]>> {
  const { plan } = session;
  const { host } = plan.target;
  if (host === null) return done([{ host: null, address: null, family: null }]);
  const literal = literalFamily(host);
  if (literal !== null) {
    if (plan.family !== null && plan.family !== literal && plan.proxy === null) {
      return session.inPhase('dns', async () => dnsFailed(host, 'EAI_ADDRFAMILY'));
    }
    if (plan.mx) {
      const route: MailRoute = { domain: host, via: 'literal', hosts: [{ name: host, preference: null }] };
      session.route = route;
      session.recorder.record({ type: 'mail-route', route });
    }
    return done([{ host, address: host, family: literal }]);
  }
  if (plan.proxy !== null && !plan.mx) return done([{ host, address: null, family: null }]);
  return session.inPhase('dns', () => lookUp(session, host));
}

async function lookUp(session: ClientSession, host: string): Promise<StepResult<readonly Candidate[]>> {
  const { plan } = session;
  if (!plan.mx && plan.dnsServer === null) return bySystem(session, host);
  const dns = session.openDns(plan.dnsServer);
  try {
    return plan.mx ? await byMx(session, dns, host) : await byDns(session, dns, host);
  } finally {
    dns.close();
  }
}

/** The addresses that the plan allows: of one family where it, or the local address, says so. */
function familyOf({ plan }: ClientSession): Family | null {
  return plan.family ?? (plan.localAddress === null ? null : literalFamily(plan.localAddress));
}

function dnsFailed(name: string, dnsCode: string): StepResult<never> {
  return failed(noAddress(name, dnsCode));
}

function noAddress(name: string, dnsCode: string): Outcome {
  const temporary = passing.has(dnsCode) ? true : lasting.has(dnsCode) ? false : null;
  return outcome('dns-failed', 'dns', { name, dnsCode }, { temporary });
}

function timedOut({ plan }: ClientSession): StepResult<never> {
  return failed(outcome('timeout', 'dns', { limitMs: plan.timeouts.dns, bytesReceived: 0 }, { temporary: true }));
}

/** As every other program on this machine does. */
async function bySystem(session: ClientSession, host: string): Promise<StepResult<readonly Candidate[]>> {
  const resolution = await resolveHost(host, familyOf(session), session.plan.timeouts.dns, session.signal);
  if (resolution.ok) return done(found(session, host, resolution.addresses));
  switch (resolution.reason) {
    case 'cancelled':
      return failed(cancelled('dns'));
    case 'timeout':
      return timedOut(session);
    case 'failed':
      return dnsFailed(host, (await isOfOtherFamily(session, host)) ? 'EAI_ADDRFAMILY' : resolution.dnsCode);
  }
}

/** getaddrinfo says "not found" of a name that has addresses of the other family alone. */
async function isOfOtherFamily(session: ClientSession, host: string): Promise<boolean> {
  const family = familyOf(session);
  if (family === null) return false;
  const { plan, signal } = session;
  return (await resolveHost(host, family === 4 ? 6 : 4, plan.timeouts.dns, signal)).ok;
}

async function byDns(session: ClientSession, dns: DnsClient, host: string): Promise<StepResult<readonly Candidate[]>> {
  const answer = await withinLimit(session, addressesOf(dns, host, familyOf(session)));
  if (!answer.ok) return answer;
  return answer.value.ok ? done(found(session, host, answer.value.records)) : dnsFailed(host, answer.value.code);
}

function found(
  session: ClientSession,
  host: string,
  addresses: readonly { readonly address: string; readonly family: Family }[],
): Candidate[] {
  session.recorder.record({ type: 'resolved', name: host, addresses: addresses.map(({ address }) => address) });
  return addresses.map(({ address, family }) => ({ host, address, family }));
}

async function byMx(session: ClientSession, dns: DnsClient, domain: string): Promise<StepResult<readonly Candidate[]>> {
  const asked = await withinLimit(session, askMx(session, dns, domain));
  if (!asked.ok) return asked;
  const { result, hosts } = asked.value;
  if (!result.ok) return dnsFailed(domain, result.code);
  const { connection, recorder } = session;
  const { route, alias } = result;
  if (alias !== null) connection.note('mx-alias', { domain, alias });
  session.route = route;
  recorder.record({ type: 'mail-route', route });
  if (route.via === 'implicit') connection.note('mx-none', { domain });
  else {
    const list = route.hosts.map(({ name, preference }) => `${preference ?? 0} ${name}`).join(', ');
    connection.note('mx-hosts', { domain, hosts: list });
  }
  const candidates: Candidate[] = [];
  const problems: { readonly name: string; readonly code: string }[] = [];
  for (const { name, alias: hostAlias, answer } of hosts) {
    // RFC 2181 section 10.3: an MX names a host, never an alias.
    if (hostAlias !== null) connection.note('mx-host-alias', { host: name, alias: hostAlias });
    if (answer === null) candidates.push({ host: name, address: null, family: null });
    else if (!answer.ok) problems.push({ name, code: answer.code });
    else {
      const allowed = isPrivateName(domain)
        ? answer.records
        : answer.records.filter(({ address }) => !isLocalAddress(address));
      if (allowed.length < answer.records.length) problems.push({ name, code: 'LOCAL_ADDRESS' });
      if (allowed.length > 0) candidates.push(...found(session, name, allowed));
    }
  }
  for (const { name, code } of problems) {
    connection.note('mx-host-unusable', { host: name, code });
    if (!candidates.some(({ host }) => host === name)) reportHost(session, name, noAddress(name, code));
  }
  const [problem = { name: domain, code: 'ENODATA' }] = problems;
  if (candidates.length === 0) {
    const nothing = route.via === 'implicit' && problem.code === 'ENODATA';
    return dnsFailed(problem.name, nothing ? 'NO_MX' : problem.code);
  }
  return done(candidates.slice(0, limits.dns.candidates));
}

/** Null error: the session goes on with it. */
export function reportHost({ recorder, route }: ClientSession, host: string, error: Outcome | null): void {
  const preference = route?.hosts.find(({ name }) => name === host)?.preference ?? null;
  recorder.record({ type: 'mail-host', result: { host, preference, ok: error === null, error } });
}

/** The route and what is known of its hosts. Reports nothing: it may go on after the session has given up. */
async function askMx(session: ClientSession, dns: DnsClient, domain: string) {
  const result = await mailRoute(dns, domain);
  const hosts = !result.ok ? [] : result.route.hosts;
  const lookups = hosts.map(async ({ name }) => {
    if (!isHostName(name)) return { name, alias: null, answer: { ok: false, code: 'EBADNAME' } as const };
    const [alias, answer] = await Promise.all([
      name === domain ? null : aliasOf(dns, name),
      // The proxy looks names up itself.
      session.plan.proxy === null ? addressesOf(dns, name, familyOf(session)) : null,
    ]);
    return { name, alias, answer };
  });
  return { result, hosts: await Promise.all(lookups) };
}

/** All questions together; an answer that comes later is of no use any more. */
async function withinLimit<T>(session: ClientSession, work: Promise<T>): Promise<StepResult<T>> {
  const { plan, signal } = session;
  let settle: (step: StepResult<T>) => void = () => undefined;
  const stopped = new Promise<StepResult<T>>((resolve) => (settle = resolve));
  const cancel = (): void => settle(failed(cancelled('dns')));
  const timer = setTimeout(() => settle(timedOut(session)), plan.timeouts.dns);
  const lift = onAbort(signal, cancel);
  try {
    return await Promise.race([work.then(done), stopped]);
  } finally {
    clearTimeout(timer);
    lift();
  }
}
