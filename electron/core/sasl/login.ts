/**
 * LOGIN (draft-murchison-sasl-login): user name and password asked for one after the other, in clear. Obsolete, and the
 * only one some servers have. What the prompts say is not fixed: the position counts, not the text.
 */
import type {
  Challenge,
  ClientExchange,
  ClientStep,
  Credentials,
  Mechanism,
  ServerExchange,
  VerifyPassword,
} from './types.ts';
import { latin1, utf8Bytes } from '../wire/text.ts';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function client(credentials: Credentials): ClientExchange {
  let step: 'user' | 'password' | 'done' = 'user';
  let initialSent = false;
  const user = () => ({ kind: 'response' as const, bytes: utf8Bytes(credentials.user), hidden: null });
  return {
    initial() {
      initialSent = true;
      step = 'password';
      return user();
    },
    next(challenge: Challenge): ClientStep {
      // Servers that ignore the initial response ask for the name again; by position alone the password would go there.
      const again = initialSent && step === 'password' && asksForUser(challenge);
      if (step === 'user' || again) {
        initialSent = false;
        step = 'password';
        return user();
      }
      if (step === 'done') return { kind: 'abort', reason: 'bad-challenge' };
      step = 'done';
      return { kind: 'response', bytes: utf8Bytes(credentials.password), hidden: 'password' };
    },
    finish: () => true,
  };
}

function asksForUser(challenge: Challenge): boolean {
  const prompt = challenge.bytes === null ? challenge.text : latin1(challenge.bytes);
  return /^user/i.test(prompt.trim());
}

function text(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}

function server(verify: VerifyPassword): ServerExchange {
  let user: string | null = null;
  const askPassword = (given: Uint8Array) => {
    user = text(given);
    if (user === null || user === '') return { kind: 'failure', reason: 'malformed', user: null } as const;
    return { kind: 'challenge', bytes: utf8Bytes('Password:'), expects: 'password' } as const;
  };
  return {
    start: async (initial) =>
      initial === null ? { kind: 'challenge', bytes: utf8Bytes('Username:'), expects: null } : askPassword(initial),
    next: async (response) => {
      if (user === null) return askPassword(response);
      const password = text(response);
      if (password === null) return { kind: 'failure', reason: 'malformed', user };
      if (!(await verify(user, password))) return { kind: 'failure', reason: 'credentials', user };
      return { kind: 'success', user, authzid: '' };
    },
  };
}

export const login: Mechanism = {
  name: 'LOGIN',
  clearText: true,
  initialHidden: null,
  initialByDefault: false,
  client,
  server,
};
