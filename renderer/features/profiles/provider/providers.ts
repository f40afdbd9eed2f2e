/** Providers as the form uses them: found by what is typed, their settings filled in, and which of them a form is about. */
import { providerOfAddress, providerOfHost, userNameFor } from '../../../../electron/protocol/providers/find.ts';
import type { Provider, ProviderEndpoint } from '../../../../electron/protocol/providers/types.ts';
import { serverHost } from '../../../session/target/target-words.ts';
import type { ProfileFields } from '../../../session/fields/fields.ts';

/** Every word has to begin a word of the name, or stand in a host or a mailbox domain; of a mail address its domain counts. */
export function findProviders(all: readonly Provider[], search: string): readonly Provider[] {
  const domain = /^\s*\S+@(\S+)\s*$/.exec(search)?.[1];
  if (domain !== undefined) {
    const known = providerOfAddress(`x@${domain}`);
    const own = all.filter(({ id }) => id === known?.id);
    return own.length > 0 ? own : findProviders(all, domain);
  }
  const wanted = search
    .toLowerCase()
    .split(/[\s@]+/)
    .filter((word) => word !== '');
  if (wanted.length === 0) return all;
  return all.filter(({ name, domains, endpoints, alsoHosts = [] }) => {
    const words = name.toLowerCase().split(/\s+/);
    const hosts = [...endpoints.map(({ host }) => host), ...alsoHosts, ...domains];
    return wanted.every(
      (word) => words.some((each) => each.startsWith(word)) || hosts.some((host) => host.includes(word)),
    );
  });
}

/** What has to be filled in, as in `email-smtp.<region>.amazonaws.com`; null where nothing has. */
export const placeholderIn = (host: string): string | null => /<([^>]+)>/.exec(host)?.[1] ?? null;

export const filledIn = ({ host, port }: ProviderEndpoint, value: string): string =>
  `${host.replace(/<[^>]+>/, value.trim().toLowerCase())}:${port}`;

const securityWords = { tls: 'implicit TLS', starttls: 'STARTTLS' } as const;

export const endpointText = ({ host, port, security }: ProviderEndpoint): string =>
  `${host}:${port}, ${securityWords[security]}`;

/** A user name or password that was typed is never replaced; a name only where there is none. */
export function fillIn(fields: ProfileFields, provider: Provider, endpoint: ProviderEndpoint, value: string): void {
  fields.target = filledIn(endpoint, value);
  fields.protocol = 'auto';
  fields.security = endpoint.security;
  if (fields.name.trim() === '') fields.name = provider.name;
  if (fields.user.trim() === '' && provider.userName.kind === 'fixed') fields.user = provider.userName.value;
}

/** Null while no server of a known provider stands there. */
export const providerOf = ({ target }: Pick<ProfileFields, 'target'>): Provider | null =>
  providerOfHost(serverHost(target));

interface Suggestion {
  readonly provider: Provider;
  /** The user name in the provider's form, where it is another one than was typed. */
  readonly user: string | null;
}

/** For an address typed as the user name, where the server is not the provider's already. */
export function suggestion({ user, target }: Pick<ProfileFields, 'user' | 'target'>): Suggestion | null {
  const provider = providerOfAddress(user.trim());
  if (provider === null || providerOf({ target })?.id === provider.id) return null;
  const wanted = userNameFor(provider, user.trim());
  return { provider, user: wanted === null || wanted === user.trim() ? null : wanted };
}
