/** What is typed where a login is to be verified: a server, a mail address, or the name of a provider. */
import { providerOfAddress, providers, userNameFor } from '../../../../electron/protocol/providers/find.ts';
import type { Provider } from '../../../../electron/protocol/providers/types.ts';
import type { Security } from '../../../../electron/protocol/values/connection.ts';
import { isServer, tidyTarget } from '../../../session/target/target-words.ts';

export interface FoundServer {
  readonly target: string;
  readonly security: Security;
  /** The provider whose server it is; null for a server that was typed itself. */
  readonly provider: string | null;
  /** The user name in the provider's form, where an address was typed; else null. */
  readonly user: string | null;
}

/** Null where nothing is typed, or nothing is known by that. A provider whose host has a region to be filled in is found by its own form alone. */
export function findServer(typed: string): FoundServer | null {
  const text = typed.trim();
  if (text === '') return null;
  if (/^[^\s@]+@[^\s@]+$/.test(text)) {
    const provider = providerOfAddress(text);
    return provider === null ? null : of(provider, userNameFor(provider, text));
  }
  const named = providerNamed(text);
  if (named !== null) return of(named, null);
  const target = tidyTarget(text);
  // One word is a name of somebody's provider at most, and hardly a server.
  const isHost = /[.:[/]/.test(target) || target === 'localhost';
  return isHost && isServer(target) ? { target, security: 'auto', provider: null, user: null } : null;
}

/** Names that begin with what is typed, for the list below the field. */
export const providerNames: readonly string[] = providers
  .filter(({ endpoints }) => !endpoints[0].host.includes('<'))
  .map(({ name }) => name)
  .sort((a, b) => a.localeCompare(b, 'en'));

function providerNamed(text: string): Provider | null {
  const wanted = text.toLowerCase();
  const named = providers.filter(({ name }) => name.toLowerCase().startsWith(wanted));
  return named.find(({ name }) => name.toLowerCase() === wanted) ?? (named.length === 1 ? (named[0] ?? null) : null);
}

function of(provider: Provider, user: string | null): FoundServer | null {
  const [{ host, port, security }] = provider.endpoints;
  if (host.includes('<')) return null;
  return { target: `${host}:${port}`, security, provider: provider.name, user };
}
