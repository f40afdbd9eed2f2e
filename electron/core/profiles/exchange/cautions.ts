/**
 * What of settings from elsewhere makes a profile less safe than one that was typed here, to be seen before anything is kept.
 * Every option of a connection and a login says which it is: one that is added does not compile until it does.
 */
import type { FieldsWith } from '../../../protocol/options/connection.ts';
import type { LoginFieldsWith } from '../../../protocol/options/login.ts';
import type { Caution } from '../../../protocol/values/profiles/exchange.ts';
import type { AuthOptions, ConnectionOptions } from '../../../protocol/values/target.ts';
import { withoutPassword } from './own-form.ts';
import type { Imported } from './imported.ts';

type Judge<T> = (value: NonNullable<T>, found: Imported) => readonly [Caution['what'], string?] | null;
type Table<T> = { readonly [K in keyof T]: Judge<T[K]> };

/** The others say in the tables of options that they are harmless. */
const connection: Table<Pick<Required<ConnectionOptions>, FieldsWith<'imported', 'judged'>>> = {
  security: (security, { auth: login }) => (login !== null && security === 'none' ? ['no-tls'] : null),
  dnsServer: (server) => ['dns-server', server],
  proxy: (proxy) => ['proxy', withoutPassword(proxy)],
  servername: (name) => ['servername', name],
  ca: () => ['roots'],
  acceptCertificate: (fingerprint) => ['accept-certificate', fingerprint],
  insecure: (insecure) => (insecure ? ['insecure'] : null),
};

const auth: Table<Pick<Required<AuthOptions>, LoginFieldsWith<'imported', 'judged'>>> = {
  allowClear: (allow) => (allow ? ['allow-clear'] : null),
};

export function cautionsOf(found: Imported): Caution[] {
  return [...judged(connection, found.connection, found), ...judged(auth, found.auth ?? {}, found)];
}

function judged<T extends object>(table: Table<T>, values: Partial<T>, found: Imported): Caution[] {
  return (Object.keys(table) as (keyof T)[]).flatMap((name): Caution[] => {
    const judge: Judge<T[keyof T]> = table[name];
    const value = values[name];
    if (value === undefined || value === null) return [];
    const caution = judge(value, found);
    if (caution === null) return [];
    const [what, shown] = caution;
    return [{ what, ...(shown === undefined ? {} : { value: shown }) }];
  });
}
