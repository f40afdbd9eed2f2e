/**
 * Every option of a connection, once (way.ts and tls.ts): command line, window, profiles, import and the binding of secrets are made
 * from this table, which is the schema of ConnectionOptions too. A new one is added there and in texts/options/connection.ts, judged
 * in core/smtp/plan, and used by the engine; where anything else has to know of it, it does not compile.
 */
import { text, type Option } from './option.ts';
import { isRowOf, rowNames, type RowsWith, type Secrets } from './row.ts';
import { tlsOptions } from './tls.ts';
import { wayOptions } from './way.ts';

export const connectionOptions = { ...wayOptions, ...tlsOptions } as const;
export type ConnectionField = keyof typeof connectionOptions;

/** Fields whose record says `Value` under `Key`. */
export type FieldsWith<Key extends string, Value> = RowsWith<typeof connectionOptions, Key, Value>;

export const isConnectionField = (name: string): name is ConnectionField => isRowOf(connectionOptions, name);
export const connectionFields: readonly ConnectionField[] = rowNames(connectionOptions);

/** Those that decide who gets a kept secret. */
export type BoundOption = FieldsWith<'secrets', Exclude<Secrets, object>>;
export const boundOptions: readonly BoundOption[] = connectionFields.filter(
  (field): field is BoundOption => typeof connectionOptions[field].secrets === 'string',
);

/** The secrets that belong to an option, and how the command line is given them: never as arguments. */
export const waySecrets = { proxyPassword: { ...text('proxy-password-env', 'NAME'), of: 'proxy' } } as const;
export const tlsSecrets = {
  clientKey: { ...text('client-key', 'FILE'), of: 'clientCertificate' },
  clientKeyPassphrase: { ...text('client-key-passphrase-env', 'NAME'), of: 'clientCertificate' },
} as const;
export const connectionSecrets = { ...waySecrets, ...tlsSecrets } as const satisfies Record<
  string,
  Option & { readonly of: ConnectionField }
>;
export type ConnectionSecretField = keyof typeof connectionSecrets;
export const secretFields: readonly ConnectionSecretField[] = rowNames(connectionSecrets);
