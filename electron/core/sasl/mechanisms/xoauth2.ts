/**
 * XOAUTH2, Google's form of presenting an OAuth 2 access token, which Microsoft and others took over. No RFC:
 * https://developers.google.com/workspace/gmail/imap/xoauth2-protocol
 */
import type { Mechanism } from '../types.ts';
import { type TokenLogin, describeLogin, describeRefusal, tokenClient, tokenServer, unsayable } from '../oauth.ts';
import { noOctets, readUtf8, respond, withoutAuthzid } from '../text.ts';

function read(bytes: Uint8Array): TokenLogin | null {
  const [, user = '', token = ''] =
    /^user=([^\x01]*)\x01auth=Bearer ([^\x01]*)\x01\x01$/i.exec(readUtf8(bytes) ?? '') ?? [];
  return user === '' || token === '' ? null : { user, token, authzid: '' };
}

export const xoauth2: Mechanism = {
  name: 'XOAUTH2',
  clearText: true,
  secret: 'token',
  provesServer: false,
  needsBinding: false,
  initialHidden: 'token',
  initialByDefault: true,
  unusable: (credentials) => withoutAuthzid(credentials) ?? unsayable(credentials),
  client: ({ user, password }) =>
    // The error is acknowledged by an empty line.
    tokenClient(() => respond(`user=${user}\x01auth=Bearer ${password}\x01\x01`, 'token'), noOctets),
  server: (accounts) => tokenServer(accounts, read),
  describe: (message, from) => (from === 'server' ? describeRefusal(message) : describeLogin(read(message))),
};
