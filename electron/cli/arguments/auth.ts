/** Options of `serve` about logging in: users, mechanisms before and inside TLS, tokens. */
import { acceptAnyUser, type TestUser, userVerifiers } from '../../core/server/users/users.ts';
import { type TokenRule, tokenVerifier } from '../../core/server/users/tokens.ts';
import { mechanismFact, type MechanismName, SERVED_MECHANISMS } from '../../protocol/facts/mechanisms.ts';
import type { ServerConfig } from '../../protocol/values/server/server.ts';
import type { UserVerifier } from '../../core/server/handlers/types.ts';
import { visible } from '../../texts/visible.ts';
import { behaviour as behaviourGroup, type ServeValues } from '../options/serve.ts';
import { fromEnvironment } from '../input/secrets.ts';
import { UsageError } from '../status.ts';

export interface ServerAuth {
  readonly config: ServerConfig['auth'];
  /** Made once the server's name is known: DIGEST-MD5 needs it. */
  readonly users: (hostname: string) => UserVerifier;
}

/** The form that Google and Microsoft document first. */
const TOKEN_MECHANISMS = ['XOAUTH2', 'OAUTHBEARER'] as const satisfies readonly MechanismName[];

/** @throws UsageError, AppError `secret-missing` */
export function serverAuthFrom(
  { behaviour = {} }: ServeValues,
  users: readonly TestUser[],
  defaults: ServerConfig['auth'],
): ServerAuth {
  const acceptAny = behaviour.authAny ?? false;
  if (acceptAny && users.length > 0) throw new UsageError('--auth and --auth-any exclude each other');
  const tokens = tokenRule(behaviour.authToken);
  const certificates = behaviour.clientCa !== undefined;
  const passwords = acceptAny || users.length > 0;
  const enabled = passwords || tokens !== null || certificates;
  const usual = [
    ...(passwords || !certificates ? defaults.mechanisms : []),
    ...(tokens === null ? [] : TOKEN_MECHANISMS),
  ];
  const required = behaviour.requireAuth ?? false;
  if (required && !enabled)
    throw new UsageError('--require-auth needs a way to log in: --auth, --auth-any, --auth-token or --client-ca');
  const inTls = behaviour.authMechanisms ?? [...usual, ...(certificates ? ['EXTERNAL'] : [])];
  // Without TLS there is no certificate.
  const inClear = behaviour.authMechanismsClear ?? (certificates ? withoutExternal(inTls) : undefined);
  for (const field of ['authMechanisms', 'authMechanismsClear'] as const) {
    const given = behaviour[field];
    const option = behaviourGroup.options[field].name;
    if (given !== undefined && !enabled)
      throw new UsageError(`--${option} is of no use without --auth, --auth-any, --auth-token or --client-ca`);
    for (const name of given ?? []) refuseUnable(option, name, acceptAny, tokens);
  }
  const offered = [...inTls, ...(inClear ?? [])];
  const config = { enabled, acceptAny, required, allowClear: true, mechanisms: inTls };
  return {
    config: inClear === undefined ? config : { ...config, clearMechanisms: inClear },
    users: (realm) => {
      if (!acceptAny) return userVerifiers(users, { realm, mechanisms: offered, tokens });
      const anybody = tokens === null ? acceptAnyUser : { ...acceptAnyUser, token: tokenVerifier(tokens) };
      // Whoever names authorities wants EXTERNAL to prove something.
      return certificates ? { ...anybody, open: async (name) => name === 'ANONYMOUS' } : anybody;
    },
  };
}

function withoutExternal(names: readonly string[]): string[] {
  return names.filter((name) => name.toUpperCase() !== 'EXTERNAL');
}

function refuseUnable(option: string, name: string, acceptAny: boolean, tokens: TokenRule | null): void {
  const mechanism = mechanismFact(name);
  if (mechanism?.served !== true) {
    const able = SERVED_MECHANISMS.map((one) => one.name);
    throw new UsageError(
      `--${option}: ${visible(name)} is no mechanism that the server knows; it knows ${able.join(', ')}`,
    );
  }
  if (acceptAny && mechanism.provesServer)
    throw new UsageError(
      `--${option}: ${name} has the server prove that it knows the password: it needs --auth, not --auth-any`,
    );
  if (!acceptAny && mechanism.takes === 'token' && tokens === null)
    throw new UsageError(`--${option}: ${name} needs --auth-token: which tokens are taken`);
}

function tokenRule(text: string | undefined): TokenRule | null {
  if (text === undefined) return null;
  if (text === 'any') return { kind: 'any' };
  const variable = /^env:([A-Za-z_][A-Za-z0-9_]*)$/.exec(text)?.[1];
  if (variable !== undefined) return { kind: 'fixed', token: fromEnvironment(variable) };
  const claims = /^jwt(?::(.+))?$/.exec(text);
  // The value is not repeated: somebody may have written the token itself there.
  if (claims === null)
    throw new UsageError('--auth-token needs any, env:NAME, jwt or jwt:CLAIM=VALUE[,CLAIM=VALUE...]');
  const pairs = (claims[1] ?? '').split(',').filter((pair) => pair !== '');
  if (pairs.some((pair) => !/^[^=]+=.+$/.test(pair)))
    throw new UsageError('--auth-token: a claim is written CLAIM=VALUE');
  return {
    kind: 'jwt',
    claims: Object.fromEntries(
      pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
    ),
  };
}
