/** Who may log in to the test server and how: what a choice of mechanisms comes to, and what a user lacks for it. */
import type { ServerConfig, ServerUser } from '../../../../electron/protocol/values/server/server.ts';
import { SERVED_MECHANISMS } from '../../../../electron/protocol/facts/mechanisms.ts';

type Auth = ServerConfig['auth'];
export type LoginPolicy = 'none' | 'any' | 'users';
export type LoginPlace = 'tls' | 'clear';
type Served = (typeof SERVED_MECHANISMS)[number];

export const whoMay = (auth: Auth): LoginPolicy => (auth.enabled ? (auth.acceptAny ? 'any' : 'users') : 'none');

export const authFor = (who: LoginPolicy): Partial<Auth> =>
  who === 'none' ? { enabled: false } : { enabled: true, acceptAny: who === 'any' };

const upper = (names: readonly string[]): string[] => names.map((name) => name.toUpperCase());

export const chosenMechanisms = (auth: Auth, where: LoginPlace): string[] =>
  upper(where === 'tls' ? auth.mechanisms : (auth.clearMechanisms ?? auth.mechanisms));

/** Why a mechanism cannot be offered there, in words; null where it can. */
export function obstacle(auth: Auth, { provesServer, insideTls }: Served, where: LoginPlace): string | null {
  if (auth.acceptAny && provesServer) return 'Needs users: the server proves that it knows the password';
  if (where === 'clear' && insideTls) return 'Is bound to TLS';
  return where === 'clear' && !auth.allowClear ? 'Nothing is offered without TLS' : null;
}

/** Both lists stand on their own from the first choice on. In the order of strength, with names not known here at the end. */
export function choose(auth: Auth, name: string, where: LoginPlace, wanted: boolean): Partial<Auth> {
  const changed = (names: readonly string[], here: boolean): string[] => {
    const others = names.filter((one) => one !== name);
    const all = new Set(!here ? names : wanted ? [...others, name] : others);
    const known = SERVED_MECHANISMS.flatMap((one) => (all.has(one.name) ? [one.name] : []));
    return [...known, ...[...all].filter((one) => !SERVED_MECHANISMS.some((served) => served.name === one))];
  };
  return {
    mechanisms: changed(chosenMechanisms(auth, 'tls'), where === 'tls'),
    clearMechanisms: changed(chosenMechanisms(auth, 'clear'), where === 'clear'),
  };
}

/** Mechanisms on offer that this user cannot use until there is a new password. */
export function lacking(auth: Auth, user: ServerUser): string[] {
  const offered = new Set([
    ...chosenMechanisms(auth, 'tls'),
    ...(auth.allowClear ? chosenMechanisms(auth, 'clear') : []),
  ]);
  return SERVED_MECHANISMS.flatMap(({ name, takes }) =>
    takes === 'password' && offered.has(name) && !user.mechanisms.includes(name) ? [name] : [],
  );
}

export type TokenChoice = 'auto' | 'none' | 'any' | 'jwt';

export const tokenChoice = ({ tokens }: Auth): TokenChoice => tokens?.kind ?? 'auto';

export function takesTokens(auth: Auth): boolean {
  const all = [...chosenMechanisms(auth, 'tls'), ...chosenMechanisms(auth, 'clear')];
  return SERVED_MECHANISMS.some(({ name, takes }) => takes === 'token' && all.includes(name));
}

export const claimsText = (claims: Readonly<Record<string, string>>): string =>
  Object.entries(claims)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ');

/** "aud=mail, scope=send"; null where a part is no claim. */
export function parseClaims(text: string): Record<string, string> | null {
  const parts = text.split(',').flatMap((part) => (part.trim() === '' ? [] : [part.trim()]));
  const pairs = parts.map((part) => /^([^=\s]+)\s*=\s*(.+)$/.exec(part));
  if (pairs.some((pair) => pair === null)) return null;
  return Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? '', pair?.[2] ?? '']));
}
