/**
 * CRAM-MD5 (RFC 2195): HMAC-MD5 of the server's challenge under the password. The password is not sent, but whoever has a
 * recording can try passwords on it, and the server has to keep what amounts to the password.
 */
import { createHmac } from 'node:crypto';
import {
  HIDDEN,
  type Accounts,
  type ClientExchange,
  type Credentials,
  type Mechanism,
  type ServerExchange,
  type ServerLink,
} from '../types.ts';
import { badChallenge, hex, malformed, readUtf8, mechanismRefused, respond, withoutAuthzid } from '../text.ts';
import { utf8Bytes } from '../../wire/text.ts';

function client({ user, password }: Credentials): ClientExchange {
  let answered = false;
  return {
    initial: () => null,
    next: async ({ bytes }) => {
      // An empty challenge would make the same digest each time.
      if (answered || bytes === null || bytes.length === 0) return badChallenge;
      answered = true;
      const digest = createHmac('md5', utf8Bytes(password)).update(bytes).digest('hex');
      return respond(`${user} ${digest}`, 'sasl-response');
    },
    finish: () => answered,
  };
}

/** The digest follows the last space: user names may have some. */
const form = /^(.+) ([0-9a-f]{32})$/s;

function server(accounts: Accounts, link: ServerLink): ServerExchange {
  const challenge = `<${hex(link.random(12))}@${link.hostname}>`;
  return {
    // RFC 2195 has no initial response; RFC 4954 section 4 answers one with 501.
    start: async (initial) =>
      initial === null ? { kind: 'challenge', bytes: utf8Bytes(challenge), expects: 'sasl-response' } : malformed(),
    next: async (response) => {
      const [, user, digest] = form.exec(readUtf8(response) ?? '') ?? [];
      if (user === undefined || digest === undefined) return malformed();
      return (await accounts.cram(user, challenge, digest))
        ? { kind: 'success', user, authzid: '' }
        : mechanismRefused(user);
    },
  };
}

export const cramMd5: Mechanism = {
  name: 'CRAM-MD5',
  clearText: false,
  secret: 'password',
  provesServer: false,
  needsBinding: false,
  initialHidden: 'sasl-response',
  initialByDefault: false,
  unusable: withoutAuthzid,
  client,
  server,
  describe(message, from) {
    const text = readUtf8(message) ?? '';
    if (from === 'server') return text === '' ? {} : { challenge: text };
    const user = form.exec(text)?.[1];
    return user === undefined ? {} : { user, digest: HIDDEN };
  },
};
