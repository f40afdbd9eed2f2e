/** PLAIN (RFC 4616): authorization identity, user and password in one response, in clear. */
import {
  HIDDEN,
  type Accounts,
  type ClientExchange,
  type Credentials,
  type Mechanism,
  type ServerExchange,
} from '../types.ts';
import { clientOfOne, serverOfOne } from '../one-response.ts';
import { malformed, readUtf8, mechanismRefused, respond, withNul } from '../text.ts';

function client({ authzid, user, password }: Credentials): ClientExchange {
  return clientOfOne(() => respond(`${authzid}\0${user}\0${password}`, 'password'));
}

/** Three fields, no more and no fewer; null where the response is none. */
function parse(bytes: Uint8Array): Credentials | null {
  const [authzid, user, password, more] = readUtf8(bytes)?.split('\0') ?? [];
  if (authzid === undefined || user === undefined || password === undefined || more !== undefined) return null;
  // RFC 4616 section 2: authcid and passwd are at least one character long.
  if (user === '' || password === '') return null;
  return { authzid, user, password };
}

function server(accounts: Accounts): ServerExchange {
  return serverOfOne('password', async (response) => {
    const given = parse(response);
    if (given === null) return malformed();
    if (!(await accounts.verify(given.user, given.password))) return mechanismRefused(given.user);
    return { kind: 'success', user: given.user, authzid: given.authzid };
  });
}

export const plain: Mechanism = {
  name: 'PLAIN',
  clearText: true,
  secret: 'password',
  provesServer: false,
  needsBinding: false,
  initialHidden: 'password',
  initialByDefault: true,
  unusable: withNul,
  client,
  server,
  describe(message, from) {
    const given = from === 'client' ? parse(message) : null;
    return given === null ? {} : { authzid: given.authzid, user: given.user, password: HIDDEN };
  },
};
