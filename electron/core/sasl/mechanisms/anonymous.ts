/** ANONYMOUS (RFC 4505): no identity; the client may leave a word of where it comes from. */
import type { Accounts, ClientExchange, Credentials, Mechanism, ServerExchange } from '../types.ts';
import { clientOfOne, serverOfOne } from '../one-response.ts';
import { malformed, readUtf8, mechanismRefused, respond, withoutAuthzid } from '../text.ts';

/** RFC 4505 section 2: a token of 1 to 255 characters. */
const MAX_TRACE = 255;

function client({ user }: Credentials): ClientExchange {
  return clientOfOne(() => respond(user, null));
}

function server(accounts: Accounts): ServerExchange {
  return serverOfOne(null, async (response) => {
    const trace = readUtf8(response);
    if (trace === null || trace.includes('\0') || Array.from(trace).length > MAX_TRACE) return malformed();
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
    withoutAuthzid(credentials) ?? (Array.from(credentials.user).length > MAX_TRACE ? 'user' : null),
  client,
  server,
  describe: (message, from) => (from === 'client' ? { trace: readUtf8(message) ?? '' } : {}),
};
