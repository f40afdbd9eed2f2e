/** OAUTHBEARER (RFC 7628): an OAuth 2 access token after a GS2 header, with the host and port it is meant for. */
import type { Fields, Mechanism } from '../types.ts';
import { type TokenLogin, describeLogin, describeRefusal, tokenClient, tokenServer, unsayable } from '../oauth.ts';
import { decodeName, encodeName } from '../scram/messages.ts';
import { readUtf8, respond } from '../text.ts';

/** RFC 7628 section 3.2.3: the error is acknowledged by one octet, since an empty response means something else in some protocols. */
const dummy = Uint8Array.of(1);

interface Said extends TokenLogin {
  readonly host: string | null;
  readonly port: string | null;
}

function read(bytes: Uint8Array): Said | null {
  const [, name, pairs] =
    /^(?:n|y),(?:a=([^,\x01]+))?,\x01((?:[A-Za-z]+=[^\x01]*\x01)+)\x01$/.exec(readUtf8(bytes) ?? '') ?? [];
  if (pairs === undefined) return null;
  const values = new Map<string, string>();
  for (const pair of pairs.split('\x01').slice(0, -1)) {
    const at = pair.indexOf('=');
    values.set(pair.slice(0, at).toLowerCase(), pair.slice(at + 1));
  }
  const [, token = ''] = /^Bearer +(\S+)$/i.exec(values.get('auth') ?? '') ?? [];
  const user = name === undefined ? null : decodeName(name);
  if (token === '' || (name !== undefined && user === null)) return null;
  return { user, token, authzid: '', host: values.get('host') ?? null, port: values.get('port') ?? null };
}

function where(said: Said | null): Fields {
  const { host = null, port = null } = said ?? {};
  return { ...(host === null ? {} : { host }), ...(port === null ? {} : { port }) };
}

export const oauthBearer: Mechanism = {
  name: 'OAUTHBEARER',
  clearText: true,
  secret: 'token',
  provesServer: false,
  needsBinding: false,
  initialHidden: 'token',
  initialByDefault: true,
  unusable: unsayable,
  client: ({ user, authzid, password }, { host, port }) =>
    tokenClient(() => {
      // The token says who logs in; `a` whom to act as, and most servers compare it with the token's owner.
      const name = authzid === '' ? user : authzid;
      const header = `n,${name === '' ? '' : `a=${encodeName(name)}`},`;
      const place = `host=${host}\x01${port === null ? '' : `port=${port}\x01`}`;
      return respond(`${header}\x01${place}auth=Bearer ${password}\x01\x01`, 'token');
    }, dummy),
  server: (accounts) => tokenServer(accounts, read),
  describe(message, from, index) {
    if (from === 'server') return describeRefusal(message);
    if (index > 0) return {};
    const said = read(message);
    return describeLogin(said, where(said));
  },
};
