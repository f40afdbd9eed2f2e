/** From a line of a list to the sessions that are held for it: where its names lead to, and what each session is made with. */
import { hasControl } from '../../../protocol/parse/characters.ts';
import { hostPortText } from '../../../protocol/parse/host-port.ts';
import { readHost } from '../../../protocol/parse/host.ts';
import { parseTarget } from '../../../protocol/parse/target.ts';
import type { CellKey } from '../../../protocol/values/survey/cell.ts';
import type { FoundHost } from '../../../protocol/values/survey/event.ts';
import type { RequestOf } from '../../../protocol/values/survey/request.ts';
import type { ListedTarget, TargetProblem } from '../../../protocol/values/survey/targets.ts';
import type { ConnectionOptions } from '../../../protocol/values/target.ts';
import { refusedArgument } from '../../smtp/flows/check.ts';
import type { CheckOptions } from '../../smtp/types.ts';
import type { KindContext, OpenedTarget } from '../context.ts';
import { domainOf } from '../kinds/mx.ts';
import { tryOf } from '../kinds/sessions.ts';
import { findHost, findMailHosts } from '../look-up.ts';

type Request = RequestOf<'targets'>;

export interface PlannedSession {
  readonly key: CellKey;
  readonly options: CheckOptions;
  /** Where it may be connected to: the places it takes. */
  readonly addresses: readonly string[];
  /** Host and user of its login, by which a refused one is known again; null without a login. */
  readonly account: { readonly host: string; readonly user: string } | null;
}

export interface PlannedTarget {
  readonly sessions: readonly PlannedSession[];
  /** What of it cannot be tried. */
  readonly problem: TargetProblem | null;
}

const problem = (code: TargetProblem['code'], detail = ''): PlannedTarget => ({
  sessions: [],
  problem: { code, detail },
});

/** Rejects with what must not happen alone. */
export async function planListed(target: ListedTarget, request: Request, context: KindContext): Promise<PlannedTarget> {
  const opened = await (context.open?.(target) ?? openedAsTyped(target, request, context));
  if (!opened.ok) return { sessions: [], problem: opened.problem };
  if (request.do === 'domain') return planDomain(target, opened.connection, context);
  const { connection, auth, secrets } = opened;
  const typed = parseTarget(connection.target, connection);
  if (!typed.ok) return problem('not-a-target', typed.reason);
  if (request.do === 'verify' && auth === null) return problem('no-login');
  const options: CheckOptions = {
    connection: request.do === 'tls' ? overTls(connection, typed.value.security) : connection,
    auth: request.do === 'verify' ? auth : null,
    envelope: null,
    ...(secrets === undefined ? {} : { secrets }),
  };
  const refused = refusedArgument(options);
  if (refused !== null)
    return problem('not-usable', refused.code === 'invalid-argument' ? refused.params.argument : '');
  const { host, port, path } = typed.value;
  const name = host ?? path ?? connection.target;
  const addresses = host === null ? [name] : await addressesOf(host, connection, context);
  const key: CellKey = { host: name, address: addresses[0] ?? name, port: port ?? 0, line: target.line };
  const account = options.auth === null ? null : { host: name, user: options.auth.options.user };
  return { sessions: [{ key, options, addresses, account }], problem: null };
}

/** A line that is a target of its own. */
export function openedAsTyped(
  target: ListedTarget,
  { connection, auth }: Pick<Request, 'connection' | 'auth'>,
  context: Pick<KindContext, 'secret' | 'secrets'>,
): OpenedTarget {
  const { secret, secrets } = context;
  const user = target.user ?? auth?.user;
  const login = secret === undefined || user === undefined ? null : { options: { ...auth, user }, secret };
  return { ok: true, connection: { ...connection, target: target.text }, auth: login, secrets };
}

/** Without TLS there is nothing to be seen: it is demanded, as the port has it. */
const overTls = (connection: ConnectionOptions, security: string): ConnectionOptions => ({
  ...connection,
  security: security === 'tls' ? 'tls' : 'starttls',
});

/** The name itself where it leads nowhere: the session says why. */
async function addressesOf(host: string, connection: ConnectionOptions, context: KindContext): Promise<string[]> {
  const { addresses } = await findHost(host, connection, context);
  return addresses.length === 0 ? [host] : [...addresses];
}

/** RFC 5321 section 5.1. A host without an address gets a session too, whose report says what is wrong with it. */
async function planDomain(
  { line, text }: ListedTarget,
  { target, mx: _mx, everyAddress: _every, ...connection }: ConnectionOptions,
  context: KindContext,
): Promise<PlannedTarget> {
  const { domain: typed, port } = domainOf(target, connection);
  const domain = readHost(typed);
  if (domain === null || hasControl(text)) return problem('not-a-domain');
  const at = (host: string): string => hostPortText(host, port);
  const whole: CheckOptions = {
    connection: { ...connection, target: at(domain), mx: true },
    auth: null,
    envelope: null,
  };
  const refused = refusedArgument(whole);
  if (refused !== null)
    return problem('not-usable', refused.code === 'invalid-argument' ? refused.params.argument : '');
  const { hosts } = await findMailHosts(domain, connection, context);
  const local = hosts.filter(({ dnsCode }) => dnsCode === 'LOCAL_ADDRESS');
  const { secrets } = context;
  const named = (host: string, options: CheckOptions): PlannedSession => ({
    key: { host, address: host, port, line },
    options: { ...options, ...(secrets === undefined ? {} : { secrets }) },
    addresses: [host],
    account: null,
  });
  const sessions = hosts.flatMap(({ host, addresses, dnsCode }: FoundHost): PlannedSession[] => {
    if (dnsCode === 'LOCAL_ADDRESS') return [];
    // Of the domain itself the ordinary check says it best: no MX, a null MX, no such name.
    if (addresses.length === 0 && hosts.length === 1) return [named(domain, whole)];
    if (addresses.length === 0) return [named(host, { ...whole, connection: { ...connection, target: at(host) } })];
    return addresses.map((address) => {
      const { key, options } = tryOf({ host, port, connection }, address);
      return {
        key: { ...key, line },
        options: { ...options, ...(secrets === undefined ? {} : { secrets }) },
        addresses: [address],
        account: null,
      };
    });
  });
  const names = local.map(({ host }) => host).join(', ');
  return { sessions, problem: local.length === 0 ? null : { code: 'local-address', detail: names } };
}
