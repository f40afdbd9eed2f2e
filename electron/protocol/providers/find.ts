/** Which provider an address or a host belongs to. Says null rather than guess. */
import { easternMailboxes } from './mailboxes-east.ts';
import { mailboxProviders } from './mailboxes.ts';
import { sendingServices } from './services.ts';
import type { Provider } from './types.ts';

export const providers: readonly Provider[] = [...mailboxProviders, ...easternMailboxes, ...sendingServices];

const byDomain = new Map(
  providers.flatMap((provider) => provider.domains.map((domain) => [domain, provider] as const)),
);

/** By the domain after the last @, exactly: a domain below a listed one may have other servers. */
export function providerOfAddress(address: string): Provider | null {
  const at = address.lastIndexOf('@');
  if (at < 0) return null;
  return byDomain.get(address.slice(at + 1).toLowerCase()) ?? null;
}

/** Whatever runs on this machine may stand there. */
const onThisMachine = /^(?:localhost|127\.[0-9.]{1,11}|\[?::1\]?)$/;

/** By the host as it was typed; a `<region>` in the data stands for one label. */
export function providerOfHost(host: string): Provider | null {
  if (onThisMachine.test(host)) return null;
  const labels = host.toLowerCase().replace(/\.$/, '').split('.');
  const fits = (pattern: string): boolean => {
    const wanted = pattern.split('.');
    return (
      wanted.length === labels.length &&
      wanted.every((label, index) => label === labels[index] || (label.startsWith('<') && labels[index] !== ''))
    );
  };
  return (
    providers.find(({ endpoints, alsoHosts }) =>
      [...endpoints.map((one) => one.host), ...(alsoHosts ?? [])].some(fits),
    ) ?? null
  );
}

/** The user name for an address, where the provider's form allows one to be made; null where it must be copied from a console. */
export function userNameFor(provider: Provider, address: string): string | null {
  switch (provider.userName.kind) {
    case 'address':
      return address;
    case 'local-part': {
      const at = address.lastIndexOf('@');
      return at < 0 ? address : address.slice(0, at);
    }
    case 'fixed':
      return provider.userName.value;
    case 'issued':
    case 'secret':
      return null;
  }
}
