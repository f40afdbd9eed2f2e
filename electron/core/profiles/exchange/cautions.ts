/**
 * What of settings from elsewhere makes a profile less safe than one that was typed here, to be seen before anything is kept.
 * Every option of a connection and a login says here which it is: one that is added does not compile until it does.
 */
import type { Caution } from '../../../protocol/values/profiles/exchange.ts';
import type { AuthOptions, ConnectionOptions } from '../../../protocol/values/target.ts';
import { withoutPassword } from './own-form.ts';
import type { Imported } from './imported.ts';

type Judge<T> = ((value: NonNullable<T>, found: Imported) => readonly [Caution['what'], string?] | null) | 'harmless';
type Table<T> = { readonly [K in keyof Required<T>]: Judge<T[K]> };

const connection: Table<ConnectionOptions> = {
  target: 'harmless',
  protocol: 'harmless',
  security: (security, { auth: login }) => (login !== null && security === 'none' ? ['no-tls'] : null),
  ehloName: 'harmless',
  heloOnly: 'harmless',
  family: 'harmless',
  localAddress: 'harmless',
  mx: 'harmless',
  everyAddress: 'harmless',
  dnsServer: (server) => ['dns-server', server],
  proxy: (proxy) => ['proxy', withoutPassword(proxy)],
  servername: (name) => ['servername', name],
  ca: () => ['roots'],
  acceptCertificate: (fingerprint) => ['accept-certificate', fingerprint],
  insecure: (insecure) => (insecure ? ['insecure'] : null),
  clientCertificate: 'harmless',
  tlsMin: 'harmless',
  tlsMax: 'harmless',
  timeouts: 'harmless',
  xclient: 'harmless',
  xforward: 'harmless',
  proxyProtocol: 'harmless',
  quitAfter: 'harmless',
  dropAfter: 'harmless',
};

const auth: Table<AuthOptions> = {
  user: 'harmless',
  authzid: 'harmless',
  mechanisms: 'harmless',
  tryAllMechanisms: 'harmless',
  initialResponse: 'harmless',
  channelBinding: 'harmless',
  allowClear: (allow) => (allow ? ['allow-clear'] : null),
};

export function cautionsOf(found: Imported): Caution[] {
  return [...judged(connection, found.connection, found), ...judged(auth, found.auth ?? {}, found)];
}

function judged<T extends object>(table: Table<T>, values: Partial<T>, found: Imported): Caution[] {
  return (Object.keys(table) as (keyof T)[]).flatMap((name): Caution[] => {
    const judge: Judge<T[keyof T]> = table[name];
    const value = values[name];
    if (judge === 'harmless' || value === undefined || value === null) return [];
    const caution = judge(value, found);
    if (caution === null) return [];
    const [what, shown] = caution;
    return [{ what, ...(shown === undefined ? {} : { value: shown }) }];
  });
}
