/**
 * LOGIN (draft-murchison-sasl-login): user name and password asked for one after the other, in clear. Obsolete, and the
 * only one some servers have. What the prompts say is not fixed: the position counts, not the text.
 */
import {
  HIDDEN,
  type Accounts,
  type Challenge,
  type ClientExchange,
  type ClientStep,
  type Credentials,
  type Mechanism,
  type ServerExchange,
  type ServerStep,
} from '../types.ts';
import { badChallenge, malformed, readUtf8, mechanismRefused, respond, withoutAuthzid } from '../text.ts';
import { latin1, utf8Bytes } from '../../wire/text.ts';

function client(credentials: Credentials): ClientExchange {
  let step: 'user' | 'password' | 'done' = 'user';
  let initialSent = false;
  const user = () => respond(credentials.user, null);
  return {
    initial() {
      initialSent = true;
      step = 'password';
      return user();
    },
    next: async (challenge: Challenge): Promise<ClientStep> => {
      // Servers that ignore the initial response ask for the name again; by position alone the password would go there.
      const again = initialSent && step === 'password' && asksForUser(challenge);
      if (step === 'user' || again) {
        initialSent = false;
        step = 'password';
        return user();
      }
      if (step === 'done') return badChallenge;
      step = 'done';
      return respond(credentials.password, 'password');
    },
    finish: () => true,
  };
}

function asksForUser(challenge: Challenge): boolean {
  const prompt = challenge.bytes === null ? challenge.text : latin1(challenge.bytes);
  return /^user/i.test(prompt.trim());
}

function server(accounts: Accounts): ServerExchange {
  let user: string | null = null;
  const askPassword = (given: Uint8Array): ServerStep => {
    user = readUtf8(given);
    if (user === null || user === '') return malformed();
    return { kind: 'challenge', bytes: utf8Bytes('Password:'), expects: 'password' };
  };
  return {
    start: async (initial) =>
      initial === null ? { kind: 'challenge', bytes: utf8Bytes('Username:'), expects: null } : askPassword(initial),
    next: async (response) => {
      if (user === null) return askPassword(response);
      const password = readUtf8(response);
      if (password === null) return malformed(user);
      return (await accounts.verify(user, password)) ? { kind: 'success', user, authzid: '' } : mechanismRefused(user);
    },
  };
}

export const login: Mechanism = {
  name: 'LOGIN',
  clearText: true,
  secret: 'password',
  provesServer: false,
  needsBinding: false,
  initialHidden: null,
  initialByDefault: false,
  unusable: withoutAuthzid,
  client,
  server,
  describe(message, from, index) {
    if (from === 'server') return message.length === 0 ? {} : { prompt: readUtf8(message) ?? latin1(message) };
    return index === 0 ? { user: readUtf8(message) ?? latin1(message) } : { password: HIDDEN };
  },
};
