/**
 * DIGEST-MD5 (RFC 2831, historic by RFC 6331), authentication only (qop=auth): the password is not sent, and the server proves
 * that it knows it too. Old Exchange and Cyrus installations offer nothing better.
 */
import { createHash } from 'node:crypto';
import {
  HIDDEN,
  type Accounts,
  type ClientExchange,
  type ClientLink,
  type ClientStep,
  type Credentials,
  type Fields,
  type Mechanism,
  type ServerExchange,
  type ServerLink,
  type ServerStep,
} from '../types.ts';
import { type Directives, only, quote, readDirectives } from '../digest-directives.ts';
import {
  badChallenge,
  hex,
  malformed,
  notAuthenticated,
  noOctets,
  mechanismRefused,
  respond,
  sameOctets,
  withNul,
} from '../text.ts';
import { concatBytes, utf8Bytes } from '../../wire/text.ts';

const md5 = (...parts: readonly Uint8Array[]): Uint8Array =>
  createHash('md5')
    .update(concatBytes(...parts))
    .digest();
const hexMd5 = (text: string): string => hex(md5(utf8Bytes(text)));

/** RFC 2831 section 2.1.2.1: what fits ISO 8859-1 is hashed in it, whatever the charset. */
function hashed(text: string): Uint8Array {
  return /^[\x00-\xff]*$/.test(text) ? Uint8Array.from(text, (character) => character.charCodeAt(0)) : utf8Bytes(text);
}

/** What a server keeps: H(user:realm:password). */
export function digestSecret(user: string, realm: string, password: string): Uint8Array {
  const colon = utf8Bytes(':');
  return md5(hashed(user), colon, hashed(realm), colon, hashed(password));
}

interface Said {
  readonly nonce: string;
  readonly cnonce: string;
  readonly uri: string;
  readonly authzid: string;
}

/** `method`: AUTHENTICATE for the client's response, "" for the server's own. */
export function responseValue(secret: Uint8Array, method: string, { nonce, cnonce, uri, authzid }: Said): string {
  const session = `:${nonce}:${cnonce}${authzid === '' ? '' : `:${authzid}`}`;
  const a1 = hex(md5(secret, utf8Bytes(session)));
  return hexMd5(`${a1}:${nonce}:00000001:${cnonce}:auth:${hexMd5(`${method}:${uri}`)}`);
}

function offersAuth(directives: Directives): boolean {
  const offered = directives.get('qop');
  // RFC 2831 section 2.1.1: none given means auth.
  return offered === undefined || offered.some((list) => /(?:^|[\s,])auth(?:$|[\s,])/i.test(list));
}

function client(credentials: Credentials, link: ClientLink): ClientExchange {
  let expected: string | null = null;
  let proved = false;
  const answer = (directives: Directives): ClientStep => {
    const nonce = only(directives, 'nonce');
    if (nonce === null || only(directives, 'algorithm') !== 'md5-sess' || !offersAuth(directives)) return badChallenge;
    const { user, password, authzid } = credentials;
    // The first realm, as every client does that cannot ask; without one the server's name.
    const realm = directives.get('realm')?.[0] ?? link.host;
    const cnonce = hex(link.random(16));
    const said: Said = { nonce, cnonce, uri: `${link.service}/${link.host}`, authzid };
    const secret = digestSecret(user, realm, password);
    expected = responseValue(secret, '', said);
    const charset = only(directives, 'charset') === 'utf-8' ? ['charset=utf-8'] : [];
    const list = [
      ...charset,
      `username=${quote(user)}`,
      `realm=${quote(realm)}`,
      `nonce=${quote(nonce)}`,
      'nc=00000001',
      `cnonce=${quote(cnonce)}`,
      `digest-uri=${quote(said.uri)}`,
      `response=${responseValue(secret, 'AUTHENTICATE', said)}`,
      'qop=auth',
      ...(authzid === '' ? [] : [`authzid=${quote(authzid)}`]),
    ];
    return respond(list.join(','), 'sasl-response');
  };
  return {
    initial: () => null,
    next: async ({ bytes }) => {
      const directives = bytes === null ? null : readDirectives(bytes);
      if (directives === null || proved) return badChallenge;
      if (expected === null) return answer(directives);
      if (only(directives, 'rspauth') !== expected) return notAuthenticated;
      proved = true;
      return respond(noOctets, null);
    },
    finish: () => proved,
  };
}

function server(accounts: Accounts, link: ServerLink): ServerExchange {
  const nonce = hex(link.random(16));
  let proved: ServerStep | null = null;
  const judge = async (directives: Directives): Promise<ServerStep> => {
    const user = only(directives, 'username');
    const cnonce = only(directives, 'cnonce');
    const uri = only(directives, 'digest-uri');
    const response = only(directives, 'response');
    if (user === null || user === '' || cnonce === null || uri === null || response === null) return malformed(user);
    const realm = only(directives, 'realm') ?? '';
    const fresh = only(directives, 'nonce') === nonce && only(directives, 'nc') === '00000001';
    if (!fresh || (only(directives, 'qop') ?? 'auth') !== 'auth') return malformed(user);
    const secret = await accounts.digest(user, realm);
    if (secret === null) return mechanismRefused(user);
    const authzid = only(directives, 'authzid') ?? '';
    const said: Said = { nonce, cnonce, uri, authzid };
    const wanted = responseValue(secret, 'AUTHENTICATE', said);
    if (!sameOctets(utf8Bytes(response), utf8Bytes(wanted))) return mechanismRefused(user);
    proved = { kind: 'success', user, authzid };
    return { kind: 'challenge', bytes: utf8Bytes(`rspauth=${responseValue(secret, '', said)}`), expects: null };
  };
  return {
    start: async (initial) => {
      // RFC 2831 section 2.2 has an initial response for subsequent authentication only, which is not done here.
      if (initial !== null) return malformed();
      const list = [
        `realm=${quote(link.hostname)}`,
        `nonce=${quote(nonce)}`,
        'qop="auth"',
        'charset=utf-8',
        'algorithm=md5-sess',
      ];
      return { kind: 'challenge', bytes: utf8Bytes(list.join(',')), expects: 'sasl-response' };
    },
    next: async (response) => {
      if (proved !== null) return response.length === 0 ? proved : malformed();
      const directives = readDirectives(response);
      return directives === null ? malformed() : judge(directives);
    },
  };
}

function describe(message: Uint8Array): Fields {
  const directives = readDirectives(message);
  if (directives === null) return {};
  return Object.fromEntries(
    [...directives].map(([name, values]) => [name, name === 'response' ? HIDDEN : values.join(', ')]),
  );
}

export const digestMd5: Mechanism = {
  name: 'DIGEST-MD5',
  clearText: false,
  secret: 'password',
  provesServer: true,
  needsBinding: false,
  initialHidden: 'sasl-response',
  initialByDefault: false,
  unusable: withNul,
  client,
  server,
  describe,
};
