/** ANONYMOUS (RFC 4505): no identity; the client may leave a word of where it comes from. */
import type { Accounts, ClientExchange, Credentials, Mechanism, ServerExchange } from '../types.ts';
import { clientOfOne, serverOfOne } from '../one-response.ts';
import { malformed, readUtf8, mechanismRefused, respond, withoutAuthzid } from '../text.ts';
import { limits } from '../limits.ts';

function client({ user }: Credentials): ClientExchange {
  return clientOfOne(() => respond(user, null));
}

function server(accounts: Accounts): ServerExchange {
  return serverOfOne(null, async (response) => {
    const trace = readUtf8(response);
    if (trace === null || trace.includes('\0') || Array.from(trace).length > limits.sasl.trace) return malformed();
    return (await accounts.open('ANONYMOUS'))
      ? { kind: 'success', user: 'anonymous', authzid: '' }
      : mechanismRefused('anonymous');
  });
}

export const anonymous: Mechanism = {
  name: 'ANONYMOUS',
  clearText: false,
  secret: 'none',
  provesServer: false,
  needsBinding: false,
  initialHidden: null,
  initialByDefault: true,
  unusable: (credentials) =>
    withoutAuthzid(credentials) ?? (Array.from(credentials.user).length > limits.sasl.trace ? 'user' : null),
  client,
  server,
  describe: (message, from) => (from === 'client' ? { trace: readUtf8(message) ?? '' } : {}),
};
