/** EXTERNAL (RFC 4422 appendix A): who logs in is known from outside, such as a TLS client certificate; only whom to act as is said. */
import type { Accounts, ClientExchange, Credentials, Mechanism, ServerExchange, ServerLink } from '../types.ts';
import { clientOfOne, serverOfOne } from '../one-response.ts';
import { malformed, readUtf8, mechanismRefused, respond } from '../text.ts';

function client({ user, authzid }: Credentials): ClientExchange {
  // People give the name as the user; what is empty is derived by the server from the certificate.
  return clientOfOne(() => respond(authzid === '' ? user : authzid, null));
}

function server(accounts: Accounts, { external: known = [] }: ServerLink): ServerExchange {
  return serverOfOne(null, async (response) => {
    const name = readUtf8(response);
    if (name === null || name.includes('\0')) return malformed();
    const [usual] = known;
    // One certificate may have several names, and each is its own; any other is somebody else.
    if (usual !== undefined) {
      if (name !== '' && !known.includes(name)) return mechanismRefused(usual);
      return { kind: 'success', user: name === '' ? usual : name, authzid: '' };
    }
    const user = name === '' ? 'external' : name;
    return (await accounts.open('EXTERNAL'))
      ? { kind: 'success', user, authzid: '' }
      : mechanismRefused(name === '' ? null : name);
  });
}

export const external: Mechanism = {
  name: 'EXTERNAL',
  clearText: false,
  secret: 'none',
  provesServer: false,
  needsBinding: false,
  initialHidden: null,
  initialByDefault: true,
  unusable: ({ user, authzid }) => (authzid.includes('\0') ? 'authzid' : user.includes('\0') ? 'user' : null),
  client,
  server,
  describe: (message, from) => (from === 'client' ? { authzid: readUtf8(message) ?? '' } : {}),
};
